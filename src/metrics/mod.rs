//! What numbers mean: the facts of the five reports, the metrics made of them, and the
//! words that go with a number (unit, scope, window, out of how many).
//!
//! Pure: no I/O, no `async`, and `now` is an argument.

pub mod facts;
mod history;
mod metric;
mod name;
mod quantity;
mod sample;
mod scope;
mod snapshot;
mod window;

pub use facts::{Facts, Report};
pub use history::{HISTORY_WINDOW, history_asks};
pub use metric::{Direction, Metric};
pub(crate) use name::text;
pub use name::{AgentName, Channel, OperationName, SkillId, SkillNames};
pub use quantity::{Quantity, Unit};
pub use sample::{Sample, sample};
pub use scope::Scope;
pub use snapshot::{Ask, Gap, Reading, Skills, Snapshot};
pub use window::{Window, WindowError};
