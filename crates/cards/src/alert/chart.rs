//! The picture on the card of an alert: its figure over the last hours against its limits,
//! with the time since its first breach hatched, and a gap where nothing is known.

use std::{collections::BTreeMap, ops::Range, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    Words,
    alert::event::{CardState, EventView},
    charts::{Chart, ChartValue, FigureState, LimitLine, TimeSpan},
    report::{TrendBounds, TrendDrawing, TrendHistory},
};
use vigia_core::{
    alerts::{Alert, AlertState, EndReason, IncidentCondition, IncidentNews, IncidentSubject},
    metrics::{Metric, Sample, Scope},
    rules::{Severity, UsualMethod},
};

/// The time that a picture shows at least.
const SHOWN_AT_LEAST: TimeDelta = TimeDelta::hours(4);

/// The time that it shows before the first breach.
const SHOWN_BEFORE: TimeDelta = TimeDelta::hours(1);

/// The time that it shows at most.
const SHOWN_AT_MOST: TimeDelta = TimeDelta::hours(24);

/// Fewer values than these are no line.
const LEAST_VALUES: usize = 3;

/// The picture of an incident of one scope. Several scopes have no line in common.
pub struct AlertChart<'news> {
    event: EventView<'news>,
    condition: &'news IncidentCondition,
}

/// The past values that a picture shows: those over windows of length `window` that ended
/// within `range`.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertChartView {
    pub metric: Metric,
    pub scope: Scope,
    pub window: Duration,
    pub range: Range<DateTime<Utc>>,
}

impl<'news> AlertChart<'news> {
    /// The picture of an incident after its event at that time.
    pub fn of(news: &'news IncidentNews, at: DateTime<Utc>) -> Option<Self> {
        let condition = match &news.incident.subject {
            IncidentSubject::Rule(condition) if news.incident.scopes <= 1 => condition,
            IncidentSubject::Rule(_) | IncidentSubject::Digest => return None,
        };
        let event = EventView::new(news, at)?;
        // Nobody has to look at one that is snoozed, and one agent is a figure against a figure.
        let is_snoozed = matches!(event.card_state(), CardState::Snoozed(_));
        let is_of_agent = matches!(event.alert.key.scope, Scope::Agent(_));
        (!is_snoozed && !is_of_agent).then_some(Self { event, condition })
    }

    /// The past values that are to be read for it.
    pub fn shown(&self) -> AlertChartView {
        let (alert, at) = (self.event.alert, self.event.at);
        let first = (alert.state.since() - SHOWN_BEFORE)
            .min(at - SHOWN_AT_LEAST)
            .max(at - SHOWN_AT_MOST);
        AlertChartView {
            metric: alert.metric,
            scope: alert.key.scope.clone(),
            window: alert.window.length(),
            range: first..at + TimeDelta::seconds(1),
        }
    }

    /// Draws the chart, where `values` and the figures that the alert keeps are enough for a
    /// line.
    pub fn chart(&self, values: Vec<(DateTime<Utc>, Sample)>, words: &Words) -> Option<Chart> {
        let alert = self.event.alert;
        let values = self.known(values);
        if values.len() < LEAST_VALUES {
            return None;
        }
        let history = TrendHistory {
            metric: alert.metric,
            length: alert.window.length(),
            every: median_step(&values)?,
            values,
        };
        let longest_step = history.every.saturating_mul(3) / 2;
        let last = history.values.last()?;
        let is_known = self.event.at - last.0 <= TimeDelta::from_std(longest_step).ok()?;
        let bounds = self.bounds();
        let figure = bounds.as_ref().map(|bounds| bounds.state_of(last.1.value));
        let drawing = TrendDrawing {
            longest_step,
            until: Some(self.event.at),
            usual: usual_line(alert, words),
            state: self.state(figure),
            spell: Some(self.spell(last.0, is_known)),
            bounds,
            history: &history,
        };
        drawing.chart(vec![self.spell_in_words(words)], words)
    }

