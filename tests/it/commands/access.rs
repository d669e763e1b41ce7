//! Who may ask, and where agents are named.

use vigia::commands::{Caller, CommandAccess, ReplyPlace};
use vigia_cards::Tone;

use super::{
    Desk, asker, button, choices,
    fake::{Fake, operation},
    kept::Kept,
    labels, now, press_at, reports, roles, run, run_as,
};

fn limited(command: &str) -> Desk {
    let access = CommandAccess {
        commands: roles(command, &[5]),
        agents_in: [7].into(),
        contact: Some("Marta, #mesa-de-control".to_owned()),
    };
    Desk::new(
        vec![operation("cali", Fake::full())],
        access,
        Kept::default(),
    )
}

fn with_role(role: u64) -> Caller {
    Caller {
        roles: vec![role],
        ..asker("es-419")
    }
}

#[tokio::test]
async fn a_command_for_some_roles_is_refused_to_others_and_says_whom_to_ask() {
    let desk = limited("hold");
    for (asker, is_allowed) in [
        (asker("es-419"), false),
        (with_role(4), false),
        (with_role(5), true),
        (
            Caller {
                is_admin: true,
                ..asker("es-419")
            },
            true,
        ),
    ] {
        let reply = run_as(&desk, &asker, "hold", &[]).await;
        assert_eq!(reply.card.tone != Tone::Refusal, is_allowed, "{asker:?}");
    }
    reports(&desk).asked();
    let refused = run(&desk, "hold", &[("share", "true")]).await;
    assert_eq!(refused.place, ReplyPlace::Private);
    assert_eq!(
        refused.card.to_string(),
        "/hold no está disponible para su rol\n\
         Pida acceso a Marta, #mesa-de-control\n/hold"
    );
    assert_eq!(reports(&desk).asked(), []);
}

#[tokio::test]
async fn a_button_is_held_to_the_roles_of_today() {
    let desk = limited("durations");
    let reply = run_as(&desk, &with_role(5), "durations", &[]).await;
    reports(&desk).asked();
    for button in &reply.card.buttons {
        let refused = press_at(&desk, &asker("es-419"), &button.press, now()).await;
        let is_of_durations = button.label != "/hold";
        assert_eq!(
            refused.card.tone == Tone::Refusal,
            is_of_durations,
            "{}",
            button.label
        );
    }
    assert_eq!(
        reports(&desk).asked().len(),
        1,
        "only the next question is asked"
    );
    // And who may not ask the next question is not offered it.
    let hold = run(&desk, "hold", &[]).await;
    assert!(!labels(&hold.card).contains(&"/duracion"));
}

#[tokio::test]
async fn agents_are_neither_found_nor_suggested_where_they_are_not_named() {
    let desk = limited("abandon");
    let elsewhere = Caller {
        channels: vec![8],
        ..asker("es-419")
    };
    let thread = Caller {
        channels: vec![9, 7],
        ..asker("es-419")
    };
    for typed in ["perez", "zzz", "ana", "@everyone"] {
        let refused = run_as(&desk, &elsewhere, "hold", &[("agent", typed)]).await;
        assert_eq!(
            refused.card.to_string(),
            format!(
                "En este canal no se muestran nombres de agentes\n\
                 Pida acceso a Marta, #mesa-de-control\n/hold agente:{typed}"
            ),
            "it is the same whoever is meant"
        );
    }
    assert_eq!(reports(&desk).asked(), []);
    let suggested = async |asker: &Caller| choices(&desk, asker, ["hold", "agent", ""], &[]).await;
    assert!(suggested(&elsewhere).await.is_empty());
    assert_eq!(suggested(&thread).await.len(), 3);
    // A button that was made where they are named is not answered elsewhere.
    let seen = run_as(&desk, &thread, "hold", &[("agent", "perez")]).await;
    let csv = &button(&seen.card, "CSV").press;
    let refused = press_at(&desk, &elsewhere, csv, now()).await;
    assert!(
        refused
            .card
            .title
            .contains("no se muestran nombres de agentes"),
        "{}",
        refused.card
    );
    // The figures of the team are for everybody.
    let team = run_as(&desk, &elsewhere, "hold", &[]).await;
    assert_ne!(team.card.tone, Tone::Refusal);
}

#[tokio::test]
async fn nothing_is_suggested_for_a_command_that_is_not_theirs() {
    let desk = limited("service");
    let skills = async |asker: &Caller| choices(&desk, asker, ["service", "skill", ""], &[]).await;
    assert!(skills(&asker("es-419")).await.is_empty());
    assert_eq!(skills(&with_role(5)).await.len(), 4);
    let topics = async |asker: &Caller| choices(&desk, asker, ["help", "topic", "serv"], &[]).await;
    let values = async |asker: &Caller| -> Vec<String> {
        let topics = topics(asker).await.into_iter();
        topics.map(|choice| choice.value).collect()
    };
    assert!(values(&with_role(5)).await.contains(&"service".to_owned()));
    assert!(
        !values(&asker("es-419"))
            .await
            .contains(&"service".to_owned())
    );
}

#[tokio::test]
async fn without_words_of_the_operators_a_refusal_says_who_can_change_it() {
    let access = CommandAccess {
        commands: roles("abandon", &[5]),
        ..CommandAccess::default()
    };
    let desk = Desk::new(
        vec![operation("cali", Fake::full())],
        access,
        Kept::default(),
    );
    for (locale, sentence) in [
        ("en-US", "Whoever runs the bot can change that"),
        ("es-419", "Quien administra el bot puede cambiarlo"),
        ("pt-BR", "Quem administra o bot pode mudar isso"),
    ] {
        let refused = run_as(&desk, &asker(locale), "abandon", &[]).await;
        assert!(
            refused.card.to_string().contains(sentence),
            "{}",
            refused.card
        );
    }
}
