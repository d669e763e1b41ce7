//! One agent beside the team.

use std::time::Duration;

use crate::{
    Card, CardField, CardLine, Tone,
    compared::{ComparedValue, count, joined},
    hold::{
        HoldAnswer, chart, doubts, rows,
        team::{share, time},
    },
    report::{ReportAnswer, bare, circumstances, field, frame},
    tidy,
};
use vigia_core::metrics::{
    AgentName, Quantity,
    facts::{AgentHolds, HoldTimes, Holds},
};

/// The agent's rows. Two agents of one name are two rows, and nothing tells them apart.
pub(super) fn sheet(answer: &HoldAnswer<'_>, agent: &AgentName) -> ReportAnswer {
    let rows = of(answer.report, agent);
    if rows.is_empty() {
        return absent(answer, agent);
    }
    let (inquiry, words) = (answer.inquiry, answer.words);
    let median = answer.report.median();
    let mut lines = match rows.as_slice() {
        [row] => Vec::from_iter(standing(answer, row)),
        rows => rows.iter().map(|row| headline(answer, row)).collect(),
    };
    lines.push(words.line("hold-trap", &[]));
    lines.extend(circumstances(inquiry, words));
    let own: Vec<_> = rows.iter().copied().cloned().collect();
    lines.extend(doubts::lines(answer, &own));
    ReportAnswer {
        card: Card {
            title: title(answer, &rows),
            lines,
            fields: fields(answer, agent, &rows),
            chart: chart::of_agent(answer, &rows, median),
            ..frame(inquiry)
        },
        table: rows::table(&rows, median, words),
        pages: 1,
    }
}

/// Not in the report is not zero, but the team is told all the same.
fn absent(answer: &HoldAnswer<'_>, agent: &AgentName) -> ReportAnswer {
    let (inquiry, words) = (answer.inquiry, answer.words);
    let place = words.say("place-agent", &[("name", tidy(agent.as_str()).into())]);
    let title = words.say("hold-absent", &[("place", place.into())]);
    let why = vec![words.line("hold-absent-why", &[])];
    let mut sheet = bare(Tone::Info, title, why, inquiry, words);
    sheet.card.fields = vec![median(answer)];
    sheet
}

/// The rows of the name as it is spelt, else of the same name in other letters.
fn of<'a>(report: &'a Holds, agent: &AgentName) -> Vec<&'a AgentHolds> {
    let rows = |alike: &dyn Fn(&AgentName) -> bool| {
        let rows = report.agents.iter().filter(|row| alike(&row.agent));
        rows.collect::<Vec<_>>()
    };
    let exact = rows(&|name| name == agent);
    if !exact.is_empty() {
        return exact;
    }
    let plain = |name: &AgentName| tidy(name.as_str()).to_lowercase();
    let wanted = plain(agent);
    rows(&|name| plain(name) == wanted)
}

fn title(answer: &HoldAnswer<'_>, rows: &[&AgentHolds]) -> String {
    let words = answer.words;
    let name = rows.first().map(|row| rows::name(row, words));
    let name = ("name", name.unwrap_or_default().into());
    let place = ("place", words.say("place-agent", &[name]).into());
    match rows {
        [row] => words.say(
            "hold-title",
            &[
                (
                    "total",
                    words.known(row.total.map(Quantity::Duration)).into(),
                ),
                ("uses", words.uses(row.uses).into()),
                place,
            ],
        ),
        _ => words.say("hold-title-homonyms", &[place]),
    }
}

/// Where the agent stands in the team; the figures are beside.
fn standing(answer: &HoldAnswer<'_>, row: &AgentHolds) -> Option<CardLine> {
    let times = rows::times_median(row.total, answer.report.median());
    let factor = times.map(|times| rows::factor(times, answer.words));
    let parts = [factor, rank(answer, row)].into_iter().flatten();
    let parts: Vec<_> = parts.collect();
    (!parts.is_empty()).then(|| CardLine::text(joined(parts)))
}

/// One of several rows, with its figures.
fn headline(answer: &HoldAnswer<'_>, row: &AgentHolds) -> CardLine {
    let figures = rows::figures(&row.times(), answer.report.median(), answer.words);
    let parts = [Some(figures), rank(answer, row)];
    CardLine::text(joined(parts.into_iter().flatten()))
}

/// `Rank 3 of 48 by total time`; agents with the same total share a place.
fn rank(answer: &HoldAnswer<'_>, row: &AgentHolds) -> Option<String> {
    let words = answer.words;
    let own = row.total?;
    let totals = answer.report.agents.iter().filter_map(|row| row.total);
    let (mut rank, mut of) = (1_u64, 0);
    for total in totals {
        rank += u64::from(total > own);
        of += 1;
    }
    let rank = ("rank", words.count(rank).into());
    Some(words.say("hold-rank", &[rank, ("of", words.count(of).into())]))
}

/// One row has fields; of several, each has its own line.
fn fields(answer: &HoldAnswer<'_>, agent: &AgentName, rows: &[&AgentHolds]) -> Vec<CardField> {
    let [row] = rows else {
        return vec![median(answer)];
    };
    let before = answer.before.map(|before| of(before, agent));
    let before = before.as_deref().and_then(|rows| match rows {
        [row] => Some(row.times()),
        _ => None,
    });
    let times = ComparedValue {
        now: row.times(),
        before,
    };
    let words = answer.words;
    let name = |id| words.say(id, &[]);
    let length = |id, figure: fn(&HoldTimes) -> Option<Duration>| {
        times.field(name(id), |times| time(figure(times)), words)
    };
    vec![
        length("hold-total", |times| times.total),
        length("hold-hold", |times| times.hold),
        length("hold-mute", |times| times.mute),
        times.field(name("hold-share"), share, words),
        times.field(name("hold-both-uses"), |times| count(times.uses), words),
        length("hold-per-use", HoldTimes::per_use),
        median(answer),
    ]
}

fn median(answer: &HoldAnswer<'_>) -> CardField {
    let words = answer.words;
    let median = answer.report.median().map(Quantity::Duration);
    field(words.say("hold-median", &[]), words.known(median))
}
