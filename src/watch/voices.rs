//! The words in which each operation is spoken of: its language, its time zone, and the
//! names of its skills.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use vigia_cards::{
    Card, CardLine, Locale, Words,
    alert::{self, AlertChart},
    summary,
};
use vigia_core::{
    alerts::{Event, EventContent, IncidentNews, MessageRef, SummaryNews},
    metrics::{OperationName, Sample, SkillNames},
};
use vigia_wolkvox::NameDirectory;

/// How one operation is spoken of.
pub struct OperationLocale {
    /// Language, number style and time zone.
    pub words: Words,
    /// The names of its skills.
    pub directory: NameDirectory,
}

/// A voice for each operation, and one for operations that are no longer configured: their
/// last events are still told.
pub struct CardRenderer {
    by_operation: BTreeMap<OperationName, OperationLocale>,
    otherwise: Words,
}

impl CardRenderer {
    /// These voices.
    #[must_use]
    pub fn new(by_operation: BTreeMap<OperationName, OperationLocale>, otherwise: Words) -> Self {
        Self {
            by_operation,
            otherwise,
        }
    }

    /// The card of an incident as it stood at this event. Where it could be of another
    /// operation, its title says of which.
    #[must_use]
    pub fn card(&self, event: &Event, news: &IncidentNews) -> Card {
        let (names, words) = self.of(event);
        let card = alert::card(news, &event.operation, event.at, &names, &words);
        self.of_its_operation(event, card)
    }

    fn of_its_operation(&self, event: &Event, mut card: Card) -> Card {
        let is_the_only_one =
            self.by_operation.len() == 1 && self.by_operation.contains_key(&event.operation);
        if !is_the_only_one {
            card.title = format!("{} · {}", card.title, event.operation);
        }
        card
    }

    /// That card with its picture, of these values of the past.
    #[must_use]
    pub fn with_chart(
        &self,
        card: Card,
        event: &Event,
        picture: &AlertChart<'_>,
        values: Vec<(DateTime<Utc>, Sample)>,
    ) -> Card {
        let (names, words) = self.of(event);
        Card {
            chart: picture.chart(values, &names, &words),
            ..card
        }
    }

    /// What the thread of this event's incident is called.
    #[must_use]
    pub fn thread_title(&self, event: &Event, news: &IncidentNews) -> String {
        let (names, words) = self.of(event);
        alert::thread_title(news, event.at, &names, &words)
    }

    /// The line that this event adds to the thread of its incident.
    #[must_use]
    pub fn log_line(&self, event: &Event, news: &IncidentNews) -> CardLine {
        let (_, words) = self.of(event);
        alert::log_line(news, event.at, &words)
    }

    /// The card of news that is about no open incident, with a mark by which the bot finds
    /// it again.
    #[must_use]
    pub fn notice(&self, event: &Event, mark: &str) -> Option<Card> {
        let (names, words) = self.of(event);
        match &event.news {
            EventContent::Incident(_) | EventContent::Summary(_) => None,
            EventContent::CaughtUp(news) => Some(alert::caught_up(news, mark, &names, &words)),
            EventContent::Notice(notice) => Some(alert::notice(notice, mark)),
        }
    }

    /// The card of a summary, in the language that it is told in. Where it could be of
    /// another operation, its title says of which.
    #[must_use]
    pub fn summary(&self, event: &Event, news: &SummaryNews) -> Card {
        let (names, words) = self.of(event);
        let words = news.language.as_deref().map_or(words, |language| {
            Words::new(Locale::from_tag(language), words.zone())
        });
        let card = summary::card(&news.summary, &names, &words);
        self.of_its_operation(event, card)
    }

    /// What another channel than the card's is told of an incident, with the way to it.
    #[must_use]
    pub fn pointer(
        &self,
        event: &Event,
        news: &IncidentNews,
        card: Option<MessageRef>,
        mark: &str,
    ) -> Card {
        let (_, words) = self.of(event);
        alert::pointer(self.card(event, news), card, mark, &words)
    }

    fn of(&self, event: &Event) -> (SkillNames, Words) {
        match self.by_operation.get(&event.operation) {
            Some(voice) => (voice.directory.skills(), voice.words),
            None => (SkillNames::default(), self.otherwise),
        }
    }
}
