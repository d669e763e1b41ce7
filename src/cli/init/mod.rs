//! `vigia init`: sets a new installation up, or changes what is asked for in one that is there.

mod discord_steps;
mod prompts;
mod wolkvox_steps;

use std::{
    fs,
    io::{Write as _, stderr},
    path::{Path, PathBuf},
    process::ExitCode,
};

use secrecy::SecretString;

use crate::{
    cli::{ConfigPath, EXIT_FAULT, EXIT_START, build_runtime, check::refuse, env_var},
    config::{self, ColourChoice, Config, OperationLanguage, ReportStyle},
    setup::{
        CHANNELS, DISCORD_TOKEN, Hours, NewSettings, STARTER_RULES, SettingsEdit, WOLKVOX_TOKEN,
        guess_language, guess_zone, rules_file, settings_file, write_new, write_secret,
    },
};
use discord_steps::{ask_channel, ask_guild, ask_role, find_bot, post_test_card, read_id};
use prompts::{InitError, Prompter, read_token, say};
use vigia_core::{Language, rules::parse::rules_schema};
use wolkvox_steps::{Wolkvox, ask_address, ask_wolkvox};

#[derive(Debug, clap::Args)]
pub(super) struct InitOptions {
    /// Ask nothing: options answer, and what they leave out has its default
    #[arg(long)]
    yes: bool,

    /// Neither ask wolkvox and Discord whether the answers are right, nor post
    #[arg(long, requires = "yes")]
    offline: bool,

    /// Name of the operation [default: principal]
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,

    /// Digits in the address of wolkvox Manager: `0012` of `wv0012.wolkvox.com`
    #[arg(long, value_name = "DIGITS", conflicts_with = "base_url")]
    server: Option<String>,

    /// Another address of the reports API, such as that of a proxy
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,

    /// File with the token of wolkvox [default: the variable `WOLKVOX_TOKEN`]
    #[arg(long, value_name = "FILE")]
    wolkvox_token: Option<PathBuf>,

    /// File with the token of the bot [default: the variable `DISCORD_TOKEN`]
    #[arg(long, value_name = "FILE")]
    discord_token: Option<PathBuf>,

    /// Another address of Discord's API
    #[arg(long, value_name = "URL")]
    api_url: Option<String>,

    /// Time zone of the centre, such as `America/Bogota`
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,

    /// Language of the posts, such as `es-CO`
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// Licences of the operation [default: as wolkvox says]
    #[arg(long, value_name = "COUNT")]
    licences: Option<u32>,

    /// Discord server, by its number or name
    #[arg(long, value_name = "SERVER")]
    guild: Option<String>,

    /// Channel behind a name, by its number or name; the names are `floor`, `managers` and `ops`
    #[arg(long, value_name = "NAME=CHANNEL")]
    channel: Vec<String>,

    /// Role that critical alerts mention, by its number or name
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,

    /// Files of rules to begin with [default: all]
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    rules: Option<Vec<String>>,

    /// Opening hours, such as `mon-sat 07:00-21:00`: rules look only then [default: always]
    #[arg(long, value_name = "HOURS")]
    hours: Option<String>,

    /// Post no test card at the end
    #[arg(long)]
    no_test_card: bool,

    #[command(flatten)]
    pub(super) config: ConfigPath,
}

pub(super) fn run_init(options: &InitOptions, colour: ColourChoice) -> ExitCode {
    let Ok(runtime) = build_runtime() else {
        return ExitCode::from(EXIT_START);
    };
    // If standard error is closed, the exit code must do.
    match runtime.block_on(set_up(options, colour)) {
        Ok(code) => code,
        Err(error @ (InitError::Missing(_) | InitError::NoTerminal | InitError::Wrong(_))) => {
            let _ = writeln!(stderr(), "error: {error}");
            ExitCode::from(EXIT_START)
        }
        Err(error) => {
            let _ = writeln!(stderr(), "error: {error}");
            ExitCode::from(EXIT_FAULT)
        }
    }
}

