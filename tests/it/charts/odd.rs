//! Charts that are odd: too many rows, none, names and figures that nobody expects.

use rand::{Rng as _, SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use vigia_cards::charts::{
    Bar, BarChart, BarGroup, Chart, ChartValue, DayChart, DayChartNames, DayColumn, FunnelChart,
    FunnelLoss, FunnelStage, LevelRow, LevelsChart, LimitLine, LimitSide, Plot, RankingChart,
    RankingRow, TimeSpan, TrendChart, TrendPoint, UsualLine,
};

fn chart(plot: Plot) -> Chart {
    Chart {
        title: "Llamadas entrantes".to_owned(),
        subtitle: "Toda la operación · hoy 07:00–15:05".to_owned(),
        alt: String::new(),
        plot,
    }
}

fn series(name: &str) -> String {
    name.to_owned()
}

fn number(value: u32) -> ChartValue {
    ChartValue {
        value: Some(f64::from(value)),
        text: value.to_string(),
    }
}

/// A chart of one bar.
pub(crate) fn bar(value: Option<f64>, told: &str) -> Chart {
    let value = ChartValue {
        value,
        text: told.to_owned(),
    };
    chart(Plot::Bars(BarChart {
        series: vec![series("Llamadas")],
        groups: vec![BarGroup {
            label: "0–10 s".to_owned(),
            bars: vec![Bar {
                value,
                note: String::new(),
            }],
        }],
        axis: String::new(),
    }))
}

/// A chart of which every name is the same.
pub(crate) fn named(name: &str) -> Chart {
    let mut chart = ranking(3);
    name.clone_into(&mut chart.title);
    name.clone_into(&mut chart.subtitle);
    if let Plot::Ranking(ranking) = &mut chart.plot {
        name.clone_into(&mut ranking.rest);
        for row in &mut ranking.rows {
            name.clone_into(&mut row.label);
            name.clone_into(&mut row.text);
        }
    }
    chart
}

/// A line without limits.
pub(crate) fn trend(points: &[(i64, f64)], longest_step: i64) -> Chart {
    let points = points.iter().map(|&(at, value)| TrendPoint { at, value });
    chart(Plot::Trend(TrendChart {
        points: points.collect(),
        longest_step,
        heights: vec![number(0), number(5)],
        times: vec![(0, "07:00".to_owned())],
        range: (0, 1_200),
        limits: Vec::new(),
        last: String::new(),
        usual: None,
        spell: None,
    }))
}

/// Agents.
pub(crate) fn ranking(count: u32) -> Chart {
    let rows = (0..count).map(|row| RankingRow {
        label: format!("Agente número {row}"),
        parts: vec![Some(f64::from(90 + count - row)), (row != 2).then_some(9.0)],
        text: format!("{} min", 90 + count - row),
    });
    chart(Plot::Ranking(RankingChart {
        series: vec![series("Hold"), series("Mute")],
        rows: rows.collect(),
        mark: Some(ChartValue {
            value: Some(70.0),
            text: "mediana 70 min".to_owned(),
        }),
        rest: format!("{count} de 480 agentes"),
    }))
}

fn bars(count: u32, in_group: u32) -> Chart {
    let figure = |group: u32, bar: u32| Bar {
        value: number((group * 7 + bar * 5) % 23 * 97),
        note: "12,4 %".to_owned(),
    };
    let groups = (0..count).map(|group| BarGroup {
        label: format!("{group}–{} h", group + 1),
        bars: (0..in_group).map(|bar| figure(group, bar)).collect(),
    });
    chart(Plot::Bars(BarChart {
        series: vec![series("Hoy"), series("Martes pasado")],
        groups: groups.collect(),
        axis: "hora del día".to_owned(),
    }))
}

fn levels(count: u32) -> Chart {
    let rows = (0..count).map(|row| LevelRow {
        label: format!("Canal {row}"),
        note: format!("{} entrantes", 9_000 / (row + 1)),
        good: number(100_u32.saturating_sub(row * 3)),
        bad: number(row.min(100)),
    });
    chart(Plot::Levels(LevelsChart {
        good: series("Nivel de servicio 20 s"),
        bad: series("Abandono"),
        rows: rows.collect(),
        goal: Some(ChartValue {
            value: Some(80.0),
            text: "meta 80 %".to_owned(),
        }),
    }))
}

fn funnel(count: u32) -> Chart {
    let stages = (0..count).map(|stage| FunnelStage {
        label: format!("etapa {stage}"),
        value: number(4_000 / (stage + 1)),
        share: "53,2 %".to_owned(),
        losses: (0..stage)
            .map(|loss| FunnelLoss {
                label: format!("motivo {loss}"),
                text: (loss * 40).to_string(),
            })
            .collect(),
    });
    chart(Plot::Funnel(FunnelChart {
        stages: stages.collect(),
    }))
}

fn waves(count: u32) -> Chart {
    let point = |index: u32| TrendPoint {
        at: i64::from(index) * 300,
        value: 50.0 + 40.0 * (f64::from(index) / 5.0).sin(),
    };
    let end = i64::from(count) * 300;
    let limit = |height, is_critical| LimitLine {
        value: number(height),
        side: LimitSide::Above,
        is_critical,
        from: is_critical.then_some(end / 2),
    };
    chart(Plot::Trend(TrendChart {
        points: (0..count).map(point).collect(),
        longest_step: 450,
        heights: (0..count.min(50)).map(|mark| number(mark * 10)).collect(),
        times: (0..count)
            .map(|mark| (i64::from(mark) * 300, format!("{:02}:00", mark % 24)))
            .collect(),
        range: (0, end),
        limits: if count == 0 {
            Vec::new()
        } else {
            vec![limit(60, false), limit(61, true)]
        },
        last: "14,8 %".to_owned(),
        usual: (count > 0).then(|| UsualLine {
            value: number(59),
            from: end / 2,
        }),
        spell: Some(TimeSpan {
            range: (end / 2, end),
            is_critical: false,
        }),
    }))
}

fn course(count: u32) -> Chart {
    let column = |index: u32| DayColumn {
        label: format!("{:02}", index % 24),
        answered: (index % 7 != 3).then(|| f64::from(index * 37 % 190)),
        abandoned: Some(f64::from(index * 5 % 23)),
        usual: (index % 5 != 1).then(|| f64::from(index * 41 % 200)),
        level: number(index * 29 % 101),
        usual_level: (index % 9 != 2).then_some(81.0),
        is_unread: index % 11 == 5,
    };
    let mark = |height: &u32| number(*height);
    chart(Plot::Day(DayChart {
        names: DayChartNames {
            answered: "atendidas".to_owned(),
            abandoned: "abandonadas".to_owned(),
            level: "nivel de servicio".to_owned(),
            usual: "habitual".to_owned(),
        },
        columns: (0..count).map(column).collect(),
        calls: [0, 50, 100, 150, 200].iter().map(mark).collect(),
        shares: [0, 50, 100].iter().map(mark).collect(),
        goal: Some(ChartValue {
            value: Some(80.0),
            text: "meta 80 %".to_owned(),
        }),
    }))
}

/// A chart of each kind with so many rows, groups, stages or points.
pub(crate) fn of_each_kind(count: u32) -> Vec<Chart> {
    vec![
        bars(count, 1),
        bars(count, 2),
        bars(count, 3),
        levels(count),
        funnel(count),
        ranking(count),
        waves(count),
        course(count),
    ]
}

const TEXTS: &[&str] = &[
    "",
    " ",
    "–",
    "WhatsApp",
    "1.234.567.890",
    "99,9 %",
    "<script>alert(\"x\")</script> & 'y'",
    "\u{202e}atnuP \u{200f}\u{200b}",
    "🔥🔥🔥",
    "张伟 محمد",
    "a\u{0}b\u{7}\u{1b}[31m\n\r\t",
    "\u{fffe}\u{ffff}",
    "@everyone **x** ||y||",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
];

const FIGURES: &[f64] = &[
    0.0,
    -0.0,
    1.0,
    14.8,
    80.0,
    100.0,
    1e-300,
    1e9,
    f64::MAX,
    f64::MIN,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    -5.0,
];

/// Makes what nobody expects, always the same of the same seed.
struct Odd(ChaCha8Rng);

impl Odd {
    fn text(&mut self) -> String {
        if self.0.gen_bool(0.1) {
            return "María Fernanda de los Ángeles ".repeat(10);
        }
        TEXTS.choose(&mut self.0).unwrap().to_string()
    }

    fn figure(&mut self) -> f64 {
        if self.0.gen_bool(0.5) {
            self.0.gen_range(0.0..120.0)
        } else {
            *FIGURES.choose(&mut self.0).unwrap()
        }
    }

    fn maybe(&mut self) -> Option<f64> {
        let figure = self.figure();
        self.0.gen_bool(0.8).then_some(figure)
    }

    fn value(&mut self) -> ChartValue {
        ChartValue {
            value: self.maybe(),
            text: self.text(),
        }
    }

    fn many<T>(&mut self, make: impl Fn(&mut Self) -> T) -> Vec<T> {
        let counts = [0, 1, 2, 3, 5, 8, 12, 40, 150];
        let count = *counts.choose(&mut self.0).unwrap();
        (0..count).map(|_| make(self)).collect()
    }

    fn series(&mut self) -> String {
        self.text()
    }

    fn plot(&mut self) -> Plot {
        match self.0.gen_range(0..6) {
            0 => Plot::Bars(BarChart {
                series: self.many(Self::series),
                groups: self.many(|odd| BarGroup {
                    label: odd.text(),
                    bars: odd.many(|odd| Bar {
                        value: odd.value(),
                        note: odd.text(),
                    }),
                }),
                axis: self.text(),
            }),
            1 => Plot::Levels(LevelsChart {
                good: self.series(),
                bad: self.series(),
                rows: self.many(|odd| LevelRow {
                    label: odd.text(),
                    note: odd.text(),
                    good: odd.value(),
                    bad: odd.value(),
                }),
                goal: Some(self.value()),
            }),
            2 => Plot::Funnel(FunnelChart {
                stages: self.many(|odd| FunnelStage {
                    label: odd.text(),
                    value: odd.value(),
                    share: odd.text(),
                    losses: odd.many(|odd| FunnelLoss {
                        label: odd.text(),
                        text: odd.text(),
                    }),
                }),
            }),
            3 => Plot::Ranking(RankingChart {
                series: self.many(Self::series),
                rows: self.many(|odd| RankingRow {
                    label: odd.text(),
                    parts: odd.many(Self::maybe),
                    text: odd.text(),
                }),
                mark: Some(self.value()),
                rest: self.text(),
            }),
            4 => self.course(),
            _ => self.trend(),
        }
    }

    fn course(&mut self) -> Plot {
        Plot::Day(DayChart {
            names: DayChartNames {
                answered: self.text(),
                abandoned: self.text(),
                level: self.text(),
                usual: self.text(),
            },
            columns: self.many(|odd| DayColumn {
                label: odd.text(),
                answered: odd.maybe(),
                abandoned: odd.maybe(),
                usual: odd.maybe(),
                level: odd.value(),
                usual_level: odd.maybe(),
                is_unread: odd.0.gen_bool(0.1),
            }),
            calls: self.many(Self::value),
            shares: self.many(Self::value),
            goal: self.0.gen_bool(0.7).then(|| self.value()),
        })
    }

    fn trend(&mut self) -> Plot {
        let times = [0, 1, 300, 600, 900, 100_000, i64::MIN, i64::MAX];
        let time = |odd: &mut Self| *times.choose(&mut odd.0).unwrap();
        Plot::Trend(TrendChart {
            points: self.many(|odd| TrendPoint {
                at: if odd.0.gen_bool(0.8) {
                    odd.0.gen_range(0..1_000)
                } else {
                    time(odd)
                },
                value: odd.figure(),
            }),
            longest_step: time(self),
            heights: self.many(Self::value),
            times: self.many(|odd| (time(odd), odd.text())),
            range: (time(self), time(self)),
            limits: self.many(|odd| LimitLine {
                value: odd.value(),
                side: if odd.0.gen_bool(0.5) {
                    LimitSide::Above
                } else {
                    LimitSide::Below
                },
                is_critical: odd.0.gen_bool(0.5),
                from: odd.0.gen_bool(0.5).then(|| time(odd)),
            }),
            last: self.text(),
            usual: self.0.gen_bool(0.5).then(|| UsualLine {
                value: self.value(),
                from: time(self),
            }),
            spell: self.0.gen_bool(0.5).then(|| TimeSpan {
                range: (time(self), time(self)),
                is_critical: self.0.gen_bool(0.5),
            }),
        })
    }
}

/// A chart that nobody would make.
pub(crate) fn hostile(seed: u64) -> Chart {
    let mut odd = Odd(ChaCha8Rng::seed_from_u64(seed));
    Chart {
        title: odd.text(),
        subtitle: odd.text(),
        alt: String::new(),
        plot: odd.plot(),
    }
}
