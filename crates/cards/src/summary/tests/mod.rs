//! Summaries as they look.

mod file;
mod limits;

use insta::assert_snapshot;

use super::*;
use crate::Locale;
use vigia_core::{
    metrics::{ReadFailure, ReadGap, Report, SkillId},
    summaries::{
        Summary, SummaryInputs, SummaryPlan,
        fixtures::{
            made_up::{ZONE, at, calls, edition, found, gap, on, plan, tuesday},
            week,
        },
    },
};

fn words(tag: &str) -> Words {
    Words::new(Locale::from_tag(tag), ZONE)
}

fn names() -> SkillNames {
    SkillNames(
        [
            (SkillId(7), "Facturación".to_owned()),
            (SkillId(12), "Soporte TV".to_owned()),
        ]
        .into(),
    )
}

fn made(plan: &SummaryPlan, found: SummaryInputs) -> Summary {
    Summary::of(plan, edition(), found, at("21:31"))
}

fn told(summary: &Summary, tag: &str) -> String {
    card(summary, &names(), &words(tag)).to_string()
}

#[test]
fn a_day_is_told_in_three_languages() {
    let summary = made(&plan(), found());
    assert_snapshot!(told(&summary, "en"), @r#"
    📊 Daily summary · Tue 17 Nov · 07:00–21:00
    🔴 Goals missed: Abandonment 6.4 % (≤ 5 %), Service level 20 s 76.4 % (≥ 80 %)
    Most of it: 10:00–11:00 · 15:00–16:00 · skill 12 Soporte TV

    Calls 2,148 offered (usual 2,025, +6.1 %) · 2,011 answered (usual 1,925, +4.5 %) · 137 abandoned (usual 100, +37.0 %)
    Abandonment 🔴 6.4 % (137 of 2,148) · goal ≤ 5 % · usual 4.9 %, +1.5 pts
    Service level 20 s 🔴 76.4 % (1,641 of 2,148) · goal ≥ 80 % · usual 78.0 %, −1.6 pts
    Average wait until answered (ASA) 31 s (usual 31 s, ±0) · until abandoned (ATA) 58 s (usual 58 s, ±0)
    Usual: median of the last 4 weeks (Tue) · day before (Mon 16 Nov): 2,050 offered, Abandonment 5.0 %, Service level 20 s 79.0 %

    Worst hours by abandonment 10:00–11:00 12.1 % (24 of 198), service level 61.1 % · 15:00–16:00 9.8 % (18 of 184), service level 67.9 %
    Worst skills by abandonment skill 12 Soporte TV 11.2 % (54 of 482) · skill 7 Facturación 6.0 % (31 of 517) · skill 9 4.5 % (51 of 1,131)
    Gave up after ≤10 s 29 (21.2 %) · 11–20 s 18 (13.1 %) · 21–50 s 41 (29.9 %) · ≥51 s 49 (35.8 %)

    Smart hold 210 calls · 62.4 % (131 of 210) accepted · callbacks 96 ok, 18.6 % (22 of 118) failed (usual 11.0 %) · 13 pending or other
    Channels WhatsApp 618 of 640 answered · web chat 117 of 122 answered · e-mail 88 of 88 answered
    Hold and mute 27 h 45 min in 1,904 uses, 52 s each · hold 21 h 40 min, mute 6 h 05 min
    All calls 3,906 · 9,412 min · cost 412,300 · up to 5 s 7.9 % (309 of 3,906)
    Alerts 6 incidents · 5 acknowledged (median 4 min) · longest 48 min
    Data 142 of 144 reports came
    principal · cierre · #SCF6801E8A1B3 · 2026-11-18 02:00 UTC
    "#);
    assert_snapshot!(told(&summary, "es-CO"), @r"
    📊 Resumen diario · mar 17 nov · 07:00–21:00
    🔴 Metas no cumplidas: Abandono 6,4 % (≤ 5 %), Nivel de servicio 20 s 76,4 % (≥ 80 %)
    Pesaron más: 10:00–11:00 · 15:00–16:00 · skill 12 Soporte TV

    Llamadas 2.148 entrantes (habitual 2.025, +6,1 %) · 2.011 atendidas (habitual 1.925, +4,5 %) · 137 abandonadas (habitual 100, +37,0 %)
    Abandono 🔴 6,4 % (137 de 2.148) · meta ≤ 5 % · habitual 4,9 %, +1,5 pp
    Nivel de servicio 20 s 🔴 76,4 % (1.641 de 2.148) · meta ≥ 80 % · habitual 78,0 %, −1,6 pp
    Espera promedio hasta ser atendidas (ASA) 31 s (habitual 31 s, ±0) · hasta abandonar (ATA) 58 s (habitual 58 s, ±0)
    Habitual: mediana de las últimas 4 semanas (mar) · día anterior (lun 16 nov): 2.050 entrantes, Abandono 5,0 %, Nivel de servicio 20 s 79,0 %

    Peores franjas por abandono 10:00–11:00 12,1 % (24 de 198), nivel de servicio 61,1 % · 15:00–16:00 9,8 % (18 de 184), nivel de servicio 67,9 %
    Peores skills por abandono skill 12 Soporte TV 11,2 % (54 de 482) · skill 7 Facturación 6,0 % (31 de 517) · skill 9 4,5 % (51 de 1.131)
    Abandonaron a los ≤10 s 29 (21,2 %) · 11–20 s 18 (13,1 %) · 21–50 s 41 (29,9 %) · ≥51 s 49 (35,8 %)

    Espera inteligente 210 llamadas · 62,4 % (131 de 210) aceptaron · callbacks: 96 exitosos, 18,6 % (22 de 118) fallidos (habitual 11,0 %) · 13 pendientes u otro estado
    Canales WhatsApp 618 de 640 atendidos · chat web 117 de 122 atendidos · correo 88 de 88 atendidos
    Hold y mute 27 h 45 min en 1.904 usos, 52 s cada uno · hold 21 h 40 min, mute 6 h 05 min
    Todas las llamadas 3.906 · 9.412 min · costo 412.300 · hasta 5 s 7,9 % (309 de 3.906)
    Alertas 6 incidentes · 5 atendidos (mediana 4 min) · el más largo 48 min
    Datos 142 de 144 reportes leídos
    principal · cierre · #SCF6801E8A1B3 · 2026-11-18 02:00 UTC
    ");
    assert_snapshot!(told(&summary, "pt-BR"), @r#"
    📊 Resumo diário · ter 17 nov · 07:00–21:00
    🔴 Metas não atingidas: Abandono 6,4% (≤ 5%), Nível de serviço 20 s 76,4% (≥ 80%)
    Pesaram mais: 10:00–11:00 · 15:00–16:00 · skill 12 Soporte TV

    Chamadas 2.148 recebidas (habitual 2.025, +6,1%) · 2.011 atendidas (habitual 1.925, +4,5%) · 137 abandonadas (habitual 100, +37,0%)
    Abandono 🔴 6,4% (137 de 2.148) · meta ≤ 5% · habitual 4,9%, +1,5 p.p.
    Nível de serviço 20 s 🔴 76,4% (1.641 de 2.148) · meta ≥ 80% · habitual 78,0%, −1,6 p.p.
    Espera média até o atendimento (ASA) 31 s (habitual 31 s, ±0) · até o abandono (ATA) 58 s (habitual 58 s, ±0)
    Habitual: mediana de 4 semanas anteriores (ter) · dia anterior (seg 16 nov): 2.050 recebidas, Abandono 5,0%, Nível de serviço 20 s 79,0%

    Piores horários por abandono 10:00–11:00 12,1% (24 de 198), nível de serviço 61,1% · 15:00–16:00 9,8% (18 de 184), nível de serviço 67,9%
    Piores skills por abandono skill 12 Soporte TV 11,2% (54 de 482) · skill 7 Facturación 6,0% (31 de 517) · skill 9 4,5% (51 de 1.131)
    Desistiram após ≤10 s 29 (21,2%) · 11–20 s 18 (13,1%) · 21–50 s 41 (29,9%) · ≥51 s 49 (35,8%)

    Espera inteligente 210 chamadas · 62,4% (131 de 210) aceitaram · retornos: 96 com sucesso, 18,6% (22 de 118) sem sucesso (habitual 11,0%) · 13 pendentes ou outro status
    Canais WhatsApp 618 de 640 atendidos · chat web 117 de 122 atendidos · e-mail 88 de 88 atendidos
    Hold e mudo 27 h 45 min em 1.904 usos, 52 s cada · hold 21 h 40 min, mudo 6 h 05 min
    Todas as chamadas 3.906 · 9.412 min · custo 412.300 · até 5 s 7,9% (309 de 3.906)
    Alertas 6 incidentes · 5 assumidos (mediana 4 min) · o mais longo 48 min
    Dados 142 de 144 relatórios lidos
    principal · cierre · #SCF6801E8A1B3 · 2026-11-18 02:00 UTC
    "#);
}

#[test]
fn a_week_is_told_by_its_days() {
    let (plan, edition, found) = (week::of_plan(), week::edition(), week::found_of_week());
    let summary = Summary::of(&plan, edition, found, at("21:31"));
    assert_snapshot!(told(&summary, "es-CO"), @r#"
    📊 Resumen semanal · mié 11 nov – mar 17 nov
    🔴 Metas no cumplidas: Abandono 6,7 % (≤ 5 %), Nivel de servicio 20 s 76,7 % (≥ 80 %)
    Pesaron más: jue 12 nov

    Llamadas 10.113 entrantes (habitual 12.000, −15,7 %) · 9.435 atendidas (habitual 11.376, −17,1 %) · 678 abandonadas (habitual 624, +8,7 %)
    Abandono 🔴 6,7 % (678 de 10.113) · meta ≤ 5 % · habitual 5,2 %, +1,5 pp
    Nivel de servicio 20 s 🔴 76,7 % (7.760 de 10.113) · meta ≥ 80 % · habitual 79,0 %, −2,3 pp
    Espera promedio hasta ser atendidas (ASA) 31 s (habitual 31 s, ±0) · hasta abandonar (ATA) 58 s (habitual 58 s, ±0)
    Habitual: mediana de las últimas 3 semanas

    Días: abandono · nivel de servicio 20 s · llamadas entrantes
    mié 11 nov: 🟢 4,8 % · 🟢 81,8 % · 2.006
    jue 12 nov: 🔴 14,8 % · 🔴 57,1 % · 2.100
    vie 13 nov: 🟢 4,7 % · 🟢 81,8 % · 2.004
    sáb 14 nov: sin nada en el reporte
    dom 15 nov: no se pudo leer
    lun 16 nov: 🟢 4,5 % · 🟢 82,0 % · 2.001
    mar 17 nov: 🟢 4,5 % · 🟢 82,0 % · 2.000
    Semana a semana Abandono 5,3 → 5,2 → 5,1 → 6,7 % · Nivel de servicio 20 s 79,0 → 79,0 → 79,0 → 76,7 %

    Alertas 6 incidentes · 5 atendidos (mediana 4 min) · el más largo 48 min
    Sonaron más abandono-alto 6 (1 sin atender) · sin atender 1 de 6
    Datos 142 de 144 reportes leídos
    principal · cierre · #SCF6801E8A1B3 · 2026-11-18 02:00 UTC
    "#);
}

#[test]
fn a_first_day_says_so_instead_of_comparing() {
    let summary = made(
        &plan(),
        SummaryInputs {
            weeks: Vec::new(),
            before: None,
            ..found()
        },
    );
    let only = Summary {
        sections: [SummarySection::Figures].into(),
        ..summary
    };
    assert_snapshot!(told(&only, "en"), @r#"
    📊 Daily summary · Tue 17 Nov · 07:00–21:00
    🔴 Goals missed: Abandonment 6.4 % (≤ 5 %), Service level 20 s 76.4 % (≥ 80 %)
    Most of it: 10:00–11:00 · 15:00–16:00 · skill 12 Soporte TV

    Calls 2,148 offered · 2,011 answered · 137 abandoned
    Abandonment 🔴 6.4 % (137 of 2,148) · goal ≤ 5 %
    Service level 20 s 🔴 76.4 % (1,641 of 2,148) · goal ≥ 80 %
    Average wait until answered (ASA) 31 s · until abandoned (ATA) 58 s
    Nothing to compare with yet: no earlier Tue is known
    principal · cierre · #SCF6801E8A1B3 · 2026-11-18 02:00 UTC
    "#);
}

#[test]
fn what_is_late_corrected_or_missing_comes_first() {
    let late = Summary::of(&plan(), edition(), found(), at("23:10"));
    let only = |summary: Summary| Summary {
        sections: [SummarySection::Quality].into(),
        ..summary
    };
    assert_snapshot!(told(&only(late.clone()), "en"), @r#"
    📊 Daily summary · Tue 17 Nov · 07:00–21:00
    🕐 For Tue 17 Nov, posted late at 23:10
    🔴 Goals missed: Abandonment 6.4 % (≤ 5 %), Service level 20 s 76.4 % (≥ 80 %)
    Most of it: 10:00–11:00 · 15:00–16:00 · skill 12 Soporte TV

    Data 142 of 144 reports came
    principal · cierre · #SCF6801E8A1B3 · 2026-11-18 02:00 UTC
    "#);
    let mut again = found();
    again
        .readings
        .retain(|reading| reading.ask.report != Report::ServiceLevel);
    for ask in edition().whole() {
        if ask.report == Report::Durations {
            again.readings.retain(|reading| reading.ask != ask);
            again
                .readings
                .push(gap(ask, ReadGap::Failed(ReadFailure::TimedOut)));
        }
    }
    again
        .readings
        .push(calls(edition().window, 2_148, 142, 1_641));
    let next = tuesday().succ_opt().unwrap();
    let again = Summary::of(&plan(), edition(), again, on(next, "07:00"));
    let corrected = again.correcting(&late, 1.0).unwrap();
    assert_snapshot!(told(&only(corrected.clone()), "en"), @r#"
    📊 Daily summary · Tue 17 Nov · 07:00–21:00
    🕐 For Tue 17 Nov, posted late at 23:10
    ✎ Corrected on 18 Nov 2026 07:00: Abandoned calls 137 → 142 · Abandonment 6.4 → 6.6 %
    ⚠ Could not be read: call durations (cdr_4)
    🔴 Goals missed: Abandonment 6.6 % (≤ 5 %), Service level 20 s 76.4 % (≥ 80 %)

    Data 142 of 144 reports came
    principal · cierre · #SCF6801E8A1B3 · 2026-11-18 02:00 UTC
    "#);
    assert_snapshot!(told(&only(corrected), "es-CO"), @r#"
    📊 Resumen diario · mar 17 nov · 07:00–21:00
    🕐 Del mar 17 nov, publicado tarde a las 23:10
    ✎ Corregido el 18 nov 2026 07:00: Llamadas abandonadas 137 → 142 · Abandono 6,4 → 6,6 %
    ⚠ No se pudo leer: duración de llamadas (cdr_4)
    🔴 Metas no cumplidas: Abandono 6,6 % (≤ 5 %), Nivel de servicio 20 s 76,4 % (≥ 80 %)

    Datos 142 de 144 reportes leídos
    principal · cierre · #SCF6801E8A1B3 · 2026-11-18 02:00 UTC
    "#);
}

#[test]
fn what_could_not_be_read_is_no_day_of_zeros() {
    let of = |gap_of: ReadGap| {
        let readings = edition().whole().map(|ask| gap(ask, gap_of.clone())).into();
        made(
            &plan(),
            SummaryInputs {
                readings,
                ..found()
            },
        )
    };
    assert_snapshot!(told(&of(ReadGap::Failed(ReadFailure::TimedOut)), "en"), @r#"
    📊 Daily summary · Tue 17 Nov · 07:00–21:00
    ⚠ Could not be read: abandons by wait (skill_9), calls and service level (skill_11), Smart Hold (diagram_2), call durations (cdr_4), hold and mute (agent_9)
    ⚪ Nothing of this time could be read
    Alerts 6 incidents · 5 acknowledged (median 4 min) · longest 48 min
    Data 142 of 144 reports came
    principal · cierre · #SCF6801E8A1B3 · 2026-11-18 02:00 UTC
    "#);
    assert_snapshot!(told(&of(ReadGap::NoData), "es-CO"), @r#"
    📊 Resumen diario · mar 17 nov · 07:00–21:00
    ⚪ wolkvox no tiene nada para este periodo: no hubo llamadas, o aún no están registradas. No es lo mismo que cero
    Alertas 6 incidentes · 5 atendidos (mediana 4 min) · el más largo 48 min
    Datos 142 de 144 reportes leídos
    principal · cierre · #SCF6801E8A1B3 · 2026-11-18 02:00 UTC
    "#);
}

#[test]
fn a_running_day_says_how_far_it_goes() {
    let running = Summary::of(&plan(), edition(), found(), at("15:05"));
    let first = told(&running, "pt-BR").lines().nth(1).map(str::to_owned);
    assert_snapshot!(first.unwrap(), @"⏳ Ainda não terminou: números até 15:05");
}

#[test]
fn what_is_not_known_of_callbacks_is_left_out() {
    let mut summary = made(&plan(), found());
    let held = summary.smart_hold.as_mut().unwrap();
    held.stages.open = None;
    summary.sections = [SummarySection::SmartHold].into();
    let line = told(&summary, "en").lines().nth(4).map(str::to_owned);
    assert_snapshot!(line.unwrap(), @"Smart hold 210 calls · 62.4 % (131 of 210) accepted · callbacks 96 ok, 18.6 % (22 of 118) failed (usual 11.0 %)");
}
