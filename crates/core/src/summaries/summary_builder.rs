//! Builds a summary from what was read of its time and of earlier times.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    metrics::{
        AgentName, Channel, FactSet, Facts, Metric, ReadGap, Reading, Report, ReportRequest,
        Sample, Scope, SkillId, SkillSelection, TimeWindow,
        facts::{Abandonment, AgentHolds, Holds, SecondsRange, SkillAbandons},
        sample,
    },
    summaries::{
        BoundedValue, CallVolume, CallbackCounts, CallsHeard, Edition, NotificationTally,
        ReadCounts, RequestCount, Summary, SummaryAgent, SummaryDay, SummaryDrivers, SummaryFigure,
        SummaryForm, SummaryHour, SummaryPlan, SummarySkill, SummaryTeam, SummaryVolume,
        UsualFigure, UsualHour,
        summary_figure::{DriverPart, largest_drivers},
    },
};

#[derive(Clone, Debug, PartialEq)]
pub struct SummaryInputs {
    /// The readings, gaps included: [`Edition::whole`], and for a day [`Edition::hours`] and
    /// [`Edition::skills`].
    pub readings: Vec<Reading>,
    /// The same period of the weeks before, newest first. Only hours at the same times of the day
    /// are compared.
    pub weeks: Vec<EarlierInputs>,
    pub before: Option<EarlierInputs>,
    /// The days of a week, oldest first; empty for a day.
    pub days: Vec<EarlierInputs>,
    pub alerts: NotificationTally,
    /// The reports that polls of its time requested.
    pub asked: u64,
    pub came: u64,
}

/// The readings of an earlier period, or of one day of a week.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierInputs {
    pub date: NaiveDate,
    pub readings: Vec<Reading>,
}

/// The figures of every summary, in order.
const FIGURES: [Metric; 7] = [
    Metric::CallsOffered,
    Metric::CallsAnswered,
    Metric::AbandonCount,
    Metric::AbandonRate,
    Metric::ServiceLevel20s,
    Metric::Asa,
    Metric::Ata,
];

/// Limits of the lists; rows beyond them are counted. A day has 25 hours at most.
const MOST_HOURS: usize = 48;
const MOST_DAYS: usize = 14;
const MOST_SKILLS: usize = 200;
const MOST_RULES: usize = 20;
const MOST_CHANNELS: usize = 20;

struct SummaryBuilder<'f> {
    edition: &'f Edition,
    found: &'f SummaryInputs,
    weeks: EarlierWeeks<'f>,
    /// Facts over the whole period.
    whole: FactSet<'f>,
}

impl Summary {
    /// Builds the summary of an edition from what was read.
    pub fn of(
        plan: &SummaryPlan,
        edition: Edition,
        mut found: SummaryInputs,
        now: DateTime<Utc>,
    ) -> Self {
        let rules = BoundedValue::first(std::mem::take(&mut found.alerts.rules), MOST_RULES);
        let alerts = NotificationTally {
            rules: rules.rows,
            ..std::mem::take(&mut found.alerts)
        };
        let asks = edition.whole();
        let of_whole = |reading: &&Reading| asks.contains(&reading.ask);
        let whole = found
            .readings
            .iter()
            .filter(of_whole)
            .filter_map(reading_facts);
        let builder = SummaryBuilder {
            edition: &edition,
            found: &found,
            weeks: EarlierWeeks::new(&found.weeks, &edition, plan.zone),
            whole: whole.collect(),
        };
        let figures = builder.figures(plan);
        Self {
            form: SummaryForm::from(plan.period),
            sections: plan.sections.clone(),
            drivers: builder.drivers(&figures),
            hours: builder.hours(),
            days: BoundedValue::first(found.days.iter().map(whole_day).collect(), MOST_DAYS).rows,
            weeks: builder.weeks(),
            before: found
                .before
                .as_ref()
                .map(whole_day)
                .filter(|day| day.heard.calls().is_some()),
            skills: builder.skills(),
            waits: builder.abandons().and_then(abandoned_waits),
            smart_hold: builder.smart_hold(),
            channels: builder.channels(),
            holds: builder.holds(plan.names_agents),
            volume: builder.volume(),
            missing: builder.missing(),
            reads: ReadCounts {
                asked: found.asked,
                came: found.came,
                skills_unread: builder.skills_unread(),
            },
            figures,
            alerts,
            rules_more: rules.more,
            made_at: now,
            correction: None,
            edition,
        }
    }
}

