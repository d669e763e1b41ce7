//! Each alert takes its step.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use crate::{
    alerts::{
        Alert, AlertBook, AlertKey, AlertState, AlertTiming, EndReason, NoData, Observation,
        StepInput, Transition, UnknownStreak,
        engine::AdvanceContext,
        state::{has_passed, step},
    },
    rules::{Judgement, Rule, RuleRegister, Verdict},
};

/// What one poll did to one alert.
pub(super) struct AlertUpdate {
    /// The alert after it.
    pub(super) alert: Alert,
    /// What became of it.
    pub(super) fate: AlertFate,
    /// What its card could say.
    pub(super) news: Option<AlertNews>,
}

/// Whether an alert goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AlertFate {
    /// It is open.
    Open,
    /// It was never told and is no more.
    Forgotten,
    /// It was told, and ended.
    Ended(EndReason),
}

/// What happened to one alert, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AlertNews {
    /// Its figures moved.
    Refreshed,
    /// Something is known again.
    DataBack,
    /// Nothing has been known for a while.
    NoData,
    /// It is less bad.
    Eased,
    /// It is worse.
    Escalated,
    /// It began to fire.
    Fired,
}

/// The turns of all alerts that there are or that begin now, in the order of the judgements.
pub(super) fn turns(
    book: &AlertBook,
    rules: &RuleRegister<'_>,
    judgements: &[Judgement<'_>],
    situation: &AdvanceContext<'_>,
) -> Vec<AlertUpdate> {
    let mut turns = Vec::new();
    let has_open = book.alerts().next().is_some();
    let mut judged: HashSet<&AlertKey> = HashSet::new();
    for judgement in judgements {
        let is_quiet = !matches!(judgement.verdict, Verdict::Breach(_));
        if is_quiet && !has_open {
            continue;
        }
        let key = AlertKey {
            rule: judgement.rule.id.clone(),
            scope: judgement.scope.clone(),
        };
        let known = book.get(&key);
        judged.extend(known.map(|alert| &alert.key));
        turns.extend(turn(book, key, known, judgement, situation));
    }
    for alert in book.alerts().filter(|alert| !judged.contains(&alert.key)) {
        turns.push(unjudged(alert, rules.rule(&alert.key.rule), situation));
    }
    turns
}

/// The turn of an alert that no judgement speaks of, such as that of an agent who went home.
fn unjudged(alert: &Alert, rule: Option<&Rule>, situation: &AdvanceContext<'_>) -> AlertUpdate {
    match rule.filter(|rule| rule.of.covers(&alert.key.scope)) {
        None => over(alert.clone(), EndReason::RuleRemoved),
        Some(rule) if rule.is_asleep(situation.as_of, situation.zone) => {
            over(alert.clone(), EndReason::AfterHours)
        }
        Some(_) => without_verdict(alert, UnknownStreak::Missing, situation),
    }
}

fn turn(
    book: &AlertBook,
    key: AlertKey,
    known: Option<&Alert>,
    judgement: &Judgement<'_>,
    situation: &AdvanceContext<'_>,
) -> Option<AlertUpdate> {
    match judgement.verdict {
        Verdict::TooFew => Some(without_verdict(known?, UnknownStreak::TooFew, situation)),
        Verdict::Missing => Some(without_verdict(known?, UnknownStreak::Missing, situation)),
        Verdict::Asleep => Some(over(known?.clone(), EndReason::AfterHours)),
        Verdict::Breach(_) | Verdict::Between | Verdict::Clear => {
            with_verdict(book, key, known, judgement, situation)
        }
    }
}

fn with_verdict(
    book: &AlertBook,
    key: AlertKey,
    known: Option<&Alert>,
    judgement: &Judgement<'_>,
    situation: &AdvanceContext<'_>,
) -> Option<AlertUpdate> {
    let before = known.map(|alert| alert.state);
    let word = StepInput {
        verdict: verdict(judgement, before, situation),
        eases: judgement.grounds.eases,
    };
    let timing = timing(judgement.rule, known);
    let (after, transition) = step(before, word, &timing, situation.as_of);
    let state = after.or(before)?;
    let mut alert = observed(known, key, state, judgement);
    let fate = match (after, transition) {
        (Some(_), _) => AlertFate::Open,
        (None, Some(_)) => AlertFate::Ended(EndReason::Recovered),
        (None, None) => AlertFate::Forgotten,
    };
    let is_back = matches!(before, Some(AlertState::Recovering { .. }))
        && matches!(after, Some(AlertState::Firing(_)));
    if transition == Some(Transition::Fired) {
        let earlier = openings(book, &alert.key, situation);
        alert.first_opened = earlier.clone().next().or(Some(situation.as_of));
        let earlier = u32::try_from(earlier.count()).unwrap_or(u32::MAX);
        alert.openings = earlier.saturating_add(1);
    } else if is_back && alert.is_flapping() {
        alert.openings = alert.openings.saturating_add(1);
    }
    let had_no_data = known.and_then(Alert::told_no_data).is_some();
    let news = match transition {
        Some(Transition::Fired) => Some(AlertNews::Fired),
        Some(Transition::Escalated) => Some(AlertNews::Escalated),
        Some(Transition::Eased) => Some(AlertNews::Eased),
        Some(Transition::Resolved) | None if !state.is_told() => None,
        Some(Transition::Resolved) | None if had_no_data => Some(AlertNews::DataBack),
        Some(Transition::Resolved) | None => Some(AlertNews::Refreshed),
    };
    Some(AlertUpdate { alert, fate, news })
}

/// The verdict, with how bad it is by now where that is a matter of time.
fn verdict(
    judgement: &Judgement<'_>,
    before: Option<AlertState>,
    situation: &AdvanceContext<'_>,
) -> Verdict {
    match (judgement.rule.when.absent(), judgement.verdict) {
        (Some(absent), Verdict::Breach(_)) => {
            let since = before.map_or(situation.as_of, |state| state.since());
            let missing_for = (situation.as_of - since).to_std().unwrap_or_default();
            Verdict::Breach(absent.severity(missing_for))
        }
        (_, verdict) => verdict,
    }
}

/// One that flaps must be clear for longer before it ends.
fn timing(rule: &Rule, known: Option<&Alert>) -> AlertTiming {
    let mut timing = AlertTiming::from(rule);
    if known.is_some_and(Alert::is_flapping) {
        timing.keep_firing_for = timing.keep_firing_for.max(Alert::FLAP_CALM);
    }
    timing
}

/// When it has lately begun to fire, this time not included.
fn openings<'book>(
    book: &'book AlertBook,
    key: &AlertKey,
    situation: &AdvanceContext<'_>,
) -> impl Iterator<Item = DateTime<Utc>> + Clone + use<'book> {
    let as_of = situation.as_of;
    let openings = book.openings(key).iter().copied();
    openings.filter(move |opened| !has_passed(Alert::FLAP_WINDOW, *opened, as_of))
}

