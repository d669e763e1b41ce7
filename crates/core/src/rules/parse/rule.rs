//! One rule of a file: its keys, its channels and roles, and its times.

use std::{collections::BTreeMap, time::Duration};

use schemars::JsonSchema;

use super::{
    KnownNames,
    condition::{ConditionKeys, RecoverDraft, WhenDraft, read_confidence},
    names::{RuleIndex, read_labels},
    selection::read_selection,
    severity::{BySeverity, OneOrEach},
};
use crate::{
    Language,
    diagnostic::{
        FromYaml as _, OneOrMore, SourceError, SourceErrors, SourceSpan, YamlNode, YamlValue,
        value::parse_duration,
    },
    metrics::{Metric, Report},
    rules::{
        ChannelName, Confidence, DescriptionTemplate, EscalationStep, NotifyTarget, RepeatInterval,
        RoleName, Rule, RuleCondition, RuleHint, RuleId, TemplateOffer,
    },
    yaml_map,
};

const DEFAULT_WINDOW: Duration = Duration::from_secs(60 * 60);
/// wolkvox answers for 31 days at most.
const LONGEST_WINDOW: Duration = Duration::from_secs(31 * 24 * 60 * 60);
const LONGEST_NAME: usize = 64;

yaml_map! {
    /// A question about one figure, which every poll answers.
    #[schemars(rename = "rule")]
    pub(super) struct RuleDraft<'node>("a rule", "`- alert: name` and its other keys below it") {
        /// The name of the rule, unique over all files.
        "alert" => alert: RuleId = rule_id, as "Option<String>", needed "high-abandonment";
        /// The figure that the rule looks at.
        "metric" => metric: Metric = read_metric, needed "abandon.rate";
        /// The part of the centre: `operation`, `every skill`, `skill 12`, …
        "of" => of: &'node YamlNode, needed "every skill";
        /// The one report whose failures the rule looks at: `skill_11`. Only with `feed.age`, `feed.failures` and
        /// `absent`.
        "report" => report: &'node YamlNode, as "Option<Report>";
        /// The time that each look reaches back: `60m`, or `30m to 2h`.
        "window" => window: WindowLengths = read_window, as "Option<String>";
        /// The condition for an alert.
        "when" => when: &'node YamlNode, as "Option<WhenDraft<'_>>",
            needed "{ above: { warning: 5% } }";
        /// The limits at which an alert ends. Without it, those of `when`.
        "recover" => recover: &'node YamlNode, as "Option<RecoverDraft<'_>>";
        /// The confidence that a breach must have: `95%`.
        "confidence" => confidence: Confidence = read_confidence, as "Option<String>";
        /// The rule says nothing about fewer calls than this.
        "at_least" => at_least: u64;
        /// Fewer bad calls than this are not a breach.
        "at_least_bad" => at_least_bad: u64;
        /// The time that a breach lasts before the alert fires: `10m`.
        "for" => hold_for: Duration = YamlNode::duration, as "Option<String>";
        /// The time that the figure must be good before the alert ends.
        "keep_firing_for" => keep_firing_for: Duration = YamlNode::duration, as "Option<String>";
        /// The time after which an alert that goes on is posted again: `1h`, `15m to 4h`, or `15m once`.
        "repeat_interval" => repeat_interval: RepeatInterval = read_repeat, as "Option<String>";
        /// The calendar outside which the rule does not look.
        "during" => during: &'node YamlNode;
        /// One rule or a list of them: while they fire, this one is silent.
        "depends_on" => depends_on: &'node YamlNode, as "Option<OneOrMore>";
        /// Words of your own, which silences can match.
        "labels" => labels: &'node YamlNode, as "Option<BTreeMap<String, YamlNode>>";
        /// The channel of the alert, or one for each severity.
        "notify" => notify: &'node YamlNode, as "Option<OneOrEach<String>>", needed "floor";
        /// The steps while nobody acknowledges the alert.
        "escalate" => escalate: &'node YamlNode, as "Option<Vec<StepDraft<'_>>>";
        /// Advice for the reader of the alert. `{{ skill_name }}` and other fields are
        /// filled in.
        "description" => description: &'node YamlNode;
        /// The shortest advice, which the card shows.
        "hint" => hint: &'node YamlNode, as "Option<HintDraft>";
    }
}

