//! The simulated centre from outside: over real HTTP, as the bot meets it.

mod consistency;
mod day;
mod door;
mod faults;
mod incidents;
mod wire;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use vigia_clock::Clock;
use vigia_core::metrics::TimeWindow;
use vigia_sandbox::centre::{CallChannel, CallOutcome, CentreSettings, SimulatedCentre};

/// Friday, 18:00 in Bogotá.
const NOW: &str = "2026-03-06T23:00:00Z";

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn settings() -> CentreSettings {
    CentreSettings {
        clock: Clock::fast(time(NOW), 1),
        ..CentreSettings::default()
    }
}

/// From an hour to an hour of that week in March, in Bogotá's time; Sunday is the 1st.
fn local(day: u32, from: (u32, u32, u32), until: (u32, u32, u32)) -> TimeWindow {
    let at = |(hour, minute, second)| {
        let naive = chrono::NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let naive = naive.and_hms_opt(hour, minute, second).unwrap();
        naive.and_utc() + TimeDelta::hours(5)
    };
    TimeWindow::new(at(from), at(until)).unwrap()
}

fn hours(day: u32, from: u32, until: u32) -> TimeWindow {
    local(day, (from, 0, 0), (until, 0, 0))
}

struct Caller<'a> {
    centre: &'a SimulatedCentre,
    http: reqwest::Client,
}

impl<'a> Caller<'a> {
    fn new(centre: &'a SimulatedCentre) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { centre, http }
    }

    async fn send(&self, path: &str) -> reqwest::Result<reqwest::Response> {
        let url = format!("{}/{path}", self.centre.url());
        let request = self
            .http
            .get(url)
            .header("wolkvox-token", self.centre.token());
        request.send().await
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        let answer = self.send(path).await.unwrap();
        let status = answer.status().as_u16();
        let body = answer.text().await.unwrap();
        (
            status,
            serde_json::from_str(&body).unwrap_or(Value::String(body)),
        )
    }

    async fn report(&self, api: &str, window: TimeWindow) -> (u16, Value) {
        let stamp = |time: DateTime<Utc>| {
            let local = time.with_timezone(&chrono_tz::America::Bogota);
            local.format("%Y%m%d%H%M%S").to_string()
        };
        let first = stamp(window.from());
        let last = stamp(window.until() - TimeDelta::seconds(1));
        let query = format!("api={api}&date_ini={first}&date_end={last}");
        self.get(&format!("reports_manager.php?{query}")).await
    }

    /// The rows of a report; none where the API says so.
    async fn rows(&self, api: &str, window: TimeWindow) -> Vec<Value> {
        let (status, body) = self.report(api, window).await;
        match status {
            200 => body["data"].as_array().unwrap().clone(),
            404 => Vec::new(),
            other => panic!("{api} answers {other}: {body}"),
        }
    }

    async fn refusal(&self, path: &str) -> (u16, String) {
        let (status, body) = self.get(path).await;
        assert_eq!(body["code"], status.to_string(), "{body}");
        (status, body["msg"].as_str().unwrap().to_owned())
    }
}

/// Reads a figure as the API spells it: a count, a percentage or a decimal.
fn number(value: &Value) -> f64 {
    let text = value.as_str().unwrap();
    let text = text.trim().trim_end_matches('%').trim().replace(',', "");
    text.parse().unwrap()
}

fn count(value: &Value) -> u64 {
    value.as_str().unwrap().parse().unwrap()
}

fn seconds(value: &Value) -> u64 {
    let parts: Vec<u64> = value
        .as_str()
        .unwrap()
        .split(':')
        .map(|part| part.parse().unwrap())
        .collect();
    parts
        .into_iter()
        .reduce(|total, part| total * 60 + part)
        .unwrap()
}

/// All counts of a report by row and field, so that windows can be added up.
fn counts(rows: &[Value], key: &str, fields: &[&str]) -> BTreeMap<String, u64> {
    let mut sums = BTreeMap::new();
    for row in rows {
        for field in fields {
            let name = format!("{} {field}", row[key].as_str().unwrap());
            let figure = &row[*field];
            let clock = figure.as_str().unwrap().contains(':');
            let figure = if clock {
                seconds(figure)
            } else {
                count(figure)
            };
            *sums.entry(name).or_default() += figure;
        }
    }
    sums.retain(|_, sum| *sum > 0);
    sums
}

/// Windows of any length and place in the working week, the same in every run.
fn windows(how_many: usize) -> Vec<TimeWindow> {
    let monday = time("2026-03-02T11:30:00Z");
    let mut state: u64 = 0x9e37_79b9;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        i64::try_from((state >> 33) % below).unwrap()
    };
    (0..how_many)
        .map(|_| {
            let from = monday + TimeDelta::seconds(draw(4 * 86_400));
            let until = from + TimeDelta::seconds(60 + draw(6 * 3600));
            TimeWindow::new(from, until).unwrap()
        })
        .collect()
}

const REPORTS: [&str; 7] = [
    "skill_9&skill_id=all",
    "skill_9&skill_id=12",
    "skill_11&skill_id=all",
    "skill_11&skill_id=7",
    "diagram_2",
    "cdr_4",
    "agent_9",
];

async fn total_calls(caller: &Caller<'_>, window: TimeWindow) -> u64 {
    let (_, body) = caller.report("cdr_4", window).await;
    let ranges = body["data"].as_object().cloned().unwrap_or_default();
    ranges.values().map(|range| count(&range["calls"])).sum()
}

fn share(part: usize, whole: usize) -> f64 {
    let [part, whole] = [part, whole].map(|count| f64::from(u32::try_from(count).unwrap()));
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Offered, abandoned and answered within 20 s, of some skills in some windows.
fn inbound(
    centre: &SimulatedCentre,
    skills: &[u32],
    windows: &[TimeWindow],
) -> (usize, usize, usize) {
    let pairs = skills
        .iter()
        .flat_map(|skill| windows.iter().map(move |window| (skill, window)));
    let mut sums = (0, 0, 0);
    for call in pairs.flat_map(|(skill, window)| centre.calls(*skill, *window)) {
        if call.channel == CallChannel::Inbound && call.outcome != CallOutcome::LeftForCallback {
            let answered = matches!(call.outcome, CallOutcome::Answered { .. });
            sums.0 += 1;
            sums.1 += usize::from(!answered);
            sums.2 += usize::from(answered && call.wait <= 20);
        }
    }
    sums
}