/// The alert with the figure of this poll taken in.
fn observed(
    known: Option<&Alert>,
    key: AlertKey,
    state: AlertState,
    judgement: &Judgement<'_>,
) -> Alert {
    let now = judgement.sample.map(|sample| Observation {
        sample,
        window: judgement.window,
    });
    let metric = judgement.rule.metric;
    let mut alert = match known {
        Some(known) if known.metric == metric => known.clone(),
        Some(known) => Alert {
            metric,
            trend: Vec::new(),
            peak: None,
            ..known.clone()
        },
        None => Alert {
            key,
            state,
            incident: None,
            metric,
            grounds: judgement.grounds,
            window: judgement.window,
            trend: Vec::new(),
            peak: None,
            checks: 0,
            no_data: None,
            openings: 0,
            first_opened: None,
            clues: Vec::new(),
        },
    };
    alert.state = state;
    alert.grounds = judgement.grounds;
    alert.window = judgement.window;
    alert.checks = alert.checks.saturating_add(1);
    alert.no_data = None;
    alert.clues.clear();
    if let Some(now) = now {
        let is_worse = |peak: Observation| {
            let side = judgement.grounds.side;
            side.is_some_and(|side| {
                side.is_past(now.sample.value.scalar(), peak.sample.value.scalar())
            })
        };
        if alert.peak.is_none_or(is_worse) {
            alert.peak = Some(now);
        }
        if alert.trend.len() == Alert::TREND {
            alert.trend.remove(0);
        }
        alert.trend.push(now);
    }
    alert
}

/// Neither a breach nor a recovery: the state stays, and once it has lasted, the card says
/// so. One that was never told is forgotten then: a breach on the next morning is not the
/// one of last evening. Where no report at all could be read, that is one incident of the
/// feed, and the others stand still.
fn without_verdict(
    alert: &Alert,
    why: UnknownStreak,
    situation: &AdvanceContext<'_>,
) -> AlertUpdate {
    let is_told = alert.state.is_told();
    if situation.is_deaf && is_told {
        return AlertUpdate {
            alert: alert.clone(),
            fate: AlertFate::Open,
            news: None,
        };
    }
    let gap = alert.no_data.map_or(
        NoData {
            since: situation.as_of,
            checks: 1,
            why,
        },
        |gap| NoData {
            checks: gap.checks.saturating_add(1),
            why,
            ..gap
        },
    );
    let has_lasted = gap.checks >= Alert::TELL_NO_DATA_AFTER;
    let is_news = gap.checks == Alert::TELL_NO_DATA_AFTER;
    AlertUpdate {
        alert: Alert {
            no_data: Some(gap),
            ..alert.clone()
        },
        fate: if has_lasted && !is_told {
            AlertFate::Forgotten
        } else {
            AlertFate::Open
        },
        news: (is_told && is_news).then_some(AlertNews::NoData),
    }
}

fn over(alert: Alert, reason: EndReason) -> AlertUpdate {
    let fate = if alert.state.is_told() {
        AlertFate::Ended(reason)
    } else {
        AlertFate::Forgotten
    };
    AlertUpdate {
        alert,
        fate,
        news: None,
    }
}
