//! What is over, and who did what.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{
    Card, Line, Reader, Span, Tone, Words,
    incidents::{NOTE_ROOM, light, name, peak},
    report::{Cell, Column, Sheet, Table, View, page},
    silences::matched,
    tidy, tidy_within,
};
use vigia_core::{
    alerts::{Closed, Deed, Entry, IncidentId, Matcher, Reason, Standing},
    metrics::Window,
};

/// What is over.
#[derive(Clone, Debug)]
pub struct Past<'a> {
    /// The stretch of time in which it ended.
    pub window: Window,
    /// The incidents, the newest first.
    pub closed: &'a [Closed],
    /// Who did what then, the newest first.
    pub audit: &'a [Entry],
    /// Where there is more than this: how many of each kind there are here at most.
    pub most: Option<usize>,
    /// The page, from zero.
    pub page: usize,
}

/// The incidents that are over, the newest first; the table has what people did as well.
#[must_use]
pub fn history(past: &Past<'_>, reader: &Reader<'_>, words: &Words) -> Sheet {
    let view = View {
        page: past.page,
        ..View::default()
    };
    let page = page(past.closed.iter().collect(), &view);
    let mut lines = vec![Line::text(words.dated_window(&past.window))];
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
    Sheet {
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
pub fn left_out(most: usize, words: &Words) -> Line {
    let most = words.count(u64::try_from(most).unwrap_or(u64::MAX));
    words.line("history-cut", &[("count", most.into())])
}

fn lasted(closed: &Closed) -> Duration {
    let opened = closed.incident.opened_at;
    (closed.at - opened).to_std().unwrap_or_default()
}

fn reason(reason: Reason, words: &Words) -> String {
    words.say(
        match reason {
            Reason::Recovered => "reason-recovered",
            Reason::RuleRemoved => "reason-rule-removed",
            Reason::AfterHours => "reason-after-hours",
        },
        &[],
    )
}

fn told(closed: &Closed, reader: &Reader<'_>, words: &Words) -> Line {
    let incident = &closed.incident;
    let mut parts = vec![
        format!("{} {}", light(incident.severity), name(incident, words)),
        words.at(incident.opened_at, reader.now),
        words.duration(lasted(closed)),
    ];
    parts.extend(peak(closed, reader, words));
    if closed.reason != Reason::Recovered {
        parts.push(reason(closed.reason, words));
    }
    if let Standing::Held(_) = incident.standing {
        parts.push(words.say("history-untold", &[]));
    }
    parts.extend(closed.mark.ack.as_ref().map(|ack| tidy(&ack.by.name)));
    Line(vec![
        Span::Code(format!("#{}", incident.id)),
        Span::Text(format!(" {}", parts.join(" · "))),
    ])
}

/// A row of the file, before it is told.
struct Row {
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

impl Row {
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

    fn closed(closed: &Closed, reader: &Reader<'_>, words: &Words) -> Self {
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

    fn entry(entry: &Entry, reader: &Reader<'_>, words: &Words) -> Self {
        let by = entry.by.as_ref().map(|by| tidy(&by.name));
        let said = |note: &str| tidy_within(note, NOTE_ROOM);
        let until = |time| words.date_and_clock(time);
        let row = |what| Self {
            by: by.clone().unwrap_or_default(),
            ..Self::of(entry.at, what)
        };
        let of_silence = |what, matcher: &Matcher, comment: Option<&String>| {
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
            Deed::Acknowledged { incident, note, .. } => Self {
                incident: Some(*incident),
                text: note.as_deref().map(said).unwrap_or_default(),
                ..row("row-acknowledged")
            },
            Deed::Snoozed {
                incident,
                until: time,
                ..
            } => Self {
                incident: Some(*incident),
                text: until(*time),
                ..row("row-snoozed")
            },
            Deed::Silenced(silence) => {
                of_silence("row-silenced", &silence.matcher, silence.comment.as_ref())
            }
            Deed::SilenceEnded(silence) => of_silence("row-silence-ended", &silence.matcher, None),
            Deed::Reloaded { rules } => Self {
                text: words.count(u64::from(*rules)),
                ..row("row-reloaded")
            },
            Deed::Refused { faults } => Self {
                text: words.count(u64::from(*faults)),
                ..row("row-refused")
            },
        }
    }

    fn cells(self, words: &Words) -> Vec<Cell> {
        let time = |time: Option<DateTime<Utc>>| {
            let local = time.map(|time| time.with_timezone(&words.zone()));
            let told = local.map(|local| local.format("%Y-%m-%d %H:%M:%S").to_string());
            Cell::Text(told.unwrap_or_default())
        };
        let number = self.incident.map(|id| format!("#{id}"));
        vec![
            time(Some(self.at)),
            Cell::Text(words.say(self.what, &[])),
            Cell::Text(number.unwrap_or_default()),
            Cell::Text(self.rule),
            Cell::Text(self.severity),
            time(self.ended),
            Cell::Time(self.lasted),
            Cell::Text(self.worst),
            Cell::Text(self.why),
            Cell::Text(self.by),
            Cell::Text(self.text),
        ]
    }
}

/// Incidents and what people did, the newest first; the last row says where there is more.
fn table(past: &Past<'_>, reader: &Reader<'_>, words: &Words) -> Table {
    let closed = past.closed.iter();
    let closed = closed.map(|closed| Row::closed(closed, reader, words));
    let entries = past.audit.iter();
    let entries = entries.map(|entry| Row::entry(entry, reader, words));
    let mut rows: Vec<Row> = closed.chain(entries).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    // A file that ends is taken for the whole.
    rows.extend(past.most.map(|most| Row {
        text: left_out(most, words).to_string(),
        ..Row::of(past.window.from(), "row-cut")
    }));
    let column = |(key, id): (&'static str, &str)| Column {
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
    Table {
        columns: columns.map(column).into(),
        rows: rows.into_iter().map(|row| row.cells(words)).collect(),
    }
}
