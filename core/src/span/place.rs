//! The places as they leave the core: UTF-16 offsets and upright pixels.

use serde::{Deserialize, Serialize};

use super::RegionKind;

/// A stretch of the caption as given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct TextSpan {
    /// First UTF-16 code unit.
    pub start: u32,
    /// One past the last UTF-16 code unit.
    pub end: u32,
    /// Exactly what stands there.
    pub text: String,
}

/// Who found a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum RegionSource {
    Core,
    Platform,
    User,
}

/// A box in pixels of the photo as a person sees it (orientation applied), origin top left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Region {
    pub kind: RegionKind,
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
    /// 0.0 to 1.0.
    pub confidence: f32,
    pub source: RegionSource,
}

impl Region {
    /// Whether the other box lies wholly in this one.
    pub fn holds(&self, other: &Self) -> bool {
        let end = |at: u32, size: u32| u64::from(at) + u64::from(size);
        self.x <= other.x
            && self.y <= other.y
            && end(self.x, self.width) >= end(other.x, other.width)
            && end(self.y, self.height) >= end(other.y, other.height)
    }
}

/// What a hidden tag tells a stranger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum MetadataKind {
    Location,
    Time,
    Device,
    Person,
    Software,
    HiddenImage,
    Other,
}

/// One thing hidden in a photo file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct MetadataItem {
    /// The carrier: `exif gps xmp iptc makernote icc jfif comment thumbnail mpf trailer c2pa …`.
    pub group: String,
    /// The tag as its standard names it, such as `GPSLatitude`.
    pub tag: String,
    pub kind: MetadataKind,
    /// Short, for the screen.
    pub value: String,
    /// Whether a clean copy has it too, because the picture looks different without it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ffi", uniffi(default = false))]
    pub kept: bool,
}
