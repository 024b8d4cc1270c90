//! Which literals a pattern cannot do without, so that it runs only where they stand.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use serde::{Deserialize, Serialize};

use super::literal::{cost, is_rare, union, whole_characters};

/// The most literals that one set of a pattern may add to the table.
const MOST: usize = 600;
/// A set that stands at fewer places than one in so many is rare enough; a better one is not looked for.
const SELDOM: f64 = 0.000_1;
/// A set that stands at more places than one in so many would turn too few searches away to be worth asking for.
const OFTEN: f64 = 0.1;
/// How many sets are asked for besides the one that opens the gate.
const NEEDS: usize = 3;
/// Literals are cut to so many bytes, three Han characters: short ones are shared by many patterns.
const BYTES: usize = 9;

/// Literals of which one must stand (any case).
pub(crate) type Set = Vec<String>;

/// When a pattern is worth running; `S` is a set of literals, or its number once they are in the table of terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Gate<S> {
    /// Every match begins with a literal of the set.
    Begins(S),
    /// Every match holds a literal of the set.
    Holds(S),
    /// Every match holds a digit.
    Digit,
    Always,
}

/// How far around what opened the gate a match can lie, bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reach {
    pub(crate) before: usize,
    pub(crate) after: usize,
}

/// Where a pattern is worth running: at what opens its gate, as far as a match can reach, if all else is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Plan<S> {
    pub(crate) gate: Gate<S>,
    pub(crate) reach: Reach,
    /// Every match holds a literal of each of these sets as well.
    pub(crate) needs: Vec<S>,
    /// No match is shorter, bytes.
    pub(crate) shortest: usize,
    /// No match holds fewer ASCII digits.
    pub(crate) digits: usize,
    /// Every match begins where the text does.
    pub(crate) at_start: bool,
    pub(crate) stops: Stops,
}

/// Marks that no match holds, so that it ends before them, as a bit set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stops([u64; 3]);

/// A character that may end a match: ASCII that is no letter or digit by its byte, and the Chinese full stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark(u8);

impl<S> Plan<S> {
    fn always() -> Self {
        let stops = Stops::default();
        let (gate, reach) = (Gate::Always, Reach::default());
        Self { gate, reach, needs: vec![], shortest: 0, digits: 0, at_start: false, stops }
    }

    /// The same with other names for its sets.
    pub(crate) fn map<T>(self, mut name: impl FnMut(S) -> T) -> Plan<T> {
        let gate = match self.gate {
            Gate::Begins(set) => Gate::Begins(name(set)),
            Gate::Holds(set) => Gate::Holds(name(set)),
            Gate::Digit => Gate::Digit,
            Gate::Always => Gate::Always,
        };
        let needs = self.needs.into_iter().map(name).collect();
        let Self { reach, shortest, digits, at_start, stops, .. } = self;
        Plan { gate, reach, needs, shortest, digits, at_start, stops }
    }
}

impl Mark {
    const FULL_STOP: Self = Self(128);

    fn all() -> impl Iterator<Item = Self> {
        (0..128).filter(|byte: &u8| !byte.is_ascii_alphanumeric()).map(Self).chain([Self::FULL_STOP])
    }

    fn character(self) -> char {
        if self == Self::FULL_STOP { '。' } else { char::from(self.0) }
    }

    /// The mark that these bytes begin with.
    pub(crate) fn first_of(bytes: &[u8]) -> Option<Self> {
        match bytes.first()? {
            0xe3 if bytes.starts_with("。".as_bytes()) => Some(Self::FULL_STOP),
            byte if byte.is_ascii() && !byte.is_ascii_alphanumeric() => Some(Self(*byte)),
            _ => None,
        }
    }

    /// Bytes.
    pub(crate) fn length(self) -> usize {
        self.character().len_utf8()
    }
}

impl Stops {
    /// The marks that `hir` cannot match.
    fn of(hir: &Hir) -> Self {
        let mut stops = Self::default();
        Mark::all().for_each(|mark| stops.0[usize::from(mark.0 >> 6)] |= 1 << (mark.0 & 63));
        stops.without(hir);
        stops
    }

