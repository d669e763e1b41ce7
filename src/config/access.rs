//! `access:` says who may use a command, and where agents may be named.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{
    AccessConfig, COMMANDS,
    names::{NamedSection, NamedValue, Names},
};
use vigia_core::{
    diagnostic::{FromYaml as _, SourceError, SourceErrors, YamlKey, YamlNode, YamlValue},
    yaml_map,
};

/// The command that explains the others, so that it is never limited.
const HELP: &str = "help";

const LONGEST_CONTACT: usize = 100;

yaml_map! {
    /// Access to commands and to the names of agents. Administrators of the server may use every
    /// command.
    #[schemars(rename = "access")]
    pub(super) struct AccessDraft<'node>(
        "`access`",
        "`access: { commands: { hold: [supervisors] } }`"
    ) {
        /// The roles that may use a command: `hold: [supervisors]`. Everybody may use the others.
        "commands" => commands: &'node YamlNode, as "Option<BTreeMap<String, Vec<String>>>";
        /// The channels in which agents may be named.
        "agents" => agents: &'node YamlNode, as "Option<Vec<String>>";
        /// The person to ask for access, in one line: `María, coordinación`.
        "contact" => contact: String = read_contact, as "Option<String>";
    }
}

/// The names that the section may use.
pub(super) struct AccessNames<'a> {
    pub(super) channels: &'a Names,
    pub(super) roles: &'a Names,
    /// The ids of the servers, as far as the file has them.
    pub(super) guilds: &'a [u64],
}

/// The section, as far as it is right.
#[derive(Default)]
pub(super) struct AccessSection {
    pub(super) config: AccessConfig,
    /// The channels that it uses.
    pub(super) channels: BTreeSet<String>,
    /// The roles that it uses.
    pub(super) roles: BTreeSet<String>,
    pub(super) warnings: Vec<SourceError>,
}

/// Reads the section, which may be left out.
pub(super) fn read_access(
    node: Option<&YamlNode>,
    known: &AccessNames<'_>,
    errors: &mut SourceErrors,
) -> AccessSection {
    let mut access = AccessSection::default();
    if let Some(draft) = node.and_then(|node| AccessDraft::from_yaml(node, errors)) {
        if let Some(node) = draft.commands {
            access.read_commands(node, known, errors);
        }
        if let Some(node) = draft.agents {
            access.read_agents(node, known, errors);
        }
        access.config.contact = draft.contact;
    }
    for (name, role) in known.roles {
        if role.id.is_some_and(|id| known.guilds.contains(&id)) {
            errors.push(server_as_role(name, role));
        }
    }
    access
}

impl AccessSection {
    fn read_commands(
        &mut self,
        node: &YamlNode,
        known: &AccessNames<'_>,
        errors: &mut SourceErrors,
    ) {
        if !node.is_map() {
            errors.hide(node);
            let error = node.error("expected a command and its roles", "not a map");
            errors.push(error.help("write `hold: [supervisors]` below `commands:`"));
        }
        for (key, value) in node.entries() {
            let Some(command) = errors.keep(limited_command(key)) else {
                errors.hide(value);
                continue;
            };
            let roles = NamedSection::Roles.read_list(value, known.roles, errors);
            if matches!(&value.value, YamlValue::List(items) if items.is_empty()) {
                let message = format!("nobody but administrators may use `{command}`");
                self.warnings.push(
                    SourceError::at(key.span, message, "an empty list")
                        .help("name a role, or take the line away: it is for everybody then"),
                );
            }
            let ids = roles.iter().filter_map(|(_, role)| role.id).collect();
            self.config.commands.insert(command.to_owned(), ids);
            self.roles
                .extend(roles.into_iter().map(|(name, _)| name.to_owned()));
        }
    }

    fn read_agents(&mut self, node: &YamlNode, known: &AccessNames<'_>, errors: &mut SourceErrors) {
        for (name, channel) in NamedSection::Channels.read_list(node, known.channels, errors) {
            self.config.agents_in.extend(channel.id);
            self.channels.insert(name.to_owned());
        }
    }
}

fn limited_command(key: &YamlKey) -> Result<&'static str, SourceError> {
    let word = key.word.as_str();
    if word == HELP {
        let error = SourceError::at(key.span, "`help` is for everybody", "not limited");
        return Err(error.help("take the line away"));
    }
    let limited = COMMANDS.into_iter().filter(|command| *command != HELP);
    let found = limited.clone().find(|command| *command == word);
    let bare = word.trim_start_matches('/');
    found.ok_or_else(|| SourceError::unknown(key.span, "unknown command", bare, limited, ""))
}

/// Reads the end of the sentence with which a command is refused.
fn read_contact(node: &YamlNode) -> Result<String, SourceError> {
    let text = node.text("whom people may ask, such as `María, coordinación`")?;
    let fits = (1..=LONGEST_CONTACT).contains(&text.chars().count())
        && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned()).ok_or_else(|| {
        let message = format!("a contact is one line of 1 to {LONGEST_CONTACT} characters");
        node.error(message, "not a line")
    })
}

/// Discord never lists the role of the server itself among those of a person.
fn server_as_role(name: &str, role: &NamedValue) -> SourceError {
    let message = format!("`{name}` has the id of the server, not of a role");
    SourceError::at(role.span, message, "the server").help(
        "copy the id of a role in Server Settings › Roles; a command that is for everybody is left \
         out of `access.commands`",
    )
}
