//! What explains an alert about hold and mute: one agent, or many.

use crate::{
    alerts::clues::{CauseClue, CauseFinding, evidence::CauseInput},
    metrics::{Facts, Quantity, Report, Scope, sample, samples},
};

/// With fewer agents nobody is in the middle.
const TEAM: usize = 5;
/// With fewer uses an average says nothing.
const USES: u64 = 5;
/// So many agents past the limit, and one in so many of all, are many.
const MANY: usize = 3;
const ONE_IN: usize = 3;

pub(super) fn clues(case: &CauseInput<'_>) -> Vec<CauseClue> {
    let Some((window, facts)) = case.report(Report::Holds) else {
        return Vec::new();
    };
    let finding = if is_of_each(case) {
        past_the_limit(case, facts)
    } else {
        most_of_it(case, facts)
    };
    let clue = finding.map(|finding| CauseClue { window, finding });
    clue.into_iter().collect()
}

/// Whether the limit of the alert is one that an agent can be held against: an average and a
/// share is for one as for all, a sum is not.
fn is_of_each(case: &CauseInput<'_>) -> bool {
    match case.alert.key.scope {
        Scope::Agent(_) => true,
        Scope::Operation | Scope::Skill(_) | Scope::Channel(_) => !case.alert.metric.adds_up(),
    }
}

fn past_the_limit(case: &CauseInput<'_>, facts: &Facts) -> Option<CauseFinding> {
    let (metric, grounds) = (case.alert.metric, case.alert.grounds);
    let limit = grounds.limit(case.alert.state.severity())?.scalar();
    let side = grounds.side?;
    let mut figures: Vec<f64> = samples(metric, facts)
        .into_values()
        .filter(|sample| sample.of.is_none_or(|uses| uses >= USES))
        .map(|sample| sample.value.scalar())
        .filter(|figure| figure.is_finite())
        .collect();
    if figures.len() < TEAM {
        return None;
    }
    figures.sort_by(f64::total_cmp);
    let past = figures
        .iter()
        .filter(|figure| side.is_past(**figure, limit))
        .count();
    let median = Quantity::of_scalar(metric.unit(), *figures.get(figures.len() / 2)?)?;
    let count = |agents: usize| u32::try_from(agents).unwrap_or(u32::MAX);
    if past == 1 {
        let others = count(figures.len() - 1);
        Some(CauseFinding::OneAgent { others, median })
    } else if past >= MANY && past * ONE_IN >= figures.len() {
        Some(CauseFinding::ManyAgents {
            agents: count(past),
            of: count(figures.len()),
            median,
        })
    } else {
        None
    }
}

/// Whether one agent has half of what the team has, or more.
fn most_of_it(case: &CauseInput<'_>, facts: &Facts) -> Option<CauseFinding> {
    let metric = case.alert.metric;
    let of_each = samples(metric, facts);
    let team = sample(metric, &Scope::Operation, facts)?.value;
    let most = of_each
        .values()
        .map(|sample| sample.value)
        .max_by(|one, other| one.scalar().total_cmp(&other.scalar()))?;
    let is_it = of_each.len() >= TEAM && most.scalar() * 2.0 >= team.scalar();
    (is_it && team.scalar() > 0.0).then(|| CauseFinding::MostOfIt {
        one: most,
        team,
        agents: u32::try_from(of_each.len()).unwrap_or(u32::MAX),
    })
}
