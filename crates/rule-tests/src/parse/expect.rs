//! `expect:` lists the alerts, cards and messages that a test expects, and their polls.

mod chat;

use crate::{
    parse::{items, times},
    script::{
        Expectation, ExpectedAlerts, ExpectedState, ExpectedSuppression, ScriptSetting, TextPattern,
    },
};
use vigia_core::{
    diagnostic::{
        FieldReader, SourceError, SourceErrors, YamlNode, YamlValue, alternatives, did_you_mean,
    },
    metrics::{AgentName, Channel, Scope, SkillId},
    rules::{RuleId, Ruleset, Severity},
};

const YES_OR_NO: [(&str, bool); 2] = [("yes", true), ("no", false)];

/// The names and times that an expectation may refer to.
pub(super) struct ExpectationPlace<'test> {
    pub(super) setting: &'test ScriptSetting,
    /// The rules under test; `None` where they could not be read.
    pub(super) rules: Option<&'test Ruleset>,
}

pub(super) fn read_expectations(
    node: &YamlNode,
    place: &ExpectationPlace<'_>,
    faults: &mut SourceErrors,
) -> Vec<Expectation> {
    let nodes = items(node);
    if nodes.is_empty() {
        let fault = SourceError::at(node.span, "the test expects nothing", "empty");
        faults.push(fault.help("a test that cannot fail tells nothing"));
    }
    let all = nodes.iter();
    all.filter_map(|node| read_expectation(node, place, faults))
        .collect()
}

fn read_expectation(
    node: &YamlNode,
    place: &ExpectationPlace<'_>,
    faults: &mut SourceErrors,
) -> Option<Expectation> {
    const EXAMPLE: &str = "`at: 10:20` and what is expected then";
    let mut fields = FieldReader::of(node, "an expectation", EXAMPLE, faults)?;
    let polls = read_polls(&mut fields, place.setting, faults);
    let alerts = fields.optional("alerts", faults);
    let cards = fields.optional("cards", faults);
    let tells = fields.optional("tells", faults);
    let pings = fields.optional("pings", faults);
    let all = [alerts, cards, tells, pings];
    let says_something = all.iter().any(Option::is_some);
    let before = faults.count();
    fields.finish(faults);
    if !says_something && faults.count() == before {
        let fault = SourceError::at(node.span, "nothing is expected here", "incomplete");
        faults.push(fault.help("add a line such as `alerts: none`"));
    }
    Some(Expectation {
        span: node.span,
        alerts: alerts.map(|node| read_alerts(node, place, faults)),
        cards: cards.map(|node| chat::read_cards(node, faults)),
        tells: tells.map(|node| chat::read_events(node, place, faults)),
        pings: pings.and_then(|node| faults.keep(node.count())),
        polls: polls?,
    })
}

/// Reads `at`, or `from` and `to`: the first poll and the last.
fn read_polls(
    fields: &mut FieldReader<'_>,
    setting: &ScriptSetting,
    faults: &mut SourceErrors,
) -> Option<(usize, usize)> {
    let poll =
        |node: &YamlNode, faults: &mut SourceErrors| faults.keep(times::poll_index(node, setting));
    if fields.gives("from") || fields.gives("to") {
        let from = fields.required("from", "10:20", faults);
        let to = fields.required("to", "10:40", faults);
        let (from, to) = from.zip(to)?;
        let span = to.span;
        let (from, to) = poll(from, faults).zip(poll(to, faults))?;
        if to < from {
            faults.push(SourceError::at(
                span,
                "`to` lies before `from`",
                "too early",
            ));
            return None;
        }
        return Some((from, to));
    }
    let at = fields.required("at", "10:20", faults)?;
    let poll = poll(at, faults)?;
    Some((poll, poll))
}

fn read_alerts(
    node: &YamlNode,
    place: &ExpectationPlace<'_>,
    faults: &mut SourceErrors,
) -> ExpectedAlerts {
    match &node.value {
        YamlValue::Text(text) if text == "none" => ExpectedAlerts::None,
        YamlValue::List(items) if !items.is_empty() => {
            let patterns = items.iter();
            let patterns = patterns.filter_map(|node| read_pattern(node, place, faults));
            ExpectedAlerts::These(patterns.collect())
        }
        YamlValue::Map(_) => {
            ExpectedAlerts::These(read_pattern(node, place, faults).into_iter().collect())
        }
        YamlValue::Text(_) | YamlValue::List(_) | YamlValue::Null => {
            faults.push(node.unexpected("a list of alerts, or `none`"));
            ExpectedAlerts::These(Vec::new())
        }
    }
}

