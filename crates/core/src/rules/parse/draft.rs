//! One rule of a file, key by key.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use crate::{
    diagnostic::{
        FieldReader, SourceError, SourceErrors, SourceSpan, YamlNode, YamlValue, alternatives,
        did_you_mean,
    },
    metrics::Metric,
    rules::{
        Calendar, ChannelName, DescriptionTemplate, EscalationStep, NotifyTarget, RepeatInterval,
        Rule, RuleId, ScopeSelection, TemplateOffer,
        parse::{
            KnownNames, lengths,
            lengths::WindowLengths,
            links::{self, RuleIndex},
            notify,
            selection::{selection, told_of},
            when::ConditionKeys,
        },
    },
};

const DEFAULT_WINDOW: Duration = Duration::from_secs(60 * 60);
const LONGEST_NAME: usize = 64;

/// The name that an item of the list gives itself, whatever else is wrong with it.
pub(super) fn name(item: &YamlNode) -> Option<(&str, SourceSpan)> {
    let node = value_of(item, "alert")?;
    Some((node.text("a name").ok()?, node.span))
}

/// The value that a key of an item has.
pub(super) fn value_of<'node>(item: &'node YamlNode, name: &str) -> Option<&'node YamlNode> {
    let YamlValue::Map(entries) = &item.value else {
        return None;
    };
    entries
        .iter()
        .find(|(key, _)| key.word == name)
        .map(|(_, value)| value)
}

/// What a rule may refer to.
#[derive(Clone, Copy)]
pub(super) struct DraftContext<'a> {
    pub(super) known: KnownNames<'a>,
    pub(super) index: &'a RuleIndex<'a>,
    /// The file in which the rule stands.
    pub(super) file: &'a str,
}

/// The rule that an item of the list stands for. Where a fault was added, it is not to be
/// used.
pub(super) fn rule<'node>(
    item: &'node YamlNode,
    around: DraftContext<'node>,
    faults: &mut SourceErrors,
) -> Option<Rule> {
    const EXAMPLE: &str = "`- alert: name` and its other keys below it";
    let mut draft = RuleDraft {
        item,
        fields: FieldReader::of(item, "a rule", EXAMPLE, faults)?,
        around,
        faults,
    };
    let id = draft.id();
    let metric = draft.metric();
    let of = draft.of(metric);
    let window = draft.window();
    let keys = draft.condition();
    let when = keys.condition(metric, of.as_ref(), draft.faults);
    let at_least = keys.at_least(metric, draft.faults);
    let at_least_bad = keys.at_least_bad(metric, draft.faults);
    draft.widening(window, &keys, metric);
    let hold_for = draft.duration("for");
    let keep_firing_for = draft.duration("keep_firing_for");
    let repeat = draft.repeat();
    let during = draft.during();
    let depends_on = draft.depends_on(id.as_ref());
    let labels = draft.labels();
    let notify = draft.notify();
    let escalation = draft.escalation();
    let description = draft.description(&TemplateOffer {
        metric,
        of: of.as_ref(),
        when: when.as_ref(),
        labels: links::names(item),
    });
    draft.fields.finish(draft.faults);
    let rule = Rule {
        window: window.first,
        widens_to: window.longest,
        at_least,
        at_least_bad,
        hold_for,
        keep_firing_for,
        repeat,
        during,
        depends_on,
        labels,
        escalation,
        description,
        ..Rule::new(id?, metric?, of?, when?, notify?)
    };
    Some(rule)
}

struct RuleDraft<'node, 'faults> {
    item: &'node YamlNode,
    fields: FieldReader<'node>,
    around: DraftContext<'node>,
    faults: &'faults mut SourceErrors,
}

