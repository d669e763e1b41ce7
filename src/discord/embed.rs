//! A card as a Discord embed. What does not fit is in the text file that goes with it.

use serde::Serialize;

use crate::discord::{
    escape::{self, heading, markdown, markdown_within, plain},
    limits::{
        EMBED_DESCRIPTION, EMBED_FIELDS, EMBED_FOOTER, EMBED_TITLE, EMBEDS_TOTAL, FIELD_NAME,
        FIELD_VALUE, cut_start, fit, width,
    },
};
use vigia_cards::{Card, CardField, CardLine, Tone};

/// Ends a description that goes on in the file.
const CONTINUED: &str = "… → `vigia.txt`";

/// Ends a description of which the rest cannot be sent.
const CUT: &str = "…";

/// What Discord calls an embed: a frame with a coloured edge.
#[derive(Clone, Debug, Serialize)]
pub(super) struct EmbedBody {
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    color: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<EmbedField>,
    #[serde(skip_serializing_if = "Option::is_none")]
    footer: Option<EmbedFooter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<EmbedImage>,
}

#[derive(Clone, Debug, Serialize)]
struct EmbedImage {
    url: String,
}

#[derive(Clone, Debug, Serialize)]
struct EmbedField {
    name: String,
    value: String,
    inline: bool,
}

#[derive(Clone, Debug, Serialize)]
struct EmbedFooter {
    text: String,
}

/// A card in Discord's form, and whether all of it is there.
pub(super) struct DrawnCard {
    /// As much of it as fits, most important first.
    pub(super) embed: EmbedBody,
    /// Whether nothing had to be left out.
    pub(super) is_whole: bool,
}

impl EmbedBody {
    /// With a picture from among the files of the message.
    pub(super) fn picture(self, file: &str) -> Self {
        let url = format!("attachment://{file}");
        Self {
            image: Some(EmbedImage { url }),
            ..self
        }
    }
}

/// Draws a card, whose rest goes on in a file where files may be sent.
pub(super) fn draw(card: &Card, may_attach: bool) -> DrawnCard {
    let mut space = EmbedSpace::new();
    let title = space.whole_or_cut(heading(&card.title), EMBED_TITLE, |limit| {
        fit(&card.title, limit, heading)
    });
    let footer = footer(&card.footer, &mut space);
    let mut description = description(&card.lines, &mut space);
    let fields = fields(&card.fields, &mut space);
    if !space.is_whole {
        if !description.is_empty() {
            description.push('\n');
        }
        description.push_str(if may_attach { CONTINUED } else { CUT });
    }
    let embed = EmbedBody {
        title,
        description,
        color: colour(card.tone),
        fields,
        footer,
        timestamp: card.as_of.map(|time| time.to_rfc3339()),
        image: None,
    };
    DrawnCard {
        embed,
        is_whole: space.is_whole,
    }
}

/// What is left of the characters of a message's embeds.
struct EmbedSpace {
    left: usize,
    is_whole: bool,
}

impl EmbedSpace {
    fn new() -> Self {
        Self {
            // The word that the rest is in the file must always fit.
            left: EMBEDS_TOTAL - width(CONTINUED) - 1,
            is_whole: true,
        }
    }

    fn whole_or_cut(
        &mut self,
        whole: String,
        limit: usize,
        cut: impl FnOnce(usize) -> String,
    ) -> String {
        let text = if width(&whole) <= limit {
            whole
        } else {
            self.is_whole = false;
            cut(limit)
        };
        self.left = self.left.saturating_sub(width(&text));
        text
    }
}

/// The footer loses its beginning rather than its end: the mark stands there by which the
/// message is found again. No Markdown is rendered in it.
fn footer(text: &str, space: &mut EmbedSpace) -> Option<EmbedFooter> {
    if text.trim().is_empty() {
        return None;
    }
    let text = plain(text);
    let cut = |limit| cut_start(&text, limit).into_owned();
    let text = space.whole_or_cut(text.clone(), EMBED_FOOTER, cut);
    Some(EmbedFooter { text })
}

fn description(lines: &[CardLine], space: &mut EmbedSpace) -> String {
    let limit = (EMBED_DESCRIPTION - width(CONTINUED) - 1).min(space.left);
    let mut text = String::new();
    for line in lines {
        let rendered = markdown(line);
        if width(&text) + width(&rendered) + 1 > limit {
            space.is_whole = false;
            if text.is_empty() {
                text = markdown_within(line, limit).0;
            }
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&rendered);
    }
    space.left -= width(&text).min(space.left);
    text
}

fn fields(fields: &[CardField], space: &mut EmbedSpace) -> Vec<EmbedField> {
    let mut drawn = Vec::new();
    for field in fields {
        let name = fit(&field.name, FIELD_NAME, heading);
        let (value, is_cut) = markdown_within(&field.value, FIELD_VALUE);
        let value = if value.trim().is_empty() {
            escape::NOTHING.to_owned()
        } else {
            value
        };
        let taken = width(&name) + width(&value);
        if drawn.len() == EMBED_FIELDS || taken > space.left {
            space.is_whole = false;
            break;
        }
        space.left -= taken;
        space.is_whole &= !is_cut && width(&heading(&field.name)) <= FIELD_NAME;
        drawn.push(EmbedField {
            name,
            value,
            inline: true,
        });
    }
    drawn
}

