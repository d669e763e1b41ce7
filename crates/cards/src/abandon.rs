//! The answer to `/abandon`: how many callers gave up, out of how many, and after how long.
//!
//! ```text
//! Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
//! 🔴 Critical: above the limit of 10 % (rule high-abandonment)
//! Waited before hanging up: ≤10 s 3 (16.7 %) · 11–20 s 2 (11.1 %) · …
//! 17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
//! ```

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::{
    Card, CardField, CardLine, Words,
    charts::{BarChart, Chart},
    report::{
        AnswerContext, AnswerInput, AnswerSource, ComparedSample, ReportAnswer, ReportInput,
        ReportTable, RowPage, SortOrder, TableCell, bar_picture, channel_doubts, highest_first,
        joined_parts, rule_for, share_sample, text_field, unknown_line, verdict_line, warning_line,
    },
    tidy,
};
use vigia_core::metrics::{
    Channel, FactSet, Facts, Metric, Quantity, Report, Sample, Scope, SkillSelection, Unit,
    facts::{Abandonment, ChannelService, SecondsRange, SkillAbandons, WaitCalls},
    sample,
};

/// A line has room for so many ranges; wolkvox has six.
const MOST_RANGES: usize = 12;

/// A picture shows so many skills.
const MOST_SKILLS: usize = 5;

/// The ranges that the report is known to have, by the keys of their columns.
const RANGE_COLUMNS: [(&str, SecondsRange); 6] = [
    ("wait_0_10", SecondsRange::Between(0, 10)),
    ("wait_11_20", SecondsRange::Between(11, 20)),
    ("wait_21_30", SecondsRange::Between(21, 30)),
    ("wait_31_40", SecondsRange::Between(31, 40)),
    ("wait_41_50", SecondsRange::Between(41, 50)),
    ("wait_51", SecondsRange::AtLeast(51)),
];

/// Answers from the report of calls and service levels and from that of abandons by wait.
pub fn abandon_answer(
    asked: &AnswerInput<'_>,
    context: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let answer = AbandonAnswer::new(AnswerSource::new(asked, context, words));
    let has_failed = [&asked.report, &asked.waits]
        .into_iter()
        .any(|part| matches!(part, ReportInput::Failed(_)));
    if answer.calls.is_none() && answer.row.is_none() && !has_failed {
        return answer.source.no_calls(&answer.place);
    }
    let skills = answer.page_of_skills();
    ReportAnswer {
        card: answer.card(&skills),
        table: answer.table(),
        pages: skills.pages,
    }
}

struct AbandonAnswer<'a> {
    source: AnswerSource<'a>,
    /// The calls of customers.
    calls: Option<&'a ChannelService>,
    waits: Option<&'a Abandonment>,
    /// The abandons by wait that the answer is about.
    row: Option<SkillAbandons>,
    scope: Scope,
    place: String,
}

impl<'a> AbandonAnswer<'a> {
    fn new(source: AnswerSource<'a>) -> Self {
        let AnswerSource { asked, words, .. } = source;
        let calls = match asked.report.facts() {
            Some(Facts::ServiceLevel(report)) => report.channel(Channel::INBOUND),
            Some(_) | None => None,
        };
        let waits = match asked.waits.facts() {
            Some(Facts::Abandonment(report)) => Some(report),
            Some(_) | None => None,
        };
        let row = waits.and_then(|report| match asked.skills {
            SkillSelection::All => report.whole(),
            SkillSelection::One(skill) => report.of(skill),
        });
        let names = source.context.names;
        let place = match asked.skills {
            SkillSelection::All => words.place(&Scope::Operation, names),
            SkillSelection::One(skill) => {
                let reported = row.as_ref().and_then(|row| row.name.as_deref());
                let voice = words.channel(&Channel::inbound());
                let name = names.get(skill).or(reported);
                format!("{} · {voice}", words.skill(skill, name))
            }
        };
        Self {
            source,
            calls,
            waits,
            row,
            scope: Scope::from(asked.skills),
            place,
        }
    }

    fn metric(&self, metric: Metric) -> ComparedSample {
        self.source.service_metric(metric, &Scope::Operation)
    }

    fn is_about_all_skills(&self) -> bool {
        self.source.asked.skills == SkillSelection::All
    }

