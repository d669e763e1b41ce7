//! What the bot knows of itself and says where: a report that cannot be read, seen by the person on call.

use std::{
    collections::BTreeSet,
    net::{SocketAddr, TcpListener},
};

use vigia_sandbox::{centre::ApiFault, chat::permissions};

use super::assert_faultless;
use crate::support::{
    floor::{CRITICAL, FLOOR, Floor, OFFICE, PATIENCE, Plan, RULES as ALERT_RULES, ana},
    http_stub::{Mock, MockServer, ResponseTemplate, matchers::method},
    led_floor::LedFloor,
};

/// A rule that needs `skill_11` beside others, whose windows do not widen.
const RULES: &str = "\
rules:
  - alert: service-level
    metric: service_level.20s
    of: operation
    window: 60m
    when: { below: { critical: 1% } }
    notify: floor
  - alert: short-calls
    metric: calls.short_share
    of: operation
    window: 60m
    when: { above: { critical: 100% } }
    notify: floor
";

/// An address that nothing listens on.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

struct WatchedFloor {
    led: LedFloor,
    address: SocketAddr,
    heartbeats: MockServer,
}

impl WatchedFloor {
    async fn open(rules: &'static str) -> Self {
        let address = free_address();
        let heartbeats = MockServer::start().await;
        let ok = ResponseTemplate::new(200);
        Mock::given(method("GET"))
            .respond_with(ok)
            .mount(&heartbeats)
            .await;
        let url = format!("{}/ping/s3cret-key", heartbeats.uri());
        let plan = Plan {
            rules,
            has_ops: true,
            access: "heartbeat: { url: { env: HEARTBEAT_URL } }",
            ..Plan::default()
        };
        let led = LedFloor::commanded(plan, |command| {
            command.env("HEARTBEAT_URL", url);
            command.arg("--health").arg(address.to_string());
        });
        Self {
            led: led.await,
            address,
            heartbeats,
        }
    }

    fn floor(&self) -> &Floor {
        &self.led.floor
    }