yaml_map! {
    /// A step of an escalation.
    #[schemars(rename = "step")]
    pub struct StepDraft<'node>("a step", "`{ after: 10m, mention: supervisors }`") {
        /// The time since the first message: `10m`.
        "after" => after: Duration = YamlNode::duration, as "Option<String>", needed "10m";
        /// Another channel, which gets the alert too.
        "notify" => notify: &'node YamlNode;
        /// The roles to mention: one, or a list of them.
        "mention" => mention: &'node YamlNode, as "Option<OneOrMore>";
    }
}

/// The surroundings of a rule.
#[derive(Clone, Copy)]
pub(super) struct RuleContext<'a> {
    pub(super) known: KnownNames<'a>,
    pub(super) index: &'a RuleIndex<'a>,
    /// The text of the file.
    pub(super) file: &'a str,
}

/// Reads one item of the list. Where it adds an error, the rule is not to be used.
pub(super) fn read_rule(
    item: &YamlNode,
    context: RuleContext<'_>,
    errors: &mut SourceErrors,
) -> Option<Rule> {
    let RuleContext { known, index, file } = context;
    let draft = RuleDraft::from_yaml(item, errors)?;
    let metric = draft.metric;
    let id = draft.alert.as_ref();
    let of = draft
        .of
        .and_then(|node| errors.keep(read_selection(node, metric)));
    let when = draft.condition_keys().condition(of.as_ref(), errors);
    let departs = when.as_ref().and_then(RuleCondition::departs).is_some();
    let window = draft.window.unwrap_or(if departs {
        WindowLengths::DEPARTS
    } else {
        WindowLengths::DEFAULT
    });
    draft.condition_keys().check_counts(errors);
    let report = draft
        .report
        .and_then(|node| errors.keep(read_report(node, metric, when.as_ref())));
    if departs {
        draft.check_departure(window, errors);
    } else {
        draft.check_widening(window, errors);
    }
    let during = draft
        .during
        .and_then(|node| errors.keep(index.during(node)));
    let depends_on = draft
        .depends_on
        .map(|node| index.depends_on(node, id, errors));
    let labels = draft.labels.map(|node| read_labels(node, errors));
    let notify = draft
        .notify
        .and_then(|node| read_notify(node, known, errors));
    let escalation = draft
        .escalate
        .and_then(|node| escalation_steps(node, known, errors));
    let label_names = draft.labels.map_or(&[][..], YamlNode::entries).iter();
    let offer = TemplateOffer {
        metric,
        of: of.as_ref(),
        when: when.as_ref(),
        labels: label_names.map(|(key, _)| key.word.as_str()).collect(),
    };
    let description = draft
        .description
        .and_then(|node| read_description(node, &offer, file, errors));
    let hint = draft.hint.and_then(|node| read_hint(node, errors));
    Some(Rule {
        report,
        window: window.first,
        widens_to: window.longest,
        at_least: draft.at_least,
        at_least_bad: draft.at_least_bad,
        hold_for: draft.hold_for.unwrap_or_default(),
        keep_firing_for: draft.keep_firing_for.unwrap_or_default(),
        repeat: draft.repeat_interval,
        during: during.flatten(),
        depends_on: depends_on.unwrap_or_default(),
        labels: labels.unwrap_or_default(),
        escalation,
        description,
        hint,
        ..Rule::new(draft.alert?, metric?, of?, when?, notify?)
    })
}

