//! A simulated contact centre that speaks the wolkvox reports API over real HTTP.
//!
//! Twenty skills and a hundred agents take the calls of a day with its peaks, its lunch dip
//! and its closing hour. All five reports are counted from the same calls, so they agree
//! with each other in every window; the same seed gives the same calls, whichever windows
//! are asked for and in whichever order. [`SimulatedCentre`] is the front door:
//!
//! ```no_run
//! # async fn demo() -> std::io::Result<()> {
//! use vigia_sandbox::centre::{ApiFault, CentreSettings, ScriptedIncident, SimulatedCentre};
//!
//! let centre = SimulatedCentre::start(CentreSettings::default()).await?;
//! centre.begin(ScriptedIncident::AgentsGone { skill: 12 });
//! centre.fault_next(3, ApiFault::ServerError);
//! println!("{}/reports_manager.php", centre.url());
//! # Ok(())
//! # }
//! ```
//!
//! What the public documentation leaves open (how a callback that was accepted is counted,
//! the body of an empty window, the maintenance text) is decided here in one way; the
//! comments say where.

mod bodies;
mod calls;
mod door;
mod draw;
mod faults;
mod floor;
mod handle;
mod incidents;
mod information;
mod line;
mod names;
mod people;
mod queue;
mod reports;
mod request;
mod roster;
mod server;
mod settings;
mod shape;
mod spelling;
mod tally;
mod traffic;

pub use bodies::holds_body;
pub use calls::{
    CallChannel, CallHandling, CallOutcome, CallbackAttempt, CallbackOffer, CallbackReply, Second,
    SimulatedCall,
};
pub use door::SeenRequest;
pub use faults::ApiFault;
pub use handle::SimulatedCentre;
pub use incidents::ScriptedIncident;
pub use names::CentreNames;
pub use people::{CentreAgent, CentreSkill, SKILLS, agents};
pub use settings::{CentreSettings, SkillTableMode};
pub use shape::DemandHours;
