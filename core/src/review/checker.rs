//! The rules in force and the user's settings.

use std::path::Path;
use std::sync::Arc;

use super::report::{CheckerConfig, CoreInfo, KindSwitch, Report};
use crate::caption::{self, CaptionReport, EntityTagger, Readers};
use crate::error::{CheckError, Result};
use crate::photo::vision::KINDS;
use crate::photo::{self, Inspected, PhotoReport, Platform, Unchecked};
use crate::policy::Policy;
use crate::rules::{Finding, Jurisdiction, RuleSet, Verdict};
use crate::span::RegionKind;
use crate::store::{Mutes, Profile};

/// Checks shares. Cheap to clone, safe to share between threads.
#[derive(Clone)]
pub struct Checker {
    rules: Arc<RuleSet>,
    config: CheckerConfig,
    platform: Platform,
    tagger: Option<Arc<dyn EntityTagger>>,
    mutes: Option<Arc<Mutes>>,
    policy: Arc<Policy>,
    /// Where the policy is remembered.
    profile: Option<Profile>,
}

impl Checker {
    /// Opens the built-in rule packs, and what the memory holds: the policy, and what the user called not relevant.
    ///
    /// Errors: `RulePackInvalid`, `Io`.
    pub fn open(config: CheckerConfig) -> Result<Self> {
        let folder = config.memory.clone();
        let folder = folder.as_deref().map(Path::new);
        let mutes = folder.map(Mutes::open).transpose()?.map(Arc::new);
        let opened = Self { mutes, profile: folder.map(Profile::new), ..Self::new(RuleSet::built_in()?, config) };
        Ok(Self { policy: Arc::new(opened.policy()?), ..opened })
    }

    /// Checks with other rules than the built-in ones.
    pub fn with_rules(rules: RuleSet, config: CheckerConfig) -> Self {
        Self::new(Arc::new(rules), config)
    }

    fn new(rules: Arc<RuleSet>, config: CheckerConfig) -> Self {
        let policy = Arc::new(Policy::default());
        Self { rules, config, platform: Platform::default(), tagger: None, mutes: None, policy, profile: None }
    }

    /// The same under a policy that is not remembered.
    #[must_use]
    pub fn with_policy(&self, policy: Policy) -> Self {
        Self { policy: Arc::new(policy), profile: None, ..self.clone() }
    }

    /// The same rules under other settings.
    #[must_use]
    pub fn with_config(&self, config: CheckerConfig) -> Self {
        Self { config, ..self.clone() }
    }

    /// Asks the phone's own detectors as well.
    #[must_use]
    pub fn with_platform(&self, platform: Platform) -> Self {
        Self { platform, ..self.clone() }
    }

    /// The same with the phone's own tagger of names.
    #[must_use]
    pub fn with_tagger(&self, tagger: Arc<dyn EntityTagger>) -> Self {
        Self { tagger: Some(tagger), ..self.clone() }
    }

    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    pub fn config(&self) -> &CheckerConfig {
        &self.config
    }

    pub fn info(&self) -> CoreInfo {
        CoreInfo { version: env!("CARGO_PKG_VERSION").into(), rules: self.rules.rules().count() as u32 }
    }

    /// Checks one share. A photo that cannot be read is answered as unchecked, never left out.
    pub fn check<P: AsRef<Path>>(&self, caption: Option<&str>, photos: &[P]) -> Result<Report> {
        self.judge(caption, photos.iter().map(|path| self.inspect(path.as_ref())).collect())
    }

    /// Reads one photo and looks at it. One that cannot be read is answered as unchecked.
    pub(super) fn inspect(&self, path: &Path) -> Inspected {
        photo::look(path, &self.platform, self.policy.photos).unwrap_or_else(|error| unchecked(path, &error))
    }

    /// Like [`Checker::inspect`], with a preview that the shell decoded.
    pub(super) fn inspect_with_preview(&self, path: &Path, rgba: &[u8], size: (u32, u32)) -> Result<Inspected> {
        photo::look_at_preview(path, rgba, size, &self.platform, self.policy.photos)
    }

    /// Remembers that a learned finding's wording is not relevant to the user.
    ///
    /// Errors: `InvalidState` for a finding of a rule or without a memory, `Io`.
    pub(super) fn mute(&self, finding: &Finding, text: Option<&str>) -> Result<()> {
        let mutes = self.mutes.as_ref().filter(|_| finding.learned);
        let mutes =
            mutes.ok_or_else(|| CheckError::InvalidState { expected: "a learned finding and a memory".into() })?;
        mutes.add(&finding.category, wording(finding, text))
    }

