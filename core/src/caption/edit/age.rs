//! An exact age becomes a decade, with the grammar of what stands around it.

use std::ops::Range;

use crate::rules::Locale;
use crate::span::fold_str;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sex {
    Woman,
    Man,
    Unknown,
}

/// The range to replace and the words to put there; `None` when no age can be read in the span.
pub(super) fn decade(source: &str, place: &Range<usize>, language: Locale) -> Option<(Range<usize>, String)> {
    let text = fold_str(source.get(place.clone())?);
    let age = read_age(&text)?;
    Some(match language {
        Locale::En => english(source, place, &text, age),
        _ => chinese(source, place, &text, age, language == Locale::ZhHant),
    })
}

/// The age that a folded text holds, in digits or Chinese numerals.
pub(in crate::caption) fn read_age(text: &str) -> Option<u32> {
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    match digits.parse() {
        Ok(age) => Some(age),
        Err(_) => chinese_number(text),
    }
}

/// 八十七, 廿三, 一百零二, 三十 … in the first run of numerals.
fn chinese_number(text: &str) -> Option<u32> {
    let value = |c: char| "零一二三四五六七八九".chars().position(|n| n == c).map(|v| v as u32);
    let numeral = |c: &char| value(*c).is_some() || "十百两廿卅〇".contains(*c);
    let (mut total, mut pending, mut any) = (0, 0, false);
    for c in text.chars().skip_while(|c| !numeral(c)).take_while(numeral) {
        any = true;
        match c {
            '百' => total += std::mem::take(&mut pending).max(1) * 100,
            '十' => total += std::mem::take(&mut pending).max(1) * 10,
            '廿' => total += 20,
            '卅' => total += 30,
            '两' => pending = 2,
            '〇' => {}
            _ => pending = value(c).unwrap_or(0),
        }
    }
    any.then_some(total + pending)
}

fn english(source: &str, place: &Range<usize>, text: &str, age: u32) -> (Range<usize>, String) {
    const NOUNS: [(&str, Sex); 14] = [
        ("woman", Sex::Woman),
        ("lady", Sex::Woman),
        ("female", Sex::Woman),
        ("girl", Sex::Woman),
        ("mum", Sex::Woman),
        ("grandma", Sex::Woman),
        ("man", Sex::Man),
        ("gentleman", Sex::Man),
        ("male", Sex::Man),
        ("boy", Sex::Man),
        ("guy", Sex::Man),
        ("chap", Sex::Man),
        ("bloke", Sex::Man),
        ("patient", Sex::Unknown),
    ];
    let after = source.get(place.end..).unwrap_or_default();
    let word: String = after.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    let noun = NOUNS.iter().find(|(n, _)| n.eq_ignore_ascii_case(&word));
    let sex = noun.map_or_else(|| sex_of(text), |(_, sex)| *sex);
    let end = noun.map_or(place.end, |_| place.end + after.len() - after.trim_start().len() + word.len());
    let (start, article) = article(source, place.start);
    let owner = matches!(article.to_ascii_lowercase().as_str(), "the" | "my" | "our" | "this" | "that" | "another");
    let who = match noun {
        Some((noun, _)) => (*noun).to_owned(),
        None if age < 13 => "child".into(),
        None if age < 20 => "teenager".into(),
        None => match sex {
            Sex::Woman => "woman".into(),
            Sex::Man => "man".into(),
            Sex::Unknown if owner => "patient".into(),
            Sex::Unknown => "person".into(),
        },
    };
    let whose = match sex {
        Sex::Woman => "her",
        Sex::Man => "his",
        Sex::Unknown => "their",
    };
    let phrase = match age {
        0 => "baby".into(),
        1..=12 if noun.is_none() || who == "boy" || who == "girl" => {
            if noun.is_some() {
                format!("young {who}")
            } else {
                who
            }
        }
        13..=19 if noun.is_none() => who,
        13..=19 => format!("teenage {who}"),
        90.. => format!("{who} aged 90 or older"),
        _ => format!("{who} in {whose} {}s", age / 10 * 10),
    };
    let (start, lead) = if owner { (place.start, String::new()) } else { (start, lead(source, start, article)) };
    (start..end, format!("{lead}{phrase}"))
}

/// The article word right before a place, and where it starts.
fn article(source: &str, at: usize) -> (usize, &str) {
    let before = source.get(..at).unwrap_or_default();
    let trimmed = before.trim_end_matches(' ');
    let word_start = trimmed.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |i| i + 1);
    let word = trimmed.get(word_start..).unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "a" | "an" => (word_start, word),
        "the" | "my" | "our" | "this" | "that" | "another" => (at, word),
        _ => (at, ""),
    }
}

