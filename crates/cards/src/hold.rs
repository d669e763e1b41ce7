//! The answer to `/hold`: time on hold and muted, by agent and of the team. The customer is on
//! hold during the call, which is not the wait in the queue.
//!
//! ```text
//! Hold and mute: 27 h 45 min in 1,904 uses · whole operation
//! 52 s per use on average · median per agent 31 min 10 s (48 agents)
//! 1. Lucía Peña: 1 h 24 min · hold 1 h 12 min · mute 12 min · 41 uses, 2 min 03 s per use · 2.7× the median
//! 17 Nov 2026, 07:00–15:05 (8 h 05 min) · read at 15:06
//! ```

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, time::Duration};

use crate::{
    Card, CardField, CardLine, TextSpan, Tone, Words,
    charts::{BarChart, Chart, ChartValue},
    report::{
        AnswerContext, AnswerInput, AnswerSource, ComparedValue, FigureColumn, ReportAnswer,
        ReportInput, ReportTable, RowPage, SortOrder, TableCell, bar_picture, bare_sample,
        count_sample, highest_first, joined_parts, plain_row, text_field, time_sample,
        warning_line,
    },
    tidy,
};
use vigia_core::metrics::{
    AgentName, Facts, Metric, Quantity, Report, Scope, Unit,
    facts::{AgentHolds, HoldTimes, Holds},
};

/// Times come in whole seconds, so that a sum may be off by one a row.
const ROUNDING: Duration = Duration::from_secs(1);

/// The names that a warning about names of several rows gives at most.
const MOST_NAMED: usize = 3;

/// The rows of a picture at most.
const MOST_BARS: usize = 5;

type Figure = FigureColumn<HoldTimes>;

/// The figures of an agent or of the team.
const FIGURES: [Figure; 6] = [
    Figure::new(
        "total_time",
        "hold-total",
        Unit::Duration,
        Some(0),
        |times| time_sample(times.total),
    ),
    Figure::new("hold_time", "hold-hold", Unit::Duration, Some(1), |times| {
        time_sample(times.hold)
    }),
    Figure::new("mute_time", "hold-mute", Unit::Duration, Some(2), |times| {
        time_sample(times.mute)
    }),
    Figure::new("uses", "hold-both-uses", Unit::Count, Some(4), |times| {
        count_sample(times.uses)
    }),
    Figure::new(
        "time_per_use",
        "hold-per-use",
        Unit::Duration,
        Some(5),
        |times| time_sample(times.per_use()),
    ),
    Figure::new(
        "hold_share",
        "hold-share",
        Unit::Percent,
        Some(3),
        |times| times.hold_share().map(bare_sample),
    ),
];

/// Answers from the report of hold and mute, which is always of all agents. Where agents may
/// not be named, the answer is that of the team, even if an agent was asked for.
pub fn hold_answer(
    asked: &AnswerInput<'_>,
    context: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let source = AnswerSource::new(asked, context, words);
    let report = match asked.report {
        ReportInput::Known(facts @ Facts::Holds(report))
            if !report.agents.is_empty() || report.total.is_some() =>
        {
            Some((facts, report))
        }
        ReportInput::Known(_) | ReportInput::Empty | ReportInput::Failed(_) => None,
    };
    let mut answer = match (report, &asked.agent) {
        (None, _) => {
            let title = words.say("hold-no-data", &[]);
            source.no_data(&title, Report::Holds, "hold-no-data-why")
        }
        (Some((_, report)), Some(agent)) if context.view.names_agents => {
            HoldAnswer::new(source, report).of_agent(agent)
        }
        (Some((facts, report)), _) => HoldAnswer::new(source, report).of_team(facts),
    };
    if asked.agent.is_some() && !context.view.names_agents {
        // The command names the agent.
        answer.card.footer.clear();
    }
    answer
}

struct HoldAnswer<'a> {
    source: AnswerSource<'a>,
    report: &'a Holds,
    before: Option<&'a Holds>,
    median: Option<Duration>,
}

