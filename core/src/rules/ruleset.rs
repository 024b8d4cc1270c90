//! Packs compiled into what the caption engine runs.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::condition::{Condition, RuleName};
use super::gate::Gate;
use super::lexicon::{self, Entry};
use super::pack::{Context, Fix, Level, Match, PackFile, PackInfo, Rule, Shown};
use super::pattern::Pattern;
use super::terms::{Builder, Owner, TermTable};
use super::{Jurisdiction, Names, Severity, validate};
use crate::error::{CheckError, Result};

/// Contexts are bits of one word.
const MAX_CONTEXTS: usize = 128;
/// A pack file larger than this is refused, bytes.
const MAX_PACK_BYTES: usize = 1 << 20;

/// The rules in force, compiled. Reading it never fails.
pub struct RuleSet {
    pub(crate) info: PackInfo,
    pub(crate) contexts: Vec<CompiledContext>,
    pub(crate) rules: Vec<CompiledRule>,
    pub(crate) fixes: HashMap<String, Fix>,
    pub(crate) terms: TermTable,
    pub(crate) patterns: Vec<CompiledPattern>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) names: Names,
    by_id: HashMap<String, usize>,
}

pub(crate) struct CompiledContext {
    pub(crate) name: String,
    pub(crate) carry: usize,
    pub(crate) lists: Vec<ListFilter>,
}

/// What a pattern belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PatternOwner {
    Context(usize),
    Match(usize, usize),
}

pub(crate) struct CompiledPattern {
    pub(crate) pattern: Pattern,
    pub(crate) owner: PatternOwner,
    pub(crate) gate: Gate,
    /// Values with a check or a weight may hide inside a longer match.
    pub(crate) overlapping: bool,
}

pub(crate) struct CompiledRule {
    pub(crate) rule: Rule,
    pub(crate) category: String,
    pub(crate) matches: Vec<CompiledMatch>,
    pub(crate) levels: Vec<CompiledLevel>,
    pub(crate) photo: Vec<CompiledShown>,
}

pub(crate) struct CompiledMatch {
    pub(crate) check: Option<fn(&str) -> bool>,
    pub(crate) list: Option<ListFilter>,
    pub(crate) found: Vec<RuleName>,
    pub(crate) with: Vec<Condition>,
    pub(crate) without: Vec<Condition>,
}

/// `places:T3|T4` or `conditions:D5|D6:chronic`: a list, and the classes and details of it that count; none for all.
pub(crate) struct ListFilter {
    list: String,
    tags: Vec<String>,
    details: Vec<String>,
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

pub(crate) struct CompiledLevel {
    pub(crate) severity: Severity,
    pub(crate) jurisdictions: Vec<Jurisdiction>,
    pub(crate) with: Vec<Condition>,
    pub(crate) without: Vec<Condition>,
}

/// The conditions of one of a rule's `photo` entries, in their order.
pub(crate) struct CompiledShown {
    pub(crate) with: Vec<Condition>,
    pub(crate) without: Vec<Condition>,
}

impl RuleSet {
    /// The packs that come with the app. They are compiled once in a process.
    pub fn built_in() -> Result<Arc<Self>> {
        static BUILT_IN: OnceLock<Result<Arc<RuleSet>>> = OnceLock::new();
        BUILT_IN.get_or_init(|| Self::parse("base", super::BASE).map(Arc::new)).clone()
    }

    /// Reads and compiles a pack from its files, `(name, TOML)`.
    ///
    /// Errors: `RulePackInvalid` with the code `syntax:<file>`, `schema`, `duplicate:<id>`, `incomplete:<id>`,
    /// `unknown:<id>:<name>` or `pattern:<id>`.
    pub fn parse(pack_id: &str, files: &[(&str, &str)]) -> Result<Self> {
        let invalid = |code: String| CheckError::RulePackInvalid { pack_id: pack_id.into(), code };
        let mut all = PackFile::default();
        for (name, text) in files {
            if text.len() > MAX_PACK_BYTES {
                return Err(invalid(format!("size:{name}")));
            }
            let file: PackFile = toml::from_str(text).map_err(|e| invalid(syntax(name, text, &e)))?;
            all.pack = all.pack.or(file.pack);
            all.contexts.extend(file.contexts);
            all.fixes.extend(file.fixes);
            all.rules.extend(file.rules);
        }
        let info = all.pack.take().filter(|p| p.schema == 1).ok_or_else(|| invalid("schema".into()))?;
        Compiler::default().compile(info, all).map_err(invalid)
    }

