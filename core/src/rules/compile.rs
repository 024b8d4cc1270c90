//! A pack as it is written, compiled into what the caption engine runs: contexts as bits, literals in one table, gates
//! for the patterns. The build script does this for the packs that come with the app; a folder is compiled when read.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::condition::{Condition, RuleName};
use super::gate::{self, Plan, Set};
use super::pack::{Context, Fix, Frame, Level, Match, PackFile, PackInfo, Rule, Shown};
use super::terms::{Builder, Owner, TermTable};
use super::{ContextSet, Entry, Jurisdiction, Lists, Severity, fold_str, validate};

/// Contexts are bits of one word.
/// A pack file larger than this is refused, bytes.
const MAX_PACK_BYTES: usize = 1 << 20;

/// A compiled pack.
#[derive(Serialize, Deserialize)]
pub(crate) struct Compiled {
    pub(crate) info: PackInfo,
    pub(crate) contexts: Vec<CompiledContext>,
    pub(crate) frames: Vec<CompiledFrame>,
    pub(crate) rules: Vec<CompiledRule>,
    pub(crate) fixes: Vec<Fix>,
    pub(crate) terms: TermTable,
    pub(crate) patterns: Vec<CompiledPattern>,
    /// How many sets of literals the patterns wait for.
    pub(crate) sets: usize,
}

/// Reads and compiles a pack from its files, `(name, TOML)`. The error is a code, as in `RulePackInvalid`.
pub(crate) fn pack(files: &[(&str, &str)], lists: &Lists) -> Code<Compiled> {
    let mut all = PackFile::default();
    for (name, text) in files {
        if text.len() > MAX_PACK_BYTES {
            return Err(format!("size:{name}"));
        }
        let file: PackFile = toml::from_str(text).map_err(|e| syntax(name, text, &e))?;
        all.pack = all.pack.or(file.pack);
        all.contexts.extend(file.contexts);
        all.frames.extend(file.frames);
        all.fixes.extend(file.fixes);
        all.rules.extend(file.rules);
    }
    let info = all.pack.take().filter(|p| p.schema == 1).ok_or("schema")?;
    Compiler::default().compile(info, all, lists)
}

