//! A test, poll by poll, through judgement and memory, to what people see.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    alerts::{
        Ack, Alert, AlertKey, Book, Event, EventKind, Hold, Incident, IncidentId, Mark,
        News, Ring, Situation, Snooze, Standing, advance,
    },
    cards::{Words, alert},
    metrics::{Ask, Gap, Metric, OperationName, Reading, Sample, Snapshot},
    replay::{
        Test,
        rows::{answer, is_told_of},
        script::{Deed, Held, What},
    },
    rules::{ChannelName, Judgement, Look, Policy, RuleId, Ruleset, Verdict, asks, judge},
};

/// What one poll came to.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// The time that the poll was as of.
    pub(super) as_of: DateTime<Utc>,
    /// What every rule said.
    pub(super) judged: Vec<Judged>,
    /// The alerts that are open after it.
    pub(super) alerts: Vec<Alert>,
    /// The incidents that they belong to.
    incidents: Vec<Incident>,
    /// The cards that stand in the chat after it, those of ended incidents, too.
    pub(super) cards: BTreeMap<IncidentId, Shown>,
    /// What was told in it.
    pub(super) told: Vec<Told>,
}

/// What one rule said of one scope.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) key: AlertKey,
    pub(super) verdict: Verdict,
    pub(super) sample: Option<Sample>,
}

/// A card as it last stood.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) is_open: bool,
}

/// One thing that was told.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// What happened, in the words of tests.
    pub(super) what: &'static str,
    /// Of which rule; none of what is about several.
    pub(super) rule: Option<RuleId>,
    pub(super) channel: ChannelName,
    pub(super) ring: Ring,
}

impl Frame {
    /// What was said of this alert's rule and scope.
    pub(super) fn judged(&self, key: &AlertKey) -> Option<&Judged> {
        self.judged.iter().find(|judged| judged.key == *key)
    }

    /// That alert, where it is open.
    pub(super) fn alert(&self, key: &AlertKey) -> Option<&Alert> {
        self.alerts.iter().find(|alert| alert.key == *key)
    }

    /// What keeps an alert from being told.
    pub(super) fn held(&self, alert: &Alert) -> Held {
        let mut incidents = self.incidents.iter();
        let own = incidents.find(|incident| Some(incident.id) == alert.incident);
        match own.map(|incident| &incident.standing) {
            Some(Standing::Held(Hold::Silence(_))) => Held::Silence,
            Some(Standing::Held(Hold::Dependency(_))) => Held::Dependency,
            Some(Standing::Held(Hold::CatchUp) | Standing::Announced(_)) | None => Held::No,
        }
    }

    /// How many incidents are open that people know of.
    pub(super) fn open_cards(&self) -> usize {
        self.cards.values().filter(|card| card.is_open).count()
    }
}

impl Told {
    /// Whether a phone rings.
    pub(super) fn is_ping(&self) -> bool {
        self.ring.is_loud || !self.ring.mention.is_empty()
    }
}

impl From<&Judgement<'_>> for Judged {
    fn from(judgement: &Judgement<'_>) -> Self {
        Self {
            key: AlertKey {
                rule: judgement.rule.id.clone(),
                scope: judgement.scope.clone(),
            },
            verdict: judgement.verdict,
            sample: judgement.sample,
        }
    }
}

/// The polls of a test, from the first to the last that it speaks of.
pub(super) fn play(test: &Test, rules: &Ruleset) -> Vec<Frame> {
    let mut stage = Stage {
        test,
        rules,
        policy: Policy::default(),
        book: Book::empty(OperationName::new("test")),
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
    marks: BTreeMap<IncidentId, Mark>,
    cards: BTreeMap<IncidentId, Shown>,
}

impl Stage<'_> {
    fn poll(&mut self, poll: usize) -> Frame {
        let as_of = self.test.setting.time(poll);
        let zone = self.test.setting.zone;
        let skills = self.test.skills();
        let snapshot = Snapshot {
            operation: self.book.operation().clone(),
            as_of,
            readings: asks(self.rules, &skills, as_of)
                .into_iter()
                .map(|ask| self.read(ask, poll))
                .collect(),
        };
        let judgements = judge(self.rules, &Look::new(&skills, &snapshot, zone));
        let situation = Situation {
            silences: &self.test.silences,
            marks: &self.marks,
            is_deaf: self.is_deaf(&snapshot),
            ..Situation::new(as_of, zone, &self.policy)
        };
        let outcome = advance(&self.book, self.rules, &judgements, &situation);
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

    fn read(&self, ask: Ask, poll: usize) -> Reading {
        Reading {
            ask,
            outcome: answer(&self.test.rows, ask, poll),
        }
    }

    /// Whether no report could be read that the test speaks of, and a rule tells of that.
    fn is_deaf(&self, snapshot: &Snapshot) -> bool {
        let tells_of_it = self
            .rules
            .rules
            .iter()
            .any(|rule| matches!(rule.metric, Metric::FeedAge | Metric::FeedFailures));
        let mut spoken_of = snapshot
            .readings
            .iter()
            .filter(|reading| is_told_of(&self.test.rows, reading.ask))
            .peekable();
        tells_of_it
            && spoken_of.peek().is_some()
            && spoken_of.all(|reading| matches!(reading.outcome, Err(Gap::Failed(_))))
    }

    fn show(&mut self, event: &Event) {
        let Some(news) = event.incident() else {
            return;
        };
        let setting = &self.test.setting;
        let words = Words::new(setting.language, setting.zone);
        let card = alert::card(news, event.at, &setting.skills, &words);
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

fn told(event: &Event) -> Told {
    let incident = event.incident();
    let condition = incident.and_then(|news| news.incident.condition());
    Told {
        what: what(event),
        rule: condition.map(|condition| condition.rule.clone()),
        channel: event.channel().clone(),
        ring: incident.map_or_else(Ring::default, |news| news.ring.clone()),
    }
}

fn what(event: &Event) -> &'static str {
    let news = match &event.news {
        News::CaughtUp(_) => return "caught_up",
        News::Notice(_) => return "notice",
        News::Incident(news) => news,
    };
    match news.kind {
        EventKind::Fired => "fired",
        EventKind::Escalated => "escalated",
        EventKind::Grew => "grew",
        EventKind::Eased => "eased",
        EventKind::Improved => "improved",
        EventKind::Reminded => "reminded",
        EventKind::Called(_) => "called",
        EventKind::Refreshed => "refreshed",
        EventKind::NoData => "no_data",
        EventKind::DataBack => "data_back",
        EventKind::Acknowledged => "acknowledged",
        EventKind::Snoozed => "snoozed",
        EventKind::Resolved(_) => "resolved",
    }
}
