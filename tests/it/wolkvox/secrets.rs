//! The token stays where it is.

use super::*;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_token_is_in_no_error_no_log_and_no_debug_also_when_the_server_echoes_it() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // One for all threads: a scoped one misses what other tests made tracing forget.
    tracing::subscriber::set_global_default(subscriber).expect("the only log of the tests");

    let echo = format!("bad token {} or {TOKEN}", TOKEN.to_uppercase());
    let spoiled = rows(&format!(
        r#"[{{"agent_name":"ANA","count":"{}{TOKEN}"}}]"#,
        "x".repeat(70)
    ));
    let mut seen: Vec<String> = Vec::new();
    for (status, body) in [
        (403, refusal(403, &echo)),
        (400, refusal(400, &echo)),
        (502, format!("<html>{}{TOKEN}</html>", "x".repeat(180))),
        (200, format!("{TOKEN}{TOKEN}")),
        (200, spoiled),
    ] {
        let centre = Centre::open().await;
        tracing::callsite::rebuild_interest_cache();
        centre.answers(status, &body, NOW).await;
        let gate = centre.gate();
        match person(&gate, Report::Holds).await {
            Ok(answer) => {
                assert_eq!(answer.spoils, 1);
                seen.push(format!("{answer:?}"));
            }
            Err(error) => seen.push(format!("{error} {error:?}")),
        }
        seen.push(format!("{:?} {gate:?}", centre.operation));
    }
    let seen = seen.join("\n");
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        logged.contains("an answer is no report"),
        "the log was not read"
    );
    assert!(seen.contains("[token]"), "the echo was not seen");
    for text in [seen, logged] {
        let text = text.to_lowercase();
        assert!(!text.contains(TOKEN), "{text}");
        assert!(!text.contains(&TOKEN[..8]), "half a token: {text}");
    }
}
