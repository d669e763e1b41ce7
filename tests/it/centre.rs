//! The simulated centre from outside: over real HTTP, as the bot meets it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use vigia::clock::Clock;
use vigia::metrics::Window;
use vigia::sandbox::centre::{
    Call, Centre, Channel, Fault, Incident, Outcome, Reply, SKILLS, Settings, agents,
    holds_body,
};

/// Friday, 18:00 in Bogotá.
const NOW: &str = "2026-03-06T23:00:00Z";

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn settings() -> Settings {
    Settings {
        clock: Clock::fast(time(NOW), 1),
        ..Settings::default()
    }
}

/// From an hour to an hour of that week in March, in Bogotá's time; Sunday is the 1st.
fn local(day: u32, from: (u32, u32, u32), until: (u32, u32, u32)) -> Window {
    let at = |(hour, minute, second)| {
        let naive = chrono::NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let naive = naive.and_hms_opt(hour, minute, second).unwrap();
        naive.and_utc() + TimeDelta::hours(5)
    };
    Window::new(at(from), at(until)).unwrap()
}

fn hours(day: u32, from: u32, until: u32) -> Window {
    local(day, (from, 0, 0), (until, 0, 0))
}

struct Caller<'a> {
    centre: &'a Centre,
    http: reqwest::Client,
}

