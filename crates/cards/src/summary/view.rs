//! A summary with the words of its reader, and wording that the parts of its card share.

use chrono::{NaiveDate, NaiveTime, TimeZone as _, Utc};

use crate::{CardLine, TextSpan, Words, tidy_within};
use vigia_core::{
    metrics::{Direction, Metric, Quantity, SkillId, SkillNames, TimeWindow},
    summaries::{FigureChange, GoalStanding, Summary, SummaryFigure},
};

/// The number of characters of a skill's name that have room.
const NAME_ROOM: usize = 24;

#[derive(Clone, Copy)]
pub(super) struct SummaryView<'t> {
    pub(super) summary: &'t Summary,
    pub(super) names: &'t SkillNames,
    pub(super) words: &'t Words,
}

impl SummaryView<'_> {
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

    pub(super) fn hour(&self, window: TimeWindow) -> String {
        let (from, until) = (window.from(), window.until());
        format!("{}–{}", self.words.clock(from), self.words.clock(until))
    }

    pub(super) fn skill(&self, skill: SkillId) -> String {
        let name = self
            .names
            .get(skill)
            .map(|name| tidy_within(name, NAME_ROOM));
        self.words.skill(skill, name.as_deref())
    }

    pub(super) fn labelled(&self, id: &str, parts: &[String]) -> CardLine {
        labelled_line(self.words.say(id, &[]), parts)
    }

    /// Formats the goal of a figure, such as `≤ 5 %`.
    pub(super) fn goal(&self, figure: &SummaryFigure) -> Option<String> {
        let goal = self.words.stated(figure.goal?);
        Some(match figure.metric.direction() {
            Direction::HighIsBad => format!("≤ {goal}"),
            Direction::LowIsBad => format!("≥ {goal}"),
            Direction::Neither => goal,
        })
    }

    /// Formats the usual figure and the change from it: `usual 4.9 %, +1.5 pts`.
    pub(super) fn usual(&self, figure: &SummaryFigure) -> Option<String> {
        let (words, usual) = (self.words, figure.usual?);
        let value = ("value", words.quantity(usual.value).into());
        let text = match self.change(figure) {
            Some(change) => words.say("summary-usual", &[value, ("change", change.into())]),
            None => words.say("summary-usual-plain", &[value]),
        };
        if usual.weeks == self.summary.compared_weeks() {
            return Some(text);
        }
        let weeks = u64::from(usual.weeks);
        Some(words.say(
            "summary-usual-weeks",
            &[
                ("usual", text.into()),
                ("weeks", weeks.into()),
                ("count", words.count(weeks).into()),
            ],
        ))
    }

    /// Formats the change from the usual figure: `+5.8 %`, `−2.1 pts` or `+7 s`.
    fn change(&self, figure: &SummaryFigure) -> Option<String> {
        let words = self.words;
        let signed = |is_more: bool, text: String| {
            let is_nothing = !text.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
            let sign = if is_more { "+" } else { "−" };
            if is_nothing {
                "±0".to_owned()
            } else {
                format!("{sign}{text}")
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

    pub(super) fn figure(&self, metric: Metric) -> Option<&SummaryFigure> {
        self.summary
            .figures
            .iter()
            .find(|figure| figure.metric == metric)
    }

    pub(super) fn count(&self, count: Option<u64>) -> String {
        self.words.known(count.map(Quantity::Count))
    }
}

/// A line with a label in front of its parts.
pub(super) fn labelled_line(label: String, parts: &[String]) -> CardLine {
    CardLine::of(vec![
        TextSpan::Strong(label),
        TextSpan::Text(format!(" {}", parts.join(" · "))),
    ])
}

/// The light of a figure with a goal; nothing without one.
pub(super) fn goal_light(figure: &SummaryFigure) -> &'static str {
    match figure.standing() {
        Some(GoalStanding::Missed) => "🔴 ",
        Some(GoalStanding::Met) => "🟢 ",
        Some(GoalStanding::TooFew | GoalStanding::Unknown) => "⚪ ",
        None => "",
    }
}
