//! "How many people could this be?" — a small documented model (rule catalogue §3).
//!
//! For the one subject of a caption: `E = N × age × sex × diagnosis × window × other traits`, `k = 1 + E / slack`. N is
//! the population of the smallest place named, else of the jurisdiction. The answer is a band, never a falsely exact
//! figure. Literature: Sweeney 2000, Golle 2006, El Emam 2009; the lines at 11 and 20 are CMS's and CIHI's cell sizes.

mod slots;
mod tables;

use super::document::Document;
use super::engine::Candidate;
use super::{Mosaic, MosaicFactor};
use crate::rules::{Jurisdiction, Locale, RuleSet, Severity};
use slots::Slots;
use tables::{Tables, tables};

/// The mosaic and the severity it calls for, if any; `None` when the caption tells too little about one person.
pub(super) fn judge(
    found: &[Candidate],
    rules: &RuleSet,
    document: &Document,
    jurisdiction: Option<Jurisdiction>,
) -> Option<(Mosaic, Option<Severity>)> {
    let tables = tables()?;
    let slots = Slots::read(found, rules, document, tables);
    if slots.factors() < 2 {
        return None;
    }
    let (mosaic, forced) = (measure(&slots, tables, document, jurisdiction)?, slots.unique);
    let severity = match mosaic.k_public {
        k if forced || k < 11.0 => Some(Severity::Block),
        k if k < 20.0 => Some(Severity::Warn),
        k if k < 100.0 => Some(Severity::Advise),
        _ => None,
    };
    // Two details alone are rough arithmetic over a whole country: they warn, and only a named place, a third detail or
    // a unique mark blocks.
    let thin = !forced && slots.factors() < 3 && slots.place.is_none();
    Some((mosaic, severity.map(|s| if thin { s.min(Severity::Warn) } else { s })))
}

/// Whether people who know the unit could name the person.
pub(super) fn insider(mosaic: &Mosaic) -> bool {
    mosaic.k_unit.is_some_and(|k| k < 11.0)
}

fn measure(slots: &Slots, tables: &Tables, document: &Document, jurisdiction: Option<Jurisdiction>) -> Option<Mosaic> {
    let population = tables.population(jurisdiction)?;
    let model = &tables.model;
    let age = slots.age.as_ref().map(|s| s.value);
    let mut factors = vec![];
    let mut factor = |kind: &str, range: &std::ops::Range<usize>, share: f64| {
        let span = document.shadow.span(range);
        factors.push(MosaicFactor { kind: kind.into(), value: span.text.clone(), span: Some(span), share });
    };
    if let Some(slot) = &slots.age {
        factor("age", &slot.range, model.age(population, slot.value));
    }
    if let Some(slot) = &slots.sex {
        let women = model.women(age);
        factor("sex", &slot.range, if slot.value { women } else { 1.0 - women });
    }
    if let Some(slot) = &slots.diagnosis {
        factor("diagnosis", &slot.range, tables.class(&slot.value));
    }
    let event = slots.diagnosis.is_none();
    if let Some(slot) = &slots.window {
        let contact = if event { model.contact } else { 1.0 };
        factor("date", &slot.range, contact * slot.value / 365.0);
    }
    for (kind, slot) in &slots.others {
        factor(kind, &slot.range, tables.factor(&slot.value));
    }
    let traits: f64 = factors.iter().map(|f| f.share).product();
    let people = slots.place.as_ref().map_or(population.people, |s| s.value);
    let k_public = if slots.unique { 1.0 } else { 1.0 + people * traits / model.slack_public };
    let k_unit = slots.facility.as_ref().map(|_| unit(slots, &factors, tables));
    if let Some(slot) = &slots.place {
        let span = document.shadow.span(&slot.range);
        let share = (slot.value / population.people).min(1.0);
        factors.push(MosaicFactor { kind: "place".into(), value: span.text.clone(), span: Some(span), share });
    }
    if let Some(range) = &slots.facility {
        let span = document.shadow.span(range);
        factors.push(MosaicFactor { kind: "facility".into(), value: span.text.clone(), span: Some(span), share: 1.0 });
    }
    factors.sort_by(|a, b| a.share.total_cmp(&b.share));
    Some(Mosaic { k_public: round(k_public), k_unit: k_unit.map(round), band: band(k_public).into(), factors })
}

/// People whom the unit saw in the window and who fit.
fn unit(slots: &Slots, factors: &[MosaicFactor], tables: &Tables) -> f64 {
    let days = slots.window.as_ref().map_or(30.0, |w| w.value);
    let traits: f64 = factors.iter().filter(|f| f.kind != "date").map(|f| f.share).product();
    // A diagnosis is far commoner among those in care than outside.
    let sick = if slots.diagnosis.is_some() { 30.0 } else { 1.0 };
    1.0 + tables.model.unit_a_day * days * (traits * sick).min(1.0) / tables.model.slack_unit
}

/// The band in words, to stand for `{n}` in a message.
pub(super) fn words(mosaic: &Mosaic, locale: Locale) -> String {
    match (mosaic.band.as_str(), locale) {
        ("1", Locale::En) => "one person".into(),
        ("hundreds", Locale::En) => "a few hundred people".into(),
        ("thousands", Locale::En) => "thousands of people".into(),
        (band, Locale::En) => format!("{} people", band.replace('-', "–")),
        ("hundreds", Locale::ZhHant) => "幾百".into(),
        ("hundreds", Locale::ZhHans) => "几百".into(),
        ("thousands", Locale::ZhHant) => "幾千".into(),
        ("thousands", Locale::ZhHans) => "几千".into(),
        (band, _) => band.replace('-', "–"),
    }
}

/// Two significant figures at most: more would pretend to know.
fn round(k: f64) -> f64 {
    let size = 10f64.powf((k.log10().floor() - 1.0).max(0.0));
    (k / size).round() * size
}

fn band(k: f64) -> &'static str {
    match k {
        k if k < 2.0 => "1",
        k if k < 11.0 => "2-10",
        k if k < 20.0 => "11-19",
        k if k < 100.0 => "20-99",
        k if k < 1000.0 => "hundreds",
        _ => "thousands",
    }
}

#[cfg(test)]
mod tests {
    use crate::caption::check;
    use crate::rules::{Jurisdiction, Locale, RuleSet};

    #[test]
    fn the_worked_examples_of_the_catalogue() {
        let rules = RuleSet::built_in().expect("valid");
        let k = |text: &str, j| {
            let report = check(text, &rules, Some(j), Locale::En).expect("short");
            report.mosaic.map(|m| (m.k_public, m.band))
        };
        let (whitby, band) = k("87F, hip fracture, last night, Whitby, she waved", Jurisdiction::Uk).expect("a mosaic");
        assert!(whitby < 2.0 && band == "1", "{whitby}");
        let (teacher, _) = k("收了台東72歲男老師，庫賈氏病", Jurisdiction::Tw).expect("a mosaic");
        assert!(teacher < 2.0, "{teacher}");
        assert_eq!(k("Adults aged 40 to 74 are invited for an NHS health check", Jurisdiction::Uk), None);
    }

    #[test]
    fn figures_are_rounded() {
        for (k, rounded) in [(1.04, 1.0), (7.4, 7.0), (14.6, 15.0), (1234.0, 1200.0)] {
            assert!((super::round(k) - rounded).abs() < 1e-9, "{k}");
        }
    }
}
