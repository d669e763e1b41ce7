//! `vigia export`: the stored history as rows for analysts, from a stopped store or from the newest backup of one
//! that a running bot holds.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, BufWriter, Write, stderr, stdout},
    ops::Range,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, SecondsFormat, TimeZone as _, Utc};
use chrono_tz::Tz;
use clap::ValueEnum;
use serde_json::json;

use crate::{
    cli::{ConfigPath, EXIT_FAULT, EXIT_START, check::refuse, env_var},
    config::{self, ColourChoice, Config, OperationConfig, ReportStyle},
};
use vigia_cards::report::csv_cell;
use vigia_clock::Clock;
use vigia_core::metrics::{
    FactIndex, FactSet, Facts, HISTORY_WINDOW, Metric, Quantity, Report, Sample, Scope,
    SkillSelection, sample,
};
use vigia_store::{Store, StoreError, StoreSettings};

#[derive(Debug, clap::Args)]
pub(super) struct ExportOptions {
    /// Form of the rows: a table with a head, or a JSON object a line
    #[arg(long, value_enum, default_value = "csv")]
    format: ExportFormat,

    /// First day, in the operation's time zone [default: the oldest]
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,

    /// Last day [default: today]
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,

    /// Operation [default: all]
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,

    /// Rows of agents too, which name people
    #[arg(long)]
    agents: bool,

    #[command(flatten)]
    config: ConfigPath,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    Csv,
    Jsonl,
}

const HEAD: &str = "operation,until,window_seconds,metric,scope,id,name,value,unit,part,of";

pub(super) fn run_export(options: &ExportOptions, colour: ColourChoice) -> ExitCode {
    // If standard error is closed, the exit code must do.
    let fails = |code: u8, why: &dyn std::fmt::Display| {
        let _ = writeln!(stderr(), "error: {why}");
        ExitCode::from(code)
    };
    let mut config = match config::load(&options.config.config, env_var) {
        Ok(config) => config,
        Err(problems) => {
            let look = ReportStyle::of(colour, &stderr(), env_var);
            let _ = refuse(&problems, look, &mut stderr().lock());
            return ExitCode::from(EXIT_START);
        }
    };
    config.store = config.store.placed(env_var);
    if let Some(name) = &options.operation
        && !config.operations.iter().any(|it| it.name.as_str() == name)
    {
        return fails(EXIT_START, &format!("there is no operation `{name}`"));
    }
    let history = match History::open(&config) {
        Ok(history) => history,
        Err(fault) => return fails(EXIT_START, &fault),
    };
    match write_history(options, &config, &history.store) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => fails(EXIT_FAULT, &fault),
    }
}

/// A store that can be read, and the folder to remove afterwards where it is the copy of a backup.
struct History {
    store: Store,
    copy: Option<PathBuf>,
}

impl History {
    fn open(config: &Config) -> Result<Self, StoreError> {
        let path = &config.store.path;
        let open = |path: &Path| {
            Store::open(StoreSettings {
                keep: config.store.keep,
                backup: config.store.backup,
                lock_wait: Duration::ZERO,
                ..StoreSettings::new(path)
            })
        };
        match open(path) {
            Err(locked @ StoreError::Locked { .. }) => {
                let Some((copy, name)) = copy_newest_backup(path) else {
                    return Err(locked);
                };
                let opened = open(&copy);
                if opened.is_err() {
                    // The reason is in the error of the opening.
                    let _ = fs::remove_dir_all(&copy);
                }
                let _ = writeln!(
                    stderr(),
                    "a running bot holds the store: these are the rows of its backup {name}"
                );
                Ok(Self {
                    store: opened?,
                    copy: Some(copy),
                })
            }
            opened => Ok(Self {
                store: opened?,
                copy: None,
            }),
        }
    }
}

impl Drop for History {
    fn drop(&mut self) {
        if let Some(copy) = &self.copy {
            // sled closes its files a moment later, which needs no folder.
            let _ = fs::remove_dir_all(copy);
        }
    }
}

/// Copies the newest backup into a folder of its own beside the store, which is restored where it is opened.
fn copy_newest_backup(path: &Path) -> Option<(PathBuf, String)> {
    let backups = fs::read_dir(path.join("backups")).ok()?;
    // A name begins with the time.
    let names = backups.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let newest = names.filter(|name| !name.contains('.')).max()?;
    let copy = path.join(format!("export-{}", std::process::id()));
    fs::create_dir_all(copy.join("backups")).ok()?;
    fs::copy(
        path.join("backups").join(&newest),
        copy.join("backups").join(&newest),
    )
    .ok()?;
    Some((copy, newest))
}

fn write_history(options: &ExportOptions, config: &Config, store: &Store) -> Result<(), String> {
    let unwritten = |error: io::Error| format!("standard output: {error}");
    let mut out = BufWriter::new(stdout().lock());
    if options.format == ExportFormat::Csv {
        writeln!(out, "{HEAD}").map_err(unwritten)?;
    }
    let now = Clock::system().now();
    let wanted = |operation: &&OperationConfig| {
        let name = options.operation.as_deref();
        name.is_none_or(|name| name == operation.name.as_str())
    };
    for operation in config.operations.iter().filter(wanted) {
        let zone = operation.timezone;
        let keep = chrono::TimeDelta::from_std(config.store.keep).unwrap_or(chrono::TimeDelta::MAX);
        let oldest = now
            .checked_sub_signed(keep)
            .unwrap_or(DateTime::<Utc>::MIN_UTC);
        let mut from = options.from.map_or(oldest, |day| midnight(day, zone));
        let until = options
            .to
            .and_then(|day| day.checked_add_days(Days::new(1)));
        let until = until.map_or(now, |day| midnight(day, zone));
        let names = store
            .skills(&operation.name)
            .map_err(|fault| fault.to_string())?
            .0;
        // Day by day, so that memory does not grow with the history.
        while from < until {
            let next = (from + chrono::TimeDelta::days(1)).min(until);
            let polls =
                read_polls(store, operation, from..next).map_err(|fault| fault.to_string())?;
            for (time, poll) in polls {
                for (scope, metric, value) in poll.samples(options.agents) {
                    let row = ExportRow {
                        operation,
                        time,
                        scope,
                        metric,
                        value,
                        names: &names,
                    };
                    row.write(options.format, &mut out).map_err(unwritten)?;
                }
            }
            from = next;
        }
    }
    out.flush().map_err(unwritten)
}

