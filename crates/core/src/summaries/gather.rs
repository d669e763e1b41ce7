//! Puts a summary together.

mod rows;

use chrono::{DateTime, Utc};

use self::rows::{agents, day, heard, short, waits};
use crate::{
    metrics::{
        Ask, AtHand, Channel, Facts, Gap, Metric, Reading, Report, Scope, SkillId, Skills,
        facts::Abandonment, sample,
    },
    summaries::{
        Bounded, Callbacks, Calls, Day, Drivers, Edition, Figure, Form, Found, Heard, Hour, Plan,
        Reads, Requests, Skill, Summary, Tally, Team, UsualHour, Volume,
        drivers::{self, Part},
        earlier::{Weeks, facts, whole},
    },
};

/// The figures that every summary tells of the operation, in their order.
const FIGURES: [Metric; 7] = [
    Metric::CallsOffered,
    Metric::CallsAnswered,
    Metric::AbandonCount,
    Metric::AbandonRate,
    Metric::ServiceLevel20s,
    Metric::Asa,
    Metric::Ata,
];

/// More of these than that are counted and not kept. A day has 25 hours at most.
const MOST_HOURS: usize = 48;
const MOST_DAYS: usize = 14;
const MOST_SKILLS: usize = 200;
const MOST_CHANNELS: usize = 20;

/// What was found, by what the parts of a summary look for.
struct Gathering<'f> {
    edition: &'f Edition,
    found: &'f Found,
    weeks: Weeks<'f>,
    /// The facts over the whole time.
    whole: AtHand<'f>,
}

pub(super) fn summary(plan: &Plan, edition: Edition, found: &Found, now: DateTime<Utc>) -> Summary {
    let asks = edition.whole();
    let of_whole = |reading: &&Reading| asks.contains(&reading.ask);
    let whole = found.readings.iter().filter(of_whole).filter_map(facts);
    let gathering = Gathering {
        edition: &edition,
        found,
        weeks: Weeks::new(&found.weeks, &edition, plan.zone),
        whole: whole.collect(),
    };
    let figures = gathering.figures(plan);
    let form = Form::from(plan.period);
    Summary {
        form,
        sections: plan.sections.clone(),
        drivers: gathering.drivers(&figures),
        hours: gathering.hours(),
        days: Bounded::first(found.days.iter().map(day).collect(), MOST_DAYS).rows,
        weeks: gathering.weeks(),
        before: found
            .before
            .as_ref()
            .map(day)
            .filter(|day| day.heard.calls().is_some()),
        skills: gathering.skills(),
        waits: gathering.abandons().and_then(waits),
        smart_hold: gathering.smart_hold(),
        channels: gathering.channels(),
        holds: gathering.holds(plan.names_agents),
        volume: gathering.volume(),
        missing: gathering.missing(),
        reads: Reads {
            asked: found.asked,
            came: found.came,
            skills_unread: gathering.skills_unread(),
        },
        figures,
        alerts: Tally::default(),
        rules_more: 0,
        made_at: now,
        correction: None,
        edition,
    }
}

