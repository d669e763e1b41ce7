//! What help tells.

use insta::assert_snapshot;
use vigia::commands::{CommandAccess, ReplyPlace, ReportCommand};
use vigia_cards::{TextSpan, Tone};
use vigia_core::metrics::Metric;

use super::{
    Desk, asker, choices, desk,
    fake::{Fake, operation},
    kept::Kept,
    roles, run, run_as,
};

#[tokio::test]
async fn help_lists_the_commands_as_the_reader_types_them() {
    let desk = desk(Fake::full());
    let mut told = Vec::new();
    for locale in ["es-419", "pt-BR", "en-US"] {
        let reply = run_as(&desk, &asker(locale), "help", &[]).await;
        assert_eq!(reply.place, ReplyPlace::Private);
        told.push(reply.card.to_string());
    }
    assert_snapshot!(told.join("\n\n"), @"
    Qué puede preguntar
    /abandono skill:12 ultimas:1h Cuántas llamadas se abandonaron y tras cuánta espera en cola
    /servicio desde:08:00 hasta:12:00 Llamadas, nivel de servicio y espera en cola por canal
    /espera-inteligente dia:hoy A quién se ofreció devolver la llamada, quién aceptó y a quién se contactó
    /hold ultimas:2h top:5 Tiempo en hold y en mute, por agente y del equipo
    /duracion dia:ayer comparar:semana anterior Llamadas, minutos y costo por duración de la llamada
    /resumen dia:ayer El resumen diario, de cualquier día
    /alertas ver:historial ultimas:24h Qué alertas hay abiertas o cerradas, y qué se hace con ellas
    /silencio skill:12 por:2h Silenciar alertas por un tiempo
    /reglas Qué se vigila, y por qué una regla está en alerta o no
    /estado Si el bot lee, evalúa y avisa como debe
    Ayuda sobre un comando o una métrica: /ayuda tema:abandono
    Las horas son las de la operación. Si no se indican, la respuesta es de la última hora
    Las respuestas son para quien pregunta. Compartir muestra una a todas las personas del canal
    Las cifras salen de los reportes de wolkvox en el momento. Una llamada aparece cuando termina
    /ayuda

    O que você pode perguntar
    /abandono skill:12 ultimas:1h Quantas chamadas foram abandonadas e após quanta espera na fila
    /servico de:08:00 ate:12:00 Chamadas, nível de serviço e espera na fila por canal
    /espera-inteligente dia:hoje A quem se ofereceu retornar a chamada, quem aceitou e quem foi contatado
    /hold ultimas:2h top:5 Tempo em hold e no mudo, por agente e da equipe
    /duracao dia:ontem comparar:semana anterior Chamadas, minutos e custo por duração da chamada
    /resumo dia:ontem O resumo diário, de qualquer dia
    /alertas ver:histórico ultimas:24h Quais alertas estão abertos ou encerrados, e o que se faz com eles
    /silencio skill:12 por:2h Silenciar alertas por um tempo
    /regras O que se vigia, e por que uma regra está em alerta ou não
    /estado Se o bot lê, avalia e avisa como deve
    Ajuda sobre um comando ou uma métrica: /ajuda tema:abandono
    As horas são as da operação. Sem elas, a resposta é da última hora
    As respostas são para quem pergunta. Compartilhar mostra uma a todas as pessoas do canal
    Os números saem dos relatórios do wolkvox na hora. Uma chamada aparece quando termina
    /ajuda

    What you can ask
    /abandon skill:12 last:1h How many callers gave up, and after how long a wait
    /service from:08:00 to:12:00 Calls, service level and waits by channel
    /smarthold day:today Who was offered a call back, took it, and was reached
    /hold last:2h top:5 Time on hold and muted, by agent and of the team
    /durations day:yesterday compare:week before Calls, minutes and cost by length of call
    /summary day:yesterday The daily summary, for any day
    /alerts view:history last:24h What is open or over, and what is done about it
    /silence skill:12 for:2h Mute alerts for a while
    /rules What is watched, and why a rule fires or does not
    /status Bot health: polling, rules, delivery
    Help with a command or a metric: /help topic:abandon
    Times are those of the operation. Without any, the answer is about the last hour
    Answers are for whoever asks. Share shows one to everybody in the channel
    Figures come fresh from wolkvox's reports. A call appears once it has ended
    /help
    ");
}

#[tokio::test]
async fn help_lists_only_what_they_may_ask() {
    let access = CommandAccess {
        commands: roles("hold", &[5]),
        ..CommandAccess::default()
    };
    let desk = Desk::new(
        vec![operation("cali", Fake::full())],
        access,
        Kept::default(),
    );
    let card = run(&desk, "help", &[]).await.card.to_string();
    assert!(
        card.contains("/abandono") && !card.contains("/hold"),
        "{card}"
    );
}

#[tokio::test]
async fn each_example_is_a_question_that_can_be_asked() {
    let desk = desk(Fake::full());
    for command in ReportCommand::ALL {
        let help = run_as(&desk, &asker("en"), "help", &[("topic", command.name())]).await;
        let mut spans = help.card.lines.iter().flat_map(|line| &line.spans);
        let example = spans
            .find_map(|span| match span {
                TextSpan::Code(text) if text.starts_with('/') => Some(text.clone()),
                _ => None,
            })
            .unwrap();
        let options: Vec<(&str, &str)> = example
            .split(' ')
            .skip(1)
            .filter_map(|option| option.split_once(':'))
            .filter(|(name, _)| *name != "compare")
            .collect();
        let asked = run_as(&desk, &asker("en"), command.name(), &options).await;
        assert_ne!(asked.card.tone, Tone::Refusal, "{example}: {}", asked.card);
    }
}

#[tokio::test]
async fn help_knows_every_command_and_metric_by_its_names() {
    let desk = desk(Fake::full());
    let topic = async |topic: &str| {
        let reply = run(&desk, "help", &[("topic", topic)]).await;
        (reply.card.tone, reply.card.title)
    };
    for metric in Metric::ALL {
        assert_eq!(topic(metric.name()).await.0, Tone::Info, "{metric}");
    }
    for (typed, title) in [
        ("abandono", "/abandono"),
        ("/espera-inteligente", "/espera-inteligente"),
        ("smarthold", "/espera-inteligente"),
        ("abandon.rate", "Abandono"),
        ("NIVEL DE ATENCION", "Nivel de atención"),
    ] {
        assert_eq!(
            topic(typed).await,
            (Tone::Info, title.to_owned()),
            "{typed}"
        );
    }
    let unknown = run(&desk, "help", &[("topic", "abandoon")])
        .await
        .card
        .to_string();
    assert_snapshot!(unknown, @r#"
    No hay ayuda sobre “abandoon”
    ¿Quiso decir uno de estos?
    abandono
    /ayuda tema:abandoon
    "#);
    for hostile in ["@everyone", "\u{202e}", "/", &"x".repeat(6_000)] {
        let refused = run(&desk, "help", &[("topic", hostile)]).await.card;
        assert_eq!(refused.tone, Tone::Refusal, "{hostile}");
    }
}

#[tokio::test]
async fn topics_are_suggested_by_what_the_reader_calls_them() {
    let desk = desk(Fake::full());
    let suggested = async |locale: &str, typed: &str| -> Vec<String> {
        let typed = ["help", "topic", typed];
        let choices = choices(&desk, &asker(locale), typed, &[]).await;
        assert!(choices.len() <= 25);
        choices.into_iter().map(|choice| choice.label).collect()
    };
    assert_eq!(
        suggested("es-419", "inteli").await[0],
        "/espera-inteligente"
    );
    assert!(
        suggested("es-419", "atencion")
            .await
            .contains(&"Nivel de atención".to_owned())
    );
    assert_eq!(suggested("pt-BR", "").await[0], "/abandono");
    assert!(suggested("en", "zzz").await.is_empty());
}
