//! A rule pack as it is written: strict TOML, unknown keys refused. `core/rules/README.md` is the author's guide.

use serde::{Deserialize, Serialize};

use super::{Jurisdiction, Locale, RegionKind, Severity};

/// One file of a pack. A pack is the sum of its files.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackFile {
    #[serde(default)]
    pub pack: Option<PackInfo>,
    #[serde(default, rename = "context")]
    pub contexts: Vec<Context>,
    #[serde(default, rename = "frame")]
    pub frames: Vec<Frame>,
    #[serde(default, rename = "fix")]
    pub fixes: Vec<Fix>,
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
}

/// Who wrote the pack and which core can read it.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PackInfo {
    pub schema: u32,
    pub id: String,
    pub version: String,
    pub min_core: String,
    pub licence: String,
}

/// The same words in the three languages of the app.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub en: String,
    #[serde(rename = "zh-Hant")]
    pub zh_hant: String,
    #[serde(rename = "zh-Hans")]
    pub zh_hans: String,
}

impl Text {
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.en,
            Locale::ZhHant => &self.zh_hant,
            Locale::ZhHans => &self.zh_hans,
        }
    }
}

/// Words that say what a stretch of text is about: a patient, a clinic, the author's own body, teaching.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Context {
    pub name: String,
    #[serde(default)]
    pub terms: Vec<String>,
    #[serde(default)]
    pub patterns: Vec<String>,
    /// Word lists whose entries count, such as `drugs:yes`.
    #[serde(default)]
    pub lists: Vec<String>,
    /// A hit that overlaps one of these is not a hit.
    #[serde(default)]
    pub unless: Vec<String>,
    /// For how many further sentences of the same paragraph the context holds.
    #[serde(default)]
    pub carry: usize,
}

/// A way of speaking in which some rules say nothing: an exam question, a film, the author's own illness.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Frame {
    pub name: String,
    /// All must hold around the trigger, as in `with` of a match.
    pub when: Vec<String>,
    /// None may hold.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Rule ids, or their beginnings (`story.*`).
    pub quiets: Vec<String>,
}

/// How a finding is mended.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    pub id: String,
    pub kind: FixKind,
    /// What the button says.
    pub label: Text,
    /// What stands there afterwards, for `replace`.
    #[serde(default)]
    pub replacement: Option<Text>,
    /// The same after a preposition: "in bay 2" becomes "in the ward".
    #[serde(default)]
    pub placed: Option<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixKind {
    /// Take the words out and close the gap.
    Delete,
    /// Put `replacement` in their place.
    Replace,
    /// An age becomes its decade.
    Decade,
    /// A listed word becomes the wider term that its list gives.
    Generalise,
}

/// One rule of the catalogue.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: String,
    pub severity: Severity,
    /// Where it applies; empty for everywhere.
    #[serde(default)]
    pub jurisdictions: Vec<Jurisdiction>,
    #[serde(default, rename = "match")]
    pub(crate) matches: Vec<Match>,
    /// What in a photo makes it fire.
    #[serde(default)]
    pub(crate) photo: Vec<Shown>,
    /// Words that name the thing within 12 characters of it, and raise confidence.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Words that say it is something else (an order, a parcel), and lower confidence.
    #[serde(default)]
    pub stops: Vec<String>,
    /// The first whose conditions hold sets the severity.
    #[serde(default, rename = "level")]
    pub(crate) levels: Vec<Level>,
    pub message: Text,
    pub authority: Vec<String>,
    #[serde(default)]
    pub fix: Option<String>,
    #[serde(default)]
    pub positive: Vec<String>,
    #[serde(default)]
    pub negative: Vec<String>,
}

impl Rule {
    /// The part of the id before the dot.
    pub fn category(&self) -> &str {
        self.id.split('.').next().unwrap_or_default()
    }

    /// The severity in a jurisdiction, from levels that ask for nothing else.
    pub fn severity_in(&self, jurisdiction: Option<Jurisdiction>) -> Severity {
        let here = |l: &&Level| jurisdiction.is_some_and(|j| l.jurisdictions.contains(&j));
        let level = self.levels.iter().filter(here).find(|l| l.with.is_empty() && l.without.is_empty());
        level.map_or(self.severity, |l| l.severity)
    }
}

/// One way a rule shows itself.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Match {
    #[serde(default)]
    pub terms: Vec<String>,
    #[serde(default)]
    pub patterns: Vec<String>,
    /// A word list such as `places:T3-T5`.
    #[serde(default)]
    pub list: Option<String>,
    /// A recogniser written in code, such as `name-en`.
    #[serde(default)]
    pub recogniser: Option<Recogniser>,
    /// Findings that call for this one, such as `story.*`; it has no place of its own.
    #[serde(default)]
    pub found: Vec<String>,
    /// A validator, such as `nhs`.
    #[serde(default)]
    pub check: Option<String>,
    /// Starting confidence.
    #[serde(default = "full")]
    pub score: f32,
    /// Only with one of the rule's labels beside it.
    #[serde(default)]
    pub label: bool,
    /// Whether labels and contexts move the confidence, as for identifiers. Otherwise `score` stands.
    #[serde(default)]
    pub weigh: bool,
    /// All must hold: `[scope:]context[|context…]`.
    #[serde(default)]
    pub with: Vec<String>,
    /// None may hold.
    #[serde(default)]
    pub without: Vec<String>,
    #[serde(default)]
    pub severity: Option<Severity>,
    #[serde(default)]
    pub fix: Option<String>,
}

fn full() -> f32 {
    0.9
}

/// The recognisers written in code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Recogniser {
    /// Quoted speech.
    Quote,
    /// A listed given name and surname side by side.
    NameEn,
    /// A Chinese name with a title after it.
    NameZhTitled,
    /// A Chinese name that a word such as 患者 introduces.
    NameZhIntroduced,
    /// A Chinese name that a word for a relative introduces.
    NameZhRelative,
    /// A surname with a familiar ending: 林太.
    NameZhFamiliar,
    /// What the phone's own tagger calls a person, in English or Chinese letters.
    TaggedPersonEn,
    TaggedPersonZh,
    /// What it calls a place or an organisation.
    TaggedPlace,
    TaggedOrganisation,
}

/// What in a photo makes a rule fire, beside which captions. Of a rule's entries the first that holds counts.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shown {
    pub kinds: Vec<RegionKind>,
    #[serde(default)]
    pub jurisdictions: Vec<Jurisdiction>,
    /// About the caption as a whole; a missing caption holds no context.
    #[serde(default)]
    pub with: Vec<String>,
    #[serde(default)]
    pub without: Vec<String>,
    #[serde(default)]
    pub severity: Option<Severity>,
}

/// A severity under conditions.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Level {
    pub severity: Severity,
    #[serde(default)]
    pub jurisdictions: Vec<Jurisdiction>,
    #[serde(default)]
    pub with: Vec<String>,
    #[serde(default)]
    pub without: Vec<String>,
}
