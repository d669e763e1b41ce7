//! `/abandon`, asked by a person in Discord.

use std::time::Duration;

use vigia_sandbox::{
    centre::{ApiFault, SKILLS},
    chat::{ChatMessage, InteractionAnswer},
};

use super::assert_faultless;
use crate::support::{
    floor::{ANA, Floor, PATIENCE, Plan, ana},
    sheet::as_of,
};

/// No poll comes between, so that each call to the centre is one that somebody asked for.
async fn quiet() -> Floor {
    Floor::planned(Plan {
        every: "24h",
        ..Plan::default()
    })
    .await
}

/// Until the names of the skills are known.
async fn names_known(floor: &Floor) {
    let known = async {
        while suggested(floor, "tv").await.is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, known).await.unwrap();
    // The two other lists.
    let listed = async {
        while floor.centre.requests().len() < 3 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, listed).await.unwrap();
}

async fn suggested(floor: &Floor, typed: &str) -> Vec<String> {
    let typed = [("skill", typed)];
    let asked = floor
        .chat
        .complete(&ana("es-419"), "abandon", &typed, "skill");
    let choices = asked.unwrap().choices(PATIENCE).await.unwrap();
    choices.into_iter().map(|choice| choice.name).collect()
}

async fn told(floor: &Floor, locale: &str, options: &[(&str, &str)]) -> ChatMessage {
    let message = floor.ask(locale, options).message(PATIENCE).await.unwrap();
    assert_eq!(message.ephemeral_to, Some(ANA), "{}", message.text());
    message
}

/// Lost and offered calls of these skills in the answer's own hour.
fn truth(floor: &Floor, answer: &ChatMessage, skills: &[u32]) -> (u32, u32) {
    let until = as_of(answer);
    let calls = skills.iter().map(|skill| floor.truth(*skill, until));
    calls.fold((0, 0), |sum, calls| (sum.0 + calls.0, sum.1 + calls.1))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answer_is_private_and_true_however_the_skill_is_named() {
    let floor = quiet().await;
    let _bot = floor.run();
    floor.ready().await;
    names_known(&floor).await;
    let all: Vec<u32> = SKILLS.iter().map(|skill| skill.id).collect();
    for (locale, of, skill, skills) in [
        ("es-419", "de", "12", &[12][..]),
        ("pt-BR", "de", "atencion al cliente", &[5]),
        ("en-US", "of", "RETENCION", &[9]),
        ("es-419", "de", "agendamiento senales", &[30]),
        ("pt-BR", "de", "all", &all),
    ] {
        let answer = told(&floor, locale, &[("skill", skill), ("last", "1h")]).await;
        let (lost, offered) = truth(&floor, &answer, skills);
        let figure = format!("({lost} {of} {offered})");
        assert!(
            answer.text().contains(&figure),
            "{figure}: {}",
            answer.text()
        );
        let is_verdict = match locale {
            "es-419" => answer.text().contains("Llamadas atendidas"),
            "pt-BR" => answer.text().contains("Chamadas atendidas"),
            _ => answer.text().contains("Answered calls"),
        };
        assert!(is_verdict, "{locale}: {}", answer.text());
    }
    assert_eq!(
        suggested(&floor, "senal").await,
        ["30 Agendamiento Señales"]
    );
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slip_is_told_in_private_before_any_report_is_read() {
    let floor = quiet().await;
    let _bot = floor.run();
    floor.ready().await;
    names_known(&floor).await;
    let before = floor.centre.requests().len();
    for (locale, options, sentence) in [
        (
            "es-419",
            &[("skill", "zzz")][..],
            "Ninguna skill se llama “zzz”",
        ),
        ("pt-BR", &[("skill", "zzz")], "Nenhuma skill se chama “zzz”"),
        (
            "en-US",
            &[("last", "5 moons")],
            "“5 moons” is not a length of time",
        ),
        (
            "es-419",
            &[("from", "25:99")],
            "“25:99” no es una hora ni una fecha",
        ),
        (
            "es-419",
            &[("last", "1h"), ("from", "08:00")],
            "“ultimas” y “desde” indican los dos el inicio",
        ),
        ("en-US", &[("skill", "@everyone")], "No skill is called"),
        ("en-US", &[("last", "400d")], "longer than 92 days"),
    ] {
        let answer = told(&floor, locale, options).await;
        assert!(answer.text().contains(sentence), "{}", answer.text());
        assert!(answer.pings.is_empty());
    }
    assert_eq!(floor.centre.requests().len(), before);
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_api_gets_a_sign_of_life_in_time_and_the_figures_when_they_come() {
    let floor = quiet().await;
    let _bot = floor.run();
    floor.ready().await;
    names_known(&floor).await;
    floor.centre.fault(ApiFault::Slow(Duration::from_secs(4)));
    let asked = floor.ask("es-419", &[("skill", "12")]);
    let first = asked.answer(PATIENCE).await.unwrap();
    assert_eq!(first, InteractionAnswer::Deferred { ephemeral: true });
    let reading = asked
        .message_with("Leyendo datos de wolkvox", PATIENCE)
        .await;
    assert!(reading.is_ok(), "nobody is told that it takes a while");
    let answer = asked.message_with("Abandono", PATIENCE).await.unwrap();
    let (lost, offered) = truth(&floor, &answer, &[12]);
    let figure = format!("({lost} de {offered})");
    assert!(
        answer.text().contains(&figure),
        "{figure}: {}",
        answer.text()
    );
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_that_is_down_is_told_as_such() {
    let floor = quiet().await;
    let _bot = floor.run();
    floor.ready().await;
    names_known(&floor).await;
    for (fault, sentence) in [
        (ApiFault::Maintenance, "como durante un mantenimiento"),
        (ApiFault::WrongToken, "wolkvox rechaza el token"),
        (
            ApiFault::Refused,
            "el servidor de wolkvox rechaza la conexión",
        ),
    ] {
        floor.centre.fault(fault);
        let asked = floor.ask("es-419", &[("skill", "12")]);
        asked.answer(PATIENCE).await.unwrap();
        let answer = asked.message_with(sentence, PATIENCE).await;
        let answer = answer.unwrap_or_else(|_| panic!("{fault:?}: nobody says {sentence}"));
        assert_eq!(answer.ephemeral_to, Some(ANA));
        floor.centre.heal();
    }
    assert_faultless(&floor.chat);
}