/// "a " or "A ", as the place asks.
fn lead(source: &str, start: usize, article: &str) -> String {
    let begins = source.get(..start).unwrap_or_default().trim_end();
    let capital = if article.is_empty() {
        begins.is_empty() || begins.ends_with(['.', '!', '?', '\n'])
    } else {
        article.starts_with('A')
    };
    if capital { "A ".into() } else { "a ".into() }
}

fn sex_of(text: &str) -> Sex {
    let upper = text.to_ascii_uppercase();
    if text.contains(['女', '♀']) || upper.ends_with('F') || upper.starts_with('F') {
        Sex::Woman
    } else if text.contains(['男', '♂']) || upper.ends_with('M') || upper.starts_with('M') {
        Sex::Man
    } else {
        Sex::Unknown
    }
}

fn chinese(source: &str, place: &Range<usize>, text: &str, age: u32, traditional: bool) -> (Range<usize>, String) {
    let pick = |hant: &str, hans: &str| if traditional { hant.to_owned() } else { hans.to_owned() };
    let after = source.get(place.end..).unwrap_or_default();
    let follows_noun = after.starts_with(|c: char| matches!(c, '\u{3400}'..='\u{9fff}'));
    let sex = match sex_of(text) {
        Sex::Woman => "女性",
        Sex::Man => "男性",
        Sex::Unknown => "",
    };
    let band = match age {
        0..=1 => pick("小寶寶", "小宝宝"),
        2..=12 => pick("年幼", "年幼"),
        13..=19 => pick("十幾歲", "十几岁"),
        90.. => pick("九十歲以上", "九十岁以上"),
        _ => {
            let tens = "零一二三四五六七八九".chars().nth(age as usize / 10).unwrap_or('二');
            format!("{tens}{}", pick("十多歲", "十多岁"))
        }
    };
    let tail = match (age, sex, follows_noun) {
        (0..=1, _, true) => "的".to_owned(),
        (0..=1, ..) => String::new(),
        (2..=12, "", true) => "的".into(),
        (2..=12, ..) => "的孩子".into(),
        (_, "", true) => "的".into(),
        _ => sex.into(),
    };
    let tail = if after.starts_with('的') { tail.trim_end_matches('的').to_owned() } else { tail };
    (place.clone(), format!("{band}{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(caption: &str, age: &str, language: Locale) -> String {
        let at = caption.find(age).expect("there");
        let (range, words) = decade(caption, &(at..at + age.len()), language).expect("an age");
        format!("{}{words}{}", &caption[..range.start], &caption[range.end..])
    }

    #[test]
    fn english_grammar_is_kept() {
        for (caption, age, expected) in [
            ("87F off legs", "87F", "A woman in her 80s off legs"),
            ("an 87F with sepsis", "87F", "a woman in her 80s with sepsis"),
            ("My 87yo lady waved", "87yo", "My lady in her 80s waved"),
            ("A 45-year-old man came in", "45-year-old", "A man in his 40s came in"),
            ("the 45 yo came in", "45 yo", "the patient in their 40s came in"),
            ("My 103 year old beat it", "103 year old", "My patient aged 90 or older beat it"),
            ("The 4yo on chemo", "4yo", "The child on chemo"),
            ("saw a 15M today", "15M", "saw a teenager today"),
        ] {
            assert_eq!(fixed(caption, age, Locale::En), expected);
        }
    }

    #[test]
    fn chinese_grammar_is_kept() {
        for (caption, age, expected) in [
            ("收了78歲女性，跌倒", "78歲女性", "收了七十多歲女性，跌倒"),
            ("八十七歲阿嬤回家了", "八十七歲", "八十多歲的阿嬤回家了"),
            ("98歲的阿公", "98歲", "九十歲以上的阿公"),
            ("5歲小弟弟", "5歲", "年幼的小弟弟"),
        ] {
            assert_eq!(fixed(caption, age, Locale::ZhHant), expected);
        }
    }

    #[test]
    fn numerals_are_read() {
        for (text, n) in [("八十七岁", 87), ("廿三", 23), ("一百零二岁", 102), ("十", 10), ("三十", 30), ("九", 9)]
        {
            assert_eq!(chinese_number(text), Some(n), "{text}");
        }
        assert_eq!(chinese_number("岁"), None);
    }
}
