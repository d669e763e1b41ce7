//! Reads `vigia.yaml` and the folder of rules into a [`Config`], or reports all errors in them at
//! once, each with file, line and column.
//!
//! `vigia.example.yaml` shows every setting. These files contain no secret: they name the
//! variable or the file that holds a token, and no message shows one.

mod access;
mod budget;
mod load;
mod names;
mod notified;
mod problem;
mod reference;
mod rules;
mod secret;
mod sections;
mod settings;
mod summaries;

pub use budget::{RequestBudget, RequestTally};
pub use load::{load, settings_schema};
pub use notified::NotifiedPlaces;
pub use problem::{ColourChoice, ConfigProblem, ProblemSeverity, ReportStyle, problems, report};
pub use reference::settings_page;
pub use rules::{ConfiguredRules, RulesSource, rules_folder};
pub use settings::{
    AccessConfig, ApiAddress, COMMANDS, Config, DiscordConfig, HeartbeatConfig, OperationConfig,
    OperationLanguage, PollConfig, StoreConfig,
};