impl<'a> HoldAnswer<'a> {
    fn new(source: AnswerSource<'a>, report: &'a Holds) -> Self {
        Self {
            source,
            report,
            before: match source.before_facts() {
                Some(Facts::Holds(before)) => Some(before),
                Some(_) | None => None,
            },
            median: report.median(),
        }
    }

    fn of_team(&self, facts: &Facts) -> ReportAnswer {
        let (source, words) = (self.source, self.source.words);
        let view = &source.context.view;
        let team = self.report.team();
        // No rule is about one agent.
        let first = [Metric::HoldMuteAvgPerEvent, Metric::HoldTotal];
        let verdict = source.worst_of_report(facts, &first, &Scope::Operation);
        let mut lines = Vec::from_iter(verdict);
        lines.push(self.team_headline(&team));
        let mut answer = ReportAnswer {
            card: Card {
                title: self.title(&team, words.say("place-operation", &[])),
                fields: self.team_fields(team),
                ..source.card_frame()
            },
            table: ReportTable::with_rows(1),
            pages: 1,
        };
        if view.names_agents {
            let rows = self.sorted_agents();
            answer.table = self.table(&rows);
            let page = RowPage::new(rows, view);
            lines.extend(self.agent_lines(&page));
            answer.pages = page.pages;
            answer.card.chart = self.chart(&page.rows);
        } else {
            Figure::add_columns(&FIGURES, &mut answer.table, &[team], words);
        }
        lines.extend(self.last_lines(&self.report.agents));
        answer.card.lines = lines;
        answer
    }

    /// The answer about one agent beside the team. Two agents of one name are two rows, and
    /// nothing distinguishes them.
    fn of_agent(&self, agent: &AgentName) -> ReportAnswer {
        let (source, words) = (self.source, self.source.words);
        let rows = rows_of_agent(self.report, agent);
        let Some(first) = rows.first() else {
            return self.of_absent_agent(agent);
        };
        let mut lines: Vec<_> = match rows.as_slice() {
            [row] => Vec::from_iter(self.comparison_with_team(row)),
            rows => rows.iter().map(|row| self.homonym_line(row)).collect(),
        };
        let own: Vec<_> = rows.iter().copied().cloned().collect();
        lines.extend(self.last_lines(&own));
        let name = ("name", agent_label(first, words).into());
        let place = words.say("place-agent", &[name]);
        ReportAnswer {
            card: Card {
                title: match rows.as_slice() {
                    [row] => self.title(&row.times(), place),
                    _ => words.say("hold-title-homonyms", &[("place", place.into())]),
                },
                lines,
                fields: self.agent_fields(agent, &rows),
                chart: self.chart(&rows),
                ..source.card_frame()
            },
            table: self.table(&rows),
            pages: 1,
        }
    }

    /// An agent who is not in the report has no zero, and the median of the team helps still.
    fn of_absent_agent(&self, agent: &AgentName) -> ReportAnswer {
        let words = self.source.words;
        let name = ("name", tidy(agent.as_str()).into());
        let place = ("place", words.say("place-agent", &[name]).into());
        let title = words.say("hold-absent", &[place]);
        let why = vec![words.line("hold-absent-why", &[])];
        let mut answer = self.source.bare_answer(Tone::Info, title, why);
        answer.card.fields = vec![self.median_field()];
        answer
    }

    fn title(&self, times: &HoldTimes, place: String) -> String {
        let words = self.source.words;
        words.say(
            "hold-title",
            &[
                ("total", words.known_time(times.total).into()),
                ("uses", words.uses(times.uses).into()),
                ("place", place.into()),
            ],
        )
    }

    fn team_headline(&self, team: &HoldTimes) -> CardLine {
        let words = self.source.words;
        let agents = number_of_agents(self.report);
        let count = ("count", words.known_count(agents).into());
        let agents = [("agents", agents.unwrap_or_default().into()), count];
        words.line(
            "hold-headline",
            &[
                ("per-use", words.known_time(team.per_use()).into()),
                ("median", words.known_time(self.median).into()),
                ("agents", words.say("hold-team", &agents).into()),
            ],
        )
    }

