//! The cards of incidents: the open ones, those that are over, and one with all its facts.
//!
//! ```text
//! 🔴 2 open alerts
//! #14Y21JF 🔴 CRITICAL · Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice · since 14:40
//! Ana has it in hand (14:52): calling the floor
//! ```

mod details;
mod history;
mod open;

pub use details::{IncidentDetails, details};
pub use history::{IncidentHistory, history, left_out};
pub use open::{ListedAlert, OpenAlertsList, OpenIncident, now};
