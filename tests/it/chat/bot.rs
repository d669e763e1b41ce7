//! An ordinary serenity and poise bot lives with the stand-in as it would with Discord.

use std::{sync::Arc, time::Duration};

use poise::serenity_prelude as serenity;
use tokio::task::JoinHandle;
use vigia_sandbox::chat::{ChatState, DiscordStandIn, InteractionAnswer};

use super::{CHANNEL, SOON, TOKEN, Wire, ana};
use crate::support::judge;

type Error = Box<dyn std::error::Error + Send + Sync>;
type Context<'a> = poise::ApplicationContext<'a, (), Error>;

/// Answers with what it was given, after a deferral.
#[poise::command(slash_command, guild_only, rename = "echo")]
async fn echo(
    ctx: Context<'_>,
    #[description = "What to say"]
    #[autocomplete = "words"]
    what: String,
    #[description = "How often"]
    #[max = 9]
    times: Option<u8>,
) -> Result<(), Error> {
    ctx.defer_ephemeral().await?;
    let text = what.repeat(times.unwrap_or(1).into());
    let embed = serenity::CreateEmbed::new()
        .title(text)
        .field("times", format!("{}", times.unwrap_or(1)), true)
        .timestamp(serenity::Timestamp::from_unix_timestamp(1_700_000_000)?);
    let edit = serenity::EditInteractionResponse::new()
        .embed(embed)
        .allowed_mentions(serenity::CreateAllowedMentions::new());
    ctx.interaction.edit_response(ctx.http(), edit).await?;
    Ok(())
}

#[expect(clippy::unused_async, reason = "poise asks for a future")]
async fn words(_: Context<'_>, partial: &str) -> serenity::CreateAutocompleteResponse {
    let word = format!("{partial}!");
    serenity::CreateAutocompleteResponse::new().add_string_choice(word.clone(), word)
}

/// Notes each click and strikes the message's button.
async fn on_event(ctx: &serenity::Context, event: &serenity::FullEvent) -> Result<(), Error> {
    let serenity::FullEvent::InteractionCreate { interaction } = event else {
        return Ok(());
    };
    let Some(click) = interaction.as_message_component() else {
        return Ok(());
    };
    click
        .create_response(&ctx.http, serenity::CreateInteractionResponse::Acknowledge)
        .await?;
    let edit = serenity::EditMessage::new()
        .content("acknowledged")
        .components(vec![]);
    click
        .channel_id
        .edit_message(&ctx.http, click.message.id, edit)
        .await?;
    Ok(())
}

