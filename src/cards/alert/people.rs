//! Who has it in hand, who does not want to hear of it, and who has been called.

use crate::{
    alerts::{Hold, IncidentNews},
    cards::{Line, Span, TimeStyle, Words, tidy},
};

/// What a card says of people, where there is something to say.
pub(super) fn lines(news: &IncidentNews, words: &Words) -> Vec<Line> {
    let incident = &news.incident;
    let mut lines = Vec::new();
    if let Some(announced) = incident.announced() {
        lines.extend(announced.after.as_ref().map(|hold| held(hold, words)));
        if announced.steps > 0 && !news.open.is_empty() {
            lines.push(words.line("alert-called", &[("steps", announced.steps.into())]));
        }
    }
    let mark = &news.mark;
    if let Some(ack) = mark.holding(incident.severity, incident.scopes) {
        let note = ack.note.as_deref().unwrap_or_default().trim();
        let id = if note.is_empty() {
            "alert-acknowledged"
        } else {
            "alert-acknowledged-note"
        };
        lines.push(words.line(
            id,
            &[
                ("name", tidy(&ack.by.name).into()),
                ("time", Span::Time(ack.at, TimeStyle::Time).into()),
                ("note", tidy(note).into()),
            ],
        ));
    }
    if let Some(snooze) = &mark.snooze
        && !news.open.is_empty()
        && news.open.iter().all(|alert| alert.as_of() < snooze.until)
    {
        lines.push(words.line(
            "alert-snoozed",
            &[
                ("name", tidy(&snooze.by.name).into()),
                ("time", Span::Time(snooze.until, TimeStyle::Time).into()),
            ],
        ));
    }
    lines
}

/// What the incident was held by before it was told.
fn held(hold: &Hold, words: &Words) -> Line {
    match hold {
        Hold::Silence(silence) => words.line(
            "alert-after-silence",
            &[("silence", silence.to_string().into())],
        ),
        Hold::Dependency(rule) => {
            words.line("alert-after-rule", &[("rule", tidy(rule.as_str()).into())])
        }
        Hold::CatchUp => words.line("alert-after-catch-up", &[]),
    }
}