    /// Forgets everything that was called not relevant.
    ///
    /// Errors: `Io`.
    pub fn forget_not_relevant(&self) -> Result<()> {
        self.mutes.as_ref().map_or(Ok(()), |mutes| mutes.forget())
    }

    /// The policy in force: the one that is remembered, where there is a memory.
    ///
    /// Errors: `Io`.
    pub fn policy(&self) -> Result<Policy> {
        self.profile.as_ref().map_or_else(|| Ok((*self.policy).clone()), |profile| profile.read(&self.rules))
    }

    /// Remembers a policy, given as TOML, for the shares that are opened from now on; `None` forgets it.
    ///
    /// Errors: `PolicyInvalid` and `LimitExceeded` (what was remembered stays), `InvalidState` without a memory, `Io`.
    pub fn set_policy(&self, text: Option<&str>) -> Result<()> {
        let profile = self.profile()?;
        match text {
            Some(text) => profile.write(&Policy::parse(text, &self.rules)?),
            None => profile.forget(),
        }
    }

    /// Everything that can be looked for in photos here, and whether it is. What only a phone's own detectors or its
    /// recogniser could see is listed where there are such.
    ///
    /// Errors: `Io`.
    pub fn photo_kinds(&self) -> Result<Vec<KindSwitch>> {
        let wanted = self.policy()?.photos;
        let kinds = KINDS.into_iter().filter(|kind| self.platform.can_see(*kind));
        Ok(kinds.map(|kind| KindSwitch { kind, on: wanted.wants(kind) }).collect())
    }

    /// Switches one kind on or off, remembered in the policy, for the shares that are opened from now on.
    ///
    /// Errors: `InvalidState` without a memory or for a kind that is not looked for, `Io`.
    pub fn set_photo_kind(&self, kind: RegionKind, on: bool) -> Result<()> {
        let profile = self.profile()?;
        if !KINDS.contains(&kind) {
            return Err(CheckError::InvalidState { expected: "a kind that is looked for".into() });
        }
        let mut policy = profile.read(&self.rules)?;
        policy.photos.set(kind, on);
        profile.write(&policy)
    }

    fn profile(&self) -> Result<&Profile> {
        self.profile.as_ref().ok_or_else(|| CheckError::InvalidState { expected: "a memory".into() })
    }

    /// The same under the policy as it is remembered now: another checker may have changed it. When it cannot be read, the
    /// one that was known stays.
    pub(super) fn refreshed(self) -> Self {
        let policy = self.policy().map_or_else(|_| Arc::clone(&self.policy), Arc::new);
        Self { policy, ..self }
    }

    fn jurisdiction(&self) -> Option<Jurisdiction> {
        self.config.jurisdiction.or(self.policy.jurisdiction)
    }

    /// Reads a caption. When the user switched the learned reader off, that is told.
    fn read(&self, text: &str) -> Result<CaptionReport> {
        let readers = if self.policy.reader { Readers::Both } else { Readers::Rules };
        let (locale, tagger) = (self.config.locale, self.tagger.as_deref());
        let mut caption = caption::check_tagged(text, &self.rules, self.jurisdiction(), locale, tagger, readers)?;
        if !self.policy.reader {
            caption.unchecked.push(Unchecked::switched_off("reader"));
        }
        Ok(caption)
    }

    /// Judges a caption and photos that were looked at before.
    pub(super) fn judge(&self, text: Option<&str>, photos: Vec<Inspected>) -> Result<Report> {
        let mut caption = text.map(|text| self.read(text)).transpose()?;
        if let (Some(caption), Some(mutes)) = (&mut caption, &self.mutes) {
            let muted = |f: &Finding| f.learned && mutes.holds(&f.category, wording(f, text));
            caption.findings.retain(|finding| !muted(finding));
        }
        Ok(self.report(text, caption, photos))
    }

    /// Adds what the rules say of photos, and puts the policy over everything found.
    fn report(&self, text: Option<&str>, mut caption: Option<CaptionReport>, photos: Vec<Inspected>) -> Report {
        let (jurisdiction, locale) = (self.jurisdiction(), self.config.locale);
        // Rules follow from what the engine found, whatever the user wants to hear of it.
        let found: Vec<&str> = caption.iter().flat_map(|c| &c.findings).map(|f| f.rule.as_str()).collect();
        // The caption is read anew for this, which only photos are worth.
        let with_photos = |_: &Inspected| caption::photo_rules(text, &found, &self.rules, jurisdiction);
        let beside = photos.first().map(with_photos).unwrap_or_default();
        let judged = |photo: Inspected| {
            let mut findings = photo::findings(&photo, &beside, &self.rules, jurisdiction, locale);
            self.policy.apply(&mut findings);
            PhotoReport { findings, ..photo.report }
        };
        if let (Some(caption), Some(text)) = (&mut caption, text) {
            self.policy.apply(&mut caption.findings);
            caption.suggestion = caption::suggestion(text, &caption.findings);
        }
        let photos: Vec<PhotoReport> = photos.into_iter().map(judged).collect();
        Report { verdict: verdict(caption.as_ref(), &photos), caption, photos }
    }
}

