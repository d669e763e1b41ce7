//! Keeps the token out of every text that leaves this crate, also where a server echoes it.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

const MARK: &str = "[token]";

#[derive(Clone, Debug)]
pub(super) struct SecretScrubber(Arc<SecretString>);

impl SecretScrubber {
    pub(super) fn new(token: &SecretString) -> Self {
        Self(Arc::new(SecretString::from(
            token.expose_secret().trim().to_ascii_lowercase(),
        )))
    }

    /// Returns `text` without the token in either case, without control characters, and cut to
    /// `longest` characters. The cut comes last, so that no half of a token remains.
    pub(super) fn clean(&self, text: &str, longest: usize) -> String {
        let without = self.without_token(text);
        let mut clean: String = without
            .trim()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(longest + 1)
            .collect();
        if let Some((end, _)) = clean.char_indices().nth(longest) {
            clean.truncate(end);
            clean.push('…');
        }
        clean
    }

    fn without_token(&self, text: &str) -> String {
        let token = self.0.expose_secret();
        if token.is_empty() {
            return text.to_owned();
        }
        // Lower case of ASCII keeps every byte in its place, so that places found in one
        // text hold in the other.
        let lower = text.to_ascii_lowercase();
        let mut clean = String::with_capacity(text.len());
        let mut end = 0;
        for (start, found) in lower.match_indices(token) {
            clean.push_str(text.get(end..start).unwrap_or_default());
            clean.push_str(MARK);
            end = start + found.len();
        }
        clean.push_str(text.get(end..).unwrap_or_default());
        clean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrub() -> SecretScrubber {
        SecretScrubber::new(&SecretString::from("abc123DEF".to_owned()))
    }

    #[test]
    fn the_token_goes_in_either_case_and_the_rest_stays() {
        assert_eq!(
            scrub().clean("ñ ABC123def, then abc123DEF!", 80),
            "ñ [token], then [token]!"
        );
    }

    #[test]
    fn no_half_of_a_token_remains_at_the_cut() {
        let text = format!("{}abc123DEF", "x".repeat(7));
        assert_eq!(scrub().clean(&text, 10), "xxxxxxx[to…");
    }

    #[test]
    fn control_characters_become_blanks() {
        assert_eq!(scrub().clean("a\nb\u{1b}[31m", 80), "a b [31m");
    }
}
