//! Prints what the chat shows, with the time on the demo's clock.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use chrono_tz::America::Bogota;

use vigia_clock::Clock;
use vigia_sandbox::chat::ChatMessage;

/// What the title of a card that has ended begins with.
const ENDED: char = '🟢';

pub(super) struct ConsoleReporter<W> {
    out: W,
    clock: Clock,
    /// The edits of each message that were shown.
    shown: BTreeMap<u64, String>,
    has_ended: bool,
}

impl<W: Write> ConsoleReporter<W> {
    pub(super) fn new(out: W, clock: Clock) -> Self {
        Self {
            out,
            clock,
            shown: BTreeMap::new(),
            has_ended: false,
        }
    }

    pub(super) fn has_seen_an_end(&self) -> bool {
        self.has_ended
    }

    pub(super) fn tell(&mut self, sentence: &str) -> io::Result<()> {
        let now = self.clock.now().with_timezone(&Bogota);
        writeln!(self.out, "\n{}  {sentence}", now.format("%H:%M"))?;
        self.out.flush()
    }

    pub(super) fn show(&mut self, what: &str, message: &ChatMessage) -> io::Result<()> {
        self.tell(&format!("vigia {what}:"))?;
        for line in message.text().lines() {
            writeln!(self.out, "       │ {line}")?;
        }
        self.out.flush()
    }

    /// Shows a message that is new or whose title has changed.
    pub(super) fn show_news(&mut self, message: &ChatMessage) -> io::Result<()> {
        let card = message.embeds.first();
        let title = card.and_then(|card| card.title.clone()).unwrap_or_default();
        let before = self.shown.insert(message.id, title.clone());
        self.has_ended |= title.starts_with(ENDED);
        match before {
            None => self.show("posts", message),
            Some(before) if before != title => self.show("changes its card", message),
            Some(_) => Ok(()),
        }
    }
}
