//! Who may ask what, and where agents are named.

use vigia_sandbox::{
    centre::agents,
    chat::{ChatMessage, ChatUser, permissions},
};

use super::{assert_faultless, reports};
use crate::support::{
    floor::{ANA, FLOOR, Floor, OFFICE, Plan},
    person::{Person, labels},
    sheet::{all_words, csv},
    truth::Truth,
};

const SUPERVISORS: u64 = 700_000_000_000_000_201;
const BETO: u64 = 700_000_000_000_000_102;

const ACCESS: &str = "\
roles: { supervisors: \"700000000000000201\" }
access:
  commands: { durations: [supervisors] }
  agents: [floor]
  contact: Jefatura de turno
";

const CONTACT: &str = "Pida acceso a Jefatura de turno";

/// A server's administrators have handed the limited commands on to everybody.
const MEMBER: u64 = permissions::OF_A_MEMBER | permissions::MANAGE_GUILD;

async fn floor() -> Floor {
    Floor::planned(Plan {
        access: ACCESS,
        ..Plan::quiet()
    })
    .await
}

/// The agents who are named anywhere on an answer. Not even a surname may be.
fn named(answer: &ChatMessage) -> Vec<String> {
    let told = all_words(answer).to_uppercase();
    let mut names = Vec::new();
    for agent in agents() {
        let is_long = |word: &&str| word.chars().count() > 4;
        let words = agent.name.split_whitespace().filter(is_long);
        names.extend(words.map(str::to_uppercase));
    }
    names.sort();
    names.dedup();
    names.retain(|name| told.contains(name.as_str()));
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agents_are_named_where_they_may_be_and_nowhere_else() {
    let floor = floor().await;
    let bot = floor.run();
    floor.ready().await;
    let options = [("last", "2h")];
    let ana = Person::ana(&floor, "es-419");
    let open = ana.ask("hold", &options).await;
    assert!(named(&open).len() > 10, "{}", open.text());
    assert!(!ana.choices("hold", "agent", "lu").await.is_empty());

    let beto = Person::new(&floor, BETO, OFFICE, |user| user);
    let closed = beto.ask("hold", &options).await;
    let held = Truth::of(&floor, &closed, 2).held();
    let text = closed.text();
    assert!(text.contains(&format!("Agentes: {}", held.len())), "{text}");
    assert!(text.contains("no se muestran nombres de agentes"), "{text}");
    assert!(text.contains(CONTACT), "{text}");
    assert_eq!(named(&closed), [""; 0], "{text}");
    assert!(!labels(&closed).iter().any(|it| it.contains('▶')));
    let file = beto.follow(&closed, "CSV").await;
    assert_eq!(csv(&file).len(), 2, "the team, and no row more");
    assert_eq!(named(&file), [""; 0], "{}", all_words(&file));
    assert_eq!(beto.choices("hold", "agent", "lu").await, [""; 0]);
    let agent = [("agent", "luc"), ("last", "2h")];
    let refused = beto.ask("hold", &agent).await;
    assert!(refused.text().contains("no se muestran nombres de agentes"));
    assert!(refused.text().contains(CONTACT));
    assert_eq!(named(&refused), [""; 0], "{}", refused.text());

    // What is said in the office stays so for everybody, whoever they are.
    let boss = Person::new(&floor, ANA, OFFICE, |user| user.role(SUPERVISORS).admin());
    assert_eq!(named(&boss.ask("hold", &options).await), [""; 0]);
    let shared = beto.publish(&closed, "Compartir").await;
    assert_eq!(named(&shared), [""; 0], "{}", all_words(&shared));

    let posted = ana.publish(&open, "Compartir").await;
    let thread = floor.chat.open_thread(posted.id, "ayer").unwrap();
    let inside = Person::new(&floor, BETO, thread, |user| user);
    let answer = inside.ask("hold", &options).await;
    assert!(named(&answer).len() > 10, "{}", answer.text());
    bot.stop().await;
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_for_some_roles_is_answered_to_these_alone() {
    let floor = floor().await;
    let bot = floor.run();
    floor.ready().await;
    let options = [("last", "1h")];
    let beto = Person::new(&floor, BETO, FLOOR, |user| user.permissions(MEMBER));
    for (locale, sentence) in [
        ("es-419", "/duracion no está disponible para su rol"),
        ("en-US", "/durations is not available to your role"),
    ] {
        let refused = beto.reading(locale).ask("durations", &options).await;
        assert!(refused.text().contains(sentence), "{}", refused.text());
        assert!(refused.text().contains("Jefatura de turno"));
        assert_eq!(labels(&refused), [""; 0]);
    }
    assert_eq!(reports(&floor), 0, "a refusal was paid for");

    let ana = Person::new(&floor, ANA, FLOOR, |user| {
        user.role(SUPERVISORS).permissions(MEMBER)
    });
    let admin = Person::new(&floor, ANA + 10, FLOOR, ChatUser::admin);
    for person in [&ana, &admin] {
        let answer = person.ask("durations", &options).await;
        assert!(answer.text().contains("Minutos: "), "{}", answer.text());
    }
    let next = |card| labels(card).last().cloned();
    let own = beto.ask("hold", &options).await;
    assert_eq!(next(&own).as_deref(), Some("Siguiente ▶"));
    let card = ana.ask("hold", &options).await;
    assert_eq!(next(&card).as_deref(), Some("/duracion"));

    // A card for everybody can be pressed by everybody.
    let shared = ana
        .announce("durations", &[("last", "1h"), ("share", "true")])
        .await;
    let asked = reports(&floor);
    for label in ["CSV", "Actualizar"] {
        let refused = beto.follow(&shared, label).await;
        let sentence = "/duracion no está disponible para su rol";
        assert!(refused.text().contains(sentence), "{}", refused.text());
        assert!(refused.text().contains(CONTACT), "{}", refused.text());
        assert!(refused.files.is_empty());
    }
    assert_eq!(reports(&floor), asked, "a refusal was paid for");
    assert_eq!(csv(&ana.follow(&shared, "CSV").await).len(), 6);
    bot.stop().await;
    assert_faultless(&floor.chat);
}
