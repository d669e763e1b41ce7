//! Which commands are registered, and what they may look like.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    form::{FormCheck, FormRefusal, NO_ROUTE, join},
    limits,
    request::ApiCall,
    routes::RouteReply,
    state::ChatState,
    wire,
};

const COMMANDS: usize = 100;
const CHARACTERS: usize = 8000;
const OPTIONS: usize = 25;
const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;

const LOCALES: [&str; 32] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
    "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th",
    "zh-CN", "ja", "zh-TW", "ko",
];

impl ChatState {
    /// GET lists, PUT replaces all, POST adds or replaces one; `guild` is `None` for the
    /// global ones.
    pub(super) fn change_commands(
        &mut self,
        guild: Option<u64>,
        call: &ApiCall,
    ) -> Result<RouteReply, FormRefusal> {
        match call.method.as_str() {
            "GET" => Ok(RouteReply::ok(self.list_of(guild).clone().into())),
            "PUT" => {
                let Some(sent) = call.body.as_array() else {
                    let message = "Only iterables may be used in a ListType";
                    return Err(FormCheck::refusal("", "LIST_TYPE_CONVERT", message));
                };
                check_all(sent)?;
                let made = sent.iter().map(|it| self.register(guild, it)).collect();
                *self.list_of(guild) = made;
                Ok(RouteReply::ok(self.list_of(guild).clone().into()))
            }
            "POST" => {
                let mut form = FormCheck::default();
                check(&mut form, "", &call.body);
                form.finish()?;
                let made = self.register(guild, &call.body);
                let list = self.list_of(guild);
                list.retain(|it| it["name"] != made["name"] || it["type"] != made["type"]);
                list.push(made.clone());
                Ok(RouteReply::with(201, made))
            }
            _ => Err(NO_ROUTE.into()),
        }
    }

    fn list_of(&mut self, guild: Option<u64>) -> &mut Vec<Value> {
        match guild {
            Some(_) => &mut self.guild_commands,
            None => &mut self.global_commands,
        }
    }

    fn register(&mut self, guild: Option<u64>, sent: &Value) -> Value {
        let mut made = json!({
            "type": 1, "description": "", "options": [], "nsfw": false,
            "default_member_permissions": null, "contexts": null,
            "name_localizations": null, "description_localizations": null,
        });
        wire::merge(&mut made, sent.clone());
        // It is taken as a number too, and told as text.
        let needed = &mut made["default_member_permissions"];
        *needed = limits::snowflake(needed)
            .map(|bits| bits.to_string())
            .into();
        let id = self.ids.next().to_string();
        let own = json!({
            "id": id, "version": id, "application_id": self.bot().to_string(),
        });
        wire::merge(&mut made, own);
        if let Some(guild) = guild {
            wire::merge(&mut made, json!({ "guild_id": guild.to_string() }));
        }
        made
    }
}

fn check_all(commands: &[Value]) -> Result<(), FormRefusal> {
    let mut form = FormCheck::default();
    if commands.len() > COMMANDS {
        form.refuse(
            "",
            "BASE_TYPE_MAX_LENGTH",
            "Must be 100 or fewer in length.",
        );
    }
    let mut names = BTreeSet::new();
    for (index, command) in commands.iter().enumerate() {
        let path = index.to_string();
        check(&mut form, &path, command);
        let kind = command.get("type").and_then(Value::as_u64).unwrap_or(1);
        let name = command.get("name").and_then(Value::as_str);
        if name.is_some_and(|name| !names.insert((kind, name))) {
            let message = "Application command names must be unique";
            let code = "APPLICATION_COMMANDS_DUPLICATE_NAME";
            form.refuse(&join(&path, "name"), code, message);
        }
    }
    form.finish()
}

fn check(form: &mut FormCheck, path: &str, command: &Value) {
    if command.get("type").and_then(Value::as_u64).unwrap_or(1) == 1 {
        check_words(form, path, command);
        check_options(form, path, command, 0);
    } else {
        form.required(command, path, "name", 32);
    }
    check_audience(form, path, command);
    if characters(command) > CHARACTERS {
        let message = "Command exceeds maximum size (8000)";
        form.refuse(path, "APPLICATION_COMMAND_TOO_LARGE", message);
    }
}

/// Checks for whom a command is, and where.
fn check_audience(form: &mut FormCheck, path: &str, command: &Value) {
    let needed = command.get("default_member_permissions");
    let needed = needed.filter(|it| !it.is_null());
    if needed.is_some_and(|it| limits::snowflake(it).is_none()) {
        let at = join(path, "default_member_permissions");
        form.refuse(&at, "BITFIELD_TYPE_COERCE", "Must be a bit set.");
    }
    for context in form.list(command, path, "contexts", 3) {
        if context.as_u64().is_none_or(|it| it > 2) {
            let at = join(path, "contexts");
            form.refuse(&at, "BASE_TYPE_CHOICES", "Value must be one of (0, 1, 2).");
        }
    }
}

