//! One rule of a file, key by key.

use std::time::Duration;

use crate::{
    diagnostic::{Fault, Faults, Fields, Node, Span, Value, alternatives, did_you_mean},
    metrics::Metric,
    rules::{
        ChannelName, Notify, Repeat, Rule, RuleId, Selection, Threshold,
        parse::{
            Known,
            selection::{misspelt, selection, told_of},
            threshold::Limits,
        },
    },
};

const DEFAULT_WINDOW: Duration = Duration::from_secs(60 * 60);
/// wolkvox answers for 31 days at most.
const LONGEST_WINDOW: Duration = Duration::from_secs(31 * 24 * 60 * 60);
const LONGEST_NAME: usize = 64;
/// A card holds more, but nobody on the floor reads more.
const LONGEST_DESCRIPTION: usize = 1_000;

/// The name that an item of the list gives itself, whatever else is wrong with it.
pub(super) fn name(item: &Node) -> Option<(&str, Span)> {
    let Value::Map(entries) = &item.value else {
        return None;
    };
    let (_, node) = entries.iter().find(|(key, _)| key.word == "alert")?;
    Some((node.text("a name").ok()?, node.span))
}

/// The rule that an item of the list stands for. Where a fault was added, it is not to be
/// used.
pub(super) fn rule(
    item: &Node,
    known: Known<'_>,
    faults: &mut Faults,
    warnings: &mut Faults,
) -> Option<Rule> {
    const EXAMPLE: &str = "`- alert: name` and its other keys below it";
    let fields = Fields::of(item, "a rule", EXAMPLE, faults)?;
    let mut draft = Draft {
        fields: fields.later(&["during", "depends_on"]),
        faults,
    };
    let id = draft.id();
    let metric = draft.metric();
    let of = draft.of(metric);
    let window = draft.window();
    let when = draft.limits(metric);
    let at_least = draft.at_least(metric);
    let hold_for = draft.duration("for");
    let keep_firing_for = draft.duration("keep_firing_for");
    let repeat_interval = draft.repeat_interval();
    let notify = draft.notify(known.channels);
    let description = draft.description();
    draft.fields.finish(draft.faults);
    warn(item, known.poll_every, window, hold_for, warnings);
    if let Some(of) = &of {
        warn_of_channel(item, of, warnings);
    }
    Some(Rule {
        window,
        at_least,
        hold_for,
        keep_firing_for,
        repeat: repeat_interval.map(|every| Repeat {
            every,
            longest: None,
        }),
        description,
        ..Rule::new(id?, metric?, of?, when?, Notify::one(notify?))
    })
}

struct Draft<'node, 'faults> {
    fields: Fields<'node>,
    faults: &'faults mut Faults,
}