    fn team_fields(&self, team: HoldTimes) -> Vec<CardField> {
        let words = self.source.words;
        let times = ComparedValue {
            now: team,
            before: self.before.map(Holds::team),
        };
        let reports = ComparedValue {
            now: self.report,
            before: self.before,
        };
        let mut fields = Figure::fields(&FIGURES, &times, words);
        fields.extend([
            reports.field(
                words.say("hold-median", &[]),
                |report| time_sample(report.median()),
                words,
            ),
            reports.field(
                words.say("hold-agents", &[]),
                |report| count_sample(number_of_agents(report)),
                words,
            ),
        ]);
        fields
    }

    /// The figures of one row. Of several rows, each has its own line instead.
    fn agent_fields(&self, agent: &AgentName, rows: &[&AgentHolds]) -> Vec<CardField> {
        let [row] = rows else {
            return vec![self.median_field()];
        };
        let before = self.before.map(|before| rows_of_agent(before, agent));
        let times = ComparedValue {
            now: row.times(),
            before: match before.as_deref() {
                Some([row]) => Some(row.times()),
                Some(_) | None => None,
            },
        };
        let mut fields = Figure::fields(&FIGURES, &times, self.source.words);
        fields.push(self.median_field());
        fields
    }

    fn median_field(&self) -> CardField {
        let words = self.source.words;
        let median = words.known_time(self.median);
        text_field(words.say("hold-median", &[]), median)
    }

    /// Compares an agent with the team; the figures are in the fields.
    fn comparison_with_team(&self, row: &AgentHolds) -> Option<CardLine> {
        let times = self.times_median(row.total);
        let factor = times.map(|times| self.median_factor(times));
        let line = joined_parts([factor, self.rank(row)].into_iter().flatten());
        (!line.is_empty()).then(|| CardLine::text(line))
    }

    fn homonym_line(&self, row: &AgentHolds) -> CardLine {
        let parts = [Some(self.figures_in_short(&row.times())), self.rank(row)];
        CardLine::text(joined_parts(parts.into_iter().flatten()))
    }

    /// Writes `Rank 3 of 48 by total time`. Agents with the same total share a rank.
    fn rank(&self, row: &AgentHolds) -> Option<String> {
        let words = self.source.words;
        let own = row.total?;
        let totals = self.report.agents.iter().filter_map(|row| row.total);
        let (mut rank, mut of) = (1_u64, 0);
        for total in totals {
            rank += u64::from(total > own);
            of += 1;
        }
        let rank = ("rank", words.count(rank).into());
        Some(words.say("hold-rank", &[rank, ("of", words.count(of).into())]))
    }

