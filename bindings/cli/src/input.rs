//! Reading captions from files and pipes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use crate::exit::Failure;

/// A caption file larger than this is not a caption, bytes.
const MAX_CAPTION_FILE: u64 = 1 << 20;

/// The whole caption in `name` (`-` for standard input), without the line end that editors add.
pub(crate) fn caption(name: &str) -> Result<String, Failure> {
    let mut bytes = vec![];
    open(name)?.take(MAX_CAPTION_FILE + 1).read_to_end(&mut bytes).map_err(|e| unreadable(name, &e))?;
    if bytes.len() as u64 > MAX_CAPTION_FILE {
        return Err(Failure::new(format!("{name}: too large for a caption (at most {MAX_CAPTION_FILE} bytes)")));
    }
    let text = String::from_utf8(bytes)
        .map_err(|e| Failure::new(format!("{name}: not UTF-8 text (byte {})", e.utf8_error().valid_up_to())))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).trim_end_matches(['\n', '\r']).into())
}

/// A file or standard input, by line.
pub(crate) fn open(name: &str) -> Result<Box<dyn BufRead>, Failure> {
    if name == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(name).map_err(|e| unreadable(name, &e))?;
    if file.metadata().is_ok_and(|m| m.is_dir()) {
        return Err(Failure::new(format!("{name}: this is a folder, not a file")));
    }
    Ok(Box::new(BufReader::new(file)))
}

fn unreadable(name: &str, error: &io::Error) -> Failure {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "the file does not exist",
        io::ErrorKind::PermissionDenied => "no permission to read here",
        _ => "could not be read",
    };
    Failure::new(format!("{name}: {why}"))
}