async fn set_up(options: &InitOptions, colour: ColourChoice) -> Result<ExitCode, InitError> {
    let prompter = Prompter::new(options.yes)?;
    let path = &options.config.config;
    if path.exists() {
        change(options, &prompter, path).await?;
    } else {
        create(options, &prompter, path).await?;
    }
    let config = match config::load(path, env_var) {
        Ok(config) => config,
        Err(problems) => {
            let look = ReportStyle::of(colour, &stderr(), env_var);
            let _ = refuse(&problems, look, &mut stderr().lock());
            return Ok(ExitCode::from(EXIT_START));
        }
    };
    if !options.offline && !options.no_test_card {
        post_test_card(&prompter, &config).await?;
    }
    let shown = config_option(path);
    say(format!(
        "\nNext:\n  vigia doctor{shown}    checks everything once more\n  vigia run{shown}       starts the bot"
    ));
    Ok(ExitCode::SUCCESS)
}

fn config_option(path: &Path) -> String {
    if path == Path::new("vigia.yaml") {
        return String::new();
    }
    format!(" --config {}", path.display())
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().unwrap_or_else(|| Path::new("")).to_owned()
}

/// Asks for everything, and writes the files at the end.
async fn create(options: &InitOptions, prompter: &Prompter, path: &Path) -> Result<(), InitError> {
    say("vigia watches a wolkvox contact centre and posts alerts in Discord.\n\n1. wolkvox");
    let zone = prompter.text(
        "Time zone of the centre",
        "--timezone",
        (
            options.timezone.as_deref(),
            Some(guess_zone(env_var).to_string()),
        ),
        read_zone,
    )?;
    let Wolkvox {
        address,
        token: wolkvox_token,
        licences,
    } = ask_wolkvox(options, prompter, zone).await?;
    let guess = guess_language(env_var, zone);
    let language = ask_language(options, prompter, guess)?;

    say("\n2. Discord");
    let (survey, bot, discord_token) = find_bot(options, prompter).await?;
    let guild = ask_guild(options, prompter, survey.as_ref(), bot.as_ref()).await?;
    let mut channels: Vec<(String, u64)> = Vec::new();
    for (name, about) in CHANNELS {
        let before = channels.first().map(|(_, id)| *id);
        let id = ask_channel(options, prompter, guild.as_ref(), (name, about), before)?;
        channels.push((name.to_owned(), id));
    }
    let role = ask_role(options, prompter, guild.as_ref())?;

    say("\n3. Rules");
    let rules = ask_rules(options, prompter)?;
    let hours = ask_hours(options, prompter)?;

    let folder = folder_of(path);
    write_token(&folder.join(WOLKVOX_TOKEN), &wolkvox_token)?;
    write_token(&folder.join(DISCORD_TOKEN), &discord_token)?;
    for index in rules {
        let Some((name, _, text)) = STARTER_RULES.get(index) else {
            continue;
        };
        let text = rules_file(name, text, hours.is_some());
        write_file(&folder.join(format!("rules/{name}.yaml")), &text)?;
    }
    if let Some(Hours { days, span }) = hours {
        let text = format!(
            "# yaml-language-server: $schema=rules.schema.json\n# The opening hours of the centre; rules name them by `during`.\n\n\
             calendars:\n  opening-hours:\n    hours: {{ \"{days}\": \"{span}\" }}\n"
        );
        write_file(&folder.join("rules/hours.yaml"), &text)?;
    }
    let schema = format!("{:#}\n", rules_schema());
    write_file(&folder.join("rules/rules.schema.json"), &schema)?;
    let guild_id = match &guild {
        Some(guild) => guild.guild.id,
        None => read_id(options.guild.as_deref().unwrap_or_default(), "--guild")?,
    };
    let settings = NewSettings {
        operation: options
            .operation
            .clone()
            .unwrap_or_else(|| "principal".to_owned()),
        address,
        zone,
        language,
        licences,
        guild: guild_id,
        api_url: options.api_url.clone(),
        channels,
        role,
    };
    // Last, since a run of `vigia init` that finds it changes an installation that is complete.
    write_file(path, &settings_file(&settings))
}

