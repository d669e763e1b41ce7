//! The answer to `/smarthold`: how many callers were offered a call back, accepted it and were
//! reached.
//!
//! ```text
//! Smart Hold: 26 of 48 accepted (54.2 %) · whole operation
//! 🔴 Critical: above the limit of 4 (rule callbacks-fail) · Callbacks failed: 5 of 24
//! 19 of 24 callbacks reached the customer; 5 failed (20.8 %). Pending or other: 2
//! skill 2101 Soporte TV: failed 5 of 24 · accepted 26 of 45 · open 2
//! 17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
//! ```

#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::{
    Card, CardField, CardLine, TextSpan, Tone, Words,
    charts::{BarChart, BarRow, Chart, FigureState},
    report::{
        AnswerContext, AnswerInput, AnswerSource, ComparedValue, FigureColumn, ReportAnswer,
        ReportInput, ReportTable, RowPage, SortOrder, TableCell, bar_picture, count_sample,
        highest_first, joined_parts, part_sample, share_sample, text_field, warning_line,
    },
};
use vigia_core::metrics::{
    Facts, Metric, Quantity, Report, Scope, SkillId, SkillSelection, Unit,
    facts::{SmartHold, SmartHoldStages},
};

/// In a window shorter than this, many callbacks are of callers from before it.
const SHORT_WINDOW: Duration = Duration::from_secs(3_600);

/// The warnings about single skills at most; the others are counted.
const MOST_DOUBTS: usize = 3;

type Figure = FigureColumn<SmartHoldStages>;

/// The figures of a skill or of all skills.
const FIGURES: [Figure; 11] = [
    Figure::new(
        "treated",
        "smart-hold-treated",
        Unit::Count,
        Some(0),
        |now| count_sample(now.treated),
    ),
    Figure::new(
        "accepted",
        "smart-hold-accepted",
        Unit::Count,
        Some(1),
        |now| part_sample(now.accepted, now.treated),
    ),
    Figure::new(
        "acceptance_rate",
        "smart-hold-acceptance",
        Unit::Percent,
        None,
        |now| share_sample(now.accepted, now.treated),
    ),
    Figure::new(
        "declined",
        "smart-hold-declined",
        Unit::Count,
        Some(2),
        |now| part_sample(now.declined, now.treated),
    ),
    Figure::new(
        "undecided",
        "smart-hold-undecided",
        Unit::Count,
        Some(3),
        |now| part_sample(now.undecided, now.treated),
    ),
    Figure::new(
        "called_back",
        "smart-hold-called-back",
        Unit::Count,
        None,
        |now| count_sample(now.called_back),
    ),
    Figure::new(
        "reached",
        "smart-hold-reached",
        Unit::Count,
        Some(4),
        |now| part_sample(now.reached, now.called_back),
    ),
    Figure::new("failed", "smart-hold-failed", Unit::Count, Some(5), |now| {
        part_sample(now.failed, now.called_back)
    }),
    Figure::new(
        "fail_rate",
        "smart-hold-fail-rate",
        Unit::Percent,
        None,
        |now| share_sample(now.failed, now.called_back),
    ),
    Figure::new("open", "smart-hold-open", Unit::Count, Some(6), |now| {
        part_sample(now.open, now.accepted)
    }),
    Figure::new(
        "completion_rate",
        "smart-hold-completion",
        Unit::Percent,
        Some(7),
        |now| share_sample(now.reached, now.accepted),
    ),
];

/// Answers from the report of smart hold, which is always of all skills. An empty report is
/// usual, since wolkvox has smart hold only where a queue is so full that it sets in.
pub fn smart_hold_answer(
    asked: &AnswerInput<'_>,
    context: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let source = AnswerSource::new(asked, context, words);
    // The report knows no channels, so that none is named.
    let place = match asked.skills {
        SkillSelection::All => words.say("place-operation", &[]),
        SkillSelection::One(skill) => words.skill(skill, context.names.get(skill)),
    };
    let no_rows = || {
        let title = words.say("smart-hold-no-data", &[("place", place.as_str().into())]);
        source.no_data(&title, Report::SmartHold, "smart-hold-no-data-why")
    };
    let ReportInput::Known(facts @ Facts::SmartHold(report)) = asked.report else {
        return no_rows();
    };
    let rows = sorted_skills(report, asked.skills, context.view.order);
    if rows.is_empty() {
        return match asked.skills {
            SkillSelection::All => no_rows(),
            SkillSelection::One(_) => unused_skill(&source, &place),
        };
    }
    let before = match source.before_facts() {
        Some(Facts::SmartHold(before)) => stages_of(before, asked.skills),
        Some(_) | None => None,
    };
    SmartHoldAnswer {
        source,
        stages: ComparedValue {
            now: stages_of(report, asked.skills).unwrap_or_default(),
            before,
        },
        rows,
        place,
    }
    .answer(facts)
}

fn stages_of(report: &SmartHold, skills: SkillSelection) -> Option<SmartHoldStages> {
    match skills {
        SkillSelection::All => Some(report.stages()),
        SkillSelection::One(skill) => report.stages_of(skill),
    }
}

