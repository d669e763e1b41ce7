//! Times in the zone of the operation, in 24 hours. Supervisors speak of a window by their
//! wall clock, wherever the reader is.

use chrono::{DateTime, Datelike, Offset, Timelike, Utc, Weekday};

use crate::words::Words;
use vigia_core::{metrics::TimeWindow, rules::WeeklyHours};

impl Words {
    /// Formats a time as `15:05`, without its date.
    pub fn clock(&self, time: DateTime<Utc>) -> String {
        time.with_timezone(&self.zone()).format("%H:%M").to_string()
    }

    pub fn date(&self, time: DateTime<Utc>) -> String {
        let local = time.with_timezone(&self.zone());
        self.say(
            "date",
            &[
                ("day", local.day().to_string().into()),
                ("month", local.month().into()),
                ("year", local.year().to_string().into()),
            ],
        )
    }

    pub fn date_and_clock(&self, time: DateTime<Utc>) -> String {
        format!("{} {}", self.date(time), self.clock(time))
    }

    /// Formats a date that is near as `Tue 17 Nov`, without its year.
    pub fn weekday_and_date(&self, time: DateTime<Utc>) -> String {
        let local = time.with_timezone(&self.zone());
        let day = local.day().to_string();
        let date = self.say(
            "date",
            &[
                ("day", day.into()),
                ("month", local.month().into()),
                ("year", "".into()),
            ],
        );
        format!("{} {}", self.day(local.weekday()), date.trim())
    }

    /// Formats weekly hours as `mon-fri 22:00-06:00` with the reader's names of the days.
    pub fn weekly(&self, weekly: &WeeklyHours) -> String {
        const DAYS: [(&str, Weekday); 7] = [
            ("mon", Weekday::Mon),
            ("tue", Weekday::Tue),
            ("wed", Weekday::Wed),
            ("thu", Weekday::Thu),
            ("fri", Weekday::Fri),
            ("sat", Weekday::Sat),
            ("sun", Weekday::Sun),
        ];
        let daily = self.say("word-daily", &[]);
        let text = weekly.to_string().replace("daily", &daily);
        DAYS.into_iter().fold(text, |text, (name, day)| {
            text.replace(name, &self.day(day).to_lowercase())
        })
    }

    pub(crate) fn day(&self, day: Weekday) -> String {
        let day = day.number_from_monday();
        self.say("weekday", &[("day", day.into())])
    }

    /// Formats a time that follows "since" or "to": `15:05`, `las 15:05`, and with its date
    /// where that is not the date of `beside`.
    pub fn moment(&self, time: DateTime<Utc>, beside: DateTime<Utc>) -> String {
        let clock = ("time", self.clock(time).into());
        if self.is_same_day(time, beside) {
            let is_one = self.is_one(time);
            self.say(
                if is_one {
                    "moment-clock-one"
                } else {
                    "moment-clock"
                },
                &[clock],
            )
        } else {
            self.say("moment-date", &[("date", self.date(time).into()), clock])
        }
    }

    /// Formats a time that stands alone: `at 15:05`, `a las 15:05`, and with its date where that is not the
    /// date of `beside`.
    pub fn at(&self, time: DateTime<Utc>, beside: DateTime<Utc>) -> String {
        let clock = ("time", self.clock(time).into());
        if self.is_same_day(time, beside) {
            let is_one = self.is_one(time);
            self.say(if is_one { "at-clock-one" } else { "at-clock" }, &[clock])
        } else {
            self.say("at-date", &[("date", self.date(time).into()), clock])
        }
    }

    /// Whether the hour is singular in Spanish and Portuguese: `a la 01:20`, `a las 02:20`.
    fn is_one(&self, time: DateTime<Utc>) -> bool {
        time.with_timezone(&self.zone()).hour() == 1
    }

    /// Formats a time span as `14:05–15:05`, with dates where the ends lie on two days.
    pub fn span(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> String {
        if self.is_same_day(from, until) {
            self.clocks(from, until)
        } else {
            format!(
                "{} – {}",
                self.date_and_clock(from),
                self.date_and_clock(until)
            )
        }
    }

    /// Formats a window as `17 Nov 2026, 14:05–15:05`, always with its date.
    pub fn dated_window(&self, window: &TimeWindow) -> String {
        let (from, until) = (window.from(), window.until());
        let span = self.span(from, until);
        if self.is_same_day(from, until) {
            format!("{}, {span}", self.date(from))
        } else {
            span
        }
    }

    /// Formats two times of one day. If the clocks were changed between them, the offsets
    /// from UTC tell 23:30 from 23:30.
    fn clocks(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> String {
        let offset = |time: DateTime<Utc>| time.with_timezone(&self.zone()).offset().fix();
        if offset(from) == offset(until) {
            return format!("{}–{}", self.clock(from), self.clock(until));
        }
        format!(
            "{} (UTC{}) – {} (UTC{})",
            self.clock(from),
            offset(from),
            self.clock(until),
            offset(until)
        )
    }

    fn is_same_day(&self, one: DateTime<Utc>, other: DateTime<Utc>) -> bool {
        let day = |time: DateTime<Utc>| time.with_timezone(&self.zone()).date_naive();
        day(one) == day(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Locale;
    use chrono_tz::America::{Bogota, Santiago};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_window_is_told_by_the_wall_clock_of_the_operation() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let window = |from, until| TimeWindow::new(at(from), at(until)).unwrap();
        let hour = window("2026-11-17T19:05:00Z", "2026-11-17T20:05:00Z");
        assert_eq!(words.dated_window(&hour), "17 nov 2026, 14:05–15:05");
        let night = window("2026-11-18T04:30:00Z", "2026-11-18T05:30:00Z");
        assert_eq!(
            words.dated_window(&night),
            "17 nov 2026 23:30 – 18 nov 2026 00:30"
        );
        assert_eq!(
            words.moment(night.from(), night.until()),
            "el 17 nov 2026 23:30"
        );
        assert_eq!(words.moment(hour.from(), hour.until()), "las 14:05");
        assert_eq!(words.at(hour.from(), hour.until()), "a las 14:05");
    }

    #[test]
    fn an_hour_that_comes_twice_is_told_apart() {
        let words = Words::new(Locale::from_tag("es-CL"), Santiago);
        let (from, until) = (at("2026-04-05T02:30:00Z"), at("2026-04-05T03:30:00Z"));
        assert_eq!(
            words.span(from, until),
            "23:30 (UTC-03:00) – 23:30 (UTC-04:00)"
        );
    }

    #[test]
    fn months_have_names() {
        let months = |tag| {
            let words = Words::new(Locale::from_tag(tag), Bogota);
            (1..=12)
                .map(|month| words.date(at(&format!("2026-{month:02}-09T12:00:00Z"))))
                .collect::<Vec<_>>()
        };
        assert_eq!(months("en")[8], "9 Sep 2026");
        assert_eq!(months("es-CO")[8], "9 sep 2026");
        assert_eq!(months("pt-BR")[1], "9 fev 2026");
        assert_eq!(months("pt-BR").len(), 12);
    }
}
