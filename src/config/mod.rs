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

pub use budget::{Budget, Calls};
pub use folder::rules_folder;
pub use load::load;
pub use problem::{Look, Problem, Severity, problems, report};
pub use rules::{Rules, RulesSource};
pub use settings::{
    AccessConfig, Address, COMMANDS, Config, DiscordConfig, LANGUAGES, Language, OperationConfig,
    PollConfig, StoreConfig,
};
