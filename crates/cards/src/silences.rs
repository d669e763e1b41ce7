//! The cards of silences.
//!
//! ```text
//! 🔕 Silence 7: rule high-abandonment · skill 12 Soporte TV
//! Every week mon-fri 22:00-06:00 · next 17 Nov 22:00, 18 Nov 22:00, 19 Nov 22:00
//! By Ana at 15:05: night shift
//! ```

use chrono::{DateTime, Utc};

use crate::{
    AudienceView, Card, CardLine, TextSpan, Tone, Words,
    report::{AnswerView, RowPage},
    tidy, tidy_within,
};
use vigia_core::{
    alerts::{IncidentId, Silence, SilenceMatcher, SilenceSchedule},
    rules::{Severity, WeeklyHours},
};

/// The number of coming time spans that the card of a weekly silence shows.
const SPANS_AHEAD: usize = 3;

/// The number of characters that a comment has room for.
const COMMENT_ROOM: usize = 300;

/// A card with the silences that it shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListedSilence<'a> {
    /// The card, without its buttons yet.
    pub card: Card,
    /// The silences in the order of the card.
    pub shown: Vec<&'a Silence>,
    pub pages: usize,
}

/// The list of the silences that are not over.
pub fn silence_list<'a>(
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
    let page = RowPage::new(silences.iter().collect(), &view);
    let mut lines: Vec<CardLine> = page
        .rows
        .iter()
        .flat_map(|silence| {
            let mut head = vec![TextSpan::Strong(silence.id.to_string())];
            let matched = matched_alerts(&silence.matcher, reader, words);
            head.push(TextSpan::Text(format!(" {matched}")));
            [
                CardLine::of(head),
                silence_times(&silence.quiet, reader, words),
            ]
            .into_iter()
            .chain([author_line(silence, reader, words)])
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

/// The card of a new silence, with the open incidents that it keeps quiet.
pub fn silence_made(
    silence: &Silence,
    hushed: &[IncidentId],
    reader: &AudienceView<'_>,
    words: &Words,
) -> Card {
    let matched = matched_alerts(&silence.matcher, reader, words);
    let title = words.say(
        "silence-made",
        &[
            ("silence", silence.id.to_string().into()),
            ("matched", matched.into()),
        ],
    );
    let mut lines = vec![silence_times(&silence.quiet, reader, words)];
    lines.push(author_line(silence, reader, words));
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

/// The card of a silence that a person has just ended.
pub fn silence_ended(silence: &Silence, reader: &AudienceView<'_>, words: &Words) -> Card {
    let matched = matched_alerts(&silence.matcher, reader, words);
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

/// The alerts that match: `rule high-abandonment · skill 12 Soporte TV · warnings only`.
pub fn matched_alerts(
    matcher: &SilenceMatcher,
    reader: &AudienceView<'_>,
    words: &Words,
) -> String {
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

/// The time for which a silence holds, with the coming time spans of a weekly one.
pub fn silence_times(
    quiet: &SilenceSchedule,
    reader: &AudienceView<'_>,
    words: &Words,
) -> CardLine {
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
            let next = coming_spans(weekly, *from, *until, reader.now, words);
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

/// The coming time spans of a weekly silence.
pub fn coming_spans(
    weekly: &WeeklyHours,
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    words: &Words,
) -> Vec<String> {
    weekly
        .next(now.max(from), words.zone())
        .take_while(|(start, _)| until.is_none_or(|until| *start < until))
        .take(SPANS_AHEAD)
        .map(|(start, end)| {
            let date = words.weekday_and_date(start);
            let (start, end) = (words.clock(start), words.clock(end));
            format!("{date} {start}–{end}")
        })
        .collect()
}

fn author_line(silence: &Silence, reader: &AudienceView<'_>, words: &Words) -> CardLine {
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
