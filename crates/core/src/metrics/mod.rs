//! What numbers mean: the facts of the five reports, the metrics made of them, and the
//! words that go with a number (unit, scope, window, out of how many).
//!
//! Pure: no I/O, no `async`, and `now` is an argument.

mod counted;
pub mod facts;
mod feed;
mod history;
mod metric;
mod name;
mod quantity;
mod sample;
mod scope;
mod snapshot;
mod window;

pub use counted::{CountedSample, LeastSample};
pub use facts::{Facts, Report};
pub use feed::FeedState;
pub use history::{HISTORY_WINDOW, history_asks};
pub use metric::{Direction, Metric};
pub(crate) use name::text;
pub use name::{AgentName, Channel, OperationName, SkillId, SkillNames};
pub use quantity::{Quantity, Unit};
pub use sample::{FactIndex, FactSet, Sample, sample, samples};
pub use scope::{Scope, ScopeKind};
pub use snapshot::{ReadGap, Reading, ReportRequest, SkillSelection, Snapshot};
pub use window::{TimeWindow, WindowError};
