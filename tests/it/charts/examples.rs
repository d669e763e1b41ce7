//! The charts of the gallery: one for each command, as a Spanish-speaking supervisor sees it.

use vigia::charts::{
    Bar, Bars, Chart, Funnel, Group, Level, Levels, Limit, Loss, Plot, Point, Rank,
    Ranking, Series, Side, Stage, Trend, Value,
};

/// The charts with the names of their files.
pub(crate) fn all() -> Vec<(&'static str, Chart)> {
    vec![
        ("abandon", abandon()),
        ("trend", trend()),
        ("service", service()),
        ("smarthold", smart_hold()),
        ("hold", hold()),
        ("durations", durations()),
    ]
}

fn value(value: f64, told: &str) -> Value {
    Value {
        value: Some(value),
        told: told.to_owned(),
    }
}

fn unknown() -> Value {
    Value {
        value: None,
        told: "–".to_owned(),
    }
}

fn series(name: &str) -> Series {
    Series {
        name: name.to_owned(),
    }
}

fn group(label: &str, count: f64, told: &str, note: &str) -> Group {
    Group {
        label: label.to_owned(),
        bars: vec![Bar {
            value: value(count, told),
            note: note.to_owned(),
        }],
    }
}

fn abandon() -> Chart {
    Chart {
        title: "Abandono por espera en cola".to_owned(),
        subtitle: "Skill 12 Soporte TV · 14:05–15:05 · 18 de 122 (14,8 %)".to_owned(),
        alt: "Barras: 18 llamadas abandonadas según su espera en cola; 9 esperaron 51 s o más."
            .to_owned(),
        plot: Plot::Bars(Bars {
            series: vec![series("Abandonadas")],
            groups: vec![
                group("0–10", 3.0, "3", "16,7 %"),
                group("11–20", 2.0, "2", "11,1 %"),
                group("21–30", 1.0, "1", "5,6 %"),
                group("31–40", 1.0, "1", "5,6 %"),
                group("41–50", 2.0, "2", "11,1 %"),
                group("51+", 9.0, "9", "50,0 %"),
            ],
            axis: "segundos en cola antes de colgar".to_owned(),
        }),
    }
}

fn durations() -> Chart {
    Chart {
        title: "Llamadas por duración".to_owned(),
        subtitle: "Toda la operación · hoy 07:00–15:05 · 3.906 llamadas · 9.412 min"
            .to_owned(),
        alt: "Barras: 3.906 llamadas según su duración; 309 duraron 5 s o menos."
            .to_owned(),
        plot: Plot::Bars(Bars {
            series: vec![series("Llamadas")],
            groups: vec![
                group("≤5 s", 309.0, "309", "7,9 %"),
                group("6–30 s", 604.0, "604", "15,5 %"),
                group("31–60 s", 745.0, "745", "19,1 %"),
                group("1–3 min", 1_206.0, "1.206", "30,9 %"),
                group("3–5 min", 612.0, "612", "15,7 %"),
                group("5–10 min", 331.0, "331", "8,5 %"),
                group(">10 min", 99.0, "99", "2,5 %"),
            ],
            axis: String::new(),
        }),
    }
}

fn service() -> Chart {
    let row = |label: &str, note: &str, good, bad| Level {
        label: label.to_owned(),
        note: note.to_owned(),
        good,
        bad,
    };
    Chart {
        title: "Nivel de servicio y abandono".to_owned(),
        subtitle: "Toda la operación · hoy 07:00–15:05".to_owned(),
        alt:
            "Nivel de servicio y abandono por canal: voz 76,4 % y 6,4 %, por debajo de la \
              meta de 80 %."
                .to_owned(),
        plot: Plot::Levels(Levels {
            good: series("Nivel de servicio 20 s"),
            bad: series("Abandono"),
            rows: vec![
                row(
                    "Voz",
                    "2.148 entrantes",
                    value(76.4, "76,4 %"),
                    value(6.4, "6,4 %"),
                ),
                row(
                    "WhatsApp",
                    "640 entrantes",
                    value(91.2, "91,2 %"),
                    value(3.4, "3,4 %"),
                ),
                row(
                    "Chat web",
                    "122 entrantes",
                    value(83.6, "83,6 %"),
                    value(14.8, "14,8 %"),
                ),
                row("Correo", "88 entrantes", unknown(), value(0.0, "0,0 %")),
            ],
            goal: Some(value(80.0, "meta 80 %")),
        }),
    }
}

