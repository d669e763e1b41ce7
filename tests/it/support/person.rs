//! A person in the chat: what they ask and press, and what they read then.

use vigia_sandbox::chat::{ChatMessage, ChatUser, PendingInteraction};

use crate::support::floor::{ANA, FLOOR, Floor, PATIENCE};

/// What stands in a message until its answer has come.
const SIGNS_OF_LIFE: [&str; 6] = [
    "Leyendo datos de wolkvox",
    "En cola: ",
    "Lendo os dados do wolkvox",
    "Na fila: ",
    "Reading data from wolkvox",
    "In the queue: ",
];

/// Somebody who asks in a channel.
pub(crate) struct Person<'f> {
    floor: &'f Floor,
    id: u64,
    channel: u64,
    user: ChatUser,
}

impl<'f> Person<'f> {
    /// Ana on the floor, who reads this language.
    pub(crate) fn ana(floor: &'f Floor, locale: &str) -> Self {
        Self::new(floor, ANA, FLOOR, |user| user.locale(locale))
    }

    /// Somebody else.
    pub(crate) fn new(
        floor: &'f Floor,
        id: u64,
        channel: u64,
        who: impl FnOnce(ChatUser) -> ChatUser,
    ) -> Self {
        let user = who(ChatUser::new(id, &format!("Person {id}")).at(channel));
        Self {
            floor,
            id,
            channel,
            user,
        }
    }

    /// The same, who now reads this language.
    pub(crate) fn reading(&self, locale: &str) -> Self {
        Self {
            user: self.user.clone().locale(locale),
            ..*self
        }
    }

    /// Runs a command, and does not wait for the answer.
    pub(crate) fn begin(&self, command: &str, options: &[(&str, &str)]) -> PendingInteraction {
        let chat = &self.floor.chat;
        chat.run_command(&self.user, command, options).unwrap()
    }

    /// Runs a command and reads the answer, which nobody else sees.
    pub(crate) async fn ask(&self, command: &str, options: &[(&str, &str)]) -> ChatMessage {
        self.read(&self.begin(command, options)).await
    }

    /// Runs a command whose answer is for everybody, and reads that.
    pub(crate) async fn announce(&self, command: &str, options: &[(&str, &str)]) -> ChatMessage {
        let before = self.seen();
        self.begin(command, options);
        self.next(&before, None).await
    }

    /// The answer to a command, past any sign of life.
    pub(crate) async fn read(&self, asked: &PendingInteraction) -> ChatMessage {
        let first = asked.message(PATIENCE).await.unwrap();
        let told = self.floor.chat.wait_until(PATIENCE, |state| {
            state.message(first.id).is_some_and(is_told)
        });
        told.await.unwrap();
        let answer = self.floor.chat.message(first.id).unwrap();
        assert_eq!(answer.ephemeral_to, Some(self.id), "{}", answer.text());
        answer
    }

    /// What could be typed next.
    pub(crate) async fn choices(&self, command: &str, option: &str, typed: &str) -> Vec<String> {
        let chat = &self.floor.chat;
        let asked = chat.complete(&self.user, command, &[(option, typed)], option);
        let choices = asked.unwrap().choices(PATIENCE).await.unwrap();
        choices.into_iter().map(|choice| choice.name).collect()
    }

    /// Presses a button, and waits for nothing.
    pub(crate) fn press(&self, card: &ChatMessage, label: &str) -> PendingInteraction {
        let pressed = self
            .floor
            .chat
            .click(&self.user, card.id, &key(card, label));
        pressed.unwrap()
    }

    /// Presses a button, and reads the card that then stands in the place of the one that
    /// it belongs to.
    pub(crate) async fn change(&self, card: &ChatMessage, label: &str) -> ChatMessage {
        let before = self.seen();
        self.press(card, label);
        let edits = card.edits.len();
        let changed = self.floor.chat.wait_until(PATIENCE, |state| {
            let card = state.message(card.id);
            card.is_some_and(|card| card.edits.len() > edits && is_told(card))
        });
        changed.await.unwrap();
        let news = self.news(&before);
        assert!(news.iter().all(|it| !is_told(it)), "{news:#?}");
        self.floor.chat.message(card.id).unwrap()
    }

    /// Presses a button, and reads the message that follows for them alone.
    pub(crate) async fn follow(&self, card: &ChatMessage, label: &str) -> ChatMessage {
        let before = self.seen();
        self.press(card, label);
        self.next(&before, Some(self.id)).await
    }

    /// Presses a button, and reads the message that follows for everybody.
    pub(crate) async fn publish(&self, card: &ChatMessage, label: &str) -> ChatMessage {
        let before = self.seen();
        self.press(card, label);
        self.next(&before, None).await
    }

    async fn next(&self, before: &[u64], reader: Option<u64>) -> ChatMessage {
        let is_it =
            |it: &ChatMessage| !before.contains(&it.id) && it.ephemeral_to == reader && is_told(it);
        let come = self
            .floor
            .chat
            .wait_until(PATIENCE, |state| state.messages(self.channel).any(is_it));
        let come = come.await;
        assert!(come.is_ok(), "nothing follows but {:#?}", self.news(before));
        self.news(before).into_iter().find(is_it).unwrap()
    }

    fn seen(&self) -> Vec<u64> {
        let messages = self.floor.chat.messages(self.channel).into_iter();
        messages.map(|message| message.id).collect()
    }

    fn news(&self, before: &[u64]) -> Vec<ChatMessage> {
        let mut messages = self.floor.chat.messages(self.channel);
        messages.retain(|message| !before.contains(&message.id));
        messages
    }
}

fn is_told(message: &ChatMessage) -> bool {
    let text = message.text();
    let is_sign = SIGNS_OF_LIFE.iter().any(|sign| text.contains(sign));
    !message.is_placeholder() && !is_sign
}

/// The labels of the buttons of a card and of the choices of its list; one that cannot be pressed is in brackets.
pub(crate) fn labels(card: &ChatMessage) -> Vec<String> {
    let label = |key: &serde_json::Value| {
        let label = key["label"].as_str().unwrap_or_default();
        if key["disabled"] == true {
            format!("({label})")
        } else {
            label.to_owned()
        }
    };
    keys(card).into_iter().map(label).collect()
}

fn key(card: &ChatMessage, label: &str) -> String {
    let found = keys(card).into_iter().find(|key| key["label"] == label);
    let found = found.unwrap_or_else(|| panic!("no `{label}` in {:?}", labels(card)));
    let token = found["custom_id"].as_str().or(found["value"].as_str());
    token.unwrap().to_owned()
}

fn keys(card: &ChatMessage) -> Vec<&serde_json::Value> {
    let parts = card.parts().into_iter();
    let keys = parts.flat_map(|part| match part["options"].as_array() {
        Some(options) => options.iter().collect(),
        None => vec![part],
    });
    keys.filter(|key| key["label"].is_string()).collect()
}
