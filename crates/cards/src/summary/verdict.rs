//! The verdict: which goals were missed, and what drove it.

use crate::{CardLine, TextSpan, Words, summary::told::SummaryView};
use vigia_core::summaries::{GoalStanding, SummaryFigure};

pub(super) fn lines(told: &SummaryView<'_>) -> Vec<CardLine> {
    let of = |standing: &[GoalStanding]| -> Vec<&SummaryFigure> {
        let figures = told.summary.figures.iter();
        let is_so =
            |figure: &&SummaryFigure| figure.standing().is_some_and(|own| standing.contains(&own));
        figures.filter(is_so).collect()
    };
    let (missed, met) = (of(&[GoalStanding::Missed]), of(&[GoalStanding::Met]));
    let unjudged = of(&[GoalStanding::TooFew, GoalStanding::Unknown]);
    let mut lines = Vec::new();
    if !missed.is_empty() {
        lines.push(goals("summary-missed", &missed, told));
        lines.extend(driven(told));
    } else if !met.is_empty() {
        lines.push(goals("summary-met", &met, told));
    }
    if !unjudged.is_empty() {
        let names = unjudged
            .iter()
            .map(|figure| told.words.metric(figure.metric));
        let names = names.collect::<Vec<_>>().join(", ");
        lines.push(
            told.words
                .line("summary-unjudged", &[("figures", names.into())]),
        );
    }
    lines
}

/// `🔴 Goals missed: Abandonment 6.4 % (≤ 5 %), …`.
fn goals(id: &str, figures: &[&SummaryFigure], told: &SummaryView<'_>) -> CardLine {
    let words = told.words;
    let number = u64::try_from(figures.len()).unwrap_or(u64::MAX);
    let figures = figures.iter().map(|figure| {
        let value = words.known(figure.sample.map(|sample| sample.value));
        words.say(
            "summary-goal",
            &[
                ("figure", words.metric(figure.metric).into()),
                ("value", value.into()),
                ("goal", told.goal(figure).unwrap_or_default().into()),
            ],
        )
    });
    let figures = figures.collect::<Vec<_>>().join(", ");
    CardLine(vec![
        TextSpan::Strong(words.say(id, &[("goals", number.into())])),
        TextSpan::Text(format!(" {figures}")),
    ])
}

fn driven(told: &SummaryView<'_>) -> Option<CardLine> {
    let drivers = &told.summary.drivers;
    let hours = drivers.hours.iter().map(|hour| told.hour(*hour));
    let days = drivers.days.iter().map(|day| told.day(*day));
    let skills = drivers.skills.iter().map(|skill| told.skill(*skill));
    let parts: Vec<_> = days.chain(hours).chain(skills).collect();
    (!parts.is_empty()).then(|| sentence("summary-driven", &parts, told.words))
}

fn sentence(id: &str, parts: &[String], words: &Words) -> CardLine {
    words.line(id, &[("parts", parts.join(" · ").into())])
}
