//! What the watch did meanwhile: its alerts, and how much of the time was read.

use crate::{
    CardLine,
    summary::{rest::more_of, told::SummaryView},
    tidy,
};
use vigia_core::{
    metrics::Quantity,
    summaries::{CallsHeard, RuleRings, SummaryForm},
};

/// So many rules are named.
const RULES: usize = 3;

pub(super) fn alerts(told: &SummaryView<'_>) -> Vec<CardLine> {
    let (words, tally) = (told.words, &told.summary.alerts);
    let mut parts = Vec::new();
    if tally.opened == 0 {
        parts.push(words.say("summary-alerts-none", &[]));
    } else {
        let opened = ("incidents", tally.opened.into());
        let count = ("count", words.count(tally.opened).into());
        parts.push(words.say("summary-alerts-opened", &[opened, count]));
        let acknowledged = ("acknowledged", words.count(tally.acknowledged).into());
        parts.push(match tally.acknowledged_within {
            Some(median) => {
                let median = ("median", words.duration(median).into());
                words.say("summary-alerts-within", &[acknowledged, median])
            }
            None => words.say("summary-alerts-acknowledged", &[acknowledged]),
        });
    }
    parts.extend(tally.longest.map(|longest| {
        let longest = words.duration(longest);
        words.say("summary-alerts-longest", &[("longest", longest.into())])
    }));
    let mut lines = vec![told.labelled("summary-alerts", &parts)];
    if told.summary.form == SummaryForm::Week {
        lines.extend(rang(told));
    }
    lines
}

/// Which rules rang most, and how many rings nobody acknowledged: they want tuning.
fn rang(told: &SummaryView<'_>) -> Option<CardLine> {
    let (words, tally) = (told.words, &told.summary.alerts);
    let rule = |rang: &RuleRings| {
        words.say(
            "summary-rang-rule",
            &[
                ("rule", tidy(rang.rule.as_str()).into()),
                ("times", words.count(rang.times).into()),
                ("unanswered", rang.unanswered.into()),
                ("count", words.count(rang.unanswered).into()),
            ],
        )
    };
    let mut parts: Vec<_> = tally.rules.iter().take(RULES).map(rule).collect();
    let more = u64::try_from(tally.rules.len().saturating_sub(RULES)).unwrap_or_default();
    parts.extend(more_of(more.saturating_add(told.summary.rules_more), told));
    let unanswered = tally.opened.saturating_sub(tally.acknowledged);
    if unanswered > 0 {
        let part = words.part_of(&words.count(unanswered), tally.opened);
        parts.push(words.say("summary-rang-unanswered", &[("part", part.into())]));
    }
    (!parts.is_empty()).then(|| told.labelled("summary-rang", &parts))
}

/// How much of its time was read.
pub(super) fn quality(told: &SummaryView<'_>) -> Option<CardLine> {
    let (summary, words) = (told.summary, told.words);
    let reads = summary.reads;
    let mut parts = Vec::new();
    if reads.asked > 0 {
        let told = words.part_of(&words.count(reads.came), reads.asked);
        parts.push(words.say("summary-reads", &[("reads", told.into())]));
    }
    let unread = summary
        .hours
        .iter()
        .filter(|hour| hour.heard == CallsHeard::Unread);
    let unread: Vec<_> = unread.map(|hour| words.clock(hour.window.from())).collect();
    if !unread.is_empty() {
        let hours = ("hours", unread.join(", ").into());
        parts.push(words.say("summary-hours-unread", &[hours]));
    }
    if reads.skills_unread > 0 {
        let skills = words.known(Some(Quantity::Count(reads.skills_unread)));
        parts.push(words.say("summary-skills-unread", &[("skills", skills.into())]));
    }
    (!parts.is_empty()).then(|| told.labelled("summary-quality", &parts))
}
