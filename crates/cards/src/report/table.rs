//! All rows of an answer, as CSV, as JSON and as text for the terminal.
//!
//! A spreadsheet runs a cell that begins with `=`, and names come from outside. Such a cell
//! gets a `'` in front, in both forms of CSV.

use std::{iter::repeat_n, time::Duration};

use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr;

use crate::{Words, tidy_within};
use vigia_core::metrics::Quantity;

/// Makes spreadsheets read a CSV file as UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The widest and the narrowest column of text in the terminal.
const WIDEST_TEXT: usize = 60;
const NARROWEST_TEXT: usize = 8;

const COLUMN_GAP: &str = "  ";

/// Rows under columns. Each row has a cell for each column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportTable {
    pub columns: Vec<TableColumn>,
    /// The rows, in the order asked for.
    pub rows: Vec<Vec<TableCell>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name for scripts, the same in every language: `abandon_rate`.
    pub key: &'static str,
    /// Its name for people.
    pub title: String,
}

/// The content of a cell. A figure that is not known is empty, never zero.
#[derive(Clone, Debug, PartialEq)]
pub enum TableCell {
    /// Text, which may come from outside.
    Text(String),
    Count(Option<u64>),
    /// A percentage: `14.8`.
    Percent(Option<f64>),
    Time(Option<Duration>),
    /// Any other number, such as minutes and money.
    Number(Option<f64>),
}

impl ReportTable {
    /// Returns a table of so many rows, to which columns are added one by one.
    pub(crate) fn with_rows(rows: usize) -> Self {
        Self {
            columns: Vec::new(),
            rows: vec![Vec::new(); rows],
        }
    }

    /// Adds a column with one cell for each row.
    pub(crate) fn push_column(
        &mut self,
        key: &'static str,
        title: String,
        cells: impl IntoIterator<Item = TableCell>,
    ) {
        self.columns.push(TableColumn { key, title });
        for (row, cell) in self.rows.iter_mut().zip(cells) {
            row.push(cell);
        }
    }

    /// Writes CSV for people: titles in their language, numbers and separator as their
    /// spreadsheet expects them, lengths of time as `HH:MM:SS`.
    pub fn csv(&self, words: &Words) -> String {
        let separator = if words.has_decimal_comma() { ';' } else { ',' };
        let titles = self.columns.iter().map(|column| quoted(&column.title));
        let mut text = String::from(BYTE_ORDER_MARK);
        push_record(&mut text, titles, separator);
        for row in &self.rows {
            let cells = row.iter().map(|cell| cell.local_csv(words));
            push_record(&mut text, cells, separator);
        }
        text
    }

    /// Writes CSV for scripts: keys, commas, a point before fractions, lengths of time in
    /// seconds.
    pub fn plain_csv(&self) -> String {
        let keys = self.columns.iter().map(|column| column.key.to_owned());
        let mut text = String::new();
        push_record(&mut text, keys, ',');
        for row in &self.rows {
            push_record(&mut text, row.iter().map(TableCell::plain_csv), ',');
        }
        text
    }

    /// Returns an array with an object for each row. Unknown figures are `null`; lengths of
    /// time are in seconds.
    pub fn json(&self) -> Value {
        let rows = self.rows.iter().map(|row| {
            let cells = self.columns.iter().zip(row);
            let object: Map<_, _> = cells
                .map(|(column, cell)| (column.key.to_owned(), cell.json()))
                .collect();
            Value::Object(object)
        });
        Value::Array(rows.collect())
    }