struct Bot {
    http: Arc<serenity::Http>,
    task: JoinHandle<Result<(), serenity::Error>>,
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn start(chat: &DiscordStandIn) -> Bot {
    let http = serenity::HttpBuilder::new(TOKEN)
        .client(reqwest::Client::builder().no_proxy().build().unwrap())
        .proxy(chat.url())
        .ratelimiter_disabled(true)
        .build();
    let framework = poise::Framework::builder()
        .options(poise::FrameworkOptions {
            commands: vec![echo()],
            event_handler: |ctx, event| Box::pin(on_event(ctx.serenity_context, event)),
            ..Default::default()
        })
        .setup(|ctx, ready, framework| {
            Box::pin(async move {
                let commands = &framework.options().commands;
                let guild = ready.guilds[0].id;
                poise::builtins::register_in_guild(ctx, commands, guild).await?;
                Ok(())
            })
        })
        .build();
    let intents = serenity::GatewayIntents::GUILDS;
    let client = serenity::ClientBuilder::new_with_http(http, intents).framework(framework);
    let mut client = client.await.unwrap();
    let http = Arc::clone(&client.http);
    let task = tokio::spawn(async move { client.start().await });
    chat.wait_ready(SOON).await.unwrap();
    Bot { http, task }
}

#[tokio::test]
async fn a_command_is_deferred_and_then_answered() {
    let wire = Wire::start().await;
    let _bot = start(&wire.chat).await;
    let given = [("what", "ho"), ("times", "3")];
    let asked = wire.chat.run_command(&ana(), "echo", &given).unwrap();
    let first = asked.answer(SOON).await.unwrap();
    assert!(matches!(
        first,
        InteractionAnswer::Deferred { ephemeral: true } | InteractionAnswer::Message(_)
    ));
    let message = asked.message(SOON).await.unwrap();
    assert_eq!(message.embeds[0].title.as_deref(), Some("hohoho"));
    assert_eq!(message.ephemeral_to, Some(41));
    let typing = wire
        .chat
        .complete(&ana(), "echo", &[("what", "ho")], "what")
        .unwrap();
    assert_eq!(typing.choices(SOON).await.unwrap()[0].name, "ho!");
    judge::assert_faultless(&wire.chat);
}

#[tokio::test]
async fn an_alert_is_posted_with_its_chart_and_acknowledged() {
    let wire = Wire::start().await;
    let bot = start(&wire.chat).await;
    let channel = serenity::ChannelId::new(CHANNEL);
    let button = serenity::CreateButton::new("ack:v1:7").label("Acknowledge");
    let chart = serenity::CreateAttachment::bytes(&b"png"[..], "chart.png").description("a line");
    let message = serenity::CreateMessage::new()
        .embed(
            serenity::CreateEmbed::new()
                .title("high")
                .attachment("chart.png"),
        )
        .components(vec![serenity::CreateActionRow::Buttons(vec![button])])
        .add_file(chart)
        .nonce(serenity::Nonce::String("n".into()))
        .enforce_nonce(true)
        .allowed_mentions(serenity::CreateAllowedMentions::new());
    let posted = channel
        .send_message(&bot.http, message.clone())
        .await
        .unwrap();
    let again = channel.send_message(&bot.http, message).await.unwrap();
    assert_eq!(posted.id, again.id);
    let thread = serenity::CreateThread::new("what happened");
    let thread = channel
        .create_thread_from_message(&bot.http, posted.id, thread)
        .await
        .unwrap();
    assert_eq!(thread.id.get(), posted.id.get());

    let clicked = wire
        .chat
        .click(&ana(), posted.id.get(), "ack:v1:7")
        .unwrap();
    assert_eq!(
        clicked.answer(SOON).await.unwrap(),
        InteractionAnswer::Acknowledged
    );
    let message = clicked.edited(1, SOON).await.unwrap();
    assert_eq!(message.content, "acknowledged");
    assert_eq!(message.files[0].alt.as_deref(), Some("a line"));
    assert!(message.components.is_empty());
    let found = channel.message(&bot.http, posted.id).await.unwrap();
    assert_eq!(found.attachments[0].filename, "chart.png");
    let listed = channel
        .messages(&bot.http, serenity::GetMessages::new().limit(5))
        .await;
    assert_eq!(listed.unwrap().len(), 1);
    channel.to_channel(&bot.http).await.unwrap();
    serenity::GuildId::new(700_000_000_000_000_002)
        .to_partial_guild(&bot.http)
        .await
        .unwrap();
    judge::assert_faultless(&wire.chat);
}

#[tokio::test]
async fn a_lost_connection_is_taken_up_again() {
    let wire = Wire::start().await;
    let _bot = start(&wire.chat).await;
    wire.chat.drop_connections();
    wire.chat
        .wait_until(SOON, |it| it.resumed() == 1)
        .await
        .unwrap();
    wire.chat.ask_to_reconnect();
    wire.chat
        .wait_until(SOON, |it| it.resumed() == 2)
        .await
        .unwrap();
    let asked = wire
        .chat
        .run_command(&ana(), "echo", &[("what", "still here")])
        .unwrap();
    asked.message(SOON).await.unwrap();
    assert_eq!(wire.chat.look(ChatState::identified), 1);
}

#[tokio::test]
async fn a_refused_token_ends_the_bot() {
    let wire = Wire::start().await;
    let mut bot = start(&wire.chat).await;
    wire.chat.close_gateway(4004);
    let ended = tokio::time::timeout(Duration::from_secs(10), &mut bot.task).await;
    assert!(ended.unwrap().unwrap().is_err());
}

#[test]
fn the_judge_complains_of_what_the_stand_in_would_refuse() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let wire = Wire::start().await;
        let path = super::messages(CHANNEL);
        let quiet = serde_json::json!({ "parse": [] });
        for body in [
            serde_json::json!({ "content": "no word on mentions" }),
            serde_json::json!({ "content": "x".repeat(2001), "allowed_mentions": quiet }),
            serde_json::json!({ "embeds": [{ "fields": [{ "name": "x", "value": " " }] }],
                "allowed_mentions": quiet }),
            serde_json::json!({ "content": "", "allowed_mentions": quiet }),
            serde_json::json!({ "content": "x", "nonce": "x".repeat(26),
                "allowed_mentions": quiet }),
        ] {
            wire.post(&path, &body).await;
        }
        let complaints = judge::complaints(&wire.chat.requests());
        assert_eq!(complaints.len(), 5, "{complaints:#?}");
    });
}
