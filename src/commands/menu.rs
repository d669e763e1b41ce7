//! The commands that can be typed, with what can be given with each.

use crate::commands::{
    CommandAccess, CommandParameter, MenuItem, MenuOption, OptionKind, ReportQuestion,
    any::AnyCommand,
    command::HELP,
    parameter::{
        ACTS, COMPARISONS, FORMATS, Known, SEVERITIES, VIEWS, of_act, of_comparison, of_format,
        of_order, of_severity, of_view,
    },
};
use vigia_cards::report::SortOrder;

/// All commands. The operation can be named where there are several.
pub(crate) fn menu(access: &CommandAccess, has_several_operations: bool) -> Vec<MenuItem> {
    let entries = AnyCommand::all().map(|command| MenuItem {
        name: command.name(),
        name_id: command.name_id(),
        about_id: command.about_id(),
        options: command
            .parameters()
            .iter()
            .filter(|option| **option != CommandParameter::Operation || has_several_operations)
            .map(|option| item(*option, command.orders()))
            .collect(),
        is_limited: access.commands.contains_key(command.name()),
    });
    let help = MenuItem {
        name: HELP,
        name_id: "command-help",
        about_id: "about-help",
        options: vec![item(CommandParameter::Topic, &[])],
        is_limited: access.commands.contains_key(HELP),
    };
    entries.chain([help]).collect()
}

fn item(option: CommandParameter, orders: &[SortOrder]) -> MenuOption {
    MenuOption {
        name: option.name(),
        name_id: option.name_id(),
        about_id: option.about_id(),
        kind: kind(option, orders),
    }
}

fn kind(option: CommandParameter, orders: &[SortOrder]) -> OptionKind {
    let choice = |known: Vec<Known>| OptionKind::Choice(known);
    match option {
        CommandParameter::Skill
        | CommandParameter::Channel
        | CommandParameter::Agent
        | CommandParameter::Day
        | CommandParameter::Summary
        | CommandParameter::Operation
        | CommandParameter::Topic
        | CommandParameter::Incident
        | CommandParameter::Rule
        | CommandParameter::Label
        | CommandParameter::For
        | CommandParameter::Until
        | CommandParameter::Every
        | CommandParameter::End
        | CommandParameter::Show
        | CommandParameter::Explain => OptionKind::Suggested,
        CommandParameter::Last
        | CommandParameter::From
        | CommandParameter::To
        | CommandParameter::Note
        | CommandParameter::Comment => OptionKind::Text,
        CommandParameter::Compare => choice(COMPARISONS.map(of_comparison).to_vec()),
        CommandParameter::Sort => choice(orders.iter().copied().map(of_order).collect()),
        CommandParameter::Format => choice(FORMATS.map(of_format).to_vec()),
        CommandParameter::Top => OptionKind::Count(1, ReportQuestion::MOST_ROWS.into()),
        CommandParameter::View => choice(VIEWS.map(of_view).to_vec()),
        CommandParameter::Do => choice(ACTS.map(of_act).to_vec()),
        CommandParameter::Severity => choice(SEVERITIES.map(of_severity).to_vec()),
        CommandParameter::Share | CommandParameter::Reload => OptionKind::Switch,
    }
}
