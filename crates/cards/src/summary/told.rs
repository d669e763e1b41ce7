//! A summary in somebody's words: what the parts of its card have in common.

use chrono::{NaiveDate, NaiveTime, TimeZone as _, Utc};

use crate::{CardLine, TextSpan, Words, tidy_within};
use vigia_core::{
    metrics::{Direction, Metric, Quantity, SkillId, SkillNames, TimeWindow},
    summaries::{FigureChange, GoalStanding, Summary, SummaryFigure},
};

/// How much of a skill's name has room.
const NAME_ROOM: usize = 24;

/// A summary and who reads it.
#[derive(Clone, Copy)]
pub(super) struct SummaryView<'t> {
    pub(super) summary: &'t Summary,
    pub(super) names: &'t SkillNames,
    pub(super) words: &'t Words,
}

impl SummaryView<'_> {
    /// `Tue 17 Nov`.
    pub(super) fn day(&self, date: NaiveDate) -> String {
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
        let noon = self.words.zone().from_local_datetime(&date.and_time(noon));
        // A zone without a noon on that day has one by the clock of UTC.
        let noon = noon.earliest().map(|noon| noon.to_utc());
        let noon = noon.unwrap_or_else(|| {
            Utc.from_utc_datetime(&date.and_hms_opt(12, 0, 0).unwrap_or_default())
        });
        self.words.weekday_and_date(noon)
    }

    /// `10:00–11:00`.
    pub(super) fn hour(&self, window: TimeWindow) -> String {
        let (from, until) = (window.from(), window.until());
        format!("{}–{}", self.words.clock(from), self.words.clock(until))
    }

    /// `skill 12 Soporte TV`.
    pub(super) fn skill(&self, skill: SkillId) -> String {
        let name = self
            .names
            .get(skill)
            .map(|name| tidy_within(name, NAME_ROOM));
        self.words.skill(skill, name.as_deref())
    }

    /// A line with what it is about in front.
    pub(super) fn labelled(&self, id: &str, parts: &[String]) -> CardLine {
        labelled(self.words.say(id, &[]), parts)
    }

    /// The goal of a figure: `≤ 5 %`.
    pub(super) fn goal(&self, figure: &SummaryFigure) -> Option<String> {
        let goal = self.words.stated(figure.goal?);
        Some(match figure.metric.direction() {
            Direction::HighIsBad => format!("≤ {goal}"),
            Direction::LowIsBad => format!("≥ {goal}"),
            Direction::Neither => goal,
        })
    }

    /// What a figure usually is, and how far it is from that: `usual 4.9 %, +1.5 pts`.
    pub(super) fn usual(&self, figure: &SummaryFigure) -> Option<String> {
        let (words, usual) = (self.words, figure.usual?);
        let value = ("value", words.quantity(usual.value).into());
        let told = match self.change(figure) {
            Some(change) => words.say("summary-usual", &[value, ("change", change.into())]),
            None => words.say("summary-usual-plain", &[value]),
        };
        if usual.weeks == self.summary.compared_weeks() {
            return Some(told);
        }
        let weeks = u64::from(usual.weeks);
        Some(words.say(
            "summary-usual-weeks",
            &[
                ("usual", told.into()),
                ("weeks", weeks.into()),
                ("count", words.count(weeks).into()),
            ],
        ))
    }

    /// `+5.8 %`, `−2.1 pts`, `+7 s`.
    fn change(&self, figure: &SummaryFigure) -> Option<String> {
        let words = self.words;
        let signed = |is_more: bool, told: String| {
            let is_nothing = !told.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
            let sign = if is_more { "+" } else { "−" };
            if is_nothing {
                "±0".to_owned()
            } else {
                format!("{sign}{told}")
            }
        };
        Some(match figure.change()? {
            FigureChange::Percent(by) => signed(by > 0.0, words.percent(by.abs())),
            FigureChange::Points(by) => {
                let points = words.decimal(by.abs(), 1);
                signed(by > 0.0, words.say("points", &[("points", points.into())]))
            }
            FigureChange::Longer(by) => signed(true, words.duration(by)),
            FigureChange::Shorter(by) => signed(false, words.duration(by)),
        })
    }

    /// The figure of a metric.
    pub(super) fn figure(&self, metric: Metric) -> Option<&SummaryFigure> {
        self.summary
            .figures
            .iter()
            .find(|figure| figure.metric == metric)
    }

    /// A number of things, or a dash.
    pub(super) fn count(&self, count: Option<u64>) -> String {
        self.words.known(count.map(Quantity::Count))
    }
}

/// A line with what it is about in front.
pub(super) fn labelled(label: String, parts: &[String]) -> CardLine {
    CardLine(vec![
        TextSpan::Strong(label),
        TextSpan::Text(format!(" {}", parts.join(" · "))),
    ])
}

/// `🔴`, `🟢`, or nothing without a goal.
pub(super) fn light(figure: &SummaryFigure) -> &'static str {
    match figure.standing() {
        Some(GoalStanding::Missed) => "🔴 ",
        Some(GoalStanding::Met) => "🟢 ",
        Some(GoalStanding::TooFew | GoalStanding::Unknown) => "⚪ ",
        None => "",
    }
}
