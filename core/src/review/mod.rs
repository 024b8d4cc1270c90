//! One share: a caption and photos checked together, fixed, cleaned.

mod checker;
mod decisions;
mod report;
mod share;

pub use checker::Checker;
pub use report::{
    ApplyReport, CheckerConfig, CoreInfo, CoverRegion, KindSwitch, PhotoRegions, Report, ReviewSnapshot, SkippedPhoto,
};
pub use share::Review;
