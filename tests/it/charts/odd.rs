//! Charts that are odd: too many rows, none, names and figures that nobody expects.

use rand::{Rng as _, SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use vigia_cards::charts::{
    BarChart, BarRow, CallColumn, Chart, ChartValue, ColumnChart, CourseChart, CourseEnd,
    CoursePoint, FigureState, LimitLine, Plot, TimeSpan,
};

const STATES: [FigureState; 5] = [
    FigureState::Unjudged,
    FigureState::Within,
    FigureState::Improving,
    FigureState::Warning,
    FigureState::Critical,
];

fn chart(plot: Plot) -> Chart {
    Chart {
        alt: String::new(),
        plot,
    }
}

fn number(value: u32) -> ChartValue {
    ChartValue {
        value: Some(f64::from(value)),
        text: value.to_string(),
    }
}

fn row(label: &str, value: ChartValue) -> BarRow {
    BarRow {
        label: label.to_owned(),
        value,
        state: FigureState::Unjudged,
    }
}

/// A chart of one bar.
pub(crate) fn bar(value: Option<f64>, text: &str) -> Chart {
    named_bars(
        "",
        vec![row(
            "0–10 s",
            ChartValue {
                value,
                text: text.to_owned(),
            },
        )],
    )
}

fn named_bars(heading: &str, rows: Vec<BarRow>) -> Chart {
    chart(Plot::Bars(BarChart {
        heading: heading.to_owned(),
        rows,
        whole: None,
        tick: None,
    }))
}

/// A chart of which every name is the same.
pub(crate) fn named(name: &str) -> Chart {
    let value = |value| ChartValue {
        value: Some(value),
        text: name.to_owned(),
    };
    let rows = [9.0, 7.0, 3.0].map(|height| row(name, value(height)));
    named_bars(name, rows.into())
}

/// A line without limits.
pub(crate) fn course(points: &[(i64, f64)], longest_step: i64) -> Chart {
    let points = points.iter().map(|&(at, value)| CoursePoint { at, value });
    chart(Plot::Course(CourseChart {
        points: points.collect(),
        longest_step,
        times: vec![(0, "07:00".to_owned())],
        range: (0, 1_200),
        limits: Vec::new(),
        end: CourseEnd::Figure("2,0 %".to_owned(), FigureState::Unjudged),
        peak: None,
        spell: None,
    }))
}

fn bars(count: u32, state: FigureState) -> Chart {
    let rows = (0..count).map(|place| BarRow {
        state,
        ..row(
            &format!("Agente número {place}"),
            number(90 + count - place),
        )
    });
    chart(Plot::Bars(BarChart {
        heading: "Agentes".to_owned(),
        rows: rows.collect(),
        whole: None,
        tick: Some(ChartValue {
            value: Some(70.0),
            text: "lo normal: 70 min".to_owned(),
        }),
    }))
}

fn waves(count: u32, state: FigureState) -> Chart {
    let point = |index: u32| CoursePoint {
        at: i64::from(index) * 300,
        value: 50.0 + 40.0 * (f64::from(index) / 5.0).sin(),
    };
    let end = i64::from(count) * 300;
    let limit = |height, from| LimitLine {
        value: number(height),
        from,
    };
    chart(Plot::Course(CourseChart {
        points: (0..count).map(point).collect(),
        longest_step: 450,
        times: (0..count)
            .map(|mark| (i64::from(mark) * 300, format!("{:02}:00", mark % 24)))
            .collect(),
        range: (0, end),
        limits: vec![limit(60, None), limit(61, Some(end / 2)), limit(59, None)],
        end: match state {
            FigureState::Unjudged => CourseEnd::NoData("sin datos".to_owned()),
            state => CourseEnd::Figure("14,8 %".to_owned(), state),
        },
        peak: (count > 0).then(|| (point(count / 2), "90,0 %".to_owned())),
        spell: Some(TimeSpan {
            range: (end / 2, end),
            state,
        }),
    }))
}

fn columns(count: u32) -> Chart {
    let column = |index: u32| CallColumn {
        label: format!("{:02}", index % 24),
        answered: (index % 7 != 3).then(|| f64::from(index * 37 % 190)),
        abandoned: Some(f64::from(index * 5 % 23)),
        level: number(index * 29 % 101),
        is_unread: index % 11 == 5,
    };
    chart(Plot::Columns(ColumnChart {
        answered: "atendidas".to_owned(),
        abandoned: "colgaron".to_owned(),
        columns: (0..count).map(column).collect(),
        goal: Some(ChartValue {
            value: Some(80.0),
            text: "meta 80 %".to_owned(),
        }),
    }))
}

/// A chart of each kind with so many rows, columns or points, in each state.
pub(crate) fn of_each_kind(count: u32) -> Vec<Chart> {
    let of_state = |state| [bars(count, state), waves(count, state)];
    let drawn = STATES.into_iter().flat_map(of_state);
    drawn.chain([columns(count)]).collect()
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

    fn state(&mut self) -> FigureState {
        *STATES.choose(&mut self.0).unwrap()
    }

    fn time(&mut self) -> i64 {
        let times = [0, 1, 300, 600, 900, 100_000, i64::MIN, i64::MAX];
        *times.choose(&mut self.0).unwrap()
    }

    fn point(&mut self) -> CoursePoint {
        CoursePoint {
            at: if self.0.gen_bool(0.8) {
                self.0.gen_range(0..1_000)
            } else {
                self.time()
            },
            value: self.figure(),
        }
    }

    fn plot(&mut self) -> Plot {
        match self.0.gen_range(0..3) {
            0 => Plot::Bars(BarChart {
                heading: self.text(),
                rows: self.many(|odd| BarRow {
                    label: odd.text(),
                    value: odd.value(),
                    state: odd.state(),
                }),
                whole: self.maybe(),
                tick: self.0.gen_bool(0.7).then(|| self.value()),
            }),
            1 => Plot::Columns(ColumnChart {
                answered: self.text(),
                abandoned: self.text(),
                columns: self.many(|odd| CallColumn {
                    label: odd.text(),
                    answered: odd.maybe(),
                    abandoned: odd.maybe(),
                    level: odd.value(),
                    is_unread: odd.0.gen_bool(0.1),
                }),
                goal: self.0.gen_bool(0.7).then(|| self.value()),
            }),
            _ => self.course(),
        }
    }

    fn course(&mut self) -> Plot {
        Plot::Course(CourseChart {
            points: self.many(Self::point),
            longest_step: self.time(),
            times: self.many(|odd| (odd.time(), odd.text())),
            range: (self.time(), self.time()),
            limits: self.many(|odd| LimitLine {
                value: odd.value(),
                from: odd.0.gen_bool(0.5).then(|| odd.time()),
            }),
            end: if self.0.gen_bool(0.7) {
                CourseEnd::Figure(self.text(), self.state())
            } else {
                CourseEnd::NoData(self.text())
            },
            peak: self.0.gen_bool(0.7).then(|| (self.point(), self.text())),
            spell: self.0.gen_bool(0.5).then(|| TimeSpan {
                range: (self.time(), self.time()),
                state: self.state(),
            }),
        })
    }
}

/// A chart that nobody would make.
pub(crate) fn hostile(seed: u64) -> Chart {
    let mut odd = Odd(ChaCha8Rng::seed_from_u64(seed));
    Chart {
        alt: String::new(),
        plot: odd.plot(),
    }
}
