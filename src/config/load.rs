//! Reads a path into a [`Config`], and gathers what is wrong with all of its files.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::config::{
    Config, ConfigProblem, DiscordConfig, HeartbeatConfig, NotifiedPlaces, OperationConfig,
    PollConfig, ProblemSeverity, RequestBudget, StoreConfig,
    access::{AccessDraft, AccessNames, AccessSection, read_access},
    names::{NamedSection, Names},
    problem::SourceFile,
    rules::{ConfiguredRules, DEFAULT_RULES, RulesSource},
    secret::Environment,
    sections::{
        AlertsDraft, DiscordDraft, HeartbeatDraft, OperationDraft, PollDraft, StoreDraft,
        default_store, folder_path, read_alerts, read_discord, read_heartbeat, read_operations,
        read_poll, read_store,
    },
    summaries::{SummaryDraft, SummaryNames, SummarySettings, read_summaries},
};
use vigia_core::{
    diagnostic::{FromYaml as _, SourceError, SourceErrors, SourceSpan, YamlNode, read_yaml},
    rules::{
        AlertPolicy, ChannelName, RoleName, Ruleset,
        parse::{KnownNames, file_schema},
    },
    yaml_map,
};

yaml_map! {
    /// The settings of vigia.
    #[schemars(title = "Settings of vigia")]
    struct SettingsDraft<'node>(
        "the configuration",
        "the settings as vigia.example.yaml shows them"
    ) {
        /// The wolkvox tenants, at least one.
        "operations" => operations: &'node YamlNode, as "Option<Vec<OperationDraft<'_>>>",
            needed "[…]";
        /// The account of the bot.
        "discord" => discord: &'node YamlNode, as "Option<DiscordDraft<'_>>",
            needed "{ token: { env: DISCORD_TOKEN }, guild: \"123456789012345678\" }";
        /// The id of the Discord channel behind each name that rules use.
        "channels" => channels: &'node YamlNode, as "Option<BTreeMap<String, YamlNode>>",
            needed "{ floor: \"123456789012345678\" }";
        /// The id of the Discord role behind each name that rules mention.
        "roles" => roles: &'node YamlNode, as "Option<BTreeMap<String, YamlNode>>";
        /// Access to commands and to the names of agents.
        "access" => access: &'node YamlNode, as "Option<AccessDraft<'_>>";
        /// The times at which the reports are read.
        "poll" => poll: &'node YamlNode, as "Option<PollDraft<'_>>";
        /// The loudness of alerts.
        "alerts" => alerts: &'node YamlNode, as "Option<AlertsDraft<'_>>";
        /// The dead-man's switch: a request to an outside service while all is well.
        "heartbeat" => heartbeat: &'node YamlNode, as "Option<HeartbeatDraft<'_>>";
        /// The summaries to post.
        "summaries" => summaries: &'node YamlNode, as "Option<Vec<SummaryDraft<'_>>>";
        /// The place of history and alerts.
        "store" => store: &'node YamlNode, as "Option<StoreDraft<'_>>";
        /// The folder of the rules. `rules` if left out.
        "rules" => rules: PathBuf = folder_path, as "Option<String>";
    }
}

/// The JSON Schema (draft 2020-12) of `vigia.yaml`, for editors.
pub fn settings_schema() -> serde_json::Value {
    file_schema::<SettingsDraft<'_>>()
}

/// Reads `path`, the rules that it names and the secrets that it points to. Relative paths
/// in it start at its own folder.
pub fn load(
    path: &Path,
    env: impl Fn(&str) -> Option<String>,
) -> Result<Config, Vec<ConfigProblem>> {
    let text = fs::read_to_string(path).map_err(|error| {
        let error = SourceError::nowhere(format!("cannot be read: {error}"))
            .help("`vigia init` writes one; `--config` or VIGIA_CONFIG names another");
        vec![SourceFile::unread(path.to_owned()).problem(ProblemSeverity::Error, error)]
    })?;
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    let outside = Environment { env: &env, folder };
    let mut errors = SourceErrors::default();
    let settings = match read_yaml(&text, &mut errors) {
        Some(root) => read_settings(&root, &outside, &mut errors),
        None => None,
    };
    let (errors, mut hidden) = errors.into_parts();
    if settings.is_none() {
        hidden.extend(lines_about_tokens(&text));
    }
    let file = SourceFile::new(path.to_owned(), &text, &hidden);
    let Some(mut settings) = settings else {
        return Err(file.problems(ProblemSeverity::Error, errors));
    };
    let source = settings.source(folder);
    let rules = settings.read_rules(&source, &file);
    let mut errors = errors;
    if let Ok(rules) = &rules {
        errors.extend(settings.find_calendars(rules));
        errors.sort_by_key(|error| error.span.map_or(0, |span| span.start));
    }
    let mut problems = file.problems(ProblemSeverity::Error, errors);
    match rules {
        Ok(rules) => settings.build(source, rules, &file, problems),
        Err(wrong) => {
            problems.extend(wrong);
            Err(problems)
        }
    }
}

