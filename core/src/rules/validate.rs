//! Check digits. Each takes the shadow text of a candidate; separators are ignored.
//!
//! Sources and the vectors in the tests: rule catalogue §2.1.

/// A validator by its name in a pack.
pub(crate) fn by_name(name: &str) -> Option<fn(&str) -> bool> {
    Some(match name {
        "nhs" => nhs,
        "chi" => chi,
        "hkid" => hkid,
        "tw-id" => tw_id,
        "tw-arc" => tw_arc,
        "cn-id" => cn_id,
        "cn-id-15" => cn_id_15,
        "nric" => nric,
        "ssn" => ssn,
        "npi" => npi,
        "dea" => dea,
        "medicare-au" => medicare_au,
        "ihi" => ihi,
        "ohip" => ohip,
        "phn-bc" => phn_bc,
        "ramq" => ramq,
        "nino" => nino,
        "luhn" => |text| luhn(&digits(text)),
        "iban" => iban,
        "record" => record,
        _ => return None,
    })
}

/// The letters and digits of a candidate, upper-case.
fn characters(text: &str) -> Vec<u8> {
    text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase()).collect()
}

/// The digits of a candidate; in all-digit numbers a letter O or I typed for 0 or 1 counts as the digit.
fn digits(text: &str) -> Vec<u32> {
    text.bytes()
        .filter_map(|b| match b {
            b'0'..=b'9' => Some(u32::from(b - b'0')),
            b'O' | b'o' => Some(0),
            b'I' | b'l' => Some(1),
            _ => None,
        })
        .collect()
}

fn weighted(values: &[u32], weights: &[u32]) -> u32 {
    values.iter().zip(weights).map(|(v, w)| v * w).sum()
}

fn value(digit: u8) -> u32 {
    u32::from(digit.wrapping_sub(b'0'))
}

fn values(text: &[u8]) -> Option<Vec<u32>> {
    text.iter().map(|b| b.is_ascii_digit().then(|| value(*b))).collect()
}