/// The parts of an installation that can be changed one by one.
const PARTS: [&str; 9] = [
    "the token of wolkvox",
    "the token of the Discord bot",
    "the address of wolkvox",
    "the time zone",
    "the language",
    "the number of licences",
    "the Discord server",
    "the channels",
    "the role that critical alerts mention",
];

/// Changes what the options name, or what the person chooses, and nothing else.
async fn change(options: &InitOptions, prompter: &Prompter, path: &Path) -> Result<(), InitError> {
    let given = [
        options.wolkvox_token.is_some(),
        options.discord_token.is_some(),
        options.server.is_some() || options.base_url.is_some(),
        options.timezone.is_some(),
        options.language.is_some(),
        options.licences.is_some(),
        options.guild.is_some(),
        !options.channel.is_empty(),
        options.role.is_some(),
    ];
    let chosen = if given.contains(&true) || prompter.is_silent() {
        given
    } else {
        let items = PARTS.map(|part| (part.to_owned(), false));
        let question = format!("`{}` is there. What is to change?", path.display());
        let marked = prompter.choose_many(&question, &items)?;
        std::array::from_fn(|index| marked.contains(&index))
    };
    if !chosen.contains(&true) {
        say("Nothing is changed.");
        return Ok(());
    }
    let unwritten = |fault| InitError::Unwritten {
        what: path.display().to_string(),
        fault,
    };
    let text = fs::read_to_string(path).map_err(unwritten)?;
    let mut edit = SettingsEdit::new(text.as_str());
    change_values(options, prompter, &folder_of(path), chosen, &mut edit)?;
    replace_file(path, edit.clone().into_text(), &text).map_err(unwritten)?;
    if chosen[6..].contains(&true) {
        let loaded = config::load(path, env_var).map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(config::ConfigProblem::line).collect();
            InitError::Wrong(lines.join("\n"))
        })?;
        change_places(options, prompter, &loaded, chosen, &mut edit).await?;
        let before = fs::read_to_string(path).map_err(unwritten)?;
        replace_file(path, edit.into_text(), &before).map_err(unwritten)?;
    }
    say(format!("changed  {}", path.display()));
    Ok(())
}

/// Changes what needs no word of Discord.
fn change_values(
    options: &InitOptions,
    prompter: &Prompter,
    folder: &Path,
    chosen: [bool; PARTS.len()],
    edit: &mut SettingsEdit,
) -> Result<(), InitError> {
    let operation = options.operation.as_deref();
    let wrong = |error: crate::setup::EditError| InitError::Wrong(error.to_string());
    let [
        wolkvox_token,
        discord_token,
        address,
        zone,
        language,
        licences,
        ..,
    ] = chosen;
    if wolkvox_token {
        let given = token_of(options.wolkvox_token.as_deref(), None)?;
        let token = prompter.secret("New token of wolkvox", "--wolkvox-token", given)?;
        let file = edit.operation_token_file(operation).map_err(wrong)?;
        if file.is_none() {
            let value = format!("{{ file: {WOLKVOX_TOKEN} }}");
            edit.set_of_operation(operation, "token", &value)
                .map_err(wrong)?;
        }
        let file = file.unwrap_or_else(|| WOLKVOX_TOKEN.to_owned());
        write_token(&folder.join(file), &token)?;
    }
    if discord_token {
        let given = token_of(options.discord_token.as_deref(), None)?;
        let token = prompter.secret("New token of the bot", "--discord-token", given)?;
        let file = edit.discord_token_file().map_err(wrong)?;
        if file.is_none() {
            let value = format!("{{ file: {DISCORD_TOKEN} }}");
            edit.set_in_section("discord", "token", &value)
                .map_err(wrong)?;
        }
        let file = file.unwrap_or_else(|| DISCORD_TOKEN.to_owned());
        write_token(&folder.join(file), &token)?;
    }
    if address {
        let (key, value) = match ask_address(options, prompter)? {
            config::ApiAddress::Server(server) => ("server", format!("\"{server}\"")),
            config::ApiAddress::BaseUrl(url) => ("base_url", url),
        };
        edit.set_address(operation, key, &value).map_err(wrong)?;
    }
    if zone {
        let guess = Some(guess_zone(env_var).to_string());
        let given = (options.timezone.as_deref(), guess);
        let zone = prompter.text("Time zone of the centre", "--timezone", given, read_zone)?;
        edit.set_of_operation(operation, "timezone", zone.name())
            .map_err(wrong)?;
    }
    if language {
        let language = ask_language(options, prompter, OperationLanguage::default())?;
        edit.set_of_operation(operation, "language", language.tag())
            .map_err(wrong)?;
    }
    if licences {
        let count = ask_licences(options, prompter, None)?.to_string();
        edit.set_of_operation(operation, "licences", &count)
            .map_err(wrong)?;
    }
    Ok(())
}