/// Checks name and description, in all languages.
fn check_words(form: &mut FormCheck, path: &str, holder: &Value) {
    if let Some(name) = form.required(holder, path, "name", 32) {
        check_name(form, &join(path, "name"), name);
    }
    form.required(holder, path, "description", 100);
    for (key, most) in [
        ("name_localizations", 32),
        ("description_localizations", 100),
    ] {
        let Some(words) = holder.get(key).and_then(Value::as_object) else {
            continue;
        };
        let within = join(path, key);
        for locale in words.keys() {
            if !LOCALES.contains(&locale.as_str()) {
                let message = "Not a locale that Discord knows.";
                form.refuse(&join(&within, locale), "BASE_TYPE_CHOICES", message);
            }
            let whole = holder.get(key).unwrap_or(&Value::Null);
            let word = form.required(whole, &within, locale, most);
            if let Some(name) = word.filter(|_| key == "name_localizations") {
                check_name(form, &join(&within, locale), name);
            }
        }
    }
}

fn check_name(form: &mut FormCheck, path: &str, name: &str) {
    let fits = |it: char| {
        let script = matches!(it, '\u{900}'..='\u{97f}' | '\u{e00}'..='\u{e7f}');
        matches!(it, '-' | '_' | '\'') || it.is_alphanumeric() || script
    };
    let lower = name.chars().flat_map(char::to_lowercase).eq(name.chars());
    if !(name.chars().all(fits) && lower) {
        let message = "Command name is invalid";
        form.refuse(path, "APPLICATION_COMMAND_INVALID_NAME", message);
    }
}

fn check_options(form: &mut FormCheck, path: &str, holder: &Value, depth: u8) {
    let mut names = BTreeSet::new();
    let mut optional = false;
    let options = form.list(holder, path, "options", OPTIONS);
    let parts = options
        .iter()
        .filter(|it| matches!(kind(it), SUBCOMMAND | GROUP))
        .count();
    if parts != 0 && parts != options.len() {
        let message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        form.refuse(
            &join(path, "options"),
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            message,
        );
    }
    for (index, option) in options.iter().enumerate() {
        let at = format!("{}.{index}", join(path, "options"));
        check_words(form, &at, option);
        let name = option.get("name").and_then(Value::as_str);
        if name.is_some_and(|name| !names.insert(name)) {
            let code = "APPLICATION_COMMAND_OPTIONS_NAME_INVALID";
            form.refuse(&join(&at, "name"), code, "Option name already exists");
        }
        let required = option.get("required") == Some(&Value::Bool(true));
        if required && optional {
            let message = "Required options must be placed before non-required options";
            let code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID";
            form.refuse(&join(&at, "required"), code, message);
        }
        optional |= !required;
        check_option(form, &at, option, depth);
    }
}

fn check_option(form: &mut FormCheck, path: &str, option: &Value, depth: u8) {
    match (kind(option), depth) {
        (GROUP, 0) => check_options(form, path, option, 1),
        (SUBCOMMAND, 0 | 1) => check_options(form, path, option, 2),
        (3..=11, _) => {}
        _ => form.refuse(
            &join(path, "type"),
            "BASE_TYPE_CHOICES",
            "Not an option type here.",
        ),
    }
    let choices = form.list(option, path, "choices", 25);
    check_choices(form, &join(path, "choices"), choices);
    let asks = option.get("autocomplete") == Some(&Value::Bool(true));
    if asks && !choices.is_empty() {
        let message = "Choices and autocomplete exclude each other";
        let code = "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE";
        form.refuse(&join(path, "autocomplete"), code, message);
    }
    if asks && !matches!(kind(option), 3 | 4 | 10) {
        let message = "Only texts and numbers can be completed";
        let code = "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_TYPE";
        form.refuse(&join(path, "autocomplete"), code, message);
    }
    let limit = |key: &str| option.get(key).and_then(Value::as_f64);
    if limit("min_value") > limit("max_value") && limit("max_value").is_some() {
        let message = "The least value must not exceed the greatest";
        let code = "APPLICATION_COMMAND_OPTIONS_MIN_MAX";
        form.refuse(&join(path, "min_value"), code, message);
    }
    if kind(option) == 3 {
        form.number(option, path, "min_length", (0, 6000));
        form.number(option, path, "max_length", (1, 6000));
    }
}

fn kind(option: &Value) -> u64 {
    option.get("type").and_then(Value::as_u64).unwrap_or(0)
}

/// Checks the choices of an option, or of an autocompletion.
pub(super) fn check_choices(form: &mut FormCheck, path: &str, choices: &[Value]) {
    for (index, choice) in choices.iter().enumerate() {
        let at = format!("{path}.{index}");
        form.required(choice, &at, "name", 100);
        let local = choice.get("name_localizations").unwrap_or(&Value::Null);
        for locale in local.as_object().into_iter().flat_map(|it| it.keys()) {
            form.required(local, &join(&at, "name_localizations"), locale, 100);
        }
        match choice.get("value") {
            Some(Value::Number(_)) => {}
            _ => drop(form.required(choice, &at, "value", 100)),
        }
    }
}

/// The characters that count towards a command's limit; of each text the longest
/// translation counts.
fn characters(holder: &Value) -> usize {
    let count = |value: Option<&Value>| {
        value
            .and_then(Value::as_str)
            .map_or(0, |it| it.chars().count())
    };
    let longest = |key: &str, local: &str| {
        let local = holder.get(local).and_then(Value::as_object);
        let local = local.into_iter().flat_map(|it| it.values());
        let own = count(holder.get(key));
        local.map(|it| count(Some(it))).max().unwrap_or(0).max(own)
    };
    let list = |key: &str| {
        holder
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    longest("name", "name_localizations")
        + longest("description", "description_localizations")
        + count(holder.get("value"))
        + list("options")
            .chain(list("choices"))
            .map(characters)
            .sum::<usize>()
}