/// The words that a finding is about: those it points to, or the whole caption.
fn wording<'a>(finding: &'a Finding, text: Option<&'a str>) -> &'a str {
    finding.span.as_ref().map_or(text.unwrap_or_default(), |span| &span.text)
}

/// The answer for a photo that could not be read at all.
fn unchecked(path: &Path, error: &CheckError) -> Inspected {
    let report = PhotoReport {
        path: path.to_string_lossy().into_owned(),
        format: photo::Format::Unknown,
        width: 0,
        height: 0,
        orientation: 1,
        findings: vec![],
        metadata: vec![],
        regions: vec![],
        unchecked: vec![Unchecked { what: "photo".into(), why: error.code().into() }],
        looked_for: vec![],
    };
    Inspected { report, legible: vec![] }
}

/// The highest severity of all findings; `Unchecked` when a part could not be looked at and nothing says warn or block.
/// What the user switched off is told, and changes no verdict.
fn verdict(caption: Option<&CaptionReport>, photos: &[PhotoReport]) -> Verdict {
    let findings = caption.iter().flat_map(|c| &c.findings).chain(photos.iter().flat_map(|p| &p.findings));
    let highest = findings.map(|f| Verdict::from(f.severity)).max().unwrap_or(Verdict::Clear);
    let unchecked = caption.iter().flat_map(|c| &c.unchecked).chain(photos.iter().flat_map(|p| &p.unchecked));
    if unchecked.filter(|part| !part.is_chosen()).count() > 0 { highest.max(Verdict::Unchecked) } else { highest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::{DetectJob, Detection, DetectorError, RegionDetector};
    use crate::review::Review;

    /// Sees a face and a badge over the whole of every photo.
    struct Phone;

    impl RegionDetector for Phone {
        fn id(&self) -> std::result::Result<String, DetectorError> {
            Ok("phone".into())
        }

        fn detect(&self, job: DetectJob) -> std::result::Result<Vec<Detection>, DetectorError> {
            let (width, height) = (job.width as f32, job.height as f32);
            let seen = |kind| Detection { kind, x: 0.0, y: 0.0, width, height, confidence: 0.9 };
            Ok(vec![seen(RegionKind::Face), seen(RegionKind::Badge)])
        }
    }

    fn checker(policy: &str) -> Checker {
        let checker = Checker::open(CheckerConfig::default()).expect("valid rules");
        let policy = Policy::parse(&format!("schema = 1\n{policy}"), checker.rules()).expect("valid policy");
        checker.with_policy(policy)
    }

    fn caption(policy: &str, text: &str) -> Report {
        checker(policy).check::<&str>(Some(text), &[]).expect("checked")
    }

    fn has(report: &Report, rule: &str) -> bool {
        report.caption.iter().flat_map(|caption| &caption.findings).any(|finding| finding.rule == rule)
    }

    #[test]
    fn severities_move_the_verdict_and_fixes_go_with_their_findings() {
        const TEXT: &str = "Bed 12B, pls stop ringing";
        let verdict = |policy| caption(policy, TEXT).verdict;
        assert_eq!(verdict(""), Verdict::Warn);
        assert_eq!(verdict("[severity]\nquasi = 'advise'\nstory = 'off'"), Verdict::Advise);
        assert_eq!(verdict("[severity]\n'quasi.bed-room' = 'block'"), Verdict::Block);
        let off = caption("reader = false\n[severity]\nquasi = 'off'\nstory = 'off'\nadvice = 'off'", TEXT);
        assert!(!has(&off, "quasi.bed-room"), "{off:?}");
        assert_eq!(off.caption.expect("read").suggestion, None, "what is not found offers no fix");
        let kept = caption("[severity]\nidentifier = 'warn'", "NHS no 999 042 7186");
        assert!(kept.verdict == Verdict::Warn && has(&kept, "identifier.nhs-number"));
    }

    #[test]
    fn the_learned_reader_can_be_switched_off_and_that_is_said() {
        const TEXT: &str =
            "Stairs today, all fourteen. Up with the good, down with the bad. He cried at the top and so did I.";
        let learned = |report: &Report| report.caption.iter().flat_map(|c| &c.findings).any(|f| f.learned);
        assert!(learned(&caption("", TEXT)));
        let report = caption("reader = false", TEXT);
        assert!(!learned(&report) && report.verdict != Verdict::Unchecked);
        assert_eq!(report.caption.expect("read").unchecked, [Unchecked::switched_off("reader")]);
    }

    #[test]
    fn the_users_jurisdiction_wins_over_the_policys() {
        let checker = checker("jurisdiction = 'HK'");
        assert_eq!(checker.jurisdiction(), Some(Jurisdiction::Hk));
        let config = CheckerConfig { jurisdiction: Some(Jurisdiction::Uk), ..CheckerConfig::default() };
        assert_eq!(checker.with_config(config).jurisdiction(), Some(Jurisdiction::Uk));
    }

    #[test]
    fn what_is_switched_off_is_not_looked_for_and_said() {
        let file = std::env::temp_dir().join(format!("curtain-kinds-{}.png", std::process::id()));
        std::fs::write(&file, crate::review::share::PIXELS).expect("a place for a test file");
        let look = |policy: &str| {
            let checker =
                checker(policy).with_platform(Platform { detectors: vec![Arc::new(Phone)], recognizer: None });
            let report = checker.check(None, std::slice::from_ref(&file)).expect("checked");
            (report.verdict, report.photos.into_iter().next().expect("one"))
        };
        let (verdict, photo) = look("");
        assert_eq!(
            (verdict, photo.looked_for),
            (Verdict::Warn, ["faces", "codes", "screens"].map(String::from).to_vec())
        );
        let (verdict, photo) = look("[photos]\nface = false\nbadge = false\nscreen = false");
        assert_eq!((verdict, photo.regions), (Verdict::Clear, vec![]), "a choice leaves nothing unchecked");
        assert_eq!(photo.looked_for, ["codes", "whiteboard", "document"]);
        assert_eq!(photo.unchecked, ["faces", "screen", "badges"].map(Unchecked::switched_off));
        let kinds = KINDS.map(|kind| format!("{} = false\n", format!("{kind:?}").to_lowercase())).concat();
        let (verdict, photo) = look(&format!("[photos]\n{kinds}"));
        assert_eq!((verdict, photo.regions, photo.looked_for), (Verdict::Clear, vec![], vec![]));
        assert_eq!(photo.unchecked.len(), 6);
        std::fs::remove_file(file).expect("still there");
    }

    #[test]
    fn switches_are_remembered_and_seen_by_the_next_share_of_another_checker() {
        let folder = std::env::temp_dir().join(format!("curtain-policy-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a place for a test");
        let config = CheckerConfig { memory: Some(folder.to_string_lossy().into_owned()), ..CheckerConfig::default() };
        let [app, extension] = [config.clone(), config].map(|config| Checker::open(config).expect("valid rules"));
        let off = |checker: &Checker| {
            let kinds = checker.photo_kinds().expect("read").into_iter();
            kinds.filter(|switch| !switch.on).map(|switch| switch.kind).collect::<Vec<_>>()
        };
        assert!(off(&app).is_empty());
        let phone = app.with_platform(Platform { detectors: vec![Arc::new(Phone)], recognizer: None });
        assert_eq!((app.photo_kinds().expect("read").len(), phone.photo_kinds().expect("read").len()), (5, 7));
        app.set_policy(Some("schema = 1\n[severity]\nquasi = 'block'")).expect("valid");
        app.set_photo_kind(RegionKind::Barcode, false).expect("remembered");
        assert_eq!(off(&extension), [RegionKind::Barcode]);
        let verdict = || {
            let mut review = Review::new(extension.clone());
            review.set_caption(Some("Bed 12B, pls stop ringing".into()));
            review.inspect().expect("checked").report.verdict
        };
        assert_eq!(verdict(), Verdict::Block, "the rest of the policy stays");
        assert_eq!(app.set_policy(Some("schema = 1\nsurprise = 1")).unwrap_err().code(), "policy-invalid");
        assert_eq!(app.set_photo_kind(RegionKind::Other, false).unwrap_err().code(), "invalid-state");
        assert_eq!(off(&app), [RegionKind::Barcode], "what was remembered stays");
        app.set_policy(None).expect("forgotten");
        assert_eq!((off(&app), verdict()), (vec![], Verdict::Warn));
        let forgetful = Checker::open(CheckerConfig::default()).expect("valid rules");
        assert_eq!(forgetful.set_photo_kind(RegionKind::Face, false).unwrap_err().code(), "invalid-state");
        std::fs::remove_dir_all(folder).expect("still there");
    }
}
