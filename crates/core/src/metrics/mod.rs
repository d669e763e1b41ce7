//! The facts of the five reports, the metrics that are made of them, and what belongs to a
//! number: unit, scope, window, denominator.

pub mod facts;
mod feed;
mod metric;
mod outages;
mod quantity;
mod read_failure;
mod sample;
mod scope;
mod skill_source;
mod snapshot;

pub use facts::{Facts, Report};
pub use feed::FeedState;
pub use metric::{Direction, Metric, sample, samples};
pub use outages::ReportOutage;
pub use quantity::{CountedSample, LeastSample, Quantity, Unit};
pub use read_failure::ReadFailure;
pub use sample::{FactIndex, FactSet, Sample};
pub(crate) use scope::text;
pub use scope::{AgentName, Channel, OperationName, Scope, ScopeKind, SkillId, SkillNames};
pub use skill_source::{SkillRotation, SkillSourceFinding, SkillTableFault};
pub use snapshot::{
    HISTORY_WINDOW, ReadGap, Reading, ReportRequest, SkillSelection, Snapshot, TimeWindow,
    WindowError, history_asks,
};
