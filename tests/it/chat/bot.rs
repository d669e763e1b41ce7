//! An ordinary serenity bot lives with the stand-in as it would with Discord.

use std::sync::Arc;

use serenity::all as serenity;
use tokio::task::JoinHandle;
use vigia_sandbox::chat::{ChatState, DiscordStandIn, InteractionAnswer};

use super::{CHANNEL, SOON, TOKEN, Wire, ana};
use crate::support::judge;

struct Echo;

#[::serenity::async_trait]
impl serenity::EventHandler for Echo {
    async fn ready(&self, ctx: serenity::Context, ready: serenity::Ready) {
        let what = serenity::CreateCommandOption::new(
            serenity::CommandOptionType::String,
            "what",
            "What to say",
        )
        .required(true)
        .set_autocomplete(true);
        let times = serenity::CreateCommandOption::new(
            serenity::CommandOptionType::Integer,
            "times",
            "How often",
        )
        .max_int_value(9);
        let echo = serenity::CreateCommand::new("echo")
            .description("Says it again")
            .set_options(vec![what, times]);
        let guild = ready.guilds[0].id;
        guild.set_commands(&ctx.http, vec![echo]).await.unwrap();
    }

    async fn interaction_create(&self, ctx: serenity::Context, asked: serenity::Interaction) {
        let done = match asked {
            serenity::Interaction::Command(command) => echo(&ctx, &command).await,
            serenity::Interaction::Autocomplete(typing) => words(&ctx, &typing).await,
            serenity::Interaction::Component(click) => acknowledge(&ctx, &click).await,
            other => panic!("{other:?}"),
        };
        done.unwrap();
    }
}

/// Answers with what it was given, after a deferral.
async fn echo(
    ctx: &serenity::Context,
    command: &serenity::CommandInteraction,
) -> ::serenity::Result<()> {
    command.defer_ephemeral(&ctx.http).await?;
    let value = |name: &str| command.data.options.iter().find(|it| it.name == name);
    let what = value("what").and_then(|it| it.value.as_str()).unwrap();
    let times = value("times").and_then(|it| it.value.as_i64()).unwrap_or(1);
    let embed = serenity::CreateEmbed::new()
        .title(what.repeat(times.try_into().unwrap()))
        .field("times", times.to_string(), true)
        .timestamp(serenity::Timestamp::from_unix_timestamp(1_700_000_000).unwrap());
    let edit = serenity::EditInteractionResponse::new()
        .embed(embed)
        .allowed_mentions(serenity::CreateAllowedMentions::new());
    command.edit_response(&ctx.http, edit).await.map(drop)
}

async fn words(
    ctx: &serenity::Context,
    typing: &serenity::CommandInteraction,
) -> ::serenity::Result<()> {
    let word = format!("{}!", typing.data.autocomplete().unwrap().value);
    let choices = serenity::CreateAutocompleteResponse::new().add_string_choice(word.clone(), word);
    let response = serenity::CreateInteractionResponse::Autocomplete(choices);
    typing.create_response(&ctx.http, response).await
}

/// Notes the click and strikes the message's button.
async fn acknowledge(
    ctx: &serenity::Context,
    click: &serenity::ComponentInteraction,
) -> ::serenity::Result<()> {
    click
        .create_response(&ctx.http, serenity::CreateInteractionResponse::Acknowledge)
        .await?;
    let edit = serenity::EditMessage::new()
        .content("acknowledged")
        .components(vec![]);
    let edited = click
        .channel_id
        .edit_message(&ctx.http, click.message.id, edit);
    edited.await.map(drop)
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
    let intents = serenity::GatewayIntents::GUILDS;
    let client = serenity::ClientBuilder::new_with_http(http, intents).event_handler(Echo);
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
    let ended = tokio::time::timeout(SOON, &mut bot.task).await;
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