fn unused_skill(source: &AnswerSource<'_>, place: &str) -> ReportAnswer {
    let words = source.words;
    let title = words.say("smart-hold-unused", &[("place", place.into())]);
    let mut lines = vec![words.line("smart-hold-unused-why", &[])];
    lines.extend(source.unseen_skill());
    source.bare_answer(Tone::Info, title, lines)
}

/// One skill.
#[derive(Clone, Copy, Debug)]
struct SmartHoldRow {
    skill: SkillId,
    stages: SmartHoldStages,
    /// The gain as delivered. Its unit is not documented, and it has no weight.
    gain: Option<f64>,
}

/// The rows asked for, in the order asked for. Of two that are alike, the one with more calls
/// comes first.
fn sorted_skills(
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
    let figure: fn(&SmartHoldRow) -> Option<u64> = match order {
        Some(SortOrder::Name) => return rows,
        Some(SortOrder::Treated) => |row| row.stages.treated,
        Some(SortOrder::Open) => |row| row.stages.open,
        // An order of another report is that by failed callbacks.
        Some(_) | None => |row| row.stages.failed,
    };
    highest_first(&mut rows, |row| row.stages.treated);
    highest_first(&mut rows, figure);
    rows
}

struct SmartHoldAnswer<'a> {
    source: AnswerSource<'a>,
    stages: ComparedValue<SmartHoldStages>,
    rows: Vec<SmartHoldRow>,
    place: String,
}

