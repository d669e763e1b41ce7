//! Which channel is meant: as the API spells it, or as one of our languages calls it.

use chrono_tz::Tz;

use crate::commands::{MenuChoice, typed::fold};
use vigia_cards::{Language, Locale, Words, tidy};
use vigia_core::metrics::Channel;

/// The channels that wolkvox documents, as it spells them.
pub(crate) const KNOWN: [&str; 16] = [
    Channel::INBOUND,
    "chat-whatsapp",
    "chat-web",
    "chat-facebook",
    "chat-instagram",
    "chat-telegram",
    "chat-line",
    "chat-email",
    "chat-transferSkill",
    "chat-configurationbox",
    "internalcall_que",
    "out_pre",
    "omni-email",
    "omni-facebook_page",
    "omni-instagram",
    "omni-twitter",
];

/// How long a channel's name may be.
const LONGEST: usize = 60;

/// Why no single channel is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ChannelFault {
    /// It is no name of a channel.
    NoName,
    /// Several are called so.
    Ambiguous(Vec<Channel>),
}

/// Finds the channel that is meant. A name that nobody knows is taken as it is spelt: the
/// centre may have channels that no page tells of.
pub(crate) fn find(typed: &str) -> Result<Option<Channel>, ChannelFault> {
    let text = fold(typed);
    if text.is_empty() || matches!(text.as_str(), "all" | "todos" | "todas" | "*") {
        return Ok(None);
    }
    let fitting = |fits: fn(&str, &str) -> bool| {
        let known = KNOWN.into_iter().filter(|channel| {
            let mut names = names(channel).into_iter();
            names.any(|name| fits(&name, &text))
        });
        known.map(Channel::new).collect::<Vec<_>>()
    };
    let exact = fitting(|name, text| name == text);
    let found = if exact.is_empty() {
        fitting(|name, text| name.contains(text))
    } else {
        exact
    };
    match found.as_slice() {
        [one] => Ok(Some(one.clone())),
        [] if is_name(typed.trim()) => Ok(Some(Channel::new(typed.trim()))),
        [] => Err(ChannelFault::NoName),
        _ => Err(ChannelFault::Ambiguous(found)),
    }
}

/// The channels that the text typed so far may become.
pub(crate) fn choices(typed: &str, words: &Words) -> Vec<MenuChoice> {
    let text = fold(typed);
    let fits = |channel: &str| names(channel).iter().any(|name| name.contains(&text));
    KNOWN
        .into_iter()
        .filter(|channel| fits(channel))
        .map(|channel| MenuChoice {
            label: tidy(&words.channel(&Channel::new(channel))),
            value: channel.to_owned(),
        })
        .collect()
}

/// All that a channel is called, folded: its spelling, and its name in each language.
fn names(channel: &str) -> Vec<String> {
    let told = Language::ALL.map(|language| {
        let words = Words::new(Locale::from_tag(language.tag()), Tz::UTC);
        fold(&words.channel(&Channel::new(channel)))
    });
    std::iter::once(fold(channel)).chain(told).collect()
}

fn is_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.len() <= LONGEST && text.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_found_by_any_of_its_names() {
        let one = |name: &str| Ok(Some(Channel::new(name)));
        for (typed, expected) in [
            ("", Ok(None)),
            (" TODOS ", Ok(None)),
            ("inbound", one("inbound")),
            ("Voz", one("inbound")),
            ("voice", one("inbound")),
            ("whats", one("chat-whatsapp")),
            ("CHAT-TRANSFERSKILL", one("chat-transferSkill")),
            ("Messenger", one("chat-facebook")),
            ("salida", one("out_pre")),
            ("predictíva", one("out_pre")),
            ("chat-nuevo_2", one("chat-nuevo_2")),
            ("@everyone", Err(ChannelFault::NoName)),
            ("dos palabras", Err(ChannelFault::NoName)),
        ] {
            assert_eq!(find(typed), expected, "{typed}");
        }
        let Err(ChannelFault::Ambiguous(found)) = find("chat") else {
            panic!("there are many chats");
        };
        assert!(found.len() > 3);
        assert_eq!(find(&"x".repeat(61)), Err(ChannelFault::NoName));
    }

    #[test]
    fn every_known_channel_is_found_by_its_spelling() {
        for known in KNOWN {
            assert_eq!(find(known), Ok(Some(Channel::new(known))), "{known}");
        }
    }

    #[test]
    fn a_choice_is_called_as_the_reader_calls_it() {
        let words = Words::new(Locale::from_tag("es-CO"), Tz::UTC);
        let found = choices("vo", &words);
        assert_eq!(
            found.first().map(|choice| choice.label.as_str()),
            Some("voz")
        );
        assert_eq!(
            found.first().map(|choice| choice.value.as_str()),
            Some("inbound")
        );
        assert_eq!(choices("", &words).len(), KNOWN.len());
        assert!(choices("zzz", &words).is_empty());
    }
}
