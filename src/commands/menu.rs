//! The commands that can be typed, with what can be given with each.

use crate::commands::{
    Access, MenuItem, MenuOption, OptionKind, Parameter, Question,
    any::AnyCommand,
    command::HELP,
    parameter::{
        ACTS, COMPARISONS, FORMATS, Known, SEVERITIES, VIEWS, of_act, of_comparison, of_format,
        of_order, of_severity, of_view,
    },
};
use vigia_cards::report::Order;

/// All commands. The operation can be named where there are several.
pub(crate) fn menu(access: &Access, has_several_operations: bool) -> Vec<MenuItem> {
    let entries = AnyCommand::all().map(|command| MenuItem {
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
    entries.chain([help]).collect()
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
        | Parameter::Summary
        | Parameter::Operation
        | Parameter::Topic
        | Parameter::Incident
        | Parameter::Rule
        | Parameter::Label
        | Parameter::For
        | Parameter::Until
        | Parameter::Every
        | Parameter::End
        | Parameter::Show
        | Parameter::Explain => OptionKind::Suggested,
        Parameter::Last
        | Parameter::From
        | Parameter::To
        | Parameter::Note
        | Parameter::Comment => OptionKind::Text,
        Parameter::Compare => choice(COMPARISONS.map(of_comparison).to_vec()),
        Parameter::Sort => choice(orders.iter().copied().map(of_order).collect()),
        Parameter::Format => choice(FORMATS.map(of_format).to_vec()),
        Parameter::Top => OptionKind::Count(1, Question::MOST_ROWS.into()),
        Parameter::View => choice(VIEWS.map(of_view).to_vec()),
        Parameter::Do => choice(ACTS.map(of_act).to_vec()),
        Parameter::Severity => choice(SEVERITIES.map(of_severity).to_vec()),
        Parameter::Share | Parameter::Reload => OptionKind::Switch,
    }
}
