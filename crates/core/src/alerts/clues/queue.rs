//! What explains an alert about callers who wait: more calls, fewer answers, and how long
//! those waited who hung up.

use crate::{
    alerts::clues::{CauseClue, CauseContext, CauseFinding, evidence::CauseInput},
    metrics::{Facts, Metric, Quantity, Report, Sample, Scope, facts::SkillAbandons},
};

/// So many times the usual is more than usual.
pub(super) const MORE: f64 = 1.25;
/// So many times the usual is fewer than usual.
const FEWER: f64 = 0.85;
/// From so many usual calls on a change of them says something.
const WORTH_COMPARING: f64 = 10.0;
/// From so many abandons on their waits say something.
const WORTH_SHARING: u64 = 5;
/// The first range of waits ends there.
const QUICK: u32 = 10;
/// The last range of waits but for 50 s and less.
const LONG: u32 = 50;
const EARLY: u32 = 20;
/// So far below the usual is a service level that has fallen, in points.
const FALLEN: f64 = 5.0;

pub(super) fn clues(case: &CauseInput<'_>) -> Vec<CauseClue> {
    let mut clues = Vec::new();
    let offered = case.beside(Metric::CallsOffered).filter(is_worth_comparing);
    let answered = case
        .beside(Metric::CallsAnswered)
        .filter(is_worth_comparing);
    clues.extend(more_calls(offered, answered).map(|finding| case.clue(finding)));
    clues.extend(fewer_answered(offered, answered).map(|finding| case.clue(finding)));
    clues.extend(waits(case));
    clues.extend(service(case).map(|finding| case.clue(finding)));
    clues.extend(full_queue(case).map(|finding| case.clue(finding)));
    clues
}

pub(super) fn is_worth_comparing(figure: &CauseContext) -> bool {
    figure.usual.median >= WORTH_COMPARING
}

fn more_calls(
    offered: Option<CauseContext>,
    answered: Option<CauseContext>,
) -> Option<CauseFinding> {
    let offered = offered.filter(|offered| offered.is_up(MORE))?;
    Some(CauseFinding::MoreCalls { offered, answered })
}

/// Where fewer calls come in, fewer are answered: that is no cause.
fn fewer_answered(
    offered: Option<CauseContext>,
    answered: Option<CauseContext>,
) -> Option<CauseFinding> {
    let (offered, answered) = offered.zip(answered)?;
    let is_it = answered.is_down(FEWER) && !offered.is_down(FEWER);
    is_it.then_some(CauseFinding::FewerAnswered { answered, offered })
}

/// What the abandons by wait say. That report tells of skills, and of no channel.
fn waits(case: &CauseInput<'_>) -> Vec<CauseClue> {
    let Some((window, Facts::Abandonment(report))) = case.report(Report::Abandonment) else {
        return Vec::new();
    };
    let row = match &case.alert.key.scope {
        Scope::Operation => report.whole(),
        Scope::Skill(skill) => report.of(*skill),
        Scope::Channel(_) | Scope::Agent(_) => None,
    };
    let Some((row, of)) = row.and_then(|row| {
        let of = row.sum_by_wait()?;
        (of > 0).then_some((row, of))
    }) else {
        return Vec::new();
    };
    let asa = case.beside(Metric::Asa);
    let causes = [quick(&row, of, asa), long(&row, of)];
    let fact = CauseFinding::Waits {
        after_20s: row.later_than(EARLY),
        by_wait: row.by_wait,
        of,
    };
    [Some(fact)]
        .into_iter()
        .chain(causes)
        .flatten()
        .map(|finding| CauseClue { window, finding })
        .collect()
}

/// Those who hang up at once were not kept waiting: so it is not the queue. Where the
/// answered calls wait longer than usual, it may be all the same.
fn quick(row: &SkillAbandons, of: u64, asa: Option<CauseContext>) -> Option<CauseFinding> {
    let calls = row.up_to(QUICK)?;
    let is_most = of >= WORTH_SHARING && calls * 100 >= of * 60;
    let is_queue = asa.is_some_and(|asa| asa.is_up(MORE));
    (is_most && !is_queue).then_some(CauseFinding::QuickHangUps { calls, of, asa })
}

fn long(row: &SkillAbandons, of: u64) -> Option<CauseFinding> {
    let calls = row.later_than(LONG)?;
    let is_much = of >= WORTH_SHARING && calls * 100 >= of * 40;
    is_much.then_some(CauseFinding::LongWaits { calls, of })
}

fn service(case: &CauseInput<'_>) -> Option<CauseFinding> {
    // What the alert itself says is not said again.
    let other = |metric| {
        let is_own = case.alert.metric == metric;
        (!is_own).then(|| case.sample(metric)).flatten()
    };
    let time = |metric| match other(metric).map(|sample: Sample| sample.value) {
        Some(Quantity::Duration(wait)) => Some(wait),
        Some(Quantity::Percent(_) | Quantity::Count(_) | Quantity::Money(_)) | None => None,
    };
    let level = other(Metric::ServiceLevel20s).map(|level| level.value.scalar());
    let (asa, ata) = (time(Metric::Asa), time(Metric::Ata));
    let is_known = level.is_some() || asa.is_some() || ata.is_some();
    is_known.then_some(CauseFinding::Service { level, asa, ata })
}

pub(super) fn full_queue(case: &CauseInput<'_>) -> Option<CauseFinding> {
    let level = case.beside(Metric::ServiceLevel20s)?;
    let asa = case.beside(Metric::Asa)?;
    let treated = case.beside(Metric::SmartHoldTreated)?;
    let has_fallen = level.usual.median - level.now.scalar() >= FALLEN;
    let is_it = has_fallen && asa.is_up(MORE) && treated.is_up(MORE);
    is_it.then_some(CauseFinding::FullQueue {
        level,
        asa,
        treated,
    })
}