    /// The state of the alert's figure as it is now, which the alert as a whole may have been
    /// worse than.
    fn state(&self, figure: Option<FigureState>) -> FigureState {
        match (self.event.end_reason(), self.event.alert.state) {
            (Some(EndReason::Recovered), _) => return FigureState::Within,
            (Some(EndReason::RuleRemoved | EndReason::AfterHours | EndReason::TooFewCalls), _) => {
                return FigureState::Unjudged;
            }
            (None, AlertState::Recovering { .. }) => return FigureState::Improving,
            (None, AlertState::Pending { .. } | AlertState::Firing(_)) => {}
        }
        match (figure, self.lasting_state()) {
            (Some(FigureState::Critical) | None, lasting) => lasting,
            (Some(figure @ FigureState::Warning), _) => figure,
            // Between the limit and the one of recovery nothing is past and nothing over.
            (Some(_), _) => FigureState::Unjudged,
        }
    }

    fn lasting_state(&self) -> FigureState {
        match self.event.severity() {
            Severity::Warning => FigureState::Warning,
            Severity::Critical => FigureState::Critical,
        }
    }

    /// The time from the first breach on, until the figure recovered or is not known any more.
    fn spell(&self, last: DateTime<Utc>, is_known: bool) -> TimeSpan {
        let state = self.event.alert.state;
        let (until, lasting) = match (state, self.event.end_reason()) {
            (AlertState::Recovering { clear_since, .. }, _) => (clear_since, None),
            (AlertState::Pending { .. } | AlertState::Firing(_), Some(_)) => (self.event.at, None),
            (AlertState::Pending { .. } | AlertState::Firing(_), None) if is_known => {
                (self.event.at, Some(self.lasting_state()))
            }
            (AlertState::Pending { .. } | AlertState::Firing(_), None) => (last, None),
        };
        TimeSpan {
            range: (state.since().timestamp(), until.timestamp()),
            state: lasting.unwrap_or(FigureState::Unjudged),
        }
    }

    /// The values with enough calls to be evaluated, and those of the alert itself.
    fn known(&self, values: Vec<(DateTime<Utc>, Sample)>) -> Vec<(DateTime<Utc>, Sample)> {
        let AlertChartView { window, range, .. } = self.shown();
        let is_enough = |(_, sample): &(_, Sample)| {
            let few = self.condition.at_least.zip(sample.of);
            self.condition.metric.adds_up() || few.is_none_or(|(least, of)| of >= least)
        };
        let judged = self.event.alert.trend.iter();
        let judged = judged
            .filter(|seen| seen.window.length() == window)
            .map(|seen| (seen.window.until(), seen.sample));
        let values = values.into_iter().filter(is_enough).chain(judged);
        let by_time: BTreeMap<_, _> = values.filter(|(at, _)| range.contains(at)).collect();
        by_time.into_iter().collect()
    }

    fn bounds(&self) -> Option<TrendBounds> {
        let alert = self.event.alert;
        let moves = self.condition.is_relative;
        Some(TrendBounds {
            side: alert.grounds.side?,
            warning: alert.grounds.warning,
            critical: alert.grounds.critical,
            from: moves.then(|| alert.state.since()),
        })
    }

    fn spell_in_words(&self, words: &Words) -> String {
        let (since, at) = (self.event.alert.state.since(), self.event.at);
        match self.event.end_reason() {
            Some(_) => words.say("chart-over", &[("span", words.span(since, at).into())]),
            None => words.say("chart-since", &[("time", words.moment(since, at).into())]),
        }
    }
}

/// The usual figure is known for now, and taken to be the same since the first breach.
fn usual_line(alert: &Alert, words: &Words) -> Option<LimitLine> {
    let usual = alert.grounds.usual?;
    let value = usual.value(alert.metric.unit())?;
    let id = match usual.method {
        UsualMethod::Weeks | UsualMethod::Days | UsualMethod::Season => "chart-usual",
        UsualMethod::Hours => "chart-usual-hours",
        UsualMethod::Team => "chart-usual-team",
    };
    Some(LimitLine {
        value: ChartValue {
            value: Some(usual.median),
            text: words.say(id, &[("usual", words.quantity(value).into())]),
        },
        from: Some(alert.state.since().timestamp()),
    })
}

