//! Rules from YAML text, or everything that is wrong with them.
//!
//! One bad rule hides no other: each is read by itself, key by key, and every fault has its
//! place. `docs/rules.md` is the reference of what may be written.

mod calendar;
mod draft;
mod selection;
mod threshold;

use std::{collections::BTreeMap, time::Duration};

use crate::{
    diagnostic::{Fault, Faults, Fields, Node, Span, Value, read},
    rules::{Calendar, ChannelName, Rule},
};

/// What rules may refer to.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The channels that `notify` may name.
    pub channels: &'a [ChannelName],
    /// How often the reports are read: no rule is judged in between.
    pub poll_every: Duration,
}

/// A file of rules.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// What messages call the file.
    pub name: &'a str,
    /// What stands in it.
    pub text: &'a str,
}

/// What one file says.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The rules that are right, in the order of the file.
    pub rules: Vec<Rule>,
    /// The calendars that are right, in the order of the file.
    pub calendars: Vec<Calendar>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// What is right, and probably not what was meant.
    pub warnings: Vec<Fault>,
}

/// The rules of one text.
///
/// # Errors
/// Everything that is wrong with them, in the order of the text.
pub fn parse(text: &str, known: Known<'_>) -> Result<Vec<Rule>, Vec<Fault>> {
    let source = Source {
        name: "this file",
        text,
    };
    let parsed = parse_files(&[source], known).pop().unwrap_or_default();
    if parsed.faults.is_empty() {
        Ok(parsed.rules)
    } else {
        Err(parsed.faults)
    }
}

/// What each file says, in their order. The name of a rule must be its own over all of them,
/// and so must that of a calendar.
#[must_use]
pub fn parse_files(sources: &[Source<'_>], known: Known<'_>) -> Vec<Parsed> {
    let mut names = Names::default();
    sources
        .iter()
        .map(|source| parse_file(*source, known, &mut names))
        .collect()
}

/// The names given so far.
#[derive(Default)]
struct Names {
    rules: Claims,
    calendars: Claims,
}

/// Where each name was given first.
#[derive(Default)]
struct Claims(BTreeMap<String, String>);

impl Claims {
    fn claim(
        &mut self,
        kind: &str,
        name: &str,
        span: Span,
        source: Source<'_>,
    ) -> Result<(), Fault> {
        if let Some(first) = self.0.get(name) {
            let message = format!("two {kind}s are called `{name}`");
            return Err(Fault::at(span, message, "the second").help(format!(
                "the first is in {first}; a name stands for one {kind} over all files"
            )));
        }
        let line = span.place(source.text).line;
        let place = format!("line {line} of {}", source.name);
        self.0.insert(name.to_owned(), place);
        Ok(())
    }
}

fn parse_file(source: Source<'_>, known: Known<'_>, names: &mut Names) -> Parsed {
    let (mut faults, mut warnings) = (Faults::default(), Faults::default());
    let (mut rules, mut calendars) = (Vec::new(), Vec::new());
    let root = read(source.text, &mut faults);
    let sections = root
        .as_ref()
        .map(|root| sections(root, &mut faults))
        .unwrap_or_default();
    for (key, calendar) in sections
        .calendars
        .map(|node| calendar::calendars(node, &mut faults))
        .unwrap_or_default()
    {
        let claim = names
            .calendars
            .claim("calendar", &key.word, key.span, source);
        let is_first = faults.keep(claim).is_some();
        calendars.extend(calendar.filter(|_| is_first));
    }
    for item in sections.rules {
        let before = faults.count();
        let rule = draft::rule(item, known, &mut faults, &mut warnings);
        if let Some((name, span)) = draft::name(item) {
            faults.keep(names.rules.claim("rule", name, span, source));
        }
        rules.extend(rule.filter(|_| faults.count() == before));
    }
    Parsed {
        rules,
        calendars,
        faults: faults.into_parts().0,
        warnings: warnings.into_parts().0,
    }
}

/// The sections of a file.
#[derive(Default)]
struct Sections<'node> {
    calendars: Option<&'node Node>,
    rules: &'node [Node],
}

