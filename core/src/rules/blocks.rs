//! Classes of characters by whole blocks: `\w` has hundreds of ranges, and each copy of it in an automaton takes kilobytes.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// Classes with more ranges than this, one of them long, are properties; what an author lists has fewer or single characters.
const MANY: usize = 100;
const LONG: u32 = 5_000;

/// Where each block of the characters beyond ASCII ends, and a character that speaks for it. In shadow text widths and
/// compatibility forms are folded, so that no block of those needs care.
const BLOCKS: [(char, char); 20] = [
    ('\u{bf}', '§'),
    ('\u{24f}', 'é'),
    ('\u{1fff}', 'я'),
    ('\u{2bff}', '…'),
    ('\u{3004}', '、'),
    ('\u{3007}', '々'),
    ('\u{303f}', '「'),
    ('\u{30ff}', 'あ'),
    ('\u{33ff}', 'ㄅ'),
    ('\u{9fff}', '人'),
    ('\u{abff}', 'ꀀ'),
    ('\u{d7ff}', '가'),
    ('\u{f8ff}', '\u{e000}'),
    ('\u{faff}', '\u{f900}'),
    ('\u{fdff}', '\u{fb50}'),
    ('\u{ffff}', '，'),
    ('\u{1cfff}', '\u{10000}'),
    ('\u{1ffff}', '😀'),
    ('\u{3ffff}', '\u{20000}'),
    ('\u{10ffff}', '\u{e0100}'),
];

/// The class as it is, unless it is a property such as `\w`: then exact in ASCII, and beyond it each block as its speaker.
pub(super) fn coarse(class: ClassUnicode) -> ClassUnicode {
    let long = |range: &ClassUnicodeRange| range.end() as u32 - range.start() as u32 >= LONG;
    if class.ranges().len() <= MANY || !class.ranges().iter().any(long) {
        return class;
    }
    let holds = |c: char| class.ranges().iter().any(|range| range.start() <= c && c <= range.end());
    let mut ascii = ClassUnicode::new([ClassUnicodeRange::new('\0', '\u{7f}')]);
    ascii.intersect(&class);
    let starts = std::iter::once('\u{80}').chain(BLOCKS.iter().map(|(end, _)| after(*end)));
    let blocks = starts.zip(BLOCKS).filter(|(_, (_, speaker))| holds(*speaker));
    ascii.union(&ClassUnicode::new(blocks.map(|(start, (end, _))| ClassUnicodeRange::new(start, end))));
    ascii
}

/// The next character; surrogates are none, and the last is its own.
fn after(c: char) -> char {
    if c == '\u{d7ff}' { '\u{e000}' } else { char::from_u32(c as u32 + 1).unwrap_or(c) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex_syntax::hir::{Class, HirKind};

    fn class(pattern: &str) -> ClassUnicode {
        match regex_syntax::parse(pattern).unwrap().into_kind() {
            HirKind::Class(Class::Unicode(class)) => class,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_list_of_characters_stays_as_it_is() {
        let surnames: String = ('\u{4e00}'..'\u{5200}').step_by(7).collect();
        for pattern in [format!("[{surnames}]"), format!("[^{}]", surnames.chars().take(60).collect::<String>())] {
            assert_eq!(coarse(class(&pattern)), class(&pattern));
        }
    }

    #[test]
    fn large_classes_say_the_same_of_what_people_write() {
        for pattern in [r"\w", r"\W", r"\p{Han}", r"\P{Han}", r"\p{L}", r"[\w ]", r"[^\p{L}\n]", r"\d", r"[^。!?\n]"] {
            let exact = class(pattern);
            let coarse = coarse(exact.clone());
            let holds = |class: &ClassUnicode, c| class.ranges().iter().any(|r| r.start() <= c && c <= r.end());
            for c in "aZ09_ -'.,!?\n#@éüñя人病員々「」、。，！？…—–“”😀🏥あ가\u{20000}".chars()
            {
                assert_eq!(holds(&coarse, c), holds(&exact, c), "{pattern} {c:?}");
            }
            assert!(coarse.ranges().len() <= MANY, "{pattern} {}", coarse.ranges().len());
        }
    }
}