fn smart_hold() -> Chart {
    let stage = |label: &str, count, told: &str, share: &str, losses| Stage {
        label: label.to_owned(),
        value: value(count, told),
        share: share.to_owned(),
        losses,
    };
    let loss = |label: &str, told: &str| Loss {
        label: label.to_owned(),
        told: told.to_owned(),
    };
    Chart {
        title: "Espera inteligente".to_owned(),
        subtitle: "Skill 12 Soporte TV · hoy 07:00–15:05".to_owned(),
        alt:
            "De 210 llamadas tratadas, 131 aceptaron la devolución y 96 fueron contactadas."
                .to_owned(),
        plot: Plot::Funnel(Funnel {
            stages: vec![
                stage("tratadas", 210.0, "210", "", vec![]),
                stage(
                    "aceptaron",
                    131.0,
                    "131",
                    "62,4 %",
                    vec![loss("rechazaron", "58"), loss("sin respuesta", "21")],
                ),
                stage(
                    "contactadas",
                    96.0,
                    "96",
                    "73,3 %",
                    vec![loss("fallidas", "22"), loss("pendientes", "13")],
                ),
            ],
        }),
    }
}

fn hold() -> Chart {
    let row = |label: &str, hold: f64, mute: f64, told: &str| Rank {
        label: label.to_owned(),
        parts: vec![Some(hold), Some(mute)],
        told: told.to_owned(),
    };
    Chart {
        title: "Hold y mute por agente".to_owned(),
        subtitle: "Toda la operación · hoy 07:00–15:05".to_owned(),
        alt: "Los diez agentes con más tiempo en hold y mute; la mediana del equipo es 21 min."
            .to_owned(),
        plot: Plot::Ranking(Ranking {
            series: vec![series("Hold"), series("Mute")],
            rows: vec![
                row("LUCÍA PEÑA DUARTE", 66.0, 18.0, "1 h 24 min"),
                row("Andrés Felipe Quintero Valderrama", 58.0, 11.0, "1 h 09 min"),
                row("MARÍA JOSÉ OSPINA", 41.0, 20.0, "1 h 01 min"),
                row("Jhon Jairo Restrepo", 47.0, 8.0, "55 min"),
                row("Paola Ximena Ríos", 30.0, 14.0, "44 min"),
                row("CARLOS ARTURO GIL", 33.0, 6.0, "39 min"),
                row("Valentina Cárdenas", 22.0, 12.0, "34 min"),
                row("Óscar Iván Muñoz", 25.0, 5.0, "30 min"),
                row("Diana Marcela Toro", 20.0, 8.0, "28 min"),
                row("Juan Sebastián Mejía", 21.0, 4.0, "25 min"),
            ],
            mark: Some(value(21.0, "mediana 21 min")),
            rest: "10 de 48 agentes".to_owned(),
        }),
    }
}

fn trend() -> Chart {
    const FROM: i64 = 1_795_010_400;
    let rates = [
        3.1,
        3.4,
        2.9,
        3.6,
        4.2,
        3.8,
        3.3,
        3.0,
        2.7,
        3.2,
        3.9,
        4.6,
        5.4,
        6.2,
        5.8,
        5.1,
        4.4,
        3.9,
        3.5,
        3.2,
        3.4,
        3.1,
        2.8,
        3.0,
        3.3,
        3.7,
        f64::NAN,
        f64::NAN,
        f64::NAN,
        4.1,
        3.8,
        3.6,
        3.9,
        4.0,
        4.3,
        4.1,
        4.5,
        4.8,
        4.6,
        5.2,
        6.1,
        7.4,
        8.3,
        9.8,
        11.2,
        12.6,
        13.1,
        14.0,
        14.8,
    ];
    let points = (0_i64..).map(|index| FROM + index * 300).zip(rates);
    let points: Vec<_> = points
        .filter(|(_, rate)| rate.is_finite())
        .map(|(at, value)| Point { at, value })
        .collect();
    let limit = |height, told: &str, is_critical| Limit {
        value: value(height, told),
        side: Side::Above,
        is_critical,
    };
    Chart {
        title: "Abandono".to_owned(),
        subtitle: "Skill 12 Soporte TV · cada punto son los últimos 60 min".to_owned(),
        alt: "El abandono subió de 4,5 % a 14,8 % entre las 14:00 y las 15:00; límite 5 %."
            .to_owned(),
        plot: Plot::Trend(Trend {
            points,
            longest_step: 450,
            heights: vec![
                value(0.0, "0 %"),
                value(5.0, "5 %"),
                value(10.0, "10 %"),
                value(15.0, "15 %"),
            ],
            times: vec![
                (FROM, "11:00".to_owned()),
                (FROM + 3_600, "12:00".to_owned()),
                (FROM + 7_200, "13:00".to_owned()),
                (FROM + 10_800, "14:00".to_owned()),
                (FROM + 14_400, "15:00".to_owned()),
            ],
            range: (FROM, FROM + 14_400),
            limits: vec![
                limit(5.0, "límite 5 %", false),
                limit(10.0, "crítico 10 %", true),
            ],
            last: "14,8 %".to_owned(),
        }),
    }
}
