//! A card as a tree of Discord's components (version 2), which are all of a message's look: text,
//! picture, files and buttons inside one frame.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::discord::{
    escape::{self, heading, markdown, markdown_within, plain},
    files::AttachedFile,
    limits::{
        BUTTON, BUTTONS_IN_ROW, MESSAGE_TEXT, PLACEHOLDER, ROWS, SELECT_OPTIONS, SELECT_TEXT,
        TEXT_DISPLAY, TITLE, cut, fit, width,
    },
};
use vigia_cards::{Card, CardButton, CardLine, CardSelect, Tone};

/// Ends a text that goes on in the file.
const CONTINUED: &str = "… → `vigia.txt`";

/// Ends a text whose rest cannot be sent.
const CUT: &str = "…";

/// A component of a message. The numbers of their types are Discord's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Component {
    ActionRow(Vec<RowPart>),
    TextDisplay(String),
    /// A picture of the message, by the name of its file, with the words for those who cannot
    /// see it.
    Picture {
        name: String,
        alt: Option<String>,
    },
    /// A file of the message, by its name.
    File(String),
    /// A frame with a colour at its side.
    Container {
        accent: Option<u32>,
        parts: Vec<Component>,
    },
}

/// A part of an action row: up to five buttons, or one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowPart {
    Button(CardButton),
    Select(CardSelect),
}

impl Component {
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::ActionRow(parts) => {
                let parts: Vec<Value> = parts.iter().map(RowPart::to_json).collect();
                json!({"type": 1, "components": parts})
            }
            Self::TextDisplay(text) => json!({"type": 10, "content": text}),
            Self::Picture { name, alt } => {
                let mut item = json!({"media": {"url": format!("attachment://{name}")}});
                if let Some(alt) = alt {
                    item["description"] = json!(alt);
                }
                json!({"type": 12, "items": [item]})
            }
            Self::File(name) => {
                json!({"type": 13, "file": {"url": format!("attachment://{name}")}})
            }
            Self::Container { accent, parts } => {
                let parts: Vec<Value> = parts.iter().map(Self::to_json).collect();
                let mut frame = json!({"type": 17, "components": parts});
                if let Some(accent) = accent {
                    frame["accent_color"] = json!(accent);
                }
                frame
            }
        }
    }
}

impl RowPart {
    fn to_json(&self) -> Value {
        match self {
            Self::Button(button) => json!({
                "type": 2,
                "style": if button.is_primary { 1 } else { 2 },
                "label": cut(&plain(&button.label), BUTTON),
                "custom_id": button.press,
                "disabled": !button.is_enabled,
            }),
            Self::Select(select) => {
                let options = select.options.iter().take(SELECT_OPTIONS).map(|option| {
                    let mut shown = json!({
                        "label": cut(&plain(&option.label), SELECT_TEXT),
                        "value": option.press,
                    });
                    if !option.about.is_empty() {
                        shown["description"] = json!(cut(&plain(&option.about), SELECT_TEXT));
                    }
                    if let Some(emoji) = &option.emoji {
                        shown["emoji"] = json!({"name": emoji});
                    }
                    shown
                });
                json!({
                    "type": 3,
                    "custom_id": select.press,
                    "placeholder": cut(&plain(&select.placeholder), PLACEHOLDER),
                    "options": options.collect::<Vec<_>>(),
                })
            }
        }
    }
}

/// Draws as much of a card as fits, most important first, with the picture and the files that go
/// with it. The second value is true if nothing had to be left out. Where a part had to be left
/// out, `rest` is the name of the file that has it.
pub(super) fn draw_card(
    card: &Card,
    picture: Option<&AttachedFile>,
    files: &[AttachedFile],
    may_attach: bool,
) -> (Component, bool) {
    let footer = footer_text(card);
    let mut space = TextSpace {
        // The note that the rest is in the file must always fit.
        left: MESSAGE_TEXT - width(CONTINUED) - 1 - footer.as_deref().map_or(0, width),
        is_whole: true,
    };
    let mut above = vec![format!("### {}", space.title(&card.title))];
    above.extend(space.lines(&card.lines));
    for field in &card.fields {
        above.extend(space.field(&heading(&field.name), &field.value));
    }
    let mut below = space.lines(&card.below);
    below.extend(footer);
    if !space.is_whole {
        below.insert(0, if may_attach { CONTINUED } else { CUT }.to_owned());
    }
    let mut parts = text_displays(&above);
    parts.extend(picture.map(|picture| Component::Picture {
        name: picture.name.clone(),
        alt: picture.alt.clone(),
    }));
    parts.extend(text_displays(&below));
    let files = files.iter().map(|file| Component::File(file.name.clone()));
    parts.extend(files);
    parts.extend(action_rows(card));
    let frame = Component::Container {
        accent: accent_colour(card.tone),
        parts,
    };
    (frame, space.is_whole)
}

/// Puts lines into as few text displays as hold them.
fn text_displays(lines: &[String]) -> Vec<Component> {
    let mut texts: Vec<String> = Vec::new();
    for line in lines {
        match texts.last_mut() {
            Some(text) if width(text) + 1 + width(line) <= TEXT_DISPLAY => {
                text.push('\n');
                text.push_str(line);
            }
            Some(_) | None => texts.push(line.clone()),
        }
    }
    texts.into_iter().map(Component::TextDisplay).collect()
}

