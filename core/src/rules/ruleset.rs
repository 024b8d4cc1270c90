//! The rules in force.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::compile::{self, Compiled, CompiledContext, CompiledFrame, CompiledMatch, CompiledRule, PatternOwner};
use super::gate::{Gate, Plan};
use super::pack::{Fix, PackInfo, Recogniser, Rule};
use super::pattern::{Pattern, Scratch};
use super::terms::TermTable;
use super::{ContextSet, Entry, Lists, Names, validate};
use crate::error::{CheckError, Result};

/// The packs and lists that come with the app, compiled by the build script.
const BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/packs.bin"));

/// What the build script leaves.
#[derive(Serialize, Deserialize)]
pub(crate) struct BuiltIn {
    pub(crate) lists: Lists,
    pub(crate) pack: Compiled,
}

/// The rules in force, compiled. Reading it never fails.
pub struct RuleSet {
    pub(crate) info: PackInfo,
    pub(crate) contexts: Vec<CompiledContext>,
    pub(crate) frames: Vec<CompiledFrame>,
    pub(crate) rules: Vec<CompiledRule>,
    pub(crate) index: Index,
    pub(crate) fixes: HashMap<String, Fix>,
    pub(crate) terms: TermTable,
    pub(crate) patterns: Vec<LazyPattern>,
    /// How many sets of literals the patterns wait for.
    pub(crate) sets: usize,
    pub(crate) lists: Arc<Lists>,
    by_id: HashMap<String, usize>,
    /// How many captions were read.
    rounds: AtomicUsize,
    /// Bytes of the compiled patterns that are held.
    compiled: AtomicUsize,
}

/// Most bytes of compiled patterns that are held from one caption to the next, beside what the last one used. All of them
/// together take 30 MB, more than a share sheet should.
const HELD: usize = 5 << 20;

/// Rule and match of those that need looking for, in order.
pub(crate) struct Index {
    /// Matches that ask for a word list.
    pub(crate) listed: Vec<(usize, usize)>,
    /// Matches that a recogniser written in code finds.
    pub(crate) recognised: Vec<(usize, usize, Recogniser)>,
    /// Matches that follow from findings.
    pub(crate) late: Vec<(usize, usize)>,
}

impl Index {
    fn of(rules: &[CompiledRule]) -> Self {
        let all = |keep: fn(&CompiledMatch) -> bool| {
            let matches =
                rules.iter().enumerate().flat_map(|(rule, r)| r.matches.iter().enumerate().map(move |m| (rule, m)));
            matches.filter(|(_, (_, matched))| keep(matched)).map(|(rule, (at, _))| (rule, at)).collect()
        };
        let written =
            rules.iter().enumerate().flat_map(|(rule, r)| r.rule.matches.iter().enumerate().map(move |m| (rule, m)));
        let recognised = written.filter_map(|(rule, (at, m))| Some((rule, at, m.recogniser?))).collect();
        Self { listed: all(|m| m.list.is_some()), recognised, late: all(CompiledMatch::is_late) }
    }
}

/// A pattern that is compiled when a caption first calls for it.
pub(crate) struct LazyPattern {
    pub(crate) pattern: Pattern,
    pub(crate) owner: PatternOwner,
    pub(crate) plan: Plan<u32>,
    /// Values with a check or a weight may hide inside a longer match.
    pub(crate) overlapping: bool,
}

impl LazyPattern {
    /// Whether every match begins with what opened the gate.
    pub(crate) fn is_anchored(&self) -> bool {
        matches!(self.plan.gate, Gate::Begins(_))
    }
}

impl RuleSet {
    /// The packs that come with the app. They are opened once in a process.
    pub fn built_in() -> Result<Arc<Self>> {
        static OPENED: OnceLock<Result<Arc<RuleSet>>> = OnceLock::new();
        OPENED.get_or_init(|| Self::open_built_in().map(Arc::new)).clone()
    }

    /// The same, opened anew.
    pub fn open_built_in() -> Result<Self> {
        let BuiltIn { lists, pack } = postcard::from_bytes(BUILT_IN)
            .map_err(|_| CheckError::RulePackInvalid { pack_id: "base".into(), code: "table".into() })?;
        Ok(Self::open(pack, Arc::new(lists)))
    }

    /// Reads and compiles a pack from its files, `(name, TOML)`. The word lists are the built-in ones.
    ///
    /// Errors: `RulePackInvalid` with the code `size:<file>`, `syntax:<file>`, `schema`, `duplicate:<id>`,
    /// `incomplete:<id>` or `unknown:<id>:<name>`.
    pub fn parse(pack_id: &str, files: &[(&str, &str)]) -> Result<Self> {
        let lists = Arc::clone(&Self::built_in()?.lists);
        let invalid = |code: String| CheckError::RulePackInvalid { pack_id: pack_id.into(), code };
        Ok(Self::open(compile::pack(files, &lists).map_err(invalid)?, lists))
    }

