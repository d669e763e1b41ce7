//! What nobody wants to hear of.
//!
//! ```text
//! 🔕 Silence 7: rule high-abandonment · skill 12 Soporte TV
//! Every week mon-fri 22:00-06:00 · next 17 Nov 22:00, 18 Nov 22:00, 19 Nov 22:00
//! By Ana at 15:05: night shift
//! ```

use chrono::{DateTime, Utc};

use crate::{
    AudienceView, Card, CardLine, TextSpan, Tone, Words,
    report::{AnswerView, page},
    tidy, tidy_within,
};
use vigia_core::{
    alerts::{IncidentId, Silence, SilenceMatcher, SilenceSchedule},
    rules::{Severity, WeeklyHours},
};

/// How many stretches of a weekly silence are told beforehand.
const AHEAD: usize = 3;

/// How much room a comment has.
const COMMENT_ROOM: usize = 300;

/// A card with silences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListedSilence<'a> {
    /// The card, without buttons.
    pub card: Card,
    /// The silences that it shows, in their order.
    pub shown: Vec<&'a Silence>,
    /// How many pages there are.
    pub pages: usize,
}

/// The silences that are not over.
#[must_use]
pub fn list<'a>(
    silences: &'a [Silence],
    at_page: usize,
    reader: &AudienceView<'_>,
    words: &Words,
) -> ListedSilence<'a> {
    let total = u64::try_from(silences.len()).unwrap_or(u64::MAX);
    let view = AnswerView {
        page: at_page,
        ..AnswerView::default()
    };
    let page = page(silences.iter().collect(), &view);
    let mut lines: Vec<CardLine> = page
        .rows
        .iter()
        .flat_map(|silence| {
            let mut head = vec![TextSpan::Strong(silence.id.to_string())];
            let matched = matched(&silence.matcher, reader, words);
            head.push(TextSpan::Text(format!(" {matched}")));
            [CardLine(head), when(&silence.quiet, reader, words)]
                .into_iter()
                .chain([by(silence, reader, words)])
        })
        .collect();
    lines.extend(page.line(words));
    let title = match total {
        0 => words.say("silences-none", &[]),
        total => words.say(
            "silences-some",
            &[
                ("silences", total.into()),
                ("count", words.count(total).into()),
            ],
        ),
    };
    if total == 0 {
        lines.push(words.line("silences-how", &[]));
    }
    ListedSilence {
        shown: page.rows,
        pages: page.pages,
        card: Card {
            title,
            lines,
            footer: reader.command.clone(),
            as_of: Some(reader.now),
            ..Card::default()
        },
    }
}

/// A silence that was made a moment ago, and the open incidents that are quiet by it.
#[must_use]
pub fn made(
    silence: &Silence,
    hushed: &[IncidentId],
    reader: &AudienceView<'_>,
    words: &Words,
) -> Card {
    let matched = matched(&silence.matcher, reader, words);
    let title = words.say(
        "silence-made",
        &[
            ("silence", silence.id.to_string().into()),
            ("matched", matched.into()),
        ],
    );
    let mut lines = vec![when(&silence.quiet, reader, words)];
    lines.push(by(silence, reader, words));
    if !hushed.is_empty() {
        let numbers: Vec<_> = hushed.iter().map(|id| format!("#{id}")).collect();
        let incidents = ("incidents", numbers.join(" ").into());
        lines.push(words.line("silence-hushed", &[incidents]));
    }
    lines.push(words.line("silence-truth", &[]));
    Card {
        title,
        lines,
        footer: reader.command.clone(),
        as_of: Some(silence.made_at),
        ..Card::default()
    }
}

/// A silence that was ended a moment ago.
#[must_use]
pub fn ended(silence: &Silence, reader: &AudienceView<'_>, words: &Words) -> Card {
    let matched = matched(&silence.matcher, reader, words);
    Card {
        tone: Tone::Resolved,
        title: words.say(
            "silence-ended",
            &[
                ("silence", silence.id.to_string().into()),
                ("matched", matched.into()),
            ],
        ),
        lines: vec![words.line("silence-ended-then", &[])],
        footer: reader.command.clone(),
        as_of: Some(reader.now),
        ..Card::default()
    }
}

/// Which alerts: `rule high-abandonment · skill 12 Soporte TV · warnings only`.
#[must_use]
pub fn matched(matcher: &SilenceMatcher, reader: &AudienceView<'_>, words: &Words) -> String {
    let mut parts = Vec::new();
    if let Some(rule) = &matcher.rule {
        let rule = ("rule", tidy(rule.as_str()).into());
        parts.push(words.say("silence-rule", &[rule]));
    }
    if let Some(scope) = &matcher.scope {
        parts.push(reader.place(scope, words));
    }
    if let Some(Severity::Warning) = matcher.severity {
        parts.push(words.say("choice-warnings", &[]));
    }
    let labels = matcher.labels.iter();
    parts.extend(labels.map(|(name, value)| {
        let label = ("label", tidy(&format!("{name}={value}")).into());
        words.say("silence-label", &[label])
    }));
    if parts.is_empty() {
        parts.push(words.say("silence-all", &[]));
    }
    parts.join(" · ")
}

/// When it holds; of a weekly one, the next stretches too.
#[must_use]
pub fn when(quiet: &SilenceSchedule, reader: &AudienceView<'_>, words: &Words) -> CardLine {
    match quiet {
        SilenceSchedule::Once { until, .. } => {
            let until = ("until", words.moment(*until, reader.now).into());
            words.line("silence-until", &[until])
        }
        SilenceSchedule::Weekly {
            weekly,
            from,
            until,
        } => {
            let next = next(weekly, *from, *until, reader.now, words);
            let weekly = ("weekly", words.weekly(weekly).into());
            let next = ("next", next.join(", ").into());
            match until {
                None => words.line("silence-weekly", &[weekly, next]),
                Some(until) => {
                    let until = ("until", words.moment(*until, reader.now).into());
                    words.line("silence-weekly-until", &[weekly, next, until])
                }
            }
        }
    }
}

/// The next stretches of a weekly silence, as people read them.
#[must_use]
pub fn next(
    weekly: &WeeklyHours,
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    words: &Words,
) -> Vec<String> {
    weekly
        .next(now.max(from), words.zone())
        .take_while(|(start, _)| until.is_none_or(|until| *start < until))
        .take(AHEAD)
        .map(|(start, end)| {
            let date = words.weekday_and_date(start);
            let (start, end) = (words.clock(start), words.clock(end));
            format!("{date} {start}–{end}")
        })
        .collect()
}

fn by(silence: &Silence, reader: &AudienceView<'_>, words: &Words) -> CardLine {
    let who = ("who", tidy(&silence.by.name).into());
    let at = ("at", words.at(silence.made_at, reader.now).into());
    match &silence.comment {
        Some(comment) => {
            let comment = ("comment", tidy_within(comment, COMMENT_ROOM).into());
            words.line("silence-by-comment", &[who, at, comment])
        }
        None => words.line("silence-by", &[who, at]),
    }
}
