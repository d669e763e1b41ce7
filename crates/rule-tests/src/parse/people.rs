//! `silences:`, `acknowledge:` and `snooze:` list the actions of people.

use std::collections::BTreeMap;

use crate::{
    parse::{
        expect::{ExpectationPlace, one_of, read_scope, rule_under_test, severity_words},
        items, times,
    },
    script::{ScriptAction, ScriptStep},
};
use vigia_core::{
    alerts::{DiscordUser, Silence, SilenceId, SilenceMatcher, SilenceSchedule},
    diagnostic::{FieldReader, SourceError, SourceErrors, YamlNode, YamlValue},
};

/// The name of the person unless a test gives one.
const DEFAULT_USER: &str = "Ana";

pub(super) fn read_silences(
    node: &YamlNode,
    place: &ExpectationPlace<'_>,
    faults: &mut SourceErrors,
) -> Vec<Silence> {
    let nodes = (1..).map(SilenceId).zip(items(node));
    nodes
        .filter_map(|(id, node)| read_silence(id, node, place, faults))
        .collect()
}

fn read_silence(
    id: SilenceId,
    node: &YamlNode,
    place: &ExpectationPlace<'_>,
    faults: &mut SourceErrors,
) -> Option<Silence> {
    const EXAMPLE: &str = "`{ rule: abandonment-skill, from: 10:10, to: 10:30 }`";
    let mut fields = FieldReader::of(node, "a silence", EXAMPLE, faults)?;
    let time = |node: &YamlNode, faults: &mut SourceErrors| {
        faults.keep(times::test_time(node, place.setting))
    };
    let from = fields.required("from", "10:10", faults);
    let from = from.and_then(|node| time(node, faults));
    let to = fields.required("to", "10:30", faults);
    let until = to.and_then(|node| time(node, faults));
    let matcher = SilenceMatcher {
        operation: None,
        rule: fields
            .optional("rule", faults)
            .and_then(|node| faults.keep(rule_under_test(node, place.rules))),
        scope: fields
            .optional("scope", faults)
            .and_then(|node| faults.keep(read_scope(node))),
        severity: fields
            .optional("severity", faults)
            .and_then(|node| faults.keep(one_of(node, &severity_words()))),
        labels: fields
            .optional("labels", faults)
            .and_then(|node| faults.keep(read_labels(node)))
            .unwrap_or_default(),
    };
    let by = read_user(&mut fields, faults);
    let comment = fields.optional("comment", faults);
    let comment = comment.and_then(|node| faults.keep(node.text("why")));
    fields.finish(faults);
    let (from, until) = from.zip(until)?;
    if let Some(to) = to.filter(|_| until <= from) {
        let message = "`to` does not lie after `from`";
        faults.push(SourceError::at(to.span, message, "too early"));
    }
    Some(Silence {
        id,
        matcher,
        quiet: SilenceSchedule::Once { from, until },
        by,
        comment: comment.map(str::to_owned),
        made_at: from,
    })
}

fn read_labels(node: &YamlNode) -> Result<BTreeMap<String, String>, SourceError> {
    const EXPECTED: &str = "labels such as `{ team: voice }`";
    let YamlValue::Map(entries) = &node.value else {
        return Err(node.unexpected(EXPECTED));
    };
    let labels = entries.iter().map(|(key, value)| {
        let value = value.text(EXPECTED)?;
        Ok((key.word.clone(), value.to_owned()))
    });
    labels.collect()
}

pub(super) fn read_acknowledgements(
    node: &YamlNode,
    place: &ExpectationPlace<'_>,
    faults: &mut SourceErrors,
) -> Vec<ScriptAction> {
    let actions = items(node).iter().filter_map(|node| {
        const EXAMPLE: &str = "`{ at: 10:20, by: Ana }`";
        let mut fields = FieldReader::of(node, "an acknowledgement", EXAMPLE, faults)?;
        let said = fields.optional("note", faults);
        let said = said.and_then(|node| faults.keep(node.text("what is said of it")));
        let what = ScriptStep::Acknowledge(said.map(str::to_owned));
        read_action(fields, what, place, faults)
    });
    actions.collect()
}

pub(super) fn read_snoozes(
    node: &YamlNode,
    place: &ExpectationPlace<'_>,
    faults: &mut SourceErrors,
) -> Vec<ScriptAction> {
    let actions = items(node).iter().filter_map(|node| {
        const EXAMPLE: &str = "`{ at: 10:20, until: 11:00, by: Ana }`";
        let mut fields = FieldReader::of(node, "a snooze", EXAMPLE, faults)?;
        let until = fields.required("until", "11:00", faults);
        let until = until.and_then(|node| faults.keep(times::test_time(node, place.setting)));
        read_action(
            fields,
            ScriptStep::Snooze(until.unwrap_or_default()),
            place,
            faults,
        )
    });
    actions.collect()
}

fn read_action(
    mut fields: FieldReader<'_>,
    what: ScriptStep,
    place: &ExpectationPlace<'_>,
    faults: &mut SourceErrors,
) -> Option<ScriptAction> {
    let at = fields.required("at", "10:20", faults);
    let poll = at.and_then(|node| faults.keep(times::poll_index(node, place.setting)));
    let rule = fields.optional("rule", faults);
    let rule = rule.and_then(|node| faults.keep(rule_under_test(node, place.rules)));
    let by = read_user(&mut fields, faults);
    fields.finish(faults);
    Some(ScriptAction {
        poll: poll?,
        rule,
        by,
        what,
    })
}

fn read_user(fields: &mut FieldReader<'_>, faults: &mut SourceErrors) -> DiscordUser {
    let node = fields.optional("by", faults);
    let name = node.and_then(|node| faults.keep(node.text("the name of a person")));
    DiscordUser {
        id: 1,
        name: name.unwrap_or(DEFAULT_USER).to_owned(),
    }
}
