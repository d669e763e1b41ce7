//! A test, poll by poll, through judgement and memory, to what people see.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    Test,
    frame::{Frame, Judged, Shown, told},
    past,
    rows::{answer, is_told_of},
    script::{Deed, What},
};
use vigia_cards::{Words, alert};
use vigia_core::{
    alerts::{Ack, Book, Event, EventKind, Incident, IncidentId, Mark, Situation, Snooze, advance},
    metrics::{Ask, Feed, OperationName, Reading, SkillId, Snapshot},
    rules::{Disturbance, Judgement, Look, Policy, Ruleset, asks, judge, lacking},
};

/// The polls of a test, from the first to the last that it speaks of.
pub(super) fn play(test: &Test, rules: &Ruleset) -> Vec<Frame> {
    let mut stage = Stage {
        test,
        rules,
        policy: Policy::default(),
        book: Book::empty(OperationName::new("test")),
        ended: Vec::new(),
        feed: Feed::default(),
        marks: BTreeMap::new(),
        cards: BTreeMap::new(),
    };
    (0..test.polls()).map(|poll| stage.poll(poll)).collect()
}

/// What is remembered from poll to poll.
struct Stage<'test> {
    test: &'test Test,
    rules: &'test Ruleset,
    policy: Policy,
    book: Book,
    ended: Vec<Disturbance>,
    feed: Feed,
    marks: BTreeMap<IncidentId, Mark>,
    cards: BTreeMap<IncidentId, Shown>,
}

impl<'test> Stage<'test> {
    fn poll(&mut self, poll: usize) -> Frame {
        let as_of = self.test.setting.time(poll);
        let zone = self.test.setting.zone;
        let skills = self.test.skills();
        let snapshot = self.read(&skills, poll);
        self.feed = self.fares(&snapshot, poll);
        let judgements = self.judge(&skills, &snapshot, poll);
        let situation = Situation {
            silences: &self.test.silences,
            marks: &self.marks,
            is_deaf: self.feed.failures > 0 && self.rules.tell_of_the_feed(),
            ..Situation::new(as_of, zone, &self.policy)
        };
        let outcome = advance(&self.book, self.rules, &judgements, &situation);
        let ended = outcome.ended.iter().filter_map(|key| self.book.get(key));
        let fired = ended.filter(|alert| alert.state.is_told());
        let disturbances = fired.map(|alert| past::disturbance(alert, as_of));
        self.ended.extend(disturbances);
        self.book.apply(&outcome);
        for event in &outcome.events {
            self.show(event);
        }
        let deeds = self.test.deeds.iter().filter(|deed| deed.poll == poll);
        for deed in deeds {
            self.mark(deed, as_of);
        }
        Frame {
            as_of,
            judged: judgements.iter().map(Judged::from).collect(),
            alerts: self.book.alerts().cloned().collect(),
            incidents: self.book.incidents().cloned().collect(),
            cards: self.cards.clone(),
            told: outcome.events.iter().map(told).collect(),
        }
    }

    /// What the rules ask for, and the longer windows of those that have too few calls.
    fn read(&self, skills: &[SkillId], poll: usize) -> Snapshot {
        let (as_of, zone) = (self.test.setting.time(poll), self.test.setting.zone);
        let mut snapshot = Snapshot {
            operation: self.book.operation().clone(),
            as_of,
            readings: Vec::new(),
        };
        let mut needed = asks(self.rules.awake(as_of, zone), skills, as_of, zone);
        while !needed.is_empty() {
            let answers = needed.into_iter().map(|ask| Reading {
                ask,
                outcome: answer(&self.test.rows, ask, poll),
            });
            snapshot.readings.extend(answers);
            needed = lacking(self.rules, &Look::new(skills, &snapshot, zone));
        }
        snapshot
    }

    /// How the bot fares: by the reports alone of which the test gives rows.
    fn fares(&self, snapshot: &Snapshot, poll: usize) -> Feed {
        let spoken_of = |ask: Ask| is_told_of(&self.test.rows, ask);
        let readings = snapshot.readings.iter();
        let spoken_of = Snapshot {
            readings: readings.filter(|it| spoken_of(it.ask)).cloned().collect(),
            ..snapshot.clone()
        };
        let quota = self.test.quota.as_ref();
        let (used, limit) = quota.map_or((0, 0), |quota| quota.at(poll));
        self.feed.after(&spoken_of, used, limit)
    }

    fn judge(&self, skills: &[SkillId], snapshot: &Snapshot, poll: usize) -> Vec<Judgement<'test>> {
        let rules: &'test Ruleset = self.rules;
        let recalled = past::Memory {
            test: self.test,
            book: &self.book,
            ended: &self.ended,
            skills,
            poll,
        };
        let past = recalled.of(rules.iter().filter(|rule| rule.asks_the_past()));
        let look = Look::new(skills, snapshot, self.test.setting.zone)
            .with_feed(&self.feed)
            .with_past(&past);
        let mut judgements = judge(rules, &look);
        let worth_explaining = judgements.iter().filter(|it| it.is_worth_explaining());
        let past = recalled.of(worth_explaining.map(|judgement| judgement.rule));
        for judgement in judgements.iter_mut().filter(|it| it.is_worth_explaining()) {
            judgement.explain(&past);
        }
        judgements
    }

    fn show(&mut self, event: &Event) {
        let Some(news) = event.incident() else {
            return;
        };
        let setting = &self.test.setting;
        let words = Words::new(setting.language, setting.zone);
        let card = alert::card(news, &event.operation, event.at, &setting.skills, &words);
        let shown = Shown {
            text: card.to_string(),
            is_open: !matches!(news.kind, EventKind::Resolved(_)),
        };
        self.cards.insert(news.incident.id, shown);
    }

    /// What somebody does to every open incident that it is about.
    fn mark(&mut self, deed: &Deed, at: DateTime<Utc>) {
        let known = |incident: &&Incident| incident.announced().is_some();
        for incident in self.book.incidents().filter(known) {
            let rule = incident.condition().map(|condition| &condition.rule);
            if deed.rule.is_some() && deed.rule.as_ref() != rule {
                continue;
            }
            let mark = self.marks.entry(incident.id).or_default();
            let by = deed.by.clone();
            let severity = incident.severity;
            match &deed.what {
                What::Acknowledge(note) => {
                    mark.ack = Some(Ack {
                        by,
                        at,
                        note: note.clone(),
                        severity,
                        scopes: incident.scopes,
                    });
                }
                What::Snooze(until) => {
                    mark.snooze = Some(Snooze {
                        by,
                        at,
                        until: *until,
                        severity,
                    });
                }
            }
        }
    }
}
