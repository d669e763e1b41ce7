//! What Discord lets through, and the cutting that keeps to it.
//!
//! Discord counts code points (an employee says so in discord-api-docs #1315, 2020-01-23).
//! Its own clients count UTF-16 units, which are never fewer. So UTF-16 units are counted
//! here: a text that fits by this count fits by both.

use std::borrow::Cow;

/// The characters of a message's own text.
pub(super) const CONTENT: usize = 2000;
/// The characters of all the embeds of a message together.
pub(super) const EMBEDS_TOTAL: usize = 6000;
/// The characters of an embed's title.
pub(super) const EMBED_TITLE: usize = 256;
/// The characters of an embed's description.
pub(super) const EMBED_DESCRIPTION: usize = 4096;
/// The fields of an embed.
pub(super) const EMBED_FIELDS: usize = 25;
/// The characters of a field's name.
pub(super) const FIELD_NAME: usize = 256;
/// The characters of a field's value.
pub(super) const FIELD_VALUE: usize = 1024;
/// The characters of an embed's footer.
pub(super) const EMBED_FOOTER: usize = 2048;
/// The characters of a thread's name.
pub(super) const THREAD_NAME: usize = 100;
/// The choices of an autocompletion.
pub(super) const CHOICES: usize = 25;
/// The characters of a choice's label, and of its value.
pub(super) const CHOICE: usize = 100;
/// The characters of a command's name or an option's, and of what it does.
pub(super) const NAME: usize = 32;
/// The characters of what a command or an option does.
pub(super) const ABOUT: usize = 100;
/// The characters of a button's label.
pub(super) const BUTTON: usize = 80;
/// The buttons of a row.
pub(super) const BUTTONS_IN_ROW: usize = 5;
/// The rows of buttons of a message.
pub(super) const ROWS: usize = 5;
/// The characters of the words for a picture.
pub(super) const ALT: usize = 1024;
/// The roles that a message may call: a hundred in Discord's eyes, too many in anybody's.
pub(super) const ROLES: usize = 20;
/// The messages of one page of a channel's history.
pub(super) const PAGE: usize = 100;
/// The bytes of an attached text. Discord takes 10 MiB; the rest of the request needs room.
pub(super) const FILE_BYTES: usize = 8 * 1024 * 1024;
/// New sessions in an hour. Discord resets the token after 1000 in a day.
pub(super) const SESSIONS_PER_HOUR: usize = 100;

const ELLIPSIS: char = '…';

/// The length of a text as it counts against a limit.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The text, or as much of its beginning as fits, with an ellipsis.
pub(super) fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    if width(text) <= limit {
        return Cow::Borrowed(text);
    }
    let mut kept: String = within(text.chars(), limit.saturating_sub(1)).collect();
    kept.push(ELLIPSIS);
    Cow::Owned(kept)
}

/// The text, or as much of its end as fits, after an ellipsis.
pub(super) fn cut_start(text: &str, limit: usize) -> Cow<'_, str> {
    if width(text) <= limit {
        return Cow::Borrowed(text);
    }
    let end: Vec<char> = within(text.chars().rev(), limit.saturating_sub(1)).collect();
    Cow::Owned(
        std::iter::once(ELLIPSIS)
            .chain(end.into_iter().rev())
            .collect(),
    )
}

/// The text in its markup, cut before it is marked up so that no markup is torn apart.
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

/// The text, or as many of its first bytes as fit, on a character's boundary.
pub(super) fn cut_bytes(mut text: String, limit: usize) -> String {
    if text.len() > limit {
        let room = limit.saturating_sub(ELLIPSIS.len_utf8());
        let end = (0..=room).rev().find(|&end| text.is_char_boundary(end));
        text.truncate(end.unwrap_or_default());
        text.push(ELLIPSIS);
    }
    text
}

fn within(chars: impl Iterator<Item = char>, limit: usize) -> impl Iterator<Item = char> {
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
        assert_eq!(cut_start("ventas", 6), "ventas");
    }

    #[test]
    fn a_long_text_ends_in_an_ellipsis() {
        assert_eq!(cut("ventas norte", 7), "ventas…");
        assert_eq!(cut_start("regla · #k3", 4), "…#k3");
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
            prop_assert!(width(&cut_start(&text, limit)) <= limit);
            prop_assert!(width(&fit(&text, limit, str::to_owned)) <= limit);
        }
    }
}
