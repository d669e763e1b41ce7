//! `alerts:` - how loud alerts are, and what becomes of too many.

use std::time::Duration;

use vigia_core::{
    diagnostic::{FieldReader, SourceError, SourceErrors, YamlNode},
    rules::{
        AlertPolicy, ChannelName, NotificationPolicy, RoleName,
        parse::{self, KnownNames},
    },
};

/// What the section may name.
#[derive(Clone, Copy)]
pub(super) struct NamedChannel<'a> {
    pub(super) channels: &'a [ChannelName],
    pub(super) roles: &'a [RoleName],
}

/// Reads the section. What it leaves out is as by default.
pub(super) fn policy(
    node: &YamlNode,
    named: NamedChannel<'_>,
    faults: &mut SourceErrors,
) -> AlertPolicy {
    const EXAMPLE: &str = "`alerts: { critical: { mention: [supervisors] } }`";
    let default = AlertPolicy::default();
    let Some(mut fields) = FieldReader::of(node, "`alerts`", EXAMPLE, faults) else {
        return default;
    };
    let known = KnownNames {
        channels: named.channels,
        roles: named.roles,
        poll_every: Duration::ZERO,
    };
    let mut loud = |name, default: NotificationPolicy| match fields.optional(name, faults) {
        Some(node) => loudness(node, default, known, faults),
        None => default,
    };
    let warning = loud("warning", default.warning);
    let critical = loud("critical", default.critical);
    let escalation = fields
        .optional("escalate", faults)
        .and_then(|node| parse::escalation(node, known, faults));
    let storm = fields
        .optional("storm", faults)
        .and_then(|node| faults.keep(storm(node)));
    let ops = fields
        .optional("ops", faults)
        .and_then(|node| faults.keep(parse::channel(node, known)));
    fields.finish(faults);
    AlertPolicy {
        warning,
        critical,
        escalation: escalation.unwrap_or(default.escalation),
        storm: storm.unwrap_or(default.storm),
        ops,
    }
}

fn loudness(
    node: &YamlNode,
    default: NotificationPolicy,
    known: KnownNames<'_>,
    faults: &mut SourceErrors,
) -> NotificationPolicy {
    const EXAMPLE: &str = "`{ rings: true, mention: [supervisors] }`";
    let Some(mut fields) = FieldReader::of(node, "a severity", EXAMPLE, faults) else {
        return default;
    };
    let rings = fields
        .optional("rings", faults)
        .and_then(|node| faults.keep(is_true(node)));
    let mention = fields
        .optional("mention", faults)
        .map(|node| parse::mention(node, known, faults));
    fields.finish(faults);
    NotificationPolicy {
        rings: rings.unwrap_or(default.rings),
        mention: mention.unwrap_or(default.mention),
    }
}

pub(super) fn is_true(node: &YamlNode) -> Result<bool, SourceError> {
    match node.text("`true` or `false`")? {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(node.unexpected("`true` or `false`")),
    }
}

fn storm(node: &YamlNode) -> Result<u32, SourceError> {
    let cards = u32::try_from(node.count()?).ok();
    cards.filter(|cards| *cards > 0).ok_or_else(|| {
        node.unexpected("how many cards a channel takes")
            .help("write 1 or more; `10` is usual")
    })
}