/// The median time from one value to the next, whatever gaps there are.
fn median_step(values: &[(DateTime<Utc>, Sample)]) -> Option<Duration> {
    let pairs = values.windows(2);
    let mut steps: Vec<_> = pairs
        .filter_map(|pair| match pair {
            [(before, _), (after, _)] => (*after - *before).to_std().ok(),
            _ => None,
        })
        .collect();
    steps.sort_unstable();
    let middle = steps.len().checked_sub(1)? / 2;
    steps.get(middle).copied()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::{
        alert::tests::{alert, at, news, over, seen, words},
        charts::{CourseChart, CourseEnd, CoursePoint, Plot},
    };
    use vigia_core::{
        alerts::{EventKind, FiringState},
        rules,
    };

    fn values(figures: &[(&str, u64, u64)]) -> Vec<(DateTime<Utc>, Sample)> {
        let seen = figures.iter().map(|(at, part, of)| seen(*part, *of, at));
        seen.map(|seen| (seen.window.until(), seen.sample))
            .collect()
    }

    /// An alert with three figures of its own, until 15:05.
    fn firing() -> IncidentNews {
        let alert = alert(12, Severity::Critical, &[(6, 98), (10, 102), (18, 122)]);
        news(EventKind::Refreshed, vec![alert], vec![])
    }

    fn drawn(news: &IncidentNews, now: &str, past: &[(&str, u64, u64)]) -> (Chart, CourseChart) {
        let picture = AlertChart::of(news, at(now)).unwrap();
        let chart = picture.chart(values(past), &words("es-CO")).unwrap();
        let Plot::Course(plot) = chart.plot.clone() else {
            panic!("{:?}", chart.plot);
        };
        (chart, plot)
    }

    fn clocks(points: &[CoursePoint]) -> Vec<String> {
        let clock = |point: &CoursePoint| {
            let time = DateTime::from_timestamp(point.at, 0).unwrap();
            words("es-CO").clock(time)
        };
        points.iter().map(clock).collect()
    }

    const PAST: [(&str, u64, u64); 4] = [
        ("14:30", 4, 110),
        ("14:35", 5, 112),
        ("14:45", 6, 100),
        ("14:55", 6, 98),
    ];

    #[test]
    fn a_picture_is_one_sentence_with_its_limits_and_the_time_in_alert() {
        let (chart, plot) = drawn(&firing(), "15:05", &PAST);
        assert_snapshot!(chart.alt, @"Abandono, 14:30–15:05: mínimo 3,6 % (4 de 110) a las 14:30, máximo 14,8 % (18 de 122) a las 15:05, último 14,8 % (18 de 122) a las 15:05; 20 min por encima del límite de 5 %; en alerta desde las 14:40.");
        let end = CourseEnd::Figure("14,8 %".to_owned(), FigureState::Critical);
        assert_eq!(plot.end, end);
        let limits: Vec<_> = plot.limits.iter().map(|limit| &limit.value.text).collect();
        assert_eq!(limits, ["límite 5 %", "límite 10 %"]);
        let spell = plot.spell.unwrap();
        let breach = (at("14:40").timestamp(), at("15:05").timestamp());
        assert_eq!((spell.range, spell.state), (breach, FigureState::Critical));
    }

    #[test]
    fn only_what_is_red_now_is_red() {
        let mut news = firing();
        let fire = |news: &IncidentNews| match news.open[0].state {
            AlertState::Firing(fire) => fire,
            state => panic!("{state:?}"),
        };
        let (fire, state) = (fire(&news), |news: &IncidentNews| {
            drawn(news, "15:05", &PAST).1.end
        });
        let figure = |state| CourseEnd::Figure("14,8 %".to_owned(), state);
        news.open[0].state = AlertState::Firing(FiringState {
            severity: Severity::Warning,
            ..fire
        });
        assert_eq!(state(&news), figure(FigureState::Warning));
        news.open[0].state = AlertState::Recovering {
            fire,
            clear_since: at("15:00"),
        };
        assert_eq!(state(&news), figure(FigureState::Improving));
        let spell = drawn(&news, "15:05", &PAST).1.spell.unwrap();
        assert_eq!(spell.range.1, at("15:00").timestamp());
        assert_eq!(spell.state, FigureState::Unjudged);
    }

    #[test]
    fn a_poll_that_is_missing_is_a_gap_and_no_figure() {
        let (_, plot) = drawn(&firing(), "15:05", &PAST);
        let all = ["14:30", "14:35", "14:45", "14:55", "15:00", "15:05"];
        assert_eq!(clocks(&plot.points), all);
        assert!(
            (300..600).contains(&plot.longest_step),
            "{}",
            plot.longest_step
        );
    }

    #[test]
    fn since_nothing_is_known_there_is_nothing_up_to_now() {
        let (_, plot) = drawn(&firing(), "15:30", &PAST);
        assert_eq!(plot.range.1, at("15:30").timestamp());
        assert_eq!(clocks(&plot.points).last().unwrap(), "15:05");
        assert_eq!(plot.end, CourseEnd::NoData("sin datos".to_owned()));
        let spell = plot.spell.unwrap();
        assert_eq!(spell.range.1, at("15:05").timestamp());
        assert_eq!(spell.state, FigureState::Unjudged);
    }

    #[test]
    fn what_is_of_too_few_to_be_judged_is_not_drawn() {
        let mut news = firing();
        let few = [("14:30", 1, 2), ("14:35", 5, 112)];
        let IncidentSubject::Rule(condition) = &mut news.incident.subject else {
            panic!("one rule");
        };
        condition.at_least = Some(20);
        let (_, plot) = drawn(&news, "15:05", &few);
        assert_eq!(clocks(&plot.points)[0], "14:35");
    }

    #[test]
    fn limits_that_move_are_drawn_since_the_first_breach() {
        let mut news = firing();
        let IncidentSubject::Rule(condition) = &mut news.incident.subject else {
            panic!("one rule");
        };
        condition.is_relative = true;
        news.open[0].grounds.usual = Some(rules::UsualValue {
            median: 3.24,
            spread: 1.0,
            of: 6,
            wanted: 6,
            method: UsualMethod::Weeks,
        });
        let (_, plot) = drawn(&news, "15:05", &PAST);
        let since = at("14:40").timestamp();
        assert!(plot.limits.iter().all(|limit| limit.from == Some(since)));
        let usual = plot.limits.last().unwrap();
        assert_eq!(usual.value.text, "normal 3,2 %");
    }

    #[test]
    fn one_that_is_over_shows_when_it_was() {
        let news = news(
            EventKind::Resolved(EndReason::Recovered),
            vec![],
            vec![over(12, "15:05")],
        );
        let (chart, plot) = drawn(&news, "15:05", &PAST);
        assert!(
            chart.alt.ends_with("; en alerta 14:40–15:05."),
            "{}",
            chart.alt
        );
        assert_eq!(plot.spell.unwrap().state, FigureState::Unjudged);
        let CourseEnd::Figure(_, state) = plot.end else {
            panic!("the figure is known");
        };
        assert_eq!(state, FigureState::Within);
    }

    #[test]
    fn it_goes_back_four_hours_or_to_an_hour_before_the_breach_and_never_over_a_day() {
        let first = |hours: i64| {
            let news = firing();
            let now = at("14:40") + TimeDelta::hours(hours);
            let shown = AlertChart::of(&news, now).unwrap().shown();
            assert!(shown.range.contains(&now));
            (now - shown.range.start).num_hours()
        };
        assert_eq!([first(1), first(6), first(60)], [4, 7, 24]);
    }

    #[test]
    fn two_figures_are_no_line_and_several_scopes_have_no_common_one() {
        let one = alert(12, Severity::Warning, &[(9, 90), (10, 100)]);
        let young = news(EventKind::Fired, vec![one.clone()], vec![]);
        let picture = AlertChart::of(&young, at("15:05")).unwrap();
        assert_eq!(picture.chart(vec![], &words("es")), None);
        let several = news(EventKind::Fired, vec![one.clone(), one], vec![]);
        assert!(AlertChart::of(&several, at("15:05")).is_none());
    }
}
