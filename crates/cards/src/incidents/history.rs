//! What is over, and who did what.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{
    AudienceView, Card, CardLine, TextSpan, Tone, Words,
    incidents::{NOTE_ROOM, light, name, peak},
    report::{AnswerView, ReportAnswer, ReportTable, TableCell, TableColumn, page},
    silences::matched,
    tidy, tidy_within,
};
use vigia_core::{
    alerts::{
        AuditAction, AuditEntry, ClosedIncident, EndReason, IncidentId, IncidentStanding,
        SilenceMatcher,
    },
    metrics::TimeWindow,
};

/// What is over.
#[derive(Clone, Debug)]
pub struct IncidentHistory<'a> {
    /// The stretch of time in which it ended.
    pub window: TimeWindow,
    /// The incidents, the newest first.
    pub closed: &'a [ClosedIncident],
    /// Who did what then, the newest first.
    pub audit: &'a [AuditEntry],
    /// Where there is more than this: how many of each kind there are here at most.
    pub most: Option<usize>,
    /// The page, from zero.
    pub page: usize,
}

/// The incidents that are over, the newest first; the table has what people did as well.
#[must_use]
pub fn history(
    past: &IncidentHistory<'_>,
    reader: &AudienceView<'_>,
    words: &Words,
) -> ReportAnswer {
    let view = AnswerView {
        page: past.page,
        ..AnswerView::default()
    };
    let page = page(past.closed.iter().collect(), &view);
    let mut lines = vec![CardLine::text(words.dated_window(&past.window))];
    lines.extend(page.rows.iter().map(|closed| told(closed, reader, words)));
    lines.extend(page.line(words));
    lines.extend(past.most.map(|most| left_out(most, words)));
    let total = u64::try_from(past.closed.len()).unwrap_or(u64::MAX);
    let title = words.say(
        "history-title",
        &[
            ("incidents", total.into()),
            ("count", words.count(total).into()),
        ],
    );
    ReportAnswer {
        card: Card {
            tone: Tone::Info,
            title,
            lines,
            footer: reader.command.clone(),
            as_of: Some(past.window.until()),
            ..Card::default()
        },
        table: table(past, reader, words),
        pages: page.pages,
    }
}

/// That there is more than so many of each kind.
#[must_use]
pub fn left_out(most: usize, words: &Words) -> CardLine {
    let most = words.count(u64::try_from(most).unwrap_or(u64::MAX));
    words.line("history-cut", &[("count", most.into())])
}

fn lasted(closed: &ClosedIncident) -> Duration {
    let opened = closed.incident.opened_at;
    (closed.at - opened).to_std().unwrap_or_default()
}

fn reason(reason: EndReason, words: &Words) -> String {
    words.say(
        match reason {
            EndReason::Recovered => "reason-recovered",
            EndReason::RuleRemoved => "reason-rule-removed",
            EndReason::AfterHours => "reason-after-hours",
        },
        &[],
    )
}

fn told(closed: &ClosedIncident, reader: &AudienceView<'_>, words: &Words) -> CardLine {
    let incident = &closed.incident;
    let mut parts = vec![
        format!("{} {}", light(incident.severity), name(incident, words)),
        words.at(incident.opened_at, reader.now),
        words.duration(lasted(closed)),
    ];
    parts.extend(peak(closed, reader, words));
    if closed.reason != EndReason::Recovered {
        parts.push(reason(closed.reason, words));
    }
    if let IncidentStanding::Held(_) = incident.standing {
        parts.push(words.say("history-untold", &[]));
    }
    parts.extend(closed.mark.ack.as_ref().map(|ack| tidy(&ack.by.name)));
    CardLine(vec![
        TextSpan::Code(format!("#{}", incident.id)),
        TextSpan::Text(format!(" {}", parts.join(" · "))),
    ])
}

/// A row of the file, before it is told.
struct HistoryRow {
    at: DateTime<Utc>,
    what: &'static str,
    incident: Option<IncidentId>,
    rule: String,
    severity: String,
    ended: Option<DateTime<Utc>>,
    lasted: Option<Duration>,
    worst: String,
    why: String,
    by: String,
    text: String,
}

impl HistoryRow {
    fn of(at: DateTime<Utc>, what: &'static str) -> Self {
        Self {
            at,
            what,
            incident: None,
            rule: String::new(),
            severity: String::new(),
            ended: None,
            lasted: None,
            worst: String::new(),
            why: String::new(),
            by: String::new(),
            text: String::new(),
        }
    }

