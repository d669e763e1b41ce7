//! `cards:` and `tells:` list the cards in the chat, and the messages to it.

use crate::{
    parse::{
        expect::{ExpectationPlace, YES_OR_NO, one_of, rule_under_test},
        items,
    },
    script::{CardPattern, EventPattern, ExpectedCards, ExpectedEvents, WORDS},
};
use vigia_core::{
    diagnostic::{FieldReader, SourceError, SourceErrors, YamlNode, YamlValue},
    rules::{ChannelName, RoleName},
};

pub(super) fn read_cards(node: &YamlNode, faults: &mut SourceErrors) -> ExpectedCards {
    if let YamlValue::Text(text) = &node.value {
        if text == "none" {
            return ExpectedCards::Open(0);
        }
        if let Ok(count) = node.count() {
            return ExpectedCards::Open(count);
        }
    }
    let patterns: Vec<CardPattern> = items(node)
        .iter()
        .filter_map(|node| read_card(node, faults))
        .collect();
    if items(node).is_empty() {
        faults.push(node.unexpected("what cards hold, how many there are, or `none`"));
    }
    ExpectedCards::These(patterns)
}

/// Reads one card. A text alone is one that the card holds.
fn read_card(node: &YamlNode, faults: &mut SourceErrors) -> Option<CardPattern> {
    const EXAMPLE: &str = "`{ holds: [CRITICAL, 17 of 96], lacks: resolved }`";
    if let YamlValue::Text(text) = &node.value {
        return Some(CardPattern {
            holds: vec![text.trim().to_owned()],
            lacks: Vec::new(),
        });
    }
    let mut fields = FieldReader::of(node, "a card", EXAMPLE, faults)?;
    let mut texts = |name, faults: &mut SourceErrors| {
        let node = fields.optional(name, faults);
        node.map_or_else(Vec::new, |node| read_texts(node, faults))
    };
    let pattern = CardPattern {
        holds: texts("holds", faults),
        lacks: texts("lacks", faults),
    };
    let before = faults.count();
    fields.finish(faults);
    if pattern == CardPattern::default() && faults.count() == before {
        let message = "every card is as this asks";
        faults.push(SourceError::at(node.span, message, "asks for nothing"));
    }
    Some(pattern)
}

fn read_texts(node: &YamlNode, faults: &mut SourceErrors) -> Vec<String> {
    let texts = items(node)
        .iter()
        .filter_map(|node| faults.keep(node.text("a text of a card")));
    texts.map(str::to_owned).collect()
}

pub(super) fn read_events(
    node: &YamlNode,
    place: &ExpectationPlace<'_>,
    faults: &mut SourceErrors,
) -> ExpectedEvents {
    if matches!(&node.value, YamlValue::Text(text) if text == "nothing") {
        return ExpectedEvents::Nothing;
    }
    if items(node).is_empty() {
        faults.push(node.unexpected("what is told, such as `fired`, or `nothing`"));
    }
    let patterns = items(node).iter();
    let patterns = patterns.filter_map(|node| read_event(node, place, faults));
    ExpectedEvents::These(patterns.collect())
}

/// Reads one message. A word alone is its kind.
fn read_event(
    node: &YamlNode,
    place: &ExpectationPlace<'_>,
    faults: &mut SourceErrors,
) -> Option<EventPattern> {
    const EXAMPLE: &str = "`{ what: fired, rule: abandonment-skill, loud: yes }`";
    let word = |node: &YamlNode| one_of(node, &WORDS.map(|word| (word, word)));
    if matches!(node.value, YamlValue::Text(_)) {
        let what = faults.keep(word(node))?;
        return Some(EventPattern {
            what: Some(what),
            ..EventPattern::default()
        });
    }
    let mut fields = FieldReader::of(node, "what is told", EXAMPLE, faults)?;
    let what = fields.optional("what", faults);
    let rule = fields.optional("rule", faults);
    let channel = fields.optional("channel", faults);
    let loud = fields.optional("loud", faults);
    let mention = fields.optional("mention", faults);
    fields.finish(faults);
    let channel = channel.and_then(|node| faults.keep(node.text("a channel's name")));
    let mention = mention.map_or_else(Vec::new, |node| read_texts(node, faults));
    Some(EventPattern {
        what: what.and_then(|node| faults.keep(word(node))),
        rule: rule.and_then(|node| faults.keep(rule_under_test(node, place.rules))),
        channel: channel.map(ChannelName::new),
        loud: loud.and_then(|node| faults.keep(one_of(node, &YES_OR_NO))),
        mention: mention.into_iter().map(RoleName::new).collect(),
    })
}
