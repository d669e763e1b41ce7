//! Discord: the token, each server, each channel with its permissions, and each role.

use chrono::{DateTime, Utc};

use crate::{
    app::{discord_settings, posting_plan},
    config::Config,
    discord::{BotIdentity, DiscordSurvey, GuildSurvey},
    doctor::{CheckLine, CheckStatus},
    telemetry::BotPermission,
};

const AREA: &str = "discord";

/// Returns the time by Discord's clock.
pub(super) async fn examine(
    config: &Config,
    tell: &mut impl FnMut(CheckLine),
) -> Option<DateTime<Utc>> {
    let survey = DiscordSurvey::new(discord_settings(config));
    let bot = match survey.bot().await {
        Ok(bot) => bot,
        Err(error) => {
            let why = error.to_string();
            let (found, help) = why.split_once("\nhint: ").unwrap_or((
                why.as_str(),
                "check the network, a proxy, and https://discordstatus.com",
            ));
            tell(CheckLine::problem(AREA, "token", found, help));
            return survey.server_time().await.ok().flatten();
        }
    };
    tell(CheckLine::ok(
        AREA,
        "token",
        format!("it is the bot `{}`", bot.name),
    ));
    tell(CheckLine::ok(
        AREA,
        "intents",
        "`GUILDS` alone; no privileged intent is needed",
    ));
    tell(match survey.sessions().await {
        Ok(Some((0, total))) => {
            let found = format!("none of the {total} sessions of today is left");
            let help = "another process uses the token, or the bot restarts again and again";
            CheckLine::problem(AREA, "gateway", found, help)
        }
        Ok(Some((left, total))) => CheckLine::ok(
            AREA,
            "gateway",
            format!("{left} of {total} sessions of today are left"),
        ),
        Ok(None) => CheckLine::ok(AREA, "gateway", "Discord says where it is"),
        Err(error) => CheckLine::problem(AREA, "gateway", error.to_string(), ""),
    });
    let mut guilds = Vec::new();
    for guild in &config.discord.guilds {
        match survey.guild(&bot, *guild).await {
            Ok(found) => {
                let name = &found.guild.name;
                tell(CheckLine::ok(
                    AREA,
                    "discord.guild",
                    format!("`{name}` ({guild})"),
                ));
                tell(examine_commands(&survey, &bot, *guild).await);
                guilds.push(found);
            }
            Err(error) => {
                let help = format!("invite it: {}", bot.invite_url());
                tell(CheckLine::problem(
                    AREA,
                    "discord.guild",
                    error.to_string(),
                    &help,
                ));
            }
        }
    }
    examine_places(config, &survey, &bot, &guilds, tell);
    survey.server_time().await.ok().flatten()
}

async fn examine_commands(survey: &DiscordSurvey, bot: &BotIdentity, guild: u64) -> CheckLine {
    match survey.command_count(bot, guild).await {
        Ok(0) => CheckLine::ok(AREA, "commands", "none yet; `vigia run` registers them"),
        Ok(count) => CheckLine::ok(AREA, "commands", format!("{count} are registered")),
        Err(error) => {
            let help = format!("invite the bot with both scopes: {}", bot.invite_url());
            CheckLine::problem(AREA, "commands", error.to_string(), &help)
        }
    }
}

/// Says of each channel and each role of the configuration whether it can be used.
fn examine_places(
    config: &Config,
    survey: &DiscordSurvey,
    bot: &BotIdentity,
    guilds: &[GuildSurvey],
    tell: &mut impl FnMut(CheckLine),
) {
    let plan = posting_plan(config);
    let problems = survey.find_problems(bot, guilds, &plan);
    let permissions: Vec<String> = BotPermission::ALL.iter().map(|it| it.name()).collect();
    let channels = config.channels.keys().map(|name| {
        let used = if plan.channels.contains(name) {
            format!("the bot has {}", permissions.join(", "))
        } else {
            "it is there; no rule posts to it".to_owned()
        };
        (format!("channels.{name}"), used)
    });
    let roles = config.roles.keys().map(|name| {
        let used = "it is there, and a mention of it notifies".to_owned();
        (format!("roles.{name}"), used)
    });
    for (setting, used) in channels.chain(roles) {
        let problem = problems.iter().find(|problem| problem.setting == setting);
        let line = match problem {
            Some(problem) => {
                let text = problem.to_string();
                let text = text.strip_prefix(&format!("{setting}: ")).unwrap_or(&text);
                // Its last sentence says what to do.
                let (found, help) = text
                    .trim_end_matches('.')
                    .rsplit_once(". ")
                    .unwrap_or((text, ""));
                CheckLine::problem(AREA, &setting, found, help)
            }
            None if guilds.len() < config.discord.guilds.len() => {
                let found = "not known, since a server cannot be read";
                CheckLine::new(AREA, &setting, CheckStatus::Warning, found)
            }
            None => CheckLine::ok(AREA, &setting, used),
        };
        tell(line);
    }
}
