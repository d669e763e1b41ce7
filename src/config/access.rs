//! `access:` from its part of the tree: who may use a command, and where agents may be named.

use std::collections::BTreeSet;

use crate::config::{
    AccessConfig, COMMANDS,
    names::{NamedSection, NamedValue, Names},
};
use vigia_core::diagnostic::{
    FieldReader, SourceError, SourceErrors, YamlKey, YamlNode, YamlValue, alternatives,
    did_you_mean,
};

/// The command that tells what the others do, so that nobody may be kept from it.
const HELP: &str = "help";

const LONGEST_CONTACT: usize = 100;

/// What the section names.
pub(super) struct KnownRoles<'a> {
    pub(super) channels: &'a Names,
    pub(super) roles: &'a Names,
    /// The server, where the file names it.
    pub(super) guild: Option<u64>,
}

/// The section, as far as it is right.
#[derive(Default)]
pub(super) struct AccessDraft {
    pub(super) config: AccessConfig,
    /// The channels that it uses.
    pub(super) channels: BTreeSet<String>,
    /// The roles that it uses.
    pub(super) roles: BTreeSet<String>,
    /// What is right, and probably not what was meant.
    pub(super) warnings: Vec<SourceError>,
}

/// Reads the section, which may be left out.
pub(super) fn access(
    node: Option<&YamlNode>,
    known: &KnownRoles<'_>,
    faults: &mut SourceErrors,
) -> AccessDraft {
    const EXAMPLE: &str = "`access: { commands: { hold: [supervisors] } }`";
    let mut access = AccessDraft::default();
    let fields = node.and_then(|node| FieldReader::of(node, "`access`", EXAMPLE, faults));
    if let Some(mut fields) = fields {
        if let Some(node) = fields.optional("commands", faults) {
            access.read_commands(node, known, faults);
        }
        if let Some(node) = fields.optional("agents", faults) {
            access.read_agents(node, known, faults);
        }
        access.config.contact = fields
            .optional("contact", faults)
            .and_then(|node| faults.keep(contact(node)));
        fields.finish(faults);
    }
    for (name, role) in known.roles {
        if role.id.is_some() && role.id == known.guild {
            faults.push(everybody(name, role));
        }
    }
    access
}

impl AccessDraft {
    fn read_commands(
        &mut self,
        node: &YamlNode,
        known: &KnownRoles<'_>,
        faults: &mut SourceErrors,
    ) {
        let YamlValue::Map(entries) = &node.value else {
            faults.hide(node);
            let message = "expected a command and its roles";
            faults.push(
                SourceError::at(node.span, message, "not a map")
                    .help("write `hold: [supervisors]` below `commands:`"),
            );
            return;
        };
        for (key, value) in entries {
            let Some(command) = faults.keep(command(key)) else {
                faults.hide(value);
                continue;
            };
            let listed = NamedSection::Roles.listed(value, known.roles, faults);
            if matches!(&value.value, YamlValue::List(items) if items.is_empty()) {
                let message = format!("nobody but administrators may use `{command}`");
                self.warnings.push(
                    SourceError::at(key.span, message, "an empty list")
                        .help("name a role, or take the line away: it is for everybody then"),
                );
            }
            let ids = listed.iter().filter_map(|(_, role)| role.id).collect();
            self.config.commands.insert(command.to_owned(), ids);
            let names = listed.into_iter().map(|(name, _)| name.to_owned());
            self.roles.extend(names);
        }
    }

    fn read_agents(&mut self, node: &YamlNode, known: &KnownRoles<'_>, faults: &mut SourceErrors) {
        for (name, channel) in NamedSection::Channels.listed(node, known.channels, faults) {
            self.config.agents_in.extend(channel.id);
            self.channels.insert(name.to_owned());
        }
    }
}

/// The command that is limited.
fn command(key: &YamlKey) -> Result<&'static str, SourceError> {
    let word = key.word.as_str();
    if word == HELP {
        return Err(
            SourceError::at(key.span, "`help` is for everybody", "not limited")
                .help("take the line away"),
        );
    }
    let limited = || COMMANDS.into_iter().filter(|command| *command != HELP);
    if let Some(command) = limited().find(|command| *command == word) {
        return Ok(command);
    }
    let help = match did_you_mean(word.trim_start_matches('/'), limited()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("expected {}", alternatives(limited())),
    };
    Err(SourceError::at(
        key.span,
        format!("`{word}` is no command"),
        "unknown command",
    )
    .help(help))
}

/// Whom a refusal names, as the end of a sentence.
fn contact(node: &YamlNode) -> Result<String, SourceError> {
    let text = node
        .text("whom people may ask, such as `María, coordinación`")?
        .trim();
    let fits = (1..=LONGEST_CONTACT).contains(&text.chars().count())
        && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned()).ok_or_else(|| {
        let message = format!("a contact is one line of 1 to {LONGEST_CONTACT} characters");
        SourceError::at(node.span, message, "not a line")
    })
}

/// Nobody bears the server's own role in what Discord says of them.
fn everybody(name: &str, role: &NamedValue) -> SourceError {
    let message = format!("`{name}` has the id of the server, not of a role");
    SourceError::at(role.span, message, "the server").help(
        "copy the id of a role in Server Settings › Roles; a command that is for everybody \
         is left out of `access.commands`",
    )
}