impl<'node> Draft<'node, '_> {
    fn required(&mut self, name: &'static str, example: &str) -> Option<&'node Node> {
        self.fields.required(name, example, self.faults)
    }

    fn optional(&mut self, name: &'static str) -> Option<&'node Node> {
        self.fields.optional(name, self.faults)
    }

    fn id(&mut self) -> Option<RuleId> {
        let node = self.required("alert", "high-abandonment")?;
        self.faults.keep(id(node))
    }

    fn metric(&mut self) -> Option<Metric> {
        let node = self.required("metric", "abandon.rate")?;
        self.faults.keep(metric(node))
    }

    fn of(&mut self, metric: Option<Metric>) -> Option<Selection> {
        let node = self.required("of", "every skill")?;
        let read = selection(node, metric).and_then(|of| match metric {
            Some(metric) => told_of(node, metric, of),
            None => Ok(of),
        });
        self.faults.keep(read)
    }

    fn window(&mut self) -> Duration {
        let window = self
            .optional("window")
            .and_then(|node| self.faults.keep(window(node)));
        window.unwrap_or(DEFAULT_WINDOW)
    }

    fn limits(&mut self, metric: Option<Metric>) -> Option<Threshold> {
        let when = self.required("when", "{ above: { warning: 5% } }");
        let recover = self.optional("recover");
        let confidence = self.optional("confidence");
        let limits = Limits {
            when: when?,
            recover,
            confidence,
        };
        limits.threshold(metric, self.faults)
    }

    fn at_least(&mut self, metric: Option<Metric>) -> Option<u64> {
        let node = self.optional("at_least")?;
        let least = self.faults.keep(node.count())?;
        if let Some(metric) = metric.filter(|metric| metric.out_of().is_none()) {
            let message = format!(
                "`at_least` needs a figure out of so many calls, and {metric} is none"
            );
            self.faults
                .push(Fault::at(node.span, message, "out of nothing").help(
                "take the line away: this figure is made of no number that could be too small",
            ));
        }
        Some(least)
    }

    fn duration(&mut self, name: &'static str) -> Duration {
        let length = self
            .optional(name)
            .and_then(|node| self.faults.keep(node.duration()));
        length.unwrap_or_default()
    }

    fn repeat_interval(&mut self) -> Option<Duration> {
        let node = self.optional("repeat_interval")?;
        let interval = self.faults.keep(node.duration())?;
        if interval.is_zero() {
            let message = "a `repeat_interval` of nothing would repeat without end";
            self.faults.push(
                Fault::at(node.span, message, "no interval")
                    .help("take the line away so that nothing is repeated"),
            );
        }
        Some(interval)
    }

    fn notify(&mut self, channels: &[ChannelName]) -> Option<ChannelName> {
        let example = channels.first().map_or("floor", ChannelName::as_str);
        let node = self.required("notify", example)?;
        self.faults.keep(channel(node, channels))
    }

    fn description(&mut self) -> Option<String> {
        let node = self.optional("description")?;
        self.faults.keep(description(node))
    }
}

fn id(node: &Node) -> Result<RuleId, Fault> {
    let name = node.text("a name such as `high-abandonment`")?;
    if name.chars().any(char::is_control) {
        return Err(Fault::at(
            node.span,
            "a name is one line of plain text",
            "not plain",
        ));
    }
    if name.chars().count() > LONGEST_NAME {
        let message = format!("a name has at most {LONGEST_NAME} characters");
        return Err(
            Fault::at(node.span, message, "too long").help("say the rest in `description`")
        );
    }
    Ok(RuleId::new(name))
}

fn metric(node: &Node) -> Result<Metric, Fault> {
    let names = || Metric::ALL.into_iter().map(Metric::name);
    let name = node.text("a metric such as `abandon.rate`")?;
    Metric::from_name(name).ok_or_else(|| {
        let help = match did_you_mean(name, names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("expected {}", alternatives(names())),
        };
        Fault::at(
            node.span,
            format!("`{name}` is no metric that this version knows"),
            "unknown metric",
        )
        .help(help)
    })
}

fn window(node: &Node) -> Result<Duration, Fault> {
    let window = node.duration()?;
    if window < Duration::from_secs(1) || window > LONGEST_WINDOW {
        let message = "a window lasts from one second to 31 days";
        return Err(Fault::at(node.span, message, "out of range")
            .help("leave it out for the last hour: `window: 60m`"));
    }
    if window.subsec_nanos() > 0 {
        return Err(Fault::at(
            node.span,
            "a window has whole seconds",
            "fraction",
        ));
    }
    Ok(window)
}

fn channel(node: &Node, channels: &[ChannelName]) -> Result<ChannelName, Fault> {
    let names = || channels.iter().map(ChannelName::as_str);
    let name = node.text("the name of a channel")?;
    channels
        .iter()
        .find(|channel| channel.as_str() == name)
        .cloned()
        .ok_or_else(|| {
            let help = match did_you_mean(name, names()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if channels.is_empty() => {
                    String::from("name it under `channels` in vigia.yaml")
                }
                None => format!(
                    "expected {}, or name it under `channels` in vigia.yaml",
                    alternatives(names())
                ),
            };
            let message = format!("`{name}` is no channel of the configuration");
            Fault::at(node.span, message, "unknown channel").help(help)
        })
}

fn description(node: &Node) -> Result<String, Fault> {
    let text = node.text("a sentence that helps whoever sees the alert")?;
    if text.contains("{{") {
        let message = "this version does not know templates yet";
        return Err(Fault::at(node.span, message, "holds `{{`").help(
            "write plain text: the alert itself names the skill, the figure and the limit",
        ));
    }
    if text.chars().count() > LONGEST_DESCRIPTION {
        let message = format!("a description has at most {LONGEST_DESCRIPTION} characters");
        return Err(Fault::at(node.span, message, "too long"));
    }
    Ok(text.to_owned())
}

/// What no poll can keep to.
fn warn(
    item: &Node,
    every: Duration,
    window: Duration,
    hold_for: Duration,
    warnings: &mut Faults,
) {
    let polls = humantime::format_duration(every);
    if let Some(span) = value_of(item, "for")
        && let Some(after) = next_poll(hold_for, every)
    {
        let after = humantime::format_duration(after);
        let message = format!("`for` is no multiple of `poll.every` ({polls})");
        warnings.push(
            Fault::at(span, message, "falls between two polls")
                .help(format!("the alert fires after {after}")),
        );
    }
    if window < every {
        let span = value_of(item, "window").unwrap_or(item.span);
        let message = format!("the window is shorter than `poll.every` ({polls})");
        warnings.push(
            Fault::at(span, message, "leaves gaps")
                .help("calls between two windows are seen by no rule"),
        );
    }
}

fn warn_of_channel(item: &Node, of: &Selection, warnings: &mut Faults) {
    if let Some((channel, meant)) = misspelt(of) {
        let span = value_of(item, "of").unwrap_or(item.span);
        let message = format!("`{channel}` is no channel that reports are known to show");
        warnings.push(
            Fault::at(span, message, "misspelt?").help(format!("did you mean `{meant}`?")),
        );
    }
}

/// The time of the poll that comes after `length`, unless one comes right then.
fn next_poll(length: Duration, every: Duration) -> Option<Duration> {
    let (length, every) = (length.as_millis(), every.as_millis());
    let rest = length.checked_rem(every)?;
    let after = u64::try_from(length - rest + every).ok()?;
    (rest > 0).then(|| Duration::from_millis(after))
}

fn value_of(item: &Node, name: &str) -> Option<Span> {
    let Value::Map(entries) = &item.value else {
        return None;
    };
    entries
        .iter()
        .find(|(key, _)| key.word == name)
        .map(|(_, value)| value.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_that_falls_between_two_polls_lasts_until_the_second() {
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        assert_eq!(next_poll(minutes(7), minutes(5)), Some(minutes(10)));
        assert_eq!(next_poll(minutes(10), minutes(5)), None);
        assert_eq!(next_poll(Duration::ZERO, minutes(5)), None);
        assert_eq!(next_poll(minutes(7), Duration::ZERO), None);
    }
}
