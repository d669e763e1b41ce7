//! The funnel: from the calls treated to the callers reached, and who left in between.

use crate::{
    Words,
    charts::{Chart, ChartValue, FunnelChart, FunnelLoss, FunnelStage, Plot},
    compared::share,
    smart_hold::SmartHoldAnswer,
    smart_hold::place,
    tidy_within,
};
use vigia_core::metrics::{Quantity, facts::SmartHoldStages};

/// How long the words for those who cannot see a picture may be.
const ALT_ROOM: usize = 999;

/// The picture; none where it is not known how many calls there were, or there were none.
pub(super) fn chart(answer: &SmartHoldAnswer<'_>) -> Option<Chart> {
    let (stages, words) = (&answer.stages.now, answer.words);
    stages.treated.filter(|calls| *calls > 0)?;
    let place = place(answer.skills, answer.inquiry, words);
    let window = words.dated_window(&answer.inquiry.window);
    Some(Chart {
        title: words.say("smart-hold-chart", &[]),
        alt: alt(stages, &place, &window, words),
        subtitle: format!("{place} · {window}"),
        plot: Plot::Funnel(FunnelChart {
            stages: all(stages, words),
        }),
    })
}

fn all(stages: &SmartHoldStages, words: &Words) -> Vec<FunnelStage> {
    let stage = |id, number, of, losses| FunnelStage {
        label: words.say(id, &[]),
        value: value(number, words),
        share: told_share(number, of, words),
        losses,
    };
    let loss = |id, number| FunnelLoss {
        label: words.say(id, &[]),
        told: told(number, words),
    };
    vec![
        stage("smart-hold-stage-treated", stages.treated, None, Vec::new()),
        stage(
            "smart-hold-stage-accepted",
            stages.accepted,
            stages.treated,
            vec![
                loss("smart-hold-loss-declined", stages.declined),
                loss("smart-hold-loss-undecided", stages.undecided),
            ],
        ),
        stage(
            "smart-hold-stage-called-back",
            stages.called_back,
            stages.accepted,
            vec![loss("smart-hold-loss-open", stages.open)],
        ),
        stage(
            "smart-hold-stage-reached",
            stages.reached,
            stages.called_back,
            vec![loss("smart-hold-loss-failed", stages.failed)],
        ),
    ]
}

fn value(number: Option<u64>, words: &Words) -> ChartValue {
    ChartValue {
        value: number.map(|number| Quantity::Count(number).scalar()),
        told: told(number, words),
    }
}

fn told(number: Option<u64>, words: &Words) -> String {
    words.known(number.map(Quantity::Count))
}

/// Nothing where the stage is the first, or the one before has nobody.
fn told_share(part: Option<u64>, of: Option<u64>, words: &Words) -> String {
    let share = share(part, of).map(|share| words.quantity(share.value));
    share.unwrap_or_default()
}

fn alt(stages: &SmartHoldStages, place: &str, window: &str, words: &Words) -> String {
    let told = |number| told(number, words).into();
    let text = words.say(
        "smart-hold-alt",
        &[
            ("place", place.into()),
            ("window", window.into()),
            ("treated", told(stages.treated)),
            ("accepted", told(stages.accepted)),
            ("declined", told(stages.declined)),
            ("undecided", told(stages.undecided)),
            ("ended", told(stages.called_back)),
            ("open", told(stages.open)),
            ("reached", told(stages.reached)),
            ("failed", told(stages.failed)),
        ],
    );
    tidy_within(&text, ALT_ROOM)
}
