//! The incidents that are over, and the actions of people.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{
    AudienceView, Card, CardLine, TextSpan, Tone, Words,
    incidents::open::{NOTE_ROOM, incident_name, peak_figure, severity_sign},
    report::{AnswerView, ReportAnswer, ReportTable, RowPage, TableCell, TableColumn},
    silences::matched_alerts,
    tidy, tidy_within,
};
use vigia_core::{
    alerts::{
        AuditAction, AuditEntry, ClosedIncident, EndReason, IncidentId, IncidentStanding,
        SilenceMatcher,
    },
    metrics::TimeWindow,
};

#[derive(Clone, Debug)]
pub struct IncidentHistory<'a> {
    /// The time span in which the incidents ended.
    pub window: TimeWindow,
    /// The incidents, with the newest first.
    pub closed: &'a [ClosedIncident],
    /// The actions of people in that time, the newest first.
    pub audit: &'a [AuditEntry],
    /// The greatest number of each kind, where there are more than are here.
    pub most: Option<usize>,
    /// The page, counted from zero.
    pub page: usize,
}

/// The incidents that are over, the newest first. The table has the actions as well.
pub fn history(
    past: &IncidentHistory<'_>,
    reader: &AudienceView<'_>,
    words: &Words,
) -> ReportAnswer {
    let view = AnswerView {
        page: past.page,
        ..AnswerView::default()
    };
    let page = RowPage::new(past.closed.iter().collect(), &view);
    let mut lines = vec![CardLine::text(words.dated_window(&past.window))];
    lines.extend(
        page.rows
            .iter()
            .map(|closed| closed_line(closed, reader, words)),
    );
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
        table: history_table(past, reader, words),
        pages: page.pages,
    }
}

/// The line that says that only so many of each kind are shown.
pub fn left_out(most: usize, words: &Words) -> CardLine {
    let most = words.count(u64::try_from(most).unwrap_or(u64::MAX));
    words.line("history-cut", &[("count", most.into())])
}

fn incident_length(closed: &ClosedIncident) -> Duration {
    let opened = closed.incident.opened_at;
    (closed.at - opened).to_std().unwrap_or_default()
}

fn reason_text(reason: EndReason, words: &Words) -> String {
    words.say(
        match reason {
            EndReason::Recovered => "reason-recovered",
            EndReason::RuleRemoved => "reason-rule-removed",
            EndReason::AfterHours => "reason-after-hours",
            EndReason::TooFewCalls => "reason-too-few",
        },
        &[],
    )
}

fn closed_line(closed: &ClosedIncident, reader: &AudienceView<'_>, words: &Words) -> CardLine {
    let incident = &closed.incident;
    let mut parts = vec![
        format!(
            "{} {}",
            severity_sign(incident.severity),
            incident_name(incident, words)
        ),
        words.at(incident.opened_at, reader.now),
        words.duration(incident_length(closed)),
    ];
    parts.extend(peak_figure(closed, reader, words));
    if closed.reason != EndReason::Recovered {
        parts.push(reason_text(closed.reason, words));
    }
    if let IncidentStanding::Held(_) = incident.standing {
        parts.push(words.say("history-untold", &[]));
    }
    parts.extend(closed.mark.ack.as_ref().map(|ack| tidy(&ack.by.name)));
    CardLine::of(vec![
        TextSpan::Code(format!("#{}", incident.id)),
        TextSpan::Text(format!(" {}", parts.join(" · "))),
    ])
}

#[derive(Default)]
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
            ..Self::default()
        }
    }

    fn closed(closed: &ClosedIncident, reader: &AudienceView<'_>, words: &Words) -> Self {
        let incident = &closed.incident;
        let ack = closed.mark.ack.as_ref();
        Self {
            incident: Some(incident.id),
            rule: incident_name(incident, words),
            severity: words.severity(incident.severity),
            ended: Some(closed.at),
            lasted: Some(incident_length(closed)),
            worst: peak_figure(closed, reader, words).unwrap_or_default(),
            why: reason_text(closed.reason, words),
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
            let matched = matched_alerts(matcher, reader, words);
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
            let text = local.map(|local| local.format("%Y-%m-%d %H:%M:%S").to_string());
            TableCell::Text(text.unwrap_or_default())
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

/// Incidents and actions, the newest first. The last row says that there are more, since a
/// file that ends is taken for the whole.
fn history_table(
    past: &IncidentHistory<'_>,
    reader: &AudienceView<'_>,
    words: &Words,
) -> ReportTable {
    let closed = past.closed.iter();
    let closed = closed.map(|closed| HistoryRow::closed(closed, reader, words));
    let entries = past.audit.iter();
    let entries = entries.map(|entry| HistoryRow::entry(entry, reader, words));
    let mut rows: Vec<HistoryRow> = closed.chain(entries).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
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
