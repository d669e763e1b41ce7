//! From a path to a [`Config`]: reads the files, and gathers what is wrong with all of them.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    config::{
        Budget, Config, DiscordConfig, OperationConfig, PollConfig, Problem, Severity,
        StoreConfig,
        access::{self, Access},
        names::{Names, Section},
        problem::File,
        secret::Outside,
        sections,
    },
    diagnostic::{Fault, Faults, Fields, Node, Span, read},
    rules::{
        ChannelName, RoleName, Ruleset,
        parse::{Known, Source, parse_files},
    },
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
) -> Result<Config, Vec<Problem>> {
    let text = fs::read_to_string(path).map_err(|error| {
        let fault = Fault::nowhere(format!("cannot be read: {error}"))
            .help("start from vigia.example.yaml, or name another file");
        vec![File::unread(path.to_owned()).problem(Severity::Error, fault)]
    })?;
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    let outside = Outside { env: &env, folder };
    let mut faults = Faults::default();
    let settings = match read(&text, &mut faults) {
        Some(root) => settings(&root, &outside, &mut faults),
        None => None,
    };
    let (faults, mut hidden) = faults.into_parts();
    if settings.is_none() {
        hidden.extend(lines_about_tokens(&text));
    }
    let file = File::new(path.to_owned(), &text, &hidden);
    let mut problems = file.problems(Severity::Error, faults);
    let Some(settings) = settings else {
        return Err(problems);
    };
    let rules = settings.read_rules(folder, &file);
    problems.extend(rules.problems.iter().cloned());
    settings.build(rules, &file, problems)
}

/// What a file sets, as far as it is right.
struct Settings {
    operations: Vec<OperationConfig>,
    discord: Option<DiscordConfig>,
    channels: Names,
    roles: Names,
    access: Access,
    poll: PollConfig,
    store: StoreConfig,
    rules: Option<(PathBuf, Span)>,
}

fn settings(root: &Node, outside: &Outside<'_>, faults: &mut Faults) -> Option<Settings> {
    const EXAMPLE: &str = "the settings as vigia.example.yaml shows them";
    let mut fields = Fields::of(root, "the configuration", EXAMPLE, faults)?;
    let operations = fields
        .required("operations", "[…]", faults)
        .map(|node| sections::operations(node, outside, faults));
    let discord = fields
        .required("discord", "{ token: { env: DISCORD_TOKEN } }", faults)
        .and_then(|node| sections::discord(node, outside, faults));
    let channels = fields
        .required("channels", "{ floor: \"123456789012345678\" }", faults)
        .map(|node| Section::Channels.read(node, faults))
        .unwrap_or_default();
    let roles = fields
        .optional("roles", faults)
        .map(|node| Section::Roles.read(node, faults))
        .unwrap_or_default();
    let known = access::Known {
        channels: &channels,
        roles: &roles,
        guild: discord.as_ref().and_then(|discord| discord.guild),
    };
    let access = access::access(fields.optional("access", faults), &known, faults);
    let poll = fields
        .optional("poll", faults)
        .map(|node| sections::poll(node, faults));
    let store = fields
        .optional("store", faults)
        .map(|node| sections::store(node, outside.folder, faults));
    let rules_folder = fields.optional("rules", faults).and_then(|node| {
        let folder = faults.keep(node.text("a folder such as `rules`"))?;
        Some((PathBuf::from(folder), node.span))
    });
    fields.finish(faults);
    Some(Settings {
        operations: operations.unwrap_or_default(),
        discord,
        channels,
        roles,
        access,
        poll: poll.unwrap_or_default(),
        store: store.unwrap_or_else(|| sections::default_store(outside.folder)),
        rules: rules_folder,
    })
}