impl SmartHoldAnswer<'_> {
    fn answer(&self, facts: &Facts) -> ReportAnswer {
        let (source, words) = (self.source, self.source.words);
        let page = RowPage::new(self.rows.clone(), &source.context.view);
        let first = [Metric::SmartHoldRecallFail, Metric::SmartHoldRecallFailRate];
        let scope = Scope::from(source.asked.skills);
        let mut lines = Vec::from_iter(source.worst_of_report(facts, &first, &scope));
        lines.push(self.headline());
        lines.extend(self.skill_lines(&page));
        if source.context.window.length() < SHORT_WINDOW {
            lines.push(words.line("smart-hold-late", &[]));
        }
        lines.extend(source.closing_lines());
        lines.extend(self.doubts());
        ReportAnswer {
            card: Card {
                title: self.title(),
                lines,
                fields: self.fields(),
                chart: self.chart(),
                ..source.card_frame()
            },
            table: self.table(),
            pages: if self.is_about_all_skills() {
                page.pages
            } else {
                1
            },
        }
    }

    fn is_about_all_skills(&self) -> bool {
        self.source.asked.skills == SkillSelection::All
    }

    fn title(&self) -> String {
        let (stages, words) = (&self.stages.now, self.source.words);
        let place = ("place", self.place.as_str().into());
        let accepted = ("accepted", words.known_count(stages.accepted).into());
        let treated = ("treated", words.known_count(stages.treated).into());
        let share = share_sample(stages.accepted, stages.treated);
        match (stages.treated, share) {
            (Some(0), _) => words.say("smart-hold-title-none", &[place]),
            (_, Some(share)) => {
                let share = ("share", words.quantity(share.value).into());
                words.say("smart-hold-title", &[accepted, treated, share, place])
            }
            (_, None) => words.say("smart-hold-title-unsure", &[accepted, treated, place]),
        }
    }

    fn headline(&self) -> CardLine {
        let (stages, words) = (&self.stages.now, self.source.words);
        let count = |count| words.known_count(count).into();
        let open = ("open", count(stages.open));
        let failed = share_sample(stages.failed, stages.called_back);
        match (stages.called_back, failed) {
            (_, Some(failed)) => words.line(
                "smart-hold-callbacks",
                &[
                    ("ended", count(stages.called_back)),
                    ("reached", count(stages.reached)),
                    ("failed", count(stages.failed)),
                    ("share", words.quantity(failed.value).into()),
                    open,
                ],
            ),
            (Some(_), None) => words.line("smart-hold-callbacks-none", &[open]),
            (None, None) => words.line("smart-hold-callbacks-unknown", &[]),
        }
    }

    fn fields(&self) -> Vec<CardField> {
        let words = self.source.words;
        let mut fields = Figure::fields(&FIGURES, &self.stages, words);
        if let (SkillSelection::One(_), [row]) = (self.source.asked.skills, self.rows.as_slice()) {
            let gain = words.known(row.gain.map(Quantity::Money));
            fields.push(text_field(words.say("smart-hold-gain", &[]), gain));
        }
        fields
    }

    fn skill_label(&self, row: &SmartHoldRow) -> String {
        let name = self.source.context.names.get(row.skill);
        self.source.words.skill(row.skill, name)
    }

    /// The rows of one page under their heading; none where the answer is about one skill.
    fn skill_lines(&self, page: &RowPage<SmartHoldRow>) -> Vec<CardLine> {
        let words = self.source.words;
        if !self.is_about_all_skills() {
            return Vec::new();
        }
        let heading = match self.source.context.view.order {
            Some(SortOrder::Treated) => "smart-hold-by-treated",
            Some(SortOrder::Open) => "smart-hold-by-open",
            Some(SortOrder::Name) => "smart-hold-by-skill",
            Some(_) | None => "smart-hold-by-failed",
        };
        let mut lines = vec![words.line(heading, &[])];
        lines.extend(page.rows.iter().map(|row| self.skill_line(row)));
        lines.extend(page.line(words));
        lines
    }

    fn skill_line(&self, row: &SmartHoldRow) -> CardLine {
        let (stages, words) = (&row.stages, self.source.words);
        let failed = words.known_part(stages.failed, stages.called_back);
        let accepted = words.known_part(stages.accepted, stages.treated);
        let open = words.known_count(stages.open);
        let figures = [
            words.say("smart-hold-row-failed", &[("failed", failed.into())]),
            words.say("smart-hold-row-accepted", &[("accepted", accepted.into())]),
            words.say("smart-hold-row-open", &[("open", open.into())]),
        ];
        CardLine::of(vec![
            TextSpan::Strong(self.skill_label(row)),
            TextSpan::Text(format!(": {}", joined_parts(figures))),
        ])
    }

    fn table(&self) -> ReportTable {
        let (rows, words) = (&self.rows, self.source.words);
        let names = self.source.context.names;
        let mut table = ReportTable::with_rows(rows.len());
        let skills = rows.iter().map(|row| row.skill.to_string());
        let title = words.say("smart-hold-skill", &[]);
        table.push_column("skill", title, skills.map(TableCell::Text));
        let names = rows.iter().map(|row| names.get(row.skill));
        let names = names.map(|name| name.unwrap_or_default().to_owned());
        let title = words.say("smart-hold-name", &[]);
        table.push_column("name", title, names.map(TableCell::Text));
        let stages: Vec<_> = rows.iter().map(|row| row.stages).collect();
        Figure::add_columns(&FIGURES, &mut table, &stages, words);
        let gains = rows.iter().map(|row| TableCell::Number(row.gain));
        table.push_column("service_level_up", words.say("smart-hold-gain", &[]), gains);
        table
    }

    /// One warning for each skill whose figures cannot be right together. Rests below zero are
    /// shown as unknown, and here is why.
    fn doubts(&self) -> Vec<CardLine> {
        let words = self.source.words;
        let doubts = self.rows.iter().flat_map(|row| {
            let stages = &row.stages;
            let answers = stages.accepted.zip(stages.declined);
            let answers = answers.map(|(accepted, declined)| accepted.saturating_add(declined));
            [
                self.doubt_part("smart-hold-doubt-answers", row, answers, stages.treated),
                // The callbacks of a window may be of callers who accepted before it.
                self.doubt_part(
                    "smart-hold-doubt-callbacks",
                    row,
                    stages.called_back,
                    stages.accepted,
                ),
            ]
        });
        let mut doubts: Vec<_> = doubts.flatten().collect();
        let more = doubts.len().saturating_sub(MOST_DOUBTS);
        if more > 0 {
            doubts.truncate(MOST_DOUBTS);
            let more = ("more", words.number_of(more).into());
            doubts.push(words.line("smart-hold-doubt-more", &[more]));
        }
        if self.is_about_all_skills() && self.rows.iter().any(|row| lacks_figure(&row.stages)) {
            doubts.push(words.line("smart-hold-doubt-missing", &[]));
        }
        doubts.into_iter().map(warning_line).collect()
    }

    fn doubt_part(
        &self,
        id: &str,
        row: &SmartHoldRow,
        part: Option<u64>,
        of: Option<u64>,
    ) -> Option<CardLine> {
        let (part, of, words) = (part?, of?, self.source.words);
        (part > of).then(|| {
            words.line(
                id,
                &[
                    ("skill", self.skill_label(row).into()),
                    ("part", words.count(part).into()),
                    ("of", words.count(of).into()),
                ],
            )
        })
    }

    /// The stages from the calls treated to the callers reached; `None` where there were no
    /// calls, or their number is not known.
    fn chart(&self) -> Option<Chart> {
        let (stages, words) = (&self.stages.now, self.source.words);
        let treated = stages.treated.filter(|calls| *calls > 0)?;
        let stage = |id, count, of| words.part_row(words.say(id, &[]), count, of);
        let reached = BarRow {
            state: FigureState::Within,
            ..stage(
                "smart-hold-stage-reached",
                stages.reached,
                stages.called_back,
            )
        };
        let bars = BarChart {
            heading: String::new(),
            rows: vec![
                stage("smart-hold-stage-treated", stages.treated, None),
                stage("smart-hold-stage-accepted", stages.accepted, stages.treated),
                stage(
                    "smart-hold-stage-called-back",
                    stages.called_back,
                    stages.accepted,
                ),
                reached,
            ],
            whole: Some(Quantity::Count(treated).scalar()),
            tick: None,
        };
        bar_picture(bars, "smart-hold-alt", words)
    }
}

/// Returns whether a row lacks a figure, so that the whole lacks it too.
fn lacks_figure(stages: &SmartHoldStages) -> bool {
    [
        stages.treated,
        stages.accepted,
        stages.declined,
        stages.reached,
        stages.failed,
    ]
    .contains(&None)
}
