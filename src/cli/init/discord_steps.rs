//! The questions about Discord, with its own lists of servers, channels and roles.

use secrecy::SecretString;

use crate::{
    app::{discord_settings, posting_plan},
    cli::init::{
        InitOptions,
        prompts::{InitError, Prompter, say},
        token_of,
    },
    config::Config,
    discord::{
        BotIdentity, DiscordClient, DiscordSettings, DiscordSurvey, GuildSurvey, NamedItem,
        TimeLimits,
    },
    watch::ChatPlatform as _,
};
use vigia_cards::{Card, Locale, Tone, Words};
use vigia_core::rules::ChannelName;

/// Asks for the token until Discord accepts it. Offline, nobody is asked.
pub(super) async fn find_bot(
    options: &InitOptions,
    prompter: &Prompter,
) -> Result<(Option<DiscordSurvey>, Option<BotIdentity>, SecretString), InitError> {
    loop {
        let given = token_of(options.discord_token.as_deref(), Some("DISCORD_TOKEN"))?;
        let token = prompter.secret("Token of the Discord bot", "--discord-token", given)?;
        if options.offline {
            return Ok((None, None, token));
        }
        let survey = DiscordSurvey::new(DiscordSettings {
            token: token.clone().into(),
            guilds: Vec::new(),
            api_url: options.api_url.clone(),
            channels: std::collections::BTreeMap::new(),
            roles: std::collections::BTreeMap::new(),
            time_limits: TimeLimits::default(),
        });
        match survey.bot().await {
            Ok(bot) => {
                say(format!("ok       Discord knows the bot `{}`", bot.name));
                return Ok((Some(survey), Some(bot), token));
            }
            Err(error) if prompter.is_silent() => return Err(InitError::Wrong(error.to_string())),
            Err(error) => {
                say(format!(
                    "problem  {}",
                    error.to_string().replace("\nhint: ", "\n         ")
                ));
                if !prompter.confirm("Type it again?")? {
                    return Err(InitError::Stopped);
                }
            }
        }
    }
}

/// Asks for the server, and waits until the bot was invited to one.
pub(super) async fn ask_guild(
    options: &InitOptions,
    prompter: &Prompter,
    survey: Option<&DiscordSurvey>,
    bot: Option<&BotIdentity>,
) -> Result<Option<GuildSurvey>, InitError> {
    let (Some(survey), Some(bot)) = (survey, bot) else {
        return Ok(None);
    };
    let failed = |error: crate::discord::SurveyError| InitError::Wrong(error.to_string());
    loop {
        let guilds = survey.guilds().await.map_err(failed)?;
        let chosen = match &options.guild {
            Some(wanted) => find_item(&guilds, wanted),
            None if guilds.len() > 1 => {
                let names: Vec<String> = guilds.iter().map(|it| it.name.clone()).collect();
                let index = prompter.choose("Discord server", &names, 0)?;
                guilds.get(index)
            }
            None => guilds.first(),
        };
        if let Some(chosen) = chosen {
            let found = survey.guild(bot, chosen.id).await.map_err(failed)?;
            say(format!("ok       server `{}`", found.guild.name));
            return Ok(Some(found));
        }
        let invite = bot.invite_url();
        let what = match &options.guild {
            Some(wanted) => format!("the bot is not in the server `{wanted}`"),
            None => "the bot is in no server yet".to_owned(),
        };
        if prompter.is_silent() {
            return Err(InitError::Wrong(format!(
                "{what}\nhint: invite it: {invite}"
            )));
        }
        say(format!(
            "{what}. Open this address as somebody who manages the server, and add the bot:\n\n  {invite}\n"
        ));
        if !prompter.confirm("Is the bot in the server now?")? {
            return Err(InitError::Stopped);
        }
    }
}

