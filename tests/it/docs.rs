//! What `README.md` shows is what the bot does.

use std::{fs, path::Path, sync::LazyLock, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use vigia::{
    commands::{
        AnswerAudience, CommandAccess, CommandOperation, CommandService, Given, MenuItem,
        ReportCommand, ReportQuestion,
    },
    config,
};
use vigia_cards::{Locale, Words, alert};
use vigia_core::{
    alerts::{
        Alert, AlertKey, AlertState, AnnouncedState, EventKind, FiringState, Incident,
        IncidentCondition, IncidentId, IncidentMark, IncidentNews, IncidentStanding,
        IncidentSubject, NotificationLevel, Observation,
    },
    metrics::{
        Metric, OperationName, Quantity, ReadFailure, Sample, Scope, SkillId, SkillNames,
        TimeWindow,
    },
    rules::{
        ActiveRules, ChannelName, RuleId, Severity, VerdictBasis,
        parse::{KnownNames, parse},
    },
};

use crate::support::service;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// What stands between the first fence of this kind and its end.
fn block(text: &str, kind: &str) -> String {
    let (_, rest) = text.split_once(&format!("```{kind}\n")).unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// The text after this heading.
fn section(heading: &str) -> String {
    let readme = readme();
    let (_, rest) = readme.split_once(&format!("\n## {heading}\n")).unwrap();
    rest.to_owned()
}

fn at(clock: &str) -> DateTime<Utc> {
    let local = format!("2026-11-16T{clock}:00-05:00");
    DateTime::parse_from_rfc3339(&local).unwrap().to_utc()
}

fn seen(part: u64, of: u64, until: &str) -> Observation {
    Observation {
        sample: Sample {
            value: Quantity::share(part, of).unwrap(),
            part: Some(part),
            of: Some(of),
        },
        window: TimeWindow::ending(at(until), Duration::from_secs(3_600)),
    }
}

fn escalated() -> IncidentNews {
    let operation = OperationName::new("principal");
    let key = AlertKey {
        rule: RuleId::new("high-abandonment"),
        scope: Scope::Skill(SkillId(12)),
    };
    let fire = FiringState {
        since: at("10:05"),
        fired_at: at("10:15"),
        severity: Severity::Critical,
    };
    let trend = vec![
        seen(11, 101, "10:20"),
        seen(13, 98, "10:25"),
        seen(17, 96, "10:30"),
    ];
    let rule = parse(&block(&readme(), "yaml"), known()).unwrap().remove(0);
    let grounds = VerdictBasis {
        side: rule.when.side(),
        warning: rule.when.limit(Severity::Warning),
        critical: rule.when.limit(Severity::Critical),
        ..VerdictBasis::default()
    };
    let last = seen(17, 96, "10:30");
    let id = IncidentId::of(&operation, "high-abandonment", fire.fired_at);
    IncidentNews {
        kind: EventKind::Escalated,
        incident: Incident {
            id,
            subject: IncidentSubject::Rule(Box::new(IncidentCondition::of(&rule, &[]))),
            channel: ChannelName::new("floor"),
            opened_at: fire.fired_at,
            severity: Severity::Critical,
            scopes: 1,
            ended: Vec::new(),
            over: 0,
            standing: IncidentStanding::Announced(AnnouncedState::at(fire.fired_at, None)),
            log: Vec::new(),
        },
        open: vec![Alert {
            key,
            state: AlertState::Firing(fire),
            incident: Some(id),
            metric: Metric::AbandonRate,
            grounds,
            window: last.window,
            peak: Some(last),
            trend,
            checks: 6,
            no_data: None,
            openings: 1,
            first_opened: None,
            clues: Vec::new(),
        }],
        more: 0,
        rules: 1,
        mark: IncidentMark::default(),
        ring: NotificationLevel::default(),
        rings_in: None,
    }
}

fn known() -> KnownNames<'static> {
    static CHANNELS: LazyLock<[ChannelName; 1]> = LazyLock::new(|| [ChannelName::new("floor")]);
    KnownNames {
        channels: &*CHANNELS,
        roles: &[],
        poll_every: Duration::from_secs(300),
    }
}

#[test]
fn the_alert_in_the_readme_is_one_that_the_bot_would_post() {
    let names = SkillNames([(SkillId(12), "Soporte TV".to_owned())].into());
    let words = Words::new(Locale::from_tag("en"), Bogota);
    let card = alert::card(&escalated(), at("10:30"), &names, &words);
    let shown: Vec<String> = [card.title]
        .into_iter()
        .chain(card.lines.iter().map(ToString::to_string))
        .collect();
    assert_eq!(block(&readme(), "text").trim(), shown.join("\n"));
}

#[test]
fn the_rule_in_the_readme_can_be_used_as_it_stands() {
    let rules = parse(&block(&readme(), "yaml"), known()).unwrap();
    assert_eq!(rules.len(), 1);
}

#[test]
fn the_access_in_the_readme_can_be_used_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vigia.yaml");
    let shown = block(&section("Control access"), "yaml");
    let settings = "operations:
  - { name: a, server: 1, token: { env: T }, timezone: America/Bogota, licences: 25 }
discord: { token: { env: T }, guild: 1 }
channels: { floor: 1 }
";
    fs::write(&path, format!("{settings}{shown}")).unwrap();
    let config = config::load(&path, |_| Some("t".to_owned())).unwrap();
    let limited: Vec<_> = config.access.commands.keys().collect();
    assert_eq!(limited, ["hold"]);
    assert_eq!(config.access.agents_in.len(), 1);
}

