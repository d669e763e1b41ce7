//! The rules with their state.

use crate::{
    Card, Line, Reader, Span, Tone, Words,
    report::{Sheet, View, page},
    rules::{Judged, Look, subject},
    tidy,
};
use vigia_core::{
    alerts::{Alert, Book},
    rules::{Rule, Ruleset, Severity, Verdict},
};

/// What is known of the rules.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The rules.
    pub rules: &'a Ruleset,
    /// What is open.
    pub book: &'a Book,
    /// What they say of the last poll; `None` before the first.
    pub judged: Option<&'a Judged>,
}

/// The rules in the order of their files, each with its state.
#[must_use]
pub fn list(known: &Known<'_>, at_page: usize, reader: &Reader<'_>, words: &Words) -> Sheet {
    let rules = &known.rules.rules;
    let view = View {
        page: at_page,
        ..View::default()
    };
    let page = page(rules.iter().collect(), &view);
    let mut lines: Vec<Line> = page
        .rows
        .iter()
        .map(|rule| {
            let state = state(rule, known, words);
            let subject = subject(rule, reader, words);
            let (light, state) = state;
            Line(vec![
                Span::Text(format!("{light} ")),
                Span::Strong(tidy(rule.id.as_str())),
                Span::Text(format!(" · {state} · {subject}")),
            ])
        })
        .collect();
    lines.extend(page.line(words));
    let total = u64::try_from(rules.len()).unwrap_or(u64::MAX);
    Sheet {
        card: Card {
            tone: Tone::Info,
            title: words.say(
                "rules-title",
                &[
                    ("rules", total.into()),
                    ("count", words.count(total).into()),
                ],
            ),
            lines,
            footer: reader.command.clone(),
            as_of: known.judged.map(|judged| judged.as_of),
            ..Card::default()
        },
        pages: page.pages,
        ..Sheet::default()
    }
}

fn state(rule: &Rule, known: &Known<'_>, words: &Words) -> (&'static str, String) {
    let alerts = || {
        let alerts = known.book.alerts();
        alerts.filter(|alert| alert.key.rule == rule.id)
    };
    let told: Vec<&Alert> = alerts().filter(|alert| alert.state.is_told()).collect();
    let counted = |id, count: usize| {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let args = [
            ("scopes", count.into()),
            ("count", words.count(count).into()),
        ];
        words.say(id, &args)
    };
    if let Some(worst) = told.iter().map(|alert| alert.state.severity()).max() {
        let light = match worst {
            Severity::Warning => "🟡",
            Severity::Critical => "🔴",
        };
        return (light, counted("rule-firing", told.len()));
    }
    if alerts().next().is_some() {
        return ("🕓", counted("rule-pending", alerts().count()));
    }
    let looks: Vec<&Look> = known
        .judged
        .iter()
        .flat_map(|judged| &judged.looks)
        .filter(|look| look.rule == rule.id)
        .collect();
    let says = |fits: fn(&Verdict) -> bool| looks.iter().filter(move |look| fits(&look.verdict));
    let is_asleep = |verdict: &Verdict| *verdict == Verdict::Asleep;
    let is_known = |verdict: &Verdict| match verdict {
        Verdict::Breach(_) | Verdict::Between | Verdict::Clear => true,
        Verdict::TooFew | Verdict::Missing | Verdict::Asleep => false,
    };
    match (says(is_known).count(), says(is_asleep).count(), looks.len()) {
        (0, _, 0) => ("⚪", words.say("rule-sees-nothing", &[])),
        (0, 0, _) => ("⚪", words.say("rule-knows-nothing", &[])),
        (0, _, _) => ("💤", words.say("rule-asleep", &[])),
        (known, _, _) => ("🟢", counted("rule-quiet", known)),
    }
}
