//! How good a detector is: its false cards, what it announces, and how soon.

use crate::{
    centre::{LEARNING, OpenDay, POLL, SkillDays},
    queue::{HOUR, Incident, IncidentKind, MINUTE, OPEN},
};

/// A card that opens so long after an incident is its echo, and no false one.
const ECHO: u32 = 2 * HOUR;
/// An incident is announced also by a card that opens so soon after its end.
const LATEST: u32 = 15 * MINUTE;

/// A card: from its opening to its closing, in seconds after opening of that day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    pub(crate) from: u32,
    pub(crate) until: u32,
}

/// The cards of a skill by open day.
pub(crate) type Cards = Vec<Vec<Shown>>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Score {
    quiet_days: f64,
    open_days: f64,
    shown_days: f64,
    cards: u32,
    right: u32,
    false_cards: u32,
    incidents: u32,
    announced: u32,
    hidden: u32,
    of_incident: u32,
    detected: Vec<f64>,
    closed: Vec<f64>,
    by_kind: std::collections::BTreeMap<IncidentKind, (u32, u32)>,
}

impl Score {
    pub(crate) fn of<'a>(played: impl IntoIterator<Item = (&'a SkillDays, &'a Cards)>) -> Self {
        let mut score = Self::default();
        for (skill, cards) in played {
            for (day, cards) in skill.days.iter().zip(cards).skip(LEARNING) {
                score.add_day(skill, day, cards);
            }
        }
        score.detected.sort_by(f64::total_cmp);
        score.closed.sort_by(f64::total_cmp);
        score
    }

    fn add_day(&mut self, skill: &SkillDays, day: &OpenDay, cards: &[Shown]) {
        self.open_days += 1.0;
        self.cards += u32::try_from(cards.len()).unwrap_or(u32::MAX);
        let shown: u32 = cards.iter().map(|card| card.until - card.from).sum();
        self.shown_days += f64::from(shown) / f64::from(OPEN);
        let loud = |incident: &Incident| incident.from..(incident.until + ECHO).min(OPEN);
        let disturbed = day.incident.as_ref().map(loud).unwrap_or_default();
        self.quiet_days += 1.0 - f64::from(disturbed.end - disturbed.start) / f64::from(OPEN);
        for card in cards {
            if day.incident.is_some() && (disturbed.start..=disturbed.end).contains(&card.from) {
                self.right += 1;
            } else {
                self.false_cards += 1;
            }
        }
        if let Some(incident) = day.incident.filter(|_| skill.is_labelled(day)) {
            self.add_incident(&incident, cards);
        }
    }

    fn add_incident(&mut self, incident: &Incident, cards: &[Shown]) {
        self.incidents += 1;
        let of_kind = self.by_kind.entry(incident.kind).or_default();
        of_kind.1 += 1;
        let is_open = |card: &&Shown| card.from <= incident.from && card.until > incident.from;
        if cards.iter().any(|card| is_open(&card)) {
            self.hidden += 1;
            return;
        }
        let in_time = incident.from + 1..=incident.until + LATEST;
        let Some(first) = cards.iter().find(|card| in_time.contains(&card.from)) else {
            return;
        };
        self.announced += 1;
        of_kind.0 += 1;
        self.detected
            .push(f64::from(first.from - incident.from) / 60.0);
        let echo = in_time.start().saturating_sub(1)..=incident.until + ECHO;
        let own = cards.iter().filter(|card| echo.contains(&card.from));
        let last = own.clone().map(|card| card.until).max().unwrap_or_default();
        self.of_incident += u32::try_from(own.count()).unwrap_or(u32::MAX);
        // What ends because the centre closes says nothing of the detector.
        if incident.until + HOUR < OPEN {
            let after = f64::from(last) - f64::from(incident.until);
            self.closed.push(after.max(0.0) / 60.0);
        }
    }

    pub(crate) fn false_a_day(&self) -> f64 {
        f64::from(self.false_cards) / self.quiet_days.max(1.0)
    }

    pub(crate) fn false_a_calendar_day(&self) -> f64 {
        f64::from(self.false_cards) / self.open_days.max(1.0)
    }

    pub(crate) fn announced(&self) -> f64 {
        share(self.announced, self.incidents)
    }

    pub(crate) fn announced_of(&self, kind: IncidentKind) -> f64 {
        let (announced, of) = self.by_kind.get(&kind).copied().unwrap_or_default();
        share(announced, of)
    }

    pub(crate) fn line(&self) -> String {
        let precision = share(self.right, self.cards) / 100.0;
        let recall = self.announced() / 100.0;
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        format!(
            "| {:.2} | {:.0} % | {:.0} % | {} | {} | {:.1} % | {:.2} | {:.2} |",
            self.false_a_day(),
            self.announced(),
            share(self.hidden, self.incidents),
            median(&self.detected),
            median(&self.closed),
            100.0 * self.shown_days / self.open_days.max(1.0),
            f64::from(self.of_incident) / f64::from(self.announced.max(1)),
            f1,
        )
    }

    pub(crate) fn incidents(&self) -> u32 {
        self.incidents
    }
}

fn share(part: u32, of: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(of.max(1))
}

fn median(sorted: &[f64]) -> String {
    let middle = sorted.get(sorted.len() / 2);
    middle.map_or_else(|| String::from("–"), |minutes| format!("{minutes:.0}"))
}

/// Cards from whether one is open after each poll of a day.
pub(crate) fn cards_of(open: &[bool]) -> Vec<Shown> {
    let mut cards: Vec<Shown> = Vec::new();
    let mut is_open = false;
    for (poll, now) in (1..).zip(open) {
        let at = poll * POLL;
        match (is_open, *now) {
            (false, true) => cards.push(Shown {
                from: at,
                until: OPEN,
            }),
            (true, false) => {
                if let Some(card) = cards.last_mut() {
                    card.until = at;
                }
            }
            _ => {}
        }
        is_open = *now;
    }
    cards
}
