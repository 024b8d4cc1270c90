//! Character folding for matching: full-width to ASCII, Traditional to Simplified, typographic marks to plain ones.
//!
//! Only the shadow is folded; what the user sees and what edits touch is always the caption as given.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// Traditional to Simplified for the CJK unified block, one to one (phrase context is not needed to match words).
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut buffer = [0; 4];
    (FIRST..=LAST)
        .filter_map(char::from_u32)
        .map(|c| {
            let folded = simplet2s::convert(c.encode_utf8(&mut buffer));
            folded.chars().next().unwrap_or(c)
        })
        .collect()
});

/// Whether a character leaves no trace in the shadow: zero-width marks, joiners and variation selectors, which
/// would otherwise split a number or a name.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

/// Calls `emit` with every character that `c` becomes in the shadow.
pub(super) fn fold(c: char, emit: impl FnMut(char)) {
    if c.is_ascii() {
        return std::iter::once(c).for_each(emit);
    }
    if is_invisible(c) {
        return;
    }
    if is_unified(c) {
        // NFKC leaves these as they are.
        return std::iter::once(plain(c)).for_each(emit);
    }
    std::iter::once(c).nfkc().map(plain).for_each(emit);
}

/// Whether a character is folded to another one, or begins with another one.
pub fn is_folded(c: char) -> bool {
    let mut first = None;
    fold(c, |folded| first = first.or(Some(folded)));
    first != Some(c)
}

fn is_unified(c: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(c))
}

/// One folded character.
fn plain(c: char) -> char {
    match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201f}' | '\u{2033}' => '"',
        // Variants that the table of the scripts leaves apart, and that people mix.
        '著' => '着',
        '姊' => '姐',
        '妳' => '你',
        '牠' => '它',
        '甚' => '什',
        '乾' => '干',
        '嘅' => '的',
        // The circle, star and cross that hide part of a name.
        '\u{25cb}' | '\u{25ef}' | '\u{25cf}' | '\u{25ce}' | '\u{2b55}' | '\u{20dd}' | '\u{2022}' | '\u{25a1}'
        | '\u{2573}' => '○',
        _ => match (c as u32).checked_sub(FIRST).and_then(|at| SIMPLIFIED.get(at as usize)) {
            Some(folded) => *folded,
            None => c,
        },
    }
}

/// `text` folded, without a map back: for the terms of rule packs.
pub fn fold_str(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold(c, |c| folded.push(c));
    }
    folded
}