    fn without(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                String::from_utf8_lossy(&literal.0).chars().for_each(|c| self.remove(c, c));
            }
            HirKind::Class(Class::Unicode(class)) => class.iter().for_each(|r| self.remove(r.start(), r.end())),
            HirKind::Class(Class::Bytes(class)) => {
                class.iter().for_each(|r| self.remove(char::from(r.start()), char::from(r.end())));
            }
            HirKind::Repetition(repetition) => self.without(&repetition.sub),
            HirKind::Capture(capture) => self.without(&capture.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().for_each(|part| self.without(part)),
        }
    }

    fn remove(&mut self, from: char, to: char) {
        for mark in Mark::all().filter(|mark| (from..=to).contains(&mark.character())) {
            self.0[usize::from(mark.0 >> 6)] &= !(1 << (mark.0 & 63));
        }
    }

    pub(crate) fn has(self, mark: Mark) -> bool {
        self.0.get(usize::from(mark.0 >> 6)).is_some_and(|marks| marks >> (mark.0 & 63) & 1 == 1)
    }
}

/// Where a pattern is worth running.
pub(crate) fn of(source: &str) -> Plan<Set> {
    let source = source.trim_start_matches("(?-i)").replace("(?-i:", "(?:");
    let Ok(hir) = regex_syntax::parse(&source) else { return Plan::always() };
    let length = longest(&hir);
    let around = Reach { before: length, after: length };
    // An attempt where a match can begin costs far less than a search, even where its beginnings are common.
    let (gate, reach) = if let Some(set) = STRICT.edge(&hir, ExtractKind::Prefix) {
        (Gate::Begins(set), Reach { before: 0, ..around })
    } else if let Some(need) = STRICT.needed(&hir) {
        (Gate::Holds(need.set), need.reach)
    } else if fewest_digits(&hir) > 0 {
        (Gate::Digit, around)
    } else if let Some(need) = LOOSE.needed(&hir) {
        (Gate::Holds(need.set), need.reach)
    } else {
        (Gate::Always, around)
    };
    let mut needs = needs(&hir);
    needs.retain(|set| cost(set) <= OFTEN && !matches!(&gate, Gate::Begins(own) | Gate::Holds(own) if own == set));
    needs.truncate(NEEDS);
    let properties = hir.properties();
    let shortest = properties.minimum_len().unwrap_or(0);
    let at_start = properties.look_set_prefix().contains(Look::Start);
    Plan { gate, reach, needs, shortest, digits: fewest_digits(&hir), at_start, stops: Stops::of(&hir) }
}