impl RuleDraft<'_> {
    fn condition_keys(&self) -> ConditionKeys<'_> {
        ConditionKeys {
            node: self.node,
            metric: self.metric,
            when: self.when,
            recover: self.recover,
            confidence: self.confidence,
        }
    }

    /// The season of a departure is learnt by half hours, from the shortest window as the polls read it.
    fn check_departure(&self, window: WindowLengths, errors: &mut SourceErrors) {
        let half_hours = WindowLengths::DEPARTS.first;
        let is_known = [half_hours, half_hours * 2].contains(&window.first);
        let longest = window.longest.unwrap_or(window.first);
        if let Some(node) = self.node.get("window")
            && !(is_known && longest <= half_hours * 8)
        {
            let message = "`departs` looks back 30 or 60 minutes, and up to 4 hours";
            let error = node.error(message, "not this long");
            errors.push(error.help("`30m to 60m` is the default; `60m to 2h` suits rare things"));
        }
    }

    /// A window widens while its sample is too small.
    fn check_widening(&self, window: WindowLengths, errors: &mut SourceErrors) {
        let Some(node) = self.node.get("window").filter(|_| window.longest.is_some()) else {
            return;
        };
        if let Some(metric) = self.metric.filter(|metric| metric.adds_up()) {
            let message = format!("{metric} is more in a longer window");
            let error = node.error(message, "not comparable");
            errors.push(error.help("one limit cannot hold for two windows: write one length"));
        } else if self.at_least.is_none() {
            let message = "a window widens while it has fewer calls than `at_least`";
            let error = node.error(message, "never widens");
            errors.push(error.help("add a line such as `at_least: 20`"));
        }
    }
}

fn rule_id(node: &YamlNode) -> Result<RuleId, SourceError> {
    let name = node.text("a name such as `high-abandonment`")?;
    if name.chars().any(char::is_control) {
        return Err(node.error("a name is one line of plain text", "not plain"));
    }
    if name.chars().count() > LONGEST_NAME {
        let message = format!("a name has at most {LONGEST_NAME} characters");
        return Err(node
            .error(message, "too long")
            .help("say the rest in `description`"));
    }
    Ok(RuleId::new(name))
}

fn read_metric(node: &YamlNode) -> Result<Metric, SourceError> {
    metric_named(node.text("a metric such as `abandon.rate`")?, node.span)
}

impl JsonSchema for Report {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "report".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "enum": Self::ALL.map(Self::api_name).to_vec() })
    }
}

/// Reads the report that a rule looks at, and checks that the rule can look at one.
fn read_report(
    node: &YamlNode,
    metric: Option<Metric>,
    when: Option<&RuleCondition>,
) -> Result<Report, SourceError> {
    let name = node.text("a report such as `skill_11`")?;
    let names = Report::ALL.map(Report::api_name);
    let report = Report::ALL
        .into_iter()
        .find(|report| report.api_name() == name);
    let report =
        report.ok_or_else(|| SourceError::unknown(node.span, "unknown report", name, names, ""))?;
    let Some(metric) = metric else {
        return Ok(report);
    };
    if matches!(metric, Metric::FeedAge | Metric::FeedFailures) {
        return Ok(report);
    }
    if when.is_some_and(|when| when.absent().is_none()) {
        let message = "`report` goes with `feed.age`, `feed.failures` and `absent`";
        return Err(node
            .error(message, "has no effect")
            .help("leave the line out"));
    }
    if metric.reports().contains(&report) {
        return Ok(report);
    }
    let own: Vec<_> = metric
        .reports()
        .iter()
        .map(|report| report.api_name())
        .collect();
    let message = format!("{metric} is not made of {name}");
    let help = format!("it is made of {}", own.join(" and "));
    Err(node.error(message, "another report").help(help))
}

impl JsonSchema for Metric {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "metric".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "enum": Self::ALL.map(Self::name).to_vec() })
    }
}

/// Finds the metric of a name, which the file has at `span`.
pub fn metric_named(name: &str, span: SourceSpan) -> Result<Metric, SourceError> {
    let names = Metric::ALL.map(Metric::name);
    Metric::from_name(name)
        .ok_or_else(|| SourceError::unknown(span, "unknown metric", name, names, ""))
}

