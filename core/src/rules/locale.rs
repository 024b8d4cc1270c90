//! Where the user works and which language the messages speak.

use serde::{Deserialize, Serialize};

/// The language of messages. The caption's own language is detected and may differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(ffi_types, derive(uniffi::Enum))]
pub enum Locale {
    #[default]
    #[serde(rename = "en")]
    En,
    #[serde(rename = "zh-Hant")]
    ZhHant,
    #[serde(rename = "zh-Hans")]
    ZhHans,
}

/// Whose law and whose identifiers apply. Without one, every jurisdiction's identifiers are recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(ffi_types, derive(uniffi::Enum))]
#[serde(rename_all = "UPPERCASE")]
pub enum Jurisdiction {
    Uk,
    Us,
    Hk,
    Tw,
    Cn,
    Sg,
    Au,
    Ca,
}

/// The language a caption is written in, as detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(ffi_types, derive(uniffi::Enum))]
pub enum Language {
    #[serde(rename = "en")]
    En,
    #[serde(rename = "zh-Hant")]
    ZhHant,
    #[serde(rename = "zh-Hans")]
    ZhHans,
    #[serde(rename = "mixed")]
    Mixed,
    #[serde(rename = "other")]
    Other,
}
