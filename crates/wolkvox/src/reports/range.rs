//! Ranges of seconds as the API writes them into keys: `abandon_0seg_10seg`,
//! `abandon_11seg_20_seg`, `greater_than_121`, `61 - 120 sec`.

/// A range of seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WaitHeader {
    Between(u32, u32),
    AtLeast(u32),
}

/// Words that may stand in a range. Any other word, such as a unit that is not the second,
/// makes it one that this program does not know.
const WORDS: [&str; 14] = [
    "abandon", "seg", "segs", "segundos", "sec", "secs", "seconds", "s", "a", "to", "than", "de",
    "o", "or",
];

const OPEN: [&str; 6] = ["greater", "more", "mayor", "mas", "más", "over"];

/// The range that a key or label names; `None` for one of another form.
pub(super) fn parse(key: &str) -> Option<WaitHeader> {
    let key = key.trim().to_lowercase();
    let mut numbers = Vec::new();
    let mut open = key.contains(['>', '+']);
    for word in words(&key) {
        if let Ok(number) = word.parse() {
            numbers.push(number);
        } else if OPEN.contains(&word) {
            open = true;
        } else if !WORDS.contains(&word) {
            return None;
        }
    }
    match (numbers.as_slice(), open) {
        (&[from, to], false) if from <= to => Some(WaitHeader::Between(from, to)),
        (&[from], true) => Some(WaitHeader::AtLeast(from)),
        _ => None,
    }
}

/// Runs of digits and runs of letters; `<` counts as a word that no range knows.
fn words(key: &str) -> impl Iterator<Item = &str> {
    let kind = |c: char| match c {
        '<' => 3,
        c if c.is_ascii_digit() => 2,
        c if c.is_alphanumeric() => 1,
        _ => 0,
    };
    let mut rest = key;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| kind(c) == 0);
        let first = kind(rest.chars().next()?);
        let end = rest.find(|c: char| kind(c) != first).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_in_every_spelling_seen() {
        let table = [
            ("abandon_0seg_10seg", WaitHeader::Between(0, 10)),
            ("abandon_11seg_20_seg", WaitHeader::Between(11, 20)),
            ("abandon_11seg_20seg", WaitHeader::Between(11, 20)),
            ("abandon_0_seg_10_seg", WaitHeader::Between(0, 10)),
            ("abandon_greater_than_51seg", WaitHeader::AtLeast(51)),
            ("0_5_seg", WaitHeader::Between(0, 5)),
            ("greater_than_121", WaitHeader::AtLeast(121)),
            ("61 – 121 sec", WaitHeader::Between(61, 121)),
            ("0-5 sec", WaitHeader::Between(0, 5)),
            ("more than 121 sec", WaitHeader::AtLeast(121)),
            ("121->", WaitHeader::AtLeast(121)),
        ];
        for (key, range) in table {
            assert_eq!(parse(key), Some(range), "{key}");
        }
    }

    #[test]
    fn what_is_no_range_of_seconds_is_not_guessed_at() {
        for key in [
            "abandon_1min_2min",
            "abandon_otros",
            "abandon_20seg_11seg",
            "abandon_5seg",
            "1_2_3_seg",
            "99999999999_999999999999",
            "<5",
            "",
        ] {
            assert_eq!(parse(key), None, "{key}");
        }
    }
}