fn read_pattern(
    node: &YamlNode,
    place: &ExpectationPlace<'_>,
    faults: &mut SourceErrors,
) -> Option<TextPattern> {
    const EXAMPLE: &str = "`{ rule: abandonment-skill, scope: skill 12, state: firing }`";
    let mut fields = FieldReader::of(node, "an alert", EXAMPLE, faults)?;
    let rule = fields.optional("rule", faults);
    let scope = fields.optional("scope", faults);
    let state = fields.optional("state", faults);
    let severity = fields.optional("severity", faults);
    let no_data = fields.optional("no_data", faults);
    let held = fields.optional("held", faults);
    fields.finish(faults);
    let pattern = TextPattern {
        rule: rule.and_then(|node| faults.keep(rule_under_test(node, place.rules))),
        scope: scope.and_then(|node| faults.keep(read_scope(node))),
        state: state.and_then(|node| {
            let states = ExpectedState::ALL.map(|state| (state.word(), state));
            faults.keep(one_of(node, &states))
        }),
        severity: severity.and_then(|node| faults.keep(one_of(node, &severity_words()))),
        no_data: no_data.and_then(|node| faults.keep(one_of(node, &YES_OR_NO))),
        held: held.and_then(|node| {
            let held = ExpectedSuppression::ALL.map(|held| (held.word(), held));
            faults.keep(one_of(node, &held))
        }),
    };
    let needs_both = pattern.state == Some(ExpectedState::Quiet);
    if needs_both && (pattern.rule.is_none() || pattern.scope.is_none()) {
        let message = "of what is quiet, `rule` and `scope` must be named";
        faults.push(SourceError::at(node.span, message, "of what?"));
    }
    Some(pattern)
}

/// The words of the severities.
pub(super) fn severity_words() -> [(&'static str, Severity); 2] {
    [
        ("warning", Severity::Warning),
        ("critical", Severity::Critical),
    ]
}

/// Reads one of these words, and returns its value.
pub(super) fn one_of<T: Copy>(
    node: &YamlNode,
    words: &[(&'static str, T)],
) -> Result<T, SourceError> {
    let known = || words.iter().map(|(word, _)| *word);
    let expected = alternatives(known());
    let text = node.text(&expected)?;
    let found = words.iter().find(|(word, _)| *word == text);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let fault = node.unexpected(&expected);
        match did_you_mean(text, known()) {
            Some(meant) => fault.help(format!("did you mean `{meant}`?")),
            None => fault,
        }
    })
}

pub(super) fn rule_under_test(
    node: &YamlNode,
    rules: Option<&Ruleset>,
) -> Result<RuleId, SourceError> {
    let text = node.text("the name of a rule")?;
    let id = RuleId::new(text);
    let Some(rules) = rules.filter(|rules| rules.rule(&id).is_none()) else {
        return Ok(id);
    };
    let known = || rules.rules.iter().map(|rule| rule.id.as_str());
    let help = match did_you_mean(text, known()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("expected {}", alternatives(known())),
    };
    let message = format!("no rule under test is called `{text}`");
    Err(SourceError::at(node.span, message, "unknown").help(help))
}

pub(super) fn read_scope(node: &YamlNode) -> Result<Scope, SourceError> {
    const EXPECTED: &str = "`operation`, `skill 12`, `channel inbound` or `agent ANA`";
    let text = node.text(EXPECTED)?;
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    match (word, rest.trim()) {
        ("operation", "") => Ok(Scope::Operation),
        ("skill", number) => {
            let number = number.parse().map_err(|_| node.unexpected(EXPECTED))?;
            Ok(Scope::Skill(SkillId(number)))
        }
        ("channel", name) if !name.is_empty() => Ok(Scope::Channel(Channel::new(name))),
        ("agent", name) if !name.is_empty() => Ok(Scope::Agent(AgentName::new(name))),
        _ => Err(node.unexpected(EXPECTED)),
    }
}