    /// The agents in the order asked for; those that are alike by name.
    fn sorted_agents(&self) -> Vec<&'a AgentHolds> {
        let mut rows: Vec<_> = self.report.agents.iter().collect();
        rows.sort_by_cached_key(|row| tidy(row.agent.as_str()).to_lowercase());
        match self.source.context.view.order {
            Some(SortOrder::Name) => {}
            Some(SortOrder::Hold) => highest_first(&mut rows, |row| row.hold),
            Some(SortOrder::Mute) => highest_first(&mut rows, |row| row.mute),
            Some(SortOrder::Uses) => highest_first(&mut rows, |row| row.uses),
            Some(SortOrder::PerUse) => highest_first(&mut rows, |row| row.times().per_use()),
            // An order of another report is that by total time.
            Some(_) | None => highest_first(&mut rows, |row| row.total),
        }
        rows
    }

    /// The rows of one page under their heading, each with its place.
    fn agent_lines(&self, page: &RowPage<&AgentHolds>) -> Vec<CardLine> {
        let words = self.source.words;
        if page.rows.is_empty() {
            return Vec::new();
        }
        let heading = match self.source.context.view.order {
            Some(SortOrder::Name) => "hold-by-name",
            Some(SortOrder::Hold) => "hold-by-hold",
            Some(SortOrder::Mute) => "hold-by-mute",
            Some(SortOrder::Uses) => "hold-by-uses",
            Some(SortOrder::PerUse) => "hold-by-per-use",
            Some(_) | None => "hold-by-total",
        };
        let rows = page.rows.iter().zip(page.first..).map(|(row, place)| {
            CardLine::of(vec![
                TextSpan::Text(format!("{place}. ")),
                TextSpan::Strong(agent_label(row, words)),
                TextSpan::Text(format!(": {}", self.figures_in_short(&row.times()))),
            ])
        });
        let mut lines = vec![words.line(heading, &[])];
        lines.extend(rows.chain(page.line(words)));
        lines
    }

    fn figures_in_short(&self, times: &HoldTimes) -> String {
        let words = self.source.words;
        let time = |id, length| words.say(id, &[("time", words.known_time(length).into())]);
        let uses = ("uses", words.uses(times.uses).into());
        let per_use = ("per-use", words.known_time(times.per_use()).into());
        let parts = [
            words.known_time(times.total),
            time("hold-row-hold", times.hold),
            time("hold-row-mute", times.mute),
            words.say("hold-row-uses", &[uses, per_use]),
        ];
        let factor = self.times_median(times.total);
        let factor = factor.map(|times| self.median_factor(times));
        joined_parts(parts.into_iter().chain(factor))
    }

    /// Writes `2.1× the median`.
    fn median_factor(&self, times: f64) -> String {
        let words = self.source.words;
        let decimals = if times < 1.0 { 2 } else { 1 };
        let times = words.decimal(times, decimals);
        words.say("hold-row-factor", &[("times", times.into())])
    }

    /// Divides a total by the median; `None` where the median is zero.
    fn times_median(&self, total: Option<Duration>) -> Option<f64> {
        let median = self.median.filter(|median| !median.is_zero())?;
        Some(total?.as_secs_f64() / median.as_secs_f64())
    }

    fn table(&self, rows: &[&AgentHolds]) -> ReportTable {
        let words = self.source.words;
        let mut table = ReportTable::with_rows(rows.len());
        let names = rows.iter().map(|row| row.agent.as_str().to_owned());
        let title = words.say("hold-agent", &[]);
        table.push_column("agent", title, names.map(TableCell::Text));
        let times: Vec<_> = rows.iter().map(|row| row.times()).collect();
        Figure::add_columns(&FIGURES, &mut table, &times, words);
        let factors = rows.iter().map(|row| self.times_median(row.total));
        let title = words.say("hold-times-median", &[]);
        table.push_column("times_median", title, factors.map(TableCell::Number));
        table
    }

    /// The lines below the figures; `shown` are the rows that the answer is about.
    fn last_lines(&self, shown: &[AgentHolds]) -> Vec<CardLine> {
        let mut lines = vec![self.source.words.line("hold-trap", &[])];
        lines.extend(self.source.closing_lines());
        let doubts = [
            self.doubt_homonyms(shown),
            self.doubt_parts(shown),
            self.doubt_total(),
            self.doubt_uses(),
        ];
        lines.extend(doubts.into_iter().flatten().map(warning_line));
        lines
    }

    fn doubt_homonyms(&self, shown: &[AgentHolds]) -> Option<CardLine> {
        let words = self.source.words;
        let mut rows: BTreeMap<&AgentName, (&AgentHolds, u64)> = BTreeMap::new();
        for row in shown {
            rows.entry(&row.agent).or_insert((row, 0)).1 += 1;
        }
        rows.retain(|_, (_, rows)| *rows > 1);
        if rows.is_empty() {
            return None;
        }
        let names = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let names = ("names", names.into());
        if !self.source.context.view.names_agents {
            return Some(words.line("hold-doubt-homonyms-unnamed", &[names]));
        }
        let named = rows.values().take(MOST_NAMED);
        let named: Vec<_> = named
            .map(|(row, rows)| format!("{} ({})", agent_label(row, words), words.count(*rows)))
            .collect();
        let more = if rows.len() > MOST_NAMED { ", …" } else { "" };
        let named = format!("{}{more}", named.join(", "));
        Some(words.line("hold-doubt-homonyms", &[names, ("told", named.into())]))
    }

    /// Warns of rows whose hold and mute are not the total, with the figures of the first. Hold
    /// and mute may overlap, so that a difference is named as one and not as a fault.
    fn doubt_parts(&self, shown: &[AgentHolds]) -> Option<CardLine> {
        let words = self.source.words;
        let mut rows = shown.iter().filter_map(|row| {
            let (hold, mute, total) = (row.hold?, row.mute?, row.total?);
            let apart = hold.saturating_add(mute).abs_diff(total);
            (apart > ROUNDING).then_some((hold, mute, total, apart))
        });
        let (hold, mute, total, apart) = rows.next()?;
        Some(words.line(
            "hold-doubt-parts",
            &[
                ("rows", words.number_of(rows.count() + 1).into()),
                ("of", words.number_of(shown.len()).into()),
                ("hold", words.duration(hold).into()),
                ("mute", words.duration(mute).into()),
                ("total", words.duration(total).into()),
                ("apart", words.duration(apart).into()),
            ],
        ))
    }

    fn doubt_total(&self) -> Option<CardLine> {
        let (report, words) = (self.report, self.source.words);
        let (sum, whole) = (report.sums().total?, report.total.as_ref()?.total?);
        let rows = u32::try_from(report.agents.len()).unwrap_or(u32::MAX);
        let apart = sum.abs_diff(whole);
        let args = [("sum", sum), ("whole", whole), ("apart", apart)];
        (apart > ROUNDING.saturating_mul(rows)).then(|| {
            let args = args.map(|(name, length)| (name, words.duration(length).into()));
            words.line("hold-doubt-total", &args)
        })
    }

    fn doubt_uses(&self) -> Option<CardLine> {
        let (report, words) = (self.report, self.source.words);
        let (sum, whole) = (report.sums().uses?, report.total.as_ref()?.uses?);
        (sum != whole).then(|| {
            let whole = ("whole", words.count(whole).into());
            words.line(
                "hold-doubt-uses",
                &[("sum", words.count(sum).into()), whole],
            )
        })
    }

    /// The hold and mute of the first rows, with the median of the team through all of them.
    fn chart(&self, rows: &[&AgentHolds]) -> Option<Chart> {
        let words = self.source.words;
        let bars = rows.iter().take(MOST_BARS).map(|row| {
            let total = row.total.map(Quantity::Duration);
            plain_row(agent_label(row, words), total, words.known_time(row.total))
        });
        let bars = BarChart {
            heading: String::new(),
            rows: bars.collect(),
            whole: None,
            tick: self.median.map(|median| {
                let time = ("time", words.duration(median).into());
                ChartValue {
                    value: Some(median.as_secs_f64()),
                    text: words.say("hold-chart-median", &[time]),
                }
            }),
        };
        bar_picture(bars, "hold-alt", words)
    }
}

/// Returns the number of agents; not known where there is the total alone.
fn number_of_agents(report: &Holds) -> Option<u64> {
    let agents = u64::try_from(report.agents.len()).ok();
    agents.filter(|agents| *agents > 0)
}

/// Returns the rows of the name as it is spelt, else of the same name in other letters.
fn rows_of_agent<'a>(report: &'a Holds, agent: &AgentName) -> Vec<&'a AgentHolds> {
    let rows = |is_alike: &dyn Fn(&AgentName) -> bool| {
        let rows = report.agents.iter().filter(|row| is_alike(&row.agent));
        rows.collect::<Vec<_>>()
    };
    let exact = rows(&|name| name == agent);
    if !exact.is_empty() {
        return exact;
    }
    let plain = |name: &AgentName| tidy(name.as_str()).to_lowercase();
    let wanted = plain(agent);
    rows(&|name| plain(name) == wanted)
}

/// Writes the agent's name on one line, or a dash where nothing of it can be shown.
fn agent_label(row: &AgentHolds, words: &Words) -> String {
    let name = tidy(row.agent.as_str());
    if name.is_empty() {
        return words.known(None);
    }
    name
}