/// Changes what Discord has to be asked about.
async fn change_places(
    options: &InitOptions,
    prompter: &Prompter,
    loaded: &Config,
    chosen: [bool; PARTS.len()],
    edit: &mut SettingsEdit,
) -> Result<(), InitError> {
    let wrong = |error: crate::setup::EditError| InitError::Wrong(error.to_string());
    let [.., guild, channels, role] = chosen;
    let known = if options.offline {
        None
    } else {
        let survey = crate::discord::DiscordSurvey::new(crate::app::discord_settings(loaded));
        let failed = |error: crate::discord::SurveyError| InitError::Wrong(error.to_string());
        let bot = survey.bot().await.map_err(failed)?;
        if guild {
            ask_guild(options, prompter, Some(&survey), Some(&bot)).await?
        } else {
            let first = loaded.discord.guilds.first().copied().unwrap_or_default();
            Some(survey.guild(&bot, first).await.map_err(failed)?)
        }
    };
    if guild {
        let id = match &known {
            Some(known) => known.guild.id,
            None => read_id(options.guild.as_deref().unwrap_or_default(), "--guild")?,
        };
        edit.set_in_section("discord", "guild", &format!("\"{id}\""))
            .map_err(wrong)?;
    }
    if channels {
        let named = |name: &str| {
            let mut given = options.channel.iter();
            given.any(|it| it.split('=').next() == Some(name))
        };
        let names = loaded
            .channels
            .keys()
            .map(|it| (it.as_str().to_owned(), "posts of rules".to_owned()));
        let usual = CHANNELS.map(|(name, about)| (name.to_owned(), about.to_owned()));
        let all: std::collections::BTreeMap<String, String> = names.chain(usual).collect();
        for (name, about) in all {
            if options.channel.is_empty() || named(&name) {
                let before = loaded.channels.iter().find(|(it, _)| it.as_str() == name);
                let before = before.map(|(_, id)| *id);
                let id = ask_channel(options, prompter, known.as_ref(), (&name, &about), before)?;
                edit.set_in_section("channels", &name, &format!("\"{id}\""))
                    .map_err(wrong)?;
            }
        }
    }
    if role && let Some(id) = ask_role(options, prompter, known.as_ref())? {
        edit.set_in_section("roles", "supervisors", &format!("\"{id}\""))
            .map_err(wrong)?;
    }
    Ok(())
}

fn replace_file(path: &Path, text: String, before: &str) -> std::io::Result<()> {
    if text == before {
        return Ok(());
    }
    fs::write(path, text)
}

fn write_token(path: &Path, token: &SecretString) -> Result<(), InitError> {
    write_secret(path, token).map_err(|fault| InitError::Unwritten {
        what: path.display().to_string(),
        fault,
    })?;
    say(format!(
        "wrote    {} (only you can read it)",
        path.display()
    ));
    Ok(())
}

fn write_file(path: &Path, text: &str) -> Result<(), InitError> {
    let is_new = write_new(path, text).map_err(|fault| InitError::Unwritten {
        what: path.display().to_string(),
        fault,
    })?;
    let word = if is_new { "wrote    " } else { "kept     " };
    say(format!("{word}{}", path.display()));
    Ok(())
}

