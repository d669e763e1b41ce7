//! Which rows a card shows, and in which order.

use std::cmp::Ordering;

use crate::{CardLine, Words, report::AnswerView};

/// Some of the rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowPage<T> {
    /// The rows of this page.
    pub(crate) rows: Vec<T>,
    /// The place of the first of them among all, from one; zero where there are none.
    pub(crate) first: usize,
    /// How many pages there are; one at least.
    pub(crate) pages: usize,
    /// How many rows there are, also those that `top` leaves out.
    pub(crate) total: usize,
}

/// The rows of one page of those from the top that were asked for.
pub(crate) fn page<T>(rows: Vec<T>, view: &AnswerView) -> RowPage<T> {
    page_of(rows, view, AnswerView::PAGE)
}

/// The same with so many rows on a page.
pub(crate) fn page_of<T>(mut rows: Vec<T>, view: &AnswerView, size: usize) -> RowPage<T> {
    let total = rows.len();
    rows.truncate(view.top.unwrap_or(total).max(1));
    let pages = rows.len().div_ceil(size).max(1);
    let skipped = view.page.min(pages - 1) * size;
    let rows: Vec<_> = rows.into_iter().skip(skipped).take(size).collect();
    RowPage {
        first: if rows.is_empty() { 0 } else { skipped + 1 },
        rows,
        pages,
        total,
    }
}

impl<T> RowPage<T> {
    /// Which rows these are of how many, where they are not all: `11–20 of 48`.
    pub(crate) fn line(&self, words: &Words) -> Option<CardLine> {
        if self.rows.len() == self.total {
            return None;
        }
        let count = |number: usize| words.count(u64::try_from(number).unwrap_or(u64::MAX));
        let last = self.first + self.rows.len() - 1;
        Some(words.line(
            "rows-of",
            &[
                ("first", count(self.first).into()),
                ("last", count(last).into()),
                ("total", count(self.total).into()),
            ],
        ))
    }
}

/// Sorts with the highest figure first and unknown ones last; rows that are alike stay as
/// they stand.
pub(crate) fn highest_first<T, K: PartialOrd>(rows: &mut [T], figure: impl Fn(&T) -> Option<K>) {
    // What does not compare with itself (not a number) is no figure.
    let known = |row: &T| figure(row).filter(|key| key.partial_cmp(key).is_some());
    rows.sort_by(|one, other| match (known(one), known(other)) {
        (Some(one), Some(other)) => other.partial_cmp(&one).unwrap_or(Ordering::Equal),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::Bogota;
    use proptest::prelude::*;

    use super::*;
    use crate::Locale;

    fn told(count: usize, view: AnswerView) -> (usize, String) {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let page = page((0..count).collect(), &view);
        let line = page.line(&words).map(|line| line.to_string());
        (page.pages, line.unwrap_or_default())
    }

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        let at = |page| AnswerView {
            page,
            ..AnswerView::default()
        };
        assert_eq!(told(0, at(3)), (1, String::new()));
        assert_eq!(told(10, at(0)), (1, String::new()));
        assert_eq!(told(48, at(1)), (5, "11–20 de 48".to_owned()));
        assert_eq!(told(48, at(99)), (5, "41–48 de 48".to_owned()));
        let top = AnswerView {
            top: Some(5),
            ..at(usize::MAX)
        };
        assert_eq!(told(48, top), (1, "1–5 de 48".to_owned()));
    }

    #[test]
    fn the_highest_stand_first_and_the_unknown_last() {
        let mut rows = [
            ("a", None),
            ("b", Some(1.0)),
            ("c", Some(f64::NAN)),
            ("d", Some(2.0)),
            ("e", Some(1.0)),
        ];
        highest_first(&mut rows, |row| row.1);
        assert_eq!(rows.map(|row| row.0).concat(), "dbeac");
    }

    proptest! {
        #[test]
        fn every_row_stands_on_exactly_one_page(count in 0_usize..120, top in 1_usize..130) {
            let view = |page| AnswerView { page, top: Some(top), ..AnswerView::default() };
            let first = page((0..count).collect::<Vec<_>>(), &view(0));
            let pages = (0..first.pages).map(|at| page((0..count).collect(), &view(at)));
            let rows: Vec<usize> = pages.flat_map(|page| page.rows).collect();
            prop_assert_eq!(rows, (0..count.min(top)).collect::<Vec<_>>());
        }
    }
}
