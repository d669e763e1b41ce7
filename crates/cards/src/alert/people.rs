//! Who has it in hand, who does not want to hear of it, and who has been called.

use std::time::Duration;

use crate::{CardLine, TextSpan, TimeStyle, Words, alert::EventView, tidy};
use vigia_core::alerts::{AcknowledgeRequest, HoldReason, Suppression};

/// What a card says of people, where there is something to say.
pub(super) fn lines(event: &EventView<'_>, words: &Words) -> Vec<CardLine> {
    if event.reason().is_some() {
        return afterwards(event, words);
    }
    let incident = event.incident;
    let mark = &event.news.mark;
    let mut lines = Vec::new();
    if let Some(announced) = incident.announced() {
        lines.extend(announced.after.as_ref().map(|hold| held(hold, words)));
        if announced.steps > 0 {
            lines.push(words.line("alert-called", &[("steps", announced.steps.into())]));
        }
    }
    let ack = mark.holding(incident.severity, incident.scopes);
    lines.extend(ack.map(|ack| acknowledged("alert-acknowledged", ack, event, words)));
    if let Some(snooze) = mark.snoozed(incident.severity, event.at) {
        let name = ("name", tidy(&snooze.by.name).into());
        let until = ("time", TextSpan::Time(snooze.until, TimeStyle::Time).into());
        lines.push(words.line("alert-snoozed", &[name, until]));
    }
    let hush = incident.announced().and_then(|told| told.hush.as_ref());
    lines.extend(hush.and_then(|hush| hushed(hush, words)));
    lines
}

/// What is left to say of people once it is over: who had it in hand, or that nobody did.
fn afterwards(event: &EventView<'_>, words: &Words) -> Vec<CardLine> {
    let steps = event.incident.announced().map_or(0, |told| told.steps);
    let line = match &event.news.mark.ack {
        Some(ack) => Some(acknowledged("alert-was-acknowledged", ack, event, words)),
        None if steps > 0 => Some(words.line("alert-was-called", &[("steps", steps.into())])),
        None => None,
    };
    line.into_iter().collect()
}

fn acknowledged(
    id: &str,
    ack: &AcknowledgeRequest,
    event: &EventView<'_>,
    words: &Words,
) -> CardLine {
    let note = ack.note.as_deref().map(tidy).unwrap_or_default();
    let note = if note.is_empty() {
        note
    } else {
        format!(": {note}")
    };
    let after = after(ack, event, words).map(|after| format!(" ({after})"));
    words.line(
        id,
        &[
            ("name", tidy(&ack.by.name).into()),
            ("time", TextSpan::Time(ack.at, TimeStyle::Time).into()),
            ("after", after.unwrap_or_default().into()),
            ("note", note.into()),
        ],
    )
}

/// How long it took from the card to the one who took it in hand, where that is known.
pub(super) fn after(
    ack: &AcknowledgeRequest,
    event: &EventView<'_>,
    words: &Words,
) -> Option<String> {
    let announced = event.incident.announced()?;
    let taken = (ack.at - announced.at).to_std().ok()?;
    let length = ("length", words.duration(roughly(taken)).into());
    Some(words.say("alert-acknowledged-after", &[length]))
}

/// To the minute, from the first one on.
fn roughly(length: Duration) -> Duration {
    let seconds = length.as_secs();
    Duration::from_secs(if seconds < 60 {
        seconds
    } else {
        seconds - seconds % 60
    })
}

/// What keeps it from being heard now.
fn hushed(hush: &Suppression, words: &Words) -> Option<CardLine> {
    let line = match (&hush.by, hush.until) {
        (HoldReason::Silence(silence), None) => {
            let silence = ("silence", silence.to_string().into());
            words.line("alert-hushed-silence", &[silence])
        }
        (HoldReason::Silence(silence), Some(until)) => {
            let silence = ("silence", silence.to_string().into());
            let until = ("time", TextSpan::Time(until, TimeStyle::Time).into());
            words.line("alert-hushed-silence-until", &[silence, until])
        }
        (HoldReason::Dependency(rule), _) => {
            words.line("alert-hushed-rule", &[("rule", tidy(rule.as_str()).into())])
        }
        (HoldReason::CatchUp, _) => return None,
    };
    Some(line)
}

/// What the incident was held by before it was told.
fn held(hold: &HoldReason, words: &Words) -> CardLine {
    match hold {
        HoldReason::Silence(silence) => words.line(
            "alert-after-silence",
            &[("silence", silence.to_string().into())],
        ),
        HoldReason::Dependency(rule) => {
            words.line("alert-after-rule", &[("rule", tidy(rule.as_str()).into())])
        }
        HoldReason::CatchUp => words.line("alert-after-catch-up", &[]),
    }
}