    /// Reads and compiles the pack in a folder of TOML files, for authors. The word lists are the built-in ones.
    pub fn from_folder(folder: &std::path::Path) -> Result<Self> {
        let read = |e: std::io::Error| CheckError::io("read", &e);
        let mut files = vec![];
        for entry in std::fs::read_dir(folder).map_err(read)? {
            let path = entry.map_err(read)?.path();
            if path.extension().is_some_and(|e| e == "toml") {
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                files.push((name, std::fs::read_to_string(&path).map_err(read)?));
            }
        }
        files.sort();
        let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        Self::parse("folder", &files)
    }

    pub fn info(&self) -> &PackInfo {
        &self.info
    }

    /// Every rule as written, in the order of the pack.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|r| &r.rule)
    }

    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.by_id.get(id).and_then(|at| self.rules.get(*at)).map(|r| &r.rule)
    }

    pub(crate) fn context(&self, name: &str) -> u128 {
        self.contexts.iter().position(|c| c.name == name).map_or(0, |at| 1 << at)
    }

    /// Patterns that no literal gates, for authors: they run on every caption.
    pub fn ungated_patterns(&self) -> Vec<&str> {
        self.patterns.iter().filter(|p| p.gate == Gate::Always).map(|p| p.pattern.source()).collect()
    }

    /// Compiles every pattern now, and says which rules hold one that is not valid.
    pub fn invalid_patterns(&self) -> Vec<String> {
        self.patterns
            .iter()
            .filter(|p| !p.pattern.is_valid())
            .map(|p| format!("{:?}: {}", p.owner, p.pattern.source()))
            .collect()
    }
}

/// Where a TOML file stopped making sense. Packs hold no user content, so the line may be named.
fn syntax(name: &str, text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map_or(0, |s| text.get(..s.start).unwrap_or_default().lines().count());
    format!("syntax:{name}:{line}: {}", error.message())
}

#[derive(Default)]
struct Compiler {
    terms: Builder,
    patterns: Vec<CompiledPattern>,
    contexts: HashMap<String, usize>,
}

type Code<T> = std::result::Result<T, String>;

impl Compiler {
    fn compile(mut self, info: PackInfo, file: PackFile) -> Code<RuleSet> {
        let contexts = self.contexts(file.contexts)?;
        let fixes: HashMap<String, Fix> = file.fixes.into_iter().map(|f| (f.id.clone(), f)).collect();
        let mut seen = HashSet::new();
        let mut rules = vec![];
        for (at, rule) in file.rules.into_iter().enumerate() {
            if !seen.insert(rule.id.clone()) {
                return Err(format!("duplicate:{}", rule.id));
            }
            rules.push(self.rule(at, rule, &fixes)?);
        }
        let entries = lexicon::entries();
        for (at, entry) in entries.iter().enumerate() {
            self.entry(at, entry);
        }
        let by_id = rules.iter().enumerate().map(|(at, r)| (r.rule.id.clone(), at)).collect();
        let terms = self.terms.build().map_err(|_| "terms".to_owned())?;
        Ok(RuleSet {
            info,
            contexts,
            rules,
            fixes,
            terms,
            patterns: self.patterns,
            entries,
            names: Names::load(),
            by_id,
        })
    }