/// The settings of a file, as far as they are right.
struct Settings {
    operations: Vec<OperationConfig>,
    discord: Option<DiscordConfig>,
    channels: Names,
    roles: Names,
    access: AccessSection,
    policy: AlertPolicy,
    poll: PollConfig,
    store: StoreConfig,
    heartbeat: Option<HeartbeatConfig>,
    summaries: Vec<SummarySettings>,
    /// The folder of rules, and where the file names it.
    rules: Option<(PathBuf, SourceSpan)>,
}

fn read_settings(
    root: &YamlNode,
    outside: &Environment<'_>,
    errors: &mut SourceErrors,
) -> Option<Settings> {
    let draft = SettingsDraft::from_yaml(root, errors)?;
    let operations = draft
        .operations
        .map(|node| read_operations(node, outside, errors))
        .unwrap_or_default();
    let discord = draft
        .discord
        .and_then(|node| read_discord(node, outside, errors));
    let mut read_names = |section: NamedSection, node: Option<&YamlNode>| {
        node.map(|node| section.read(node, errors))
            .unwrap_or_default()
    };
    let channels = read_names(NamedSection::Channels, draft.channels);
    let roles = read_names(NamedSection::Roles, draft.roles);
    let names = AccessNames {
        channels: &channels,
        roles: &roles,
        guilds: discord.as_ref().map_or(&[][..], |discord| &discord.guilds),
    };
    let access = read_access(draft.access, &names, errors);
    let poll = draft.poll.map(|node| read_poll(node, errors));
    let poll = poll.unwrap_or_default();
    let (channel_names, role_names) = (channel_names(&channels), role_names(&roles));
    let known = KnownNames {
        channels: &channel_names,
        roles: &role_names,
        poll_every: poll.every,
    };
    let policy = draft.alerts.map(|node| read_alerts(node, known, errors));
    let names = SummaryNames {
        operations: &operations,
        known,
    };
    let summaries = draft
        .summaries
        .map(|node| read_summaries(node, names, errors));
    let store = draft
        .store
        .map(|node| read_store(node, outside.folder, errors));
    let heartbeat = draft
        .heartbeat
        .and_then(|node| read_heartbeat(node, poll.every, outside, errors));
    let rules = draft.rules.zip(root.get("rules").map(|node| node.span));
    Some(Settings {
        policy: policy.unwrap_or_default(),
        store: store.unwrap_or_else(|| default_store(outside.folder)),
        heartbeat,
        summaries: summaries.unwrap_or_default(),
        operations,
        discord,
        channels,
        roles,
        access,
        poll,
        rules,
    })
}

impl Settings {
    fn source(&self, folder: &Path) -> RulesSource {
        let named = self.rules.as_ref().map(|(path, _)| path.as_path());
        RulesSource {
            folder: folder.join(named.unwrap_or(Path::new(DEFAULT_RULES))),
            channels: channel_names(&self.channels),
            roles: role_names(&self.roles),
            poll_every: self.poll.every,
            in_use: self
                .summaries
                .iter()
                .filter_map(SummarySettings::calendar)
                .cloned()
                .collect(),
        }
    }

    /// Finds the calendars of the summaries. An unknown one is an error.
    fn find_calendars(&mut self, rules: &ConfiguredRules) -> Vec<SourceError> {
        let calendars = rules.calendars.iter().map(AsRef::as_ref);
        let summaries = self.summaries.iter_mut();
        let found = summaries.map(|summary| summary.find_calendar(calendars.clone()));
        found.filter_map(Result::err).collect()
    }

    /// Reads the rules of the folder. Only the default one may be missing.
    fn read_rules(
        &self,
        source: &RulesSource,
        file: &SourceFile,
    ) -> Result<ConfiguredRules, Vec<ConfigProblem>> {
        let error = match source.files() {
            Ok(files) => return source.read_files(files),
            Err(error) => error,
        };
        let span = self.rules.as_ref().map(|(_, span)| *span);
        let error = SourceError {
            span,
            label: "no folder",
            ..source.unread(&error)
        };
        match span {
            Some(_) => Err(vec![file.problem(ProblemSeverity::Error, error)]),
            None => Ok(ConfiguredRules {
                warnings: vec![file.problem(ProblemSeverity::Warning, error)],
                ..ConfiguredRules::default()
            }),
        }
    }

