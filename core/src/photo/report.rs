//! What inspecting and cleaning a photo answer.

use serde::{Deserialize, Serialize};

use crate::rules::Finding;
pub use crate::rules::Unchecked;
use crate::span::{MetadataItem, Region};

/// The kind of file, by its bytes and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Format {
    Jpeg,
    Png,
    Webp,
    Gif,
    Heic,
    Avif,
    Tiff,
    Dng,
    Mp4,
    Mov,
    Unknown,
}

/// What is in one photo.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct PhotoReport {
    pub path: String,
    pub format: Format,
    /// Pixels as a person sees it (orientation applied); 0 when unknown.
    pub width: u32,
    pub height: u32,
    /// EXIF orientation, 1 to 8.
    pub orientation: u8,
    pub findings: Vec<Finding>,
    pub metadata: Vec<MetadataItem>,
    pub regions: Vec<Region>,
    pub unchecked: Vec<Unchecked>,
    /// What was looked for in the picture: `faces codes text`. Nothing found of these is an answer.
    #[serde(default)]
    #[cfg_attr(feature = "ffi", uniffi(default = []))]
    pub looked_for: Vec<String>,
}

/// What happened to the picture itself while cleaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Pixels {
    Identical,
    IdenticalOutsideRegions,
    ReEncoded,
}

/// A photo that was cleaned, re-opened and verified.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct CleanReport {
    pub path: String,
    pub out: String,
    pub removed: Vec<MetadataItem>,
    pub redacted: Vec<Region>,
    pub bytes_in: u64,
    pub bytes_out: u64,
    pub pixels: Pixels,
    /// Always true: a file that does not verify is not written.
    pub verified: bool,
    /// The extension that the bytes call for, when the input's name has that of another kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ffi", uniffi(default = None))]
    pub extension: Option<String>,
}
