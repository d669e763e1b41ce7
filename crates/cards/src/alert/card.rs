//! The card of an incident, which is read in five seconds on a phone: the answer, what it is out of
//! and its limit, the state, and what to do. All else is in the long form.
//!
//! ```text
//! 🔴 Abandoned 34.6% · Soporte TV
//! 9 of 26 calls · limit 10%
//! Critical since 10:15, rising
//! 👉 Check who is on break
//! ```

use std::{cmp::Ordering, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    Card, CardLine, FluentArg, LineStyle, TextSpan, Tone, Words,
    alert::{
        buttons::alert_buttons,
        context::short_cause,
        event::{CardState, EventView},
    },
    tidy, tidy_within,
};
use vigia_core::{
    alerts::{Alert, EndReason, IncidentNews, IncidentSubject, Observation, UnknownStreak},
    metrics::{CountedSample, Metric, Quantity, Sample, Scope, SkillNames},
    rules::{Severity, Side, UsualMethod},
};

/// The number of lines that a card has for several alerts.
const ALERTS_SHOWN: usize = 3;

/// The number of characters of a note that a card shows.
const NOTE_ROOM: usize = 60;

/// The card of an incident after its event at that time.
pub fn card(news: &IncidentNews, at: DateTime<Utc>, names: &SkillNames, words: &Words) -> Card {
    let Some(event) = EventView::new(news, at) else {
        return Card::default();
    };
    let view = ShortCard {
        event: &event,
        state: event.card_state(),
        names,
        words,
    };
    let (title, ring) = (view.title(false), view.title(true));
    let lines = if event.is_of_one() {
        view.single_lines()
    } else {
        view.several_lines()
    };
    Card {
        tone: view.tone(),
        title,
        ring,
        lines,
        below: view.below().into_iter().collect(),
        as_of: Some(event.alert.as_of()),
        buttons: alert_buttons(&event, words),
        ..Card::default()
    }
}

/// The title of the card, with the counts after the figure where a lock screen shows it alone.
pub(super) fn title(
    event: &EventView<'_>,
    with_counts: bool,
    names: &SkillNames,
    words: &Words,
) -> String {
    let state = event.card_state();
    ShortCard {
        event,
        state,
        names,
        words,
    }
    .title(with_counts)
}

struct ShortCard<'a> {
    event: &'a EventView<'a>,
    state: CardState<'a>,
    names: &'a SkillNames,
    words: &'a Words,
}

