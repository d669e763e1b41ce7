//! The commands that can be typed, with their options.

use crate::commands::{
    chat::{CommandAccess, MenuItem, MenuOption, OptionKind},
    command::{AnyCommand, CommandParameter, HELP, MOST_ROWS},
};
use vigia_cards::report::SortOrder;

/// Lists all commands. The operation can be named where there are several.
pub(crate) fn command_menu(access: &CommandAccess, has_several_operations: bool) -> Vec<MenuItem> {
    let is_offered = |option: &&CommandParameter| {
        has_several_operations || **option != CommandParameter::Operation
    };
    let entries = AnyCommand::all().map(|command| MenuItem {
        name: command.name(),
        name_id: command.name_id(),
        about_id: command.about_id(),
        options: command
            .parameters()
            .iter()
            .filter(is_offered)
            .map(|option| menu_option(*option, command.orders()))
            .collect(),
        is_limited: access.commands.contains_key(command.name()),
    });
    let help = MenuItem {
        name: HELP,
        name_id: "command-help".to_owned(),
        about_id: "about-help".to_owned(),
        options: vec![menu_option(CommandParameter::Topic, &[])],
        is_limited: access.commands.contains_key(HELP),
    };
    entries.chain([help]).collect()
}

fn menu_option(option: CommandParameter, orders: &[SortOrder]) -> MenuOption {
    use CommandParameter::{Comment, From, Last, Note, Reload, Share, To, Top};
    let choices = option.choices(orders);
    let kind = match option {
        _ if !choices.is_empty() => OptionKind::Choice(choices),
        Top => OptionKind::Count(1, MOST_ROWS.into()),
        Share | Reload => OptionKind::Switch,
        Last | From | To | Note | Comment => OptionKind::Text,
        _ => OptionKind::Suggested,
    };
    MenuOption {
        name: option.name(),
        name_id: option.name_id(),
        about_id: option.about_id(),
        kind,
    }
}
