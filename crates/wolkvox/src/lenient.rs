//! Bodies that are not quite JSON: bytes of Latin-1, text of PHP around the object, halves of surrogate
//! pairs, numbers beyond what a float holds. What is spoilt is one field or name; the rest is read.

use std::borrow::Cow;

/// Returns the body as text. A byte that is no UTF-8 is read as Latin-1, which is what wolkvox's databases hold.
///
/// `None` where the body ends within a character: it was cut off.
pub(super) fn decode_text(body: &[u8]) -> Option<Cow<'_, str>> {
    if let Ok(text) = std::str::from_utf8(body) {
        return Some(Cow::Borrowed(text));
    }
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    loop {
        match std::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                return Some(Cow::Owned(text));
            }
            Err(error) => {
                let (valid, after) = rest.split_at(error.valid_up_to());
                text.push_str(&String::from_utf8_lossy(valid));
                let bad = error.error_len()?;
                let (bad, after) = after.split_at(bad);
                text.extend(bad.iter().copied().map(char::from));
                rest = after;
            }
        }
    }
}

/// Returns the one JSON object in `text`, repaired, without what surrounds it. `None` where there is none, it
/// does not end, or another object follows, since nobody can say which of the two counts.
pub(super) fn repair_document(text: &str) -> Option<String> {
    let start = text.find('{')?;
    let bytes = text.as_bytes();
    let mut repaired = String::with_capacity(text.len() - start);
    let (mut depth, mut at) = (0_u32, start);
    while at < bytes.len() {
        let from = at;
        match bytes[at] {
            b'"' => {
                at = end_of_string(bytes, at)?;
                push_string(&mut repaired, &text[from..at]);
                continue;
            }
            b'-' | b'0'..=b'9' => {
                while at < bytes.len()
                    && matches!(bytes[at], b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')
                {
                    at += 1;
                }
                push_number(&mut repaired, &text[from..at]);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        let length = text[at..].chars().next().map_or(1, char::len_utf8);
        repaired.push_str(&text[at..at + length]);
        at += length;
        if depth == 0 {
            return (!text[at..].contains('{')).then_some(repaired);
        }
    }
    None
}

/// Returns the place behind the closing quote.
fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Copies a string; control characters become blanks, and halves of surrogate pairs the replacement character.
fn push_string(repaired: &mut String, string: &str) {
    let mut rest = string;
    while let Some(place) = rest.find(|c: char| c == '\\' || c < ' ') {
        repaired.push_str(&rest[..place]);
        rest = &rest[place..];
        let taken = match unicode_escape(rest) {
            Some(0xd800..=0xdbff) if is_low_half(rest.get(6..).unwrap_or_default()) => 12,
            Some(0xd800..=0xdfff) => {
                repaired.push('\u{fffd}');
                rest = rest.get(6..).unwrap_or_default();
                continue;
            }
            Some(_) => 6,
            None if rest.starts_with('\\') => {
                1 + rest[1..].chars().next().map_or(0, char::len_utf8)
            }
            None => {
                repaired.push(' ');
                rest = &rest[1..];
                continue;
            }
        };
        repaired.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    repaired.push_str(rest);
}

fn unicode_escape(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

fn is_low_half(text: &str) -> bool {
    matches!(unicode_escape(text), Some(0xdc00..=0xdfff))
}

/// Copies a number; one that no float holds becomes a text, which its field refuses.
fn push_number(repaired: &mut String, number: &str) {
    match number.parse::<f64>() {
        Ok(value) if value.is_finite() => repaired.push_str(number),
        Ok(_) | Err(_) => {
            repaired.push('"');
            repaired.push_str(number);
            repaired.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> Option<serde_json::Value> {
        repair_document(text).map(|json| serde_json::from_str(&json).unwrap())
    }

    #[test]
    fn text_around_the_object_is_left_out() {
        let one = serde_json::json!({"a": "}"});
        for text in [
            "<br /><b>Warning</b>: x\n{\"a\": \"}\"}",
            "{\"a\": \"}\"}<!-- 0.2s -->",
            "{\"a\": \"}\"}\0",
            "\nNotice: y\n{\"a\": \"}\"}\u{feff}",
        ] {
            assert_eq!(repaired(text), Some(one.clone()), "{text:?}");
        }
    }

    #[test]
    fn two_objects_are_no_answer_and_neither_is_half_of_one() {
        assert_eq!(repaired(r#"{"a": 1}{"a": 2}"#), None);
        assert_eq!(repaired(r#"{"a": [1"#), None);
        assert_eq!(repaired(r#"{"a": "b"#), None);
        assert_eq!(repaired("no object"), None);
    }

    #[test]
    fn halves_of_surrogates_and_huge_numbers_spoil_only_themselves() {
        let text =
            r#"{"a": "ab\ud83dcd", "b": "\ud83d\ude00", "c": 1e400, "d": -2.5, "e": "\\ud83d"}"#;
        assert_eq!(
            repaired(text),
            Some(serde_json::json!({
                "a": "ab\u{fffd}cd", "b": "😀", "c": "1e400", "d": -2.5, "e": "\\ud83d"
            }))
        );
    }

    #[test]
    fn a_byte_of_latin_1_is_its_letter() {
        let body = b"{\"name\": \"PE\xd1A\"}";
        assert_eq!(decode_text(body).unwrap(), "{\"name\": \"PEÑA\"}");
        assert_eq!(decode_text(b"{\"name\": \"PE\xc3"), None);
        assert!(matches!(
            decode_text("ñ".as_bytes()),
            Some(Cow::Borrowed("ñ"))
        ));
    }
}
