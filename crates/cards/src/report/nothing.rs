//! What is said of calls where the window is empty.

use crate::{
    CardLine, Tone, Words,
    report::{AnswerContext, ReportAnswer, bare},
};
use vigia_core::metrics::SkillSelection;

/// The answer about a window without calls.
pub(crate) fn no_calls(
    place: &str,
    skills: SkillSelection,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let title = words.say("answer-no-data", &[("place", place.into())]);
    let mut lines = vec![words.line("answer-no-data-why", &[])];
    lines.extend(unseen(skills, inquiry, words));
    bare(Tone::NoData, format!("⚪ {title}"), lines, inquiry, words)
}

/// That nobody has seen the skill, so that its number may be a slip.
pub(crate) fn unseen(
    skills: SkillSelection,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> Option<CardLine> {
    let SkillSelection::One(skill) = skills else {
        return None;
    };
    let skill_told = || ("skill", skill.to_string().into());
    inquiry
        .names
        .get(skill)
        .is_none()
        .then(|| words.line("answer-skill-unseen", &[skill_told()]))
}