impl<'a> Caller<'a> {
    fn new(centre: &'a Centre) -> Self {
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

    async fn report(&self, api: &str, window: Window) -> (u16, Value) {
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
    async fn rows(&self, api: &str, window: Window) -> Vec<Value> {
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
fn windows(how_many: usize) -> Vec<Window> {
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
            Window::new(from, until).unwrap()
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

#[tokio::test]
async fn the_same_seed_gives_the_same_answers_in_any_order() {
    let one = Centre::start(settings()).await.unwrap();
    let two = Centre::start(settings()).await.unwrap();
    let other = Centre::start(Settings {
        seed: 2,
        ..settings()
    })
    .await
    .unwrap();
    let (one, two, other) = (Caller::new(&one), Caller::new(&two), Caller::new(&other));
    let mut answers = Vec::new();
    for window in windows(8) {
        for api in REPORTS {
            answers.push((api, window, one.report(api, window).await));
        }
    }
    for (api, window, answer) in answers.iter().rev() {
        assert_eq!(two.report(api, *window).await, *answer, "{api} {window}");
    }
    let window = hours(3, 9, 12);
    assert_ne!(
        one.report("skill_11&skill_id=all", window).await,
        other.report("skill_11&skill_id=all", window).await
    );
}

#[tokio::test]
async fn windows_add_up() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let queue = ["inbound_calls", "answer_calls", "abandon_calls"];
    let smart = [
        "treatment",
        "customer_say_no",
        "customer_say_yes",
        "recall_fail",
        "recall_ok",
    ];
    let uses = ["count", "hold_time", "mute_time", "total_time"];
    for window in windows(12) {
        let middle = window.from() + TimeDelta::from_std(window.length() / 3).unwrap();
        let first = Window::new(window.from(), middle).unwrap();
        let rest = Window::new(first.until(), window.until()).unwrap();
        for (api, key, fields) in [
            ("skill_9&skill_id=all", "skill_id", &["abandon_calls"][..]),
            ("skill_11&skill_id=all", "type_interaction", &queue),
            ("skill_11&skill_id=12", "type_interaction", &queue),
            ("diagram_2", "skill_id", &smart),
            ("agent_9", "agent_name", &uses),
        ] {
            let mut parts = caller.rows(api, first).await;
            parts.extend(caller.rows(api, rest).await);
            let whole = caller.rows(api, window).await;
            assert_eq!(
                counts(&parts, key, fields),
                counts(&whole, key, fields),
                "{api} over {window}"
            );
        }
        let whole = total_calls(&caller, window).await;
        let parts = total_calls(&caller, first).await + total_calls(&caller, rest).await;
        assert_eq!(whole, parts, "cdr_4 over {window}");
    }
}

async fn total_calls(caller: &Caller<'_>, window: Window) -> u64 {
    let (_, body) = caller.report("cdr_4", window).await;
    let ranges = body["data"].as_object().cloned().unwrap_or_default();
    ranges.values().map(|range| count(&range["calls"])).sum()
}

#[tokio::test]
async fn the_reports_agree_with_each_other_and_with_the_calls() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    for window in windows(10) {
        let abandons = caller.rows("skill_9&skill_id=all", window).await;
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        let mut spoken = 0;
        let queue = ["inbound_calls", "answer_calls", "abandon_calls"];
        for skill in SKILLS {
            let calls = centre.calls(skill.id, window);
            spoken += calls.iter().filter(|call| is_spoken(call)).count();
            let api = format!("skill_11&skill_id={}", skill.id);
            let channels = caller.rows(&api, window).await;
            for row in &channels {
                check_service(row, &calls);
            }
            let id = skill.id.to_string();
            let row = abandons.iter().find(|row| row["skill_id"] == *id);
            let inbound = channels
                .iter()
                .find(|row| row["type_interaction"] == "inbound");
            assert_eq!(row.is_some(), inbound.is_some(), "skill {id} over {window}");
            if let Some((row, inbound)) = row.zip(inbound) {
                assert_eq!(row["skill_name"], skill.name);
                assert_eq!(row["abandon_calls"], inbound["abandon_calls"]);
                let by_wait = row.as_object().unwrap().iter();
                let by_wait = by_wait.filter(|(field, _)| field.contains("seg"));
                let by_wait: u64 = by_wait.map(|(_, calls)| count(calls)).sum();
                assert_eq!(by_wait, count(&row["abandon_calls"]));
            }
            for (name, sum) in counts(&channels, "type_interaction", &queue) {
                *sums.entry(name).or_default() += sum;
            }
        }
        let all = caller.rows("skill_11&skill_id=all", window).await;
        assert_eq!(counts(&all, "type_interaction", &queue), sums);
        assert_eq!(total_calls(&caller, window).await, spoken as u64);
    }
}

fn is_spoken(call: &Call) -> bool {
    call.channel.is_voice() && matches!(call.outcome, Outcome::Answered { .. })
}

/// Counts a row of `skill_11` anew from the list of calls.
fn check_service(row: &Value, calls: &[Call]) {
    let channel = row["type_interaction"].as_str();
    let calls = calls
        .iter()
        .filter(|call| call.channel.in_queue_report() == channel);
    let (mut answered, mut abandoned) = (Vec::new(), Vec::new());
    for call in calls {
        match call.outcome {
            Outcome::Answered { .. } => answered.push(call.wait),
            Outcome::Abandoned => abandoned.push(call.wait),
            Outcome::LeftForCallback => {}
        }
    }
    let offered = answered.len() + abandoned.len();
    assert_eq!(count(&row["inbound_calls"]), offered as u64);
    assert_eq!(count(&row["answer_calls"]), answered.len() as u64);
    assert_eq!(count(&row["abandon_calls"]), abandoned.len() as u64);
    for (field, limit) in [
        ("service_level_10seg", 10),
        ("service_level_20seg", 20),
        ("service_level_30seg", 30),
    ] {
        let within = answered.iter().filter(|wait| **wait <= limit).count();
        assert_near(number(&row[field]), share(within, offered) * 100.0);
    }
    assert_near(
        number(&row["abandon"]),
        share(abandoned.len(), offered) * 100.0,
    );
    assert_near(number(&row["asa"]), mean(&answered));
    assert_near(number(&row["ata"]), mean(&abandoned));
}

fn assert_near(left: f64, right: f64) {
    assert!((left - right).abs() < 0.006, "{left} is not {right}");
}

fn share(part: usize, whole: usize) -> f64 {
    let [part, whole] = [part, whole].map(|count| f64::from(u32::try_from(count).unwrap()));
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn mean(waits: &[u32]) -> f64 {
    share(waits.iter().sum::<u32>() as usize, waits.len())
}

#[tokio::test]
async fn agents_holds_add_up_to_the_total_and_homonyms_keep_two_rows() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let window = hours(3, 7, 20);
    let mut rows = caller.rows("agent_9", window).await;
    let total = rows.pop().unwrap();
    assert_eq!(total["agent_name"], "TOTAL");
    for field in ["count", "hold_time", "mute_time", "total_time"] {
        let read = if field == "count" { count } else { seconds };
        let sum: u64 = rows.iter().map(|row| read(&row[field])).sum();
        assert_eq!(sum, read(&total[field]), "{field}");
    }
    let mut held = 0;
    for call in SKILLS
        .iter()
        .flat_map(|skill| centre.calls(skill.id, window))
    {
        if let Outcome::Answered { handling, .. } = call.outcome {
            assert!(handling.hold + handling.mute <= handling.talk, "{call:?}");
            held += u64::from(handling.hold);
        }
    }
    assert_eq!(seconds(&total["hold_time"]), held);
    let people = agents();
    let twice = |name: &str| rows.iter().filter(|row| row["agent_name"] == *name).count();
    let homonym = people.iter().find(|agent| {
        let bearers = people.iter().filter(|other| other.name == agent.name);
        bearers.count() == 2
    });
    assert_eq!(twice(&homonym.unwrap().name), 2);
}

#[tokio::test]
async fn smart_hold_books_callbacks_after_they_were_asked_for() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let day = local(3, (0, 0, 0), (23, 59, 59));
    let rows = caller.rows("diagram_2", day).await;
    assert!(rows.len() >= 5, "smart hold hardly ever starts: {rows:?}");
    let row = rows.iter().find(|row| row["skill_id"] == "7").unwrap();
    let held = centre.smart_holds(7, day);
    let said = |wanted: fn(&Reply) -> bool| {
        held.iter().filter(|held| wanted(&held.reply)).count() as u64
    };
    assert_eq!(count(&row["treatment"]), held.len() as u64);
    assert_eq!(
        count(&row["customer_say_yes"]),
        said(|reply| matches!(reply, Reply::Yes(_)))
    );
    assert_eq!(
        count(&row["customer_say_no"]),
        said(|reply| matches!(reply, Reply::No))
    );
    assert_eq!(
        count(&row["recall_ok"]),
        said(|reply| matches!(reply, Reply::Yes(recall) if recall.reached))
    );
    for held in held {
        if let Reply::Yes(recall) = held.reply {
            assert!(recall.done >= held.asked + 240, "{held:?}");
        }
    }
}

#[tokio::test]
async fn nothing_after_now_is_visible() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    for api in REPORTS {
        let (_, to_now) = caller.report(api, hours(6, 0, 18)).await;
        let (_, to_midnight) = caller.report(api, local(6, (0, 0, 0), (23, 59, 59))).await;
        // A second or two of real time pass during the test, in which a call may end.
        let calls = |body: &Value| body["data"][0]["inbound_calls"].as_str().map(str::len);
        assert_eq!(calls(&to_now), calls(&to_midnight), "{api}");
        let (status, body) = caller.report(api, hours(6, 19, 20)).await;
        assert_eq!(
            (status, &body["msg"]),
            (404, &"Validate dates entered".into())
        );
    }
    let later = Window::new(
        time(NOW) + TimeDelta::minutes(1),
        time("2026-03-08T00:00:00Z"),
    );
    assert!(centre.calls(7, later.unwrap()).is_empty());
}

/// Offered, abandoned and answered within 20 s, of some skills in some windows.
fn inbound(centre: &Centre, skills: &[u32], windows: &[Window]) -> (usize, usize, usize) {
    let pairs = skills
        .iter()
        .flat_map(|skill| windows.iter().map(move |window| (skill, window)));
    let mut sums = (0, 0, 0);
    for call in pairs.flat_map(|(skill, window)| centre.calls(*skill, *window)) {
        if call.channel == Channel::Inbound && call.outcome != Outcome::LeftForCallback {
            let answered = matches!(call.outcome, Outcome::Answered { .. });
            sums.0 += 1;
            sums.1 += usize::from(!answered);
            sums.2 += usize::from(answered && call.wait <= 20);
        }
    }
    sums
}

#[tokio::test]
async fn a_normal_week_is_plausible() {
    let centre = Centre::start(settings()).await.unwrap();
    let all: Vec<u32> = SKILLS.iter().map(|skill| skill.id).collect();
    let days: Vec<Window> = (2..6).map(|day| hours(day, 8, 19)).collect();
    let (offered, abandoned, in_time) = inbound(&centre, &all, &days);
    println!("offered {offered}, abandoned {abandoned}, within 20 s {in_time}");
    for skill in SKILLS {
        let (offered, abandoned, in_time) = inbound(&centre, &[skill.id], &days);
        let held: usize = days
            .iter()
            .map(|day| centre.smart_holds(skill.id, *day).len())
            .sum();
        println!(
            "{:>4} {offered:>5} offered, {:.1} % abandoned, {:.1} % within 20 s, {held} held",
            skill.id,
            share(abandoned, offered) * 100.0,
            share(in_time, offered) * 100.0,
        );
    }
    let abandoned = share(abandoned, offered);
    assert!((0.025..0.045).contains(&abandoned), "{abandoned} abandon");
    let in_time = share(in_time, offered);
    assert!((0.80..0.95).contains(&in_time), "{in_time} in time");

    let hour = |day, from| inbound(&centre, &all, &[hours(day, from, from + 1)]).0;
    assert!(
        hour(3, 10) > hour(3, 13) && hour(3, 13) < hour(3, 15),
        "no lunch dip"
    );
    assert!(hour(3, 10) > 500 && hour(3, 10) < 900, "{}", hour(3, 10));
    let sunday = inbound(&centre, &all, &[local(1, (0, 0, 0), (23, 59, 59))]).0;
    assert!((1..150).contains(&sunday), "{sunday} calls on Sunday");
    let tuesday = inbound(&centre, &all, &[hours(3, 0, 23)]).0;
    let saturday = local(7, (0, 0, 0), (23, 0, 0));
    let before = Window::new(
        saturday.from() - TimeDelta::days(7),
        saturday.until() - TimeDelta::days(7),
    );
    let saturday = inbound(&centre, &all, &[before.unwrap()]).0;
    assert!(
        saturday > 1000 && saturday * 2 < tuesday,
        "{saturday} on Saturday"
    );
}

#[tokio::test]
async fn a_skill_without_agents_loses_calls_and_its_past_stays() {
    for skill in [7, 12, 22] {
        let centre = Centre::start(settings()).await.unwrap();
        let trouble = local(4, (10, 0, 0), (12, 0, 0));
        let before = centre.calls(skill, local(4, (0, 0, 0), (10, 0, 0)));
        let elsewhere = centre.calls(3, hours(4, 0, 20));
        let (offered, abandoned, _) = inbound(&centre, &[skill], &[trouble]);
        assert!(
            share(abandoned, offered) < 0.15,
            "skill {skill} is in trouble already"
        );

        centre.plan(Incident::AgentsGone { skill }, trouble);
        let settled = local(4, (10, 15, 0), (12, 0, 0));
        let (offered, abandoned, _) = inbound(&centre, &[skill], &[settled]);
        let rate = share(abandoned, offered);
        println!("skill {skill}: {abandoned} of {offered} abandoned");
        assert!((0.28..0.62).contains(&rate), "skill {skill}: {rate}");
        assert_eq!(centre.calls(skill, local(4, (0, 0, 0), (10, 0, 0))), before);
        assert_eq!(centre.calls(3, hours(4, 0, 20)), elsewhere);
        let (offered, abandoned, _) = inbound(&centre, &[skill], &[hours(4, 13, 17)]);
        assert!(
            share(abandoned, offered) < 0.1,
            "skill {skill} does not recover"
        );
    }
}

#[tokio::test]
async fn callbacks_that_fail_are_a_spike_in_one_skill() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let window = hours(4, 10, 12);
    let failed = async |skill: &str| {
        let rows = caller.rows("diagram_2", window).await;
        let row = rows
            .into_iter()
            .find(|row| row["skill_id"] == *skill)
            .unwrap();
        (count(&row["recall_fail"]), count(&row["recall_ok"]))
    };
    let (usual, other) = (failed("7").await, failed("12").await);
    centre.plan(Incident::CallbacksFail { skill: 7 }, hours(4, 9, 12));
    let now = failed("7").await;
    println!("failed and reached: {usual:?}, then {now:?}");
    assert!(
        now.0 >= 5 && now.0 >= usual.0 * 3,
        "{usual:?}, then {now:?}"
    );
    assert!(now.1 < usual.1, "{usual:?}, then {now:?}");
    assert_eq!(failed("12").await, other);
}

