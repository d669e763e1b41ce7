//! The menu as Discord keeps it: each command with its options, in every language, and for
//! whom it is.

use chrono_tz::Tz;
use serenity::{
    all::{CommandOptionType, InteractionContext, Permissions},
    builder::{CreateCommand, CreateCommandOption},
};

use crate::{
    commands::{MenuItem, MenuOption, OptionKind},
    discord::limits::{ABOUT, CHOICE, NAME, cut, width},
};
use vigia_cards::{Locale, Words};
use vigia_core::Language;

/// The commands, to be registered.
pub(super) fn registration(menu: &[MenuItem]) -> Vec<CreateCommand> {
    menu.iter().map(command).collect()
}

fn command(item: &MenuItem) -> CreateCommand {
    // Administrators give it to whom they like; left out, Discord could not tell that from
    // what was set before.
    let permissions = if item.is_limited {
        Permissions::MANAGE_GUILD
    } else {
        Permissions::USE_APPLICATION_COMMANDS
    };
    let mut command = CreateCommand::new(item.name)
        .description(said(item.about_id, Language::English, ABOUT))
        .contexts(vec![InteractionContext::Guild])
        .default_member_permissions(permissions);
    for (tag, name) in names(item.name_id) {
        command = command.name_localized(tag, name);
    }
    for (tag, language) in Language::discord_locales() {
        let about = said(item.about_id, language, ABOUT);
        command = command.description_localized(tag, about);
    }
    command.set_options(item.options.iter().map(option).collect())
}

fn option(option: &MenuOption) -> CreateCommandOption {
    let about = said(option.about_id, Language::English, ABOUT);
    let mut made = CreateCommandOption::new(kind(&option.kind), option.name, about);
    for (tag, name) in names(option.name_id) {
        made = made.name_localized(tag, name);
    }
    for (tag, language) in Language::discord_locales() {
        made = made.description_localized(tag, said(option.about_id, language, ABOUT));
    }
    match &option.kind {
        OptionKind::Text | OptionKind::Switch => made,
        OptionKind::Suggested => made.set_autocomplete(true),
        OptionKind::Count(least, most) => made
            .min_int_value(u64::from(*least))
            .max_int_value(u64::from(*most)),
        OptionKind::Choice(choices) => choices.iter().fold(made, |made, (value, id)| {
            let labels = Language::discord_locales()
                .map(|(tag, language)| (tag, said(id, language, CHOICE)));
            made.add_string_choice_localized(said(id, Language::English, CHOICE), *value, labels)
        }),
    }
}

fn kind(kind: &OptionKind) -> CommandOptionType {
    match kind {
        OptionKind::Text | OptionKind::Suggested | OptionKind::Choice(_) => {
            CommandOptionType::String
        }
        OptionKind::Count(..) => CommandOptionType::Integer,
        OptionKind::Switch => CommandOptionType::Boolean,
    }
}

/// The names in all languages. One that Discord would refuse is left out: it would take the
/// whole menu with it, and English is better than nothing.
fn names(id: &str) -> impl Iterator<Item = (&'static str, String)> {
    Language::discord_locales().filter_map(move |(tag, language)| {
        let name = said(id, language, usize::MAX);
        if is_name(&name) {
            return Some((tag, name));
        }
        tracing::error!(
            id,
            tag,
            name,
            "a name that Discord would refuse is left out"
        );
        None
    })
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'');
    (1..=NAME).contains(&width(name))
        && name.chars().all(fits)
        && name.chars().flat_map(char::to_lowercase).eq(name.chars())
}

fn said(id: &str, language: Language, limit: usize) -> String {
    let words = Words::new(Locale::from_tag(language.tag()), Tz::UTC);
    cut(&words.say(id, &[]), limit).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use twilight_model::application::command::Command as Judged;

    use super::*;

    /// Any message does for a test; that the menu's own are in all languages, a test of the
    /// Fluent files holds.
    const ABOUT_ID: &str = "range-too-short";
    const NAME_ID: &str = "menu-test";

    fn menu() -> Vec<MenuItem> {
        let option = |name, kind| MenuOption {
            name,
            name_id: NAME_ID,
            about_id: ABOUT_ID,
            kind,
        };
        let item = |name, is_limited| MenuItem {
            name,
            name_id: NAME_ID,
            about_id: ABOUT_ID,
            options: vec![
                option("skill", OptionKind::Suggested),
                option("last", OptionKind::Text),
                option("page", OptionKind::Count(1, 99)),
                option("csv", OptionKind::Switch),
                option("by", OptionKind::Choice(vec![("day", "word-yesterday")])),
            ],
            is_limited,
        };
        vec![item("abandon", false), item("hold", true)]
    }

    fn as_json() -> Value {
        serde_json::to_value(registration(&menu())).unwrap()
    }

    #[test]
    fn a_command_keeps_the_rules_of_discord() {
        for mut command in as_json().as_array().unwrap().clone() {
            command["type"] = json!(1);
            command["version"] = json!("1");
            let command: Judged = serde_json::from_value(command).unwrap();
            twilight_validate::command::command(&command).unwrap();
            twilight_validate::command::options(&command.options).unwrap();
        }
    }

    #[test]
    fn each_kind_of_option_is_told() {
        let menu = as_json();
        let options = &menu[0]["options"];
        let kinds = [0, 1, 2, 3, 4].map(|at| options[at]["type"].as_u64().unwrap());
        assert_eq!(kinds, [3, 3, 4, 5, 3]);
        assert_eq!(options[0]["autocomplete"], true);
        assert_eq!(options[1]["autocomplete"], false);
        assert_eq!(
            (&options[2]["min_value"], &options[2]["max_value"]),
            (&json!(1), &json!(99))
        );
        let choice = &options[4]["choices"][0];
        assert_eq!(choice["value"], "day");
        assert_eq!(choice["name"], "yesterday");
        assert!(choice["name_localizations"]["pt-BR"].is_string());
        assert_ne!(choice["name_localizations"]["es-419"], choice["name"]);
    }

    #[test]
    fn a_command_for_some_is_hidden_from_the_others() {
        let menu = as_json();
        assert_eq!(menu[0]["default_member_permissions"], "2147483648");
        assert_eq!(menu[1]["default_member_permissions"], "32");
        assert_eq!(menu[0]["contexts"], json!([0]));
    }

    #[test]
    fn a_command_is_described_in_every_language() {
        let about = &as_json()[0]["description_localizations"];
        for (tag, _) in Language::discord_locales() {
            let words = about[tag].as_str().unwrap();
            assert!((1..=ABOUT).contains(&width(words)), "{words}");
        }
    }

    #[test]
    fn a_name_that_would_be_refused_is_not_sent() {
        for name in ["", "dos palabras", "Abandono", "a/b", &"x".repeat(33)] {
            assert!(!is_name(name), "{name}");
        }
        for name in ["abandono", "últimas", "nível-de-serviço", "a_b"] {
            assert!(is_name(name), "{name}");
        }
    }
}