    fn is_by_number(&self) -> bool {
        self.source.context.view.order == Some(SortOrder::Name)
    }

    fn card(&self, skills: &RowPage<&SkillAbandons>) -> Card {
        let (source, words) = (self.source, self.source.words);
        let rate = words.known_sample(self.metric(Metric::AbandonRate).now);
        let mut lines = vec![self.headline()];
        lines.extend(self.row.as_ref().and_then(|row| {
            let ranges = wait_ranges(row, words)?;
            Some(words.line("abandon-waits", &[("ranges", ranges.into())]))
        }));
        lines.extend(self.skill_lines(skills));
        lines.extend(source.closing_lines());
        lines.extend(self.doubts());
        Card {
            title: format!(
                "{} {rate} · {}",
                words.metric(Metric::AbandonRate),
                self.place
            ),
            lines,
            fields: self.fields(),
            chart: source.trend_or(Some(&self.scope), || self.chart()),
            ..source.card_frame()
        }
    }

    fn headline(&self) -> CardLine {
        let words = self.source.words;
        let rule = rule_for(self.source.context.rules, Metric::AbandonRate, &self.scope);
        let offered = self.calls.and_then(|calls| calls.offered);
        match (self.metric(Metric::AbandonRate).now, rule, offered) {
            (Some(rate), Some(rule), _) => verdict_line(&rate, rule, words),
            (Some(rate), None, _) => {
                let part = ("part", words.known_count(rate.part).into());
                let of = ("of", words.known_count(rate.of).into());
                words.line("abandon-plain", &[part, of])
            }
            (None, _, Some(0)) => words.line("answer-none-offered", &[]),
            (None, _, _) => unknown_line(Metric::AbandonRate, words),
        }
    }

    fn fields(&self) -> Vec<CardField> {
        let words = self.source.words;
        let Some(calls) = self.calls else {
            let abandoned = self.row.as_ref().and_then(|row| row.abandoned);
            let name = words.metric(Metric::AbandonCount);
            return vec![text_field(name, words.known_count(abandoned))];
        };
        let source = self.source;
        let figure = |metric| source.sample_field(metric, &Scope::Operation);
        let value = |metric| source.value_field(metric, &Scope::Operation);
        let mut fields = vec![
            figure(Metric::AbandonRate),
            value(Metric::CallsOffered),
            value(Metric::CallsAnswered),
            value(Metric::AbandonCount),
        ];
        fields.extend(source.unaccounted_field(calls));
        if self.row.is_some() {
            let by_wait = [
                Metric::AbandonRateExclShort,
                Metric::AbandonAfterThresholdRate,
            ];
            fields.extend(by_wait.into_iter().filter_map(|metric| {
                let sample = self.metric_of_both_reports(metric)?;
                Some(text_field(words.metric(metric), words.sample(&sample)))
            }));
        }
        fields.extend([
            figure(Metric::ServiceLevel20s),
            value(Metric::Asa),
            value(Metric::Ata),
        ]);
        fields
    }

    /// A figure of both reports, which needs the same abandons in both.
    fn metric_of_both_reports(&self, metric: Metric) -> Option<Sample> {
        let parts = [&self.source.asked.report, &self.source.asked.waits];
        let at_hand: FactSet<'_> = parts.into_iter().filter_map(ReportInput::facts).collect();
        sample(metric, &self.scope, at_hand)
    }

