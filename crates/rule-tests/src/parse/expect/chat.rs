//! `cards:` and `tells:` - what the chat shows, and what it is told.

use crate::{
    parse::{
        expect::{Place, YES_OR_NO, one_of, rule},
        items,
    },
    script::{CardPattern, Cards, TellPattern, Tells, WORDS},
};
use vigia_core::{
    diagnostic::{Fault, Faults, Fields, Node, Value},
    rules::{ChannelName, RoleName},
};

pub(super) fn cards(node: &Node, faults: &mut Faults) -> Cards {
    if let Value::Text(text) = &node.value {
        if text == "none" {
            return Cards::Open(0);
        }
        if let Ok(count) = node.count() {
            return Cards::Open(count);
        }
    }
    let patterns: Vec<CardPattern> = items(node)
        .iter()
        .filter_map(|node| card(node, faults))
        .collect();
    if items(node).is_empty() {
        faults.push(node.unexpected("what cards hold, how many there are, or `none`"));
    }
    Cards::These(patterns)
}

/// A text is one that the card holds.
fn card(node: &Node, faults: &mut Faults) -> Option<CardPattern> {
    const EXAMPLE: &str = "`{ holds: [CRITICAL, 17 of 96], lacks: resolved }`";
    if let Value::Text(text) = &node.value {
        return Some(CardPattern {
            holds: vec![text.trim().to_owned()],
            lacks: Vec::new(),
        });
    }
    let mut fields = Fields::of(node, "a card", EXAMPLE, faults)?;
    let mut texts = |name, faults: &mut Faults| {
        let node = fields.optional(name, faults);
        node.map_or_else(Vec::new, |node| self::texts(node, faults))
    };
    let pattern = CardPattern {
        holds: texts("holds", faults),
        lacks: texts("lacks", faults),
    };
    let before = faults.count();
    fields.finish(faults);
    if pattern == CardPattern::default() && faults.count() == before {
        let message = "every card is as this asks";
        faults.push(Fault::at(node.span, message, "asks for nothing"));
    }
    Some(pattern)
}

fn texts(node: &Node, faults: &mut Faults) -> Vec<String> {
    let texts = items(node)
        .iter()
        .filter_map(|node| faults.keep(node.text("a text of a card")));
    texts.map(str::to_owned).collect()
}

pub(super) fn tells(node: &Node, place: &Place<'_>, faults: &mut Faults) -> Tells {
    if matches!(&node.value, Value::Text(text) if text == "nothing") {
        return Tells::Nothing;
    }
    if items(node).is_empty() {
        faults.push(node.unexpected("what is told, such as `fired`, or `nothing`"));
    }
    let patterns = items(node).iter();
    let patterns = patterns.filter_map(|node| tell(node, place, faults));
    Tells::These(patterns.collect())
}

/// A word is what happened.
fn tell(node: &Node, place: &Place<'_>, faults: &mut Faults) -> Option<TellPattern> {
    const EXAMPLE: &str = "`{ what: fired, rule: abandonment-skill, loud: yes }`";
    let word = |node: &Node| one_of(node, &WORDS.map(|word| (word, word)));
    if matches!(node.value, Value::Text(_)) {
        let what = faults.keep(word(node))?;
        return Some(TellPattern {
            what: Some(what),
            ..TellPattern::default()
        });
    }
    let mut fields = Fields::of(node, "what is told", EXAMPLE, faults)?;
    let what = fields.optional("what", faults);
    let rule = fields.optional("rule", faults);
    let channel = fields.optional("channel", faults);
    let loud = fields.optional("loud", faults);
    let mention = fields.optional("mention", faults);
    fields.finish(faults);
    let channel = channel.and_then(|node| faults.keep(node.text("a channel's name")));
    let mention = mention.map_or_else(Vec::new, |node| texts(node, faults));
    Some(TellPattern {
        what: what.and_then(|node| faults.keep(word(node))),
        rule: rule.and_then(|node| faults.keep(self::rule(node, place.rules))),
        channel: channel.map(ChannelName::new),
        loud: loud.and_then(|node| faults.keep(one_of(node, &YES_OR_NO))),
        mention: mention.into_iter().map(RoleName::new).collect(),
    })
}