impl<'f> SummaryBuilder<'f> {
    fn reading(&self, ask: &ReportRequest) -> Option<&'f Reading> {
        self.found
            .readings
            .iter()
            .find(|reading| reading.ask == *ask)
    }

    fn report(&self, report: Report) -> Option<&'f Facts> {
        let mut asks = self.edition.whole().into_iter();
        let ask = asks.find(|ask| ask.report == report)?;
        reading_facts(self.reading(&ask)?)
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
            // A value that is not finite cannot be stored and says nothing.
            sample.value.scalar().is_finite().then_some(sample)
        };
        SummaryFigure {
            metric,
            sample: of(self.whole),
            goal: None,
            usual: self.weeks.usual(metric, self.edition.window),
            before: self
                .found
                .before
                .as_ref()
                .and_then(|day| of(whole_facts(day))),
        }
    }

    fn drivers(&self, figures: &[SummaryFigure]) -> SummaryDrivers {
        let asked_hours = self.edition.hours();
        let (mut hours, mut skills) = (Vec::new(), Vec::new());
        for reading in &self.found.readings {
            let Some(facts) = reading_facts(reading) else {
                continue;
            };
            let at_hand = FactSet::from(facts);
            let window = reading.ask.window;
            match reading.ask.skills {
                SkillSelection::One(skill) if window == self.edition.window => {
                    skills.push(DriverPart {
                        name: skill,
                        scope: Scope::Skill(skill),
                        at_hand,
                    });
                }
                SkillSelection::All
                    if window != self.edition.window && asked_hours.contains(&reading.ask) =>
                {
                    hours.push(DriverPart {
                        name: window,
                        scope: Scope::Operation,
                        at_hand,
                    });
                }
                SkillSelection::One(_) | SkillSelection::All => {}
            }
        }
        let days = self.found.days.iter().map(|day| DriverPart {
            name: day.date,
            scope: Scope::Operation,
            at_hand: whole_facts(day),
        });
        let days: Vec<_> = days.collect();
        if !days.is_empty() {
            hours.clear();
        }
        SummaryDrivers {
            hours: largest_drivers(figures, &hours),
            days: largest_drivers(figures, &days),
            skills: largest_drivers(figures, &skills),
        }
    }

    /// Returns the hours of a day, where they were requested.
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
                    heard_calls(reading, &Scope::Operation)
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

    /// Returns the weeks before, oldest first.
    fn weeks(&self) -> Vec<SummaryDay> {
        let mut weeks = self.weeks.calls(self.edition.window);
        weeks.reverse();
        weeks
    }

    fn skills(&self) -> BoundedValue<SummarySkill> {
        let mut skills: Vec<SummarySkill> = self
            .by_skill()
            .filter_map(|(skill, reading)| {
                let calls = CallVolume::of(reading_facts(reading)?, &Scope::Skill(skill))?;
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
                channel: Channel::new(short_name(row.channel.as_str())),
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
                longest_holders(report)
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

/// Limits of the lists; rows beyond them are counted.
const MOST_AGENTS: usize = 10;
const MOST_WAITS: usize = 12;
/// Names from reports may have any length.
const LONGEST_NAME: usize = 60;

fn heard_calls(reading: &Reading, scope: &Scope) -> CallsHeard {
    match &reading.outcome {
        Ok(facts) => CallVolume::of(facts, scope).map_or(CallsHeard::Nothing, CallsHeard::Calls),
        Err(ReadGap::NoData) => CallsHeard::Nothing,
        Err(ReadGap::Failed(_)) => CallsHeard::Unread,
    }
}

fn whole_day(day: &EarlierInputs) -> SummaryDay {
    let calls = whole_report(day, Report::ServiceLevel);
    let calls = calls.and_then(|facts| CallVolume::of(facts, &Scope::Operation));
    let is_empty = |reading: &Reading| {
        reading.ask.report == Report::ServiceLevel && reading.outcome == Err(ReadGap::NoData)
    };
    SummaryDay {
        date: day.date,
        heard: match calls {
            Some(calls) => CallsHeard::Calls(calls),
            None if day.readings.iter().any(is_empty) => CallsHeard::Nothing,
            None => CallsHeard::Unread,
        },
    }
}

fn abandoned_waits(report: &Abandonment) -> Option<SkillAbandons> {
    let mut row = report.whole()?;
    row.by_wait.truncate(MOST_WAITS);
    for range in &mut row.by_wait {
        if let SecondsRange::Other(name) = &mut range.wait {
            *name = short_name(name);
        }
    }
    row.name = None;
    Some(row)
}

fn longest_holders(report: &Holds) -> BoundedValue<SummaryAgent> {
    let mut rows: Vec<_> = report.agents.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.total));
    let rows = BoundedValue::first(rows, MOST_AGENTS);
    let agent = |row: &&AgentHolds| SummaryAgent {
        agent: AgentName::new(short_name(row.agent.as_str())),
        times: row.times(),
    };
    BoundedValue {
        rows: rows.rows.iter().map(agent).collect(),
        more: rows.more,
    }
}

fn short_name(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}

/// Older weeks are of another season.
const WEEKS: usize = 6;

/// The earlier weeks, as far as they can be compared.
struct EarlierWeeks<'f> {
    all: &'f [EarlierInputs],
    date: NaiveDate,
    zone: Tz,
}