/// The commands that the README shows, each with what is given with it.
fn shown_commands() -> Vec<(String, Given)> {
    let asked = section("Ask");
    let examples = asked.lines().filter_map(|line| {
        let (example, _) = line.strip_prefix("| `/")?.split_once('`')?;
        let (command, options) = example.split_once(' ').unwrap_or((example, ""));
        let options = options.split(' ').filter(|it| !it.is_empty());
        let given = options.map(|option| {
            let (name, value) = option.split_once(':').unwrap();
            (name.to_owned(), value.to_owned())
        });
        Some((command.to_owned(), given.collect()))
    });
    examples.collect()
}

fn operation() -> CommandOperation {
    let script = service::no_reports();
    service::operation("principal", Bogota, script, SkillNames::default())
}

fn menu() -> Vec<MenuItem> {
    let folder = tempfile::tempdir().unwrap();
    let store = service::open_store(folder.path());
    let (rules, since) = (folder.path().to_owned(), DateTime::UNIX_EPOCH);
    let service = CommandService {
        operations: vec![operation()],
        access: CommandAccess::default(),
        alerts: service::alert_actions(&store, ActiveRules::default(), rules, since),
    };
    service.menu()
}

#[test]
fn the_commands_in_the_readme_are_those_of_the_menu() {
    let menu: Vec<_> = menu().into_iter().map(|item| item.name).collect();
    let shown: Vec<_> = shown_commands().into_iter().map(|it| it.0).collect();
    assert_eq!(shown, menu);
}

#[test]
fn the_commands_in_the_readme_can_be_typed_as_they_stand() {
    let audience = AnswerAudience {
        words: Words::new(Locale::from_tag("en"), Bogota),
        names_agents: true,
        contact: None,
    };
    let menu = menu();
    for (name, given) in shown_commands() {
        let item = menu.iter().find(|item| item.name == name).unwrap();
        for option in given.keys() {
            let is_taken = item.options.iter().any(|it| it.name == option);
            assert!(is_taken, "/{name} takes no `{option}`");
        }
        let Some(command) = ReportCommand::from_name(&name) else {
            continue;
        };
        let understood =
            ReportQuestion::read(command, &given, &operation(), &audience, at("15:00"));
        if let Err(card) = understood {
            panic!("/{name}: {card}");
        }
    }
}

/// All that the sources hold.
fn sources() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("crates")];
    let mut text = String::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                text.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    text
}

