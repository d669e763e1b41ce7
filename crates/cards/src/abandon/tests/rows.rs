//! Skills, ranges and the table.

use proptest::{collection::vec, option, prelude::*};

use super::*;

fn seven() -> Facts {
    let skills = (1..=7)
        .map(|id| abandons(id, "", [Some(id), Some(0), None, Some(0), Some(0), Some(3)]))
        .map(|row| SkillAbandons {
            abandoned: Some(20 + row.skill.unwrap().0),
            ..row
        });
    waits(skills.collect())
}

#[test]
fn all_skills_are_a_total_and_the_worst_of_them() {
    let (service, waits) = (service(calls()), seven());
    let names = SkillNames([(SkillId(7), "**@everyone**\n# Gratis".to_owned())].into());
    let rules = Ruleset::default();
    let asked = asked(
        SkillSelection::All,
        ReportInput::Known(&service),
        ReportInput::Known(&waits),
    );
    let mut inquiry = inquiry(&names, &rules);
    inquiry.view.top = Some(5);
    assert_snapshot!(told(&asked, &inquiry, "es-CO"), @r#"
    Abandono 14,8 % (180 de 1.220) · toda la operación · voz
    180 de 1.220 llamadas se abandonaron antes de ser atendidas
    Espera en cola antes de colgar: ≤10 s 28 (16,7 %) · 11–20 s 0 (0,0 %) · 21–50 s – · ≥51 s 21 (12,5 %)
    Skills con más abandonos, de 168:
    skill 7 **@everyone** # Gratis: 27 (16,1 %)
    skill 6: 26 (15,5 %)
    skill 5: 25 (14,9 %)
    skill 4: 24 (14,3 %)
    skill 3: 23 (13,7 %)
    1–5 de 7
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Los dos reportes no coinciden: 168 abandonadas por espera en cola (skill_9), 180 por canal (skill_11)
    ⚠ No se calcula el abandono sin los cortos: los reportes no coinciden
    Abandono: 14,8 % (180 de 1.220)
    Llamadas entrantes: 1.220
    Llamadas atendidas: 1.040
    Llamadas abandonadas: 180
    Nivel de servicio 20 s: 54,1 % (660 de 1.220)
    Espera promedio en cola (ASA): 48 s
    Espera promedio antes de abandonar (ATA): 1 min 03 s
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    inquiry.view = AnswerView {
        order: Some(SortOrder::Name),
        ..AnswerView::default()
    };
    let text = told(&asked, &inquiry, "es-CO");
    let one = text.find("skill 1:").unwrap();
    assert!(one < text.find("skill 7 ").unwrap(), "{text}");
}

#[test]
fn many_skills_stand_on_pages_and_all_of_them_in_the_table() {
    let rows = (1..=23).map(|id| abandons(id, "", [id % 5; 6].map(Some)));
    let waits = waits(rows.collect());
    let (names, rules) = (SkillNames::default(), Ruleset::default());
    let asked = asked(
        SkillSelection::All,
        ReportInput::Failed("…".to_owned()),
        ReportInput::Known(&waits),
    );
    let mut inquiry = inquiry(&names, &rules);
    inquiry.view.page = 1;
    let sheet = abandon_answer(&asked, &inquiry, &words("es-CO"));
    assert_eq!(sheet.pages, 2);
    let text = sheet.card.to_string();
    assert!(
        text.contains("\n11–19 de 19\n"),
        "those without abandons are left out: {text}"
    );
    assert_eq!(sheet.table.rows.len(), 23);
    assert_eq!(
        sheet.table.plain_csv().lines().nth(23).unwrap(),
        "20,,0,0,0,0,0,0,0,0,,,,"
    );
}

#[test]
fn the_table_has_a_row_a_skill_and_its_calls_where_they_are_known() {
    let (service, waits) = (service(calls()), waits(vec![soporte()]));
    let (names, rules) = (SkillNames::default(), Ruleset::default());
    let of = |skills, waits| {
        let asked = asked(skills, ReportInput::Known(&service), waits);
        let table = abandon_answer(&asked, &inquiry(&names, &rules), &words("es-CO")).table;
        table.plain_csv().replace('\r', "")
    };
    assert_snapshot!(of(TWELVE, ReportInput::Known(&waits)), @r#"
    skill,name,abandoned,abandoned_share,wait_0_10,wait_11_20,wait_21_30,wait_31_40,wait_41_50,wait_51,wait_other,offered,answered,abandon_rate
    12,Soporte TV,180,100,30,20,10,20,10,90,,1220,1040,14.7541
    "#);
    assert_snapshot!(of(SkillSelection::All, ReportInput::Known(&waits)), @r#"
    skill,name,abandoned,abandoned_share,wait_0_10,wait_11_20,wait_21_30,wait_31_40,wait_41_50,wait_51,wait_other,offered,answered,abandon_rate
    12,Soporte TV,180,100,30,20,10,20,10,90,,,,
    "#);
    assert_snapshot!(of(TWELVE, ReportInput::Empty), @r#"
    skill,name,abandoned,abandoned_share,wait_0_10,wait_11_20,wait_21_30,wait_31_40,wait_41_50,wait_51,wait_other,offered,answered,abandon_rate
    12,,180,,,,,,,,,1220,1040,14.7541
    "#);
}

#[test]
fn short_abandons_are_taken_from_both_sides_and_only_where_the_reports_agree() {
    let (names, rules) = (SkillNames::default(), Ruleset::default());
    let fields = |calls: ChannelService, row: SkillAbandons| {
        let (service, waits) = (service(calls), waits(vec![row]));
        let asked = asked(
            TWELVE,
            ReportInput::Known(&service),
            ReportInput::Known(&waits),
        );
        let sheet = abandon_answer(&asked, &inquiry(&names, &rules), &words("en"));
        let fields = sheet.card.fields.into_iter();
        let fields =
            fields.filter(|field| field.name.contains("short") || field.name.contains("after"));
        fields
            .map(|field| field.value.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        fields(calls(), soporte()),
        ["12.6 % (150 of 1,190)", "10.7 % (130 of 1,220)"]
    );
    let other = ChannelService {
        abandoned: Some(181),
        ..calls()
    };
    assert_eq!(fields(other, soporte()), [""; 0]);
    let mut gap = soporte();
    gap.by_wait[1].calls = None;
    assert_eq!(fields(calls(), gap), [""; 0]);
    let mut coarse = soporte();
    coarse.by_wait[1].wait = SecondsRange::Between(11, 25);
    assert_eq!(fields(calls(), coarse), ["12.6 % (150 of 1,190)"]);
    let only_short = ChannelService {
        offered: Some(180),
        answered: Some(0),
        ..calls()
    };
    let row = abandons(12, "", [180, 0, 0, 0, 0, 0].map(Some));
    assert_eq!(
        fields(only_short, row),
        ["0.0 % (0 of 180)"],
        "no call is left over"
    );
}

fn any_wait() -> impl Strategy<Value = SecondsRange> {
    prop_oneof![
        (0..60_u32, 0..60_u32).prop_map(|(from, to)| SecondsRange::Between(from, to)),
        any::<u32>().prop_map(SecondsRange::AtLeast),
        any::<String>().prop_map(SecondsRange::Other),
    ]
}

prop_compose! {
    fn any_skill()(
        skill in option::of(0..30_u64),
        name in option::of(any::<String>()),
        abandoned in option::of(any::<u64>()),
        ranges in vec((any_wait(), option::of(any::<u64>())), 0..9),
    ) -> SkillAbandons {
        SkillAbandons {
            skill: skill.map(SkillId),
            name,
            abandoned,
            by_wait: ranges
                .into_iter()
                .map(|(wait, calls)| WaitCalls { wait, calls })
                .collect(),
        }
    }
}

proptest! {
    #[test]
    fn any_facts_make_an_answer(
        skills in vec(any_skill(), 0..30),
        all in option::of(any_skill()),
        known in any::<[bool; 2]>(),
        is_one in any::<bool>(),
    ) {
        let (names, rules) = (SkillNames::default(), one_rule());
        let waits = Facts::Abandonment(Abandonment { skills, all });
        let service = service(calls());
        let part = |facts, known| if known { ReportInput::Known(facts) } else { ReportInput::Empty };
        let skills = if is_one { TWELVE } else { SkillSelection::All };
        let asked = asked(skills, part(&service, known[0]), part(&waits, known[1]));
        for tag in ["es-CO", "en", "pt-BR"] {
            let sheet = abandon_answer(&asked, &inquiry(&names, &rules), &words(tag));
            let cells = sheet.table.columns.len();
            prop_assert!(sheet.table.rows.iter().all(|row| row.len() == cells));
            prop_assert!(sheet.card.lines.len() < 30, "{}", sheet.card);
            if let Some(chart) = sheet.card.chart {
                prop_assert!(chart.alt.chars().count() <= 1_000, "{}", chart.alt);
            }
        }
    }
}
