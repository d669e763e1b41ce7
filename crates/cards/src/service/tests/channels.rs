//! Channels beside customers' calls, in words, picture and table.

use proptest::{collection::vec, option, prelude::*};

use super::*;
use crate::report::limit;

#[test]
fn the_chart_has_a_row_for_each_channel_of_customers() {
    let (names, rules) = (SkillNames::default(), rules());
    let facts = floor();
    let asked = asked(TWELVE, None, ReportInput::Known(&facts));
    let texts = ["es-CO", "en", "pt-BR"].map(|tag| {
        let sheet = service_answer(&asked, &inquiry(&names, &rules), &words(tag));
        sheet.card.chart.unwrap().alt
    });
    assert_snapshot!(texts.join("\n"), @r"
    Atendidas por canal: Voz 104 de 122; WhatsApp 203 de 215; Correo 4 de 4.
    Answered by channel: Voice 104 of 122; WhatsApp 203 of 215; E-mail 4 of 4.
    Atendidas por canal: Voz 104 de 122; WhatsApp 203 de 215; E-mail 4 de 4.
    ");
}

#[test]
fn a_chat_is_not_judged_by_seconds_unless_somebody_made_a_rule_of_them() {
    let facts = facts(vec![
        ChannelService {
            within_20s: Some(1.86),
            ..other("chat-whatsapp", 215, 203)
        },
        voice(),
    ]);
    let asked = asked(
        SkillSelection::All,
        Some("chat-whatsapp"),
        ReportInput::Known(&facts),
    );
    assert_snapshot!(plain(&asked).card, @r#"
    Nivel de atención 94,4 % (203 de 215) · toda la operación · WhatsApp
    203 de 215 se atendieron
    Los segundos no dicen cómo se atiende este canal: no se muestra nivel de servicio
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Entrantes: 215
    Atendidas: 203 de 215 (94,4 %)
    Abandonadas: 12 de 215 (5,6 %)
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    let rules = Ruleset {
        rules: vec![rule(ScopeSelection::Channels(vec![Channel::new(
            "chat-whatsapp",
        )]))],
    };
    let names = SkillNames::default();
    let sheet = service_answer(&asked, &inquiry(&names, &rules), &words("es-CO"));
    let text = sheet.card.to_string();
    assert!(
        text.contains("🔴 Crítico: por debajo de la meta de 48 %"),
        "{text}"
    );
    assert!(
        text.starts_with("Nivel de servicio 20 s 1,9 % (4 de 215)"),
        "{text}"
    );
    assert_eq!(bars(&sheet).rows.len(), 1);
}

#[test]
fn outbound_calls_are_told_as_something_else() {
    let facts = floor();
    let sheet = plain(&asked(
        SkillSelection::All,
        Some("out_pre"),
        ReportInput::Known(&facts),
    ));
    assert_snapshot!(sheet.card, @r#"
    Nivel de atención 66,7 % (60 de 90) · toda la operación · salida predictiva
    60 de 90 se atendieron
    Llamadas que hace el centro: aquí el abandono significa otra cosa, y no se muestra nivel de servicio
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Llamadas hechas: 90
    Atendidas: 60 de 90 (66,7 %)
    Abandonadas: 30 de 90 (33,3 %)
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    assert_eq!((sheet.table.rows.len(), &sheet.card.chart), (1, &None));
}

#[test]
fn a_channel_without_a_row_is_said_to_have_none() {
    let known = floor();
    let text = plain(&asked(
        SkillSelection::All,
        Some("chat-web"),
        ReportInput::Known(&known),
    ));
    assert_snapshot!(text.card, @r#"
    Nivel de atención – · toda la operación · chat web
    ⚪ Sin dato: Nivel de atención
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ El reporte no tiene fila de chat web. Tiene: correo, salida predictiva, WhatsApp, llamadas internas de cola, voz, **@everyone** gpj, chat transferido
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    let chats = facts(vec![other("chat-whatsapp", 215, 203)]);
    assert_eq!(text.card.tone, Tone::NoData);
    let card = plain(&asked(
        SkillSelection::All,
        None,
        ReportInput::Known(&chats),
    ))
    .card;
    assert_eq!(card.tone, Tone::Info);
    assert_snapshot!(card, @r#"
    Nivel de servicio 20 s – · toda la operación · voz
    ⚪ Sin dato: Nivel de servicio 20 s
    Otros canales de clientes, que no se evalúan por segundos:
    WhatsApp: entrantes 215 · atendidas 203 · abandonadas 12 (5,6 %)
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ El reporte no tiene fila de voz. Tiene: WhatsApp
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn the_table_tells_all_channels_and_the_card_a_page_of_them() {
    let mut rows = vec![voice()];
    rows.extend((0..25).map(|place| other(&format!("chat-{place}"), place + 1, 1)));
    let facts = facts(rows);
    let (names, rules) = (SkillNames::default(), Ruleset::default());
    let mut inquiry = inquiry(&names, &rules);
    inquiry.view.page = 2;
    let asked = asked(SkillSelection::All, None, ReportInput::Known(&facts));
    let sheet = service_answer(&asked, &inquiry, &words("es-CO"));
    assert_eq!((sheet.pages, sheet.table.rows.len()), (3, 26));
    let text = sheet.card.to_string();
    assert!(text.contains("\n21–25 de 25\n"), "{text}");
    let table = sheet.table.plain_csv().replace('\r', "");
    let head: Vec<_> = table.lines().take(3).collect();
    assert_snapshot!(head.join("\n"), @r#"
    channel,name,offered,answered,answer_rate,abandoned,abandon_rate,other,service_level_10s,service_level_20s,service_level_30s,asa,ata,average_wait
    inbound,voz,122,104,85.2459,18,14.7541,0,40.16,54.1,60.66,48,63,50.2131
    chat-24,chat-24,25,1,4,24,96,0,,,,9120.4,,
    "#);
}

fn any_channel() -> impl Strategy<Value = Channel> {
    let known = vec!["inbound", "chat-whatsapp", "out_pre", "internalcall_que"];
    prop_oneof![
        proptest::sample::select(known).prop_map(Channel::new),
        any::<String>().prop_map(Channel::new),
    ]
}

fn any_calls() -> impl Strategy<Value = Option<u64>> {
    option::of(prop_oneof![0..200_u64, any::<u64>()])
}

prop_compose! {
    fn any_row()(
        channel in any_channel(),
        calls in [any_calls(), any_calls(), any_calls()],
        shares in proptest::array::uniform4(option::of(any::<f64>())),
        waits in proptest::array::uniform2(option::of(any::<Duration>())),
    ) -> ChannelService {
        ChannelService {
            channel,
            offered: calls[0],
            answered: calls[1],
            abandoned: calls[2],
            within_10s: shares[0],
            within_20s: shares[1],
            within_30s: shares[2],
            abandon_rate: shares[3],
            asa: waits[0],
            ata: waits[1],
        }
    }
}

proptest! {
    #[test]
    fn any_facts_make_an_answer(
        rows in vec(any_row(), 0..30),
        channel in option::of(any_channel()),
        page in any::<usize>(),
    ) {
        let (names, rules) = (SkillNames::default(), rules());
        let (now, before) = (facts(rows.clone()), facts(rows.into_iter().rev().collect()));
        let mut inquiry = inquiry(&names, &rules);
        inquiry.view.page = page;
        inquiry.before = Some(ComparisonFacts {
            with: ComparisonSpan::LastWeek,
            window: inquiry.window,
            part: ReportInput::Known(&before),
        });
        let asked = AnswerInput { skills: TWELVE, channel, ..AnswerInput::new(ReportInput::Known(&now)) };
        for tag in ["es-CO", "en", "pt-BR"] {
            let sheet = service_answer(&asked, &inquiry, &words(tag));
            let cells = sheet.table.columns.len();
            prop_assert!(sheet.table.rows.iter().all(|row| row.len() == cells));
            prop_assert!(sheet.card.lines.len() < 30, "{}", sheet.card);
            if let Some(chart) = sheet.card.chart {
                prop_assert!(chart.alt.chars().count() <= 1_000, "{}", chart.alt);
            }
        }
    }
}

#[test]
fn a_rule_about_the_wait_is_told_where_none_is_about_the_service_level() {
    let seconds = |seconds| Quantity::Duration(Duration::from_secs(seconds));
    let limits = || {
        vec![
            limit(Metric::Asa, seconds(40), seconds(90)),
            limit(Metric::QueueAvgWait, seconds(30), seconds(45)),
        ]
    };
    let report = facts(vec![voice()]);
    let first = |rules| {
        let (names, rules) = (SkillNames::default(), Ruleset { rules });
        let asked = asked(SkillSelection::All, None, ReportInput::Known(&report));
        let card = service_answer(&asked, &inquiry(&names, &rules), &words("es-CO")).card;
        card.lines.first().map(ToString::to_string).unwrap()
    };
    assert_snapshot!(first(limits()), @"🔴 Crítico: por encima del límite de 45 s (regla limit) · Espera promedio en cola, todas: 50 s (122 llamadas)");
    let mut both = limits();
    both.push(rule(ScopeSelection::Operation));
    assert_snapshot!(first(both), @"🟡 Aviso: por debajo de la meta de 64 % (regla low-service)");
}