#[tokio::test]
async fn an_agent_who_holds_for_ever_stands_out() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let window = hours(4, 10, 12);
    let agent = agents().into_iter().find(|agent| agent.skill == 7).unwrap();
    centre.plan(Incident::EndlessHold { agent: agent.id }, window);
    let rows = caller.rows("agent_9", window).await;
    let hold = |row: &Value| seconds(&row["hold_time"]);
    let his = rows
        .iter()
        .find(|row| row["agent_name"] == *agent.name)
        .unwrap();
    let others = rows.iter().filter(|row| row["agent_name"] != *agent.name);
    let most = others
        .filter(|row| row["agent_name"] != "TOTAL")
        .map(hold)
        .max()
        .unwrap();
    println!("{} s on hold, others {most} s at most", hold(his));
    assert!(hold(his) > 40 * 60 && hold(his) > most * 2);
}

#[tokio::test]
async fn an_incident_that_begins_now_changes_only_what_comes() {
    let clock = Clock::fast(time("2026-03-04T15:00:00Z"), 7200);
    let centre = Centre::start(Settings {
        clock,
        ..settings()
    })
    .await
    .unwrap();
    let calls = |window| centre.calls(12, window);
    let past = hours(4, 0, 10);
    let before = calls(past);
    let incident = Incident::AgentsGone { skill: 12 };
    centre.begin(incident.clone());
    assert_eq!(calls(past), before);
    tokio::time::sleep(Duration::from_millis(700)).await;
    centre.end(&incident);
    let (offered, abandoned, _) =
        inbound(&centre, &[12], &[local(4, (10, 20, 0), (11, 20, 0))]);
    assert!(share(abandoned, offered) > 0.25, "{abandoned} of {offered}");
    assert_eq!(calls(past), before);
}

