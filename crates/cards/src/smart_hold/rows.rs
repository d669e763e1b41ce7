//! A row a skill: in the order asked for, as lines of the card and as the table.

use crate::{
    CardLine, TextSpan, Words,
    compared::{joined, share},
    report::{
        AnswerContext, ReportTable, RowPage, SortOrder, TableCell, TableColumn, highest_first,
    },
    smart_hold::SmartHoldAnswer,
};
use vigia_core::metrics::{
    Quantity, SkillId, SkillSelection,
    facts::{SmartHold, SmartHoldStages},
};

/// One skill.
#[derive(Clone, Copy, Debug)]
pub(super) struct SmartHoldRow {
    pub(super) skill: SkillId,
    pub(super) stages: SmartHoldStages,
    /// As delivered. It has no unit that anybody has written down, and no weight.
    pub(super) gain: Option<f64>,
}

/// The orders that this answer has.
#[derive(Clone, Copy)]
enum SmartHoldSortKey {
    Failed,
    Treated,
    Open,
    Skill,
}

impl SmartHoldSortKey {
    /// An order of another report is the worst first.
    fn of(order: Option<SortOrder>) -> Self {
        match order {
            Some(SortOrder::Treated) => Self::Treated,
            Some(SortOrder::Open) => Self::Open,
            Some(SortOrder::Name) => Self::Skill,
            Some(_) | None => Self::Failed,
        }
    }
}

/// The rows asked for. Where two are alike, the one with more calls stands first.
pub(super) fn sorted(
    report: &SmartHold,
    skills: SkillSelection,
    order: Option<SortOrder>,
) -> Vec<SmartHoldRow> {
    let rows = report.skills.iter().filter(|row| match skills {
        SkillSelection::All => true,
        SkillSelection::One(skill) => row.skill == skill,
    });
    let mut rows: Vec<_> = rows
        .map(|row| SmartHoldRow {
            skill: row.skill,
            stages: row.stages(),
            gain: row.service_level_up,
        })
        .collect();
    rows.sort_by_key(|row| row.skill);
    let figure: fn(&SmartHoldRow) -> Option<u64> = match SmartHoldSortKey::of(order) {
        SmartHoldSortKey::Skill => return rows,
        SmartHoldSortKey::Failed => |row| row.stages.failed,
        SmartHoldSortKey::Treated => |row| row.stages.treated,
        SmartHoldSortKey::Open => |row| row.stages.open,
    };
    highest_first(&mut rows, |row| row.stages.treated);
    highest_first(&mut rows, figure);
    rows
}

/// The rows of one page under their heading; nothing where the answer is of one skill.
pub(super) fn lines(answer: &SmartHoldAnswer<'_>, page: &RowPage<SmartHoldRow>) -> Vec<CardLine> {
    let (inquiry, words) = (answer.inquiry, answer.words);
    if answer.skills != SkillSelection::All {
        return Vec::new();
    }
    let heading = match SmartHoldSortKey::of(inquiry.view.order) {
        SmartHoldSortKey::Failed => "smart-hold-by-failed",
        SmartHoldSortKey::Treated => "smart-hold-by-treated",
        SmartHoldSortKey::Open => "smart-hold-by-open",
        SmartHoldSortKey::Skill => "smart-hold-by-skill",
    };
    let rows = page.rows.iter().map(|row| line(row, inquiry, words));
    let mut lines = vec![words.line(heading, &[])];
    lines.extend(rows.chain(page.line(words)));
    lines
}

fn line(row: &SmartHoldRow, inquiry: &AnswerContext<'_>, words: &Words) -> CardLine {
    let count = |number: Option<u64>| words.known(number.map(Quantity::Count));
    let SmartHoldStages {
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
    CardLine(vec![
        TextSpan::Strong(words.skill(row.skill, inquiry.names.get(row.skill))),
        TextSpan::Text(format!(": {}", joined(figures))),
    ])
}

/// All rows.
pub(super) fn table(
    rows: &[SmartHoldRow],
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> ReportTable {
    let column = |key, title| TableColumn {
        key,
        title: words.say(title, &[]),
    };
    ReportTable {
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

fn cells(row: &SmartHoldRow, inquiry: &AnswerContext<'_>) -> Vec<TableCell> {
    let percent = |part, of| {
        let sample = share(part, of);
        TableCell::Percent(sample.map(|sample| sample.value.scalar()))
    };
    let name = inquiry.names.get(row.skill).unwrap_or_default();
    let stages = row.stages;
    vec![
        TableCell::Text(row.skill.to_string()),
        TableCell::Text(name.to_owned()),
        TableCell::Count(stages.treated),
        TableCell::Count(stages.accepted),
        percent(stages.accepted, stages.treated),
        TableCell::Count(stages.declined),
        TableCell::Count(stages.undecided),
        TableCell::Count(stages.called_back),
        TableCell::Count(stages.reached),
        TableCell::Count(stages.failed),
        percent(stages.failed, stages.called_back),
        TableCell::Count(stages.open),
        percent(stages.reached, stages.accepted),
        TableCell::Number(row.gain),
    ]
}
