//! What the reader must know before any figure: that it is late, not over, corrected, or not
//! whole.

use crate::{CardLine, report::warning, summary::told::SummaryView};
use vigia_core::{metrics::Quantity, summaries::SummaryCorrection};

pub(super) fn lines(told: &SummaryView<'_>) -> Vec<CardLine> {
    let (summary, words) = (told.summary, told.words);
    let edition = &summary.edition;
    let mut lines = Vec::new();
    if summary.is_late() {
        let day = ("day", told.day(edition.date).into());
        let at = words.at(summary.made_at, edition.due);
        lines.push(words.line("summary-late", &[day, ("at", at.into())]));
    }
    if summary.is_running() {
        let until = words.moment(summary.read_at(), edition.window.from());
        lines.push(words.line("summary-running", &[("until", until.into())]));
    }
    lines.extend(
        summary
            .correction
            .as_ref()
            .map(|correction| corrected(correction, told)),
    );
    if !summary.missing.is_empty() {
        let reports = summary.missing.iter().map(|report| words.report(*report));
        let reports = reports.collect::<Vec<_>>().join(", ");
        lines.push(warning(
            words.line("summary-missing", &[("reports", reports.into())]),
        ));
    }
    lines
}

/// `✎ Corrected at 07:00: Abandonment 6.4 → 6.6 %`.
fn corrected(correction: &SummaryCorrection, told: &SummaryView<'_>) -> CardLine {
    let words = told.words;
    let moved = correction.moved.iter().map(|moved| {
        let now = told.figure(moved.metric).and_then(|figure| figure.sample);
        let values: Vec<Quantity> = [moved.first, now]
            .into_iter()
            .flatten()
            .map(|sample| sample.value)
            .collect();
        format!("{} {}", words.metric(moved.metric), words.row(&values))
    });
    let moved = moved.collect::<Vec<_>>().join(" · ");
    let at = words.at(correction.at, told.summary.made_at);
    words.line(
        "summary-corrected",
        &[("at", at.into()), ("moved", moved.into())],
    )
}
