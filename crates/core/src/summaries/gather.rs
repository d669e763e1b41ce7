//! Puts a summary together.

mod rows;

use chrono::{DateTime, Utc};

use self::rows::{agents, day, heard, short, waits};
use crate::{
    metrics::{
        Channel, FactSet, Facts, Metric, ReadGap, Reading, Report, ReportRequest, Scope, SkillId,
        SkillSelection, facts::Abandonment, sample,
    },
    summaries::{
        BoundedValue, CallVolume, CallbackCounts, CallsHeard, Edition, NotificationTally,
        ReadCounts, RequestCount, Summary, SummaryDay, SummaryDrivers, SummaryFigure, SummaryForm,
        SummaryHour, SummaryInputs, SummaryPlan, SummarySkill, SummaryTeam, SummaryVolume,
        UsualHour,
        drivers::{self, DriverPart},
        earlier::{EarlierWeeks, facts, whole},
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
struct SummaryBuilder<'f> {
    edition: &'f Edition,
    found: &'f SummaryInputs,
    weeks: EarlierWeeks<'f>,
    /// The facts over the whole time.
    whole: FactSet<'f>,
}

pub(super) fn summary(
    plan: &SummaryPlan,
    edition: Edition,
    found: &SummaryInputs,
    now: DateTime<Utc>,
) -> Summary {
    let asks = edition.whole();
    let of_whole = |reading: &&Reading| asks.contains(&reading.ask);
    let whole = found.readings.iter().filter(of_whole).filter_map(facts);
    let gathering = SummaryBuilder {
        edition: &edition,
        found,
        weeks: EarlierWeeks::new(&found.weeks, &edition, plan.zone),
        whole: whole.collect(),
    };
    let figures = gathering.figures(plan);
    let form = SummaryForm::from(plan.period);
    Summary {
        form,
        sections: plan.sections.clone(),
        drivers: gathering.drivers(&figures),
        hours: gathering.hours(),
        days: BoundedValue::first(found.days.iter().map(day).collect(), MOST_DAYS).rows,
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
        reads: ReadCounts {
            asked: found.asked,
            came: found.came,
            skills_unread: gathering.skills_unread(),
        },
        figures,
        alerts: NotificationTally::default(),
        rules_more: 0,
        made_at: now,
        correction: None,
        edition,
    }
}

impl<'f> SummaryBuilder<'f> {
    /// The answer to one question.
    fn reading(&self, ask: &ReportRequest) -> Option<&'f Reading> {
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

    fn figures(&self, plan: &SummaryPlan) -> Vec<SummaryFigure> {
        let others = plan.goals.iter().map(|goal| goal.metric);
        let others = others.filter(|metric| !FIGURES.contains(metric));
        let figure = |metric| {
            let mut goals = plan.goals.iter();
            let goal = goals.find(|goal| goal.metric == metric);
            SummaryFigure {
                goal: goal.map(|goal| goal.value),
                ..self.figure(metric)
            }
        };
        FIGURES.into_iter().chain(others).map(figure).collect()
    }

    fn figure(&self, metric: Metric) -> SummaryFigure {
        let of = |at_hand| {
            let sample = sample(metric, &Scope::Operation, at_hand)?;
            // What is no number cannot be kept, and says nothing.
            sample.value.scalar().is_finite().then_some(sample)
        };
        SummaryFigure {
            metric,
            sample: of(self.whole),
            goal: None,
            usual: self.weeks.usual(metric, self.edition.window),
            before: self.found.before.as_ref().and_then(|day| of(whole(day))),
        }
    }

    fn drivers(&self, figures: &[SummaryFigure]) -> SummaryDrivers {
        let part = |reading: &'f Reading, scope| {
            let at_hand = FactSet::from(facts(reading)?);
            let name = (reading.ask.window, reading.ask.skills);
            Some(DriverPart {
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
                SkillSelection::One(skill) => part(reading, Scope::Skill(skill)),
                SkillSelection::All => None,
            })
            .collect();
        let days = self.found.days.iter().map(|day| DriverPart {
            name: day.date,
            scope: Scope::Operation,
            at_hand: whole(day),
        });
        let days: Vec<_> = days.collect();
        let is_one = |(_, skills)| match skills {
            SkillSelection::One(skill) => Some(skill),
            SkillSelection::All => None,
        };
        SummaryDrivers {
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
    fn hours(&self) -> Vec<SummaryHour> {
        if !self.found.days.is_empty() {
            return Vec::new();
        }
        let hours = self.edition.hours().into_iter().take(MOST_HOURS);
        let hours: Vec<_> = hours
            .map(|ask| (ask.window, self.reading(&ask)))
            .map(|(window, reading)| SummaryHour {
                window,
                heard: reading.map_or(CallsHeard::Unread, |reading| {
                    heard(reading, &Scope::Operation)
                }),
                usual: UsualHour {
                    offered: self.weeks.usual(Metric::CallsOffered, window),
                    level: self.weeks.usual(Metric::ServiceLevel20s, window),
                },
            })
            .collect();
        let were_asked = hours.iter().any(|hour| hour.heard != CallsHeard::Unread)
            || self
                .edition
                .hours()
                .iter()
                .any(|ask| self.reading(ask).is_some());
        if were_asked { hours } else { Vec::new() }
    }

    /// The weeks before, oldest first.
    fn weeks(&self) -> Vec<SummaryDay> {
        let mut weeks = self.weeks.calls(self.edition.window);
        weeks.reverse();
        weeks
    }

    fn skills(&self) -> BoundedValue<SummarySkill> {
        let mut skills: Vec<SummarySkill> = self
            .by_skill()
            .filter_map(|(skill, reading)| {
                let calls = CallVolume::of(facts(reading)?, &Scope::Skill(skill))?;
                Some(SummarySkill { skill, calls })
            })
            .collect();
        let rows = self.abandons().map_or(&[][..], |report| &report.skills);
        for row in rows {
            let Some(skill) = row.skill else { continue };
            if !skills.iter().any(|known| known.skill == skill) {
                let calls = CallVolume {
                    abandoned: row.abandoned,
                    ..CallVolume::default()
                };
                skills.push(SummarySkill { skill, calls });
            }
        }
        let size = |row: &SummarySkill| row.calls.offered.or(row.calls.abandoned);
        skills.sort_by_key(|row| (std::cmp::Reverse(size(row)), row.skill));
        BoundedValue::first(skills, MOST_SKILLS)
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
                SkillSelection::One(skill) if is_of_calls && reading.ask.window == window => {
                    Some((skill, reading))
                }
                SkillSelection::One(_) | SkillSelection::All => None,
            }
        })
    }

    fn abandons(&self) -> Option<&'f Abandonment> {
        match self.report(Report::Abandonment)? {
            Facts::Abandonment(report) => Some(report),
            _ => None,
        }
    }

    fn smart_hold(&self) -> Option<CallbackCounts> {
        let Facts::SmartHold(report) = self.report(Report::SmartHold)? else {
            return None;
        };
        (!report.skills.is_empty()).then(|| CallbackCounts {
            stages: report.stages(),
            failing: self.figure(Metric::SmartHoldRecallFailRate),
        })
    }

    fn channels(&self) -> BoundedValue<RequestCount> {
        let Some(Facts::ServiceLevel(report)) = self.report(Report::ServiceLevel) else {
            return BoundedValue::default();
        };
        let rows = report.channels.iter();
        let mut rows: Vec<_> = rows
            .filter(|row| row.channel.as_str() != Channel::INBOUND)
            .map(|row| RequestCount {
                channel: Channel::new(short(row.channel.as_str())),
                offered: row.offered,
                answered: row.answered,
                abandoned: row.abandoned,
            })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.offered));
        BoundedValue::first(rows, MOST_CHANNELS)
    }

    fn holds(&self, names_agents: bool) -> Option<SummaryTeam> {
        let Facts::Holds(report) = self.report(Report::Holds)? else {
            return None;
        };
        Some(SummaryTeam {
            times: report.team(),
            agents: if names_agents {
                agents(report)
            } else {
                BoundedValue::default()
            },
        })
    }

    fn volume(&self) -> Option<SummaryVolume> {
        let Facts::Durations(report) = self.report(Report::Durations)? else {
            return None;
        };
        Some(SummaryVolume {
            traffic: report.traffic(),
            short: report.short(),
        })
    }

    fn missing(&self) -> Vec<Report> {
        let asks = self.edition.whole().into_iter();
        let failed = |ask: &ReportRequest| self.reading(ask).is_some_and(has_failed);
        asks.filter(failed).map(|ask| ask.report).collect()
    }
}

fn has_failed(reading: &Reading) -> bool {
    matches!(reading.outcome, Err(ReadGap::Failed(_)))
}
