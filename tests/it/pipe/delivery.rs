//! Discord refuses one channel, or all of them for a while: the others hear on time, and when it
//! takes messages again, what is over makes no sound. The time is led from poll to poll.

use std::time::Duration;

use chrono::TimeDelta;
use tempfile::TempDir;
use vigia_sandbox::chat::{ChatFault, ChatMessage, ChatState, permissions};

use crate::support::{
    bot::Bot,
    floor::{CRITICAL, FLOOR, Floor, OFFICE, PATIENCE, Plan, WARNING},
    led::{BotLog, LedTime},
};

const RULES: &str = "\
rules:
  - alert: abandonment
    metric: abandon.rate
    of: skill 12
    window: 60m
    when: { above: { warning: 8%, critical: 22% } }
    at_least: 20
    keep_firing_for: 1s
    recover: { below: 7% }
    repeat_interval: 20m
    notify: { warning: floor, critical: managers }
    escalate:
      - { after: 25m, notify: managers, mention: heads }
";

/// One limit, so that it does not get worse by itself.
const STEADY: &str = "\
rules:
  - alert: abandonment
    metric: abandon.rate
    of: skill 12
    window: 60m
    when: { above: { warning: 8% } }
    at_least: 20
    keep_firing_for: 1s
    recover: { below: 7% }
    notify: floor
    escalate:
      - { after: 25m, notify: managers, mention: heads }
";

const HEADS: u64 = 700_000_000_000_000_201;

/// A floor with a channel of managers, and its bot, which polls when it is told to.
struct LedFloor {
    floor: Floor,
    bot: Bot,
    log: BotLog,
    time: LedTime,
    folder: TempDir,
}

impl LedFloor {
    async fn open(rules: &'static str) -> Self {
        let folder = TempDir::new().unwrap();
        let time = LedTime::start(folder.path(), "2026-11-16T14:47:00Z".parse().unwrap());
        let floor = Floor::planned(Plan {
            clock: time.clock(),
            every: "5m",
            licences: 1_000,
            language: "en",
            rules,
            access: "roles: { heads: \"700000000000000201\" }",
            ..Plan::default()
        })
        .await;
        let config = std::fs::read_to_string(floor.config()).unwrap();
        let channels = format!("channels:\n  managers: \"{OFFICE}\"\n");
        std::fs::write(floor.config(), config.replace("channels:\n", &channels)).unwrap();
        let (bot, log) = start(&floor, &time, folder.path().join("log"));
        floor.ready().await;
        Self {
            floor,
            bot,
            log,
            time,
            folder,
        }
    }

