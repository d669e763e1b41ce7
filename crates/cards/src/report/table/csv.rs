//! A table as a CSV file: one form for people's spreadsheets, one for scripts.
//!
//! A spreadsheet runs a cell that begins with `=`, and names come from outside. So such a
//! cell gets a `'` in front, in both forms.

use std::time::Duration;

use crate::{
    Words,
    report::{ReportTable, TableCell},
};

/// So that spreadsheets read the file as UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

impl ReportTable {
    /// For people: titles in their language, numbers and separator as their spreadsheet
    /// expects them, lengths of time as `HH:MM:SS`.
    #[must_use]
    pub fn csv(&self, words: &Words) -> String {
        let separator = if words.has_decimal_comma() { ';' } else { ',' };
        let titles = self.columns.iter().map(|column| quoted(&column.title));
        let mut text = String::from(BYTE_ORDER_MARK);
        record(&mut text, titles, separator);
        for row in &self.rows {
            record(
                &mut text,
                row.iter().map(|cell| told(cell, words)),
                separator,
            );
        }
        text
    }

    /// For scripts: keys, commas, a point before fractions, lengths of time in seconds.
    #[must_use]
    pub fn plain_csv(&self) -> String {
        let keys = self.columns.iter().map(|column| column.key.to_owned());
        let mut text = String::new();
        record(&mut text, keys, ',');
        for row in &self.rows {
            record(&mut text, row.iter().map(plain), ',');
        }
        text
    }
}

fn told(cell: &TableCell, words: &Words) -> String {
    match cell {
        TableCell::Text(text) => quoted(&harmless(text)),
        TableCell::Count(value) => value.map_or_else(String::new, |value| value.to_string()),
        TableCell::Percent(value) | TableCell::Number(value) => {
            value.map_or_else(String::new, |value| words.ungrouped(value, 2))
        }
        TableCell::Time(value) => value.map_or_else(String::new, clock),
    }
}

fn plain(cell: &TableCell) -> String {
    let number = |value: f64| value.to_string();
    match cell {
        TableCell::Text(text) => quoted(&harmless(text)),
        TableCell::Count(value) => value.map_or_else(String::new, |value| value.to_string()),
        TableCell::Percent(value) | TableCell::Number(value) => {
            super::rounded(*value).map_or_else(String::new, number)
        }
        TableCell::Time(value) => {
            let seconds = value.map(|value| value.as_secs_f64());
            super::rounded(seconds).map_or_else(String::new, number)
        }
    }
}

/// `41:06:00`: hours do not stop at 24.
fn clock(length: Duration) -> String {
    let half = u64::from(length.subsec_millis() >= 500);
    let seconds = length.as_secs().saturating_add(half);
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

/// Text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let begins = text.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}', '\n']);
    let is_formula = begins.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A separator of any place is quoted: who opens the file elsewhere must not find a formula
/// behind it.
fn quoted(text: &str) -> String {
    if text.contains(['"', '\r', '\n', ',', ';', '\t']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn record(text: &mut String, cells: impl Iterator<Item = String>, separator: char) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(separator);
        }
        text.push_str(&cell);
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::Bogota;
    use insta::assert_snapshot;
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::{Locale, report::TableColumn};

    /// RFC 4180, as a spreadsheet reads it.
    fn read(text: &str, separator: char) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        let (mut characters, mut is_quoted) = (text.chars().peekable(), false);
        while let Some(character) = characters.next() {
            match character {
                '"' if is_quoted && characters.peek() == Some(&'"') => {
                    characters.next();
                    cell.push('"');
                }
                '"' => is_quoted = !is_quoted,
                other if is_quoted => cell.push(other),
                '\r' if characters.peek() == Some(&'\n') => {
                    characters.next();
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                other if other == separator => row.push(std::mem::take(&mut cell)),
                other => cell.push(other),
            }
        }
        rows
    }

    fn words(tag: &str) -> Words {
        Words::new(Locale::from_tag(tag), Bogota)
    }

    fn table(rows: Vec<Vec<TableCell>>) -> ReportTable {
        let columns = [
            ("skill", "Skill"),
            ("calls", "Llamadas"),
            ("rate", "Abandono, %"),
            ("asa", "ASA"),
            ("cost", "Costo"),
        ];
        let column = |(key, title): (&'static str, &str)| TableColumn {
            key,
            title: title.to_owned(),
        };
        ReportTable {
            columns: columns.map(column).into(),
            rows,
        }
    }

    fn rows() -> Vec<Vec<TableCell>> {
        vec![
            vec![
                TableCell::Text("Soporte; \"TV\"".to_owned()),
                TableCell::Count(Some(1_220)),
                TableCell::Percent(Some(14.754_098)),
                TableCell::Time(Some(Duration::from_millis(147_960_400))),
                TableCell::Number(Some(-1_234.5)),
            ],
            vec![
                TableCell::Text("=HYPERLINK(\"x\")".to_owned()),
                TableCell::Count(None),
                TableCell::Percent(None),
                TableCell::Time(None),
                TableCell::Number(Some(f64::NAN)),
            ],
        ]
    }

    #[test]
    fn people_get_the_form_that_their_spreadsheet_reads() {
        let table = table(rows());
        assert_snapshot!(table.csv(&words("es-CO")).trim_start_matches('\u{feff}'), @r#"
        Skill;Llamadas;"Abandono, %";ASA;Costo
        "Soporte; ""TV""";1220;14,75;41:06:00;-1234,50
        "'=HYPERLINK(""x"")";;;;
        "#);
        let mexican = table.csv(&words("es-MX"));
        assert!(
            mexican.contains("1220,14.75,41:06:00,-1234.50\r\n"),
            "{mexican}"
        );
        assert!(mexican.starts_with('\u{feff}'));
    }

    #[test]
    fn scripts_get_keys_points_and_seconds() {
        assert_snapshot!(table(rows()).plain_csv(), @r#"
        skill,calls,rate,asa,cost
        "Soporte; ""TV""",1220,14.7541,147960.4,-1234.5
        "'=HYPERLINK(""x"")",,,,
        "#);
    }

    #[test]
    fn no_name_is_taken_for_a_formula() {
        for name in [
            "=1",
            " =1",
            "+1",
            "-1",
            "@x",
            "\t=1",
            "\r=1",
            "＝1",
            "\u{3000}＠x",
        ] {
            assert!(harmless(name).starts_with('\''), "{name:?}");
        }
        assert_eq!(harmless("Ana-María = @x"), "Ana-María = @x");
    }

    proptest! {
        #[test]
        fn any_names_come_back_apart_from_the_guard(
            names in vec(vec(any::<String>(), 5), 0..6),
            is_plain in any::<bool>(),
        ) {
            let text = |name: &String| TableCell::Text(name.clone());
            let table = table(names.iter().map(|row| row.iter().map(text).collect()).collect());
            let read = if is_plain {
                read(&table.plain_csv(), ',')
            } else {
                read(table.csv(&words("es-CO")).trim_start_matches('\u{feff}'), ';')
            };
            let wanted = names.iter().map(|row| {
                row.iter().map(|name| harmless(name)).collect::<Vec<_>>()
            });
            prop_assert_eq!(&read[1..], &wanted.collect::<Vec<_>>());
        }
    }
}
