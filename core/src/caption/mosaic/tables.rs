//! The model's numbers, as data.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::rules::Jurisdiction;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tables {
    population: HashMap<String, Population>,
    pub(super) model: Model,
    pub(super) factors: HashMap<String, f64>,
    #[serde(rename = "window")]
    pub(super) windows: Vec<Window>,
    pub(super) words: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Population {
    pub(super) people: f64,
    decades: [f64; 10],
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Model {
    eighties: [f64; 10],
    women: Women,
    classes: HashMap<String, f64>,
    pub(super) slack_public: f64,
    pub(super) slack_unit: f64,
    pub(super) contact: f64,
    pub(super) unit_a_day: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Women {
    from_60: f64,
    from_80: f64,
    from_90: f64,
    from_100: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Window {
    pub(super) days: f64,
    pub(super) words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) woman: Vec<String>,
    pub(super) man: Vec<String>,
}

static TABLES: LazyLock<Option<Tables>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../rules/base/tables/mosaic.toml")).ok());

/// The tables; `None` only if the built-in file were broken, which a test rules out.
pub(super) fn tables() -> Option<&'static Tables> {
    TABLES.as_ref()
}

impl Tables {
    /// The population that a caption speaks of when it names no place. Without a jurisdiction, the UK's: of the eight
    /// it is nearest to the middle.
    pub(super) fn population(&self, jurisdiction: Option<Jurisdiction>) -> Option<&Population> {
        let code = jurisdiction.map_or_else(|| "UK".into(), |j| format!("{j:?}").to_uppercase());
        self.population.get(&code)
    }

    pub(super) fn class(&self, class: &str) -> f64 {
        self.model.classes.get(class).copied().unwrap_or(1.0)
    }

    pub(super) fn factor(&self, name: &str) -> f64 {
        self.factors.get(name).copied().unwrap_or(1.0)
    }
}

impl Model {
    /// The share of women at an age.
    pub(super) fn women(&self, age: Option<u32>) -> f64 {
        match age.unwrap_or(0) {
            100.. => self.women.from_100,
            90.. => self.women.from_90,
            80.. => self.women.from_80,
            60.. => self.women.from_60,
            _ => 0.5,
        }
    }

    /// The share of people of exactly this age.
    pub(super) fn age(&self, population: &Population, age: u32) -> f64 {
        let decade = (age / 10).min(9) as usize;
        let share = population.decades.get(decade).copied().unwrap_or(1.0) / 100.0;
        match age {
            80..=89 => share * self.eighties.get(age as usize - 80).copied().unwrap_or(0.1),
            // Past a hundred about one in forty of the nineties and over is left for each further year.
            100.. => share / 40.0,
            _ => share / 10.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        let tables = tables().expect("valid");
        for j in ["UK", "US", "HK", "TW", "CN", "SG", "AU", "CA"] {
            let decades: f64 = tables.population[j].decades.iter().sum();
            assert!((97.0..103.0).contains(&decades), "{j}: {decades}");
        }
        assert!((tables.class("D5") - 3e-5).abs() < 1e-12);
    }
}