    fn open(pack: Compiled, lists: Arc<Lists>) -> Self {
        let Compiled { info, contexts, frames, mut rules, fixes, mut terms, patterns, sets } = pack;
        terms.open();
        for rule in &mut rules {
            for (matched, written) in rule.matches.iter_mut().zip(&rule.rule.matches) {
                matched.check = written.check.as_deref().and_then(validate::by_name);
            }
        }
        let lazy = |p: compile::CompiledPattern| LazyPattern {
            pattern: Pattern::new(p.source),
            owner: p.owner,
            plan: p.plan,
            overlapping: p.overlapping,
        };
        Self {
            info,
            contexts,
            frames,
            index: Index::of(&rules),
            by_id: rules.iter().enumerate().map(|(at, r)| (r.rule.id.clone(), at)).collect(),
            rules,
            fixes: fixes.into_iter().map(|fix| (fix.id.clone(), fix)).collect(),
            terms,
            patterns: patterns.into_iter().map(lazy).collect(),
            sets,
            lists,
            rounds: AtomicUsize::default(),
            compiled: AtomicUsize::default(),
        }
    }

    /// Room for the searches of one caption.
    pub(crate) fn scratch(&self) -> Scratch {
        Scratch::new(self.rounds.fetch_add(1, Ordering::Relaxed))
    }

    /// Notes what a caption made the patterns compile. When too much is held, those it did not use are let go.
    pub(crate) fn settle(&self, scratch: &Scratch) {
        if self.compiled.fetch_add(scratch.compiled, Ordering::Relaxed) + scratch.compiled > HELD {
            let held = self.patterns.iter().map(|lazy| lazy.pattern.let_go(scratch.round)).sum();
            self.compiled.store(held, Ordering::Relaxed);
        }
    }

    /// Reads and compiles the pack in a folder of TOML files, for authors.
    pub fn from_folder(folder: &Path) -> Result<Self> {
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

    pub(crate) fn entry(&self, at: usize) -> Option<&Entry> {
        self.lists.entries.get(at)
    }

    pub(crate) fn names(&self) -> &Names {
        &self.lists.names
    }

    /// Where a rule stands in `rules`.
    pub(crate) fn position(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    pub(crate) fn context(&self, name: &str) -> ContextSet {
        self.contexts.iter().position(|c| c.name == name).map(ContextSet::of).unwrap_or_default()
    }

    /// Patterns that no literal gates, for authors: they run on every caption.
    pub fn ungated_patterns(&self) -> Vec<&str> {
        self.patterns.iter().filter(|p| p.plan.gate == Gate::Always).map(|p| p.pattern.source()).collect()
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
        assert_eq!(rules.invalid_patterns(), Vec::<String>::new());
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Writing {
        English,
        Traditional,
        Simplified,
    }

    fn writing(example: &str) -> Writing {
        let han: Vec<char> = example.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}')).collect();
        let folds = |c: &char| crate::span::fold_str(&c.to_string()) != c.to_string();
        match han.is_empty() {
            true => Writing::English,
            false if han.iter().any(folds) => Writing::Traditional,
            false => Writing::Simplified,
        }
    }

    /// The languages that a rule speaks to: all of them, but for the numbers of one country and names in one script.
    fn languages(rule: &Rule) -> Vec<Writing> {
        use Writing::{English, Simplified, Traditional};
        const ENGLISH: [&str; 10] = [
            "chi-number",
            "uk-nino",
            "us-ssn",
            "us-mbi",
            "us-npi",
            "us-dea",
            "au-medicare",
            "au-ihi",
            "ca-health-card",
            "patient-name-en",
        ];
        match rule.id.strip_prefix("identifier.") {
            Some(name) if ENGLISH.contains(&name) => vec![English],
            Some("tw-nhi-card") => vec![Traditional],
            Some("patient-name-zh") => vec![Traditional, Simplified],
            // Photos speak no language.
            _ if rule.id == "image.exif-location" => vec![],
            _ => vec![English, Traditional, Simplified],
        }
    }

    #[test]
    fn every_rule_is_whole_messages_authority_and_examples() {
        let mut missing = vec![];
        for rule in RuleSet::built_in().expect("valid").rules() {
            let spoken = [&rule.message.en, &rule.message.zh_hant, &rule.message.zh_hans];
            if spoken.iter().any(|message| message.trim().is_empty()) {
                missing.push(format!("{}: a message", rule.id));
            }
            if rule.authority.iter().all(|authority| authority.trim().is_empty()) {
                missing.push(format!("{}: authority", rule.id));
            }
            if rule.negative.is_empty() {
                missing.push(format!("{}: a negative example", rule.id));
            }
            let written: Vec<Writing> = rule.positive.iter().map(|example| writing(example)).collect();
            let lacking = languages(rule).into_iter().filter(|language| !written.contains(language));
            missing.extend(lacking.map(|language| format!("{}: a positive example in {language:?}", rule.id)));
        }
        assert_eq!(missing, Vec::<String>::new());
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
