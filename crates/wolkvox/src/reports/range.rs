//! Ranges of seconds as the API writes them into keys: `abandon_0seg_10seg`,
//! `abandon_11seg_20_seg`, `greater_than_121`, `61 - 120 sec`.

/// Words that may stand in a range. Any other word, such as a unit that is not the second,
/// makes it one that this program does not know.
const WORDS: [&str; 16] = [
    "abandon", "seg", "segs", "segundos", "sec", "secs", "seconds", "s", "a", "to", "than", "de",
    "o", "or", "que", "igual",
];

const OPEN: [&str; 6] = ["greater", "more", "mayor", "mas", "más", "over"];

/// Returns the first and the last second of the range that a key or label names, the last as
/// `None` where the range has no end. Returns `None` for a key of another form.
pub(super) fn parse_range(key: &str) -> Option<(u32, Option<u32>)> {
    let key = key.trim().to_lowercase();
    let mut numbers = Vec::new();
    let mut open = key.contains(['>', '+']);
    for word in range_words(&key) {
        if let Ok(number) = word.parse() {
            numbers.push(number);
        } else if OPEN.contains(&word) {
            open = true;
        } else if !WORDS.contains(&word) {
            return None;
        }
    }
    match (numbers.as_slice(), open) {
        (&[from, to], false) if from <= to => Some((from, Some(to))),
        (&[from], true) => Some((from, None)),
        _ => None,
    }
}

/// Runs of digits and runs of letters; `<` counts as a word that no range knows.
fn range_words(key: &str) -> impl Iterator<Item = &str> {
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
            ("abandon_0seg_10seg", (0, Some(10))),
            ("abandon_11seg_20_seg", (11, Some(20))),
            ("abandon_11seg_20seg", (11, Some(20))),
            ("abandon_0_seg_10_seg", (0, Some(10))),
            ("abandon_greater_than_51seg", (51, None)),
            ("0_5_seg", (0, Some(5))),
            ("greater_than_121", (121, None)),
            ("61 – 121 sec", (61, Some(121))),
            ("0-5 sec", (0, Some(5))),
            ("more than 121 sec", (121, None)),
            ("121->", (121, None)),
            ("abandon_mayor_que_51seg", (51, None)),
            ("mayor o igual a 121 segundos", (121, None)),
        ];
        for (key, range) in table {
            assert_eq!(parse_range(key), Some(range), "{key}");
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
            assert_eq!(parse_range(key), None, "{key}");
        }
    }
}
