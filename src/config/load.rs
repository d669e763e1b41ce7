//! From a path to a [`Config`]: reads the files, and gathers what is wrong with all of them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::config::{
    Config, ConfigProblem, DiscordConfig, OperationConfig, PollConfig, ProblemSeverity,
    RequestBudget, StoreConfig,
    access::{self, AccessDraft},
    alerts,
    names::{NamedSection, Names},
    problem::SourceFile,
    rules::{ConfiguredRules, RulesSource},
    secret::Environment,
    sections,
    summaries::{self, SummaryDraft},
};
use vigia_core::{
    diagnostic::{FieldReader, SourceError, SourceErrors, SourceSpan, YamlNode, read},
    rules::{AlertPolicy, ChannelName, RoleName, Ruleset},
};

/// The folder of the rules unless the file names another.
pub(super) const DEFAULT_RULES: &str = "rules";

/// Reads `path`, the rules that it names and the secrets that it points to. Relative paths
/// in it start at its own folder.
///
/// # Errors
/// Everything that is wrong, in the order of the files.
pub fn load(
    path: &Path,
    env: impl Fn(&str) -> Option<String>,
) -> Result<Config, Vec<ConfigProblem>> {
    let text = fs::read_to_string(path).map_err(|error| {
        let fault = SourceError::nowhere(format!("cannot be read: {error}"))
            .help("start from vigia.example.yaml, or name another file");
        vec![SourceFile::unread(path.to_owned()).problem(ProblemSeverity::Error, fault)]
    })?;
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    let outside = Environment { env: &env, folder };
    let mut faults = SourceErrors::default();
    let settings = match read(&text, &mut faults) {
        Some(root) => settings(&root, &outside, &mut faults),
        None => None,
    };
    let (faults, mut hidden) = faults.into_parts();
    if settings.is_none() {
        hidden.extend(lines_about_tokens(&text));
    }
    let file = SourceFile::new(path.to_owned(), &text, &hidden);
    let Some(mut settings) = settings else {
        return Err(file.problems(ProblemSeverity::Error, faults));
    };
    let source = settings.source(folder);
    let rules = settings.read_rules(&source, &file);
    let mut faults = faults;
    if let Ok(rules) = &rules {
        faults.extend(settings.find_calendars(rules));
        faults.sort_by_key(|fault| fault.span.map_or(0, |span| span.start));
    }
    let mut problems = file.problems(ProblemSeverity::Error, faults);
    match rules {
        Ok(rules) => settings.build(source, rules, &file, problems),
        Err(wrong) => {
            problems.extend(wrong);
            Err(problems)
        }
    }
}

/// What a file sets, as far as it is right.
struct SettingsDraft {
    operations: Vec<OperationConfig>,
    discord: Option<DiscordConfig>,
    channels: Names,
    roles: Names,
    access: AccessDraft,
    policy: AlertPolicy,
    poll: PollConfig,
    store: StoreConfig,
    summaries: Vec<SummaryDraft>,
    rules: Option<(PathBuf, SourceSpan)>,
}

fn settings(
    root: &YamlNode,
    outside: &Environment<'_>,
    faults: &mut SourceErrors,
) -> Option<SettingsDraft> {
    const EXAMPLE: &str = "the settings as vigia.example.yaml shows them";
    let mut fields = FieldReader::of(root, "the configuration", EXAMPLE, faults)?;
    let operations = fields
        .required("operations", "[…]", faults)
        .map(|node| sections::operations(node, outside, faults));
    let discord = fields
        .required("discord", "{ token: { env: DISCORD_TOKEN } }", faults)
        .and_then(|node| sections::discord(node, outside, faults));
    let channels = fields
        .required("channels", "{ floor: \"123456789012345678\" }", faults)
        .map(|node| NamedSection::Channels.read(node, faults))
        .unwrap_or_default();
    let roles = fields
        .optional("roles", faults)
        .map(|node| NamedSection::Roles.read(node, faults))
        .unwrap_or_default();
    let known = access::KnownRoles {
        channels: &channels,
        roles: &roles,
        guild: discord.as_ref().and_then(|discord| discord.guild),
    };
    let access = access::access(fields.optional("access", faults), &known, faults);
    let poll = fields
        .optional("poll", faults)
        .map(|node| sections::poll(node, faults));
    let (channel_names, role_names) = (channel_names(&channels), role_names(&roles));
    let named = alerts::NamedChannel {
        channels: &channel_names,
        roles: &role_names,
    };
    let policy = fields
        .optional("alerts", faults)
        .map(|node| alerts::policy(node, named, faults));
    let operations = operations.unwrap_or_default();
    let summaries = fields.optional("summaries", faults).map(|node| {
        let named = summaries::NamedSummary {
            operations: &operations,
            channels: &channel_names,
            roles: &role_names,
        };
        summaries::summaries(node, named, faults)
    });
    let store = fields
        .optional("store", faults)
        .map(|node| sections::store(node, outside.folder, faults));
    let rules_folder = fields.optional("rules", faults).and_then(|node| {
        let folder = faults.keep(node.text("a folder such as `rules`"))?;
        Some((PathBuf::from(folder), node.span))
    });
    fields.finish(faults);
    Some(SettingsDraft {
        operations,
        discord,
        channels,
        roles,
        access,
        policy: policy.unwrap_or_default(),
        poll: poll.unwrap_or_default(),
        store: store.unwrap_or_else(|| sections::default_store(outside.folder)),
        summaries: summaries.unwrap_or_default(),
        rules: rules_folder,
    })
}