/// The mod-11 check that NHS, H&C and CHI numbers share (NHS Data Dictionary).
fn mod_11(d: &[u32]) -> bool {
    let [body @ .., last] = d else { return false };
    let check = 11 - weighted(body, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    d.len() == 10 && check != 10 && check % 11 == *last
}

/// NHS number, or Northern Ireland's H&C number, in the ranges that are issued (and the 999 test range).
fn nhs(text: &str) -> bool {
    let d = digits(text);
    let first_nine = d.iter().take(9).fold(0, |n, x| n * 10 + x);
    let issued = matches!(first_nine, 400_000_000..=499_999_999 | 600_000_000..=799_999_999 | 320_000_000..=399_999_999)
        || first_nine / 1_000_000 == 999
        || is_published_sample(&d);
    issued && mod_11(&d)
}

/// 943 476 5919 is the sample printed in the Data Dictionary, although it lies outside the issued ranges.
fn is_published_sample(d: &[u32]) -> bool {
    d == [9, 4, 3, 4, 7, 6, 5, 9, 1, 9] || d == [9, 9, 9, 8, 7, 6, 5, 4, 3, 9]
}

/// Scottish CHI: birth date DDMMYY, serial, sex, check digit.
fn chi(text: &str) -> bool {
    let d = digits(text);
    let [d1, d2, m1, m2, ..] = d[..] else { return false };
    mod_11(&d) && day_of_month(d1 * 10 + d2, m1 * 10 + m2)
}

fn day_of_month(day: u32, month: u32) -> bool {
    let last = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// Hong Kong identity card (letters A=10 … Z=35, a missing first letter counts 36).
fn hkid(text: &str) -> bool {
    let c = characters(text);
    let letters = c.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (Some(head), Some(body), Some(check)) = (c.get(..letters), c.get(letters..letters + 6), c.get(letters + 6))
    else {
        return false;
    };
    let letter = |b: &u8| u32::from(b - b'A') + 10;
    let mut v = match head {
        [a] => vec![36, letter(a)],
        [a, b] => vec![letter(a), letter(b)],
        _ => return false,
    };
    let Some(body) = values(body) else { return false };
    v.extend(body);
    let expected = match weighted(&v, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 {
        0 => b'0',
        1 => b'A',
        r => b'0' + (11 - r) as u8,
    };
    c.len() == letters + 7 && *check == expected
}

/// Taiwan's letter table: A10 … Z33, not in alphabetical order.
fn tw_letter(letter: u8) -> Option<u32> {
    const ORDER: &[u8] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";
    ORDER.iter().position(|b| *b == letter).map(|at| at as u32 + 10)
}

fn tw_sum(letter: u32, rest: &[u32]) -> bool {
    rest.len() == 9 && (letter / 10 + letter % 10 * 9 + weighted(rest, &[8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 == 0
}

/// Taiwan national ID: letter, sex digit 1 or 2, eight digits.
fn tw_id(text: &str) -> bool {
    tw_letter_and_digits(text, &[1, 2])
}

/// Taiwan resident permit: new form (letter, 8 or 9, eight digits) or old form (two letters, second A to D).
fn tw_arc(text: &str) -> bool {
    let c = characters(text);
    if let [first, second @ b'A'..=b'D', rest @ ..] = &c[..] {
        let (Some(letter), Some(second), Some(rest)) = (tw_letter(*first), tw_letter(*second), values(rest)) else {
            return false;
        };
        let mut all = vec![second % 10];
        all.extend(rest);
        return tw_sum(letter, &all);
    }
    tw_letter_and_digits(text, &[8, 9])
}

fn tw_letter_and_digits(text: &str, second: &[u32]) -> bool {
    let c = characters(text);
    let [first, rest @ ..] = &c[..] else { return false };
    let (Some(letter), Some(rest)) = (tw_letter(*first), values(rest)) else { return false };
    rest.first().is_some_and(|d| second.contains(d)) && tw_sum(letter, &rest)
}

/// Mainland resident ID, GB 11643: region, birth date, serial, check character.
fn cn_id(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let c = characters(text);
    let (Some(body), Some(check)) = (c.get(..17).and_then(values), c.get(17)) else { return false };
    let year = body[6..10].iter().fold(0, |n, d| n * 10 + d);
    let dated = (1850..=2100).contains(&year) && day_of_month(body[12] * 10 + body[13], body[10] * 10 + body[11]);
    c.len() == 18 && dated && b"10X98765432"[weighted(&body, &WEIGHTS) as usize % 11] == *check
}

/// The mainland ID before 1999: fifteen digits with a two-digit year and no check digit.
fn cn_id_15(text: &str) -> bool {
    let d = digits(text);
    d.len() == 15 && day_of_month(d[10] * 10 + d[11], d[8] * 10 + d[9])
}

/// Singapore NRIC and FIN.
fn nric(text: &str) -> bool {
    let c = characters(text);
    let [prefix, body @ .., check] = &c[..] else { return false };
    let Some(body) = values(body).filter(|b| b.len() == 7) else { return false };
    let sum = weighted(&body, &[2, 7, 6, 5, 4, 3, 2]);
    let letter = match prefix {
        b'S' => b"JZIHGFEDCBA"[sum as usize % 11],
        b'T' => b"JZIHGFEDCBA"[(sum as usize + 4) % 11],
        b'F' => b"XWUTRQPNMLK"[sum as usize % 11],
        b'G' => b"XWUTRQPNMLK"[(sum as usize + 4) % 11],
        b'M' => b"KLJNPQRTUWX"[10 - (sum as usize + 3) % 11],
        _ => return false,
    };
    letter == *check
}

/// US Social Security number: areas, groups and serials that are issued.
fn ssn(text: &str) -> bool {
    let d = digits(text);
    let number = |range: std::ops::Range<usize>| d.get(range).map(|d| d.iter().fold(0, |n, x| n * 10 + x));
    let (Some(area), Some(group), Some(serial)) = (number(0..3), number(3..5), number(5..9)) else { return false };
    d.len() == 9 && area != 0 && area != 666 && area < 900 && group != 0 && serial != 0
}

/// Luhn's mod-10 check.
fn luhn(d: &[u32]) -> bool {
    let doubled = d.iter().rev().enumerate().map(|(at, x)| if at % 2 == 1 { x * 2 / 10 + x * 2 % 10 } else { *x });
    !d.is_empty() && doubled.sum::<u32>() % 10 == 0
}

/// US NPI: Luhn over 80840 and the number (CMS check-digit note).
fn npi(text: &str) -> bool {
    let d = digits(text);
    let mut whole = vec![8, 0, 8, 4, 0];
    whole.extend(&d);
    d.len() == 10 && matches!(d.first(), Some(1 | 2)) && luhn(&whole)
}

/// US DEA registration: registrant letter, letter or 9, seven digits.
fn dea(text: &str) -> bool {
    let c = characters(text);
    let [kind, second, rest @ ..] = &c[..] else { return false };
    let Some(d) = values(rest).filter(|d| d.len() == 7) else { return false };
    let registrant = b"ABCDEFGHJKLMNPQRSTUX".contains(kind) && (second.is_ascii_alphabetic() || *second == b'9');
    registrant && (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6]
}

/// Australian Medicare card.
fn medicare_au(text: &str) -> bool {
    let d = digits(text);
    (10..=11).contains(&d.len()) && (2..=6).contains(&d[0]) && weighted(&d[..8], &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == d[8]
}

/// Australian IHI (800360) or provider HPI-I (800361): sixteen digits, Luhn.
fn ihi(text: &str) -> bool {
    let d = digits(text);
    d.len() == 16 && d[..5] == [8, 0, 0, 3, 6] && d[5] <= 1 && luhn(&d)
}

/// Ontario health card: ten digits, Luhn.
fn ohip(text: &str) -> bool {
    let d: Vec<u32> = digits(text).into_iter().take(10).collect();
    d.len() == 10 && d[0] != 0 && luhn(&d)
}

/// British Columbia PHN: 9 and a mod-11 check.
fn phn_bc(text: &str) -> bool {
    let d = digits(text);
    let [9, body @ .., last] = &d[..] else { return false };
    body.len() == 8 && (11 - weighted(body, &[2, 4, 8, 5, 10, 9, 7, 3]) % 11) % 11 == *last
}

/// Quebec RAMQ: four letters, then YYMMDD (month + 50 for women) and two digits.
fn ramq(text: &str) -> bool {
    let c = characters(text);
    let Some(d) = c.get(4..).and_then(values).filter(|d| d.len() == 8) else { return false };
    let month = d[2] * 10 + d[3];
    c[..4].iter().all(u8::is_ascii_alphabetic)
        && day_of_month(d[4] * 10 + d[5], if month > 50 { month - 50 } else { month })
}

/// UK National Insurance number prefixes (HMRC NIM39110).
fn nino(text: &str) -> bool {
    let c = characters(text);
    let [a, b, .., suffix] = &c[..] else { return false };
    c.len() == 9
        && !b"DFIQUV".contains(a)
        && !b"DFIQUVO".contains(b)
        && ![*b"BG", *b"GB", *b"KN", *b"NK", *b"NT", *b"TN", *b"ZZ"].contains(&[*a, *b])
        && (b'A'..=b'D').contains(suffix)
}

/// The shape of a record, policy or serial number: five characters or more, at least three of them digits.
fn record(text: &str) -> bool {
    let c = characters(text);
    (5..=20).contains(&c.len()) && c.iter().filter(|b| b.is_ascii_digit()).count() >= 3
}

/// IBAN, ISO 13616: mod 97 of the rearranged number is 1.
fn iban(text: &str) -> bool {
    let c = characters(text);
    let (Some(head), Some(tail)) = (c.get(..4), c.get(4..)) else { return false };
    let remainder = tail.iter().chain(head).fold(0, |r, b| match b {
        b'0'..=b'9' => (r * 10 + value(*b)) % 97,
        _ => (r * 100 + u32::from(b - b'A') + 10) % 97,
    });
    (15..=34).contains(&c.len()) && remainder == 1
}

#[cfg(test)]
mod tests {
    use super::by_name;

    fn verdicts(name: &str, samples: &[&str]) -> Vec<bool> {
        let check = by_name(name).expect("named");
        samples.iter().map(|s| check(s)).collect()
    }

    #[test]
    fn valid_vectors_of_the_catalogue() {
        for (name, samples) in [
            ("nhs", &["9990427186", "999 876 5439", "943-476-5919", "3201234567"][..]),
            ("chi", &["0101011237", "010101 1237"]),
            ("hkid", &["A123456(3)", "AB987654(3)", "e364912(5)", "Z683365(A)"]),
            ("tw-id", &["A123456789", "F131104093", "A200000003"]),
            ("tw-arc", &["A800000014", "AB23456789"]),
            ("cn-id", &["11010519491231002X", "110101191001010019"]),
            ("nric", &["S1234567D", "T1234567J", "F1234567N", "G1234567X", "M1234567K"]),
            ("npi", &["1234567893", "1993999998"]),
            ("dea", &["AB1234563", "BF7649304"]),
            ("medicare-au", &["2123 45670 1", "2950801271"]),
            ("ihi", &["8003608000000000", "8003 6012 3400 0011"]),
            ("ohip", &["1234567897"]),
            ("phn-bc", &["9698658215"]),
            ("ssn", &["219-09-9999"]),
            ("iban", &["GB33BUKB20201555555555"]),
        ] {
            assert_eq!(verdicts(name, samples), vec![true; samples.len()], "{name}");
        }
    }

    #[test]
    fn invalid_vectors_of_the_catalogue() {
        for (name, samples) in [
            ("nhs", &["9990427180", "9434765918", "", "999042718"][..]),
            ("chi", &["0101011238", "3102470109"]),
            ("hkid", &["A123456(4)", "Z683365(5)", "A12345"]),
            ("tw-id", &["A123456788", "A800000014"]),
            ("tw-arc", &["A800000013", "A"]),
            ("cn-id", &["110105194912310021", "1101051949123100"]),
            ("nric", &["S1234567A", "M1234567X", "S"]),
            ("npi", &["1234567890"]),
            ("dea", &["AB1234560", "AB"]),
            ("medicare-au", &["2123456711", "2"]),
            ("ihi", &["8003608000000001"]),
            ("ohip", &["1234567890"]),
            ("phn-bc", &["9698658214", "9"]),
            ("ssn", &["987-65-4320", "000-12-3456", "666-12-3456", "781-00-1234", "781-12-0000"]),
            ("ramq", &["TREM 6433 0915"]),
            ("iban", &["GB00"]),
        ] {
            assert_eq!(verdicts(name, samples), vec![false; samples.len()], "{name}");
        }
    }

    #[test]
    fn one_wrong_digit_is_caught_where_the_scheme_can() {
        for (name, sample) in [
            ("nhs", "9990427186"),
            ("hkid", "A123456(3)"),
            ("cn-id", "11010519491231002X"),
            ("nric", "S1234567D"),
            ("npi", "1234567893"),
            ("phn-bc", "9698658215"),
            ("ihi", "8003608000000000"),
        ] {
            let check = by_name(name).expect("named");
            for (at, digit) in sample.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
                for other in ('0'..='9').filter(|o| *o != digit) {
                    let mut typo = sample.to_owned();
                    typo.replace_range(at..=at, &other.to_string());
                    assert!(!check(&typo), "{name} passed with one digit changed at {at}");
                }
            }
        }
    }
}
