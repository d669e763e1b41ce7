//! The rules with their state.

use crate::{
    AudienceView, Card, CardLine, TextSpan, Tone, Words,
    report::{AnswerView, ReportAnswer, RowPage},
    rules::{JudgedScope, RuleView, subject},
    tidy,
};
use vigia_core::{
    alerts::{Alert, AlertBook},
    rules::{Rule, Ruleset, Severity, Verdict},
};

/// What is known of the rules.
#[derive(Clone, Copy, Debug)]
pub struct RuleListing<'a> {
    /// The rules.
    pub rules: &'a Ruleset,
    /// What is open.
    pub book: &'a AlertBook,
    /// What they say of the last poll; `None` before the first.
    pub judged: Option<&'a JudgedScope>,
}

/// The rules in the order of their files, each with its state.
pub fn list(
    known: &RuleListing<'_>,
    at_page: usize,
    reader: &AudienceView<'_>,
    words: &Words,
) -> ReportAnswer {
    let rules = &known.rules.rules;
    let view = AnswerView {
        page: at_page,
        ..AnswerView::default()
    };
    let page = RowPage::new(rules.iter().collect(), &view);
    let mut lines: Vec<CardLine> = page
        .rows
        .iter()
        .map(|rule| {
            let state = state(rule, known, words);
            let subject = subject(rule, reader, words);
            let (light, state) = state;
            CardLine::of(vec![
                TextSpan::Text(format!("{light} ")),
                TextSpan::Strong(tidy(rule.id.as_str())),
                TextSpan::Text(format!(" · {state} · {subject}")),
            ])
        })
        .collect();
    lines.extend(page.line(words));
    let total = u64::try_from(rules.len()).unwrap_or(u64::MAX);
    ReportAnswer {
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
        ..ReportAnswer::default()
    }
}

fn state(rule: &Rule, known: &RuleListing<'_>, words: &Words) -> (&'static str, String) {
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
    let looks: Vec<&RuleView> = known
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
