//! Renders cards in the language, the time zone and with the skill names of each operation.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use vigia_cards::{
    Card, CardLine, Locale, TextSpan, Words,
    alert::{self, AlertChart},
    summary,
};
use vigia_core::{
    alerts::{Event, EventContent, EventKind, IncidentNews, SharedIncident, SummaryNews},
    metrics::{OperationName, Sample, SkillNames},
    rules::ChannelName,
};
use vigia_wolkvox::NameDirectory;

pub struct OperationLocale {
    pub words: Words,
    pub directory: NameDirectory,
}

/// The locale of each operation, and one for operations that are no longer configured: their last
/// events are still delivered.
pub struct CardRenderer {
    by_operation: BTreeMap<OperationName, OperationLocale>,
    otherwise: Words,
}

impl CardRenderer {
    pub fn new(by_operation: BTreeMap<OperationName, OperationLocale>, otherwise: Words) -> Self {
        Self {
            by_operation,
            otherwise,
        }
    }

    /// Renders the card of an incident at this event. Its title names the operation where there are
    /// several.
    pub fn card(&self, event: &Event, news: &IncidentNews) -> Card {
        let (names, words) = self.of(event);
        let card = alert::card(news, event.at, &names, &words);
        self.of_its_operation(event, card)
    }

    /// Renders the card that several operations share, in the language of the one that this event is about.
    pub fn shared_card(
        &self,
        event: &Event,
        news: &IncidentNews,
        operations: Vec<SharedIncident>,
    ) -> Card {
        let (_, words) = self.of(event);
        let named = operations.into_iter().map(|one| {
            let locale = self.by_operation.get(&one.operation);
            let names = locale.map_or_else(SkillNames::default, |it| it.directory.skills());
            (one, names)
        });
        alert::shared_card(news, event.at, &mut named.collect::<Vec<_>>(), &words)
    }

    fn of_its_operation(&self, event: &Event, mut card: Card) -> Card {
        if !self.is_the_only_one(event) {
            let name = format!(" · {}", event.operation);
            card.title.push_str(&name);
            if !card.ring.is_empty() {
                card.ring.push_str(&name);
            }
        }
        card
    }

    fn is_the_only_one(&self, event: &Event) -> bool {
        self.by_operation.len() == 1 && self.by_operation.contains_key(&event.operation)
    }

    /// Adds the chart to a card, made of these earlier values.
    pub fn with_chart(
        &self,
        card: Card,
        event: &Event,
        picture: &AlertChart<'_>,
        values: Vec<(DateTime<Utc>, Sample)>,
    ) -> Card {
        let (_, words) = self.of(event);
        Card {
            chart: picture.chart(values, &words),
            ..card
        }
    }

    /// Renders the reply to the incident's card that rings for an event of that kind.
    pub fn ring_line(&self, event: &Event, news: &IncidentNews, kind: &EventKind) -> CardLine {
        let (names, words) = self.of(event);
        let mut line = alert::ring_line(news, kind, event.at, &names, &words);
        if !self.is_the_only_one(event) {
            line.spans
                .push(TextSpan::Text(format!(" · {}", event.operation)));
        }
        line
    }

    /// Renders the line of a card that leads to the first card of its incident.
    pub fn first_card_line(&self, event: &Event, channel: &ChannelName, link: String) -> CardLine {
        let (_, words) = self.of(event);
        alert::first_card_line(channel, link, &words)
    }

    /// Renders an event that has no card of its own; the bot finds the message again by `mark`.
    pub fn notice(&self, event: &Event, mark: &str) -> Option<Card> {
        let (names, words) = self.of(event);
        match &event.news {
            EventContent::Incident(_) | EventContent::Summary(_) => None,
            EventContent::CaughtUp(news) => Some(alert::caught_up(news, mark, &names, &words)),
            EventContent::Notice(notice) => Some(alert::notice(notice, mark)),
        }
    }

    /// Renders a summary in its language. Its title names the operation where there are several.
    pub fn summary(&self, event: &Event, news: &SummaryNews) -> Card {
        let (names, words) = self.of(event);
        let words = news.language.as_deref().map_or(words, |language| {
            Words::new(Locale::from_tag(language), words.zone())
        });
        let card = summary::card(&news.summary, &names, &words);
        self.of_its_operation(event, card)
    }

    fn of(&self, event: &Event) -> (SkillNames, Words) {
        match self.by_operation.get(&event.operation) {
            Some(voice) => (voice.directory.skills(), voice.words),
            None => (SkillNames::default(), self.otherwise),
        }
    }
}