impl<'f> Gathering<'f> {
    /// The answer to one question.
    fn reading(&self, ask: &Ask) -> Option<&'f Reading> {
        self.found
            .readings
            .iter()
            .find(|reading| reading.ask == *ask)
    }

    /// A report over the whole time.
    fn report(&self, report: Report) -> Option<&'f Facts> {
        let mut asks = self.edition.whole().into_iter();
        let ask = asks.find(|ask| ask.report == report)?;
        facts(self.reading(&ask)?)
    }

    fn figures(&self, plan: &Plan) -> Vec<Figure> {
        let others = plan.goals.iter().map(|goal| goal.metric);
        let others = others.filter(|metric| !FIGURES.contains(metric));
        let figure = |metric| {
            let mut goals = plan.goals.iter();
            let goal = goals.find(|goal| goal.metric == metric);
            Figure {
                goal: goal.map(|goal| goal.value),
                ..self.figure(metric)
            }
        };
        FIGURES.into_iter().chain(others).map(figure).collect()
    }

    fn figure(&self, metric: Metric) -> Figure {
        let of = |at_hand| {
            let sample = sample(metric, &Scope::Operation, at_hand)?;
            // What is no number cannot be kept, and says nothing.
            sample.value.scalar().is_finite().then_some(sample)
        };
        Figure {
            metric,
            sample: of(self.whole),
            goal: None,
            usual: self.weeks.usual(metric, self.edition.window),
            before: self.found.before.as_ref().and_then(|day| of(whole(day))),
        }
    }

    fn drivers(&self, figures: &[Figure]) -> Drivers {
        let part = |reading: &'f Reading, scope| {
            let at_hand = AtHand::from(facts(reading)?);
            let name = (reading.ask.window, reading.ask.skills);
            Some(Part {
                name,
                scope,
                at_hand,
            })
        };
        let hours: Vec<_> = self.edition.hours();
        let is_hour = |reading: &&Reading| {
            hours.contains(&reading.ask) && reading.ask.window != self.edition.window
        };
        let readings = self.found.readings.iter();
        let hours: Vec<_> = readings
            .clone()
            .filter(is_hour)
            .filter_map(|reading| part(reading, Scope::Operation))
            .collect();
        let skills: Vec<_> = readings
            .filter(|reading| reading.ask.window == self.edition.window)
            .filter_map(|reading| match reading.ask.skills {
                Skills::One(skill) => part(reading, Scope::Skill(skill)),
                Skills::All => None,
            })
            .collect();
        let days = self.found.days.iter().map(|day| Part {
            name: day.date,
            scope: Scope::Operation,
            at_hand: whole(day),
        });
        let days: Vec<_> = days.collect();
        let is_one = |(_, skills)| match skills {
            Skills::One(skill) => Some(skill),
            Skills::All => None,
        };
        Drivers {
            hours: if days.is_empty() {
                let hours = drivers::among(figures, &hours).into_iter();
                hours.map(|(window, _)| window).collect()
            } else {
                Vec::new()
            },
            days: drivers::among(figures, &days),
            skills: drivers::among(figures, &skills)
                .into_iter()
                .filter_map(is_one)
                .collect(),
        }
    }

    /// The hours of a day, where they were asked for.
    fn hours(&self) -> Vec<Hour> {
        if !self.found.days.is_empty() {
            return Vec::new();
        }
        let hours = self.edition.hours().into_iter().take(MOST_HOURS);
        let hours: Vec<_> = hours
            .map(|ask| (ask.window, self.reading(&ask)))
            .map(|(window, reading)| Hour {
                window,
                heard: reading.map_or(Heard::Unread, |reading| heard(reading, &Scope::Operation)),
                usual: UsualHour {
                    offered: self.weeks.usual(Metric::CallsOffered, window),
                    level: self.weeks.usual(Metric::ServiceLevel20s, window),
                },
            })
            .collect();
        let were_asked = hours.iter().any(|hour| hour.heard != Heard::Unread)
            || self
                .edition
                .hours()
                .iter()
                .any(|ask| self.reading(ask).is_some());
        if were_asked { hours } else { Vec::new() }
    }

    /// The weeks before, oldest first.
    fn weeks(&self) -> Vec<Day> {
        let mut weeks = self.weeks.calls(self.edition.window);
        weeks.reverse();
        weeks
    }

    fn skills(&self) -> Bounded<Skill> {
        let mut skills: Vec<Skill> = self
            .by_skill()
            .filter_map(|(skill, reading)| {
                let calls = Calls::of(facts(reading)?, &Scope::Skill(skill))?;
                Some(Skill { skill, calls })
            })
            .collect();
        let rows = self.abandons().map_or(&[][..], |report| &report.skills);
        for row in rows {
            let Some(skill) = row.skill else { continue };
            if !skills.iter().any(|known| known.skill == skill) {
                let calls = Calls {
                    abandoned: row.abandoned,
                    ..Calls::default()
                };
                skills.push(Skill { skill, calls });
            }
        }
        let size = |row: &Skill| row.calls.offered.or(row.calls.abandoned);
        skills.sort_by_key(|row| (std::cmp::Reverse(size(row)), row.skill));
        Bounded::first(skills, MOST_SKILLS)
    }

    fn skills_unread(&self) -> u64 {
        let failed = self.by_skill().filter(|(_, reading)| has_failed(reading));
        u64::try_from(failed.count()).unwrap_or(u64::MAX)
    }

    fn by_skill(&self) -> impl Iterator<Item = (SkillId, &'f Reading)> {
        let window = self.edition.window;
        self.found.readings.iter().filter_map(move |reading| {
            let is_of_calls = reading.ask.report == Report::ServiceLevel;
            match reading.ask.skills {
                Skills::One(skill) if is_of_calls && reading.ask.window == window => {
                    Some((skill, reading))
                }
                Skills::One(_) | Skills::All => None,
            }
        })
    }

    fn abandons(&self) -> Option<&'f Abandonment> {
        match self.report(Report::Abandonment)? {
            Facts::Abandonment(report) => Some(report),
            _ => None,
        }
    }

    fn smart_hold(&self) -> Option<Callbacks> {
        let Facts::SmartHold(report) = self.report(Report::SmartHold)? else {
            return None;
        };
        (!report.skills.is_empty()).then(|| Callbacks {
            stages: report.stages(),
            failing: self.figure(Metric::SmartHoldRecallFailRate),
        })
    }

    fn channels(&self) -> Bounded<Requests> {
        let Some(Facts::ServiceLevel(report)) = self.report(Report::ServiceLevel) else {
            return Bounded::default();
        };
        let rows = report.channels.iter();
        let mut rows: Vec<_> = rows
            .filter(|row| row.channel.as_str() != Channel::INBOUND)
            .map(|row| Requests {
                channel: Channel::new(short(row.channel.as_str())),
                offered: row.offered,
                answered: row.answered,
                abandoned: row.abandoned,
            })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.offered));
        Bounded::first(rows, MOST_CHANNELS)
    }

    fn holds(&self, names_agents: bool) -> Option<Team> {
        let Facts::Holds(report) = self.report(Report::Holds)? else {
            return None;
        };
        Some(Team {
            times: report.team(),
            agents: if names_agents {
                agents(report)
            } else {
                Bounded::default()
            },
        })
    }

    fn volume(&self) -> Option<Volume> {
        let Facts::Durations(report) = self.report(Report::Durations)? else {
            return None;
        };
        Some(Volume {
            traffic: report.traffic(),
            short: report.short(),
        })
    }

    fn missing(&self) -> Vec<Report> {
        let asks = self.edition.whole().into_iter();
        let failed = |ask: &Ask| self.reading(ask).is_some_and(has_failed);
        asks.filter(failed).map(|ask| ask.report).collect()
    }
}

fn has_failed(reading: &Reading) -> bool {
    matches!(reading.outcome, Err(Gap::Failed(_)))
}