#[tokio::test]
async fn the_rules_at_the_door_are_enforced() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let window = "date_ini=20260303080000&date_end=20260303085959";
    let good = format!("{}/reports_manager.php?api=cdr_4&{window}", centre.url());
    let bare = caller.http.get(&good).send().await.unwrap();
    assert_eq!(bare.status(), 401);
    assert!(
        bare.text()
            .await
            .unwrap()
            .contains("PLEASE ENTER THE WOLKVOX-TOKEN")
    );
    let wrong = caller.http.get(&good).header("wolkvox-token", "guess");
    let wrong = wrong.send().await.unwrap();
    assert_eq!(wrong.status(), 403);
    assert!(
        wrong
            .text()
            .await
            .unwrap()
            .contains("PLEASE VALIDATE TOKEN")
    );

    for (query, status, text) in [
        (format!("api=skill_77&{window}"), 400, "DOES NOT EXIST"),
        (window.to_owned(), 400, "SOME PARAMETERS ARE REQUIRED"),
        (
            format!("api=skill_11&{window}"),
            400,
            "SOME PARAMETERS ARE REQUIRED",
        ),
        (
            "api=cdr_4&date_ini=20260303080000".to_owned(),
            400,
            "REQUIRED",
        ),
        (
            format!("api=skill_9&skill_id=999&{window}"),
            404,
            "Validate dates",
        ),
        (
            "api=cdr_4&date_ini=20260101000000&date_end=20260210000000".to_owned(),
            404,
            "Validate dates",
        ),
    ] {
        let (found, msg) = caller
            .refusal(&format!("reports_manager.php?{query}"))
            .await;
        assert_eq!(found, status, "{query}");
        assert!(msg.contains(text), "{query}: {msg}");
    }
    let (status, page) = caller.get("nowhere.php").await;
    assert_eq!(status, 404);
    assert!(page.as_str().unwrap().contains("<html>"));
}

