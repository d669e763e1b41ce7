//! The usual value: what a figure has been where it can be compared with the figure now.

use serde::{Deserialize, Serialize};

use crate::{
    metrics::{Quantity, Unit},
    rules::statistics::{median, robust_spread},
};

/// The values that a figure was compared with. Each one but the last is tried where the one before it
/// gives too few.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UsualMethod {
    /// The same weekday and time of the last weeks.
    Weeks,
    /// The same time of the last days of the same kind: of workdays or of days of rest.
    Days,
    /// The windows before this one today, none of which overlaps another.
    Hours,
    /// The half hours of the day that the window lies in, over all days that were learnt; the count is of these days.
    Season,
    /// The agents of the team in the same window, the one who is judged among them: the median is
    /// that of `/hold`.
    Team,
}

impl UsualMethod {
    /// With fewer values than this nothing is usual.
    pub fn least(self) -> usize {
        match self {
            Self::Season => 1,
            Self::Weeks | Self::Days | Self::Hours => 3,
            Self::Team => 5,
        }
    }
}

/// The usual value of a figure, and how far the figure usually lies from it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsualValue {
    /// The value in the middle, as a bare number of the metric's unit.
    pub median: f64,
    /// The distance of the values from each other, as a standard deviation: 1.4826 times the median
    /// absolute deviation, and somewhat more of few values. A condition that judges by it
    /// has a floor, since few values may be alike by chance.
    pub spread: f64,
    /// The number of values that it was made of.
    pub of: u32,
    /// The number of values that there would have been at best.
    pub wanted: u32,
    pub method: UsualMethod,
}

impl UsualValue {
    /// Returns the usual one of these values; `None` of too few. It leaves the values in
    /// disorder.
    pub fn among(values: &mut [f64], wanted: usize, method: UsualMethod) -> Option<Self> {
        if values.len() < method.least() {
            return None;
        }
        let median = median(values)?;
        Some(Self {
            median,
            spread: robust_spread(values, median)?,
            of: u32::try_from(values.len()).unwrap_or(u32::MAX),
            wanted: u32::try_from(wanted).unwrap_or(u32::MAX),
            method,
        })
    }

    /// The usual value in its unit. The middle of two counts may lie between them; it is
    /// rounded.
    pub fn value(&self, unit: Unit) -> Option<Quantity> {
        Quantity::of_scalar(unit, self.median)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_values_make_nothing_usual() {
        let among = |values: &[f64], method| UsualValue::among(&mut values.to_vec(), 6, method);
        assert_eq!(among(&[4.0, 5.0], UsualMethod::Weeks), None);
        assert_eq!(among(&[4.0, 5.0, 5.0, 9.0], UsualMethod::Team), None);
        let usual = among(&[9.0, 4.0, 5.0], UsualMethod::Weeks).unwrap();
        assert_eq!((usual.of, usual.wanted), (3, 6));
        assert_eq!(usual.value(Unit::Count), Some(Quantity::Count(5)));
        assert!((usual.spread - 1.4826 * 1.495).abs() < 1e-9);
    }
}