#[test]
fn log_lines_quoted_by_the_page_of_troubles_exist() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/troubleshooting.md");
    let page = fs::read_to_string(path).unwrap();
    // Blocks are files to copy, and no log lines.
    let page: String = page.split("```").step_by(2).collect();
    let quoted = page.split('`').skip(1).step_by(2);
    let is_said = |text: &&str| {
        text.split(' ').count() > 3 && !text.starts_with(['/', '<']) && !text.contains('…')
    };
    let said: Vec<&str> = quoted
        .filter(is_said)
        .filter(|text| !text.starts_with("vigia "))
        .collect();
    assert!(said.len() >= 4, "{said:?}");
    let sources = sources();
    for text in said {
        assert!(sources.contains(text), "nothing says `{text}`");
    }
}

#[test]
fn the_page_of_troubles_has_every_reason_for_which_a_report_cannot_be_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/troubleshooting.md");
    let page = fs::read_to_string(path).unwrap();
    for failure in ReadFailure::ALL {
        let (what, to_do) = failure.to_string().split_once("; ").map_or_else(
            || (failure.to_string(), String::new()),
            |(what, to_do)| (what.to_owned(), to_do.to_owned()),
        );
        let row = format!("| {what} | {to_do}");
        assert!(page.contains(&row), "no row `{row}`");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages of the documentation, each with its text.
fn pages() -> Vec<(String, String)> {
    let folder = fs::read_dir(root().join("docs")).unwrap();
    let names = folder.map(|entry| format!("docs/{}", entry.unwrap().file_name().display()));
    let names = names.chain(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned));
    let pages = names.filter(|name| Path::new(name).extension().is_some_and(|kind| kind == "md"));
    pages
        .map(|name| (name.clone(), fs::read_to_string(root().join(name)).unwrap()))
        .collect()
}

/// The name of a heading in links, as GitHub and mdBook make it.
fn anchor(heading: &str) -> String {
    let letters = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = letters
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_link_of_the_documentation_leads_somewhere() {
    let mut broken = Vec::new();
    for (name, text) in pages() {
        // Blocks are files and commands to copy.
        let prose: String = text.split("```").step_by(2).collect();
        for link in prose.split("](").skip(1) {
            let link = link.split(')').next().unwrap();
            if link.contains("://") {
                continue;
            }
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let here = root().join(&name);
            let path = if file.is_empty() {
                here
            } else {
                here.parent().unwrap().join(file)
            };
            let Ok(bytes) = fs::read(&path) else {
                broken.push(format!("{name}: {link}"));
                continue;
            };
            let target = String::from_utf8_lossy(&bytes);
            let mut headings = target.lines().filter(|line| line.starts_with('#'));
            if !place.is_empty() && !headings.any(|line| anchor(line) == place) {
                broken.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_page_is_in_the_table_of_contents() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    for (name, _) in pages() {
        if let Some(page) = name
            .strip_prefix("docs/")
            .filter(|page| *page != "SUMMARY.md")
        {
            assert!(
                summary.contains(&format!("({page})")),
                "SUMMARY.md lacks {page}"
            );
        }
    }
}

/// The subcommands that a text shows as `vigia NAME` in code.
fn shown_subcommands(text: &str) -> Vec<String> {
    let code = text.split('`').skip(1).step_by(2);
    let names = code.filter_map(|code| code.strip_prefix("vigia ")?.split_whitespace().next());
    let is_name = |name: &&str| name.chars().all(|c| c.is_ascii_lowercase());
    names.filter(is_name).map(str::to_owned).collect()
}

#[test]
fn every_subcommand_that_a_page_names_exists() {
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_vigia"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    for (name, text) in pages()
        .into_iter()
        .filter(|(name, _)| name != "CHANGELOG.md")
    {
        let prose: String = text.split("```").step_by(2).collect();
        for subcommand in shown_subcommands(&prose) {
            let is_known = help
                .split(|c: char| !c.is_ascii_lowercase())
                .any(|it| it == subcommand);
            assert!(is_known, "{name}: there is no `vigia {subcommand}`");
        }
    }
}