#[tokio::test]
async fn the_daily_quota_is_shared_and_runs_out() {
    let centre = Centre::start(Settings {
        licences: 1,
        ..settings()
    })
    .await
    .unwrap();
    let caller = Caller::new(&centre);
    centre.spend(997);
    caller.report("cdr_4", hours(3, 8, 9)).await;
    let (status, body) = caller.get("information.php?api=token_info").await;
    assert_eq!(status, 200);
    let info = &body["data"][0];
    assert_eq!(info["token_limit"], "1000");
    assert_eq!(info["token_use_today"], "2");
    assert_eq!(info["all_token_today"], "999");
    assert_eq!(info["available_consumption_options"], "1");
    caller.get("information.php?api=skills").await;
    let refused = caller.refusal("information.php?api=skills").await;
    assert_eq!(refused, (403, "TOKEN LIMIT EXCEEDED".to_owned()));
}

#[tokio::test]
async fn the_third_request_at_once_is_refused_and_recorded() {
    let latency = Duration::from_millis(150);
    let centre = Centre::start(Settings {
        latency,
        ..settings()
    })
    .await
    .unwrap();
    let caller = Caller::new(&centre);
    let ask = || caller.get("information.php?api=agents");
    let (one, two, three) = tokio::join!(ask(), ask(), ask());
    let mut statuses = [one.0, two.0, three.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 403]);
    let mut others: Vec<usize> = centre.requests().iter().map(|seen| seen.others).collect();
    others.sort_unstable();
    assert_eq!(others, [0, 1, 2]);
    assert_eq!(ask().await.0, 200);
    let last = centre.requests().pop().unwrap();
    assert_eq!(last.path, "/api/v2/information.php");
    assert_eq!((last.parameter("api"), last.others), (Some("agents"), 0));
}

