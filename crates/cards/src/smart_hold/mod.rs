//! The answer to `/smarthold`: who was offered a call back, who took it, who was reached.
//!
//! ```text
//! Smart Hold: 26 of 48 accepted (54.2 %) · whole operation
//! 🔴 Critical: above the limit of 4 (rule callbacks-fail) · Callbacks failed: 5 of 24
//! 19 of 24 callbacks reached the customer; 5 failed (20.8 %). Pending or other: 2
//! skill 2101 Soporte TV: failed 5 of 24 · accepted 26 of 45 · open 2
//! 17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
//! ```

mod card;
mod chart;
mod doubts;
mod rows;

#[cfg(test)]
mod tests;

use crate::{
    Words,
    compared::ComparedValue,
    report::{AnswerContext, ReportAnswer, ReportInput, before_facts},
};
use vigia_core::metrics::{
    Facts, SkillSelection,
    facts::{SmartHold, SmartHoldStages},
};

/// What was asked, and what the report gave.
#[derive(Clone, Debug)]
pub struct SmartHoldInput<'a> {
    /// Of one skill, or of all.
    pub skills: SkillSelection,
    /// The report of smart hold, which is always of all skills.
    pub report: ReportInput<'a>,
}

/// The answer.
#[must_use]
pub fn sheet(
    asked: &SmartHoldInput<'_>,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let ReportInput::Known(facts @ Facts::SmartHold(report)) = asked.report else {
        return card::no_rows(asked, inquiry, words);
    };
    let rows = rows::sorted(report, asked.skills, inquiry.view.order);
    if rows.is_empty() {
        return card::unused(asked, inquiry, words);
    }
    let before = match before_facts(inquiry) {
        Some(Facts::SmartHold(before)) => Some(before),
        Some(_) | None => None,
    };
    let answer = SmartHoldAnswer {
        skills: asked.skills,
        facts,
        stages: ComparedValue {
            now: stages(report, asked.skills).unwrap_or_default(),
            before: before.and_then(|before| stages(before, asked.skills)),
        },
        rows,
        inquiry,
        words,
    };
    card::full(&answer)
}

fn stages(report: &SmartHold, skills: SkillSelection) -> Option<SmartHoldStages> {
    match skills {
        SkillSelection::All => Some(report.stages()),
        SkillSelection::One(skill) => report.stages_of(skill),
    }
}

/// All that the sheet is made of, where the report has rows.
struct SmartHoldAnswer<'a> {
    skills: SkillSelection,
    facts: &'a Facts,
    stages: ComparedValue<SmartHoldStages>,
    /// The rows asked for, in the order asked for.
    rows: Vec<rows::SmartHoldRow>,
    inquiry: &'a AnswerContext<'a>,
    words: &'a Words,
}

/// Where the figures are from. The report knows no channels, so none is told.
fn place(skills: SkillSelection, inquiry: &AnswerContext<'_>, words: &Words) -> String {
    match skills {
        SkillSelection::All => words.say("place-operation", &[]),
        SkillSelection::One(skill) => words.skill(skill, inquiry.names.get(skill)),
    }
}