    fn contexts(&mut self, contexts: Vec<Context>) -> Code<Vec<CompiledContext>> {
        if contexts.len() > MAX_CONTEXTS {
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

    fn rule(&mut self, at: usize, rule: Rule, fixes: &HashMap<String, Fix>) -> Code<CompiledRule> {
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
        let levels = rule.levels.iter().map(|l| self.level(&rule.id, l)).collect::<Code<Vec<_>>>()?;
        let photo = rule.photo.iter().map(|s| self.shown(&rule.id, s)).collect::<Code<Vec<_>>>()?;
        Ok(CompiledRule { rule, category, matches, levels, photo })
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

    fn level(&self, id: &str, level: &Level) -> Code<CompiledLevel> {
        Ok(CompiledLevel {
            severity: level.severity,
            jurisdictions: level.jurisdictions.clone(),
            with: self.conditions(id, &level.with)?,
            without: self.conditions(id, &level.without)?,
        })
    }

    fn shown(&self, id: &str, shown: &Shown) -> Code<CompiledShown> {
        Ok(CompiledShown { with: self.conditions(id, &shown.with)?, without: self.conditions(id, &shown.without)? })
    }

    fn conditions(&self, id: &str, written: &[String]) -> Code<Vec<Condition>> {
        let parse =
            |text: &String| Condition::parse(text, &self.contexts).ok_or_else(|| format!("unknown:{id}:{text}"));
        written.iter().map(parse).collect()
    }

    fn pattern(&mut self, source: &str, owner: PatternOwner, overlapping: bool) {
        let pattern = Pattern::new(source, !overlapping);
        let gate = pattern.gate();
        if let Gate::Literals(literals) = &gate {
            for literal in literals {
                self.terms.add(literal, Owner::Trigger(self.patterns.len()));
            }
        }
        self.patterns.push(CompiledPattern { pattern, owner, gate, overlapping });
    }

    fn entry(&mut self, at: usize, entry: &Entry) {
        for name in &entry.names {
            // "Hope" is a town and "hope" is not; drugs and conditions are written in any case.
            let proper = matches!(entry.list, "places" | "facilities") && name.is_ascii();
            if proper {
                self.terms.add_cased(name, Owner::Entry(at));
            } else {
                self.terms.add(name, Owner::Entry(at));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_pack_is_embedded_and_every_rule_complete() {
        let rules = RuleSet::built_in().expect("valid");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/base");
        let from_folder = RuleSet::from_folder(&folder).expect("valid");
        let ids = |set: &RuleSet| {
            let mut ids: Vec<String> = set.rules().map(|r| r.id.clone()).collect();
            ids.sort();
            ids
        };
        assert_eq!(ids(&rules), ids(&from_folder), "a file is missing from BASE");
        assert_eq!(ids(&rules).len(), 124, "the catalogue has 124 rules");
        for rule in rules.rules() {
            assert!(!rule.negative.is_empty(), "{} has no negative example", rule.id);
        }
        assert_eq!(rules.invalid_patterns(), Vec::<String>::new());
    }

    #[test]
    fn a_bad_pack_is_refused_with_its_reason() {
        const HEAD: &str = "[pack]\nschema = 1\nid = 'x'\nversion = '1'\nmin_core = '0'\nlicence = 'MIT'\n";
        const RULE: &str = "[[rule]]\nid = 'a.b'\nseverity = 'warn'\nmessage = { en = 'a', zh-Hant = 'b', zh-Hans = 'c' }\nauthority = ['x']\n";
        let code = |body: &str| match RuleSet::parse("x", &[("x", &format!("{HEAD}{body}"))]) {
            Err(CheckError::RulePackInvalid { code, .. }) => code,
            _ => "accepted".into(),
        };
        assert_eq!(code(RULE), "accepted");
        assert!(code("surprise = 1\n").starts_with("syntax:x"), "{}", code("surprise = 1\n"));
        assert!(code(&format!("{RULE}{RULE}")).starts_with("duplicate:a.b"));
        assert!(code(&RULE.replace("'c'", "''")).starts_with("incomplete:a.b"));
        assert!(code(&format!("{RULE}[[rule.match]]\nterms = ['q']\nwith = ['nowhere']\n")).starts_with("unknown:a.b"));
        assert!(code(&format!("{RULE}[[rule.match]]\ncheck = 'nothing'\n")).starts_with("unknown:a.b"));
    }
}