/// Sets of which every match holds a literal each, the rarest first.
fn needs(hir: &Hir) -> Vec<Set> {
    let mut sets = match hir.kind() {
        HirKind::Concat(parts) => parts.iter().flat_map(needs).collect(),
        HirKind::Capture(capture) => needs(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needs(&repetition.sub),
        HirKind::Alternation(branches) => needs_of_any(&branches.iter().map(needs).collect::<Vec<_>>()),
        _ => vec![],
    };
    sets.extend(STRICT.edge(hir, ExtractKind::Prefix));
    sets.sort_by(|a, b| cost(a).total_cmp(&cost(b)).then_with(|| a.cmp(b)));
    sets.dedup();
    sets
}

/// What branches need together: the rarest sets of all, then the next ones.
fn needs_of_any(branches: &[Vec<Set>]) -> Vec<Set> {
    if branches.iter().any(Vec::is_empty) {
        return vec![];
    }
    let most = branches.iter().map(Vec::len).max().unwrap_or(0).min(NEEDS);
    let together =
        |at: usize| union(branches.iter().filter_map(|sets| sets.get(at).or(sets.last())).flatten().cloned().collect());
    (0..most).map(together).filter(|set| set.len() <= MOST).collect()
}

/// The most bytes that a match can take. A repetition without an end is taken to be one run of letters or digits.
fn longest(hir: &Hir) -> usize {
    const RUN: usize = 48;
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(class) => class.maximum_len().unwrap_or(4),
        HirKind::Repetition(repetition) => {
            let one = longest(&repetition.sub);
            repetition.max.map_or(RUN.max(4 * one), |most| one.saturating_mul(most as usize))
        }
        HirKind::Capture(capture) => longest(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(longest).fold(0, usize::saturating_add),
        HirKind::Alternation(branches) => branches.iter().map(longest).max().unwrap_or(0),
    }
}

/// A folded pattern whose ends must stand free: tried again, shorter or longer, until they do (`gent|gentleman` finds
/// "gentleman"). A pattern with the group `id` is left alone: its ends are not the span's.
pub(super) fn free_ends(source: &str) -> String {
    // A half boundary, or a change between ASCII letters and anything else: only "both sides ASCII letters" fails.
    // The start is left to the caller: a look-behind there would cost the search its literals.
    const END: &str = r"(?-u:\b{end-half}|\b)";
    let source = &ascii_boundaries(source);
    match source.strip_prefix("(?-i)") {
        _ if source.contains("(?P<id>") => source.into(),
        Some(rest) => format!("(?-i)(?:{rest}){END}"),
        None => format!("(?:{source}){END}"),
    }
}

/// Word boundaries are ASCII's, as everywhere here: Han needs none.
pub(super) fn ascii_boundaries(source: &str) -> String {
    source.replace(r"\b", r"(?-u:\b)")
}

/// A set of which every match holds one, and how far the match goes on around it.
struct Need {
    set: Set,
    reach: Reach,
}

/// Which literals will do.
struct Literals {
    /// The most that are taken from one end of a part of a pattern.
    few: usize,
    /// The most characters of a class that are written out.
    class: usize,
    fits: fn(&str) -> bool,
}

const STRICT: Literals = Literals { few: 400, class: 10, fits: is_rare };
/// For patterns that have nothing better.
const LOOSE: Literals = Literals { few: 256, class: 64, fits: |text| text.len() > 1 };

impl Literals {
    /// Of the beginnings of a match and those of the parts that it always has the rarest set, else its ends.
    fn needed(&self, hir: &Hir) -> Option<Need> {
        let length = longest(hir);
        let begins = |set| Need { set, reach: Reach { before: 0, after: length } };
        let ends = |set| Need { set, reach: Reach { before: length, after: 4 } };
        let prefix = self.edge(hir, ExtractKind::Prefix).map(begins);
        if prefix.as_ref().is_some_and(|need| cost(&need.set) <= SELDOM) {
            return prefix;
        }
        rarest(prefix.into_iter().chain(self.inner(hir)))
            .or_else(|| self.edge(hir, ExtractKind::Suffix).map(ends))
            .or_else(|| self.across(hir))
    }

    fn inner(&self, hir: &Hir) -> Option<Need> {
        match hir.kind() {
            HirKind::Concat(parts) => {
                rarest((0..parts.len()).filter_map(|at| Some(within(self.needed(parts.get(at)?)?, parts, at..at + 1))))
            }
            HirKind::Capture(capture) => self.needed(&capture.sub),
            HirKind::Repetition(repetition) if repetition.min > 0 => {
                let need = self.needed(&repetition.sub)?;
                let length = longest(hir);
                Some(Need { reach: Reach { before: length, after: length }, ..need })
            }
            HirKind::Alternation(branches) => {
                let all: Vec<Need> = branches.iter().map(|branch| self.needed(branch)).collect::<Option<_>>()?;
                let reach = all.iter().fold(Reach::default(), |most, need| Reach {
                    before: most.before.max(need.reach.before),
                    after: most.after.max(need.reach.after),
                });
                let set = union(all.into_iter().flat_map(|need| need.set).collect());
                (set.len() <= MOST).then_some(Need { set, reach })
            }
            _ => None,
        }
    }

    /// Literals that go over from one part of a pattern into the next.
    fn across(&self, hir: &Hir) -> Option<Need> {
        let HirKind::Concat(parts) = hir.kind() else { return None };
        rarest((1..parts.len()).filter_map(|at| {
            let rest = Hir::concat(parts.get(at..)?.to_vec());
            let (set, after) = (self.edge(&rest, ExtractKind::Prefix)?, longest(&rest));
            Some(within(Need { set, reach: Reach { before: 0, after } }, parts, at..parts.len()))
        }))
    }

    /// The literals that a match begins or ends with, when they are few and long enough to be rare.
    fn edge(&self, hir: &Hir, kind: ExtractKind) -> Option<Set> {
        let mut extractor = Extractor::new();
        extractor.kind(kind).limit_class(self.class).limit_literal_len(BYTES).limit_total(self.few);
        let sequence = extractor.extract(hir);
        let set = union(sequence.literals()?.iter().map(|literal| whole_characters(literal.as_bytes())).collect());
        Some(set).filter(|set| !set.is_empty() && set.iter().all(|text| (self.fits)(text)))
    }
}

/// What some parts of a pattern need, seen from the whole of it.
fn within(mut need: Need, parts: &[Hir], here: std::ops::Range<usize>) -> Need {
    let length = |parts: Option<&[Hir]>| parts.unwrap_or_default().iter().map(longest).sum::<usize>();
    need.reach.before += length(parts.get(..here.start));
    need.reach.after += length(parts.get(here.end..));
    need
}

fn rarest(needs: impl Iterator<Item = Need>) -> Option<Need> {
    needs.min_by(|a, b| cost(&a.set).total_cmp(&cost(&b.set)))
}

/// How many ASCII digits every match holds at least.
fn fewest_digits(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            usize::from(class.iter().all(|range| range.start().is_ascii_digit() && range.end().is_ascii_digit()))
        }
        HirKind::Literal(literal) => literal.0.iter().filter(|byte| byte.is_ascii_digit()).count(),
        HirKind::Concat(parts) => parts.iter().map(fewest_digits).sum(),
        HirKind::Capture(capture) => fewest_digits(&capture.sub),
        HirKind::Repetition(repetition) => (repetition.min as usize).saturating_mul(fewest_digits(&repetition.sub)),
        HirKind::Alternation(branches) => branches.iter().map(fewest_digits).min().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(source: &str) -> Gate<Set> {
        of(&free_ends(source)).gate
    }

    #[test]
    fn gates_come_from_the_pattern_itself() {
        assert_eq!(gate("bed [0-9]+"), Gate::Begins((0..10).map(|d| format!("bed {d}")).collect()));
        assert_eq!(gate("第[0-9]+床"), Gate::Begins((0..10).map(|d| format!("第{d}")).collect()));
        assert_eq!(gate("[0-9]{10}"), Gate::Digit);
        assert_eq!(gate(r"\w+ing"), Gate::Holds(vec!["ing".into()]));
        assert_eq!(gate(r"(?:\w+ ){0,3}(?:tattoo|scar)s?"), Gate::Holds(vec!["scar".into(), "tattoo".into()]));
        assert_eq!(gate(r"\w+"), Gate::Always);
    }

    #[test]
    fn a_plan_asks_for_all_that_a_match_holds() {
        let plan = of(r"my [a-z ]{0,9}(?:aunt|uncle)[^.\n]{1,9}(?:ward|bay) [0-9]{2}");
        assert_eq!(plan.gate, Gate::Begins(vec!["my ".to_owned()]));
        let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Set>();
        assert!(plan.needs.contains(&set(&["aunt", "uncle"])), "{:?}", plan.needs);
        assert!(plan.needs.contains(&set(&["bay", "ward"])), "{:?}", plan.needs);
        assert_eq!((plan.shortest, plan.digits, plan.at_start), (3 + 4 + 1 + 3 + 1 + 2, 2, false));
        let stops = |mark: &str| Mark::first_of(mark.as_bytes()).is_some_and(|mark| plan.stops.has(mark));
        assert_eq!([".", "\n", " ", ",", "。"].map(stops), [true, true, false, false, false]);
        assert!(of("^he|^she").at_start);
    }

    #[test]
    fn branches_need_what_each_of_them_holds() {
        let plan = of(r"(?:\w+ stabbed|\w+ shot) by");
        assert_eq!(plan.gate, Gate::Holds(vec![" shot".into(), " stabbed".into()]));
        assert!(of(r"(?:\w+ stabbed|\w+)").needs.is_empty(), "the second branch holds nothing");
    }
}
