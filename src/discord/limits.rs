//! The limits of Discord, and the cutting that keeps to them.
//!
//! Discord counts code points (an employee says so in discord-api-docs #1315, 2020-01-23).
//! Its own clients count UTF-16 units, which are never fewer. So UTF-16 units are counted
//! here: a text that fits by this count fits by both.

use std::borrow::Cow;

// The lengths of texts are in characters, as `width` counts them.
pub(super) const CONTENT: usize = 2000;
/// The limit of all text displays of a message together.
pub(super) const MESSAGE_TEXT: usize = 4000;
/// The limit of one text display: Discord's documents differ, and this one suits them all.
pub(super) const TEXT_DISPLAY: usize = 2000;
/// Our own limit of a card's title and of its last line: a longer one is not read.
pub(super) const TITLE: usize = 256;
pub(super) const CHOICES: usize = 25;
/// The limit of a choice's label, and of its value.
pub(super) const CHOICE: usize = 100;
/// The limit of the name of a command or an option.
pub(super) const NAME: usize = 32;
/// The limit of the description of a command or an option.
pub(super) const ABOUT: usize = 100;
pub(super) const BUTTON: usize = 80;
pub(super) const BUTTONS_IN_ROW: usize = 5;
pub(super) const ROWS: usize = 5;
pub(super) const SELECT_OPTIONS: usize = 25;
/// The limit of the label and of the description of an option of a list.
pub(super) const SELECT_TEXT: usize = 100;
pub(super) const PLACEHOLDER: usize = 150;
pub(super) const ALT: usize = 1024;
/// The words beside the name of the bot in the list of members.
pub(super) const ACTIVITY: usize = 128;
/// Discord lets a message mention a hundred roles, which is too many for any reader.
pub(super) const ROLES: usize = 20;
/// The messages of one page of a channel's history.
pub(super) const PAGE: usize = 100;
/// The bytes of an attached text. Discord takes 10 MiB; the rest of the request needs room.
pub(super) const FILE_BYTES: usize = 8 * 1024 * 1024;

const ELLIPSIS: char = '…';

/// Returns the length of a text as it counts against a limit.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Returns the text, or as much of its beginning as fits, with an ellipsis.
pub(super) fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    if width(text) <= limit {
        return Cow::Borrowed(text);
    }
    let mut kept: String = chars_within(text.chars(), limit.saturating_sub(1)).collect();
    kept.push(ELLIPSIS);
    Cow::Owned(kept)
}

/// Renders the text, cut before it is rendered so that no markup is torn apart.
pub(super) fn fit(text: &str, limit: usize, render: impl Fn(&str) -> String) -> String {
    let whole = render(text);
    if width(&whole) <= limit {
        return whole;
    }
    let shortened = |end: usize| {
        let start = text.get(..end).unwrap_or_default();
        render(&format!("{start}{ELLIPSIS}"))
    };
    let ends: Vec<usize> = text.char_indices().map(|(end, _)| end).collect();
    let fitting = ends.partition_point(|&end| width(&shortened(end)) <= limit);
    let last = fitting.checked_sub(1).and_then(|index| ends.get(index));
    shortened(last.copied().unwrap_or_default())
}

/// Returns the text, or as many of its first bytes as fit, on a character's boundary.
pub(super) fn cut_bytes(mut text: String, limit: usize) -> String {
    if text.len() > limit {
        let room = limit.saturating_sub(ELLIPSIS.len_utf8());
        let end = (0..=room).rev().find(|&end| text.is_char_boundary(end));
        text.truncate(end.unwrap_or_default());
        text.push(ELLIPSIS);
    }
    text
}

fn chars_within(chars: impl Iterator<Item = char>, limit: usize) -> impl Iterator<Item = char> {
    let mut used = 0;
    chars.take_while(move |c| {
        used += c.len_utf16();
        used <= limit
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_that_fits_stays_as_it_is() {
        assert_eq!(cut("ventas", 6), "ventas");
    }

    #[test]
    fn a_long_text_ends_in_an_ellipsis() {
        assert_eq!(cut("ventas norte", 7), "ventas…");
    }

    #[test]
    fn a_character_outside_the_basic_plane_counts_twice() {
        assert_eq!(width("🚨"), 2);
        assert_eq!(cut("🚨🚨🚨", 5), "🚨🚨…");
        assert_eq!(cut("🚨🚨🚨", 4), "🚨…");
    }

    #[test]
    fn markup_is_not_torn_apart() {
        let strong = |text: &str| format!("**{text}**");
        assert_eq!(fit("ventas", 8, strong), "**ven…**");
    }

    #[test]
    fn a_text_cut_by_bytes_ends_between_characters() {
        assert_eq!(cut_bytes("ññññ".to_owned(), 8), "ññññ");
        assert_eq!(cut_bytes("ññññ".to_owned(), 7), "ññ…");
    }

    proptest! {
        #[test]
        fn nothing_is_longer_than_its_limit(text in ".{0,60}", limit in 1_usize..50) {
            prop_assert!(width(&cut(&text, limit)) <= limit);
            prop_assert!(width(&fit(&text, limit, str::to_owned)) <= limit);
        }
    }
}
