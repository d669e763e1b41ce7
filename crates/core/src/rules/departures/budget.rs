//! The evidence that a card needs, so that the cards of a rule come to the budget that it states.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Evidence from which a departure opens, at two polls in a row: about 0.2 false alarms per scope and quiet day.
/// With a single poll 2.4 would give as many.
const FIRST_THRESHOLD: f64 = 2.2;
/// Evidence below this is chance too often, whatever the budget.
const LOWEST_THRESHOLD: f64 = 1.4;
const HIGHEST_THRESHOLD: f64 = 6.0;
/// The change of the threshold for each card too many or too few on a day.
const STEP: f64 = 0.1;
/// The threshold stays as it is on so many first days, of which little is known.
const UNSTEPPED_DAYS: u16 = 3;
/// One in so many days is open unless a whole week is known.
const DAYS_A_WEEK: u32 = 7;

/// The number of false alarms that people accept from all scopes of a rule together (`false_alarms`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AlarmBudget {
    PerDay(f64),
    PerWeek(f64),
}

impl AlarmBudget {
    /// The greatest budget: more than this is no budget.
    pub const MOST: f64 = 100.0;

    /// The budget of an open day, where so many days of a week are open.
    pub fn per_open_day(self, open_days: u32) -> f64 {
        match self {
            Self::PerDay(alarms) => alarms,
            Self::PerWeek(alarms) => alarms / f64::from(open_days.clamp(1, DAYS_A_WEEK)),
        }
    }

    /// The threshold below which the daily steps do not go. A budget of up to one alarm a day is a ceiling: a calm
    /// skill need not spend it.
    fn lowest_threshold(self) -> f64 {
        if self.per_open_day(DAYS_A_WEEK) > 1.0 {
            LOWEST_THRESHOLD
        } else {
            FIRST_THRESHOLD
        }
    }
}

impl Default for AlarmBudget {
    fn default() -> Self {
        Self::PerDay(1.0)
    }
}

/// The threshold of a rule, and what happened since it was last stepped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlarmCalibration {
    threshold: f64,
    /// The local day that the counts are of.
    day: Option<NaiveDate>,
    /// Polls of that day at which scopes began to depart: those of one poll share a card.
    cards: u32,
    /// Cards that somebody took since the last step: they were worth it.
    confirmed: u32,
    had_calls: bool,
    /// The days with calls so far.
    open_days: u16,
    /// The last days, today's first, one bit each: whether there were calls.
    recent: u8,
    /// The days of which `recent` knows, up to a week.
    known: u8,
    /// The numbers of open incidents that count as confirmed already.
    taken: Vec<u64>,
}

impl Default for AlarmCalibration {
    fn default() -> Self {
        Self {
            threshold: FIRST_THRESHOLD,
            day: None,
            cards: 0,
            confirmed: 0,
            had_calls: false,
            open_days: 0,
            recent: 0,
            known: 0,
            taken: Vec::new(),
        }
    }
}

impl AlarmCalibration {
    /// The evidence that a departure needs.
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// Steps the threshold where `today` is another day than that of the last poll.
    pub(in crate::rules) fn begin_day(&mut self, today: NaiveDate, budget: AlarmBudget) {
        if self.day == Some(today) {
            return;
        }
        if self.day.is_some_and(|day| day < today) {
            self.end_day(budget);
        }
        self.day = Some(today);
        (self.cards, self.confirmed, self.had_calls) = (0, 0, false);
    }

    fn end_day(&mut self, budget: AlarmBudget) {
        self.recent = (self.recent << 1 | u8::from(self.had_calls)) & 0x7f;
        self.known = self.known.saturating_add(1).min(7);
        if !self.had_calls {
            return;
        }
        self.open_days = self.open_days.saturating_add(1);
        if self.open_days <= UNSTEPPED_DAYS {
            return;
        }
        let open_days = if self.known == 7 {
            self.recent.count_ones()
        } else {
            DAYS_A_WEEK
        };
        let allowed = budget.per_open_day(open_days);
        let surplus = f64::from(self.cards) - f64::from(self.confirmed) - allowed;
        self.threshold =
            (self.threshold + STEP * surplus).clamp(budget.lowest_threshold(), HIGHEST_THRESHOLD);
    }

    pub(in crate::rules) fn note_poll(&mut self, has_calls: bool, has_card: bool) {
        self.had_calls |= has_calls;
        self.cards += u32::from(has_card);
    }

    /// Counts the open incidents that somebody has taken, each once.
    pub(in crate::rules) fn note_taken(&mut self, taken: Vec<u64>) {
        let new = taken.iter().filter(|id| !self.taken.contains(id)).count();
        let new = u32::try_from(new).unwrap_or(u32::MAX);
        self.confirmed = self.confirmed.saturating_add(new);
        self.taken = taken;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(budget: AlarmBudget, cards: u32, taken: u32, days: u64) -> f64 {
        let mut calibration = AlarmCalibration::default();
        let mut today = NaiveDate::default();
        for day in 0..=days {
            calibration.begin_day(today, budget);
            calibration.note_poll(true, false);
            for _ in 0..cards {
                calibration.note_poll(true, true);
            }
            let taken = (0..u64::from(taken)).map(|number| day * 100 + number);
            calibration.note_taken(taken.collect());
            today = today.succ_opt().unwrap();
        }
        calibration.threshold()
    }

    #[test]
    fn cards_above_the_budget_raise_the_threshold_and_fewer_lower_it_again() {
        let budget = AlarmBudget::PerDay(1.0);
        assert!((days(budget, 3, 0, 8) - FIRST_THRESHOLD - 1.0).abs() < 1e-9);
        assert!((days(budget, 0, 0, 8) - FIRST_THRESHOLD).abs() < 1e-9);
        assert!((days(AlarmBudget::PerDay(3.0), 0, 0, 8) - LOWEST_THRESHOLD).abs() < 1e-9);
        assert!((days(budget, 90, 0, 9) - HIGHEST_THRESHOLD).abs() < 1e-9);
    }

    #[test]
    fn a_card_that_somebody_took_was_no_false_alarm() {
        let budget = AlarmBudget::PerDay(1.0);
        assert!((days(budget, 3, 2, 8) - FIRST_THRESHOLD).abs() < 1e-9);
    }

    #[test]
    fn the_first_three_days_do_not_move_the_threshold() {
        assert!((days(AlarmBudget::PerDay(1.0), 9, 0, 3) - FIRST_THRESHOLD).abs() < 1e-9);
    }

    #[test]
    fn a_weekly_budget_is_shared_by_the_open_days() {
        assert!((AlarmBudget::PerWeek(3.0).per_open_day(6) - 0.5).abs() < 1e-9);
    }
}
