//! What explains an alert, as its card tells it.

use super::*;
use vigia_core::{
    alerts::{CauseClue, CauseContext, CauseFinding},
    metrics::facts::{SecondsRange, WaitCalls},
};

fn beside(now: Quantity, usual: f64) -> CauseContext {
    let usual = UsualValue {
        median: usual,
        spread: 1.0,
        of: 6,
        wanted: 6,
        method: UsualMethod::Weeks,
    };
    CauseContext { now, usual }
}

fn calls(now: u64, usual: f64) -> CauseContext {
    beside(Quantity::Count(now), usual)
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn waits() -> CauseFinding {
    let ranges = [
        (SecondsRange::Between(0, 10), 3),
        (SecondsRange::Between(11, 20), 2),
        (SecondsRange::Between(21, 30), 1),
        (SecondsRange::Between(31, 40), 2),
        (SecondsRange::Between(41, 50), 1),
        (SecondsRange::AtLeast(51), 9),
    ];
    let told = |(wait, calls)| WaitCalls {
        wait,
        calls: Some(calls),
    };
    CauseFinding::Waits {
        by_wait: ranges.map(told).into(),
        after_20s: Some(13),
        of: 18,
    }
}

fn explained(findings: Vec<CauseFinding>) -> IncidentNews {
    let mut alert = one();
    let clue = |finding| CauseClue {
        window: seconds(3_600),
        finding,
    };
    alert.clues = findings.into_iter().map(clue).collect();
    news(EventKind::Refreshed, vec![alert], vec![])
}

fn demand() -> CauseFinding {
    CauseFinding::MoreCalls {
        offered: calls(122, 93.0),
        answered: None,
    }
}

#[test]
fn a_card_tells_what_an_alert_points_to_with_its_facts_and_what_to_check() {
    let service = CauseFinding::Service {
        level: Some(54.1),
        asa: Some(seconds(48)),
        ata: Some(seconds(63)),
    };
    let long = CauseFinding::LongWaits { calls: 9, of: 18 };
    let news = explained(vec![waits(), service, demand(), long]);
    assert_snapshot!(shown(&news, "es-CO"), @r#"
    Detalles
    🔴 CRÍTICA · Abandono 14,8 % (18 de 122) · skill 12 Soporte TV · voz
    Ventana de 1 h (14:05–15:05) · límite 10 % · 4,8 pp por encima · rango probable 10,1–21,2 %
    Desde las 14:40 (5 lecturas)
    Tendencia 5,6 → 9,8 → 14,8 % ▲ · peor valor 5,6 % (5 de 90) a las 14:55
    Lo habitual los martes a esta hora: 4,1 % (mediana de 5 de 6 semanas)
    Espera antes de colgar: ≤10 s 3 · 11–20 s 2 · 21–50 s 4 · ≥51 s 9 (13 de 18 después de 20 s)
    Nivel de servicio 20 s 54,1 % · ASA 48 s · espera de quienes colgaron (ATA) 1 min 03 s
    🔎 Apunta a: demanda por encima de lo habitual (122 llamadas vs. 93, +31 %)
    🔎 Apunta a: esperas largas (9 de 18 colgaron a los 51 s o más; puede incluir cortes automáticos a los 9 min)
    👉 Conviene revisar: agentes disponibles (skill 12 Soporte TV), pausas próximas
    📋 pausas y agentes conectados
    regla high-abandonment · datos hasta las 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(shown(&news, "en"), @r#"
    Details
    🔴 CRITICAL · Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
    Last 1 h (14:05–15:05) · limit 10 % · 4.8 pts above · likely 10.1–21.2 %
    Since 14:40 (5 checks)
    Trend 5.6 → 9.8 → 14.8 % ▲ · worst 5.6 % (5 of 90) at 14:55
    Usual on Tuesdays at this time: 4.1 % (median of 5 of 6 weeks)
    Waited before hanging up: ≤10 s 3 · 11–20 s 2 · 21–50 s 4 · ≥51 s 9 (13 of 18 after 20 s)
    Service level 20 s 54.1 % · ASA 48 s · wait of those who hung up (ATA) 1 min 03 s
    🔎 Points to: demand above usual (122 calls vs. 93, +31 %)
    🔎 Points to: long waits (9 of 18 hung up at 51 s or later; may include automatic hang-ups after 9 min)
    👉 Worth checking: agents available (skill 12 Soporte TV), breaks that are due
    📋 pausas y agentes conectados
    rule high-abandonment · data to 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(shown(&news, "pt-BR"), @r#"
    Detalhes
    🔴 CRÍTICO · Abandono 14,8% (18 de 122) · skill 12 Soporte TV · voz
    Janela de 1 h (14:05–15:05) · limite 10% · 4,8 p.p. acima · faixa provável 10,1–21,2%
    Desde 14:40 (5 leituras)
    Tendência 5,6 → 9,8 → 14,8% ▲ · pior valor 5,6% (5 de 90) às 14:55
    O habitual às terças neste horário: 4,1% (mediana de 5 de 6 semanas)
    Espera antes de desligar: ≤10 s 3 · 11–20 s 2 · 21–50 s 4 · ≥51 s 9 (13 de 18 depois de 20 s)
    Nível de serviço 20 s 54,1% · TME (ASA) 48 s · espera de quem desligou (ATA) 1 min 03 s
    🔎 Indica: demanda acima do habitual (122 chamadas vs. 93, +31%)
    🔎 Indica: esperas longas (9 de 18 desligaram com 51 s ou mais; pode incluir cortes automáticos aos 9 min)
    👉 Convém verificar: agentes disponíveis (skill 12 Soporte TV), pausas próximas
    📋 pausas y agentes conectados
    regra high-abandonment · dados até 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn each_cause_quotes_its_facts() {
    let time = |time| Quantity::Duration(seconds(time));
    let findings = [
        demand(),
        CauseFinding::FewerAnswered {
            answered: calls(70, 89.0),
            offered: calls(93, 93.0),
        },
        CauseFinding::QuickHangUps {
            calls: 12,
            of: 18,
            asa: Some(beside(time(20), 21.0)),
        },
        CauseFinding::QuickHangUps {
            calls: 12,
            of: 18,
            asa: None,
        },
        CauseFinding::LongWaits { calls: 9, of: 18 },
        CauseFinding::FullQueue {
            level: beside(Quantity::Percent(54.1), 84.0),
            asa: beside(time(48), 20.0),
            treated: calls(30, 10.0),
        },
        CauseFinding::CallbacksFail {
            failed: 22,
            of: 118,
            treated: calls(210, 205.0),
        },
        CauseFinding::OneAgent {
            others: 14,
            median: time(32),
        },
        CauseFinding::ManyAgents {
            agents: 9,
            of: 15,
            median: time(130),
        },
        CauseFinding::MostOfIt {
            one: time(15_000),
            team: time(21_720),
            agents: 12,
        },
    ];
    let told = findings.map(|finding| {
        let shown = shown(&explained(vec![finding]), "es-CO");
        let is_clue = |line: &&str| line.starts_with(['🔎', '👉']);
        let lines: Vec<_> = shown.lines().filter(is_clue).collect();
        assert_eq!(lines.len(), 2, "{shown}");
        lines.join("\n")
    });
    assert_snapshot!(told.join("\n"), @r"
    🔎 Apunta a: demanda por encima de lo habitual (122 llamadas vs. 93, +31 %)
    👉 Conviene revisar: agentes disponibles (skill 12 Soporte TV), pausas próximas
    🔎 Apunta a: se atienden menos llamadas que lo habitual (70 vs. 89, −21 %), y no es por falta de llamadas (93 vs. 93)
    👉 Conviene revisar: agentes conectados y en pausa (skill 12 Soporte TV)
    🔎 Apunta a: cuelgan enseguida (12 de 18 a los 10 s o antes; ASA normal: 20 s vs. 21 s)
    👉 Conviene revisar: menú, locución inicial y número marcado
    🔎 Apunta a: cuelgan enseguida (12 de 18 a los 10 s o antes)
    👉 Conviene revisar: menú, locución inicial y número marcado
    🔎 Apunta a: esperas largas (9 de 18 colgaron a los 51 s o más; puede incluir cortes automáticos a los 9 min)
    👉 Conviene revisar: agentes disponibles (skill 12 Soporte TV), pausas próximas
    🔎 Apunta a: cola saturada, con espera inteligente activa (nivel de servicio 54,1 % vs. 84,0 %, ASA 48 s vs. 20 s, espera inteligente 30 vs. 10)
    👉 Conviene revisar: agentes disponibles (skill 12 Soporte TV), pausas próximas
    🔎 Apunta a: callbacks que no llegan al cliente (22 de 118 fallidos; espera inteligente como siempre: 210 vs. 205)
    👉 Conviene revisar: troncal de salida, números de los clientes y agentes libres para devolver
    🔎 Apunta a: una sola persona fuera del límite (las otras 14 están dentro; mediana 32 s)
    👉 Conviene revisar: si esa persona necesita apoyo en sus llamadas
    🔎 Apunta a: muchos agentes a la vez (9 de 15 fuera del límite; mediana 2 min 10 s)
    👉 Conviene revisar: sistemas lentos o dudas sobre un tema
    🔎 Apunta a: una sola persona suma 4 h 10 min de los 6 h 02 min del equipo (12 agentes)
    👉 Conviene revisar: si esa persona necesita apoyo en sus llamadas
    ");
}

#[test]
fn of_callbacks_it_is_told_what_became_of_them() {
    let news = explained(vec![CauseFinding::Callbacks {
        treated: Some(210),
        accepted: Some(131),
        reached: Some(96),
        failed: None,
    }]);
    let shown = shown(&news, "es-CO");
    let line = shown.lines().find(|line| line.starts_with("Espera int"));
    assert_snapshot!(line.unwrap(), @"Espera inteligente: 210 llamadas · 131 aceptaron · callbacks: 96 exitosos, – fallidos");
}

#[test]
fn waits_of_another_window_say_of_which() {
    let mut news = explained(vec![waits()]);
    news.open[0].window = TimeWindow::ending(at("15:05"), seconds(1_800));
    let shown = shown(&news, "es-CO");
    assert!(shown.contains("después de 20 s) · en 1 h"), "{shown}");
}

#[test]
fn a_card_of_many_scopes_tells_the_first_cause_of_the_worst() {
    let mut news = news(EventKind::Refreshed, several(), vec![]);
    let long = CauseFinding::LongWaits { calls: 9, of: 18 };
    news.open[0].clues = explained(vec![waits(), demand(), long]).open[0]
        .clues
        .clone();
    let shown = shown(&news, "es-CO");
    let clues: Vec<_> = shown.lines().filter(|line| line.contains('🔎')).collect();
    assert_snapshot!(clues.join("\n"), @r#"
    🔎 skill 12 Soporte TV apunta a: demanda por encima de lo habitual (122 llamadas vs. 93, +31 %)
    "#);
}