/// What the folder of rules holds.
#[derive(Default)]
struct Rules {
    set: Ruleset,
    files: usize,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Settings {
    fn read_rules(&self, folder: &Path, file: &File) -> Rules {
        let (rules, span) = match &self.rules {
            Some((path, span)) => (folder.join(path), Some(*span)),
            None => (folder.join(DEFAULT_RULES), None),
        };
        let paths = match rule_files(&rules) {
            Ok(paths) => paths,
            Err(error) => {
                let message = format!(
                    "the folder of rules `{}` cannot be read: {error}",
                    rules.display()
                );
                let severity = match span {
                    Some(_) => Severity::Error,
                    None => Severity::Warning,
                };
                let fault = Fault {
                    span,
                    label: "no folder",
                    ..Fault::nowhere(message)
                };
                let problem = file.problem(severity, fault);
                return match severity {
                    Severity::Error => Rules {
                        problems: vec![problem],
                        ..Rules::default()
                    },
                    Severity::Warning => Rules {
                        warnings: vec![problem],
                        ..Rules::default()
                    },
                };
            }
        };
        self.parse_rules(paths)
    }

    fn parse_rules(&self, paths: Vec<PathBuf>) -> Rules {
        let mut found = Rules::default();
        let mut texts = Vec::new();
        for path in paths {
            match fs::read_to_string(&path) {
                Ok(text) => texts.push((file_name(&path), path, text)),
                Err(error) => {
                    let fault = Fault::nowhere(format!("cannot be read: {error}"));
                    let problem = File::unread(path).problem(Severity::Error, fault);
                    found.problems.push(problem);
                }
            }
        }
        let sources: Vec<Source<'_>> = texts
            .iter()
            .map(|(name, _, text)| Source { name, text })
            .collect();
        let channels: Vec<ChannelName> = self
            .channels
            .keys()
            .map(|name| ChannelName::new(name.as_str()))
            .collect();
        let roles: Vec<RoleName> = self
            .roles
            .keys()
            .map(|name| RoleName::new(name.as_str()))
            .collect();
        let known = Known {
            channels: &channels,
            roles: &roles,
            poll_every: self.poll.every,
        };
        let parsed = parse_files(&sources, known);
        found.files = parsed.len();
        for (parsed, (_, path, text)) in parsed.into_iter().zip(&texts) {
            let file = File::new(path.clone(), text, &[]);
            found.set.rules.extend(parsed.rules);
            found
                .problems
                .extend(file.problems(Severity::Error, parsed.faults));
            found
                .warnings
                .extend(file.problems(Severity::Warning, parsed.warnings));
        }
        found
    }

    /// Channels and roles that nothing uses, as after a typo in the rules' other channel.
    fn unused(&self, set: &Ruleset) -> Vec<Fault> {
        let told = || set.rules.iter().map(|rule| &rule.notify);
        let steps = || {
            set.rules
                .iter()
                .flat_map(|rule| rule.escalation.iter().flatten())
        };
        let notified: BTreeSet<&str> = told()
            .flat_map(|notify| [&notify.warning, &notify.critical])
            .chain(steps().filter_map(|step| step.notify.as_ref()))
            .map(ChannelName::as_str)
            .collect();
        let called: BTreeSet<&str> = steps()
            .flat_map(|step| &step.mention)
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
            Fault::at(channel.span, message, "not used")
        });
        let roles = roles.map(|(name, role)| {
            let message = format!(
                "no command is limited to the role `{name}`, and no rule mentions it"
            );
            Fault::at(role.span, message, "not used")
        });
        channels.chain(roles).collect()
    }

    fn build(
        self,
        rules: Rules,
        file: &File,
        problems: Vec<Problem>,
    ) -> Result<Config, Vec<Problem>> {
        let mut faults = self.unused(&rules.set);
        let Some(discord) = self.discord.filter(|_| problems.is_empty()) else {
            return Err(problems);
        };
        faults.extend(self.access.warnings);
        faults.sort_by_key(|fault| fault.span.map(|span| span.start));
        let mut warnings = file.problems(Severity::Warning, faults);
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
            poll: self.poll,
            store: self.store,
            rules: rules.set,
            rule_files: rules.files,
            warnings,
        };
        let over: Vec<Problem> = config
            .operations
            .iter()
            .filter_map(|operation| {
                Budget::of(operation, config.poll, &config.rules).warning()
            })
            .map(|fault| file.problem(Severity::Warning, fault))
            .collect();
        config.warnings.extend(over);
        Ok(config)
    }
}

/// The rules in a folder, in the order of their names. The tests of rules lie beside them.
fn rule_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    paths.retain(|path| is_rules(path) && path.is_file());
    paths.sort();
    Ok(paths)
}

/// What messages about other files call this one.
fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn is_rules(path: &Path) -> bool {
    let extension = |path: &Path, wanted: &[&str]| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| wanted.contains(&extension))
    };
    let stem = path.file_stem().map(Path::new);
    extension(path, &["yaml", "yml"])
        && stem.is_some_and(|stem| {
            !extension(stem, &["test"]) && !stem.to_string_lossy().starts_with('.')
        })
}

/// Where the YAML is broken, nobody knows which text is a token: every line that speaks of
/// one is covered, and the line after it.
fn lines_about_tokens(text: &str) -> Vec<Span> {
    let mut start = 0;
    let mut secret_follows = false;
    let mut spans = Vec::new();
    for line in text.split_inclusive('\n') {
        let speaks = line.to_ascii_lowercase().contains("token");
        if speaks || secret_follows {
            let value = line.find(':').map_or(0, |colon| colon + 1);
            spans.push(Span {
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
    fn tests_of_rules_and_hidden_files_are_no_rules() {
        for (name, expected) in [
            ("rules/a.yaml", true),
            ("rules/a.yml", true),
            ("rules/a.test.yaml", false),
            ("rules/.a.yaml", false),
            ("rules/a.yaml~", false),
            ("rules/README.md", false),
        ] {
            assert_eq!(is_rules(Path::new(name)), expected, "{name}");
        }
    }

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
