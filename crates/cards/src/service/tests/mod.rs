//! The answers as they look, also with odd facts.

mod channels;

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use insta::assert_snapshot;

use super::*;
use crate::{
    Locale, Tone,
    charts::{BarChart, Plot},
    report::{AnswerView, ComparisonFacts, ComparisonSpan},
};
use vigia_core::{
    metrics::{
        Metric, Quantity, SkillId, SkillNames, TimeWindow,
        facts::{ChannelService, ServiceLevel},
    },
    rules::{ChannelName, NotifyTarget, Rule, RuleId, Ruleset, ScopeSelection, Side, Threshold},
};

fn at(clock: &str) -> DateTime<Utc> {
    let local = format!("2026-11-17T{clock}:00-05:00");
    DateTime::parse_from_rfc3339(&local).unwrap().to_utc()
}

fn voice() -> ChannelService {
    ChannelService {
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
    }
}

fn other(channel: &str, offered: u64, answered: u64) -> ChannelService {
    ChannelService {
        channel: Channel::new(channel),
        offered: Some(offered),
        answered: Some(answered),
        abandoned: Some(offered - answered),
        within_10s: None,
        within_20s: None,
        within_30s: None,
        abandon_rate: None,
        asa: Some(Duration::from_millis(9_120_400)),
        ata: None,
    }
}

fn facts(channels: Vec<ChannelService>) -> Facts {
    Facts::ServiceLevel(ServiceLevel { channels })
}

fn floor() -> Facts {
    facts(vec![
        other("chat-email", 4, 4),
        other("out_pre", 90, 60),
        other("chat-whatsapp", 215, 203),
        other("internalcall_que", 4, 4),
        voice(),
        other("**@everyone**\n\u{202e}gpj", 7, 7),
        other("chat-transferSkill", 3, 3),
    ])
}

fn rule(of: ScopeSelection) -> Rule {
    let percent = |value| Some(Quantity::Percent(value));
    let metric = Metric::ServiceLevel20s;
    let when = Threshold::new(
        metric,
        Side::Below,
        percent(64.0),
        percent(48.0),
        None,
        None,
    );
    Rule {
        at_least: Some(20),
        ..Rule::new(
            RuleId::new("low-service"),
            metric,
            of,
            when.unwrap(),
            NotifyTarget::one(ChannelName::new("floor")),
        )
    }
}

fn rules() -> Ruleset {
    Ruleset {
        rules: vec![rule(ScopeSelection::EverySkill)],
    }
}

fn inquiry<'a>(names: &'a SkillNames, rules: &'a Ruleset) -> AnswerContext<'a> {
    AnswerContext {
        window: TimeWindow::new(at("14:05"), at("15:05")).unwrap(),
        names,
        rules,
        read_at: at("15:06"),
        notes: Vec::new(),
        command: "/service skill:12 last:1h".to_owned(),
        view: AnswerView::default(),
        before: None,
        trend: None,
    }
}

const TWELVE: SkillSelection = SkillSelection::One(SkillId(12));

fn asked<'a>(
    skills: SkillSelection,
    channel: Option<&str>,
    report: ReportInput<'a>,
) -> AnswerInput<'a> {
    AnswerInput {
        skills,
        channel: channel.map(Channel::new),
        ..AnswerInput::new(report)
    }
}

/// The answer where nothing is known of rules and names.
fn plain(asked: &AnswerInput<'_>) -> ReportAnswer {
    let (names, rules) = (SkillNames::default(), Ruleset::default());
    service_answer(asked, &inquiry(&names, &rules), &words("es-CO"))
}

fn words(tag: &str) -> Words {
    Words::new(Locale::from_tag(tag), Bogota)
}

fn bars(sheet: &ReportAnswer) -> BarChart {
    match sheet.card.chart.as_ref().map(|chart| &chart.plot) {
        Some(Plot::Bars(bars)) => bars.clone(),
        chart => panic!("{chart:?}"),
    }
}

