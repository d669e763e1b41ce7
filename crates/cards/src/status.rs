//! The card that says whether the bot reads, evaluates and posts as it should.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{
    AudienceView, Card, CardLine, Tone, Words,
    health::{problem_line, unchecked_parts},
};
use vigia_core::{
    health::HealthReport,
    metrics::{SkillSourceFinding, SkillTableFault},
};

/// The state of the watch of an operation, and counts of what it works on.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusReport {
    /// The health of the operation's own parts and of the shared ones.
    pub health: HealthReport,
    /// The time of the last poll in the store.
    pub last_poll: Option<DateTime<Utc>>,
    /// The time from one poll to the next.
    pub every: Duration,
    /// The requests used today, and those that the day allows.
    pub calls: (u64, u64),
    /// The requests of a day that polls leave to people.
    pub reserved: u64,
    /// Where figures per skill come from; `None` where nobody needed them yet.
    pub per_skill: Option<SkillSourceFinding>,
    /// The number of messages that wait to be posted.
    pub waiting: usize,
    /// The size of the store on the disk, in bytes.
    pub disk: u64,
    pub started_at: DateTime<Utc>,
    /// The number of open incidents.
    pub open: usize,
    pub silences: usize,
    pub rules: usize,
}

pub fn status_card(status: &StatusReport, reader: &AudienceView<'_>, words: &Words) -> Card {
    let whole = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let number = |number: usize| words.count(whole(number));
    let problems = status.health.problems();
    let mut lines: Vec<CardLine> = problems
        .iter()
        .map(|problem| problem_line(problem, reader.now, words))
        .collect();
    lines.extend(
        unchecked_parts(&status.health, words).map(|parts| CardLine::text(format!("🟡 {parts}"))),
    );
    if let Some(last) = status.last_poll {
        let last = ("last", words.at(last, reader.now).into());
        let every = ("every", words.duration(status.every).into());
        lines.push(words.line("status-poll", &[last, every]));
    }
    let (used, limit) = status.calls;
    lines.push(words.line(
        "status-calls",
        &[
            ("used", words.count(used).into()),
            ("limit", words.count(limit).into()),
            ("reserved", words.count(status.reserved).into()),
        ],
    ));
    let finding = status.per_skill.as_ref();
    lines.extend(finding.map(|finding| skill_source_line(finding, status, reader, words)));
    lines.push(words.line(
        "status-open",
        &[
            ("rules", number(status.rules).into()),
            ("open", number(status.open).into()),
            ("silences", number(status.silences).into()),
            ("rules-number", whole(status.rules).into()),
            ("open-number", whole(status.open).into()),
            ("silences-number", whole(status.silences).into()),
        ],
    ));
    let waiting = ("waiting", number(status.waiting).into());
    let number = ("number", whole(status.waiting).into());
    lines.push(words.line("status-told", &[waiting, number]));
    lines.push(words.line(
        "status-bot",
        &[
            ("version", env!("CARGO_PKG_VERSION").into()),
            ("since", words.moment(status.started_at, reader.now).into()),
            ("disk", words.count(status.disk / (1 << 20)).into()),
        ],
    ));
    let (tone, title) = if status.health.is_well() {
        (Tone::Resolved, "status-well")
    } else if problems.iter().any(|problem| problem.fault.is_severe()) {
        (Tone::Critical, "status-broken")
    } else {
        (Tone::Warning, "status-unwell")
    };
    Card {
        tone,
        title: words.say(title, &[]),
        lines,
        footer: reader.command.clone(),
        as_of: status.last_poll,
        ..Card::default()
    }
}

/// Says where figures per skill come from, and why; and how often each skill is read where they take turns.
fn skill_source_line(
    finding: &SkillSourceFinding,
    status: &StatusReport,
    reader: &AudienceView<'_>,
    words: &Words,
) -> CardLine {
    let (fault, rotation) = match finding {
        SkillSourceFinding::Table { compared_at: None } => {
            return words.line("status-skills-table", &[]);
        }
        SkillSourceFinding::Table {
            compared_at: Some(at),
        } => {
            let at = ("at", words.at(*at, reader.now).into());
            return words.line("status-skills-compared", &[at]);
        }
        SkillSourceFinding::EachSkill { fault, rotation } => (fault, rotation),
    };
    let mut parts = vec![match fault {
        None => words.say("status-skills-each", &[]),
        Some((since, fault)) => {
            let since = ("since", words.moment(*since, reader.now).into());
            let why = ("why", skill_table_fault(fault, words).into());
            words.say("status-skills-each-since", &[since, why])
        }
    }];
    if let Some(rotation) = rotation {
        let every = words.duration(status.every * rotation.polls());
        let about = [
            ("read", rotation.read.into()),
            ("of", rotation.of.into()),
            ("every", every.into()),
        ];
        parts.push(words.say("status-skills-read", &about));
    }
    CardLine::text(parts.join(". "))
}

fn skill_table_fault(fault: &SkillTableFault, words: &Words) -> String {
    match fault {
        SkillTableFault::Failed(failure) => words.failure(*failure),
        SkillTableFault::Empty => words.say("status-skills-empty", &[]),
        SkillTableFault::Differs { skill, figures } => {
            let skill = ("skill", skill.to_string().into());
            let figures = ("figures", figures.as_str().into());
            words.say("status-skills-differ", &[skill, figures])
        }
    }
}