fn sections<'node>(root: &'node Node, faults: &mut Faults) -> Sections<'node> {
    const EXAMPLE: &str = "`rules:` and below it one `- alert: name` for each rule";
    let Some(mut fields) = Fields::of(root, "a file of rules", EXAMPLE, faults) else {
        return Sections::default();
    };
    let calendars = fields.optional("calendars", faults);
    let rules = if fields.gives("calendars") {
        fields.optional("rules", faults)
    } else {
        fields.required("rules", "[]", faults)
    };
    fields.finish(faults);
    let rules = match rules.map(|rules| (&rules.value, rules)) {
        None => &[],
        Some((Value::List(items), _)) => items.as_slice(),
        Some((Value::Null | Value::Text(_) | Value::Map(_), rules)) => {
            faults.push(
                rules
                    .unexpected("a list of rules")
                    .help(format!("write {EXAMPLE}")),
            );
            &[]
        }
    };
    Sections { calendars, rules }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        metrics::{Metric, Quantity, ScopeKind, Unit},
        rules::{Selection, Severity},
    };

    fn messages(text: &str) -> Vec<String> {
        let channels = [ChannelName::new("floor")];
        let known = Known {
            channels: &channels,
            poll_every: Duration::from_secs(300),
        };
        parse(text, known)
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|fault| {
                let line = fault.span.map_or(0, |span| span.place(text).line);
                format!("{line}: {}", fault.message)
            })
            .collect()
    }

    fn one_rule(text: &str) -> Rule {
        let channels = [ChannelName::new("floor")];
        let known = Known {
            channels: &channels,
            poll_every: Duration::from_secs(300),
        };
        parse(text, known).unwrap().remove(0)
    }

    const SHORT: &str = "rules:\n  - alert: a\n    metric: asa\n    of: operation\n    \
                         when: { above: { critical: 2m } }\n    notify: floor\n";

    #[test]
    fn what_is_left_out_has_the_defaults_of_the_reference() {
        let rule = one_rule(SHORT);
        assert_eq!(rule.metric, Metric::Asa);
        assert_eq!(rule.of, Selection::Operation);
        assert_eq!(rule.window, Duration::from_secs(3_600));
        assert_eq!(rule.at_least, None);
        assert_eq!(rule.hold_for, Duration::ZERO);
        assert_eq!(rule.keep_firing_for, Duration::ZERO);
        assert_eq!(rule.repeat, None);
        assert_eq!(rule.description, None);
        assert_eq!(rule.when.limit(Severity::Warning), None);
        assert_eq!(
            rule.when.limit(Severity::Critical),
            Some(Quantity::Duration(Duration::from_secs(120)))
        );
    }

    #[test]
    fn one_bad_rule_hides_no_other() {
        let two = "rules:\n  - alert: a\n    metrik: asa\n  - alert: b\n    of: nothing\n";
        assert_eq!(
            messages(two),
            [
                "2: a rule needs `of`",
                "2: a rule needs `when`",
                "2: a rule needs `notify`",
                "3: a rule has no key `metrik`",
                "4: a rule needs `metric`",
                "4: a rule needs `when`",
                "4: a rule needs `notify`",
                "5: `nothing` is nothing that a rule can look at",
            ]
        );
    }

    #[test]
    fn a_name_stands_for_one_rule_over_all_files() {
        let channels = [ChannelName::new("floor")];
        let known = Known {
            channels: &channels,
            poll_every: Duration::from_secs(300),
        };
        let source = |name| Source { name, text: SHORT };
        let parsed = parse_files(&[source("a.yaml"), source("b.yaml")], known);
        assert_eq!((parsed[0].rules.len(), parsed[1].rules.len()), (1, 0));
        let fault = &parsed[1].faults[0];
        assert_eq!(fault.message, "two rules are called `a`");
        assert!(fault.help.as_ref().unwrap().contains("line 2 of a.yaml"));
    }

    #[test]
    fn a_file_without_rules_says_what_it_wants() {
        assert_eq!(
            messages(""),
            ["1: a file of rules is a map, but this is nothing"]
        );
        assert_eq!(
            messages("- alert: a\n"),
            ["1: a file of rules is a map, but this is a list"]
        );
        assert_eq!(
            messages("rules: all\n"),
            ["1: expected a list of rules, found `all`"]
        );
        assert!(messages("rules: []\n").is_empty());
    }

    /// What the reference says of a metric.
    fn row(metric: Metric) -> String {
        let unit = match metric.unit() {
            Unit::Percent => "percentage",
            Unit::Duration => "duration",
            Unit::Count => "whole number",
            Unit::Money => "amount",
        };
        let scopes = metric.scopes().iter();
        let of: Vec<String> = scopes
            .filter(|kind| **kind != ScopeKind::Agent)
            .map(ToString::to_string)
            .collect();
        let counted = metric
            .out_of()
            .map_or_else(|| "(cannot be used)".to_owned(), |of| of.to_string());
        let least = metric
            .least_sample()
            .map_or_else(|| "–".to_owned(), |least| least.count.to_string());
        let of = of.join(", ");
        format!("| `{metric}` | {unit} | {of} | {counted} | {least} |")
    }

    #[test]
    fn the_reference_tells_what_each_metric_can_be_used_with() {
        let page = include_str!("../../../docs/rules.md");
        let (_, table) = page.split_once("\n## Metrics\n").unwrap();
        let (table, _) = table.split_once("\n## ").unwrap();
        let told: Vec<&str> = table
            .lines()
            .filter(|line| line.starts_with("| `"))
            .collect();
        assert_eq!(told, Metric::ALL.map(row));
    }

    #[test]
    fn at_least_and_confidence_need_something_counted() {
        for metric in Metric::ALL {
            let limit = match metric.unit() {
                Unit::Percent => "50%",
                Unit::Duration => "2m",
                Unit::Count => "20",
                Unit::Money => "1500.5",
            };
            let text = format!(
                "rules:\n  - alert: a\n    metric: {metric}\n    of: operation\n    \
                 when: {{ above: {{ warning: {limit} }} }}\n    notify: floor\n"
            );
            assert!(messages(&text).is_empty(), "{metric} {:?}", messages(&text));
            let least = messages(&format!("{text}    at_least: 20\n"));
            assert_eq!(least.is_empty(), metric.out_of().is_some(), "{metric}");
            let sure = messages(&format!("{text}    confidence: 95%\n"));
            assert_eq!(sure.is_empty(), metric.is_counted_share(), "{metric}");
        }
    }
}