    /// Writes aligned columns, at most `width` wide where texts can be cut so far. Names from
    /// outside can move no cursor.
    pub fn text(&self, words: &Words, width: Option<usize>) -> String {
        let titles = self.columns.iter();
        let titles = titles.map(|column| without_escapes(&column.title));
        let mut rows: Vec<Vec<String>> = vec![titles.collect()];
        rows.extend(self.rows.iter().map(|row| {
            let cells = row.iter().map(|cell| cell.terminal_text(words));
            cells.collect()
        }));
        let mut columns: Vec<_> = (0..self.columns.len())
            .map(|place| {
                let mut cells = self.rows.iter().filter_map(|row| row.get(place));
                let texts = rows.iter().filter_map(|row| row.get(place));
                TextLayout {
                    width: texts.map(|text| text.width()).max().unwrap_or_default(),
                    is_text: cells.any(|cell| matches!(cell, TableCell::Text(_))),
                }
            })
            .collect();
        if let Some(width) = width {
            shrink_columns(&mut columns, width);
        }
        rows.iter().fold(String::new(), |mut text, row| {
            push_line(&mut text, row, &columns);
            text
        })
    }
}

impl TableCell {
    fn local_csv(&self, words: &Words) -> String {
        match self {
            Self::Text(text) => csv_cell(text),
            Self::Count(value) => value.map_or_else(String::new, |value| value.to_string()),
            Self::Percent(value) | Self::Number(value) => {
                value.map_or_else(String::new, |value| words.ungrouped(value, 2))
            }
            Self::Time(value) => value.map_or_else(String::new, hours_minutes_seconds),
        }
    }

    fn plain_csv(&self) -> String {
        match self {
            Self::Text(text) => csv_cell(text),
            Self::Count(value) => value.map_or_else(String::new, |value| value.to_string()),
            Self::Percent(_) | Self::Number(_) | Self::Time(_) => {
                let number = self.rounded_number();
                number.map_or_else(String::new, |number| number.to_string())
            }
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Count(value) => Value::from(*value),
            Self::Percent(_) | Self::Number(_) | Self::Time(_) => {
                Value::from(self.rounded_number())
            }
        }
    }

    /// Returns a number with four decimals, a length of time in seconds. NaN and infinity are
    /// not known.
    fn rounded_number(&self) -> Option<f64> {
        let number = match self {
            Self::Percent(value) | Self::Number(value) => *value,
            Self::Time(value) => value.map(|value| value.as_secs_f64()),
            Self::Text(_) | Self::Count(_) => None,
        };
        number
            .filter(|number| number.is_finite())
            .map(|number| (number * 10_000.0).round() / 10_000.0)
    }

    fn terminal_text(&self, words: &Words) -> String {
        words.known(match self {
            Self::Text(text) => return without_escapes(text),
            Self::Count(value) => value.map(Quantity::Count),
            Self::Percent(value) => value.map(Quantity::Percent),
            Self::Time(value) => value.map(Quantity::Duration),
            Self::Number(value) => value.map(Quantity::Money),
        })
    }
}

/// Writes `41:06:00`; the hours do not stop at 24.
fn hours_minutes_seconds(length: Duration) -> String {
    let half = u64::from(length.subsec_millis() >= 500);
    let seconds = length.as_secs().saturating_add(half);
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

/// Writes a text as a cell of CSV, which no spreadsheet takes for a formula.
pub fn csv_cell(text: &str) -> String {
    quoted(&without_formula(text))
}

/// Makes text that no spreadsheet takes for a formula.
fn without_formula(text: &str) -> String {
    let begins = text.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}', '\n']);
    let is_formula = begins.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Quotes the separators of every place, so that a file that is opened elsewhere shows no
/// formula behind one of them.
fn quoted(text: &str) -> String {
    if text.contains(['"', '\r', '\n', ',', ';', '\t']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn push_record(text: &mut String, cells: impl Iterator<Item = String>, separator: char) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(separator);
        }
        text.push_str(&cell);
    }
    text.push_str("\r\n");
}

/// A column in the terminal. Numbers are aligned to the right.
struct TextLayout {
    width: usize,
    is_text: bool,
}

/// Takes from the widest text until all columns fit or no text is left to cut.
fn shrink_columns(columns: &mut [TextLayout], width: usize) {
    let gaps = COLUMN_GAP.len() * columns.len().saturating_sub(1);
    loop {
        let whole = gaps + columns.iter().map(|column| column.width).sum::<usize>();
        let widest = columns
            .iter_mut()
            .filter(|column| column.is_text && column.width > NARROWEST_TEXT)
            .max_by_key(|column| column.width);
        match widest {
            Some(column) if whole > width => column.width -= 1,
            Some(_) | None => return,
        }
    }
}

