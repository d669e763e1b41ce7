//! A card as a Discord embed. A card that does not fit goes on in a text file.

use serde_json::{Value, json};

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

/// Ends a description whose rest cannot be sent.
const CUT: &str = "…";

/// Draws as much of a card as fits, most important first. Its rest goes on in a file where files
/// may be sent. The second value is true if nothing had to be left out.
pub(super) fn draw_embed(card: &Card, may_attach: bool) -> (Value, bool) {
    let mut space = EmbedSpace {
        // The note that the rest is in the file must always fit.
        left: EMBEDS_TOTAL - width(CONTINUED) - 1,
        is_whole: true,
    };
    let title = space.whole_or_cut(heading(&card.title), EMBED_TITLE, |limit| {
        fit(&card.title, limit, heading)
    });
    let footer = draw_footer(&card.footer, &mut space);
    let mut description = draw_description(&card.lines, &mut space);
    let fields = draw_fields(&card.fields, &mut space);
    if !space.is_whole {
        if !description.is_empty() {
            description.push('\n');
        }
        description.push_str(if may_attach { CONTINUED } else { CUT });
    }
    let mut embed = json!({"title": title, "color": tone_colour(card.tone)});
    if !description.is_empty() {
        embed["description"] = description.into();
    }
    if !fields.is_empty() {
        embed["fields"] = fields.into();
    }
    if let Some(text) = footer {
        embed["footer"] = json!({"text": text});
    }
    if let Some(time) = card.as_of {
        embed["timestamp"] = time.to_rfc3339().into();
    }
    (embed, space.is_whole)
}

/// The space for the characters of a message's embeds.
struct EmbedSpace {
    left: usize,
    is_whole: bool,
}

impl EmbedSpace {
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

/// Cuts the footer at its beginning rather than its end, which holds the mark by which the
/// message is found again. Discord renders no Markdown in it.
fn draw_footer(text: &str, space: &mut EmbedSpace) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    let text = plain(text);
    let cut = |limit| cut_start(&text, limit).into_owned();
    Some(space.whole_or_cut(text.clone(), EMBED_FOOTER, cut))
}

fn draw_description(lines: &[CardLine], space: &mut EmbedSpace) -> String {
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

fn draw_fields(fields: &[CardField], space: &mut EmbedSpace) -> Vec<Value> {
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
        drawn.push(json!({"name": name, "value": value, "inline": true}));
    }
    drawn
}

/// The colours are Discord's own palette; the title says the same in words.
fn tone_colour(tone: Tone) -> u32 {
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
        draw_embed(card, true).0
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
        assert!(draw_embed(&card(), true).1);
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
        let (embed, is_whole) = draw_embed(&card, true);
        assert!(!is_whole);
        let description = embed["description"].as_str().unwrap();
        assert!(description.ends_with("\n… → `vigia.txt`"));
        assert_eq!(embed["fields"].as_array().unwrap().len(), 1);
        judge(&card).unwrap();
    }

    #[test]
    fn a_footer_keeps_its_mark() {
        let card = Card {
            footer: format!("{} #k3", "x".repeat(5000)),
            ..card()
        };
        let embed = draw_embed(&card, true).0;
        assert!(embed["footer"]["text"].as_str().unwrap().ends_with(" #k3"));
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