/// Where a TOML file stopped making sense. Packs hold no user content, so the line may be named.
fn syntax(name: &str, text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map_or(0, |s| text.get(..s.start).unwrap_or_default().lines().count());
    format!("syntax:{name}:{line}: {}", error.message())
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CompiledContext {
    pub(crate) name: String,
    pub(crate) carry: usize,
    pub(crate) lists: Vec<ListFilter>,
}

/// A frame in which some rules say nothing.
#[derive(Serialize, Deserialize)]
pub(crate) struct CompiledFrame {
    pub(crate) when: Vec<Condition>,
    pub(crate) unless: Vec<Condition>,
    #[serde(skip)]
    quiets: Vec<RuleName>,
}

/// What a pattern belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PatternOwner {
    Context(usize),
    Match(usize, usize),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CompiledPattern {
    pub(crate) source: String,
    pub(crate) owner: PatternOwner,
    pub(crate) plan: Plan<u32>,
    /// Values with a check or a weight may hide inside a longer match.
    pub(crate) overlapping: bool,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CompiledRule {
    pub(crate) rule: Rule,
    pub(crate) category: String,
    /// Frames that quiet it.
    pub(crate) frames: Vec<usize>,
    pub(crate) matches: Vec<CompiledMatch>,
    pub(crate) levels: Vec<CompiledLevel>,
    pub(crate) photo: Vec<CompiledShown>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CompiledMatch {
    /// Set again from the written name when the pack is opened.
    #[serde(skip)]
    pub(crate) check: Option<fn(&str) -> bool>,
    pub(crate) list: Option<ListFilter>,
    pub(crate) found: Vec<RuleName>,
    pub(crate) with: Vec<Condition>,
    pub(crate) without: Vec<Condition>,
}

/// `places:T3|T4` or `conditions:D5|D6:chronic`: a list, and the classes and details of it that count; none for all.
#[derive(Serialize, Deserialize)]
pub(crate) struct ListFilter {
    list: String,
    tags: Vec<String>,
    details: Vec<String>,
}

impl CompiledMatch {
    /// Whether it follows from findings, and so can only be judged after them.
    pub(crate) fn is_late(&self) -> bool {
        !self.found.is_empty() || self.with.iter().chain(&self.without).any(Condition::is_late)
    }
}

impl ListFilter {
    fn parse(text: &str) -> Self {
        let mut parts = text.split(':');
        let list = parts.next().unwrap_or_default().into();
        let mut any =
            || parts.next().unwrap_or_default().split('|').filter(|t| !t.is_empty()).map(str::to_owned).collect();
        Self { list, tags: any(), details: any() }
    }

    pub(crate) fn fits(&self, entry: &Entry) -> bool {
        let among = |wanted: &[String], value: &String| wanted.is_empty() || wanted.contains(value);
        self.list == entry.list && among(&self.tags, &entry.tag) && among(&self.details, &entry.detail)
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CompiledLevel {
    pub(crate) severity: Severity,
    pub(crate) jurisdictions: Vec<Jurisdiction>,
    pub(crate) with: Vec<Condition>,
    pub(crate) without: Vec<Condition>,
}

/// The conditions of one of a rule's `photo` entries, in their order.
#[derive(Serialize, Deserialize)]
pub(crate) struct CompiledShown {
    pub(crate) with: Vec<Condition>,
    pub(crate) without: Vec<Condition>,
}

#[derive(Default)]
struct Compiler {
    terms: Builder,
    patterns: Vec<CompiledPattern>,
    contexts: HashMap<String, usize>,
    sets: HashMap<Set, u32>,
}

pub(crate) type Code<T> = std::result::Result<T, String>;

impl Compiler {
    fn compile(mut self, info: PackInfo, file: PackFile, lists: &Lists) -> Code<Compiled> {
        let contexts = self.contexts(file.contexts)?;
        let fixes: HashMap<String, Fix> = file.fixes.into_iter().map(|f| (f.id.clone(), f)).collect();
        let frames = file.frames.iter().map(|f| self.frame(f)).collect::<Code<Vec<_>>>()?;
        let mut seen = HashSet::new();
        let mut rules = vec![];
        for (at, rule) in file.rules.into_iter().enumerate() {
            if !seen.insert(rule.id.clone()) {
                return Err(format!("duplicate:{}", rule.id));
            }
            rules.push(self.rule(at, rule, &fixes, &frames)?);
        }
        for (at, entry) in lists.entries.iter().enumerate() {
            self.entry(at, entry);
        }
        let mut fixes: Vec<Fix> = fixes.into_values().collect();
        fixes.sort_by(|a, b| a.id.cmp(&b.id));
        let (terms, sets) = (self.terms.build(), self.sets.len());
        Ok(Compiled { info, contexts, frames, rules, fixes, terms, patterns: self.patterns, sets })
    }

    fn contexts(&mut self, contexts: Vec<Context>) -> Code<Vec<CompiledContext>> {
        if contexts.len() > ContextSet::MOST {
            return Err("contexts".into());
        }
        let mut compiled = vec![];
        for (at, context) in contexts.into_iter().enumerate() {
            if self.contexts.insert(context.name.clone(), at).is_some() {
                return Err(format!("duplicate:{}", context.name));
            }
            context.terms.iter().for_each(|t| self.terms.add(t, Owner::Context(at)));
            context.unless.iter().for_each(|t| self.terms.add(t, Owner::Unless(at)));
            for source in &context.patterns {
                self.pattern(source, PatternOwner::Context(at), false);
            }
            let lists = context.lists.iter().map(|l| ListFilter::parse(l)).collect();
            compiled.push(CompiledContext { name: context.name, carry: context.carry, lists });
        }
        Ok(compiled)
    }

    fn rule(
        &mut self,
        at: usize,
        mut rule: Rule,
        fixes: &HashMap<String, Fix>,
        frames: &[CompiledFrame],
    ) -> Code<CompiledRule> {
        let (category, name) = rule.id.split_once('.').unwrap_or_default();
        let spoken = [&rule.message.en, &rule.message.zh_hant, &rule.message.zh_hans].iter().all(|m| !m.is_empty());
        if category.is_empty() || name.is_empty() || !spoken || rule.authority.is_empty() {
            return Err(format!("incomplete:{}", rule.id));
        }
        let category = category.to_owned();
        rule.labels.iter().for_each(|t| self.terms.add(t, Owner::Label(at)));
        rule.stops.iter().for_each(|t| self.terms.add(t, Owner::Stop(at)));
        let known = |fix: &Option<String>| fix.as_ref().is_none_or(|f| fixes.contains_key(f));
        if !known(&rule.fix) || !rule.matches.iter().all(|m| known(&m.fix)) {
            return Err(format!("unknown:{}:fix", rule.id));
        }
        let mut matches = vec![];
        for (m, written) in rule.matches.iter().enumerate() {
            matches.push(self.rule_match(&rule.id, (at, m), written)?);
        }
        // What the table of terms and the list of patterns hold now.
        for written in &mut rule.matches {
            written.terms.clear();
            written.patterns.clear();
        }
        let levels = rule.levels.iter().map(|l| self.level(&rule.id, l)).collect::<Code<Vec<_>>>()?;
        let photo = rule.photo.iter().map(|s| self.shown(&rule.id, s)).collect::<Code<Vec<_>>>()?;
        let quiet = |frame: &CompiledFrame| frame.quiets.iter().any(|name| name.fits(&rule.id));
        let frames = (0..frames.len()).filter(|at| frames.get(*at).is_some_and(quiet)).collect();
        Ok(CompiledRule { rule, category, frames, matches, levels, photo })
    }

    fn rule_match(&mut self, id: &str, (rule, at): (usize, usize), written: &Match) -> Code<CompiledMatch> {
        written.terms.iter().for_each(|t| self.terms.add(t, Owner::Term(rule, at)));
        for source in &written.patterns {
            self.pattern(source, PatternOwner::Match(rule, at), written.weigh);
        }
        let check = match &written.check {
            Some(name) => Some(validate::by_name(name).ok_or_else(|| format!("unknown:{id}:{name}"))?),
            None => None,
        };
        let list = written.list.as_deref().map(ListFilter::parse);
        Ok(CompiledMatch {
            check,
            list,
            found: written.found.iter().map(|f| RuleName::parse(f)).collect(),
            with: self.conditions(id, &written.with)?,
            without: self.conditions(id, &written.without)?,
        })
    }

    fn frame(&self, frame: &Frame) -> Code<CompiledFrame> {
        Ok(CompiledFrame {
            when: self.conditions(&frame.name, &frame.when)?,
            unless: self.conditions(&frame.name, &frame.unless)?,
            quiets: frame.quiets.iter().map(|name| RuleName::parse(name)).collect(),
        })
    }

    fn shown(&self, id: &str, shown: &Shown) -> Code<CompiledShown> {
        Ok(CompiledShown { with: self.conditions(id, &shown.with)?, without: self.conditions(id, &shown.without)? })
    }

    fn level(&self, id: &str, level: &Level) -> Code<CompiledLevel> {
        Ok(CompiledLevel {
            severity: level.severity,
            jurisdictions: level.jurisdictions.clone(),
            with: self.conditions(id, &level.with)?,
            without: self.conditions(id, &level.without)?,
        })
    }

    fn conditions(&self, id: &str, written: &[String]) -> Code<Vec<Condition>> {
        let parse =
            |text: &String| Condition::parse(text, &self.contexts).ok_or_else(|| format!("unknown:{id}:{text}"));
        written.iter().map(parse).collect()
    }

    fn pattern(&mut self, source: &str, owner: PatternOwner, overlapping: bool) {
        let folded = fold_str(source);
        // Where values may overlap, the engine judges the ends itself.
        let source = if overlapping { gate::ascii_boundaries(&folded) } else { gate::free_ends(&folded) };
        let plan = gate::of(&source).map(|set| self.set(set));
        self.patterns.push(CompiledPattern { source, owner, plan, overlapping });
    }

    /// The number of a set of literals; patterns that wait for the same one share it.
    fn set(&mut self, literals: Set) -> u32 {
        let next = self.sets.len() as u32;
        if let Some(number) = self.sets.get(&literals) {
            return *number;
        }
        for literal in &literals {
            self.terms.add(literal, Owner::Trigger(next));
        }
        self.sets.insert(literals, next);
        next
    }

    fn entry(&mut self, at: usize, entry: &Entry) {
        for name in &entry.names {
            // "Hope" is a town and "hope" is not; drugs and conditions are written in any case.
            let proper = matches!(entry.list.as_str(), "places" | "facilities") && name.is_ascii();
            if proper {
                self.terms.add_cased(name, Owner::Entry(at));
            } else {
                self.terms.add(name, Owner::Entry(at));
            }
        }
    }
}