/// A small line, in which Discord renders Markdown.
fn footer_text(card: &Card) -> Option<String> {
    let footer = card.footer.trim();
    (!footer.is_empty()).then(|| format!("-# {}", fit(footer, TITLE, heading)))
}

/// The space for the text of a message.
struct TextSpace {
    left: usize,
    is_whole: bool,
}

impl TextSpace {
    fn title(&mut self, title: &str) -> String {
        let whole = heading(title);
        let text = if width(&whole) <= TITLE {
            whole
        } else {
            self.is_whole = false;
            fit(title, TITLE, heading)
        };
        self.left = self.left.saturating_sub(width(&text) + "### ".len());
        text
    }

    /// Takes lines as long as they fit; the first one may be cut.
    fn lines(&mut self, lines: &[CardLine]) -> Vec<String> {
        let mut taken = Vec::new();
        for line in lines {
            let rendered = markdown(line);
            if width(&rendered) < self.left.min(TEXT_DISPLAY) {
                self.left -= width(&rendered) + 1;
                taken.push(rendered);
                continue;
            }
            if taken.is_empty() && self.is_whole {
                let room = self.left.saturating_sub(1).min(TEXT_DISPLAY);
                taken.push(markdown_within(line, room).0);
            }
            self.left = 0;
            self.is_whole = false;
            break;
        }
        taken
    }

    fn field(&mut self, name: &str, value: &CardLine) -> Option<String> {
        let value = match markdown(value) {
            value if value.trim().is_empty() => escape::NOTHING.to_owned(),
            value => value,
        };
        let text = format!("{name}: {value}");
        if width(&text) >= self.left.min(TEXT_DISPLAY) {
            self.left = 0;
            self.is_whole = false;
            return None;
        }
        self.left -= width(&text) + 1;
        Some(text)
    }
}

/// The colours of the states; the title says the same in words. An answer is not an alarm and has
/// none.
fn accent_colour(tone: Tone) -> Option<u32> {
    match tone {
        Tone::Critical => Some(0x00F4_606C),
        Tone::Warning => Some(0x00F5_B83D),
        Tone::Recovering => Some(0x005C_9DFF),
        Tone::Resolved => Some(0x0045_D0B0),
        Tone::Snoozed | Tone::NoData => Some(0x008B_919C),
        Tone::Info | Tone::Refusal => None,
    }
}

/// Puts the buttons into rows, in their order, and the list below them. One that Discord would
/// refuse is left out: it would take the whole message with it.
pub(super) fn action_rows(card: &Card) -> Vec<Component> {
    let mut seen = BTreeSet::new();
    let (fitting, odd): (Vec<_>, Vec<_>) = card
        .buttons
        .iter()
        .partition(|button| is_pressable(&button.press) && seen.insert(button.press.as_str()));
    let rows = ROWS - usize::from(card.select.is_some());
    let left_out = odd.len() + fitting.len().saturating_sub(rows * BUTTONS_IN_ROW);
    if left_out > 0 {
        tracing::warn!(left_out, "buttons that Discord would refuse are left out");
    }
    let buttons = |buttons: &[&CardButton]| {
        let parts = buttons.iter().map(|it| RowPart::Button((*it).clone()));
        Component::ActionRow(parts.collect())
    };
    let mut drawn: Vec<Component> = fitting
        .chunks(BUTTONS_IN_ROW)
        .take(rows)
        .map(buttons)
        .collect();
    if let Some(select) = &card.select {
        let mut select = select.clone();
        let mut chosen = BTreeSet::new();
        select
            .options
            .retain(|option| is_pressable(&option.press) && chosen.insert(option.press.clone()));
        if !select.options.is_empty() && !seen.contains(select.press.as_str()) {
            drawn.push(Component::ActionRow(vec![RowPart::Select(select)]));
        }
    }
    drawn
}

/// True if Discord sends it back as it was. Blanks at its ends would get lost.
fn is_pressable(press: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() || c == ' ';
    (1..=CardButton::PRESS).contains(&press.len())
        && press.chars().all(is_plain)
        && press.trim() == press
}

/// Visits a component that Discord sent, and all that are in it.
pub(super) fn walk(components: &Value, visit: &mut impl FnMut(&Value)) {
    for component in components.as_array().into_iter().flatten() {
        visit(component);
        if let Some(inner) = component.get("components") {
            walk(inner, visit);
        }
    }
}

/// Returns the components of a message as an edit takes them, with this one button disabled. What
/// Discord sent names pictures by their addresses, and an edit by their files.
pub(super) fn disable_button(mut components: Value, custom_id: &str) -> Value {
    for component in components.as_array_mut().into_iter().flatten() {
        if let Some(inner) = component.get_mut("components") {
            *inner = disable_button(inner.take(), custom_id);
        }
        if component.get("custom_id").and_then(Value::as_str) == Some(custom_id) {
            component["disabled"] = json!(true);
        }
        if let Some(file) = component.get_mut("file") {
            *file = json!({"url": attachment_url(file)});
        }
        let items = component.get_mut("items").and_then(Value::as_array_mut);
        for item in items.into_iter().flatten() {
            if let Some(media) = item.get_mut("media") {
                *media = json!({"url": attachment_url(media)});
            }
        }
    }
    components
}

fn attachment_url(media: &Value) -> String {
    let url = media.get("url").and_then(Value::as_str).unwrap_or_default();
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    format!("attachment://{name}")
}

#[cfg(test)]
mod tests;