impl ShortCard<'_> {
    fn tone(&self) -> Tone {
        match self.state {
            CardState::Closed(EndReason::Recovered) => Tone::Resolved,
            CardState::Closed(
                EndReason::RuleRemoved | EndReason::AfterHours | EndReason::TooFewCalls,
            )
            | CardState::NoData(_) => Tone::NoData,
            CardState::Snoozed(_) => Tone::Snoozed,
            CardState::Recovering { .. } => Tone::Recovering,
            CardState::Taken(_) | CardState::Firing => match self.event.severity() {
                Severity::Warning => Tone::Warning,
                Severity::Critical => Tone::Critical,
            },
        }
    }

    fn sign(&self) -> &'static str {
        match self.tone() {
            Tone::Critical => "🔴",
            Tone::Warning => "⚠️",
            Tone::Recovering => "🔵",
            Tone::Resolved => "✅",
            Tone::Snoozed => "💤",
            Tone::NoData | Tone::Info | Tone::Refusal => "❔",
        }
    }

    fn title(&self, with_counts: bool) -> String {
        format!("{} {}", self.sign(), self.headline(with_counts))
    }

    /// The title without its sign.
    fn headline(&self, with_counts: bool) -> String {
        let words = self.words;
        if !self.event.is_of_one() {
            return self.several_headline();
        }
        let alert = self.event.alert;
        let name = self.name(&alert.key.scope);
        if let CardState::NoData(_) = self.state {
            return words.say("card-no-data", &[("name", name.into())]);
        }
        let Some(last) = alert.last() else {
            return format!("{} · {name}", self.metric(alert.metric));
        };
        format!("{} · {name}", self.figure(alert, &last.sample, with_counts))
    }

    /// Metric and figure: `Abandoned 34.6%`, `3 callbacks failed`.
    fn figure(&self, alert: &Alert, sample: &Sample, with_counts: bool) -> String {
        let words = self.words;
        let value = words.quantity(sample.value);
        let counts = match (sample.part, sample.of) {
            (Some(part), Some(of)) => Some(words.part_of(&words.count(part), of)),
            (None, Some(of)) if matches!(sample.value, Quantity::Count(_)) => {
                Some(words.part_of(&value, of))
            }
            (_, _) => None,
        };
        let text = if alert.metric == Metric::SmartHoldRecallFail {
            words.say("card-callbacks", &[("count", value.into())])
        } else {
            format!("{} {value}", self.metric(alert.metric))
        };
        match counts.filter(|_| with_counts) {
            Some(counts) => format!("{text} ({counts})"),
            None => text,
        }
    }

    fn metric(&self, metric: Metric) -> String {
        let short = self.words.short_metric(metric);
        short.unwrap_or_else(|| self.words.metric(metric))
    }

    /// The place by its name alone.
    fn name(&self, scope: &Scope) -> String {
        match scope {
            Scope::Operation => self.words.say("card-operation", &[]),
            Scope::Skill(skill) => match self.names.get(*skill).map(tidy) {
                Some(name) if !name.is_empty() => name,
                Some(_) | None => self.words.skill(*skill, None),
            },
            Scope::Channel(channel) => self.words.channel(channel),
            Scope::Agent(agent) => tidy(agent.as_str()),
        }
    }

    fn single_lines(&self) -> Vec<CardLine> {
        let (words, event) = (self.words, self.event);
        match self.state {
            CardState::NoData(gap) => {
                let id = match gap.why {
                    UnknownStreak::Missing => "card-missing-since",
                    UnknownStreak::TooFew => "card-too-few-since",
                };
                let time = ("time", words.moment(gap.since, event.at).into());
                let last = event.alert.last().map(|last| {
                    let about = [
                        ("value", strong(words.quantity(last.sample.value))),
                        (
                            "counts",
                            self.counts(&last.sample).unwrap_or_default().into(),
                        ),
                        ("time", words.clock(last.window.until()).into()),
                    ];
                    words.line("card-last", &about)
                });
                let watch = words.line("card-watch-queue", &[]);
                let mut lines = vec![words.line(id, &[time])];
                lines.extend(last);
                lines.push(watch);
                lines
            }
            CardState::Closed(reason) => {
                vec![
                    self.closed_figure_line(),
                    self.closed_line(reason),
                    self.taken_in_line(),
                ]
            }
            CardState::Snoozed(_)
            | CardState::Recovering { .. }
            | CardState::Taken(_)
            | CardState::Firing => {
                let mut lines = vec![self.figure_line()];
                lines.extend(self.state_lines());
                lines
            }
        }
    }

    /// What the figure is out of, and its limit: `**9 of 26** calls · limit 10%`.
    fn figure_line(&self) -> CardLine {
        let (words, alert) = (self.words, self.event.alert);
        let Some(last) = alert.last() else {
            let since = words.moment(alert.state.since(), self.event.at);
            return words.line("card-absent", &[("time", since.into())]);
        };
        let mut line = self.sample_line(alert, &last.sample);
        if let Some(limit) = alert.grounds.limit(self.event.severity()) {
            let id = match alert.grounds.side {
                Some(Side::Below) => "alert-goal",
                Some(Side::Above) | None => "alert-limit",
            };
            let limit = words.say(id, &[("limit", words.stated(limit).into())]);
            if !line.spans.is_empty() {
                line.spans.push(TextSpan::Text(" · ".to_owned()));
            }
            line.spans.push(TextSpan::Text(limit));
        }
        line
    }

    fn sample_line(&self, alert: &Alert, sample: &Sample) -> CardLine {
        let words = self.words;
        let counts = match (sample.part, sample.of, sample.value) {
            (Some(part), Some(of), _) => words.part_of(&words.count(part), of),
            (None, Some(of), Quantity::Count(value)) => words.part_of(&words.count(value), of),
            (None, Some(of), _) => words.count(of),
            (_, None, _) => return CardLine::default(),
        };
        let of = ("calls", sample.of.unwrap_or_default().into());
        let counts = ("counts", strong(counts));
        let length = ("length", words.duration(alert.window.length()).into());
        let id = match (alert.metric, alert.metric.out_of()) {
            (Metric::SmartHoldRecallFail | Metric::SmartHoldRecallFailRate, _) => {
                "card-of-callbacks"
            }
            (Metric::ServiceLevel10s, _) => "card-within-10",
            (Metric::ServiceLevel20s, _) => "card-within-20",
            (Metric::ServiceLevel30s, _) => "card-within-30",
            (_, Some(CountedSample::Uses)) => "card-of-uses",
            (_, _) => "card-of-calls",
        };
        words.line(id, &[counts, of, length])
    }

    fn counts(&self, sample: &Sample) -> Option<String> {
        let (part, of) = (sample.part?, sample.of?);
        let counts = self.words.part_of(&self.words.count(part), of);
        Some(format!(" ({counts})"))
    }

    /// The lines below the figure: the state, and what to do or what was said.
    fn state_lines(&self) -> Vec<CardLine> {
        let (words, event) = (self.words, self.event);
        match &self.state {
            CardState::Snoozed(snooze) => {
                let about = [
                    ("name", strong(tidy(&snooze.by.name))),
                    ("time", words.moment(snooze.until, event.at).into()),
                ];
                let means = words.line("card-snoozed-means", &[]).small();
                vec![words.line("card-snoozed", &about), means]
            }
            CardState::Taken(ack) => {
                let about = [
                    ("name", strong(tidy(&ack.by.name))),
                    ("time", words.at(ack.at, event.at).into()),
                ];
                let note = ack.note.as_deref().map(|note| tidy_within(note, NOTE_ROOM));
                let note = note.filter(|note| !note.is_empty());
                let note = note.map(|note| CardLine::text(note).styled(LineStyle::Quote));
                let mut lines = vec![words.line("card-taken", &about)];
                lines.extend(note.or_else(|| self.hint_line()));
                lines
            }
            CardState::Recovering { clear_since } => {
                let time = ("time", words.moment(*clear_since, event.at).into());
                let mut lines = vec![words.line("card-recovering", &[time])];
                lines.extend(self.closing_line(*clear_since));
                lines
            }
            CardState::Firing => {
                let mut lines = vec![self.firing_line()];
                lines.extend(self.hint_line());
                lines
            }
            CardState::Closed(_) | CardState::NoData(_) => Vec::new(),
        }
    }

    /// Since when it has been so, and how it goes on.
    fn firing_line(&self) -> CardLine {
        let (words, event, alert) = (self.words, self.event, self.event.alert);
        if let Some(before) = self.before_worse() {
            let counts = self.counts(&before.sample).unwrap_or_default();
            let about = [
                ("time", words.moment(before.window.until(), event.at).into()),
                ("value", words.quantity(before.sample.value).into()),
                ("counts", counts.into()),
            ];
            return words.line("card-worse", &about);
        }
        if self.is_unproven_critical() {
            return words.line("card-unproven", &[]);
        }
        if let Some(line) = self.team_line() {
            return line;
        }
        let since = ("time", words.moment(event.since(), event.at).into());
        match event.severity() {
            Severity::Critical => {
                let trend = trend_word(alert).map(|id| format!(", {}", words.say(id, &[])));
                let trend = ("trend", trend.unwrap_or_default().into());
                words.line("card-critical-since", &[since, trend])
            }
            Severity::Warning => {
                let usual = self.usual_text().unwrap_or_default();
                words.line("card-warning-since", &[since, ("usual", usual.into())])
            }
        }
    }

    fn usual_text(&self) -> Option<String> {
        let usual = ("usual", self.usual()?.into());
        Some(self.words.say("card-usual", &[usual]))
    }

    /// What the team does, where the alert is about one agent.
    fn team_line(&self) -> Option<CardLine> {
        let method = self.event.alert.grounds.usual?.method;
        let usual = ("usual", self.usual()?.into());
        (method == UsualMethod::Team).then(|| self.words.line("card-team", &[usual]))
    }

    fn usual(&self) -> Option<String> {
        let alert = self.event.alert;
        let usual = alert.grounds.usual?.value(alert.metric.unit())?;
        Some(self.words.quantity(usual))
    }

    /// The figure before it became worse, while it still rises and nobody has taken it.
    fn before_worse(&self) -> Option<&Observation> {
        let announced = self.event.incident.announced()?;
        let alert = self.event.alert;
        if announced.worse_at <= announced.at || trend_word(alert) != Some("card-rising") {
            return None;
        }
        let before = alert.trend.iter().rev();
        before
            .filter(|seen| seen.window.until() < announced.worse_at)
            .find(|seen| {
                seen.sample.value != alert.last().map_or(seen.sample.value, |it| it.sample.value)
            })
    }

    /// True where the figure is past the critical limit and too few calls prove it.
    fn is_unproven_critical(&self) -> bool {
        let alert = self.event.alert;
        let limit = alert.grounds.limit(Severity::Critical);
        let Some((last, limit)) = alert.last().zip(limit) else {
            return false;
        };
        let order = last.sample.value.scalar().partial_cmp(&limit.scalar());
        let is_past = match alert.grounds.side {
            Some(Side::Above) => order == Some(Ordering::Greater),
            Some(Side::Below) => order == Some(Ordering::Less),
            None => false,
        };
        self.event.severity() == Severity::Warning && is_past
    }

    /// A cause that stands out, else the hint of the rule.
    fn hint_line(&self) -> Option<CardLine> {
        let words = self.words;
        let condition = self.event.incident.condition();
        let hint = condition.and_then(|it| it.hint.as_ref()?.text(words.locale().language()));
        let cause = short_cause(self.event.alert, words);
        let text = cause.or_else(|| hint.map(tidy))?;
        Some(words.line("card-hint", &[("text", text.into())]))
    }

    /// When it will be closed, if nothing changes.
    fn closing_line(&self, clear_since: DateTime<Utc>) -> Option<CardLine> {
        let keep = self.event.incident.condition()?.keep_firing_for;
        let end = clear_since + TimeDelta::from_std(keep).ok()?;
        let time = ("time", self.words.at(end, self.event.at).into());
        (keep > Duration::ZERO).then(|| self.words.line("card-closes", &[time]).small())
    }

    fn closed_figure_line(&self) -> CardLine {
        let (words, event) = (self.words, self.event);
        let length = words.duration(event.lasted());
        let mut line = match event.alert.last() {
            Some(last) => self.sample_line(event.alert, &last.sample),
            None => CardLine::default(),
        };
        let id = if line.spans.is_empty() {
            "card-lasted"
        } else {
            "card-and-lasted"
        };
        line.spans
            .extend(words.line(id, &[("length", length.into())]).spans);
        line
    }

    /// The worst figure, or why it was closed though nothing says that it is well.
    fn closed_line(&self, reason: EndReason) -> CardLine {
        let (words, event) = (self.words, self.event);
        let id = match reason {
            EndReason::RuleRemoved => "card-rule-removed",
            EndReason::AfterHours => "card-after-hours",
            EndReason::TooFewCalls => "card-too-few",
            EndReason::Recovered if event.is_absent() => "card-figures-back",
            EndReason::Recovered => {
                let Some(peak) = event.alert.peak else {
                    return words.line("card-within-limit", &[]);
                };
                let about = [
                    ("value", words.quantity(peak.sample.value).into()),
                    (
                        "counts",
                        self.counts(&peak.sample).unwrap_or_default().into(),
                    ),
                    ("time", words.clock(peak.window.until()).into()),
                ];
                return words.line("card-peak", &about);
            }
        };
        words.line(id, &[])
    }

    fn taken_in_line(&self) -> CardLine {
        let (words, event) = (self.words, self.event);
        let Some(ack) = &event.news.mark.ack else {
            return words.line("card-nobody", &[]);
        };
        let name = ("name", strong(tidy(&ack.by.name)));
        let announced = event.incident.announced();
        let lag = announced.and_then(|it| (ack.at - it.at).to_std().ok());
        match lag {
            Some(lag) => {
                let lag = ("length", words.duration(to_minutes(lag)).into());
                words.line("card-taken-in", &[name, lag])
            }
            None => words.line(
                "card-taken",
                &[name, ("time", words.at(ack.at, event.at).into())],
            ),
        }
    }

    fn below(&self) -> Option<CardLine> {
        let (words, event) = (self.words, self.event);
        match self.state {
            CardState::NoData(_) => Some(words.line("card-no-data-means", &[]).small()),
            CardState::Closed(_) => {
                let time = ("time", words.at(event.at, event.at).into());
                Some(words.line("card-closed", &[time]).small())
            }
            CardState::Snoozed(_)
            | CardState::Recovering { .. }
            | CardState::Taken(_)
            | CardState::Firing => None,
        }
    }

    fn several_headline(&self) -> String {
        let (words, event) = (self.words, self.event);
        let open = u64::from(event.open_count());
        let count = if open == 0 {
            u64::from(event.incident.over)
        } else {
            open
        };
        let known = u64::try_from(self.names.0.len()).unwrap_or_default();
        let is_of_skills = matches!(event.alert.key.scope, Scope::Skill(_));
        let counts = if is_of_skills && known >= count {
            words.part_of(&words.count(count), known)
        } else {
            words.count(count)
        };
        let Some(condition) = event.incident.condition() else {
            let about = [("count", u64::from(event.news.rules.max(1)).into())];
            return words.say("card-digest", &about);
        };
        let id = match event.alert.key.scope {
            Scope::Skill(_) if condition.metric == Metric::AbandonRate && open > 0 => {
                "card-several-abandon"
            }
            Scope::Skill(_) => "card-several-skills",
            Scope::Agent(_) => "card-several-agents",
            Scope::Channel(_) | Scope::Operation => "card-several-places",
        };
        let about = [
            ("metric", self.metric(condition.metric).into()),
            ("counts", counts.into()),
        ];
        words.say(id, &about)
    }

    /// A line for each alert, the worst first, and the limits or the state below them.
    fn several_lines(&self) -> Vec<CardLine> {
        let (words, event) = (self.words, self.event);
        if let CardState::Closed(reason) = self.state {
            let lasted = event.at - event.incident.opened_at;
            let length = words.duration(lasted.to_std().unwrap_or_default());
            let mut lines = vec![words.line("card-lasted", &[("length", length.into())])];
            if reason != EndReason::Recovered {
                lines.push(self.closed_line(reason));
            }
            lines.push(self.taken_in_line());
            return lines;
        }
        let count = usize::try_from(event.open_count()).unwrap_or(usize::MAX);
        let shown = if count > ALERTS_SHOWN {
            ALERTS_SHOWN - 1
        } else {
            ALERTS_SHOWN
        };
        let open = event.news.open.iter().take(shown);
        let mut lines: Vec<CardLine> = open.map(|alert| self.alert_line(alert)).collect();
        if count > lines.len() {
            let more = u64::try_from(count - lines.len()).unwrap_or_default();
            lines.push(words.line("card-more", &[("count", more.into())]));
        }
        match self.state {
            CardState::Firing | CardState::NoData(_) => lines.extend(self.limits_line()),
            CardState::Taken(_)
            | CardState::Snoozed(_)
            | CardState::Recovering { .. }
            | CardState::Closed(_) => lines.extend(self.state_lines()),
        }
        lines
    }

    fn alert_line(&self, alert: &Alert) -> CardLine {
        let words = self.words;
        let sign = match (alert.is_firing(), alert.state.severity()) {
            (false, _) => "🔵",
            (true, Severity::Warning) => "⚠️",
            (true, Severity::Critical) => "🔴",
        };
        let mut spans = vec![TextSpan::Text(format!("{sign} "))];
        let is_digest = self.event.incident.subject == IncidentSubject::Digest;
        let name = self.name(&alert.key.scope);
        let counts = alert.last().and_then(|last| {
            let sample = last.sample;
            spans.push(TextSpan::Strong(words.quantity(sample.value)));
            Some(words.part_of(&words.count(sample.part?), sample.of?))
        });
        let mut text = match counts {
            Some(counts) => format!(" {name} · {counts}"),
            None => format!(" {name}"),
        };
        if is_digest {
            text = format!(" {} · {name}", self.metric(alert.metric));
        }
        spans.push(TextSpan::Text(text));
        CardLine::of(spans)
    }

    /// The limits, where they are the same for all.
    fn limits_line(&self) -> Option<CardLine> {
        let (words, event) = (self.words, self.event);
        event.incident.condition()?;
        let limits = |alert: &Alert| (alert.grounds.warning, alert.grounds.critical);
        let shared = limits(event.alert);
        if event.news.open.iter().any(|alert| limits(alert) != shared) {
            return None;
        }
        let stated = |limit: Quantity| words.stated(limit).into();
        let line = match shared {
            (Some(warning), Some(critical)) => {
                let about = [("warning", stated(warning)), ("critical", stated(critical))];
                words.line("card-limits", &about)
            }
            (Some(one), None) | (None, Some(one)) => {
                words.line("alert-limit", &[("limit", stated(one))])
            }
            (None, None) => return None,
        };
        Some(line.small())
    }
}

fn strong(text: String) -> FluentArg {
    TextSpan::Strong(text).into()
}

/// The word for the direction of the last figure against the one before.
fn trend_word(alert: &Alert) -> Option<&'static str> {
    let [.., before, last] = alert.trend.as_slice() else {
        return None;
    };
    let (before, last) = (before.sample.value.scalar(), last.sample.value.scalar());
    match last.partial_cmp(&before)? {
        Ordering::Greater => Some("card-rising"),
        Ordering::Less => Some("card-falling"),
        Ordering::Equal => Some("card-steady"),
    }
}

/// From a minute on, seconds say nothing.
fn to_minutes(length: Duration) -> Duration {
    let seconds = length.as_secs();
    Duration::from_secs(if seconds < 60 {
        seconds
    } else {
        seconds - seconds % 60
    })
}
