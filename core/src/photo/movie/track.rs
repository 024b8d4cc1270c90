//! One track: kept when it is picture or sound, blanked whole when it is anything else.

use super::{Eraser, children, samples};
use crate::error::{CheckError, Result};
use crate::photo::bmff::boxes::Box;
use crate::photo::bytes::{be32, part};
use crate::span::MetadataKind::{HiddenImage, Software};

/// Boxes of a sample table that players need (ISO/IEC 14496-12 section 8.5 to 8.9).
const TABLES: [&[u8; 4]; 15] = [
    b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss", b"stps", b"sdtp", b"sbgp",
    b"sgpd", b"stdp", b"padb",
];

/// Boxes of a picture's sample description that decoders and screens need.
const CODEC: [&[u8; 4]; 25] = [
    b"avcC", b"hvcC", b"lhvC", b"vvcC", b"vpcC", b"av1C", b"esds", b"d263", b"jpgC", b"colr", b"pasp", b"clap",
    b"btrt", b"fiel", b"gama", b"dvcC", b"dvvC", b"dvwC", b"hvcE", b"mdcv", b"clli", b"SmDm", b"auxi", b"ccst",
    b"CoLL",
];

/// Blanks what a track tells beside its pictures or sounds, and notes where its samples are.
pub(super) fn clean(eraser: &mut Eraser, track: &Box) -> Result<()> {
    let parts = children(eraser.data, track)?;
    let cut = || CheckError::malformed("track", track.whole.start);
    let media = parts.iter().find(|b| &b.kind == b"mdia").ok_or_else(cut)?;
    let media_parts = children(eraser.data, media)?;
    let handler = media_parts.iter().find(|b| &b.kind == b"hdlr").ok_or_else(cut)?;
    let kind = part(eraser.data, handler.body.clone()).get(8..12).unwrap_or_default();
    let alpha = kind == b"auxv" && is_alpha(part(eraser.data, media.body.clone()));
    let picture = matches!(kind, b"vide" | b"pict") || alpha;
    if !picture && kind != b"soun" {
        let name = format!("Track-{}", String::from_utf8_lossy(kind));
        eraser.found.add("trailer", &name, HiddenImage, &crate::photo::metadata::size(track.body.len()));
        eraser.blank(track);
        return Ok(());
    }
    for child in &parts {
        match &child.kind {
            b"tkhd" => {
                eraser.times(child, "TrackCreateDate");
                if picture && eraser.size.is_none() {
                    // Width and height end the box, in 16.16 fixed point.
                    let side = |back| Some(be32(eraser.data, child.body.end.checked_sub(back)?)? >> 16);
                    eraser.size = side(8).zip(side(4));
                }
            }
            b"mdia" | b"edts" | b"tapt" => {}
            // Which track a transparency belongs to.
            b"tref" if children(eraser.data, child)?.iter().all(|b| matches!(&b.kind, b"auxl" | b"prem")) => {}
            _ => eraser.erase(child),
        }
    }
    for child in &media_parts {
        match &child.kind {
            b"mdhd" => eraser.times(child, "MediaCreateDate"),
            b"hdlr" => handler_name(eraser, child),
            b"minf" => information(eraser, child, picture)?,
            b"elng" => {}
            _ => eraser.erase(child),
        }
    }
    Ok(())
}

/// Whether a track of a second picture says that it is transparency.
fn is_alpha(media: &[u8]) -> bool {
    let names: [&[u8]; 2] = [b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0", b"urn:mpeg:hevc:2015:auxid:1\0"];
    names.iter().any(|name| memchr::memmem::find(media, name).is_some())
}

/// Blanks who made the handler and what it calls itself.
fn handler_name(eraser: &mut Eraser, handler: &Box) {
    let start = (handler.body.start + 12).min(handler.body.end);
    let bytes = part(eraser.data, start..handler.body.end);
    let name: String =
        bytes.iter().skip(12).map(|&b| char::from(b)).filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
    if !name.trim().is_empty() {
        eraser.found.add("other", "HandlerName", Software, &name);
    }
    eraser.zero(start..handler.body.end);
}

fn information(eraser: &mut Eraser, parent: &Box, picture: bool) -> Result<()> {
    for child in children(eraser.data, parent)? {
        match &child.kind {
            b"vmhd" | b"smhd" | b"nmhd" => {}
            b"hdlr" => handler_name(eraser, &child),
            b"dinf" => this_file(eraser, &child)?,
            b"stbl" => table(eraser, &child, picture)?,
            _ => eraser.erase(&child),
        }
    }
    Ok(())
}

/// Refuses samples in other files; blanks what a reference to this file says beside that.
fn this_file(eraser: &mut Eraser, parent: &Box) -> Result<()> {
    for list in children(eraser.data, parent)? {
        if &list.kind != b"dref" {
            eraser.erase(&list);
            continue;
        }
        let entries = Box { body: (list.body.start + 8).min(list.body.end)..list.body.end, ..list.clone() };
        for entry in children(eraser.data, &entries)? {
            if be32(eraser.data, entry.body.start).unwrap_or(0) & 1 == 0 {
                return Err(CheckError::UnsupportedFormat { format: "mp4-other-file".into() });
            }
            eraser.zero((entry.body.start + 4).min(entry.body.end)..entry.body.end);
        }
    }
    Ok(())
}

fn table(eraser: &mut Eraser, parent: &Box, picture: bool) -> Result<()> {
    let parts = children(eraser.data, parent)?;
    for child in &parts {
        match &child.kind {
            b"stsd" => descriptions(eraser, child, picture)?,
            kind if TABLES.contains(&kind) => {}
            _ => eraser.erase(child),
        }
    }
    eraser.samples.extend(
        samples::places(eraser.data, &parts).ok_or_else(|| CheckError::malformed("samples", parent.whole.start))?,
    );
    Ok(())
}

/// Blanks the vendor and the name of the encoder in each sample description.
fn descriptions(eraser: &mut Eraser, list: &Box, picture: bool) -> Result<()> {
    let entries = Box { body: (list.body.start + 8).min(list.body.end)..list.body.end, ..list.clone() };
    for entry in children(eraser.data, &entries)? {
        let at = entry.body.start;
        eraser.zero(at + 12..(at + 16).min(entry.body.end).max(at + 12));
        // A picture's description ends with 32 bytes for the encoder's name, its length in front, before two numbers.
        let name = at + 42..at + 74;
        let text = part(eraser.data, name.clone());
        if picture && entry.body.len() >= 78 && text.iter().any(|&b| b != 0) {
            let length = usize::from(text.first().copied().unwrap_or(0)).min(31);
            let said = String::from_utf8_lossy(text.get(1..=length).unwrap_or_default()).into_owned();
            eraser.found.add("other", "CompressorName", Software, &said);
            eraser.zero(name);
        }
        if picture && entry.body.len() >= 78 {
            let inner = Box { body: at + 78..entry.body.end, ..entry.clone() };
            for child in children(eraser.data, &inner)?.iter().filter(|child| !CODEC.contains(&&child.kind)) {
                eraser.erase(child);
            }
        }
    }
    Ok(())
}
