//! What people do meanwhile. Time stands still while somebody acts, and who gets no answer
//! tries again, as people do.

use std::{fs, time::Duration};

use tokio::time::Instant;
use vigia_cards::{ButtonToken, alert::AlertAction};
use vigia_sandbox::chat::{ChatMessage, ChatUser, PendingInteraction};

use super::{
    RULES,
    end::buttons,
    world::{BotLife, World},
};
use crate::{
    crash::bot::Patience,
    support::{
        floor::{ANA, FLOOR},
        service::alert_action,
    },
};

/// How long somebody waits for an answer before they try again, where the bot neither died nor
/// lost its connection: by then it has given the answer up.
const A_WHILE: Duration = Duration::from_secs(60);

/// How often somebody looks for an answer.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// The figures on the cards whose buttons are pressed. They are about skill 7.
const ABANDONMENT: &str = "abandoned";
const CALLBACKS: &str = "callbacks";

/// The skill on a card, before and after its name is known.
const SKILL_7: [&str; 2] = ["skill 7", "facturación"];

const LUIS: u64 = ANA + 1;

/// Somebody, by number and name.
struct Who(u64, &'static str);

impl Who {
    fn user(&self) -> ChatUser {
        ChatUser::new(self.0, self.1).at(FLOOR).locale("en-US")
    }
}

/// What people do once the poll of that number is due.
pub(super) async fn act(world: &mut World, poll: i32) {
    let (ana, luis) = (Who(ANA, "Ana"), Who(LUIS, "Luis"));
    match poll {
        // Before it becomes worse, and after.
        3 => press(world, &ana, ABANDONMENT, is_acknowledge).await,
        6 => press(world, &luis, ABANDONMENT, is_acknowledge).await,
        5 => {
            silence(world, &ana, "wait", "35m").await;
            silence(world, &ana, "holds", "2h").await;
        }
        9 => snooze(world, &luis, CALLBACKS).await,
        21 => change_rules(world, &ana).await,
        _ => {}
    }
}

/// Presses a button below the card about something, until that has an effect.
async fn press(world: &mut World, who: &Who, about: &str, button: fn(AlertAction) -> bool) {
    let patience = Patience::new();
    let name = format!("{} ", who.1);
    let mut is_first = true;
    loop {
        world.revive().await;
        let card = world.chat.look(|state| {
            let mut cards = state.messages(FLOOR);
            cards.find(|card| is_open(card, about)).cloned()
        });
        if card
            .as_ref()
            .is_some_and(|card| card.text().contains(&name))
        {
            return;
        }
        let token = card.as_ref().and_then(|card| token(card, button));
        // Somebody else's word still stands on the card, or there is none yet.
        let Some((card, token)) = card.zip(token) else {
            world.wait(&patience).await;
            continue;
        };
        if is_first {
            may_die(world);
        }
        is_first = false;
        let life = world.life();
        let pressed = world.chat.click(&who.user(), card.id, &token);
        if let Ok(pressed) = pressed
            && answer(world, &pressed, &life).await.is_some()
        {
            return;
        }
        world.wait(&patience).await;
    }
}

/// Makes a silence, unless it was made and only the answer was lost.
async fn silence(world: &mut World, who: &Who, rule: &str, length: &str) {
    let options = [("rule", rule), ("for", length)];
    let mut is_first = true;
    loop {
        if !is_first {
            let list = ask(world, who, "silence", &[]).await;
            if list.contains(&format!("rule {rule}")) {
                return;
            }
        }
        if is_first {
            may_die(world);
        }
        is_first = false;
        let life = world.life();
        let asked = world.chat.run_command(&who.user(), "silence", &options);
        if let Ok(asked) = asked
            && answer(world, &asked, &life).await.is_some()
        {
            return;
        }
    }
}

/// One rule is gone, one looks at fewer skills, and others have another window.
async fn change_rules(world: &mut World, who: &Who) {
    let (kept, _) = RULES.split_once("  - alert: calls\n").unwrap();
    let changed = kept.replace("window: 20m", "window: 25m");
    let changed = changed.replace("of: skills 3, 7", "of: skill 7");
    fs::write(world.rules(), changed).unwrap();
    may_die(world);
    let told = ask(world, who, "rules", &[("reload", "true")]).await;
    assert!(told.contains("rules active"), "{told}");
}

/// Asks until there is an answer.
async fn ask(world: &mut World, who: &Who, command: &str, options: &[(&str, &str)]) -> String {
    let patience = Patience::new();
    loop {
        world.revive().await;
        let life = world.life();
        let asked = world.chat.run_command(&who.user(), command, options);
        if let Ok(asked) = asked
            && let Some(told) = answer(world, &asked, &life).await
        {
            return told;
        }
        world.wait(&patience).await;
    }
}

/// Returns the words of the answer; `None` where the bot lost the question, since it is dead or
/// has another connection than the one of that `life`.
async fn answer(world: &mut World, asked: &PendingInteraction, life: &BotLife) -> Option<String> {
    let until = Instant::now() + A_WHILE;
    while Instant::now() < until {
        let told = asked.message(LOOK_EVERY).await.ok();
        let told = told.into_iter().chain(asked.follow_ups());
        let mut told = told.filter(|it| it.ephemeral_to.is_some() && !it.is_placeholder());
        if let Some(told) = told.next() {
            return Some(told.text());
        }
        if world.is_dead() || world.life() != *life {
            return None;
        }
    }
    None
}

/// Now and then the bot is dead when somebody acts, or dies of it.
fn may_die(world: &mut World) {
    if world.trouble.strikes(0.3) {
        world.kill();
    } else if world.trouble.strikes(0.4) {
        let delay = world.trouble.up_to(Duration::from_millis(40));
        world.kill_later(delay);
    }
}

/// Whether it is about that figure of the skill, and still asks for somebody.
fn is_open(card: &ChatMessage, figure: &str) -> bool {
    is_about(card, figure) && buttons(card).len() > 1
}

fn is_about(card: &ChatMessage, figure: &str) -> bool {
    let text = card.text().to_lowercase();
    let is_card = !buttons(card).is_empty();
    is_card && text.contains(figure) && SKILL_7.iter().any(|skill| text.contains(skill))
}

fn token(card: &ChatMessage, is_it: fn(AlertAction) -> bool) -> Option<String> {
    buttons(card)
        .into_iter()
        .find(|token| alert_action(token).is_some_and(is_it))
}

fn is_acknowledge(action: AlertAction) -> bool {
    action == AlertAction::Acknowledge
}

/// The number of the incident that a card is about.
fn number(card: &ChatMessage) -> Option<String> {
    for token in buttons(card) {
        if let Some(ButtonToken::Alert(button)) = ButtonToken::<()>::decode(&token) {
            return Some(format!("#{}", button.incident));
        }
    }
    None
}

/// Snoozes an incident by its number, until the card says so.
async fn snooze(world: &mut World, who: &Who, about: &str) {
    let patience = Patience::new();
    let name = format!("Snoozed by **{}**", who.1);
    loop {
        world.revive().await;
        let card = world.chat.look(|state| {
            let mut cards = state.messages(FLOOR);
            cards.find(|card| is_about(card, about)).cloned()
        });
        let Some(card) = card else {
            world.wait(&patience).await;
            continue;
        };
        if card.text().contains(&name) {
            return;
        }
        if let Some(number) = number(&card) {
            may_die(world);
            ask(
                world,
                who,
                "alerts",
                &[("incident", &number), ("for", "30m")],
            )
            .await;
            return;
        }
        world.wait(&patience).await;
    }
}
