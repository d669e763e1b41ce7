//! A table for programs: an object a row, by key.

use serde_json::{Map, Value};

use crate::report::{ReportTable, TableCell};

impl ReportTable {
    /// An array of an object for each row. What is not known is `null`; lengths of time are
    /// in seconds.
    #[must_use]
    pub fn json(&self) -> Value {
        let rows = self.rows.iter().map(|row| {
            let cells = self.columns.iter().zip(row);
            let object: Map<_, _> = cells
                .map(|(column, cell)| (column.key.to_owned(), value(cell)))
                .collect();
            Value::Object(object)
        });
        Value::Array(rows.collect())
    }
}

fn value(cell: &TableCell) -> Value {
    match cell {
        TableCell::Text(text) => Value::from(text.as_str()),
        TableCell::Count(value) => Value::from(*value),
        TableCell::Percent(value) | TableCell::Number(value) => Value::from(super::rounded(*value)),
        TableCell::Time(value) => {
            let seconds = value.map(|value| value.as_secs_f64());
            Value::from(super::rounded(seconds))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::report::TableColumn;

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
