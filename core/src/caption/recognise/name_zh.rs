//! Chinese names: surname and one or two given characters, where a title or an introduction says that it is a person.
//!
//! The shadow is Simplified and hides masks behind `○`. A bare surname with given characters is never enough: most
//! two-character words would be names.

use std::ops::Range;

use crate::rules::Names;

/// Words after a name that make it a person in care.
const TITLES: [&str; 34] = [
    "先生",
    "女士",
    "小姐",
    "太太",
    "阿姨",
    "伯伯",
    "婆婆",
    "阿伯",
    "阿婆",
    "阿嬷",
    "阿嫲",
    "阿公",
    "奶奶",
    "爷爷",
    "大爷",
    "大妈",
    "大叔",
    "叔叔",
    "同学",
    "小朋友",
    "小妹妹",
    "小弟弟",
    "弟弟",
    "妹妹",
    "宝宝",
    "病人",
    "患者",
    "老先生",
    "老太太",
    "老伯",
    "老爷爷",
    "老奶奶",
    "爸爸",
    "妈妈",
];
/// Words after a name that make it a colleague or a public person.
const COLLEAGUE: [&str; 24] = [
    "医师",
    "医生",
    "护理师",
    "护士",
    "主任",
    "学姐",
    "学姊",
    "学长",
    "学妹",
    "学弟",
    "老师",
    "教授",
    "院长",
    "督导",
    "护理长",
    "护士长",
    "药师",
    "治疗师",
    "技师",
    "演唱会",
    "大夫",
    "部长",
    "导演",
    "前辈",
];
/// Words before a name that introduce a person in care.
pub(super) const PATIENT: &[&str] = &[
    "病人",
    "病患",
    "患者",
    "个案",
    "住民",
    "产妇",
    "孕妇",
    "院友",
    "患儿",
    "叫做",
    "名叫",
    "叫",
    "姓名:",
    "姓名",
    "姓名 ",
    "病人姓名",
    "名字是",
    "病友",
];
/// Words before a name that introduce somebody's relative.
pub(super) const RELATIVE: &[&str] = &[
    "家属",
    "女儿",
    "女儿叫",
    "儿子",
    "儿子叫",
    "太太",
    "先生叫",
    "老公",
    "老婆",
    "妈妈叫",
    "爸爸叫",
    "孙女",
    "孙子",
    "媳妇",
    "看护",
    "妹妹叫",
    "弟弟叫",
    "太太叫",
    "孩子叫",
];

/// A name with a title right after it: 陈大文伯伯.
pub(super) fn titled(text: &str, possible: &[Range<usize>], names: &Names) -> Vec<Range<usize>> {
    scan(text, possible, names, |_, after| TITLES.iter().any(|t| after.starts_with(t)))
}

/// A name right after one of `before`: 产妇王晓丽.
pub(super) fn introduced(text: &str, possible: &[Range<usize>], names: &Names, before: &[&str]) -> Vec<Range<usize>> {
    scan(text, possible, names, |head, _| before.iter().any(|b| head.ends_with(b)))
}

/// A surname with a familiar ending: 林太, 陈伯, 何生. Only at the start of a clause, since 生 and 太 end many words.
pub(super) fn familiar(text: &str, names: &Names) -> Vec<Range<usize>> {
    const ENDINGS: [&str; 10] = ["太", "伯", "婆", "生", "叔", "姨", "先生", "小姐", "女士", "婆婆"];
    let mut found = vec![];
    let surnames = names.surname_beginnings_zh();
    for (at, c) in text.char_indices().filter(|(_, c)| surnames.binary_search(c).is_ok()) {
        let head = text.get(..at).unwrap_or_default();
        let opens = head.chars().next_back().is_none_or(|c| !is_han(c))
            || head.ends_with(['位', '个', '的', '谢', '床', '到', '是']);
        let end = at + c.len_utf8();
        if !opens || !names.is_surname_zh(text.get(at..end).unwrap_or_default()) {
            continue;
        }
        let after = text.get(end..).unwrap_or_default();
        if let Some(ending) = ENDINGS.iter().rev().find(|e| after.starts_with(**e)) {
            let whole = text.get(at..end + ending.len()).unwrap_or_default();
            let next: String = after.chars().take(2).collect();
            if !names.is_not_name_zh(whole) && !names.is_not_name_zh(&format!("{c}{next}")) {
                found.push(at..end + ending.len());
            }
        }
    }
    found
}

fn scan(text: &str, possible: &[Range<usize>], names: &Names, keep: impl Fn(&str, &str) -> bool) -> Vec<Range<usize>> {
    let mut found = vec![];
    let mut next = 0;
    for Range { start, end } in possible.iter().cloned() {
        let (head, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
        let name = text.get(start..end).unwrap_or_default();
        if start >= next && keep(head, after) && !is_colleague(after) && !is_word(name, after, names) {
            found.push(start..end);
            next = end;
        }
    }
    found
}

/// Everything that could be a surname and one or two given characters, the longer first where both could be.
pub(super) fn possible(text: &str, names: &Names) -> Vec<Range<usize>> {
    let surnames = names.surname_beginnings_zh();
    let starts = text.char_indices().filter(|(_, c)| surnames.binary_search(c).is_ok());
    starts.flat_map(|(at, _)| ends(text, at, names).into_iter().map(move |end| at..end)).collect()
}

/// Where a name that starts at `at` could end: two given characters before one.
fn ends(text: &str, at: usize, names: &Names) -> Vec<usize> {
    let tail = text.get(at..).unwrap_or_default();
    let bounds: Vec<usize> = tail.char_indices().map(|(i, c)| i + c.len_utf8()).take(2).collect();
    let surname = bounds.iter().rev().find(|end| names.is_surname_zh(tail.get(..**end).unwrap_or_default()));
    let Some(surname) = surname else { return vec![] };
    let given: Vec<char> = tail.get(*surname..).unwrap_or_default().chars().take(2).collect();
    let ok = given.iter().take_while(|c| names.is_given_zh(**c)).count();
    let ends = (1..=ok).rev().map(|n| at + surname + given.iter().take(n).map(|c| c.len_utf8()).sum::<usize>());
    ends.collect()
}

/// Whether a colleague's title follows.
pub(super) fn is_colleague(after: &str) -> bool {
    COLLEAGUE.iter().any(|title| after.starts_with(title))
}

/// Whether what looks like a name is an ordinary word, alone or with what follows: 高血压, 明天.
pub(super) fn is_word(name: &str, after: &str, names: &Names) -> bool {
    let mut characters: String = name.into();
    if names.is_not_name_zh(&characters) {
        return true;
    }
    let first_two: String = name.chars().take(2).collect();
    if names.is_not_name_zh(&first_two) {
        return true;
    }
    after.chars().take(2).any(|c| {
        characters.push(c);
        names.is_not_name_zh(&characters)
    })
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}