impl<'node> RuleDraft<'node, '_> {
    fn required(&mut self, name: &'static str, example: &str) -> Option<&'node YamlNode> {
        self.fields.required(name, example, self.faults)
    }

    fn optional(&mut self, name: &'static str) -> Option<&'node YamlNode> {
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

    fn of(&mut self, metric: Option<Metric>) -> Option<ScopeSelection> {
        let node = self.required("of", "every skill")?;
        let read = selection(node, metric).and_then(|of| match metric {
            Some(metric) => told_of(node, metric, of),
            None => Ok(of),
        });
        self.faults.keep(read)
    }

    fn window(&mut self) -> WindowLengths {
        let window = self
            .optional("window")
            .and_then(|node| self.faults.keep(lengths::window(node)));
        window.unwrap_or(WindowLengths {
            first: DEFAULT_WINDOW,
            longest: None,
        })
    }

    /// A window that widens does so while its sample is too small.
    fn widening(
        &mut self,
        window: WindowLengths,
        keys: &ConditionKeys<'_>,
        metric: Option<Metric>,
    ) {
        let Some(node) = value_of(self.item, "window").filter(|_| window.longest.is_some()) else {
            return;
        };
        if let Some(metric) = metric.filter(|metric| metric.adds_up()) {
            let message = format!("{metric} is more in a longer window");
            self.faults.push(
                SourceError::at(node.span, message, "not comparable")
                    .help("one limit cannot hold for two windows: write one length"),
            );
        } else if keys.at_least.is_none() {
            let message = "a window widens while it has fewer calls than `at_least`";
            self.faults.push(
                SourceError::at(node.span, message, "never widens")
                    .help("add a line such as `at_least: 20`"),
            );
        }
    }

    fn condition(&mut self) -> ConditionKeys<'node> {
        ConditionKeys {
            when: self.required("when", "{ above: { warning: 5% } }"),
            recover: self.optional("recover"),
            confidence: self.optional("confidence"),
            at_least: self.optional("at_least"),
            at_least_bad: self.optional("at_least_bad"),
        }
    }

    fn duration(&mut self, name: &'static str) -> Duration {
        let length = self
            .optional(name)
            .and_then(|node| self.faults.keep(node.duration()));
        length.unwrap_or_default()
    }

    fn repeat(&mut self) -> Option<RepeatInterval> {
        let node = self.optional("repeat_interval")?;
        let interval = self.faults.keep(lengths::repeat(node))?;
        Some(RepeatInterval {
            every: interval.first,
            longest: interval.longest,
        })
    }

    fn during(&mut self) -> Option<Arc<Calendar>> {
        let node = self.optional("during")?;
        self.faults.keep(self.around.index.during(node))?
    }

    fn depends_on(&mut self, own: Option<&RuleId>) -> Vec<RuleId> {
        let node = self.optional("depends_on");
        node.map(|node| self.around.index.depends_on(node, own, self.faults))
            .unwrap_or_default()
    }

    fn labels(&mut self) -> BTreeMap<String, String> {
        let node = self.optional("labels");
        node.map(|node| links::labels(node, self.faults))
            .unwrap_or_default()
    }

    fn notify(&mut self) -> Option<NotifyTarget> {
        let channels = self.around.known.channels;
        let example = channels.first().map_or("floor", ChannelName::as_str);
        let node = self.required("notify", example)?;
        notify::notify(node, self.around.known, self.faults)
    }

    fn escalation(&mut self) -> Option<Vec<EscalationStep>> {
        let node = self.optional("escalate")?;
        notify::escalation(node, self.around.known, self.faults)
    }

    fn description(&mut self, offer: &TemplateOffer<'_>) -> Option<DescriptionTemplate> {
        let node = self.optional("description")?;
        let text = self.faults.keep(description(node))?;
        let faults = match DescriptionTemplate::parse(text, offer) {
            Ok(template) => return Some(template),
            Err(faults) => faults,
        };
        for mut fault in faults {
            let file = self.around.file;
            fault.span = fault.span.map(|span| node.place_of(span, file));
            self.faults.push(fault);
        }
        None
    }
}

fn id(node: &YamlNode) -> Result<RuleId, SourceError> {
    let name = node.text("a name such as `high-abandonment`")?;
    if name.chars().any(char::is_control) {
        return Err(SourceError::at(
            node.span,
            "a name is one line of plain text",
            "not plain",
        ));
    }
    if name.chars().count() > LONGEST_NAME {
        let message = format!("a name has at most {LONGEST_NAME} characters");
        return Err(
            SourceError::at(node.span, message, "too long").help("say the rest in `description`")
        );
    }
    Ok(RuleId::new(name))
}

fn metric(node: &YamlNode) -> Result<Metric, SourceError> {
    metric_named(node.text("a metric such as `abandon.rate`")?, node.span)
}

/// The metric of that name, which stands at `span`.
///
/// # Errors
/// Where there is none.
pub fn metric_named(name: &str, span: SourceSpan) -> Result<Metric, SourceError> {
    let names = || Metric::ALL.into_iter().map(Metric::name);
    Metric::from_name(name).ok_or_else(|| {
        let help = match did_you_mean(name, names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("expected {}", alternatives(names())),
        };
        SourceError::at(
            span,
            format!("`{name}` is no metric that this version knows"),
            "unknown metric",
        )
        .help(help)
    })
}

fn description(node: &YamlNode) -> Result<&str, SourceError> {
    let text = node.text("a sentence that helps whoever sees the alert")?;
    if text.chars().count() > DescriptionTemplate::LONGEST {
        let message = format!(
            "a description has at most {} characters",
            DescriptionTemplate::LONGEST
        );
        return Err(SourceError::at(node.span, message, "too long"));
    }
    Ok(text)
}