/// Returns the token of a file or of a variable.
fn token_of(
    file: Option<&Path>,
    variable: Option<&str>,
) -> Result<Option<SecretString>, InitError> {
    if let Some(path) = file {
        let shown = path.display();
        let text = fs::read_to_string(path)
            .map_err(|error| InitError::Wrong(format!("`{shown}` cannot be read: {error}")))?;
        let token =
            read_token(&text).map_err(|why| InitError::Wrong(format!("`{shown}`: {why}")))?;
        return Ok(Some(token));
    }
    Ok(variable
        .and_then(env_var)
        .and_then(|text| read_token(&text).ok()))
}

fn read_zone(text: &str) -> Result<chrono_tz::Tz, String> {
    let text = text.trim();
    text.parse().map_err(|_| {
        let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let close = names.max_by(|one, other| {
            let similar = |name: &str| strsim::jaro_winkler(name, text);
            similar(one).total_cmp(&similar(other))
        });
        format!(
            "`{text}` is no time zone; did you mean `{}`?",
            close.unwrap_or("America/Bogota")
        )
    })
}

fn ask_language(
    options: &InitOptions,
    prompter: &Prompter,
    guess: OperationLanguage,
) -> Result<OperationLanguage, InitError> {
    if let Some(tag) = &options.language {
        return OperationLanguage::from_tag(tag).ok_or_else(|| {
            let tags: Vec<&str> = Language::config_tags().collect();
            InitError::Wrong(format!(
                "--language: `{tag}` is none of {}",
                tags.join(", ")
            ))
        });
    }
    let tags: Vec<String> = Language::config_tags().map(str::to_owned).collect();
    let default = tags
        .iter()
        .position(|tag| tag == guess.tag())
        .unwrap_or_default();
    let index = prompter.choose("Language of the posts", &tags, default)?;
    let tag = tags.get(index).map_or("es", String::as_str);
    Ok(OperationLanguage::from_tag(tag).unwrap_or_default())
}

fn ask_licences(
    options: &InitOptions,
    prompter: &Prompter,
    known: Option<u32>,
) -> Result<u32, InitError> {
    let given = options.licences.map(|count| count.to_string());
    let default = known.map(|count| count.to_string());
    prompter.text(
        "Licences of the operation (1000 requests a day each)",
        "--licences",
        (given.as_deref(), default),
        |text| match text.trim().parse() {
            Ok(count) if count > 0 => Ok(count),
            Ok(_) | Err(_) => Err("a number of 1 or more is needed".to_owned()),
        },
    )
}

/// Returns the places of the chosen files in [`STARTER_RULES`].
fn ask_rules(options: &InitOptions, prompter: &Prompter) -> Result<Vec<usize>, InitError> {
    let names = STARTER_RULES.map(|(name, ..)| name);
    if let Some(given) = &options.rules {
        let places = given.iter().map(|name| {
            let place = names.iter().position(|it| it == name);
            place.ok_or_else(|| {
                InitError::Wrong(format!("--rules: `{name}` is none of {}", names.join(", ")))
            })
        });
        return places.collect();
    }
    if prompter.is_silent() {
        return Ok((0..names.len()).collect());
    }
    let items = STARTER_RULES.map(|(name, about, _)| (format!("{name}: {about}"), true));
    prompter.choose_many("What is to be watched?", &items)
}

fn ask_hours(options: &InitOptions, prompter: &Prompter) -> Result<Option<Hours>, InitError> {
    if options.hours.is_none() && prompter.is_silent() {
        return Ok(None);
    }
    let read = |text: &str| match text.trim() {
        "" | "always" => Ok(None),
        text => Hours::parse(text).map(Some),
    };
    let default = Some("mon-sat 07:00-21:00".to_owned());
    prompter.text(
        "Opening hours, or `always`",
        "--hours",
        (options.hours.as_deref(), default),
        read,
    )
}
