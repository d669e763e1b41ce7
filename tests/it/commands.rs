//! Commands from outside: what is asked of the reports, and what the asker is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::Range,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use insta::assert_snapshot;
use vigia::{
    cards::{Card, Locale, Tone},
    commands::{
        AbandonRequest, Access, Answer, Desk, Freshness, Operation, ReadFailure, Reports,
        Shortage, abandon,
    },
    metrics::{
        AgentName, Ask, Channel, Facts, Metric, OperationName, Report, Sample, Scope,
        SkillId, SkillNames, Skills,
        facts::{
            Abandonment, ChannelService, ServiceLevel, SkillAbandons, Wait, WaitCalls,
        },
    },
};

/// Reports that answer as the test says, and remember what they were asked.
#[derive(Debug, Default)]
struct Fake {
    answers: BTreeMap<Report, Result<Option<Arc<Facts>>, ReadFailure>>,
    asked: Mutex<Vec<Ask>>,
}

impl Fake {
    fn with(mut self, report: Report, answer: Result<Option<Facts>, ReadFailure>) -> Self {
        let answer = answer.map(|facts| facts.map(Arc::new));
        self.answers.insert(report, answer);
        self
    }

    fn asked(&self) -> Vec<Ask> {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Reports for Fake {
    async fn read(&self, ask: Ask, _: Freshness) -> Result<Answer, ReadFailure> {
        self.asked.lock().unwrap().push(ask);
        tokio::task::yield_now().await;
        let answer = self.answers.get(&ask.report).cloned();
        let facts = answer.expect("the test says what each report answers")?;
        Ok(Answer {
            facts,
            read_at: now(),
        })
    }

    async fn position(&self, _: Ask) -> Option<usize> {
        None
    }

    async fn history(
        &self,
        _: Metric,
        _: Scope,
        _: Duration,
        _: Range<DateTime<Utc>>,
    ) -> Vec<(DateTime<Utc>, Sample)> {
        Vec::new()
    }

    fn shortage(&self) -> Option<Shortage> {
        None
    }

    fn agents(&self) -> BTreeSet<AgentName> {
        BTreeSet::new()
    }

    fn skills(&self) -> SkillNames {
        let names = [
            (12, "Soporte TV"),
            (13, "Soporte Internet"),
            (7, "Facturación"),
        ];
        SkillNames(
            names
                .map(|(id, name)| (SkillId(id), name.to_owned()))
                .into(),
        )
    }
}

fn now() -> DateTime<Utc> {
    "2026-11-17T20:05:42Z".parse().unwrap()
}

fn service() -> Facts {
    Facts::ServiceLevel(ServiceLevel {
        channels: vec![ChannelService {
            channel: Channel::inbound(),
            offered: Some(122),
            answered: Some(104),
            abandoned: Some(18),
            within_10s: Some(40.16),
            within_20s: Some(54.1),
            within_30s: Some(60.66),
            abandon_rate: Some(14.75),
            asa: Some(Duration::from_secs(48)),
            ata: Some(Duration::from_secs(63)),
        }],
    })
}

fn waits() -> Facts {
    let ranges = [
        (Wait::Between(0, 10), 3),
        (Wait::Between(11, 20), 2),
        (Wait::Between(21, 30), 4),
        (Wait::AtLeast(51), 9),
    ];
    let by_wait = ranges.map(|(wait, calls)| WaitCalls {
        wait,
        calls: Some(calls),
    });
    Facts::Abandonment(Abandonment {
        skills: vec![SkillAbandons {
            skill: Some(SkillId(12)),
            name: Some("Soporte TV".to_owned()),
            abandoned: Some(18),
            by_wait: by_wait.into(),
        }],
        all: None,
    })
}

fn both() -> Fake {
    Fake::default()
        .with(Report::ServiceLevel, Ok(Some(service())))
        .with(Report::Abandonment, Ok(Some(waits())))
}

fn operation(reports: Fake) -> Operation<Fake> {
    Operation {
        name: OperationName::new("cali"),
        reports,
        rules: Arc::default(),
        zone: Bogota,
        locale: Locale::from_tag("es-CO"),
        settle: Duration::from_secs(60),
        every: Duration::from_secs(300),
    }
}

fn request(skill: &str, last: &str) -> AbandonRequest {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    AbandonRequest {
        skill: given(skill),
        last: given(last),
        ..AbandonRequest::default()
    }
}

async fn ask(operation: &Operation<Fake>, request: &AbandonRequest) -> Result<Card, Card> {
    abandon(request, operation, "es-419", now()).await
}

/// A chat's framework runs commands on any thread.
fn runs_anywhere<T>(
    future: impl Future<Output = T> + Send,
) -> impl Future<Output = T> + Send {
    future
}

#[tokio::test]
async fn both_reports_are_asked_for_the_same_skill_and_window() {
    let operation = operation(both());
    let request = request("soporte tv", "");
    let card = runs_anywhere(ask(&operation, &request)).await.unwrap();
    assert_snapshot!(card, @r#"
    Abandono 14,8 % (18 de 122) · skill 12 Soporte TV · voz
    18 de 122 llamadas se abandonaron antes de ser atendidas
    Espera en cola antes de colgar: ≤10 s 3 (16,7 %) · 11–20 s 2 (11,1 %) · 21–50 s 4 (22,2 %) · ≥51 s 9 (50,0 %)
    17 nov 2026, 14:04–15:04 (1 h) · leído a las 15:05
    Abandono: 14,8 % (18 de 122)
    Llamadas entrantes: 122
    Llamadas atendidas: 104
    Llamadas abandonadas: 18
    Nivel de servicio 20 s: 54,1 % (66 de 122)
    Espera promedio en cola (ASA): 48 s
    Espera promedio antes de abandonar (ATA): 1 min 03 s
    /abandon skill:12 last:1h · 2026-11-17 20:04 UTC
    "#);
    let asked = operation.reports.asked();
    let [one, other] = asked.as_slice() else {
        panic!("two reports were wanted, not {asked:?}");
    };
    assert_eq!((one.skills, one.window), (other.skills, other.window));
    assert_eq!(one.skills, Skills::One(SkillId(12)));
    assert_ne!(one.report, other.report);
    let until: DateTime<Utc> = "2026-11-17T20:04:00Z".parse().unwrap();
    assert_eq!(
        one.window.until(),
        until,
        "the window ends a settle delay ago"
    );
}

#[tokio::test]
async fn an_asker_is_answered_in_their_language_with_the_numbers_of_the_operation() {
    let operation = operation(both());
    let answer = |asker| {
        let (operation, request) = (&operation, request("", "1h"));
        async move {
            abandon(&request, operation, asker, now())
                .await
                .unwrap()
                .title
        }
    };
    assert_eq!(
        answer("en-US").await,
        "Abandonment 14,8 % (18 of 122) · whole operation · voice"
    );
    assert_eq!(
        answer("pt-BR").await,
        "Abandono 14,8 % (18 de 122) · toda a operação · voz"
    );
}

#[tokio::test]
async fn a_slip_is_told_before_any_report_is_read() {
    let operation = operation(both());
    let mut refusals = Vec::new();
    for (skill, last) in [
        ("12", "1hora"),
        ("soporte", "1h"),
        ("pizza", "1h"),
        ("factura", "99d"),
    ] {
        let card = ask(&operation, &request(skill, last)).await.unwrap_err();
        assert_eq!(card.tone, Tone::Refusal);
        refusals.push(card.to_string());
    }
    let reversed = AbandonRequest {
        from: Some("ayer 14:00".to_owned()),
        to: Some("15/11".to_owned()),
        ..AbandonRequest::default()
    };
    refusals.push(ask(&operation, &reversed).await.unwrap_err().to_string());
    assert_snapshot!(refusals.join("\n\n"), @r#"
    «1hora» no es una duración
    Se espera una duración como 15m, 1h, 2h30m o 1d
    ¿Se quiso decir 1h?
    /abandon skill:12 last:1hora

    Más de una skill se llama «soporte»
    ¿Cuál de estas?
    12 Soporte TV
    13 Soporte Internet
    /abandon skill:soporte last:1h

    Ninguna skill se llama «pizza»
    Se espera un número, un nombre, parte de un nombre, o todas
    /abandon skill:pizza last:1h

    La ventana dura más de 92 días
    /abandon skill:factura last:99d

    El final, 16 nov 2026 00:00, no es posterior al inicio, 16 nov 2026 14:00
    Se espera una hora o fecha como 08:00, ayer 14:00, 2026-11-20 o 20/11 08:00
    /abandon from:ayer 14:00 to:15/11
    "#);
    assert_eq!(operation.reports.asked(), []);
}

#[tokio::test]
async fn what_one_report_tells_is_shown_when_the_other_fails() {
    let fake = both().with(Report::Abandonment, Err(ReadFailure::Unavailable));
    let card = ask(&operation(fake), &request("12", "1h")).await.unwrap();
    assert_eq!(card.tone, Tone::Info);
    assert!(card.title.contains("14,8 % (18 de 122)"), "{card}");
    let warning = "⚠ Falta el reporte de abandonos por espera en cola (skill_9): \
                   wolkvox no responde";
    assert!(card.to_string().contains(warning), "{card}");
}

#[tokio::test]
async fn where_nothing_can_be_read_the_asker_is_told_why() {
    for (failure, why) in [
        (
            ReadFailure::QuotaUsedUp,
            "se agotaron las consultas del día",
        ),
        (ReadFailure::TokenRefused, "wolkvox rechaza el token"),
        (ReadFailure::Unavailable, "wolkvox no responde"),
        (ReadFailure::Maintenance, "wolkvox está en mantenimiento"),
        (
            ReadFailure::NoReport,
            "wolkvox responde con algo que no es un reporte",
        ),
        (ReadFailure::Other("algo\nraro".to_owned()), "algo raro"),
    ] {
        for waits in [Err(failure.clone()), Ok(None)] {
            let fake = Fake::default()
                .with(Report::ServiceLevel, Err(failure.clone()))
                .with(Report::Abandonment, waits);
            let card = ask(&operation(fake), &request("12", "1h"))
                .await
                .unwrap_err();
            assert_eq!(card.tone, Tone::Refusal);
            assert!(card.title.contains(why), "{}", card.title);
        }
    }
}

#[tokio::test]
async fn an_empty_window_is_no_failure() {
    let fake = Fake::default()
        .with(Report::ServiceLevel, Ok(None))
        .with(Report::Abandonment, Ok(None));
    let card = ask(&operation(fake), &request("12", "1h")).await.unwrap();
    assert_eq!(card.tone, Tone::NoData);
    assert_eq!(card.footer, "/abandon skill:12 last:1h");
}

#[tokio::test]
async fn an_answer_about_one_of_several_operations_says_of_which() {
    let operation = operation(both());
    let request = AbandonRequest {
        operation: Some(operation.name.to_string()),
        ..request("12", "1h")
    };
    let (Ok(card) | Err(card)) = ask(&operation, &request).await;
    let named = format!(" · {}", operation.name);
    assert!(card.title.ends_with(&named), "{}", card.title);
    let command = format!("/abandon operation:{} skill:12 last:1h", operation.name);
    assert_eq!(card.footer, command);
}

#[test]
fn an_operation_is_named_where_there_are_several() {
    let named = |name| Operation {
        name: OperationName::new(name),
        ..operation(Fake::default())
    };
    let one = Desk::new(vec![named("cali")], Access::default());
    assert_eq!(one.operation(None, "es").unwrap().name.as_str(), "cali");
    let two = Desk::new(vec![named("cali"), named("quito")], Access::default());
    assert_eq!(
        two.operation(Some("Quito"), "es").unwrap().name.as_str(),
        "quito"
    );
    let which = two.operation(None, "es").unwrap_err().to_string();
    assert!(which.contains("¿Qué operación?"), "{which}");
    let unknown = two.operation(Some("lima"), "en").unwrap_err().to_string();
    assert!(
        unknown.contains("“lima”") && unknown.contains("quito"),
        "{unknown}"
    );
}

/// The program's text, without that of its tests in this folder.
fn code(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            code(&path, text);
        } else if path.extension().is_some_and(|end| end == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_message_is_used_and_every_message_used_is_there() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = fs::read_dir(source.join("cards/words/en")).unwrap();
    let english: String = files
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let known: BTreeSet<_> = english
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| Some(line.split_once(" =")?.0))
        .collect();
    assert!(known.len() > 50, "the file is read wrongly: {known:?}");
    let mut text = String::new();
    code(&source, &mut text);
    let unused: Vec<_> = known
        .iter()
        .filter(|id| !text.contains(&format!("\"{id}\"")))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
    let calls = [".say(", ".line("].map(|call| text.split(call).skip(1));
    for rest in calls.into_iter().flatten() {
        if let Some(id) = rest.trim_start().strip_prefix('"') {
            let id = id.split('"').next().unwrap();
            assert!(known.contains(id), "no file has `{id}`");
        }
    }
}
