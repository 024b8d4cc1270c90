//! Every limit of the photo lane in one place. A limit that is met is a typed error or a shortened list, never a crash.

/// Largest still that is read into memory, in bytes. A 100 MP phone JPEG is about 40 MB.
pub(crate) const FILE_BYTES: u64 = 160 << 20;
/// Bytes read to tell the kind of file.
pub(crate) const HEAD_BYTES: usize = 512;
/// Longest metadata value shown, in characters.
pub(crate) const VALUE_CHARS: usize = 80;
/// Most metadata items listed for one photo; what goes beyond is counted in a last item.
pub(crate) const ITEMS: usize = 400;
/// Most entries read of one TIFF directory, for the report only.
pub(crate) const IFD_ENTRIES: usize = 512;
/// Most TIFF directories read of one block.
pub(crate) const IFDS: usize = 12;
/// Most XML events read of one XMP packet.
pub(crate) const XMP_EVENTS: usize = 20_000;
/// Deepest XML nesting that is followed.
pub(crate) const XMP_DEPTH: usize = 40;
/// Most Photoshop resources or IPTC records read.
pub(crate) const RECORDS: usize = 512;
/// Largest ICC profile kept, in bytes. The largest in common use (LUT printer profiles) are under 4 MB.
pub(crate) const ICC_BYTES: usize = 16 << 20;
/// Most hidden pictures that are shown, the longest of them in bytes, and how often one is looked for.
pub(crate) const PICTURES: usize = 16;
pub(crate) const PICTURE_BYTES: usize = 4 << 20;
pub(crate) const PICTURE_TRIES: usize = 64;
/// Bytes of a trailer that are searched for the start of a known file.
pub(crate) const TRAILER_SEARCH: usize = 64 << 10;
/// Most bytes that the pixels of one PNG frame may inflate to, for each byte of their packed form and in any case. Only
/// pixels that must be packed again are inflated.
pub(crate) const INFLATED_PER_BYTE: u64 = 64;
pub(crate) const INFLATED_BYTES: u64 = 16 << 20;
/// Most frames of one animation.
pub(crate) const FRAMES: usize = 10_000;
/// Longest inflated text that is read for the report, in bytes.
pub(crate) const TEXT_BYTES: usize = 256 << 10;
/// Most scans of a JPEG that is decoded. Encoders in use write up to about twenty.
pub(crate) const SCANS: u32 = 64;
/// Most regions covered in one photo.
pub(crate) const REGIONS: usize = 1_000;
/// Longest row of a PNG that is covered, in bytes.
pub(crate) const ROW_BYTES: u64 = 16 << 20;
/// Most memory that a decoded picture may take where it must be decoded whole, in bytes: 64 MP in four channels.
pub(crate) const DECODED_BYTES: u64 = 256 << 20;
/// Most bytes of decoded pixels that detectors start from; what needs more is asked of the shell as a preview.
pub(crate) const VISION_BYTES: u64 = 48 << 20;
/// Most bytes of coefficients that a progressive JPEG may hold while it is decoded for the detectors.
pub(crate) const COEFFICIENT_BYTES: u64 = 96 << 20;
/// Longest side of a preview that a shell may pass, pixels.
pub(crate) const PREVIEW_SIDE: u32 = 2048;
/// Most boxes taken from one detector for one photo.
pub(crate) const BOXES: usize = 256;
