//! Plays a test poll by poll, through judgement and the alert book, up to the cards.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};

use crate::{
    RuleTest,
    frame::{JudgedAlert, PollFrame, ShownCard, test_event},
    past,
    rows::{answer_request, gives_report},
    script::{ScriptAction, ScriptStep},
};
use vigia_cards::{Words, alert};
use vigia_core::{
    alerts::{
        AcknowledgeRequest, AdvanceContext, AlertBook, Event, EventKind, Incident, IncidentId,
        IncidentMark, SnoozeRequest, advance,
    },
    metrics::{FeedState, OperationName, Reading, ReportRequest, SkillId, Snapshot},
    rules::{
        AlertPolicy, DepartureBook, Disturbance, JudgeInput, Judgement, Ruleset, further_requests,
        judge, needed_requests,
    },
};

/// Plays all polls of a test, up to the last that its rows or expectations name.
pub(super) fn play_polls(test: &RuleTest, rules: &Ruleset) -> Vec<PollFrame> {
    let mut state = PlaybackState {
        test,
        rules,
        policy: AlertPolicy::default(),
        book: AlertBook::empty(OperationName::new("test")),
        ended: Vec::new(),
        feed: FeedState::default(),
        departures: past::learnt_departures(test, rules),
        marks: BTreeMap::new(),
        cards: Arc::default(),
    };
    (0..test.polls()).map(|poll| state.poll(poll)).collect()
}

/// The state that is kept from poll to poll.
struct PlaybackState<'test> {
    test: &'test RuleTest,
    rules: &'test Ruleset,
    policy: AlertPolicy,
    book: AlertBook,
    ended: Vec<Disturbance>,
    feed: FeedState,
    departures: DepartureBook,
    marks: BTreeMap<IncidentId, IncidentMark>,
    cards: Arc<BTreeMap<IncidentId, Arc<ShownCard>>>,
}

impl<'test> PlaybackState<'test> {
    fn poll(&mut self, poll: usize) -> PollFrame {
        let as_of = self.test.setting.time(poll);
        let zone = self.test.setting.zone;
        let skills = self.test.skills();
        let snapshot = self.read(&skills, poll);
        self.feed = self.feed_state(&snapshot, poll);
        let input = JudgeInput::new(&skills, &snapshot, zone);
        let taken = self.book.taken(&self.marks);
        (self.departures, _) = self
            .departures
            .after(self.rules, &input.departure_poll(), &taken);
        let judgements = self.judge(&skills, &snapshot, poll);
        let situation = AdvanceContext {
            silences: &self.test.silences,
            marks: &self.marks,
            is_deaf: self.feed.failures > 0 && self.rules.tell_of_the_feed(),
            ..AdvanceContext::new(as_of, zone, &self.policy)
        };
        let outcome = advance(&self.book, self.rules, &judgements, &situation);
        let ended = outcome.ended.iter().filter_map(|key| self.book.get(key));
        let fired = ended.filter(|alert| alert.state.is_told());
        let disturbances = fired.map(|alert| past::alert_disturbance(alert, as_of));
        self.ended.extend(disturbances);
        self.book.apply(&outcome);
        for event in &outcome.events {
            self.show(event);
        }
        let actions = self
            .test
            .actions
            .iter()
            .filter(|action| action.poll == poll);
        for action in actions {
            self.mark(action, as_of);
        }
        PollFrame {
            as_of,
            judged: judgements.iter().map(JudgedAlert::from).collect(),
            alerts: self.book.alerts().cloned().collect(),
            incidents: self.book.incidents().cloned().collect(),
            cards: Arc::clone(&self.cards),
            told: outcome.events.iter().map(test_event).collect(),
        }
    }

    /// Reads what the rules ask for, and the longer windows of those that have too few calls.
    fn read(&self, skills: &[SkillId], poll: usize) -> Snapshot {
        let (as_of, zone) = (self.test.setting.time(poll), self.test.setting.zone);
        let mut snapshot = Snapshot {
            operation: self.book.operation().clone(),
            as_of,
            readings: Vec::new(),
        };
        let mut needed = needed_requests(self.rules.awake(as_of, zone), skills, as_of, zone);
        while !needed.is_empty() {
            let answers = needed.into_iter().map(|ask| Reading {
                ask,
                outcome: answer_request(&self.test.rows, ask, poll),
            });
            snapshot.readings.extend(answers);
            needed = further_requests(self.rules, &JudgeInput::new(skills, &snapshot, zone));
        }
        snapshot
    }

    /// Updates the health of the feed. Only reports of which the test gives rows count.
    fn feed_state(&self, snapshot: &Snapshot, poll: usize) -> FeedState {
        let is_given = |ask: ReportRequest| gives_report(&self.test.rows, ask);
        let readings = snapshot.readings.iter();
        let given = Snapshot {
            readings: readings.filter(|it| is_given(it.ask)).cloned().collect(),
            ..snapshot.clone()
        };
        let quota = self.test.quota.as_ref();
        let (used, limit) = quota.map_or((0, 0), |quota| quota.at(poll));
        self.feed.after(&given, used, limit)
    }

    fn judge(&self, skills: &[SkillId], snapshot: &Snapshot, poll: usize) -> Vec<Judgement<'test>> {
        let rules: &'test Ruleset = self.rules;
        let recalled = past::TestHistory {
            test: self.test,
            book: &self.book,
            ended: &self.ended,
            skills,
            poll,
        };
        let past = recalled.of(rules.iter().filter(|rule| rule.asks_the_past()));
        let look = JudgeInput::new(skills, snapshot, self.test.setting.zone)
            .with_feed(&self.feed)
            .with_past(&past)
            .with_departures(&self.departures);
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
        let card = alert::card(news, event.at, &setting.skills, &words);
        let long = alert::long_card(news, &event.operation, event.at, &setting.skills, &words);
        let shown = ShownCard {
            text: format!("{card}\n{long}"),
            is_open: !matches!(news.kind, EventKind::Resolved(_)),
        };
        Arc::make_mut(&mut self.cards).insert(news.incident.id, Arc::new(shown));
    }

    /// Marks every open incident that the action is about.
    fn mark(&mut self, action: &ScriptAction, at: DateTime<Utc>) {
        let known = |incident: &&Incident| incident.announced().is_some();
        for incident in self.book.incidents().filter(known) {
            let rule = incident.condition().map(|condition| &condition.rule);
            if action.rule.is_some() && action.rule.as_ref() != rule {
                continue;
            }
            let mark = self.marks.entry(incident.id).or_default();
            let by = action.by.clone();
            let severity = incident.severity;
            match &action.what {
                ScriptStep::Acknowledge(note) => {
                    mark.ack = Some(AcknowledgeRequest {
                        by,
                        at,
                        note: note.clone(),
                        severity,
                        scopes: incident.scopes,
                    });
                }
                ScriptStep::Snooze(until) => {
                    mark.snooze = Some(SnoozeRequest {
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