fn push_line(text: &mut String, row: &[String], columns: &[TextLayout]) {
    let start = text.len();
    for (place, (cell, column)) in row.iter().zip(columns).enumerate() {
        if place > 0 {
            text.push_str(COLUMN_GAP);
        }
        let cell = cut_to_width(cell, column.width);
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

fn cut_to_width(cell: &str, width: usize) -> String {
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

/// Removes the sequences that colour a terminal or move its cursor.
fn without_escapes(text: &str) -> String {
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
    tidy_within(&kept, WIDEST_TEXT)
}

#[cfg(test)]
mod csv_tests {
    use chrono_tz::America::Bogota;
    use insta::assert_snapshot;
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::Locale;

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
            assert!(without_formula(name).starts_with('\''), "{name:?}");
        }
        assert_eq!(without_formula("Ana-María = @x"), "Ana-María = @x");
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
                row.iter().map(|name| without_formula(name)).collect::<Vec<_>>()
            });
            prop_assert_eq!(&read[1..], &wanted.collect::<Vec<_>>());
        }
    }
}

#[cfg(test)]
mod json_tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_known_is_null_and_never_zero() {
        let column = |key| TableColumn {
            key,
            title: String::new(),
        };
        let table = ReportTable {
            columns: ["skill", "calls", "rate", "asa"].map(column).into(),
            rows: vec![
                vec![
                    TableCell::Text("=1".to_owned()),
                    TableCell::Count(Some(3)),
                    TableCell::Percent(Some(100.0 / 3.0)),
                    TableCell::Time(Some(Duration::from_millis(1_500))),
                ],
                vec![
                    TableCell::Text(String::new()),
                    TableCell::Count(None),
                    TableCell::Percent(Some(f64::NAN)),
                    TableCell::Time(None),
                ],
            ],
        };
        assert_eq!(
            table.json(),
            json!([
                { "skill": "=1", "calls": 3, "rate": 33.3333, "asa": 1.5 },
                { "skill": "", "calls": null, "rate": null, "asa": null },
            ])
        );
    }
}

#[cfg(test)]
mod text_tests {
    use std::time::Duration;

    use chrono_tz::America::Bogota;
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::Locale;

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

    fn text_of(names: &[&str], width: Option<usize>) -> String {
        table(names).text(&Words::new(Locale::from_tag("es-CO"), Bogota), width)
    }

    #[test]
    fn columns_are_aligned_whatever_the_names_are() {
        assert_snapshot!(text_of(&["Ana", "ÑANDÚ Peña", "日本語の名前", "\u{1b}[31mRojo\u{7}\u{1b}]0;x"], None), @r#"
        Agente        Usos        Hold
        Ana              3           –
        ÑANDÚ Peña      13  2 min 05 s
        日本語の名前    18  2 min 05 s
        Rojo ]0;x       15  2 min 05 s
        "#);
    }

    #[test]
    fn a_narrow_terminal_cuts_names_and_no_figures() {
        assert_snapshot!(text_of(&["María Fernanda de los Ángeles", "Ana"], Some(34)), @r#"
        Agente            Usos        Hold
        María Fernanda …    31  2 min 05 s
        Ana                  3           –
        "#);
        assert_eq!(text_of(&["María Fernanda"], Some(1)).lines().count(), 2);
        assert_eq!(
            ReportTable::default().text(&Words::new(Locale::from_tag("en"), Bogota), None),
            "\n"
        );
    }

    proptest! {
        #[test]
        fn a_name_neither_breaks_a_line_nor_moves_the_cursor(name in any::<String>()) {
            let text = text_of(&[&name], Some(60));
            prop_assert_eq!(text.lines().count(), 2);
            prop_assert!(text.lines().all(|line| line.width() <= 60), "{}", text);
            prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}
