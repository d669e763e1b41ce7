//! What explains an alert about callbacks.

use crate::{
    alerts::clues::{
        CauseClue, CauseFinding,
        evidence::CauseInput,
        queue::{MORE, full_queue},
    },
    metrics::{Facts, Metric, Report, Scope, facts::SmartHoldStages},
};

/// From so many failed callbacks on they are more than bad luck.
const WORTH_TELLING: u64 = 3;

/// The figures that say how callbacks end.
const FAILURES: [Metric; 3] = [
    Metric::SmartHoldRecallFail,
    Metric::SmartHoldRecallFailRate,
    Metric::SmartHoldCompletionRate,
];

pub(super) fn clues(case: &CauseInput<'_>) -> Vec<CauseClue> {
    let Some((window, Facts::SmartHold(report))) = case.report(Report::SmartHold) else {
        return Vec::new();
    };
    let stages = match &case.alert.key.scope {
        Scope::Operation => Some(report.stages()),
        Scope::Skill(skill) => report.stages_of(*skill),
        Scope::Channel(_) | Scope::Agent(_) => None,
    };
    let Some(stages) = stages else {
        return Vec::new();
    };
    let fact = CauseFinding::Callbacks {
        treated: stages.treated,
        accepted: stages.accepted,
        reached: stages.reached,
        failed: stages.failed,
    };
    let fact = CauseClue {
        window,
        finding: fact,
    };
    let causes = [fail(case, &stages), full_queue(case)];
    let causes = causes.into_iter().flatten();
    [fact]
        .into_iter()
        .chain(causes.map(|finding| case.clue(finding)))
        .collect()
}

/// Callbacks fail though no more of them are offered: then it is not their number.
fn fail(case: &CauseInput<'_>, stages: &SmartHoldStages) -> Option<CauseFinding> {
    let (failed, of) = stages.failed.zip(stages.called_back)?;
    let treated = case.beside(Metric::SmartHoldTreated)?;
    let is_about_failures = FAILURES.contains(&case.alert.metric);
    let is_it = is_about_failures && failed >= WORTH_TELLING && !treated.is_up(MORE);
    is_it.then_some(CauseFinding::CallbacksFail {
        failed,
        of,
        treated,
    })
}
