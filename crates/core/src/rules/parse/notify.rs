//! `notify:` and `escalate:` - who hears of an alert.

use std::time::Duration;

use crate::{
    diagnostic::{
        FieldReader, SourceError, SourceErrors, YamlNode, YamlValue, alternatives, did_you_mean,
    },
    rules::{ChannelName, EscalationStep, NotifyTarget, RoleName, parse::KnownNames},
};

/// What `notify:` says: one channel, or one for each severity.
pub(super) fn notify(
    node: &YamlNode,
    known: KnownNames<'_>,
    faults: &mut SourceErrors,
) -> Option<NotifyTarget> {
    const EXAMPLE: &str = "`notify: { warning: floor, critical: managers }`";
    if let YamlValue::Text(_) = &node.value {
        return faults.keep(channel(node, known)).map(NotifyTarget::one);
    }
    if let YamlValue::List(_) = &node.value {
        let message = "an alert is told in one channel, and this is a list";
        faults.push(SourceError::at(node.span, message, "a list").help(format!(
            "write one, or one for each severity: {EXAMPLE}; another can hear of it later \
             with `escalate`"
        )));
        return None;
    }
    let mut fields = FieldReader::of(node, "`notify`", EXAMPLE, faults)?;
    let before = faults.count();
    let mut channel = |name| {
        let node = fields.optional(name, faults)?;
        faults.keep(channel(node, known))
    };
    let (warning, critical) = (channel("warning"), channel("critical"));
    fields.finish(faults);
    if warning.is_none() && critical.is_none() && faults.count() == before {
        let message = "`notify` needs a channel";
        faults.push(SourceError::at(node.span, message, "empty").help(format!("write {EXAMPLE}")));
    }
    // One is enough: where the other is left out, it is the same.
    Some(NotifyTarget {
        warning: warning.clone().or_else(|| critical.clone())?,
        critical: critical.or(warning)?,
    })
}

/// What `escalate:` says: steps, each later than the one before it.
pub fn escalation(
    node: &YamlNode,
    known: KnownNames<'_>,
    faults: &mut SourceErrors,
) -> Option<Vec<EscalationStep>> {
    const EXAMPLE: &str = "`escalate: [{ after: 10m, mention: supervisors }]`";
    let YamlValue::List(items) = &node.value else {
        faults.push(
            node.unexpected("a list of steps")
                .help(format!("write {EXAMPLE}, or `[]` for none")),
        );
        return None;
    };
    let mut steps = Vec::<EscalationStep>::new();
    for item in items {
        let Some((step, after)) = step(item, known, faults) else {
            continue;
        };
        if steps.last().is_some_and(|last| last.after >= step.after) {
            let message = "a step comes after the one before it";
            faults.push(
                SourceError::at(after.span, message, "not later")
                    .help("`after` counts from the alert, not from the step before"),
            );
        }
        steps.push(step);
    }
    Some(steps)
}

fn step<'node>(
    item: &'node YamlNode,
    known: KnownNames<'_>,
    faults: &mut SourceErrors,
) -> Option<(EscalationStep, &'node YamlNode)> {
    const EXAMPLE: &str = "`{ after: 10m, mention: supervisors }`";
    let mut fields = FieldReader::of(item, "a step", EXAMPLE, faults)?;
    let before = faults.count();
    let after = fields.required("after", "10m", faults);
    let length = after.and_then(|node| faults.keep(node.duration()));
    let notify = fields
        .optional("notify", faults)
        .and_then(|node| faults.keep(channel(node, known)));
    let mention = fields
        .optional("mention", faults)
        .map(|node| mention(node, known, faults))
        .unwrap_or_default();
    fields.finish(faults);
    let (after, length) = (after?, length?);
    if length == Duration::ZERO {
        let message = "a step of no time is no step: `notify` is told at once";
        faults.push(SourceError::at(after.span, message, "no time"));
    }
    if notify.is_none() && mention.is_empty() && faults.count() == before {
        let message = "a step calls somebody: a channel, a role, or both";
        faults.push(SourceError::at(item.span, message, "nobody").help(format!("write {EXAMPLE}")));
    }
    let step = EscalationStep {
        after: length,
        notify,
        mention,
    };
    Some((step, after))
}

/// What `mention:` says: one role, or a list of them.
pub fn mention(node: &YamlNode, known: KnownNames<'_>, faults: &mut SourceErrors) -> Vec<RoleName> {
    let items = match &node.value {
        YamlValue::List(items) => items.as_slice(),
        YamlValue::Null | YamlValue::Text(_) | YamlValue::Map(_) => std::slice::from_ref(node),
    };
    let mut roles = Vec::new();
    for item in items {
        let Some(role) = faults.keep(role(item, known)) else {
            continue;
        };
        if roles.contains(&role) {
            let message = format!("`{role}` is named twice");
            faults.push(SourceError::at(item.span, message, "twice"));
            continue;
        }
        roles.push(role);
    }
    roles
}

/// A channel that the configuration names.
///
/// # Errors
/// Where it names no such channel.
pub fn channel(node: &YamlNode, known: KnownNames<'_>) -> Result<ChannelName, SourceError> {
    let names = known.channels.iter().map(ChannelName::as_str);
    let name = named(node, names, "channel", "unknown channel")?;
    Ok(ChannelName::new(name))
}

fn role(node: &YamlNode, known: KnownNames<'_>) -> Result<RoleName, SourceError> {
    let names = known.roles.iter().map(RoleName::as_str);
    let name = named(node, names, "role", "unknown role").map_err(|fault| {
        let is_ping = matches!(&node.value, YamlValue::Text(text) if text.contains(['@', '<']));
        if is_ping {
            fault.help("name the role under `roles` in vigia.yaml, and write that name here")
        } else {
            fault
        }
    })?;
    Ok(RoleName::new(name))
}

/// The text, where the configuration gives that name to something.
fn named<'node, 'name>(
    node: &'node YamlNode,
    names: impl Iterator<Item = &'name str> + Clone,
    kind: &str,
    label: &'static str,
) -> Result<&'node str, SourceError> {
    let name = node.text(&format!("the name of a {kind}"))?;
    if names.clone().any(|known| known == name) {
        return Ok(name);
    }
    let section = format!("`{kind}s` in vigia.yaml");
    let help = match did_you_mean(name, names.clone()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if names.clone().next().is_none() => format!("name it under {section}"),
        None => format!(
            "expected {}, or name it under {section}",
            alternatives(names)
        ),
    };
    let message = format!("`{name}` is no {kind} of the configuration");
    Err(SourceError::at(node.span, message, label).help(help))
}