/// Asks for the channel behind a name. `before` is what it has, or what the first name has.
pub(super) fn ask_channel(
    options: &InitOptions,
    prompter: &Prompter,
    guild: Option<&GuildSurvey>,
    (name, about): (&str, &str),
    before: Option<u64>,
) -> Result<u64, InitError> {
    let mut given = options.channel.iter().filter_map(|it| it.split_once('='));
    let given = given
        .find(|(it, _)| *it == name)
        .map(|(_, channel)| channel);
    let Some(guild) = guild else {
        return match (given, before) {
            (Some(given), _) => read_id(given, "--channel"),
            (None, Some(before)) => Ok(before),
            (None, None) => Err(InitError::Missing("--channel floor=CHANNEL")),
        };
    };
    let server = &guild.guild.name;
    if let Some(given) = given {
        let found = find_item(&guild.channels, given);
        return found.map(|it| it.id).ok_or_else(|| {
            let names: Vec<&str> = guild.channels.iter().map(|it| it.name.as_str()).collect();
            InitError::Wrong(format!(
                "the server `{server}` has no text channel `{given}` that the bot sees\nhint: it has {}",
                names.join(", ")
            ))
        });
    }
    if prompter.is_silent() {
        return before.ok_or(InitError::Missing("--channel floor=CHANNEL"));
    }
    if guild.channels.is_empty() {
        return Err(InitError::Wrong(format!(
            "the server `{server}` has no text channel"
        )));
    }
    let names: Vec<String> = guild
        .channels
        .iter()
        .map(|it| format!("#{}", it.name))
        .collect();
    let place = |is_it: &dyn Fn(&NamedItem) -> bool| guild.channels.iter().position(is_it);
    let default = place(&|it| it.name == name).or_else(|| place(&|it| Some(it.id) == before));
    let index = prompter.choose(
        &format!("Channel `{name}`: {about}"),
        &names,
        default.unwrap_or(0),
    )?;
    guild
        .channels
        .get(index)
        .map(|it| it.id)
        .ok_or(InitError::Stopped)
}

/// Asks for the role that critical alerts mention; `None` mentions nobody.
pub(super) fn ask_role(
    options: &InitOptions,
    prompter: &Prompter,
    guild: Option<&GuildSurvey>,
) -> Result<Option<u64>, InitError> {
    let Some(guild) = guild else {
        let given = options.role.as_deref().map(|it| read_id(it, "--role"));
        return given.transpose();
    };
    if let Some(given) = &options.role {
        let missing = || InitError::Wrong(format!("the server has no role `{given}`"));
        return find_item(&guild.roles, given)
            .map(|it| Some(it.id))
            .ok_or_else(missing);
    }
    if prompter.is_silent() || guild.roles.is_empty() {
        return Ok(None);
    }
    let nobody = std::iter::once("nobody".to_owned());
    let names: Vec<String> = nobody
        .chain(guild.roles.iter().map(|it| format!("@{}", it.name)))
        .collect();
    let index = prompter.choose("Whom do critical alerts mention?", &names, 0)?;
    let role = index
        .checked_sub(1)
        .and_then(|index| guild.roles.get(index));
    Ok(role.map(|role| role.id))
}

/// Finds an item by its number or its name, with or without the sign that Discord shows before it.
fn find_item<'a>(items: &'a [NamedItem], wanted: &str) -> Option<&'a NamedItem> {
    let wanted = wanted.trim().trim_start_matches(['#', '@']);
    let mut all = items.iter();
    all.find(|it| it.id.to_string() == wanted || it.name.eq_ignore_ascii_case(wanted))
}

pub(super) fn read_id(text: &str, flag: &str) -> Result<u64, InitError> {
    let id = text.trim().parse().ok().filter(|id| *id > 0);
    id.ok_or_else(|| {
        InitError::Wrong(format!(
            "{flag}: `{text}` is no number of Discord, which `--offline` needs"
        ))
    })
}

/// Says what the bot lacks in its channels, and posts a card where alerts will come.
pub(super) async fn post_test_card(prompter: &Prompter, config: &Config) -> Result<(), InitError> {
    let settings = discord_settings(config);
    let survey = DiscordSurvey::new(settings.clone());
    let failed = |error: crate::discord::SurveyError| InitError::Wrong(error.to_string());
    let bot = survey.bot().await.map_err(failed)?;
    let mut guilds = Vec::new();
    for guild in &config.discord.guilds {
        guilds.push(survey.guild(&bot, *guild).await.map_err(failed)?);
    }
    for problem in survey.find_problems(&bot, &guilds, &posting_plan(config)) {
        say(format!("problem  {problem}"));
    }
    let floor = ChannelName::new("floor");
    let channel = if config.channels.contains_key(&floor) {
        Some(&floor)
    } else {
        config.channels.keys().next()
    };
    let (Some(channel), Some(operation)) = (channel, config.operations.first()) else {
        return Ok(());
    };
    if !prompter.confirm(&format!("Post a test card in `{channel}`?"))? {
        return Ok(());
    }
    let words = Words::new(
        Locale::from_tag(operation.language.tag()),
        operation.timezone,
    );
    let name = operation.name.as_str();
    let card = Card {
        tone: Tone::Resolved,
        title: words.say("setup-card-title", &[]),
        lines: vec![words.line("setup-card-line", &[("operation", name.into())])],
        ..Card::default()
    };
    let client = DiscordClient::new(settings);
    match client.post(channel, &card, "vigia-init").await {
        Ok(_) => say(format!("ok       a test card is in `{channel}`")),
        Err(error) => say(format!("problem  the test card is refused: {error}")),
    }
    Ok(())
}
