//! The team: its figures, and the agents where they may be named.

use std::time::Duration;

use crate::{
    Card, CardField, CardLine,
    compared::{ComparedValue, alone, count},
    hold::{
        HoldAnswer, chart, doubts,
        rows::{self, HoldSortKey},
    },
    report::{ReportAnswer, circumstances, frame, page, worst_of},
};
use vigia_core::metrics::{
    Metric, Quantity, Sample, Scope,
    facts::{HoldTimes, Holds},
};

/// The figures of the team.
#[derive(Clone, Copy)]
pub(super) struct TeamHold {
    pub(super) times: HoldTimes,
    pub(super) median: Option<Duration>,
    /// How many rows of agents there are; not known where there is the total alone.
    pub(super) agents: Option<u64>,
}

impl TeamHold {
    pub(super) fn of(report: &Holds) -> Self {
        let agents = u64::try_from(report.agents.len()).ok();
        Self {
            times: report.team(),
            median: report.median(),
            agents: agents.filter(|agents| *agents > 0),
        }
    }
}

pub(super) fn sheet(answer: &HoldAnswer<'_>) -> ReportAnswer {
    let (inquiry, words) = (answer.inquiry, answer.words);
    let team = ComparedValue {
        now: TeamHold::of(answer.report),
        before: answer.before.map(TeamHold::of),
    };
    let median = team.now.median;
    // No rule is about one agent.
    let first = [Metric::HoldMuteAvgPerEvent, Metric::HoldTotal];
    let scope = Scope::Operation;
    let mut lines = Vec::from_iter(worst_of(answer.facts, &first, &scope, inquiry, words));
    lines.push(headline(answer, &team.now));
    let mut sheet = ReportAnswer {
        card: Card {
            title: title(answer, &team.now),
            fields: fields(answer, &team),
            ..frame(inquiry)
        },
        table: rows::team_table(&team.now.times, words),
        pages: 1,
    };
    if inquiry.view.names_agents {
        let by = HoldSortKey::of(inquiry.view.order);
        let all = rows::sorted(&answer.report.agents, by);
        sheet.table = rows::table(&all, median, words);
        let page = page(all, &inquiry.view);
        lines.extend(rows::lines(&page, by, median, words));
        sheet.pages = page.pages;
        sheet.card.chart = chart::of_page(answer, &page, median);
    }
    lines.push(words.line("hold-trap", &[]));
    lines.extend(circumstances(inquiry, words));
    lines.extend(doubts::lines(answer, &answer.report.agents));
    sheet.card.lines = lines;
    sheet
}

fn title(answer: &HoldAnswer<'_>, team: &TeamHold) -> String {
    let words = answer.words;
    let total = words.known(team.times.total.map(Quantity::Duration));
    words.say(
        "hold-title",
        &[
            ("total", total.into()),
            ("uses", words.uses(team.times.uses).into()),
            ("place", words.say("place-operation", &[]).into()),
        ],
    )
}

fn headline(answer: &HoldAnswer<'_>, team: &TeamHold) -> CardLine {
    let words = answer.words;
    let time = |length: Option<Duration>| words.known(length.map(Quantity::Duration));
    let agents = words.known(team.agents.map(Quantity::Count));
    let number = team.agents.unwrap_or_default();
    let agents = [("agents", number.into()), ("count", agents.into())];
    words.line(
        "hold-headline",
        &[
            ("per-use", time(team.times.per_use()).into()),
            ("median", time(team.median).into()),
            ("agents", words.say("hold-team", &agents).into()),
        ],
    )
}

fn fields(answer: &HoldAnswer<'_>, team: &ComparedValue<TeamHold>) -> Vec<CardField> {
    let words = answer.words;
    let name = |id| words.say(id, &[]);
    vec![
        team.field(name("hold-total"), |team| time(team.times.total), words),
        team.field(name("hold-hold"), |team| time(team.times.hold), words),
        team.field(name("hold-mute"), |team| time(team.times.mute), words),
        team.field(name("hold-share"), |team| share(&team.times), words),
        team.field(name("hold-both-uses"), |team| count(team.times.uses), words),
        team.field(
            name("hold-per-use"),
            |team| time(team.times.per_use()),
            words,
        ),
        team.field(name("hold-median"), |team| time(team.median), words),
        team.field(name("hold-agents"), |team| count(team.agents), words),
    ]
}

/// A length of time that is of nothing else.
pub(super) fn time(length: Option<Duration>) -> Option<Sample> {
    length.map(Quantity::Duration).map(alone)
}

/// Hold, of hold and mute.
pub(super) fn share(times: &HoldTimes) -> Option<Sample> {
    times.hold_share().map(alone)
}