    fn closed(closed: &ClosedIncident, reader: &AudienceView<'_>, words: &Words) -> Self {
        let incident = &closed.incident;
        let ack = closed.mark.ack.as_ref();
        Self {
            incident: Some(incident.id),
            rule: name(incident, words),
            severity: words.severity(incident.severity),
            ended: Some(closed.at),
            lasted: Some(lasted(closed)),
            worst: peak(closed, reader, words).unwrap_or_default(),
            why: reason(closed.reason, words),
            by: ack.map(|ack| tidy(&ack.by.name)).unwrap_or_default(),
            ..Self::of(incident.opened_at, "row-incident")
        }
    }

    fn entry(entry: &AuditEntry, reader: &AudienceView<'_>, words: &Words) -> Self {
        let by = entry.by.as_ref().map(|by| tidy(&by.name));
        let said = |note: &str| tidy_within(note, NOTE_ROOM);
        let until = |time| words.date_and_clock(time);
        let row = |what| Self {
            by: by.clone().unwrap_or_default(),
            ..Self::of(entry.at, what)
        };
        let of_silence = |what, matcher: &SilenceMatcher, comment: Option<&String>| {
            let matched = matched(matcher, reader, words);
            let comment = comment.map(|comment| format!(": {}", said(comment)));
            Self {
                rule: matcher
                    .rule
                    .as_ref()
                    .map(|rule| tidy(rule.as_str()))
                    .unwrap_or_default(),
                text: format!("{matched}{}", comment.unwrap_or_default()),
                ..row(what)
            }
        };
        match &entry.deed {
            AuditAction::Acknowledged { incident, note, .. } => Self {
                incident: Some(*incident),
                text: note.as_deref().map(said).unwrap_or_default(),
                ..row("row-acknowledged")
            },
            AuditAction::Snoozed {
                incident,
                until: time,
                ..
            } => Self {
                incident: Some(*incident),
                text: until(*time),
                ..row("row-snoozed")
            },
            AuditAction::Silenced(silence) => {
                of_silence("row-silenced", &silence.matcher, silence.comment.as_ref())
            }
            AuditAction::SilenceEnded(silence) => {
                of_silence("row-silence-ended", &silence.matcher, None)
            }
            AuditAction::Reloaded { rules } => Self {
                text: words.count(u64::from(*rules)),
                ..row("row-reloaded")
            },
            AuditAction::Refused { faults } => Self {
                text: words.count(u64::from(*faults)),
                ..row("row-refused")
            },
        }
    }

    fn cells(self, words: &Words) -> Vec<TableCell> {
        let time = |time: Option<DateTime<Utc>>| {
            let local = time.map(|time| time.with_timezone(&words.zone()));
            let told = local.map(|local| local.format("%Y-%m-%d %H:%M:%S").to_string());
            TableCell::Text(told.unwrap_or_default())
        };
        let number = self.incident.map(|id| format!("#{id}"));
        vec![
            time(Some(self.at)),
            TableCell::Text(words.say(self.what, &[])),
            TableCell::Text(number.unwrap_or_default()),
            TableCell::Text(self.rule),
            TableCell::Text(self.severity),
            time(self.ended),
            TableCell::Time(self.lasted),
            TableCell::Text(self.worst),
            TableCell::Text(self.why),
            TableCell::Text(self.by),
            TableCell::Text(self.text),
        ]
    }
}

/// Incidents and what people did, the newest first; the last row says where there is more.
fn table(past: &IncidentHistory<'_>, reader: &AudienceView<'_>, words: &Words) -> ReportTable {
    let closed = past.closed.iter();
    let closed = closed.map(|closed| HistoryRow::closed(closed, reader, words));
    let entries = past.audit.iter();
    let entries = entries.map(|entry| HistoryRow::entry(entry, reader, words));
    let mut rows: Vec<HistoryRow> = closed.chain(entries).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    // A file that ends is taken for the whole.
    rows.extend(past.most.map(|most| HistoryRow {
        text: left_out(most, words).to_string(),
        ..HistoryRow::of(past.window.from(), "row-cut")
    }));
    let column = |(key, id): (&'static str, &str)| TableColumn {
        key,
        title: words.say(id, &[]),
    };
    let columns = [
        ("time", "column-time"),
        ("what", "column-what"),
        ("incident", "column-incident"),
        ("rule", "column-rule"),
        ("severity", "column-severity"),
        ("ended", "column-ended"),
        ("lasted", "column-lasted"),
        ("worst", "column-worst"),
        ("reason", "column-reason"),
        ("by", "column-by"),
        ("text", "column-text"),
    ];
    ReportTable {
        columns: columns.map(column).into(),
        rows: rows.into_iter().map(|row| row.cells(words)).collect(),
    }
}
