//! Which language a caption is written in: by its characters, since a caption is too short for statistics.

use std::sync::LazyLock;

use super::document::Script;
use crate::rules::{Language, Locale};
use crate::span::is_folded;

/// Characters that only Simplified uses, among the most frequent ones. Characters that both use are left out.
const SIMPLIFIED_ONLY: &str = "们这个来时说对没会过还后么样点开关医护师病历术检验诊疗药内给让谁问题间长门车见现实产妇婴儿岁龄刚下班监护值发热烧腾难过爱欢乐笑泪谢请帮买卖钱贵东西电话号码线网图书写读学习练头脑脸颜肾脏肿块坏坚强顺应该记忆忘岂贴转关注点赞单双边还进远连运选遗递达迟边";

static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut characters: Vec<char> = SIMPLIFIED_ONLY.chars().collect();
    characters.sort_unstable();
    characters
});

/// Detects the language; `fallback` decides between the two Chinese scripts when no character does.
pub(super) fn detect(caption: &str, fallback: Option<Locale>) -> Script {
    let (mut han, mut traditional, mut simplified, mut latin_words, mut other) = (0, 0, 0, 0, 0);
    let mut in_word = false;
    for c in caption.chars() {
        let is_han = matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}');
        let latin = c.is_ascii_alphabetic() || matches!(c, 'À'..='ɏ');
        if is_han {
            han += 1;
            traditional += usize::from(is_folded(c));
            simplified += usize::from(SIMPLIFIED.binary_search(&c).is_ok());
        } else if latin && !in_word {
            latin_words += 1;
        } else if c.is_alphabetic() && !latin {
            other += 1;
        }
        in_word = latin;
    }
    let chinese = match traditional.cmp(&simplified) {
        std::cmp::Ordering::Greater => Locale::ZhHant,
        std::cmp::Ordering::Less => Locale::ZhHans,
        std::cmp::Ordering::Equal => fallback.unwrap_or(Locale::ZhHans),
    };
    Script { language: language(han, latin_words, other, chinese), chinese }
}

/// Two Han characters carry about as much as one English word.
fn language(han: usize, latin_words: usize, other: usize, chinese: Locale) -> Language {
    let chinese_weight = han / 2;
    if other > han + latin_words * 4 {
        Language::Other
    } else if han > 0 && latin_words > 3 && latin_words * 2 >= chinese_weight && chinese_weight * 4 >= latin_words {
        Language::Mixed
    } else if han > 0 && chinese_weight * 4 >= latin_words {
        if chinese == Locale::ZhHant { Language::ZhHant } else { Language::ZhHans }
    } else if latin_words > 0 {
        Language::En
    } else {
        Language::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_told_apart() {
        for (caption, language) in [
            ("Just off nights, pancakes.", Language::En),
            ("收了一個阿嬤，抓著我的手不放", Language::ZhHant),
            ("收了一个奶奶，拉着我的手不放", Language::ZhHans),
            ("今天 on call 收了三個 admission, super tired and hungry", Language::Mixed),
            ("大夜 s/p CABG 的阿伯想回家", Language::ZhHant),
            ("😭🏥", Language::Other),
            ("Сегодня был тяжёлый день", Language::Other),
            ("", Language::Other),
        ] {
            assert_eq!(detect(caption, Some(Locale::ZhHant)).language, language, "{caption}");
        }
    }
}