#[tokio::test]
async fn a_caller_who_hangs_up_frees_the_place() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    centre.fault_next(2, Fault::Slow(Duration::from_secs(60)));
    for _ in 0..2 {
        let ask = caller.get("information.php?api=agents");
        assert!(
            tokio::time::timeout(Duration::from_millis(100), ask)
                .await
                .is_err()
        );
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(caller.get("information.php?api=agents").await.0, 200);
    assert_eq!(centre.requests().last().unwrap().others, 0);
}

#[tokio::test]
async fn lists_of_skills_and_agents_are_spelt_as_the_api_does() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let (_, body) = caller.get("information.php?api=skills").await;
    assert_eq!(body["code"], "0");
    let skills = body["data"].as_array().unwrap();
    assert_eq!(skills.len(), 20);
    let vip = skills.iter().find(|row| row["skill_id"] == "21").unwrap();
    assert_eq!(vip["skill_name"], "Ventas_Norte *VIP*");
    assert!(
        vip["last_use"]
            .as_str()
            .unwrap()
            .starts_with("2026-03-06 1"),
        "{vip}"
    );
    let (_, body) = caller.get("information.php?api=agents").await;
    assert_eq!(body["data"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn every_scalar_on_the_wire_is_a_string() {
    fn check(value: &Value, at: &str) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(key, value)| check(value, key))
            }
            Value::Array(rows) => rows.iter().for_each(|row| check(row, at)),
            Value::Null => assert_eq!(at, "error"),
            Value::String(_) => {}
            Value::Bool(_) | Value::Number(_) => panic!("{at} is {value}"),
        }
    }
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    for window in [
        hours(3, 8, 19),
        local(3, (7, 1, 0), (7, 3, 0)),
        hours(1, 9, 12),
    ] {
        for api in REPORTS {
            let (_, body) = caller.report(api, window).await;
            check(&body, api);
        }
    }
    let (_, body) = caller.report("skill_9&skill_id=12", hours(3, 8, 19)).await;
    let row = &body["data"][0];
    assert!(row["abandon_11seg_20_seg"].is_string(), "{row}");
    assert_eq!(body["msg"], "1 records were found");
    let rows = caller.rows("skill_11&skill_id=all", hours(3, 8, 19)).await;
    let channels: Vec<_> = rows
        .iter()
        .filter_map(|row| row["type_interaction"].as_str())
        .collect();
    assert_eq!(
        channels,
        ["inbound", "internalcall_que", "chat-web", "chat-whatsapp"]
    );
    let whatsapp = rows.last().unwrap();
    assert!(
        number(&whatsapp["ata"]) > 3600.0
            && whatsapp["ata"].as_str().unwrap().contains(',')
    );
    assert!(!whatsapp["abandon"].as_str().unwrap().contains(' '));
}

