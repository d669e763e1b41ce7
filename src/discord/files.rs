//! The files of a message: a card's picture, the whole of a text that had to be cut, and the
//! figures to take along.

use std::sync::Arc;

use crate::discord::{
    limits::{ALT, FILE_BYTES, cut, cut_bytes},
    picture_pool::draw_picture,
};
use vigia_cards::{self as cards, charts::Chart};

const PICTURE: &str = "chart.png";

/// The name of the file with the whole of a text that had to be cut.
const REST: &str = "vigia.txt";

/// The most characters of a file's name.
const NAME: usize = 80;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AttachedFile {
    /// The name, of which no part needs escaping anywhere.
    pub(super) name: String,
    pub(super) bytes: Arc<[u8]>,
    /// The description for those who cannot see it.
    pub(super) alt: Option<String>,
}

impl AttachedFile {
    /// Draws a card's picture. A failure costs only the picture.
    pub(super) async fn picture(chart: &Chart) -> Option<Self> {
        let alt = cut(chart.alt.trim(), ALT).into_owned();
        Some(Self {
            name: PICTURE.to_owned(),
            bytes: draw_picture(chart).await?,
            alt: (!alt.is_empty()).then_some(alt),
        })
    }

    /// Makes the file with the whole of a text of which a part had to be left out.
    pub(super) fn rest(text: String) -> Self {
        Self::text(REST.to_owned(), text)
    }

    /// Makes a card's own file, under a name that none of the bot's files has.
    pub(super) fn of_card(file: &cards::CardFile) -> Self {
        let mut name = safe_name(&file.name);
        if [PICTURE, REST]
            .iter()
            .any(|own| name.eq_ignore_ascii_case(own))
        {
            name.insert_str(0, "card-");
        }
        Self::text(name, file.text.clone())
    }

    fn text(name: String, text: String) -> Self {
        Self {
            name,
            bytes: cut_bytes(text, FILE_BYTES).into_bytes().into(),
            alt: None,
        }
    }

    /// Returns the media type by the ending of the name.
    pub(super) fn media(&self) -> &'static str {
        match self.name.rsplit_once('.').map(|(_, kind)| kind) {
            Some("png") => "image/png",
            Some("csv") => "text/csv; charset=utf-8",
            Some("txt" | "log") => "text/plain; charset=utf-8",
            Some("json") => "application/json",
            _ => "application/octet-stream",
        }
    }
}

/// Reduces a name to ASCII letters, digits, `-`, `_` and `.`: Discord changes all others by
/// itself, and then `attachment://` finds nothing.
fn safe_name(name: &str) -> String {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let safe: String = name
        .chars()
        .map(|c| if is_safe(c) { c } else { '-' })
        .collect();
    let safe = safe.trim_matches(['.', '-']);
    // The end is kept: it is the kind of the file.
    let start = safe.len().saturating_sub(NAME);
    match safe
        .get(start..)
        .unwrap_or_default()
        .trim_matches(['.', '-'])
    {
        "" => "file.txt".to_owned(),
        safe => safe.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> String {
        AttachedFile::of_card(&cards::CardFile {
            name: name.into(),
            text: String::new(),
        })
        .name
    }

    #[test]
    fn a_name_is_made_safe() {
        assert_eq!(name("abandon-2026_11.csv"), "abandon-2026_11.csv");
        assert_eq!(name("../../etc/passwd"), "etc-passwd");
        assert_eq!(name("Atención \"1\"\r\n.csv"), "Atenci-n--1---.csv");
        assert_eq!(name("\u{202e}vsc.exe"), "vsc.exe");
        assert_eq!(name(" … "), "file.txt");
        let long = name(&format!("{}.csv", "x".repeat(300)));
        assert_eq!(long, format!("{}.csv", "x".repeat(NAME - 4)));
    }

    #[test]
    fn no_file_bears_the_name_of_another() {
        assert_eq!(name("Vigia.txt"), "card-Vigia.txt");
        assert_eq!(name("chart.png"), "card-chart.png");
    }
}