fn read_description(
    node: &YamlNode,
    offer: &TemplateOffer<'_>,
    file: &str,
    errors: &mut SourceErrors,
) -> Option<DescriptionTemplate> {
    const LONGEST: usize = DescriptionTemplate::LONGEST;
    let text = errors.keep(node.text("a sentence that helps the reader of the alert"))?;
    if text.chars().count() > LONGEST {
        let message = format!("a description has at most {LONGEST} characters");
        errors.push(node.error(message, "too long"));
        return None;
    }
    let found = match DescriptionTemplate::parse(text, offer) {
        Ok(template) => return Some(template),
        Err(found) => found,
    };
    for mut error in found {
        error.span = error.span.map(|span| node.place_of(span, file));
        errors.push(error);
    }
    None
}

/// What to do, in at most 30 characters: one text, or one for each language by its tag.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "it is a schema only")]
enum HintDraft {
    One(String),
    Each(BTreeMap<String, String>),
}

/// Reads `hint:`: one text, or one for each language.
fn read_hint(node: &YamlNode, errors: &mut SourceErrors) -> Option<RuleHint> {
    let text = |node: &YamlNode, errors: &mut SourceErrors| {
        let text = errors.keep(node.text("a few words such as `Check the breaks`"))?;
        let text = text.trim().to_owned();
        if text.chars().count() <= RuleHint::LONGEST && !text.chars().any(char::is_control) {
            return Some(text);
        }
        let message = format!(
            "a hint is one line of at most {} characters",
            RuleHint::LONGEST
        );
        let error = node.error(message, "too long");
        errors.push(error.help("say the rest in `description`"));
        None
    };
    if !node.is_map() {
        return text(node, errors).map(|text| RuleHint::for_all(&text));
    }
    let mut texts = Vec::new();
    for (key, value) in node.entries() {
        let tags = Language::ALL.map(Language::tag);
        let Some(language) = Language::ALL.into_iter().find(|it| it.tag() == key.word) else {
            let what = "unknown language";
            errors.push(SourceError::unknown(key.span, what, &key.word, tags, ""));
            return None;
        };
        texts.push((language, text(value, errors)?));
    }
    Some(RuleHint::by_language(texts))
}

/// Reads `notify:`: one channel, or one for each severity.
fn read_notify(
    node: &YamlNode,
    known: KnownNames<'_>,
    errors: &mut SourceErrors,
) -> Option<NotifyTarget> {
    const EXAMPLE: &str = "`notify: { warning: floor, critical: managers }`";
    if node.is_text() {
        return errors
            .keep(channel_named(node, known))
            .map(NotifyTarget::one);
    }
    if node.is_list() {
        let message = "an alert goes to one channel, and this is a list";
        errors.push(node.error(message, "a list").help(format!(
            "write one, or one for each severity: {EXAMPLE}; `escalate` adds another one later"
        )));
        return None;
    }
    let before = errors.count();
    let draft = BySeverity::read_as(node, "`notify`", EXAMPLE, errors)?;
    let mut read = |node: Option<_>| errors.keep(channel_named(node?, known));
    let (warning, critical) = (read(draft.warning), read(draft.critical));
    if warning.is_none() && critical.is_none() && errors.count() == before {
        let error = node.error("`notify` needs a channel", "empty");
        errors.push(error.help(format!("write {EXAMPLE}")));
    }
    // One is enough: it stands for the other as well.
    Some(NotifyTarget {
        warning: warning.clone().or_else(|| critical.clone())?,
        critical: critical.or(warning)?,
    })
}

/// Reads `escalate:`: steps, each later than the one before it.
pub fn escalation_steps(
    node: &YamlNode,
    known: KnownNames<'_>,
    errors: &mut SourceErrors,
) -> Option<Vec<EscalationStep>> {
    const EXAMPLE: &str = "`escalate: [{ after: 10m, mention: supervisors }]`";
    let YamlValue::List(items) = &node.value else {
        let error = node.unexpected("a list of steps");
        errors.push(error.help(format!("write {EXAMPLE}, or `[]` for none")));
        return None;
    };
    let mut steps = Vec::<EscalationStep>::new();
    for item in items {
        let Some((step, after)) = read_step(item, known, errors) else {
            continue;
        };
        if steps.last().is_some_and(|last| last.after >= step.after) {
            let error = after.error("a step comes after the one before it", "not later");
            errors.push(error.help("`after` counts from the alert, not from the step before"));
        }
        steps.push(step);
    }
    Some(steps)
}

