//! The fields of the five reports, by the names that the reports give them.

use crate::series::Kind;
use vigia_core::metrics::{
    Report,
    facts::{CallLength, Wait},
};

/// A field of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
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
pub(super) const WAITS: [(Column, Wait); 6] = [
    (Column::Wait10s, Wait::Between(0, 10)),
    (Column::Wait20s, Wait::Between(11, 20)),
    (Column::Wait30s, Wait::Between(21, 30)),
    (Column::Wait40s, Wait::Between(31, 40)),
    (Column::Wait50s, Wait::Between(41, 50)),
    (Column::WaitLonger, Wait::AtLeast(51)),
];

/// The ranges of call lengths.
pub(crate) const INTERVALS: [(&str, CallLength); 5] = [
    ("0_5_seg", CallLength::Between(0, 5)),
    ("6_20_seg", CallLength::Between(6, 20)),
    ("21_60_seg", CallLength::Between(21, 60)),
    ("61_120_seg", CallLength::Between(61, 120)),
    ("greater_than_121", CallLength::AtLeast(121)),
];

const REPORTS: [(&str, Report); 5] = [
    ("skill_9", Report::Abandonment),
    ("skill_11", Report::ServiceLevel),
    ("diagram_2", Report::SmartHold),
    ("cdr_4", Report::Durations),
    ("agent_9", Report::Holds),
];

const ABANDONS: [(&str, Column, Kind); 7] = [
    ("abandon_calls", Column::Abandoned, Kind::Count),
    ("abandon_0seg_10seg", Column::Wait10s, Kind::Count),
    ("abandon_11seg_20seg", Column::Wait20s, Kind::Count),
    ("abandon_21seg_30seg", Column::Wait30s, Kind::Count),
    ("abandon_31seg_40seg", Column::Wait40s, Kind::Count),
    ("abandon_41seg_50seg", Column::Wait50s, Kind::Count),
    (
        "abandon_greater_than_51seg",
        Column::WaitLonger,
        Kind::Count,
    ),
];

const SERVICE: [(&str, Column, Kind); 8] = [
    ("inbound_calls", Column::Offered, Kind::Count),
    ("answer_calls", Column::Answered, Kind::Count),
    ("abandon_calls", Column::Abandoned, Kind::Count),
    ("service_level_10seg", Column::Within10s, Kind::Percent),
    ("service_level_20seg", Column::Within20s, Kind::Percent),
    ("service_level_30seg", Column::Within30s, Kind::Percent),
    ("asa", Column::Asa, Kind::Time),
    ("ata", Column::Ata, Kind::Time),
];

const SMART_HOLD: [(&str, Column, Kind); 5] = [
    ("treatment", Column::Treated, Kind::Count),
    ("customer_say_no", Column::Declined, Kind::Count),
    ("customer_say_yes", Column::Accepted, Kind::Count),
    ("recall_fail", Column::RecallFail, Kind::Count),
    ("recall_ok", Column::RecallOk, Kind::Count),
];

const LENGTHS: [(&str, Column, Kind); 3] = [
    ("calls", Column::Calls, Kind::Count),
    ("minutes", Column::Minutes, Kind::Number),
    ("cost", Column::Cost, Kind::Number),
];

const AGENTS: [(&str, Column, Kind); 4] = [
    ("count", Column::Uses, Kind::Count),
    ("hold_time", Column::Hold, Kind::Time),
    ("mute_time", Column::Mute, Kind::Time),
    ("total_time", Column::Total, Kind::Time),
];

/// The report of that name, or the names that there are.
pub(crate) fn report(name: &str) -> Result<Report, impl Iterator<Item = &'static str>> {
    let mut reports = REPORTS.iter();
    let found = reports.find(|(known, _)| *known == name);
    found
        .map(|(_, report)| *report)
        .ok_or_else(|| REPORTS.iter().map(|(name, _)| *name))
}

/// The fields of a report and what stands in them.
pub(crate) fn columns(report: Report) -> &'static [(&'static str, Column, Kind)] {
    match report {
        Report::Abandonment => &ABANDONS,
        Report::ServiceLevel => &SERVICE,
        Report::SmartHold => &SMART_HOLD,
        Report::Durations => &LENGTHS,
        Report::Holds => &AGENTS,
    }
}