#[test]
fn the_verdict_comes_first_and_other_channels_stand_apart() {
    let names = SkillNames([(SkillId(12), "Soporte TV".to_owned())].into());
    let (facts, rules) = (floor(), rules());
    let asked = asked(TWELVE, None, ReportInput::Known(&facts));
    let inquiry = inquiry(&names, &rules);
    let told = |tag| {
        service_answer(&asked, &inquiry, &words(tag))
            .card
            .to_string()
    };
    assert_snapshot!(told("es-CO"), @r#"
    Nivel de servicio 20 s 54,1 % (66 de 122) · skill 12 Soporte TV · voz
    🟡 Aviso: por debajo de la meta de 64 % (regla low-service)
    Nivel de servicio: atendidas dentro del plazo, de todas las entrantes; las abandonadas cuentan en contra
    Otros canales de clientes, que no se evalúan por segundos:
    WhatsApp: entrantes 215 · atendidas 203 · abandonadas 12 (5,6 %)
    correo: entrantes 4 · atendidas 4 · abandonadas 0 (0,0 %)
    Aparte, fuera de los totales de clientes:
    salida predictiva: hechas 90 · atendidas 60 · abandonadas 30 (33,3 %)
    **@everyone** gpj: entrantes 7 · atendidas 7 · abandonadas 0 (0,0 %)
    llamadas internas de cola: entrantes 4 · atendidas 4 · abandonadas 0 (0,0 %)
    chat transferido: entrantes 3 · atendidas 3 · abandonadas 0 (0,0 %)
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Nivel de servicio 10 s: 40,2 % (49 de 122)
    Nivel de servicio 20 s: 54,1 % (66 de 122)
    Nivel de servicio 30 s: 60,7 % (74 de 122)
    Llamadas entrantes: 122
    Llamadas atendidas: 104 de 122 (85,2 %)
    Llamadas abandonadas: 18 de 122 (14,8 %)
    Espera promedio en cola (ASA): 48 s
    Espera promedio antes de abandonar (ATA): 1 min 03 s
    Espera promedio en cola, todas: 50 s
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(told("en"), @r#"
    Service level 20 s 54.1 % (66 of 122) · skill 12 Soporte TV · voice
    🟡 Warning: below the goal of 64 % (rule low-service)
    Service level: answered within the limit, of all offered; abandoned ones count against it
    Customers' other channels, which seconds do not judge:
    WhatsApp: offered 215 · answered 203 · abandoned 12 (5.6 %)
    e-mail: offered 4 · answered 4 · abandoned 0 (0.0 %)
    Apart, in no total of customers:
    predictive outbound: made 90 · answered 60 · abandoned 30 (33.3 %)
    **@everyone** gpj: offered 7 · answered 7 · abandoned 0 (0.0 %)
    internal calls from a queue: offered 4 · answered 4 · abandoned 0 (0.0 %)
    transferred chat: offered 3 · answered 3 · abandoned 0 (0.0 %)
    17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
    Service level 10 s: 40.2 % (49 of 122)
    Service level 20 s: 54.1 % (66 of 122)
    Service level 30 s: 60.7 % (74 of 122)
    Offered calls: 122
    Answered calls: 104 of 122 (85.2 %)
    Abandoned calls: 18 of 122 (14.8 %)
    Average speed of answer (ASA): 48 s
    Average time to abandon (ATA): 1 min 03 s
    Average queue wait, all calls: 50 s
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(told("pt-BR"), @r#"
    Nível de serviço 20 s 54,1% (66 de 122) · skill 12 Soporte TV · voz
    🟡 Aviso: abaixo da meta de 64% (regra low-service)
    Nível de serviço: atendidas dentro do prazo, de todas as recebidas; as abandonadas contam contra
    Outros canais de clientes, que não são avaliados por segundos:
    WhatsApp: recebidas 215 · atendidas 203 · abandonadas 12 (5,6%)
    e-mail: recebidas 4 · atendidas 4 · abandonadas 0 (0,0%)
    À parte, fora dos totais de clientes:
    ativa preditiva: feitas 90 · atendidas 60 · abandonadas 30 (33,3%)
    **@everyone** gpj: recebidas 7 · atendidas 7 · abandonadas 0 (0,0%)
    chamadas internas de fila: recebidas 4 · atendidas 4 · abandonadas 0 (0,0%)
    chat transferido: recebidas 3 · atendidas 3 · abandonadas 0 (0,0%)
    17 nov 2026, 14:05–15:05 (1 h) · lido às 15:06
    Nível de serviço 10 s: 40,2% (49 de 122)
    Nível de serviço 20 s: 54,1% (66 de 122)
    Nível de serviço 30 s: 60,7% (74 de 122)
    Chamadas recebidas: 122
    Chamadas atendidas: 104 de 122 (85,2%)
    Chamadas abandonadas: 18 de 122 (14,8%)
    Espera média na fila (TME, ASA): 48 s
    Espera média até o abandono (ATA): 1 min 03 s
    Espera média na fila, todas: 50 s
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn what_is_missing_is_a_dash_and_what_does_not_add_up_is_told() {
    let broken = facts(vec![
        ChannelService {
            answered: Some(100),
            within_20s: None,
            within_30s: Some(39.0),
            abandon_rate: Some(20.0),
            asa: None,
            ..voice()
        },
        ChannelService {
            abandoned: Some(40),
            ..other("chat-whatsapp", 215, 203)
        },
    ]);
    let card = plain(&asked(
        SkillSelection::All,
        None,
        ReportInput::Known(&broken),
    ))
    .card;
    assert_snapshot!(card, @r#"
    Nivel de servicio 20 s – · toda la operación · voz
    ⚪ Sin dato: Nivel de servicio 20 s
    Nivel de servicio: atendidas dentro del plazo, de todas las entrantes; las abandonadas cuentan en contra
    Otros canales de clientes, que no se evalúan por segundos:
    WhatsApp: entrantes 215 · atendidas 203 · abandonadas 40 (18,6 %)
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Las entrantes superan en 4 a la suma de atendidas y abandonadas
    ⚠ wolkvox dice 20 % de abandono, y sus llamadas dan 14,75 %
    ⚠ Un plazo más largo tiene un nivel de servicio más bajo (10 · 20 · 30 s): 40,2 % · – · 39,0 %
    ⚠ No es un número entero de las 122 entrantes: nivel de servicio 30 s 39 %
    ⚠ Cifras que no cuadran: WhatsApp
    Nivel de servicio 10 s: 40,2 % (49 de 122)
    Nivel de servicio 20 s: –
    Nivel de servicio 30 s: 39,0 % (48 de 122)
    Llamadas entrantes: 122
    Llamadas atendidas: 100 de 122 (82,0 %)
    Llamadas abandonadas: 18 de 122 (14,8 %)
    Ni atendidas ni abandonadas: 4
    Espera promedio en cola (ASA): –
    Espera promedio antes de abandonar (ATA): 1 min 03 s
    Espera promedio en cola, todas: –
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    let nothing = ChannelService {
        offered: None,
        answered: None,
        abandoned: None,
        within_10s: None,
        within_20s: None,
        within_30s: None,
        abandon_rate: None,
        asa: None,
        ata: None,
        ..voice()
    };
    let unknown = facts(vec![nothing]);
    let sheet = plain(&asked(
        SkillSelection::All,
        None,
        ReportInput::Known(&unknown),
    ));
    let text = sheet.card.to_string();
    assert!(
        text.contains("⚪ Sin dato: Nivel de servicio 20 s"),
        "{text}"
    );
    assert!(text.contains("Llamadas atendidas: –\n"), "{text}");
    assert_eq!(
        sheet.table.plain_csv().lines().nth(1).unwrap(),
        "inbound,voz,,,,,,,,,,,,"
    );
}

#[test]
fn no_calls_make_no_share() {
    let quiet = facts(vec![ChannelService {
        offered: Some(0),
        answered: Some(0),
        abandoned: Some(0),
        within_10s: Some(0.0),
        within_20s: Some(0.0),
        within_30s: Some(0.0),
        abandon_rate: Some(0.0),
        asa: Some(Duration::ZERO),
        ata: Some(Duration::ZERO),
        ..voice()
    }]);
    let card = plain(&asked(
        SkillSelection::All,
        None,
        ReportInput::Known(&quiet),
    ))
    .card;
    assert_snapshot!(card, @r#"
    Nivel de servicio 20 s – · toda la operación · voz
    No entraron llamadas
    Nivel de servicio: atendidas dentro del plazo, de todas las entrantes; las abandonadas cuentan en contra
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Nivel de servicio 10 s: –
    Nivel de servicio 20 s: –
    Nivel de servicio 30 s: –
    Llamadas entrantes: 0
    Llamadas atendidas: 0
    Llamadas abandonadas: 0
    Espera promedio en cola (ASA): –
    Espera promedio antes de abandonar (ATA): –
    Espera promedio en cola, todas: –
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn an_empty_window_and_a_failure_are_two_things() {
    let empty = plain(&asked(TWELVE, None, ReportInput::Empty));
    assert_eq!(empty.card.tone, Tone::NoData);
    assert_snapshot!(empty.card, @r#"
    ⚪ Sin datos · skill 12 · voz
    wolkvox no tiene nada para esta ventana: no hubo llamadas, o aún no están registradas. No es lo mismo que cero
    La skill 12 no se ha visto hasta ahora: revise el número
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    let failed = ReportInput::Failed("wolkvox no responde".to_owned());
    let failed = plain(&asked(TWELVE, None, failed));
    assert_eq!((failed.card.tone, failed.pages), (Tone::Info, 1));
    assert_snapshot!(failed.card, @r#"
    Nivel de servicio 20 s – · skill 12 · voz
    ⚪ Sin dato: Nivel de servicio 20 s
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Falta el reporte de llamadas y nivel de servicio (skill_11): wolkvox no responde
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn figures_are_told_beside_those_of_the_window_before() {
    let (names, rules) = (SkillNames::default(), Ruleset::default());
    let (now, before) = (
        facts(vec![voice()]),
        facts(vec![ChannelService {
            offered: Some(10),
            answered: Some(10),
            abandoned: Some(0),
            within_20s: Some(70.0),
            ..voice()
        }]),
    );
    let mut inquiry = inquiry(&names, &rules);
    inquiry.before = Some(ComparisonFacts {
        with: ComparisonSpan::Previous,
        window: TimeWindow::new(at("13:05"), at("14:05")).unwrap(),
        part: ReportInput::Known(&before),
    });
    let asked = asked(SkillSelection::All, None, ReportInput::Known(&now));
    assert_snapshot!(service_answer(&asked, &inquiry, &words("es-CO")).card, @r#"
    Nivel de servicio 20 s 54,1 % (66 de 122) · toda la operación · voz
    66 de 122 se atendieron en 20 s o menos
    Nivel de servicio: atendidas dentro del plazo, de todas las entrantes; las abandonadas cuentan en contra
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Frente a la ventana anterior: 17 nov 2026, 13:05–14:05
    Nivel de servicio 10 s: 40,2 % (49 de 122) = (antes 40,2 %, 4 de 10)
    Nivel de servicio 20 s: 54,1 % (66 de 122) ▼ 15,9 pp (antes 70,0 %, 7 de 10)
    Nivel de servicio 30 s: 60,7 % (74 de 122) = (antes 60,7 %, 6 de 10)
    Llamadas entrantes: 122 ▲ 112 (antes 10)
    Llamadas atendidas: 104 de 122 (85,2 %) ▼ 14,8 pp (antes 100,0 %, 10 de 10)
    Llamadas abandonadas: 18 de 122 (14,8 %) ▲ 14,8 pp (antes 0,0 %, 0 de 10)
    Espera promedio en cola (ASA): 48 s = (antes 48 s)
    Espera promedio antes de abandonar (ATA): 1 min 03 s
    Espera promedio en cola, todas: 50 s ▲ 2 s (antes 48 s)
    /service skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
}
