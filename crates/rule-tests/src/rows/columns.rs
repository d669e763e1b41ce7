//! The fields of the five reports, by the names that the reports give them.

use crate::series::SeriesKind;
use vigia_core::metrics::{Report, facts::SecondsRange};

/// A field of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScriptColumn {
    Abandoned,
    Wait10s,
    Wait20s,
    Wait30s,
    Wait40s,
    Wait50s,
    WaitLonger,
    Offered,
    Answered,
    Within10s,
    Within20s,
    Within30s,
    Asa,
    Ata,
    Treated,
    Declined,
    Accepted,
    RecallFail,
    RecallOk,
    Calls,
    Minutes,
    Cost,
    Uses,
    Hold,
    Mute,
    Total,
}

/// The waits of abandoned calls.
pub(super) const WAITS: [(ScriptColumn, SecondsRange); 6] = [
    (ScriptColumn::Wait10s, SecondsRange::Between(0, 10)),
    (ScriptColumn::Wait20s, SecondsRange::Between(11, 20)),
    (ScriptColumn::Wait30s, SecondsRange::Between(21, 30)),
    (ScriptColumn::Wait40s, SecondsRange::Between(31, 40)),
    (ScriptColumn::Wait50s, SecondsRange::Between(41, 50)),
    (ScriptColumn::WaitLonger, SecondsRange::AtLeast(51)),
];

/// The ranges of call lengths.
pub(crate) const INTERVALS: [(&str, SecondsRange); 5] = [
    ("0_5_seg", SecondsRange::Between(0, 5)),
    ("6_20_seg", SecondsRange::Between(6, 20)),
    ("21_60_seg", SecondsRange::Between(21, 60)),
    ("61_120_seg", SecondsRange::Between(61, 120)),
    ("greater_than_121", SecondsRange::AtLeast(121)),
];

const REPORTS: [(&str, Report); 5] = [
    ("skill_9", Report::Abandonment),
    ("skill_11", Report::ServiceLevel),
    ("diagram_2", Report::SmartHold),
    ("cdr_4", Report::Durations),
    ("agent_9", Report::Holds),
];

const ABANDONS: [(&str, ScriptColumn, SeriesKind); 7] = [
    ("abandon_calls", ScriptColumn::Abandoned, SeriesKind::Count),
    (
        "abandon_0seg_10seg",
        ScriptColumn::Wait10s,
        SeriesKind::Count,
    ),
    (
        "abandon_11seg_20seg",
        ScriptColumn::Wait20s,
        SeriesKind::Count,
    ),
    (
        "abandon_21seg_30seg",
        ScriptColumn::Wait30s,
        SeriesKind::Count,
    ),
    (
        "abandon_31seg_40seg",
        ScriptColumn::Wait40s,
        SeriesKind::Count,
    ),
    (
        "abandon_41seg_50seg",
        ScriptColumn::Wait50s,
        SeriesKind::Count,
    ),
    (
        "abandon_greater_than_51seg",
        ScriptColumn::WaitLonger,
        SeriesKind::Count,
    ),
];

const SERVICE: [(&str, ScriptColumn, SeriesKind); 8] = [
    ("inbound_calls", ScriptColumn::Offered, SeriesKind::Count),
    ("answer_calls", ScriptColumn::Answered, SeriesKind::Count),
    ("abandon_calls", ScriptColumn::Abandoned, SeriesKind::Count),
    (
        "service_level_10seg",
        ScriptColumn::Within10s,
        SeriesKind::Percent,
    ),
    (
        "service_level_20seg",
        ScriptColumn::Within20s,
        SeriesKind::Percent,
    ),
    (
        "service_level_30seg",
        ScriptColumn::Within30s,
        SeriesKind::Percent,
    ),
    ("asa", ScriptColumn::Asa, SeriesKind::Time),
    ("ata", ScriptColumn::Ata, SeriesKind::Time),
];

const SMART_HOLD: [(&str, ScriptColumn, SeriesKind); 5] = [
    ("treatment", ScriptColumn::Treated, SeriesKind::Count),
    ("customer_say_no", ScriptColumn::Declined, SeriesKind::Count),
    (
        "customer_say_yes",
        ScriptColumn::Accepted,
        SeriesKind::Count,
    ),
    ("recall_fail", ScriptColumn::RecallFail, SeriesKind::Count),
    ("recall_ok", ScriptColumn::RecallOk, SeriesKind::Count),
];

const LENGTHS: [(&str, ScriptColumn, SeriesKind); 3] = [
    ("calls", ScriptColumn::Calls, SeriesKind::Count),
    ("minutes", ScriptColumn::Minutes, SeriesKind::Number),
    ("cost", ScriptColumn::Cost, SeriesKind::Number),
];

const AGENTS: [(&str, ScriptColumn, SeriesKind); 4] = [
    ("count", ScriptColumn::Uses, SeriesKind::Count),
    ("hold_time", ScriptColumn::Hold, SeriesKind::Time),
    ("mute_time", ScriptColumn::Mute, SeriesKind::Time),
    ("total_time", ScriptColumn::Total, SeriesKind::Time),
];

/// Finds the report of a name, or returns the known names.
pub(crate) fn report_named(name: &str) -> Result<Report, impl Iterator<Item = &'static str>> {
    let mut reports = REPORTS.iter();
    let found = reports.find(|(known, _)| *known == name);
    found
        .map(|(_, report)| *report)
        .ok_or_else(|| REPORTS.iter().map(|(name, _)| *name))
}

/// The fields of a report and their kinds of figures.
pub(crate) fn report_columns(
    report: Report,
) -> &'static [(&'static str, ScriptColumn, SeriesKind)] {
    match report {
        Report::Abandonment => &ABANDONS,
        Report::ServiceLevel => &SERVICE,
        Report::SmartHold => &SMART_HOLD,
        Report::Durations => &LENGTHS,
        Report::Holds => &AGENTS,
    }
}
