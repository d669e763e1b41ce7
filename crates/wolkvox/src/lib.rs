//! The client of the wolkvox reports API, and the one gate through which it is asked.
//!
//! The rest of the program holds a [`RequestGate`], which asks one thing at a time, counts each
//! call against the day's quota, and shares answers.

mod answer;
mod client;
mod directory;
mod error;
mod gate;
mod lenient;
mod lists;
mod operation;
mod reports;
mod request;
mod scrub;
mod skill_trust;
mod value;

pub use answer::UnreadableField;
pub use directory::NameDirectory;
pub use error::{ApiError, ReadFailure};
pub use gate::{
    GateAnswer, GateScript, GateWorker, QuotaSpent, QuotaState, RequestGate, RequestPriority,
    TableAnswer,
};
pub use lists::TokenUsage;
pub use operation::{OperationAccess, OperationAccessError, RequestLimits, TokenReader};
pub use reports::{SkillSource, SkillTable, parse};
pub use skill_trust::{
    COMPARED_SKILLS, SkillTableTrust, find_difference, find_hours_difference, has_calls,
    is_about_the_table, shared_windows, single_skill,
};
