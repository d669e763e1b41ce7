//! A short stand-in for a name that is too long for a button. It is made in the same way in
//! every version of the program, so that a button pressed tomorrow is still understood.

use std::{fmt, str::FromStr};

/// Forty bits that stand for a name: two of a thousand names are alike once in two million
/// times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TokenTag(u64);

const BITS: u32 = 40;
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const LETTERS: usize = 8;

impl TokenTag {
    /// FNV-1a, 64 bits, folded to forty.
    pub(crate) fn of(name: &str) -> Self {
        let whole = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self((whole >> BITS) ^ (whole & ((1 << BITS) - 1)))
    }
}

impl fmt::Display for TokenTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..LETTERS).rev().try_for_each(|place| {
            let five = (self.0 >> (place * 5)) & 31;
            let letter = usize::try_from(five)
                .ok()
                .and_then(|five| ALPHABET.get(five));
            fmt::Write::write_char(f, char::from(*letter.unwrap_or(&b'a')))
        })
    }
}

impl FromStr for TokenTag {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() != LETTERS {
            return Err(());
        }
        let places = text.bytes().map(|byte| {
            let place = ALPHABET.iter().position(|letter| *letter == byte);
            place.and_then(|place| u64::try_from(place).ok())
        });
        places
            .into_iter()
            .try_fold(0_u64, |whole, five| Some((whole << 5) | five?))
            .map(Self)
            .ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_never_changes_between_versions() {
        let tags =
            ["", "cali", "Ana Ruiz", "chat-whatsapp"].map(|name| TokenTag::of(name).to_string());
        assert_eq!(tags, ["4scotunz", "sdui5p57", "n62psglp", "o4tejmc7"]);
    }

    #[test]
    fn a_tag_is_read_as_it_was_written() {
        for name in ["", "a", "Ñandú 💥", &"x".repeat(1_000)] {
            let tag = TokenTag::of(name);
            assert_eq!(tag.to_string().parse(), Ok(tag), "{name}");
        }
        for wrong in ["", "abc", "ABCDEFGH", "abcdefg1", "abcdefghi", "áábcdef"] {
            assert_eq!(wrong.parse::<TokenTag>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn names_that_are_nearly_alike_have_other_tags() {
        let names = (0..10_000).map(|number| TokenTag::of(&format!("Agente {number}")));
        let tags: std::collections::HashSet<_> = names.collect();
        assert_eq!(tags.len(), 10_000);
    }
}
