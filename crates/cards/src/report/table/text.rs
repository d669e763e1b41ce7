//! A table for the terminal: aligned columns, numbers to the right.

use std::iter::repeat_n;

use unicode_width::UnicodeWidthStr;

use crate::{
    Words,
    report::{ReportTable, TableCell},
    tidy_within,
};
use vigia_core::metrics::Quantity;

/// How much of a text a column has room for, at most and at least.
const MOST: usize = 60;
const LEAST: usize = 8;

/// Between two columns.
const GAP: &str = "  ";

impl ReportTable {
    /// Aligned columns, at most `width` wide where texts can be cut so far. Names from
    /// outside can move no cursor.
    #[must_use]
    pub fn text(&self, words: &Words, width: Option<usize>) -> String {
        let mut rows: Vec<Vec<String>> = vec![
            self.columns
                .iter()
                .map(|column| plain(&column.title))
                .collect(),
        ];
        rows.extend(self.rows.iter().map(|row| {
            let cells = row.iter().map(|cell| told(cell, words));
            cells.collect()
        }));
        let mut columns: Vec<_> = (0..self.columns.len())
            .map(|place| TextLayout {
                width: rows
                    .iter()
                    .filter_map(|row| row.get(place))
                    .map(|cell| cell.width())
                    .max()
                    .unwrap_or_default(),
                is_text: self
                    .rows
                    .iter()
                    .any(|row| matches!(row.get(place), Some(TableCell::Text(_)))),
            })
            .collect();
        if let Some(width) = width {
            shrink(&mut columns, width);
        }
        rows.iter().fold(String::new(), |mut text, row| {
            write(&mut text, row, &columns);
            text
        })
    }
}

/// How a column is written.
struct TextLayout {
    width: usize,
    is_text: bool,
}

/// Takes from the widest text until all fit or no text is left to cut.
fn shrink(columns: &mut [TextLayout], width: usize) {
    let gaps = GAP.len() * columns.len().saturating_sub(1);
    loop {
        let whole = gaps + columns.iter().map(|column| column.width).sum::<usize>();
        let widest = columns
            .iter_mut()
            .filter(|column| column.is_text && column.width > LEAST)
            .max_by_key(|column| column.width);
        match widest {
            Some(column) if whole > width => column.width -= 1,
            Some(_) | None => return,
        }
    }
}

fn write(text: &mut String, row: &[String], columns: &[TextLayout]) {
    let start = text.len();
    for (place, (cell, column)) in row.iter().zip(columns).enumerate() {
        if place > 0 {
            text.push_str(GAP);
        }
        let cell = cut(cell, column.width);
        let blank = repeat_n(' ', column.width.saturating_sub(cell.width()));
        if column.is_text {
            text.push_str(&cell);
            text.extend(blank);
        } else {
            text.extend(blank);
            text.push_str(&cell);
        }
    }
    let end = text.trim_end_matches(' ').len().max(start);
    text.truncate(end);
    text.push('\n');
}

/// So many columns of the terminal at most.
fn cut(cell: &str, width: usize) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let mut short = String::new();
    for character in cell.chars() {
        short.push(character);
        if short.width() + 1 > width {
            short.pop();
            break;
        }
    }
    short.push('…');
    short
}

fn told(cell: &TableCell, words: &Words) -> String {
    words.known(match cell {
        TableCell::Text(text) => return plain(text),
        TableCell::Count(value) => value.map(Quantity::Count),
        TableCell::Percent(value) => value.map(Quantity::Percent),
        TableCell::Time(value) => value.map(Quantity::Duration),
        TableCell::Number(value) => value.map(Quantity::Money),
    })
}

/// Without the sequences that colour a terminal or move its cursor.
fn plain(text: &str) -> String {
    let mut kept = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_sequence = match character {
            '\u{1b}' => characters.next_if_eq(&'[').is_some(),
            '\u{9b}' => true,
            _ => {
                kept.push(character);
                false
            }
        };
        if is_sequence {
            while characters
                .next_if(|c| matches!(c, '\u{20}'..='\u{3f}'))
                .is_some()
            {}
            characters.next_if(|c| matches!(c, '\u{40}'..='\u{7e}'));
        }
    }
    tidy_within(&kept, MOST)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono_tz::America::Bogota;
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::{Locale, report::TableColumn};

    fn table(names: &[&str]) -> ReportTable {
        let column = |key, title: &str| TableColumn {
            key,
            title: title.to_owned(),
        };
        let row = |name: &&str| {
            vec![
                TableCell::Text((*name).to_owned()),
                TableCell::Count(u64::try_from(name.len()).ok()),
                TableCell::Time((name.len() > 5).then_some(Duration::from_secs(125))),
            ]
        };
        ReportTable {
            columns: vec![
                column("agent", "Agente"),
                column("n", "Usos"),
                column("t", "Hold"),
            ],
            rows: names.iter().map(row).collect(),
        }
    }

    fn told(names: &[&str], width: Option<usize>) -> String {
        table(names).text(&Words::new(Locale::from_tag("es-CO"), Bogota), width)
    }

    #[test]
    fn columns_are_aligned_whatever_the_names_are() {
        assert_snapshot!(told(&["Ana", "ÑANDÚ Peña", "日本語の名前", "\u{1b}[31mRojo\u{7}\u{1b}]0;x"], None), @r#"
        Agente        Usos        Hold
        Ana              3           –
        ÑANDÚ Peña      13  2 min 05 s
        日本語の名前    18  2 min 05 s
        Rojo ]0;x       15  2 min 05 s
        "#);
    }

    #[test]
    fn a_narrow_terminal_cuts_names_and_no_figures() {
        assert_snapshot!(told(&["María Fernanda de los Ángeles", "Ana"], Some(34)), @r#"
        Agente            Usos        Hold
        María Fernanda …    31  2 min 05 s
        Ana                  3           –
        "#);
        assert_eq!(told(&["María Fernanda"], Some(1)).lines().count(), 2);
        assert_eq!(
            ReportTable::default().text(&Words::new(Locale::from_tag("en"), Bogota), None),
            "\n"
        );
    }

    proptest! {
        #[test]
        fn a_name_neither_breaks_a_line_nor_moves_the_cursor(name in any::<String>()) {
            let text = told(&[&name], Some(60));
            prop_assert_eq!(text.lines().count(), 2);
            prop_assert!(text.lines().all(|line| line.width() <= 60), "{}", text);
            prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}