    /// All skills: those with most abandons first, unless they are asked for by number.
    fn ordered_skills(&self) -> Vec<&'a SkillAbandons> {
        let skills = self.waits.map_or(&[][..], |report| &report.skills);
        let mut rows: Vec<_> = skills.iter().collect();
        rows.sort_by_key(|row| (row.skill.is_none(), row.skill));
        if !self.is_by_number() {
            highest_first(&mut rows, |row| row.abandoned);
        }
        rows
    }

    /// The skills that the card shows, without those that have no abandons.
    fn page_of_skills(&self) -> RowPage<&'a SkillAbandons> {
        let mut rows = match self.source.asked.skills {
            SkillSelection::All => self.ordered_skills(),
            SkillSelection::One(_) => Vec::new(),
        };
        rows.retain(|row| row.abandoned != Some(0));
        RowPage::new(rows, &self.source.context.view)
    }

    fn skill_lines(&self, page: &RowPage<&SkillAbandons>) -> Vec<CardLine> {
        let words = self.source.words;
        if page.rows.is_empty() {
            return Vec::new();
        }
        let of = self.row.as_ref().and_then(|row| row.abandoned);
        let id = if self.is_by_number() {
            "abandon-by-skill"
        } else {
            "abandon-worst"
        };
        let mut lines = vec![words.line(id, &[("of", words.known_count(of).into())])];
        lines.extend(page.rows.iter().map(|row| {
            let calls = words.count_and_share(row.abandoned, of);
            CardLine::text(format!("{}: {calls}", self.skill_label(row)))
        }));
        lines.extend(page.line(words));
        lines
    }

    /// Returns the name alone, for which a picture has room, or the number where it has none.
    fn skill_name(&self, row: &SkillAbandons) -> String {
        let known = row
            .skill
            .and_then(|skill| self.source.context.names.get(skill));
        let name = known.or(row.name.as_deref()).map(tidy);
        name.filter(|name| !name.is_empty())
            .unwrap_or_else(|| self.skill_label(row))
    }

    fn skill_label(&self, row: &SkillAbandons) -> String {
        let words = self.source.words;
        match row.skill {
            Some(skill) => {
                let name = self.source.context.names.get(skill);
                words.skill(skill, name.or(row.name.as_deref()))
            }
            None => row
                .name
                .as_deref()
                .map(tidy)
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| words.known(None)),
        }
    }

    /// Warns of what is missing, and of sums that should agree and do not.
    fn doubts(&self) -> Vec<CardLine> {
        let words = self.source.words;
        let of_calls = self.calls.map(|calls| channel_doubts(calls, words));
        let sums = [
            self.doubt_ranges(),
            self.doubt_skills(),
            self.doubt_reports(),
            self.doubt_short_abandons(),
        ];
        [self.service_gap(), self.waits_gap()]
            .into_iter()
            .chain(sums.map(|line| line.map(warning_line)))
            .flatten()
            .chain(of_calls.unwrap_or_default())
            .collect()
    }

    fn service_gap(&self) -> Option<CardLine> {
        let (words, report) = (self.source.words, &self.source.asked.report);
        match (report, self.calls) {
            (ReportInput::Known(_), Some(_)) => None,
            (ReportInput::Known(_), None) => Some(warning_line(words.line("doubt-no-voice", &[]))),
            (ReportInput::Empty | ReportInput::Failed(_), _) => {
                self.source.gap_line(report, Report::ServiceLevel)
            }
        }
    }

    /// A skill without abandons has no row in the report, which is no gap.
    fn waits_gap(&self) -> Option<CardLine> {
        let (words, waits) = (self.source.words, &self.source.asked.waits);
        let abandoned = self.calls.and_then(|calls| calls.abandoned);
        match (waits, &self.row, abandoned) {
            (ReportInput::Known(_), Some(_), _)
            | (ReportInput::Known(_) | ReportInput::Empty, _, Some(0)) => None,
            (ReportInput::Known(_), None, _) => {
                Some(warning_line(words.line("doubt-no-waits", &[])))
            }
            (ReportInput::Empty | ReportInput::Failed(_), _, _) => {
                self.source.gap_line(waits, Report::Abandonment)
            }
        }
    }

    fn doubt_ranges(&self) -> Option<CardLine> {
        let row = self.row.as_ref()?;
        let counts = [("sum", row.sum_by_wait()?), ("whole", row.abandoned?)];
        self.doubt_unequal("doubt-waits", counts)
    }

    /// Compares the total of the API with its skills.
    fn doubt_skills(&self) -> Option<CardLine> {
        let skills = &self.waits?.skills;
        if !self.is_about_all_skills() || skills.is_empty() {
            return None;
        }
        let whole = self.row.as_ref()?.abandoned?;
        let sum = sum_of_known(skills.iter().map(|row| row.abandoned))?;
        self.doubt_unequal("doubt-skills", [("sum", sum), ("whole", whole)])
    }

    fn doubt_reports(&self) -> Option<CardLine> {
        let (waits, service) = (self.row.as_ref()?.abandoned?, self.calls?.abandoned?);
        self.doubt_unequal("doubt-reports", [("waits", waits), ("service", service)])
    }

    fn doubt_unequal(&self, id: &str, counts: [(&'static str, u64); 2]) -> Option<CardLine> {
        let [(_, one), (_, other)] = counts;
        let words = self.source.words;
        (one != other).then(|| {
            words.line(
                id,
                &counts.map(|(name, count)| (name, words.count(count).into())),
            )
        })
    }

    /// Explains why the figure without short abandons is not among the fields.
    fn doubt_short_abandons(&self) -> Option<CardLine> {
        self.row.as_ref()?.abandoned?;
        self.calls?.abandoned.filter(|calls| *calls > 0)?;
        let rate = self.metric_of_both_reports(Metric::AbandonAfterThresholdRate);
        rate.is_none()
            .then(|| self.source.words.line("doubt-no-short", &[]))
    }

    /// One row for each skill, with its abandons by wait. Offered and answered calls are known
    /// of one skill alone, since the report of calls has no column for skills. The total of the
    /// API is no row, so that a column may be summed.
    fn table(&self) -> ReportTable {
        let words = self.source.words;
        let rows = self.table_rows();
        let calls = self.calls.filter(|_| !self.is_about_all_skills());
        let rate = calls.and_then(|_| self.metric(Metric::AbandonRate).now);
        let of = self.row.as_ref().and_then(|whole| whole.abandoned);
        let mut table = ReportTable::with_rows(rows.len());
        let mut column = |key, title, cell: &dyn Fn(&SkillAbandons) -> TableCell| {
            table.push_column(key, title, rows.iter().map(cell));
        };
        column("skill", words.say("column-skill", &[]), &|row| {
            let skill = row.skill.map(|skill| skill.to_string());
            TableCell::Text(skill.unwrap_or_default())
        });
        column("name", words.say("column-name", &[]), &|row| {
            let names = self.source.context.names;
            let name = row.skill.and_then(|skill| names.get(skill));
            let name = name.or(row.name.as_deref()).unwrap_or_default();
            TableCell::Text(name.to_owned())
        });
        column("abandoned", words.metric(Metric::AbandonCount), &|row| {
            TableCell::Count(row.abandoned)
        });
        let share_title = words.say("column-abandoned-share", &[]);
        column("abandoned_share", share_title, &|row| {
            TableCell::from_sample(Unit::Percent, share_sample(row.abandoned, of))
        });
        for (key, wait) in RANGE_COLUMNS {
            column(key, range_label(&wait), &|row| {
                let mut ranges = row.by_wait.iter();
                let range = ranges.find(|range| range.wait == wait);
                TableCell::Count(range.and_then(|range| range.calls))
            });
        }
        column("wait_other", words.say("column-wait-other", &[]), &|row| {
            TableCell::Count(calls_of_other_ranges(row))
        });
        column("offered", words.metric(Metric::CallsOffered), &|_| {
            TableCell::Count(calls.and_then(|calls| calls.offered))
        });
        column("answered", words.metric(Metric::CallsAnswered), &|_| {
            TableCell::Count(calls.and_then(|calls| calls.answered))
        });
        let rate_title = words.say("column-abandon-rate", &[]);
        column("abandon_rate", rate_title, &|_| {
            TableCell::Percent(rate.map(|rate| rate.value.scalar()))
        });
        table
    }

    /// One skill has a row also where only its calls are known.
    fn table_rows(&self) -> Vec<SkillAbandons> {
        let SkillSelection::One(skill) = self.source.asked.skills else {
            return self.ordered_skills().into_iter().cloned().collect();
        };
        let of_calls = self.calls.map(|calls| SkillAbandons {
            skill: Some(skill),
            name: None,
            abandoned: calls.abandoned,
            by_wait: Vec::new(),
        });
        self.row.clone().or(of_calls).into_iter().collect()
    }

    /// The waits of those who hung up from one skill, or the skills with most of them; `None`
    /// where nothing is known.
    fn chart(&self) -> Option<Chart> {
        let (row, words) = (self.row.as_ref()?, self.source.words);
        let of = row.sum_by_wait().or(row.abandoned);
        let (heading, alt, rows): (_, _, Vec<_>) = if self.is_about_all_skills() {
            let skills = self.ordered_skills().into_iter().take(MOST_SKILLS);
            let bar = |row: &SkillAbandons| words.part_row(self.skill_name(row), row.abandoned, of);
            let rows = skills.map(bar).collect();
            ("abandon-chart-skills", "abandon-alt-skills", rows)
        } else {
            let ranges = coarse_ranges(&row.by_wait).into_iter();
            let bar = |range: WaitCalls| {
                words.part_row(words.seconds_range(&range.wait), range.calls, of)
            };
            ("abandon-chart", "abandon-alt", ranges.map(bar).collect())
        };
        let bars = BarChart {
            heading: words.say(heading, &[]),
            whole: of
                .filter(|_| !self.is_about_all_skills())
                .map(|of| Quantity::Count(of).scalar()),
            tick: None,
            rows,
        };
        bar_picture(bars, alt, words)
    }
}

/// Sums the calls in ranges that have no column of their own.
fn calls_of_other_ranges(row: &SkillAbandons) -> Option<u64> {
    let has_column = |range: &&WaitCalls| RANGE_COLUMNS.iter().any(|(_, wait)| *wait == range.wait);
    let others: Vec<_> = row
        .by_wait
        .iter()
        .filter(|range| !has_column(range))
        .collect();
    (!others.is_empty()).then(|| sum_of_known(others.iter().map(|range| range.calls)))?
}

/// Writes the abandons by wait with their shares: `≤10 s 3 (16.7 %) · 11–20 s 2 (11.1 %)`.
pub(crate) fn wait_ranges(row: &SkillAbandons, words: &Words) -> Option<String> {
    let of = row.sum_by_wait().or(row.abandoned);
    let ranges = coarse_ranges(&row.by_wait).into_iter().map(|range| {
        let calls = words.count_and_share(range.calls, of);
        format!("{} {calls}", range_label(&range.wait))
    });
    let ranges = joined_parts(ranges);
    (!ranges.is_empty()).then_some(ranges)
}

/// Writes the abandons by wait alone: `≤10 s 3 · 11–20 s 2 · 21–50 s 4 · ≥51 s 9`.
pub(crate) fn wait_ranges_in_short(ranges: &[WaitCalls], words: &Words) -> String {
    let ranges = coarse_ranges(ranges).into_iter();
    joined_parts(ranges.map(|range| {
        let calls = words.known_count(range.calls);
        format!("{} {calls}", range_label(&range.wait))
    }))
}

/// Adds the ranges from 21 to 50 s up to one, since a phone has room for four. Ranges of an
/// unknown form are kept, and a range with a part that is not known is not known.
fn coarse_ranges(ranges: &[WaitCalls]) -> Vec<WaitCalls> {
    let mut sums: BTreeMap<SecondsRange, Option<u64>> = BTreeMap::new();
    for range in ranges {
        let wait = match &range.wait {
            SecondsRange::Between(from, to) if *from >= 21 && *to <= 50 => {
                SecondsRange::Between(21, 50)
            }
            wait @ (SecondsRange::Between(..)
            | SecondsRange::AtLeast(_)
            | SecondsRange::Other(_)) => wait.clone(),
        };
        let sum = sums.entry(wait).or_insert(Some(0));
        *sum = sum_of_known([*sum, range.calls]);
    }
    let sums = sums.into_iter().take(MOST_RANGES);
    sums.map(|(wait, calls)| WaitCalls { wait, calls })
        .collect()
}

/// Writes `11–20 s`.
fn range_label(wait: &SecondsRange) -> String {
    match wait {
        SecondsRange::Between(0, to) => format!("≤{to} s"),
        SecondsRange::Between(from, to) => format!("{from}–{to} s"),
        SecondsRange::AtLeast(from) => format!("≥{from} s"),
        SecondsRange::Other(text) => tidy(text),
    }
}

/// Returns the sum, where all numbers are known.
fn sum_of_known(numbers: impl IntoIterator<Item = Option<u64>>) -> Option<u64> {
    numbers
        .into_iter()
        .try_fold(0_u64, |sum, number| Some(sum.saturating_add(number?)))
}
