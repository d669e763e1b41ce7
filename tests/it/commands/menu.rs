//! What can be typed, and what is suggested meanwhile.

use std::collections::BTreeSet;

use vigia::commands::{Caller, CommandAccess, MenuItem, OptionKind};
use vigia_cards::{Language, Locale, Words};

use super::{
    Desk, asker, choices, desk,
    fake::{Fake, operation},
    kept::Kept,
    open, roles,
};

fn words(language: Language) -> Words {
    Words::new(Locale::from_tag(language.tag()), chrono_tz::Tz::UTC)
}

fn in_each_language(id: &str) -> [String; 3] {
    Language::ALL.map(|language| words(language).say(id, &[]))
}

#[test]
fn the_commands_and_their_options_have_names_in_each_language() {
    let menu = desk(Fake::full()).menu();
    let told = |item: &MenuItem| {
        let options = item.options.iter();
        let options = options.map(|option| in_each_language(&option.name_id).join("/"));
        format!(
            "{}: {}",
            in_each_language(&item.name_id).join("/"),
            options.collect::<Vec<_>>().join(" ")
        )
    };
    let menu: Vec<_> = menu.iter().map(told).collect();
    insta::assert_snapshot!(menu.join("\n"), @"
    abandon/abandono/abandono: skill/skill/skill last/ultimas/ultimas day/dia/dia from/desde/de to/hasta/ate compare/comparar/comparar sort/orden/ordem top/top/top format/formato/formato share/compartir/compartilhar
    service/servicio/servico: skill/skill/skill channel/canal/canal last/ultimas/ultimas day/dia/dia from/desde/de to/hasta/ate compare/comparar/comparar format/formato/formato share/compartir/compartilhar
    smarthold/espera-inteligente/espera-inteligente: skill/skill/skill last/ultimas/ultimas day/dia/dia from/desde/de to/hasta/ate compare/comparar/comparar sort/orden/ordem top/top/top format/formato/formato share/compartir/compartilhar
    hold/hold/hold: agent/agente/agente last/ultimas/ultimas day/dia/dia from/desde/de to/hasta/ate compare/comparar/comparar sort/orden/ordem top/top/top format/formato/formato share/compartir/compartilhar
    durations/duracion/duracao: last/ultimas/ultimas day/dia/dia from/desde/de to/hasta/ate compare/comparar/comparar format/formato/formato share/compartir/compartilhar
    summary/resumen/resumo: day/dia/dia summary/resumen/resumo share/compartir/compartilhar
    alerts/alertas/alertas: view/ver/ver incident/incidente/incidente do/accion/acao for/por/por note/nota/nota last/ultimas/ultimas day/dia/dia from/desde/de to/hasta/ate format/formato/formato
    silence/silencio/silencio: rule/regla/regra for/por/por until/hasta/ate every/cada/toda skill/skill/skill channel/canal/canal agent/agente/agente severity/severidad/severidade label/etiqueta/etiqueta comment/comentario/comentario end/terminar/encerrar
    rules/reglas/regras: explain/explicar/explicar show/mostrar/mostrar skill/skill/skill channel/canal/canal agent/agente/agente reload/recargar/recarregar
    status/estado/estado: 
    help/ayuda/ajuda: topic/tema/tema
    ");
}

#[test]
fn a_menu_keeps_the_rules_of_chats() {
    let two = vec![
        operation("cali", Fake::full()),
        operation("quito", Fake::full()),
    ];
    for item in Desk::new(two, open(), Kept::default()).menu() {
        assert_eq!(in_each_language(&item.name_id)[0], item.name);
        let mut abouts = vec![item.about_id.as_str()];
        for option in &item.options {
            assert_eq!(in_each_language(&option.name_id)[0], option.name);
            abouts.push(&option.about_id);
            if let OptionKind::Choice(choices) = &option.kind {
                let labels = |choice: &(&str, &'static str)| in_each_language(choice.1);
                let labels: BTreeSet<_> = choices.iter().map(labels).collect();
                assert_eq!(labels.len(), choices.len(), "{}", option.name);
            }
        }
        for language in 0..3 {
            let names: BTreeSet<_> = item
                .options
                .iter()
                .map(|option| in_each_language(&option.name_id)[language].clone())
                .collect();
            assert_eq!(names.len(), item.options.len(), "each name once: {names:?}");
            for name in names {
                let is_plain = |c: char| c.is_ascii_lowercase() || c == '-';
                assert!(name.chars().all(is_plain), "{name}");
            }
        }
        for about in abouts {
            for text in in_each_language(about) {
                assert!((1..=100).contains(&text.chars().count()), "{text}");
            }
        }
    }
}

#[test]
fn an_operation_is_named_only_where_there_are_several() {
    let names = |operations: &[&str]| {
        let operations = operations.iter().map(|name| operation(name, Fake::full()));
        let menu = Desk::new(operations.collect(), open(), Kept::default()).menu();
        let with = menu
            .iter()
            .filter(|item| item.options.iter().any(|option| option.name == "operation"));
        with.count()
    };
    assert_eq!(names(&["cali"]), 0);
    assert_eq!(names(&["cali", "quito"]), 10);
}

#[test]
fn a_command_for_some_roles_says_so() {
    let access = CommandAccess {
        commands: roles("hold", &[5]),
        ..CommandAccess::default()
    };
    let menu = Desk::new(
        vec![operation("cali", Fake::full())],
        access,
        Kept::default(),
    )
    .menu();
    let limited: Vec<_> = menu
        .iter()
        .filter(|item| item.is_limited)
        .map(|item| item.name)
        .collect();
    assert_eq!(limited, ["hold"]);
}

#[tokio::test]
async fn what_is_typed_so_far_gets_suggestions() {
    let desk = desk(Fake::full());
    let suggested = async |command: &str, option: &str, typed: &str| -> Vec<String> {
        let asker = asker("es-419");
        let choices = choices(&desk, &asker, [command, option, typed], &[]).await;
        assert!(choices.len() <= 25);
        choices.into_iter().map(|choice| choice.value).collect()
    };
    assert_eq!(suggested("abandon", "skill", "tv").await, ["12"]);
    assert_eq!(
        suggested("service", "channel", "insta").await,
        ["chat-instagram", "omni-instagram"]
    );
    assert_eq!(
        suggested("hold", "agent", "ana").await,
        ["Ana Ruiz", "Ana Rúa"]
    );
    assert_eq!(
        suggested("abandon", "day", "").await[..4],
        ["hoy", "ayer", "2026-11-15", "2026-11-14"]
    );
    assert_eq!(suggested("abandon", "day", "nov").await[0], "2026-11-15");
    assert_eq!(suggested("abandon", "operation", "CA").await, ["cali"]);
    for (command, option) in [
        ("abandon", "agent"),
        ("hold", "skill"),
        ("abandon", "last"),
        ("abandon", "nonsense"),
        ("nonsense", "skill"),
        ("", ""),
    ] {
        assert!(
            suggested(command, option, "").await.is_empty(),
            "{command} {option}"
        );
    }
}

#[tokio::test]
async fn suggestions_stand_whatever_is_typed() {
    let long = "x".repeat(300);
    let desk = desk(Fake::full().knowing(&["", "@everyone", "\u{202e}abc", &long]));
    for typed in ["", "@", "\u{202e}", "\u{0}", &long] {
        for option in ["skill", "channel", "agent", "day", "operation", "topic"] {
            for command in ["abandon", "service", "hold", "help"] {
                let asker = Caller::default();
                let given = [("operation", typed)];
                let choices = choices(&desk, &asker, [command, option, typed], &given).await;
                assert!(choices.len() <= 25);
            }
        }
    }
    let labels = choices(&desk, &asker("en"), ["hold", "agent", ""], &[]).await;
    assert!(
        labels
            .iter()
            .all(|choice| !choice.label.contains('\u{202e}'))
    );
    assert!(
        labels
            .iter()
            .all(|choice| choice.value.chars().count() <= 100)
    );
}