impl<'f> EarlierWeeks<'f> {
    fn new(weeks: &'f [EarlierInputs], edition: &Edition, zone: Tz) -> Self {
        Self {
            all: weeks.get(..weeks.len().min(WEEKS)).unwrap_or_default(),
            date: edition.date,
            zone,
        }
    }

    /// Returns the facts of each week for the same request at the same times of the day. A week
    /// with other opening hours cannot be compared.
    fn facts(&self, ask: ReportRequest) -> impl Iterator<Item = (NaiveDate, &'f Facts)> {
        let zone = self.zone;
        let wanted = clock_times(self.date, ask.window, zone);
        self.all.iter().filter_map(move |week| {
            let is_alike = |reading: &&Reading| {
                (reading.ask.report, reading.ask.skills) == (ask.report, ask.skills)
                    && clock_times(week.date, reading.ask.window, zone) == wanted
            };
            let found = week.readings.iter().find(is_alike)?;
            Some((week.date, reading_facts(found)?))
        })
    }

    /// Returns a figure of each week over this window, newest first.
    fn samples(
        &self,
        metric: Metric,
        window: TimeWindow,
    ) -> impl Iterator<Item = (NaiveDate, Sample)> {
        let ask = |report: &Report| ReportRequest {
            report: *report,
            skills: SkillSelection::All,
            window,
        };
        let mut asks = metric.reports().iter().map(ask);
        let first = asks.next().map(|ask| self.facts(ask).collect::<Vec<_>>());
        let others: Vec<Vec<_>> = asks.map(|ask| self.facts(ask).collect()).collect();
        first
            .into_iter()
            .flatten()
            .filter_map(move |(date, facts)| {
                let mut at_hand = FactSet::from(facts);
                for other in &others {
                    let (_, facts) = other.iter().find(|(other, _)| *other == date)?;
                    at_hand = at_hand.and(facts);
                }
                Some((date, sample(metric, &Scope::Operation, at_hand)?))
            })
    }

    /// Returns the calls of each week over this window, newest first.
    fn calls(&self, window: TimeWindow) -> Vec<SummaryDay> {
        let ask = ReportRequest {
            report: Report::ServiceLevel,
            skills: SkillSelection::All,
            window,
        };
        let day = |(date, facts)| {
            let calls = CallVolume::of(facts, &Scope::Operation)?;
            let heard = CallsHeard::Calls(calls);
            Some(SummaryDay { date, heard })
        };
        self.facts(ask).filter_map(day).collect()
    }

    fn usual(&self, metric: Metric, window: TimeWindow) -> Option<UsualFigure> {
        let samples = self.samples(metric, window);
        UsualFigure::among(metric.unit(), samples.map(|(_, sample)| sample.value))
    }
}

fn reading_facts(reading: &Reading) -> Option<&Facts> {
    reading.outcome.as_ref().ok().map(Arc::as_ref)
}

/// Returns the facts over the longest window of a day. A report that failed stays unknown; a part
/// of the day must not replace it.
fn whole_facts(day: &EarlierInputs) -> FactSet<'_> {
    Report::ALL
        .into_iter()
        .filter_map(|report| whole_report(day, report))
        .collect()
}

fn whole_report(day: &EarlierInputs, report: Report) -> Option<&Facts> {
    let longest = day
        .readings
        .iter()
        .map(|reading| reading.ask.window.length())
        .max()?;
    let is_whole = |reading: &&Reading| {
        (reading.ask.report, reading.ask.skills) == (report, SkillSelection::All)
            && reading.ask.window.length() == longest
    };
    reading_facts(day.readings.iter().find(is_whole)?)
}

/// A local time: the days since a date, and the time of the day.
type Clock = (TimeDelta, NaiveTime);

fn clock_times(date: NaiveDate, window: TimeWindow, zone: Tz) -> (Clock, Clock) {
    let of = |time: DateTime<Utc>| {
        let local = time.with_timezone(&zone);
        (local.date_naive() - date, local.time())
    };
    (of(window.from()), of(window.until()))
}
