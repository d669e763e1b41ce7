//! A row a skill: in the order asked for, as lines of the card and as the table.

use crate::{
    Line, Span, Words,
    compared::{joined, share},
    report::{Cell, Column, Inquiry, Order, Page, Table, highest_first},
    smart_hold::Answer,
};
use vigia_core::metrics::{
    Quantity, SkillId, Skills,
    facts::{SmartHold, Stages},
};

/// One skill.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) skill: SkillId,
    pub(super) stages: Stages,
    /// As delivered. It has no unit that anybody has written down, and no weight.
    pub(super) gain: Option<f64>,
}

/// The orders that this answer has.
#[derive(Clone, Copy)]
enum By {
    Failed,
    Treated,
    Open,
    Skill,
}

impl By {
    /// An order of another report is the worst first.
    fn of(order: Option<Order>) -> Self {
        match order {
            Some(Order::Treated) => Self::Treated,
            Some(Order::Open) => Self::Open,
            Some(Order::Name) => Self::Skill,
            Some(_) | None => Self::Failed,
        }
    }
}

/// The rows asked for. Where two are alike, the one with more calls stands first.
pub(super) fn sorted(report: &SmartHold, skills: Skills, order: Option<Order>) -> Vec<Row> {
    let rows = report.skills.iter().filter(|row| match skills {
        Skills::All => true,
        Skills::One(skill) => row.skill == skill,
    });
    let mut rows: Vec<_> = rows
        .map(|row| Row {
            skill: row.skill,
            stages: row.stages(),
            gain: row.service_level_up,
        })
        .collect();
    rows.sort_by_key(|row| row.skill);
    let figure: fn(&Row) -> Option<u64> = match By::of(order) {
        By::Skill => return rows,
        By::Failed => |row| row.stages.failed,
        By::Treated => |row| row.stages.treated,
        By::Open => |row| row.stages.open,
    };
    highest_first(&mut rows, |row| row.stages.treated);
    highest_first(&mut rows, figure);
    rows
}

/// The rows of one page under their heading; nothing where the answer is of one skill.
pub(super) fn lines(answer: &Answer<'_>, page: &Page<Row>) -> Vec<Line> {
    let (inquiry, words) = (answer.inquiry, answer.words);
    if answer.skills != Skills::All {
        return Vec::new();
    }
    let heading = match By::of(inquiry.view.order) {
        By::Failed => "smart-hold-by-failed",
        By::Treated => "smart-hold-by-treated",
        By::Open => "smart-hold-by-open",
        By::Skill => "smart-hold-by-skill",
    };
    let rows = page.rows.iter().map(|row| line(row, inquiry, words));
    let mut lines = vec![words.line(heading, &[])];
    lines.extend(rows.chain(page.line(words)));
    lines
}

fn line(row: &Row, inquiry: &Inquiry<'_>, words: &Words) -> Line {
    let count = |number: Option<u64>| words.known(number.map(Quantity::Count));
    let Stages {
        treated,
        accepted,
        called_back,
        failed,
        open,
        ..
    } = row.stages;
    let part = |part, of: Option<u64>| match of {
        Some(of) => words.part_of(&count(part), of),
        None => count(part),
    };
    let figures = [
        words.say(
            "smart-hold-row-failed",
            &[("failed", part(failed, called_back).into())],
        ),
        words.say(
            "smart-hold-row-accepted",
            &[("accepted", part(accepted, treated).into())],
        ),
        words.say("smart-hold-row-open", &[("open", count(open).into())]),
    ];
    Line(vec![
        Span::Strong(words.skill(row.skill, inquiry.names.get(row.skill))),
        Span::Text(format!(": {}", joined(figures))),
    ])
}

/// All rows.
pub(super) fn table(rows: &[Row], inquiry: &Inquiry<'_>, words: &Words) -> Table {
    let column = |key, title| Column {
        key,
        title: words.say(title, &[]),
    };
    Table {
        columns: vec![
            column("skill", "smart-hold-skill"),
            column("name", "smart-hold-name"),
            column("treated", "smart-hold-treated"),
            column("accepted", "smart-hold-accepted"),
            column("acceptance_rate", "smart-hold-acceptance"),
            column("declined", "smart-hold-declined"),
            column("undecided", "smart-hold-undecided"),
            column("called_back", "smart-hold-called-back"),
            column("reached", "smart-hold-reached"),
            column("failed", "smart-hold-failed"),
            column("fail_rate", "smart-hold-fail-rate"),
            column("open", "smart-hold-open"),
            column("completion_rate", "smart-hold-completion"),
            column("service_level_up", "smart-hold-gain"),
        ],
        rows: rows.iter().map(|row| cells(row, inquiry)).collect(),
    }
}

fn cells(row: &Row, inquiry: &Inquiry<'_>) -> Vec<Cell> {
    let percent = |part, of| {
        let sample = share(part, of);
        Cell::Percent(sample.map(|sample| sample.value.scalar()))
    };
    let name = inquiry.names.get(row.skill).unwrap_or_default();
    let stages = row.stages;
    vec![
        Cell::Text(row.skill.to_string()),
        Cell::Text(name.to_owned()),
        Cell::Count(stages.treated),
        Cell::Count(stages.accepted),
        percent(stages.accepted, stages.treated),
        Cell::Count(stages.declined),
        Cell::Count(stages.undecided),
        Cell::Count(stages.called_back),
        Cell::Count(stages.reached),
        Cell::Count(stages.failed),
        percent(stages.failed, stages.called_back),
        Cell::Count(stages.open),
        percent(stages.reached, stages.accepted),
        Cell::Number(row.gain),
    ]
}
