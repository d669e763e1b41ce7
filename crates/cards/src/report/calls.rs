//! The calls of one channel: figures that follow from them, and sums that should agree and do
//! not. Supervisors who find a difference by themselves trust no figure any more.

use crate::{CardLine, Words, report::warning_line};
use vigia_core::metrics::{Quantity, facts::ChannelService};

/// The distance that rounding to two decimals puts between a delivered percentage and its own
/// calls, in points.
const ROUNDING: f64 = 0.05;

/// Returns the offered calls that were neither answered nor abandoned. A negative number is a
/// fault of the report.
pub(crate) fn unaccounted_calls(row: &ChannelService) -> Option<i64> {
    let known = |calls: u64| i64::try_from(calls).ok();
    known(row.offered?)?
        .checked_sub(known(row.answered?)?)?
        .checked_sub(known(row.abandoned?)?)
}

/// Writes `18 of 122 (14.8 %)`, or as much of it as is known.
pub(crate) fn calls_with_share(calls: Option<u64>, of: Option<u64>, words: &Words) -> String {
    let (Some(calls), Some(of)) = (calls, of) else {
        return words.known_count(calls);
    };
    match Quantity::share(calls, of) {
        Some(share) => {
            let part = words.part_of(&words.count(calls), of);
            format!("{part} ({})", words.quantity(share))
        }
        None => words.count(calls),
    }
}

/// Returns one warning for each figure of the row that contradicts another.
pub(crate) fn channel_doubts(row: &ChannelService, words: &Words) -> Vec<CardLine> {
    [
        doubt_sums(row, words),
        doubt_delivered_rate(row, words),
        doubt_level_order(row, words),
        doubt_level_size(row, words),
        doubt_fractions(row, words),
    ]
    .into_iter()
    .flatten()
    .map(warning_line)
    .collect()
}

fn doubt_sums(row: &ChannelService, words: &Words) -> Option<CardLine> {
    let other = unaccounted_calls(row)?;
    let id = match other.signum() {
        0 => return None,
        1 => "doubt-more-offered",
        _ => "doubt-less-offered",
    };
    Some(words.line(id, &[("calls", words.count(other.unsigned_abs()).into())]))
}

fn doubt_delivered_rate(row: &ChannelService, words: &Words) -> Option<CardLine> {
    let delivered = row.abandon_rate?;
    let made = Quantity::share(row.abandoned?, row.offered?)?;
    let told = words.stated(Quantity::Percent(delivered));
    ((delivered - made.scalar()).abs() > ROUNDING).then(|| {
        let made = words.stated(made);
        words.line(
            "doubt-rate",
            &[("told", told.into()), ("made", made.into())],
        )
    })
}

/// A call that was answered within 10 s was answered within 20 s too.
fn doubt_level_order(row: &ChannelService, words: &Words) -> Option<CardLine> {
    let levels = [row.within_10s, row.within_20s, row.within_30s];
    let known: Vec<_> = levels.into_iter().flatten().collect();
    let falls = known
        .windows(2)
        .any(|pair| matches!(pair, [short, long] if *short > long + ROUNDING));
    falls.then(|| {
        let levels = levels.map(|level| words.known(level.map(Quantity::Percent)));
        words.line("doubt-levels", &[("levels", levels.join(" · ").into())])
    })
}

fn doubt_level_size(row: &ChannelService, words: &Words) -> Option<CardLine> {
    let share = Quantity::share(row.answered?, row.offered?)?;
    let levels = [row.within_10s, row.within_20s, row.within_30s];
    let most = levels.into_iter().flatten().reduce(f64::max)?;
    let level = words.stated(Quantity::Percent(most));
    (most > share.scalar() + ROUNDING).then(|| {
        let share = words.stated(share);
        let args = [("level", level.into()), ("share", share.into())];
        words.line("doubt-answered", &args)
    })
}

/// A service level is a whole number of the offered calls. Two decimals show that for some
/// thousands of calls.
fn doubt_fractions(row: &ChannelService, words: &Words) -> Option<CardLine> {
    let offered = row.offered.filter(|offered| (1..4_000).contains(offered))?;
    let calls = Quantity::Count(offered).scalar();
    let levels = [
        ("10 s", row.within_10s),
        ("20 s", row.within_20s),
        ("30 s", row.within_30s),
    ];
    let odd: Vec<_> = levels
        .into_iter()
        .filter_map(|(within, level)| Some((within, level?)))
        .filter(|(_, level)| {
            let answered = level * calls / 100.0;
            (answered - answered.round()).abs() > calls / 10_000.0 + 0.01
        })
        .map(|(within, level)| format!("{within} {}", words.stated(Quantity::Percent(level))))
        .collect();
    (!odd.is_empty()).then(|| {
        let offered = ("offered", words.count(offered).into());
        words.line(
            "doubt-fraction",
            &[("levels", odd.join(" · ").into()), offered],
        )
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono_tz::America::Bogota;
    use insta::assert_snapshot;

    use super::*;
    use crate::Locale;
    use vigia_core::metrics::Channel;

    fn row() -> ChannelService {
        ChannelService {
            channel: Channel::inbound(),
            offered: Some(122),
            answered: Some(104),
            abandoned: Some(18),
            within_10s: Some(40.16),
            within_20s: Some(54.1),
            within_30s: Some(60.66),
            abandon_rate: Some(14.75),
            asa: Some(Duration::from_secs(48)),
            ata: Some(Duration::from_secs(63)),
        }
    }

    fn doubts_of(row: &ChannelService) -> String {
        let words = Words::new(Locale::from_tag("en"), Bogota);
        let lines = channel_doubts(row, &words);
        lines
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn figures_that_agree_raise_no_doubt() {
        assert_eq!(doubts_of(&row()), "");
        let unknown = ChannelService {
            offered: None,
            answered: None,
            within_20s: None,
            abandon_rate: None,
            ..row()
        };
        assert_eq!(doubts_of(&unknown), "");
    }

    #[test]
    fn each_contradiction_is_told() {
        let broken = ChannelService {
            answered: Some(60),
            abandoned: Some(65),
            within_10s: Some(56.0),
            abandon_rate: Some(14.75),
            ..row()
        };
        assert_snapshot!(doubts_of(&broken), @r#"
        ⚠ Offered calls are 3 fewer than answered and abandoned together
        ⚠ wolkvox says 14.75 % abandoned, and its calls make 53.28 %
        ⚠ A longer limit has a lower service level (10 · 20 · 30 s): 56.0 % · 54.1 % · 60.7 %
        ⚠ A service level of 60.66 % is more than the 49.18 % that were answered
        ⚠ Not a whole number of the 122 offered calls: service level 10 s 56 %
        "#);
        let other = ChannelService {
            answered: Some(101),
            ..row()
        };
        assert_snapshot!(doubts_of(&other), @r#"⚠ Offered calls are 3 more than answered and abandoned together"#);
    }
}