fn midnight(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let local = zone
        .from_local_datetime(&day.and_time(NaiveTime::MIN))
        .earliest();
    // Where clocks skip midnight, the day begins an hour later.
    local.map_or_else(
        || day.and_time(NaiveTime::MIN).and_utc(),
        |local| local.to_utc(),
    )
}

/// What one poll read over the window of the history.
#[derive(Default)]
struct PollFacts {
    all: Vec<Arc<Facts>>,
    /// The facts of requests for single skills.
    skills: BTreeMap<Scope, Vec<Arc<Facts>>>,
}

fn read_polls(
    store: &Store,
    operation: &OperationConfig,
    range: Range<DateTime<Utc>>,
) -> Result<BTreeMap<DateTime<Utc>, PollFacts>, StoreError> {
    let mut polls: BTreeMap<DateTime<Utc>, PollFacts> = BTreeMap::new();
    for report in Report::ALL {
        for reading in store.readings(&operation.name, report, HISTORY_WINDOW, range.clone())? {
            let Ok(facts) = reading.outcome else { continue };
            let poll = polls.entry(reading.ask.window.until()).or_default();
            match reading.ask.skills {
                SkillSelection::All => poll.all.push(facts),
                SkillSelection::One(skill) => {
                    poll.skills.entry(skill.into()).or_default().push(facts);
                }
            }
        }
    }
    Ok(polls)
}

impl PollFacts {
    /// Returns each value that the reports have.
    fn samples(&self, has_agents: bool) -> Vec<(Scope, Metric, Sample)> {
        let mut scopes = BTreeSet::from([Scope::Operation]);
        for facts in &self.all {
            scopes.extend(FactIndex::new(facts).scopes().cloned());
            if let Facts::ServiceLevel(service) = &**facts {
                let channels = service.channels.iter().map(|row| row.channel.clone());
                scopes.extend(channels.map(Scope::Channel));
            }
        }
        scopes.extend(self.skills.keys().cloned());
        let is_wanted = |scope: &Scope| has_agents || !matches!(scope, Scope::Agent(_));
        let scopes = scopes.into_iter().filter(is_wanted);
        let values = scopes.flat_map(|scope| {
            let own = self.skills.get(&scope).into_iter().flatten();
            // The service level of all skills together is none of a single one.
            let shared = self.all.iter().filter(|facts| {
                !(matches!(scope, Scope::Skill(_)) && facts.report().is_asked_by_skill())
            });
            let facts: FactSet<'_> = shared.chain(own).map(Arc::as_ref).collect();
            let value =
                |metric: Metric| Some((scope.clone(), metric, sample(metric, &scope, facts)?));
            Metric::ALL
                .into_iter()
                .filter_map(value)
                .collect::<Vec<_>>()
        });
        values.collect()
    }
}

struct ExportRow<'a> {
    operation: &'a OperationConfig,
    time: DateTime<Utc>,
    scope: Scope,
    metric: Metric,
    value: Sample,
    names: &'a BTreeMap<vigia_core::metrics::SkillId, String>,
}

impl ExportRow<'_> {
    fn write(&self, format: ExportFormat, out: &mut impl Write) -> io::Result<()> {
        let operation = self.operation.name.as_str();
        let local = self.time.with_timezone(&self.operation.timezone);
        let until = local.to_rfc3339_opts(SecondsFormat::Secs, false);
        let (kind, id, name) = match &self.scope {
            Scope::Operation => ("operation", String::new(), String::new()),
            Scope::Skill(skill) => {
                let name = self.names.get(skill).cloned().unwrap_or_default();
                ("skill", skill.to_string(), name)
            }
            Scope::Channel(channel) => ("channel", channel.as_str().to_owned(), String::new()),
            Scope::Agent(agent) => ("agent", String::new(), agent.as_str().to_owned()),
        };
        let unit = match self.value.value {
            Quantity::Percent(_) => "percent",
            Quantity::Duration(_) => "seconds",
            Quantity::Count(_) => "count",
            Quantity::Money(_) => "money",
        };
        let (metric, value) = (self.metric.name(), self.value.value.scalar());
        let (part, of) = (self.value.part, self.value.of);
        let seconds = HISTORY_WINDOW.as_secs();
        match format {
            ExportFormat::Jsonl => {
                let row = json!({
                    "operation": operation, "until": until, "window_seconds": seconds, "metric": metric,
                    "scope": kind, "id": id, "name": name, "value": value, "unit": unit, "part": part, "of": of,
                });
                writeln!(out, "{row}")
            }
            ExportFormat::Csv => {
                let count =
                    |count: Option<u64>| count.map_or_else(String::new, |it| it.to_string());
                let texts = [operation, &until].map(csv_cell).join(",");
                let place = [kind, &id, &name].map(csv_cell).join(",");
                let (part, of) = (count(part), count(of));
                writeln!(
                    out,
                    "{texts},{seconds},{metric},{place},{value},{unit},{part},{of}"
                )
            }
        }
    }
}
