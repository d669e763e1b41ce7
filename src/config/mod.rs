//! `vigia.yaml` and the folder of rules -> [`Config`], or all that is wrong with them at
//! once, each with file, line and column.
//!
//! `vigia.example.yaml` shows every setting. No secret stands in these files: a token is
//! named by a variable or a file, and no message shows one.

mod access;
mod alerts;
mod budget;
mod folder;
mod load;
mod names;
mod problem;
mod rules;
mod secret;
mod sections;
mod settings;
mod summaries;
mod summary_calls;

pub use budget::{RequestBudget, RequestTally};
pub use folder::rules_folder;
pub use load::load;
pub use problem::{ConfigProblem, ProblemSeverity, ReportStyle, problems, report};
pub use rules::{ConfiguredRules, RulesSource};
pub use settings::{
    AccessConfig, ApiAddress, COMMANDS, Config, DiscordConfig, OperationConfig, OperationLanguage,
    PollConfig, StoreConfig,
};
