//! The commands that can be typed, with what can be given with each.

use crate::{
    cards::report::Order,
    commands::{
        Access, Command, MenuItem, MenuOption, OptionKind, Parameter, Question,
        command::HELP,
        parameter::{COMPARISONS, FORMATS, Known, of_comparison, of_format, of_order},
    },
};

/// All commands. The operation can be named where there are several.
pub(crate) fn menu(access: &Access, has_several_operations: bool) -> Vec<MenuItem> {
    let reports = Command::ALL.into_iter().map(|command| MenuItem {
        name: command.name(),
        name_id: command.name_id(),
        about_id: command.about_id(),
        options: command
            .parameters()
            .iter()
            .filter(|option| **option != Parameter::Operation || has_several_operations)
            .map(|option| item(*option, command.orders()))
            .collect(),
        is_limited: access.commands.contains_key(command.name()),
    });
    let help = MenuItem {
        name: HELP,
        name_id: "command-help",
        about_id: "about-help",
        options: vec![item(Parameter::Topic, &[])],
        is_limited: access.commands.contains_key(HELP),
    };
    reports.chain([help]).collect()
}

fn item(option: Parameter, orders: &[Order]) -> MenuOption {
    MenuOption {
        name: option.name(),
        name_id: option.name_id(),
        about_id: option.about_id(),
        kind: kind(option, orders),
    }
}

fn kind(option: Parameter, orders: &[Order]) -> OptionKind {
    let choice = |known: Vec<Known>| OptionKind::Choice(known);
    match option {
        Parameter::Skill
        | Parameter::Channel
        | Parameter::Agent
        | Parameter::Day
        | Parameter::Operation
        | Parameter::Topic => OptionKind::Suggested,
        Parameter::Last | Parameter::From | Parameter::To => OptionKind::Text,
        Parameter::Compare => choice(COMPARISONS.map(of_comparison).to_vec()),
        Parameter::Sort => choice(orders.iter().copied().map(of_order).collect()),
        Parameter::Format => choice(FORMATS.map(of_format).to_vec()),
        Parameter::Top => OptionKind::Count(1, Question::MOST_ROWS.into()),
        Parameter::Share => OptionKind::Switch,
    }
}