fn read_step<'node>(
    item: &'node YamlNode,
    known: KnownNames<'_>,
    errors: &mut SourceErrors,
) -> Option<(EscalationStep, &'node YamlNode)> {
    let before = errors.count();
    let draft = StepDraft::from_yaml(item, errors)?;
    let notify = draft
        .notify
        .and_then(|node| errors.keep(channel_named(node, known)));
    let mention = draft
        .mention
        .map(|node| mentioned_roles(node, known, errors));
    let mention = mention.unwrap_or_default();
    let (after, length) = (item.get("after")?, draft.after?);
    if length.is_zero() {
        let message = "`after: 0s` is not allowed";
        let error = after.error(message, "no time");
        errors.push(error.help("use `notify` for the first message"));
    }
    if notify.is_none() && mention.is_empty() && errors.count() == before {
        let message = "a step needs a channel, a role, or both";
        let error = item.error(message, "reaches nobody");
        errors.push(error.help("write `{ after: 10m, mention: supervisors }`"));
    }
    let step = EscalationStep {
        after: length,
        notify,
        mention,
    };
    Some((step, after))
}

/// Reads `mention:`: one role, or a list of them.
pub fn mentioned_roles(
    node: &YamlNode,
    known: KnownNames<'_>,
    errors: &mut SourceErrors,
) -> Vec<RoleName> {
    let mut roles = Vec::new();
    for item in node.one_or_more() {
        let Some(role) = errors.keep(role_named(item, known)) else {
            continue;
        };
        if roles.contains(&role) {
            errors.push(item.error(format!("`{role}` is named twice"), "twice"));
            continue;
        }
        roles.push(role);
    }
    roles
}

/// Reads the name of a channel.
pub fn channel_named(node: &YamlNode, known: KnownNames<'_>) -> Result<ChannelName, SourceError> {
    let names = known.channels.iter().map(ChannelName::as_str);
    let name = node.text("the name of a channel")?;
    if names.clone().any(|known| known == name) {
        return Ok(ChannelName::new(name));
    }
    let otherwise = "name it under `channels` in vigia.yaml";
    Err(SourceError::unknown(
        node.span,
        "unknown channel",
        name,
        names,
        otherwise,
    ))
}

fn role_named(node: &YamlNode, known: KnownNames<'_>) -> Result<RoleName, SourceError> {
    let names = known.roles.iter().map(RoleName::as_str);
    let name = node.text("the name of a role")?;
    if names.clone().any(|known| known == name) {
        return Ok(RoleName::new(name));
    }
    let otherwise = "name it under `roles` in vigia.yaml";
    let error = SourceError::unknown(node.span, "unknown role", name, names, otherwise);
    Err(if name.contains(['@', '<']) {
        error.help("name the role under `roles` in vigia.yaml, and write that name here")
    } else {
        error
    })
}

/// A length, and the one up to which it may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WindowLengths {
    pub(super) first: Duration,
    pub(super) longest: Option<Duration>,
}

impl WindowLengths {
    const DEFAULT: Self = Self {
        first: DEFAULT_WINDOW,
        longest: None,
    };
    /// The two windows of a departure: the shorter finds large skills sooner, the longer finds small ones.
    const DEPARTS: Self = Self {
        first: Duration::from_secs(30 * 60),
        longest: Some(Duration::from_secs(60 * 60)),
    };
}

fn read_window(node: &YamlNode) -> Result<WindowLengths, SourceError> {
    let window = read_lengths(node)?;
    for length in [Some(window.first), window.longest].into_iter().flatten() {
        if length < Duration::from_secs(1) || length > LONGEST_WINDOW {
            let message = "a window lasts from one second to 31 days";
            return Err(node
                .error(message, "out of range")
                .help("leave it out for the last hour: `window: 60m`"));
        }
        if length.subsec_nanos() > 0 {
            return Err(node.error("a window has whole seconds", "fraction"));
        }
    }
    Ok(window)
}

