//! A slip is told at once, in private, with what was expected.

use insta::assert_snapshot;
use vigia::commands::{ReplyPlace, ReportCommand};
use vigia_cards::Tone;

use super::{asker, desk, fake::Fake, reports, run, run_as};

async fn refused(command: &str, options: &[(&str, &str)]) -> String {
    let desk = desk(Fake::full());
    let reply = run(&desk, command, options).await;
    assert_eq!(reply.card.tone, Tone::Refusal, "{}", reply.card);
    assert_eq!(reply.place, ReplyPlace::Private);
    assert_eq!(reports(&desk).asked(), [], "a slip costs no call");
    reply.card.to_string()
}

#[tokio::test]
async fn a_slip_in_a_name_is_told_with_what_may_be_meant() {
    let mut told = Vec::new();
    for (command, options) in [
        ("abandon", ("skill", "soporte")),
        ("abandon", ("skill", "pizza")),
        ("service", ("channel", "chat-t")),
        ("service", ("channel", "@everyone")),
        ("hold", ("agent", "ana")),
        ("hold", ("agent", "perze")),
        ("hold", ("agent", "nadie")),
    ] {
        told.push(refused(command, &[options]).await);
    }
    assert_snapshot!(told.join("\n\n"), @r#"
    Más de una skill se llama “soporte”
    ¿Cuál de estas?
    12 Soporte TV
    13 Soporte Internet
    /abandono skill:soporte

    Ninguna skill se llama “pizza”
    Indique un número, un nombre, parte de un nombre, o todas
    /abandono skill:pizza

    Más de un canal se llama “chat-t”. ¿Cuál de estos?
    chat-telegram Telegram
    chat-transferSkill chat transferido
    /servicio canal:chat-t

    “@everyone” no es un canal. Se conocen estos:
    inbound voz
    chat-whatsapp WhatsApp
    chat-web chat web
    chat-facebook Messenger
    chat-instagram Instagram
    chat-telegram Telegram
    chat-line chat-line
    chat-email correo
    chat-transferSkill chat transferido
    chat-configurationbox chat interno
    … y 6 más
    /servicio canal:@everyone

    Más de un agente se llama “ana”
    ¿Cuál de estos?
    Ana Ruiz
    Ana Rúa
    /hold agente:ana

    Ningún agente se llama “perze”
    ¿Quiso decir uno de estos?
    José Pérez
    /hold agente:perze

    Ningún agente se llama “nadie”
    Indique un nombre o parte de él, como lo escribe wolkvox
    /hold agente:nadie
    "#);
}

#[tokio::test]
async fn a_slip_in_a_time_is_told_with_an_example() {
    let mut told = Vec::new();
    for options in [
        &[("last", "1hroa")][..],
        &[("last", "99d")],
        &[("last", "1h"), ("from", "08:00")],
        &[("last", "1h"), ("day", "ayer")],
        &[("day", "mañana")],
        &[("day", "11/16")],
        &[("day", "ayer"), ("from", "16/11 08:00")],
        &[("from", "0830")],
        &[("from", "22:00")],
        &[("from", "ayer 14:00"), ("to", "15/11")],
    ] {
        told.push(refused("durations", options).await);
    }
    assert_snapshot!(told.join("\n\n"), @r"
    “1hroa” no es una duración
    Indique una duración como 15m, 1h, 2h30m o 1d
    ¿Quiso decir 1h?
    /duracion ultimas:1hroa

    La ventana dura más de 92 días
    /duracion ultimas:99d

    “ultimas” y “desde” indican los dos el inicio
    Use ultimas, o bien desde y hasta
    /duracion ultimas:1h desde:08:00

    “ultimas” y “dia” indican los dos cuándo
    Pida así las horas de un día: dia:ayer desde:08:00 hasta:12:00
    /duracion ultimas:1h dia:ayer

    dia: “mañana” no es un día
    Indique un día como hoy, ayer, 2026-11-20 o 20/11
    /duracion dia:mañana

    dia: “11/16” no es un día
    Indique un día como hoy, ayer, 2026-11-20 o 20/11
    ¿Quiso decir 16/11?
    /duracion dia:11/16

    desde: “16/11 08:00” no es una hora del día que indica “dia”
    Pida así las horas de un día: dia:ayer desde:08:00 hasta:12:00
    /duracion dia:ayer desde:16/11 08:00

    desde: “0830” no es una hora ni una fecha
    Indique una hora o fecha como 08:00, ayer 14:00, 2026-11-20 o 20/11 08:00
    ¿Quiso decir 08:30?
    /duracion desde:0830

    17 nov 2026 22:00 está en el futuro
    ¿Quiso decir ayer 22:00?
    /duracion desde:22:00

    El final, 16 nov 2026 00:00, no es posterior al inicio, 16 nov 2026 14:00
    Indique una hora o fecha como 08:00, ayer 14:00, 2026-11-20 o 20/11 08:00
    /duracion desde:ayer 14:00 hasta:15/11
    ");
}

#[tokio::test]
async fn a_value_that_there_is_not_is_told_with_those_that_there_are() {
    let mut told = Vec::new();
    for (command, options) in [
        ("smarthold", &[("sort", "falidas")][..]),
        ("hold", &[("sort", "treated")]),
        ("service", &[("compare", "ayer")]),
        ("abandon", &[("top", "0")]),
        ("abandon", &[("top", "cien 100")]),
        ("durations", &[("format", "pdf")]),
        ("durations", &[("share", "sí")]),
        ("durations", &[("share", "true"), ("format", "csv")]),
    ] {
        told.push(refused(command, options).await);
    }
    assert_snapshot!(told.join("\n\n"), @r"
    orden: no se conoce “falidas”
    Indique uno de estos:
    failed callbacks fallidos
    open callbacks pendientes
    treated llamadas en espera inteligente
    name nombre
    /espera-inteligente orden:falidas

    orden: no se conoce “treated”
    Indique uno de estos:
    total hold y mute
    hold hold
    mute mute
    uses usos
    per-use tiempo por uso
    name nombre
    /hold orden:treated

    comparar: no se conoce “ayer”
    Indique uno de estos:
    previous período anterior
    yesterday día anterior
    week semana anterior
    /servicio comparar:ayer

    top: no se conoce “0”
    Indique un número entero de 1 a 25, por ejemplo top:5
    /abandono top:0

    top: no se conoce “cien 100”
    Indique un número entero de 1 a 25, por ejemplo top:5
    ¿Quiso decir 25?
    /abandono top:cien 100

    formato: no se conoce “pdf”
    Indique uno de estos:
    card tarjeta
    csv archivo CSV
    /duracion formato:pdf

    compartir: no se conoce “sí”
    Indique true o false
    ¿Quiso decir true?
    /duracion compartir:sí

    Los archivos no se comparten: pídalo sin compartir
    Use formato:csv, o bien compartir:true
    /duracion formato:csv compartir:true
    ");
}

#[tokio::test]
async fn a_choice_may_be_typed_as_the_reader_calls_it() {
    let desk = desk(Fake::full());
    for (locale, compare, sort) in [
        ("es-419", "Dia Anterior", "CALLBACKS FALLIDOS"),
        ("pt-BR", "semana anterior", "nome"),
        ("en-US", "week", "Open callbacks"),
    ] {
        let options = [
            ("compare", compare),
            ("sort", sort),
            ("top", "25"),
            ("share", "false"),
        ];
        let reply = run_as(&desk, &asker(locale), "smarthold", &options).await;
        assert_ne!(reply.card.tone, Tone::Refusal, "{}", reply.card);
    }
}

#[tokio::test]
async fn what_a_command_does_not_take_is_left_out_of_account() {
    let desk = desk(Fake::full());
    for command in ["durations", "service"] {
        let options = [
            ("sort", "nonsense"),
            ("top", "x"),
            ("agent", "zzz"),
            ("topic", "?"),
        ];
        let reply = run(&desk, command, &options).await;
        assert_ne!(reply.card.tone, Tone::Refusal, "{}", reply.card);
    }
}

#[tokio::test]
async fn a_command_that_there_is_not_is_refused() {
    for command in ["", "calls", "ABANDON", "@everyone"] {
        let told = refused(command, &[]).await;
        assert_eq!(
            told,
            "Este comando ya no existe\n/ayuda muestra lo que puede preguntar\n/ayuda"
        );
    }
}

#[tokio::test]
async fn nothing_that_is_typed_brings_a_command_down() {
    let desk = desk(Fake::full());
    let long = "x".repeat(6_000);
    let hostile = [
        "",
        " ",
        "@everyone",
        "**\u{202e}[x](http://x)`",
        "-1",
        "\u{0}",
        "9".repeat(40).leak(),
        &long,
        "=1+1",
        "今日",
    ];
    let names = [
        "skill",
        "channel",
        "agent",
        "last",
        "day",
        "from",
        "to",
        "compare",
        "sort",
        "top",
        "format",
        "share",
        "operation",
    ];
    for command in ReportCommand::ALL {
        for text in hostile {
            for name in names {
                let card = run(&desk, command.name(), &[(name, text)]).await.card;
                assert!(!card.title.contains('\u{202e}'), "{card}");
                assert!(card.to_string().chars().count() < 3_000, "{name}");
            }
        }
    }
}