    async fn get(&self, path: &str) -> (u16, String) {
        let answer = reqwest::get(format!("http://{}{path}", self.address))
            .await
            .unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Waits until the page answers with this status.
    async fn answers(&self, path: &str, status: u16) -> String {
        let answered = async {
            loop {
                let (seen, text) = self.get(path).await;
                if seen == status {
                    return text;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, answered).await;
        in_time.unwrap_or_else(|_| panic!("{path} never answers {status}"))
    }

    async fn status(&self) -> String {
        self.ask("status", &[]).await
    }

    async fn ask(&self, command: &str, options: &[(&str, &str)]) -> String {
        let ana = ana("es-CO");
        let asked = self.floor().chat.run_command(&ana, command, options);
        let answer = asked.unwrap().message(PATIENCE).await.unwrap();
        answer.text().replace('\\', "")
    }

    /// The posts to the people who run the bot, without answers to others there.
    fn posts(&self) -> Vec<String> {
        let posts = self.floor().chat.messages(OFFICE).into_iter();
        // Text from outside is escaped.
        posts.map(|post| post.text().replace('\\', "")).collect()
    }

    async fn posted(&self, number: usize) {
        let there = self
            .floor()
            .chat
            .wait_until(PATIENCE, |state| state.messages(OFFICE).count() >= number);
        assert!(
            there.await.is_ok(),
            "{:?}: {}",
            self.posts(),
            self.led.bot.log()
        );
    }

    async fn posted_with(&self, words: &str) {
        let there = self.floor().chat.wait_until(PATIENCE, |state| {
            let mut posts = state.messages(OFFICE);
            posts.any(|post| post.text().replace('\\', "").contains(words))
        });
        assert!(
            there.await.is_ok(),
            "{:?}: {}",
            self.posts(),
            self.led.bot.log()
        );
    }

    /// The number of heartbeats.
    async fn beats(&self) -> usize {
        self.heartbeats.received_requests().await.len()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_report_that_cannot_be_read_for_an_hour_is_said_everywhere_and_once() {
    let mut watched = WatchedFloor::open(RULES).await;
    assert_eq!(watched.get("/livez").await.0, 200);
    assert_eq!(
        watched.get("/readyz").await.0,
        503,
        "nothing was checked yet"
    );
    let early = watched.status().await;
    assert!(!early.contains("Todo funciona"), "{early}");

    watched.led.poll().await;
    watched.answers("/readyz", 200).await;
    let status = watched.status().await;
    assert!(status.contains("🟢 Todo funciona"), "{status}");

    watched
        .floor()
        .centre
        .fault_on("skill_11", ApiFault::Garbage);
    for _ in 0..3 {
        watched.led.poll().await;
    }
    watched.posted(1).await;
    let [post] = &watched.posts()[..] else {
        panic!("one post: {:?}", watched.posts());
    };
    for words in [
        "1 regla sin datos",
        "skill_11",
        "service-level",
        "no es un reporte",
    ] {
        assert!(post.contains(words), "nothing of `{words}`: {post}");
    }
    assert!(!post.contains("short-calls"), "{post}");
    let explained = [("explain", "service-level")];
    let explained = watched.ask("rules", &explained).await;
    assert!(
        explained.contains("Sin datos") && explained.contains("skill_11"),
        "{explained}"
    );
    let ready = watched.answers("/readyz", 503).await;
    assert!(
        ready.contains("skill_11") && ready.lines().count() == 1,
        "{ready}"
    );
    assert_eq!(watched.get("/healthz").await.0, 503);
    assert_eq!(watched.get("/livez").await.0, 200);
    let status = watched.status().await;
    assert!(
        status.contains("🔴") && status.contains("service-level"),
        "{status}"
    );
    let beats = watched.beats().await;
    assert!(beats > 0, "no heartbeat while all was well");

    for _ in 0..9 {
        watched.led.poll().await;
    }
    assert_eq!(watched.posts().len(), 1);
    assert_eq!(
        watched.beats().await,
        beats,
        "a heartbeat while a rule is blind"
    );

    watched.floor().centre.heal();
    watched.led.poll().await;
    watched.posted(2).await;
    let posts = watched.posts();
    assert!(posts[1].contains("✅ Resuelto"), "{posts:?}");
    watched.answers("/readyz", 200).await;
    let status = watched.status().await;
    assert!(status.contains("🟢 Todo funciona"), "{status}");
    let log = watched.led.bot.log();
    assert!(
        !log.contains("s3cret-key"),
        "the address of the heartbeat is in the log"
    );
    watched.led.bot.stop().await;
    assert_faultless(&watched.led.floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_metrics_are_those_that_the_operations_page_explains() {
    let mut watched = WatchedFloor::open(RULES).await;
    watched.led.poll().await;
    watched
        .floor()
        .centre
        .fault_on("skill_11", ApiFault::Garbage);
    watched.led.poll().await;
    let (status, text) = watched.get("/metrics").await;
    assert_eq!(status, 200, "{text}");
    for sample in [
        "vigia_polls_total{operation=\"principal\",outcome=\"good\"} 1",
        "vigia_polls_total{operation=\"principal\",outcome=\"partial\"} 1",
        "vigia_report_requests_total{operation=\"principal\",report=\"skill_11\",outcome=\"unexpected\"} 1",
        "vigia_rules_evaluated_total{operation=\"principal\"} 4",
        "vigia_outbox_rows{channel=\"floor\"} 0",
        "vigia_alerts{operation=\"principal\",state=\"firing\"} 0",
        concat!(
            "vigia_build_info{version=\"",
            env!("CARGO_PKG_VERSION"),
            "\"} 1"
        ),
    ] {
        assert!(text.contains(sample), "nothing of `{sample}` in {text}");
    }
    let names = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let names: BTreeSet<&str> = names.filter_map(|line| line.split(' ').next()).collect();
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/operations.md");
    let page = std::fs::read_to_string(page).unwrap();
    let rows = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `vigia_"));
    let explained: BTreeSet<String> = rows
        .filter_map(|row| row.split(['`', '{']).next())
        .map(|name| format!("vigia_{name}"))
        .collect();
    let explained: BTreeSet<&str> = explained.iter().map(String::as_str).collect();
    assert_eq!(names, explained);
    watched.led.bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_refuses_posts_is_named_where_posts_are_taken() {
    let mut watched = WatchedFloor::open(ALERT_RULES).await;
    watched.led.poll().await;
    watched.answers("/readyz", 200).await;
    watched.floor().chat.permit(FLOOR, 0);
    watched.floor().lose_agents(&CRITICAL);
    for _ in 0..3 {
        watched.led.poll_alone().await;
    }
    watched.led.bot.says("Discord refused the message").await;
    // What comes and goes within a minute is not posted.
    watched.led.poll_alone().await;
    watched.led.poll_alone().await;
    watched
        .posted_with("Discord rechaza los mensajes en “floor”")
        .await;
    let ready = watched.answers("/readyz", 503).await;
    assert!(
        ready.contains("Discord refuses messages in “floor”"),
        "{ready}"
    );
    let (_, metrics) = watched.get("/metrics").await;
    assert!(
        !metrics.contains("vigia_outbox_rows{channel=\"floor\"} 0"),
        "{metrics}"
    );
    assert!(metrics.contains("vigia_healthy 0"), "{metrics}");

    watched.floor().chat.permit(FLOOR, permissions::OF_THE_BOT);
    watched.floor().card(|text| text.contains("🔴")).await;
    watched.led.poll().await;
    watched.led.poll().await;
    watched
        .posted_with("Resuelto: Discord rechaza los mensajes en “floor”")
        .await;
    watched.answers("/readyz", 200).await;
    let times = watched
        .posts()
        .iter()
        .filter(|post| post.contains("“floor”"))
        .count();
    assert_eq!(times, 2, "{:?}", watched.posts());
    watched.led.bot.stop().await;
}