#[tokio::test]
async fn each_fault_fails_in_its_own_way() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let ask = || {
        caller.send("reports_manager.php?api=skill_9&skill_id=all&date_ini=20260303080000&date_end=20260303085959")
    };
    for (fault, status, text) in [
        (Fault::WrongToken, 403, "VALIDATE TOKEN"),
        (Fault::Maintenance, 403, "BACKUP"),
        (Fault::Quota, 403, "LIMIT EXCEEDED"),
        (Fault::Simultaneous, 403, "SIMULTANEOUS"),
        (Fault::NotFoundPage, 404, "<html>"),
        (Fault::ServerError, 500, ""),
        (Fault::Garbage, 200, "<html>"),
        (Fault::EmptyBody, 200, ""),
        (Fault::NoRows, 200, "\"data\":[]"),
    ] {
        centre.fault_next(1, fault);
        let answer = ask().await.unwrap();
        assert_eq!(answer.status(), status, "{fault:?}");
        let body = answer.text().await.unwrap();
        assert!(body.contains(text), "{fault:?}: {body}");
        assert_eq!(body.is_empty(), text.is_empty(), "{fault:?}: {body}");
        assert!(
            ask()
                .await
                .unwrap()
                .text()
                .await
                .unwrap()
                .contains("Facturación")
        );
    }
    centre.fault_next(1, Fault::InvalidUtf8);
    let bytes = ask().await.unwrap().bytes().await.unwrap();
    assert!(std::str::from_utf8(&bytes).is_err());
    centre.fault_next(1, Fault::CutBody);
    let cut = ask().await.unwrap();
    assert_eq!(cut.status(), 200);
    assert!(cut.bytes().await.is_err());
    centre.fault_next(1, Fault::Closed);
    let closed = ask().await.unwrap_err();
    assert!(closed.is_request() && !closed.is_timeout(), "{closed:?}");
    centre.fault_next(1, Fault::Slow(Duration::from_millis(120)));
    let started = Instant::now();
    assert_eq!(ask().await.unwrap().status(), 200);
    assert!(started.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn a_standing_fault_lasts_until_it_is_healed() {
    let centre = Centre::start(settings()).await.unwrap();
    let caller = Caller::new(&centre);
    let ask = || caller.send("information.php?api=agents");
    centre.fault(Fault::ServerError);
    for _ in 0..3 {
        assert_eq!(ask().await.unwrap().status(), 500);
    }
    centre.heal();
    assert_eq!(ask().await.unwrap().status(), 200);
    for _ in 0..3 {
        centre.fault(Fault::Refused);
        for _ in 0..3 {
            assert!(ask().await.is_err());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(ask().await.unwrap_err().is_connect());
        centre.heal();
        assert_eq!(ask().await.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn a_stopped_centre_leaves_its_address() {
    let centre = Centre::start(settings()).await.unwrap();
    let address = centre.url().replace("http://", "").replace("/api/v2", "");
    assert_eq!(
        Caller::new(&centre)
            .get("information.php?api=agents")
            .await
            .0,
        200
    );
    centre.stop().await;
    assert!(tokio::net::TcpStream::connect(&address).await.is_err());
    let address = address.parse().unwrap();
    let again = Centre::start(Settings {
        address,
        ..settings()
    })
    .await
    .unwrap();
    assert_eq!(
        Caller::new(&again)
            .get("information.php?api=agents")
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn a_zone_with_summer_time_has_whole_days() {
    let zone = chrono_tz::America::Santiago;
    let clock = Clock::fast(time("2026-09-20T12:00:00Z"), 1);
    let centre = Centre::start(Settings {
        zone,
        clock,
        ..settings()
    })
    .await
    .unwrap();
    let caller = Caller::new(&centre);
    // Midnight of the 6th of September does not exist there.
    for (first, last) in [
        ("20260905000000", "20260905235959"),
        ("20260906010000", "20260907235959"),
    ] {
        let query = format!("api=skill_9&skill_id=all&date_ini={first}&date_end={last}");
        let (status, _) = caller.get(&format!("reports_manager.php?{query}")).await;
        assert_eq!(status, 200, "{first}");
    }
}

#[tokio::test]
async fn answers_are_quick() {
    let centre = Centre::start(settings()).await.unwrap();
    let started = Instant::now();
    let day = hours(5, 0, 23);
    let calls: usize = SKILLS
        .iter()
        .map(|skill| centre.calls(skill.id, day).len())
        .sum();
    let made = started.elapsed();
    let started = Instant::now();
    let again: usize = SKILLS
        .iter()
        .map(|skill| centre.calls(skill.id, day).len())
        .sum();
    println!(
        "{calls} calls made in {made:?}, read again in {:?}",
        started.elapsed()
    );
    assert_eq!(calls, again);
    // Several times what it takes, as the machine may be busy.
    assert!(made < Duration::from_secs(2), "a day takes {made:?}");
    let caller = Caller::new(&centre);
    let started = Instant::now();
    for _ in 0..20 {
        caller.report("skill_11&skill_id=7", hours(5, 10, 11)).await;
    }
    println!("an answer takes {:?}", started.elapsed() / 20);
    assert!(started.elapsed() < Duration::from_secs(1));
}

#[test]
fn a_body_of_sixty_thousand_rows_adds_up() {
    let body: Value = serde_json::from_str(&holds_body(60_000)).unwrap();
    let rows = body["data"].as_array().unwrap();
    assert_eq!(rows.len(), 60_001);
    let (total, rows) = rows.split_last().unwrap();
    let uses: u64 = rows.iter().map(|row| count(&row["count"])).sum();
    assert_eq!(count(&total["count"]), uses);
    assert!(seconds(&total["hold_time"]) > 24 * 3600);
}
