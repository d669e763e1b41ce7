//! Which skills lost most callers.

use crate::{
    CardLine, Words,
    abandon::question::AbandonQuestion,
    report::{RowPage, SortOrder, highest_first, page as page_of},
    tidy,
};
use vigia_core::metrics::{Quantity, SkillNames, SkillSelection, facts::SkillAbandons};

/// The skills that a card shows.
pub(super) type SkillPage<'a> = RowPage<&'a SkillAbandons>;

/// All skills in the order asked for: the one with most abandons first, else by number.
pub(super) fn ordered<'q>(question: &AbandonQuestion<'q>) -> Vec<&'q SkillAbandons> {
    let Some(report) = question.abandonment() else {
        return Vec::new();
    };
    let mut rows: Vec<_> = report.skills.iter().collect();
    rows.sort_by_key(|row| (row.skill.is_none(), row.skill));
    if !is_by_number(question) {
        highest_first(&mut rows, |row| row.abandoned);
    }
    rows
}

/// The skills that this page of the card shows. One without abandons is none to look at.
pub(super) fn page<'q>(question: &AbandonQuestion<'q>) -> SkillPage<'q> {
    let mut rows = match question.asked.skills {
        SkillSelection::All => ordered(question),
        SkillSelection::One(_) => Vec::new(),
    };
    rows.retain(|row| row.abandoned != Some(0));
    page_of(rows, &question.inquiry.view)
}

/// One line a skill, below what they are.
pub(super) fn lines(
    question: &AbandonQuestion<'_>,
    whole: Option<&SkillAbandons>,
    page: &SkillPage<'_>,
) -> Vec<CardLine> {
    let words = question.words;
    if page.rows.is_empty() {
        return Vec::new();
    }
    let of = whole.and_then(|row| row.abandoned);
    let id = if is_by_number(question) {
        "abandon-by-skill"
    } else {
        "abandon-worst"
    };
    let of_told = words.known(of.map(Quantity::Count));
    let mut lines = vec![words.line(id, &[("of", of_told.into())])];
    lines.extend(page.rows.iter().map(|row| line(row, of, question)));
    lines.extend(page.line(words));
    lines
}

fn line(row: &SkillAbandons, of: Option<u64>, question: &AbandonQuestion<'_>) -> CardLine {
    let words = question.words;
    let calls = words.known(row.abandoned.map(Quantity::Count));
    let share = row.abandoned.zip(of);
    let share = share.and_then(|(calls, of)| Quantity::share(calls, of));
    let share = share.map(|share| format!(" ({})", words.quantity(share)));
    CardLine::text(format!(
        "{}: {calls}{}",
        label(row, question.inquiry.names, words),
        share.unwrap_or_default()
    ))
}

fn label(row: &SkillAbandons, names: &SkillNames, words: &Words) -> String {
    match row.skill {
        Some(skill) => words.skill(skill, names.get(skill).or(row.name.as_deref())),
        None => row
            .name
            .as_deref()
            .map(tidy)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| words.known(None)),
    }
}

fn is_by_number(question: &AbandonQuestion<'_>) -> bool {
    question.inquiry.view.order == Some(SortOrder::Name)
}
