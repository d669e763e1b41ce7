//! The command as people would type it, in the reader's own language.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::commands::{
    CommandParameter,
    parameter::{of_comparison, of_order},
    question::ReportQuestion,
    range::NamedPeriod,
    skill,
    typed::length_typed,
};
use vigia_cards::{Words, tidy};
use vigia_core::metrics::{SkillSelection, TimeWindow};

impl ReportQuestion {
    /// The command that asks the same again. What is over is asked by its own times, so
    /// that it asks for the same on any later day.
    #[must_use]
    pub fn again(&self, words: &Words) -> String {
        let skill = match self.skills {
            SkillSelection::All => skill::ALL.to_owned(),
            SkillSelection::One(skill) => skill.to_string(),
        };
        let period = match self.period {
            NamedPeriod::Last(length) => CommandParameter::Last.typed(&length_typed(length), words),
            NamedPeriod::Today => CommandParameter::Day.typed(&words.say("word-today", &[]), words),
            NamedPeriod::Since(_) | NamedPeriod::Between(_) => between(self.window, words),
        };
        // A chat finds a choice by what the reader's language calls it.
        let value = |(_, id): (&str, &str)| words.say(id, &[]);
        let named = |text: &str| tidy(text);
        let options = [
            (
                CommandParameter::Operation,
                self.operation.as_ref().map(|name| named(name.as_str())),
            ),
            (
                CommandParameter::Skill,
                self.command.takes(CommandParameter::Skill).then_some(skill),
            ),
            (
                CommandParameter::Channel,
                self.channel.as_ref().map(|name| named(name.as_str())),
            ),
            (
                CommandParameter::Agent,
                self.agent.as_ref().map(|name| named(name.as_str())),
            ),
        ];
        let rows = [
            (
                CommandParameter::Compare,
                self.compare.map(|with| value(of_comparison(with))),
            ),
            (
                CommandParameter::Sort,
                self.order.map(|order| value(of_order(order))),
            ),
            (CommandParameter::Top, self.top.map(|top| top.to_string())),
        ];
        let typed = |(parameter, value): (CommandParameter, Option<String>)| {
            Some(parameter.typed(&value?, words))
        };
        let mut parts = vec![self.command.typed(words)];
        parts.extend(options.into_iter().filter_map(typed));
        parts.push(period);
        parts.extend(rows.into_iter().filter_map(typed));
        parts.join(" ")
    }
}

/// The options that ask for this very window on any later day.
pub(crate) fn between(window: TimeWindow, words: &Words) -> String {
    let zone = words.zone();
    if let Some(day) = whole_day(window, zone) {
        return CommandParameter::Day.typed(&day, words);
    }
    let local = |time: DateTime<Utc>| {
        let local = time.with_timezone(&zone);
        local.format("%Y-%m-%d %H:%M").to_string()
    };
    format!(
        "{} {}",
        CommandParameter::From.typed(&local(window.from()), words),
        CommandParameter::To.typed(&local(window.until()), words)
    )
}

fn whole_day(window: TimeWindow, zone: Tz) -> Option<String> {
    let local = |time: DateTime<Utc>| time.with_timezone(&zone).naive_local();
    let first = local(window.from()).date();
    let is_start = |time: DateTime<Utc>| {
        let before = time.checked_sub_signed(TimeDelta::seconds(1));
        before.is_some_and(|before| local(before).date() != local(time).date())
    };
    let is_whole = is_start(window.from())
        && is_start(window.until())
        && first.succ_opt() == Some(local(window.until()).date());
    is_whole.then(|| first.format("%Y-%m-%d").to_string())
}