fn read_repeat(node: &YamlNode) -> Result<RepeatInterval, SourceError> {
    let text = node.text("a duration such as `15m` or `15m once`")?;
    let once = text.strip_suffix(" once");
    let WindowLengths { first, longest } = match once {
        Some(first) => WindowLengths {
            first: parse_duration(first.trim())
                .ok_or_else(|| node.unexpected("a duration such as `15m once`"))?,
            longest: None,
        },
        None => read_lengths(node)?,
    };
    if first.is_zero() {
        let message = "a `repeat_interval` of nothing would repeat without end";
        return Err(node
            .error(message, "no interval")
            .help("take the line away so that nothing is repeated"));
    }
    Ok(RepeatInterval {
        every: first,
        longest,
        once: once.is_some(),
    })
}

/// Reads one duration, or two: `30m to 2h`.
fn read_lengths(node: &YamlNode) -> Result<WindowLengths, SourceError> {
    let text = node.text("a duration such as `10m`")?;
    let Some((first, longest)) = text.split_once(" to ") else {
        let first = node.duration().map_err(|error| match meant_lengths(text) {
            Some(meant) => error.help(format!("did you mean `{meant}`?")),
            None => error,
        })?;
        return Ok(WindowLengths {
            first,
            longest: None,
        });
    };
    let read = |text: &str| {
        parse_duration(text.trim()).ok_or_else(|| {
            node.unexpected("two durations such as `30m to 2h`")
                .help("units are `s`, `m`, `h` and `d`, together as in `1h30m`")
        })
    };
    let (first, longest) = (read(first)?, read(longest)?);
    if first >= longest {
        let message = "the second length is the longest, so it lies above the first";
        return Err(node
            .error(message, "not longer")
            .help("write `30m to 2h`, or one length"));
    }
    Ok(WindowLengths {
        first,
        longest: Some(longest),
    })
}

/// Reads two lengths with something else than `to` between them.
fn meant_lengths(text: &str) -> Option<String> {
    let between = ["–", "—", "-", "..", "/", " a ", " hasta ", " until "];
    between.into_iter().find_map(|between| {
        let (first, longest) = text.split_once(between)?;
        let (first, longest) = (first.trim(), longest.trim());
        parse_duration(first).zip(parse_duration(longest))?;
        Some(format!("{first} to {longest}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(text: &str) -> YamlNode {
        YamlNode {
            span: SourceSpan::default(),
            value: YamlValue::Text(text.to_owned()),
        }
    }

    #[test]
    fn a_length_may_grow_up_to_another() {
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        for (text, first, longest) in [
            ("30m", 30, None),
            ("30m to 2h", 30, Some(120)),
            ("30m  to  2h", 30, Some(120)),
            ("1h to 1h30m", 60, Some(90)),
        ] {
            let expected = WindowLengths {
                first: minutes(first),
                longest: longest.map(minutes),
            };
            assert_eq!(read_window(&node(text)), Ok(expected), "{text}");
            let repeat = read_repeat(&node(text)).unwrap();
            let read = (repeat.every, repeat.longest);
            assert_eq!(read, (expected.first, expected.longest), "{text}");
        }
    }

    #[test]
    fn what_is_no_length_says_what_was_meant() {
        let shown =
            |error: SourceError| format!("{}; {}", error.message, error.help.unwrap_or_default());
        for (text, part) in [
            ("30m-2h", "did you mean `30m to 2h`?"),
            ("30m..2h", "did you mean `30m to 2h`?"),
            ("30", "give it a unit"),
            ("30 to 2h", "two durations such as `30m to 2h`"),
            ("2h to 30m", "lies above the first"),
            ("1h to 1h", "lies above the first"),
            ("0 to 2h", "from one second to 31 days"),
            ("1h to 32d", "from one second to 31 days"),
            ("1500ms", "whole seconds"),
        ] {
            let shown = shown(read_window(&node(text)).unwrap_err());
            assert!(shown.contains(part), "{text}: {shown}");
        }
        assert!(read_repeat(&node("0")).is_err());
        assert!(read_repeat(&node("40d")).is_ok());
    }
}