/// Discord's own palette; the title says it in words too.
fn colour(tone: Tone) -> u32 {
    match tone {
        Tone::Critical => 0x00ED_4245,
        Tone::Warning => 0x00FA_A61A,
        Tone::Resolved => 0x0057_F287,
        Tone::NoData => 0x0080_848E,
        Tone::Info => 0x0058_65F2,
        Tone::Refusal => 0x004E_5058,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};
    use proptest::prelude::*;
    use serde_json::{Value, json};
    use twilight_model::channel::message::Embed as Judged;
    use twilight_validate::message::embeds;

    use super::*;
    use crate::discord::escape::tests::hostile;
    use vigia_cards::TextSpan;

    fn card() -> Card {
        Card {
            tone: Tone::Critical,
            title: "Ventas: abandono 12 %".into(),
            lines: vec![CardLine::text("más de 10 %")],
            fields: vec![CardField {
                name: "Ofrecidas".into(),
                value: CardLine::text("120"),
            }],
            footer: "abandono-alto · #k3".into(),
            as_of: Some(Utc.with_ymd_and_hms(2026, 11, 17, 15, 5, 0).unwrap()),
            ..Card::default()
        }
    }

    fn as_json(card: &Card) -> Value {
        serde_json::to_value(draw(card, true).embed).unwrap()
    }

    /// The judgement of a library that knows Discord's rules by itself.
    fn judge(card: &Card) -> Result<(), String> {
        let mut embed = as_json(card);
        embed["type"] = json!("rich");
        let embed: Judged = serde_json::from_value(embed).map_err(|e| e.to_string())?;
        let utf16 = |text: &str| text.encode_utf16().count();
        let total = utf16(embed.title.as_deref().unwrap_or_default())
            + utf16(embed.description.as_deref().unwrap_or_default())
            + embed
                .footer
                .as_ref()
                .map_or(0, |footer| utf16(&footer.text))
            + embed
                .fields
                .iter()
                .map(|f| utf16(&f.name) + utf16(&f.value))
                .sum::<usize>();
        if total > EMBEDS_TOTAL {
            return Err(format!("{total} characters"));
        }
        if embed
            .fields
            .iter()
            .any(|f| f.name.trim().is_empty() || f.value.trim().is_empty())
        {
            return Err("an empty field".into());
        }
        embeds(&[embed]).map_err(|e| e.to_string())
    }

    #[test]
    fn a_card_is_one_embed() {
        assert_eq!(
            as_json(&card()),
            json!({
                "title": "Ventas: abandono 12 %",
                "description": "más de 10 %",
                "color": 0x00ED_4245,
                "fields": [{"name": "Ofrecidas", "value": "120", "inline": true}],
                "footer": {"text": "abandono-alto · #k3"},
                "timestamp": "2026-11-17T15:05:00+00:00",
            })
        );
        assert!(draw(&card(), true).is_whole);
    }

    #[test]
    fn an_empty_card_is_taken_too() {
        let card = Card {
            title: String::new(),
            lines: vec![],
            fields: vec![CardField {
                name: String::new(),
                value: CardLine(vec![]),
            }],
            footer: String::new(),
            as_of: None,
            ..card()
        };
        assert_eq!(as_json(&card)["title"], "–");
        assert_eq!(as_json(&card)["fields"][0]["value"], "–");
        judge(&card).unwrap();
    }

    #[test]
    fn a_long_card_ends_where_its_file_goes_on() {
        let line = CardLine::text("un renglón de cincuenta caracteres, más o menos así");
        let card = Card {
            lines: vec![line; 200],
            ..card()
        };
        let drawn = draw(&card, true);
        assert!(!drawn.is_whole);
        assert!(drawn.embed.description.ends_with("\n… → `vigia.txt`"));
        assert_eq!(drawn.embed.fields.len(), 1);
        judge(&card).unwrap();
    }

    #[test]
    fn a_footer_keeps_its_mark() {
        let card = Card {
            footer: format!("{} #k3", "x".repeat(5000)),
            ..card()
        };
        let text = draw(&card, true).embed.footer.unwrap().text;
        assert!(text.ends_with(" #k3"));
        judge(&card).unwrap();
    }

    #[test]
    fn a_footer_is_not_escaped_since_it_shows_backslashes() {
        let card = Card {
            footer: "skill_11 · *a*".into(),
            ..card()
        };
        assert_eq!(as_json(&card)["footer"]["text"], "skill_11 · *a*");
    }

    fn line() -> impl Strategy<Value = CardLine> {
        let span = (hostile(), 0..4).prop_map(|(text, kind)| match kind {
            0 => TextSpan::Strong(text),
            1 => TextSpan::Code(text),
            _ => TextSpan::Text(text.repeat(8)),
        });
        proptest::collection::vec(span, 0..4).prop_map(CardLine)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn no_card_breaks_a_limit(
            title in hostile(),
            lines in proptest::collection::vec(line(), 0..40),
            fields in proptest::collection::vec((hostile(), line()), 0..40),
            footer in hostile(),
        ) {
            let fields = fields.into_iter().map(|(name, value)| CardField { name, value });
            let card = Card { title, lines, fields: fields.collect(), footer, ..card() };
            prop_assert_eq!(judge(&card), Ok(()));
        }
    }
}