    fn notified(&self, set: &Ruleset) -> NotifiedPlaces {
        let plans = self
            .summaries
            .iter()
            .filter_map(SummarySettings::known_plan);
        NotifiedPlaces::of(set, &self.policy, plans)
    }

    /// Warns of channels and roles that nothing uses.
    fn unused(&self, set: &Ruleset) -> Vec<SourceError> {
        let policy = &self.policy;
        let steps = || {
            let rules = set.iter().flat_map(|rule| rule.escalation.iter().flatten());
            rules.chain(&policy.escalation)
        };
        let notified = self.notified(set).channels;
        let called: BTreeSet<&str> = steps()
            .flat_map(|step| &step.mention)
            .chain(&policy.warning.mention)
            .chain(&policy.critical.mention)
            .chain(self.summaries.iter().flat_map(SummarySettings::roles))
            .map(RoleName::as_str)
            .collect();
        let channels = self.channels.iter().filter(|(name, _)| {
            !notified.contains(&ChannelName::new(name.as_str()))
                && !self.access.channels.contains(*name)
        });
        let roles = self.roles.iter().filter(|(name, _)| {
            !called.contains(name.as_str()) && !self.access.roles.contains(*name)
        });
        let channels = channels.map(|(name, channel)| {
            let message = format!("no rule notifies the channel `{name}`");
            SourceError::at(channel.span, message, "not used")
        });
        let roles = roles.map(|(name, role)| {
            let message =
                format!("no command is limited to the role `{name}`, and no alert mentions it");
            SourceError::at(role.span, message, "not used")
        });
        channels.chain(roles).collect()
    }

    fn build(
        self,
        rules_source: RulesSource,
        rules: ConfiguredRules,
        file: &SourceFile,
        problems: Vec<ConfigProblem>,
    ) -> Result<Config, Vec<ConfigProblem>> {
        let mut unused = self.unused(&rules.set);
        let notified = self.notified(&rules.set);
        let Some(discord) = self.discord.filter(|_| problems.is_empty()) else {
            return Err(problems);
        };
        unused.extend(self.access.warnings);
        let settle = self.poll.settle;
        unused.extend(self.summaries.iter().filter_map(|it| it.warning(settle)));
        unused.sort_by_key(|warning| warning.span.map(|span| span.start));
        let mut warnings = file.problems(ProblemSeverity::Warning, unused);
        warnings.extend(rules.warnings);
        let mut config = Config {
            operations: self.operations,
            discord,
            channels: self
                .channels
                .into_iter()
                .filter_map(|(name, channel)| Some((ChannelName::new(name), channel.id?)))
                .collect(),
            roles: self
                .roles
                .into_iter()
                .filter_map(|(name, role)| Some((RoleName::new(name), role.id?)))
                .collect(),
            access: self.access.config,
            policy: self.policy,
            poll: self.poll,
            store: self.store,
            heartbeat: self.heartbeat,
            summaries: self
                .summaries
                .into_iter()
                .filter_map(SummarySettings::plan)
                .collect(),
            rules: rules.set,
            rule_files: rules.files,
            rules_source,
            notified,
            warnings,
        };
        let over: Vec<ConfigProblem> = config
            .operations
            .iter()
            .filter_map(|operation| {
                let (rules, summaries) = (&config.rules, &config.summaries);
                RequestBudget::of(operation, config.poll, rules, summaries).warning()
            })
            .map(|error| file.problem(ProblemSeverity::Warning, error))
            .collect();
        config.warnings.extend(over);
        Ok(config)
    }
}

fn channel_names(channels: &Names) -> Vec<ChannelName> {
    let names = channels.keys().map(String::as_str);
    names.map(ChannelName::new).collect()
}

fn role_names(roles: &Names) -> Vec<RoleName> {
    let names = roles.keys().map(String::as_str);
    names.map(RoleName::new).collect()
}

/// Finds the lines with the word token, and the line after each. In broken YAML any of them may
/// hold a token.
fn lines_about_tokens(text: &str) -> Vec<SourceSpan> {
    let mut start = 0;
    let mut secret_follows = false;
    let mut spans = Vec::new();
    for line in text.split_inclusive('\n') {
        let speaks = line.to_ascii_lowercase().contains("token");
        if speaks || secret_follows {
            let value = line.find(':').map_or(0, |colon| colon + 1);
            spans.push(SourceSpan {
                start: start + value,
                end: start + line.trim_end().len().max(value),
            });
        }
        secret_follows = speaks;
        start += line.len();
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_broken_yaml_every_line_about_a_token_is_covered() {
        let text = "discord:\n  token: \"abc\n  next\nelse: 1\n";
        let covered: Vec<&str> = lines_about_tokens(text)
            .into_iter()
            .map(|span| &text[span.start..span.end])
            .collect();
        assert_eq!(covered, [" \"abc", "  next"]);
    }
}
