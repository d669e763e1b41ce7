//! A number and its unit, which travel together, and the sample that it was made of.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};
use strum::{Display, EnumDiscriminants};

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, EnumDiscriminants)]
#[strum_discriminants(
    name(Unit),
    derive(Hash, Serialize, Deserialize, Display),
    doc = "The unit of a [`Quantity`]."
)]
pub enum Quantity {
    /// In percent: `5.0` is five percent. Some wolkvox percentages exceed 100.
    #[strum_discriminants(strum(to_string = "a percentage such as `5%`"))]
    Percent(f64),
    /// A length of time, never negative.
    #[strum_discriminants(strum(to_string = "a duration such as `2m30s`"))]
    Duration(Duration),
    /// A whole number of calls, agents or uses.
    #[strum_discriminants(strum(to_string = "a whole number such as `12`"))]
    Count(u64),
    /// An amount in the operation's own currency, which no report names.
    #[strum_discriminants(strum(to_string = "an amount such as `1500`"))]
    Money(f64),
}

impl Quantity {
    pub fn unit(self) -> Unit {
        self.into()
    }

    /// The bare number: percent, seconds, things or money. It compares and draws; it does
    /// not add across units.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts stay far below 2^53: a call returns 60,000 rows at most"
    )]
    pub fn scalar(self) -> f64 {
        match self {
            Self::Percent(value) | Self::Money(value) => value,
            Self::Duration(value) => value.as_secs_f64(),
            Self::Count(value) => value as f64,
        }
    }

    /// The quantity of a bare number in this unit, the other way round from
    /// [`Quantity::scalar`]: a count is rounded. `None` where the unit knows no such number.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rounded number, not negative, far below 2^53"
    )]
    pub fn of_scalar(unit: Unit, scalar: f64) -> Option<Self> {
        match unit {
            Unit::Percent => scalar.is_finite().then_some(Self::Percent(scalar)),
            Unit::Money => scalar.is_finite().then_some(Self::Money(scalar)),
            Unit::Duration => {
                let length = Duration::try_from_secs_f64(scalar).ok()?;
                Some(Self::Duration(length))
            }
            Unit::Count => {
                let things = scalar.round();
                (0.0..=9e15)
                    .contains(&things)
                    .then_some(Self::Count(things as u64))
            }
        }
    }

    /// `part` of `of` in percent; nothing of nothing has no share.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn share(part: u64, of: u64) -> Option<Self> {
        (of > 0).then(|| Self::Percent(part as f64 * 100.0 / of as f64))
    }
}

/// Plain text for logs and tests; the cards format numbers by language.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(value) => write!(f, "{value:.1} %"),
            Self::Duration(value) => write!(
                f,
                "{}",
                humantime::format_duration(Duration::from_secs(value.as_secs()))
            ),
            Self::Count(value) => write!(f, "{value}"),
            Self::Money(value) => write!(f, "{value:.2}"),
        }
    }
}

/// The things that the denominator of a figure counts, shown as messages about rules name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display)]
pub enum CountedSample {
    #[strum(to_string = "offered calls")]
    Offered,
    #[strum(to_string = "answered calls")]
    Answered,
    #[strum(to_string = "abandoned calls")]
    Abandoned,
    #[strum(to_string = "offered calls without short abandons")]
    OfferedExclShort,
    #[strum(to_string = "answered and abandoned calls")]
    Waited,
    #[strum(to_string = "answered and abandoned calls without short abandons")]
    WaitedExclShort,
    #[strum(to_string = "answered calls and those abandoned after 20 s")]
    WaitedExclEarly,
    #[strum(to_string = "calls in Smart Hold")]
    Treated,
    #[strum(to_string = "accepted callbacks")]
    Accepted,
    #[strum(to_string = "finished callbacks")]
    Finished,
    #[strum(to_string = "uses of hold and mute")]
    Uses,
    #[strum(to_string = "calls")]
    Calls,
    #[strum(to_string = "calls of the day's quota")]
    Quota,
}

/// The least sample on which a figure is worth judging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeastSample {
    pub count: u64,
    pub of: CountedSample,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_nothing_has_no_share() {
        assert_eq!(Quantity::share(0, 0), None);
        assert_eq!(Quantity::share(1, 4), Some(Quantity::Percent(25.0)));
    }

    #[test]
    fn a_bare_number_is_a_quantity_where_its_unit_knows_it() {
        for quantity in [
            Quantity::Percent(4.25),
            Quantity::Duration(Duration::from_millis(2_500)),
            Quantity::Count(12),
            Quantity::Money(-0.5),
        ] {
            let again = Quantity::of_scalar(quantity.unit(), quantity.scalar());
            assert_eq!(again, Some(quantity));
        }
        assert_eq!(
            Quantity::of_scalar(Unit::Count, 2.5),
            Some(Quantity::Count(3))
        );
        for unit in [Unit::Count, Unit::Duration] {
            assert_eq!(Quantity::of_scalar(unit, -1.0), None);
            assert_eq!(Quantity::of_scalar(unit, f64::INFINITY), None);
        }
        assert_eq!(Quantity::of_scalar(Unit::Percent, f64::NAN), None);
    }

    #[test]
    fn a_duration_is_written_without_fractions() {
        let wait = Quantity::Duration(Duration::from_millis(90_450));
        assert_eq!(wait.to_string(), "1m 30s");
    }
}