impl SettingsDraft {
    /// The folder of rules, and where the file names it.
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
                .filter_map(SummaryDraft::calendar)
                .cloned()
                .collect(),
        }
    }

    /// Finds the calendars of the summaries, and says which there are not.
    fn find_calendars(&mut self, rules: &ConfiguredRules) -> Vec<SourceError> {
        let calendars = rules.calendars.iter().map(AsRef::as_ref);
        let summaries = self.summaries.iter_mut();
        let found = summaries.map(|summary| summary.find(calendars.clone()));
        found.filter_map(Result::err).collect()
    }

    /// The rules of the folder. Only the default one may be missing.
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
        let fault = SourceError {
            span,
            label: "no folder",
            ..source.unread(&error)
        };
        match span {
            Some(_) => Err(vec![file.problem(ProblemSeverity::Error, fault)]),
            None => Ok(ConfiguredRules {
                warnings: vec![file.problem(ProblemSeverity::Warning, fault)],
                ..ConfiguredRules::default()
            }),
        }
    }

    /// Channels and roles that nothing uses, as after a typo in the rules' other channel.
    fn unused(&self, set: &Ruleset) -> Vec<SourceError> {
        let policy = &self.policy;
        let steps = || {
            let rules = set.iter().flat_map(|rule| rule.escalation.iter().flatten());
            rules.chain(&policy.escalation)
        };
        let notified: BTreeSet<&str> = set
            .iter()
            .flat_map(|rule| [&rule.notify.warning, &rule.notify.critical])
            .chain(steps().filter_map(|step| step.notify.as_ref()))
            .chain(&policy.ops)
            .chain(self.summaries.iter().filter_map(SummaryDraft::channel))
            .map(ChannelName::as_str)
            .collect();
        let called: BTreeSet<&str> = steps()
            .flat_map(|step| &step.mention)
            .chain(&policy.warning.mention)
            .chain(&policy.critical.mention)
            .chain(self.summaries.iter().flat_map(SummaryDraft::roles))
            .map(RoleName::as_str)
            .collect();
        let channels = self.channels.iter().filter(|(name, _)| {
            !notified.contains(name.as_str()) && !self.access.channels.contains(*name)
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
        let mut faults = self.unused(&rules.set);
        let Some(discord) = self.discord.filter(|_| problems.is_empty()) else {
            return Err(problems);
        };
        faults.extend(self.access.warnings);
        let settle = self.poll.settle;
        faults.extend(self.summaries.iter().filter_map(|it| it.warning(settle)));
        faults.sort_by_key(|fault| fault.span.map(|span| span.start));
        let mut warnings = file.problems(ProblemSeverity::Warning, faults);
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
            summaries: self
                .summaries
                .into_iter()
                .filter_map(SummaryDraft::plan)
                .collect(),
            rules: rules.set,
            rule_files: rules.files,
            rules_source,
            warnings,
        };
        let over: Vec<ConfigProblem> = config
            .operations
            .iter()
            .filter_map(|operation| {
                let (rules, summaries) = (&config.rules, &config.summaries);
                RequestBudget::of(operation, config.poll, rules, summaries).warning()
            })
            .map(|fault| file.problem(ProblemSeverity::Warning, fault))
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

/// Where the YAML is broken, nobody knows which text is a token: every line that speaks of
/// one is covered, and the line after it.
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