    /// Leads the time through one poll, whatever becomes of what it found.
    async fn poll(&mut self) {
        let polled = async {
            while !self.log.read_on() {
                if let Some(next) = self.log.next_time(self.time.now()) {
                    self.time.lead_to(next);
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, polled).await;
        assert!(in_time.is_ok(), "no poll: {}", self.bot.log());
    }

    async fn polls(&mut self, count: usize) {
        for _ in 0..count {
            self.poll().await;
        }
    }

    /// Waits until nothing is left in the outbox.
    async fn drained(&mut self) {
        let drained = async {
            self.log.read_on();
            while !self.log.is_drained {
                tokio::time::sleep(LOOK_EVERY).await;
                self.log.read_on();
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, drained).await;
        assert!(in_time.is_ok(), "not drained: {}", self.bot.log());
    }

    /// Waits until another post to each of these channels was refused.
    async fn refused_once_more(&self, channels: &[u64]) {
        let refused = |state: &ChatState, channel: u64| {
            let path = format!("/channels/{channel}/messages");
            let requests = state.requests().iter();
            let refused = requests.filter(|it| it.injected && it.path == path);
            refused.filter(|it| it.status.is_some()).count()
        };
        for channel in channels {
            let before = self.floor.chat.look(|state| refused(state, *channel));
            let again = |state: &ChatState| refused(state, *channel) > before;
            let come = self.floor.chat.wait_until(PATIENCE, again).await;
            assert!(come.is_ok(), "no further try: {}", self.bot.log());
        }
    }

    async fn message(&self, channel: u64, words: &str) -> ChatMessage {
        let is_it = |it: &ChatMessage| it.text().contains(words);
        let come = self
            .floor
            .chat
            .wait_until(PATIENCE, |state| state.messages(channel).any(is_it));
        assert!(come.await.is_ok(), "no `{words}`: {}", self.bot.log());
        let mut messages = self.floor.chat.messages(channel).into_iter();
        messages.find(is_it).unwrap()
    }
}

fn start(floor: &Floor, time: &LedTime, log: std::path::PathBuf) -> (Bot, BotLog) {
    let mut command = floor.vigia("run");
    command.env("VIGIA_LOG", "warn,vigia=debug");
    command.arg("--clock").arg(time.path());
    let bot = Bot::start(&mut command, log.clone());
    (bot, BotLog::open(log))
}

/// How often the log is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(3);

fn rings(message: &ChatMessage) -> bool {
    !message.is_silent() || !message.pings.is_empty()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_message_that_announced_an_alert_reaches_its_end() {
    let mut led = LedFloor::open(RULES).await;
    led.floor.lose_agents(&WARNING);
    led.poll().await;
    let own = led.message(FLOOR, "⚠️").await;
    led.floor.lose_agents(&CRITICAL);
    let card = loop {
        led.poll().await;
        led.drained().await;
        if let Some(card) = led.floor.chat.messages(OFFICE).first() {
            break card.clone();
        }
    };
    assert!(card.text().contains("🔴") && rings(&card), "{card:#?}");
    assert!(
        card.text().contains("The first card, in #floor"),
        "{card:#?}"
    );
    led.floor.reply(own.id, "Worse").await;
    led.floor.give_agents_back();
    for channel in [FLOOR, OFFICE] {
        loop {
            let cards = led.floor.chat.messages(channel);
            if cards[0].text().contains("✅") {
                break;
            }
            led.poll().await;
            led.drained().await;
        }
        let cards = led.floor.chat.messages(channel);
        assert!(cards.iter().filter(|it| it.reply_to.is_none()).count() == 1);
        assert_eq!(cards[0].content, "");
    }
    super::assert_faultless(&led.floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_refuses_holds_up_neither_another_nor_the_escalation() {
    for refusal in [
        ChatFault::refusal(404, 10003),
        ChatFault::refusal(403, 50001),
        ChatFault::refusal(400, 50008),
    ] {
        let mut led = LedFloor::open(STEADY).await;
        led.floor.chat.inject(refusal.on_channel(FLOOR).for_ever());
        led.floor.lose_agents(&WARNING);
        led.poll().await;
        let fired = led.time.now();
        led.bot
            .says("Discord refused the message; queued for retry")
            .await;
        // Nobody takes it: after 25 minutes the managers are called.
        led.polls(4).await;
        assert_eq!(led.floor.chat.messages(OFFICE), []);
        led.polls(2).await;
        let called = led.message(OFFICE, "⚠️").await;
        assert!(!called.is_silent(), "{called:#?}");
        let rang = called.edits.iter().map(|edit| edit.content.as_str());
        let mention = format!(" <@&{HEADS}>");
        let mut rang = rang.chain([called.content.as_str()]);
        assert!(rang.any(|text| text.ends_with(&mention)), "{called:#?}");
        let after = called.posted - fired;
        assert!(after <= TimeDelta::minutes(31), "{after}");
        assert_eq!(led.floor.chat.messages(FLOOR), []);

        // The same after a restart.
        led.bot.end_at_once().await;
        let log = led.folder.path().join("second");
        (led.bot, led.log) = start(&led.floor, &led.time, log);
        led.floor.give_agents_back();
        led.polls(4).await;
        led.message(OFFICE, "✅").await;
        let log = led.bot.log();
        assert!(!log.contains("may be posted twice"), "{log}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_called_for_what_ended_while_discord_was_away() {
    let mut led = LedFloor::open(RULES).await;
    let away = ChatFault::refusal(502, 0)
        .on("POST", "/channels/")
        .for_ever();
    led.floor.chat.inject(away);
    led.floor.lose_agents(&WARNING);
    led.polls(3).await;
    led.floor.lose_agents(&CRITICAL);
    led.polls(7).await;
    led.floor.give_agents_back();
    led.polls(3).await;
    // What was on its way when it ended is refused like the rest.
    led.refused_once_more(&[FLOOR, OFFICE]).await;
    led.floor.chat.heal();
    led.drained().await;
    for channel in [FLOOR, OFFICE] {
        let messages = led.floor.chat.messages(channel);
        let [message] = &messages[..] else {
            panic!("{channel}: {messages:#?}");
        };
        assert!(!rings(message), "{message:#?}");
        let text = message.text();
        assert!(text.contains("✅") && text.contains("lasted"), "{text}");
        assert!(text.contains("Worst: "), "{text}");
    }
    led.bot
        .says("reminders and calls that came too late were dropped")
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_still_on_when_permissions_come_back_rings_once() {
    let mut led = LedFloor::open(RULES).await;
    let without = permissions::OF_THE_BOT & !permissions::SEND_MESSAGES;
    led.floor.chat.permit(FLOOR, without);
    led.floor.lose_agents(&WARNING);
    led.polls(6).await;
    assert_eq!(led.floor.chat.messages(FLOOR), []);
    led.floor.lose_agents(&CRITICAL);
    led.polls(2).await;
    led.message(OFFICE, "🔴").await;
    led.floor.chat.permit(FLOOR, permissions::OF_THE_BOT);
    let card = led.message(FLOOR, "🔴").await;
    assert!(!card.is_silent(), "{card:#?}");
    led.drained().await;
    assert_eq!(led.floor.chat.messages(FLOOR).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_that_is_refused_for_its_picture_is_there_at_once_without_it() {
    for refusal in [
        ChatFault::refusal(400, 50035),
        ChatFault::refusal(413, 40005),
        ChatFault::refusal(403, 50013),
    ] {
        let mut led = LedFloor::open(STEADY).await;
        led.floor.lose_agents(&WARNING);
        led.floor.chat.inject(refusal.on_files().for_ever());
        led.polls(4).await;
        led.drained().await;
        let card = led.floor.cards().remove(0);
        assert!(card.files.is_empty(), "{card:#?}");
        assert!(
            card.text().contains("** calls · limit 8"),
            "{}",
            card.text()
        );
        let requests = led.floor.chat.requests();
        assert!(requests.iter().filter(|it| it.injected).count() >= 1);
        led.floor.chat.heal();
        led.poll().await;
        led.drained().await;
        assert_eq!(led.floor.cards()[0].files.len(), 1);
        let log = led.bot.log();
        assert!(!log.contains("queued for retry"), "{log}");
    }
}

/// One limit that rings at once.
const LOUD: &str = "\
rules:
  - alert: abandonment
    metric: abandon.rate
    of: skill 12
    window: 60m
    when: { above: { critical: 8% } }
    at_least: 20
    keep_firing_for: 1s
    recover: { below: 7% }
    notify: floor
";

/// One message that rang once, and the card that it has become.
fn assert_one_card(led: &LedFloor) {
    let cards = led.floor.cards();
    let [card] = &cards[..] else {
        panic!(
            "one card: {:#?}",
            cards.iter().map(ChatMessage::text).collect::<Vec<_>>()
        );
    };
    assert!(
        card.is_of_components() && card.content.is_empty(),
        "{card:#?}"
    );
    assert!(!card.is_silent() && card.edits[0].components.len() == 1);
    let messages = led.floor.chat.messages(FLOOR);
    assert_eq!(messages.len(), 1, "nothing else rang: {messages:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_rings_is_one_card_and_one_ring_whatever_becomes_of_its_two_steps() {
    for fault in [
        // The line arrived, and the answer to it was lost.
        ChatFault::hang_up().after_effect().on("POST", "/messages"),
        ChatFault::status(502)
            .after_effect()
            .on("POST", "/messages"),
        // The line could not become the card, for a while or by the form of the card.
        ChatFault::status(500).times(2).on("PATCH", "/messages/"),
        ChatFault::hang_up()
            .after_effect()
            .on("PATCH", "/messages/"),
        ChatFault::refusal(400, 50035)
            .times(2)
            .on("PATCH", "/messages/"),
    ] {
        let mut led = LedFloor::open(LOUD).await;
        led.floor.lose_agents(&WARNING);
        led.floor.chat.inject(fault.clone().on_channel(FLOOR));
        led.polls(3).await;
        led.drained().await;
        assert_one_card(&led);
        led.bot.end_at_once().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_was_cut_off_before_it_became_a_card_becomes_it_after_a_restart() {
    for away in [TimeDelta::seconds(5), TimeDelta::minutes(4)] {
        let mut led = LedFloor::open(LOUD).await;
        led.floor.lose_agents(&WARNING);
        let refused = ChatFault::status(500).on("PATCH", "/messages/").for_ever();
        led.floor.chat.inject(refused);
        led.poll().await;
        let line = led.message(FLOOR, "🔴 Abandoned").await;
        assert!(!line.content.is_empty() && !line.is_of_components());
        led.bot.end_at_once().await;
        led.floor.chat.heal();
        led.time.lead_to(led.time.now() + away);
        let log = led.folder.path().join("second");
        (led.bot, led.log) = start(&led.floor, &led.time, log);
        led.poll().await;
        led.drained().await;
        assert_one_card(&led);
    }
}
