//! What a box in a photo may show. The build script reads rule packs with it.

use serde::{Deserialize, Serialize};

/// What a box in a photo shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(ffi_types, derive(uniffi::Enum))]
pub enum RegionKind {
    Face,
    Screen,
    Whiteboard,
    Document,
    Badge,
    Wristband,
    Barcode,
    Text,
    /// What a person marked without saying what it is.
    Other,
}
