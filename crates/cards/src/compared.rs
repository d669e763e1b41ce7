//! The figures of an answer beside the same figures of the window it is compared with.

use crate::{
    CardField, Words,
    report::{field, with_change},
};
use vigia_core::metrics::{Quantity, Sample};

/// Figures, and the same of the other window where that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ComparedValue<T> {
    /// The figures asked for.
    pub(crate) now: T,
    /// The same of the other window.
    pub(crate) before: Option<T>,
}

impl<T> ComparedValue<T> {
    /// One of the figures with its change: `54.2 % (26 of 48) ▲ 4.1 pts (before …)`.
    pub(crate) fn told(&self, figure: impl Fn(&T) -> Option<Sample>, words: &Words) -> String {
        let now = figure(&self.now);
        let before = self.before.as_ref().and_then(&figure);
        let told = match &now {
            Some(now) => words.sample(now),
            None => words.known(None),
        };
        with_change(now.as_ref(), before.as_ref(), told, words)
    }

    /// The same as a field.
    pub(crate) fn field(
        &self,
        name: String,
        figure: impl Fn(&T) -> Option<Sample>,
        words: &Words,
    ) -> CardField {
        field(name, self.told(figure, words))
    }
}

/// A figure that is of nothing else.
pub(crate) fn alone(value: Quantity) -> Sample {
    Sample {
        value,
        part: None,
        of: None,
    }
}

/// A number of things.
pub(crate) fn count(number: Option<u64>) -> Option<Sample> {
    number.map(Quantity::Count).map(alone)
}

/// A part of a whole; nothing of nothing has no share.
pub(crate) fn share(part: Option<u64>, of: Option<u64>) -> Option<Sample> {
    Some(Sample {
        value: Quantity::share(part?, of?)?,
        part,
        of,
    })
}

/// The same, and the part alone where there is no share of it.
pub(crate) fn part(part: Option<u64>, of: Option<u64>) -> Option<Sample> {
    share(part, of).or_else(|| count(part))
}

/// The parts of one line.
pub(crate) fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().collect::<Vec<_>>().join(" · ")
}
