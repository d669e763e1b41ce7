//! The questions about wolkvox, whose answers wolkvox itself confirms.

use std::time::Duration;

use chrono_tz::Tz;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use crate::{
    cli::init::{
        InitOptions, ask_licences,
        prompts::{InitError, Prompter, say},
        token_of,
    },
    config::ApiAddress,
};
use vigia_clock::Clock;
use vigia_core::metrics::OperationName;
use vigia_wolkvox::{ApiError, OperationAccess, RequestGate, RequestLimits};

pub(super) struct Wolkvox {
    pub(super) address: ApiAddress,
    pub(super) token: SecretString,
    pub(super) licences: u32,
}

/// Asks for address, token and licences until wolkvox accepts them, or the person goes on without.
pub(super) async fn ask_wolkvox(
    options: &InitOptions,
    prompter: &Prompter,
    zone: Tz,
) -> Result<Wolkvox, InitError> {
    loop {
        let address = ask_address(options, prompter)?;
        let given = token_of(options.wolkvox_token.as_deref(), Some("WOLKVOX_TOKEN"))?;
        let token = prompter.secret("API token of wolkvox Manager", "--wolkvox-token", given)?;
        let mut known = None;
        if !options.offline {
            let access = OperationAccess {
                base: address.base(),
                limits: RequestLimits {
                    list: Duration::from_secs(30),
                    retries: 0,
                    ..RequestLimits::default()
                },
                ..OperationAccess::new(OperationName::new("principal"), "", token.clone(), zone, 1)
            };
            match look(&access).await {
                Ok((skills, licences)) => {
                    say(format!("ok       wolkvox answers: {skills} skills"));
                    known = licences;
                }
                Err(why) if prompter.is_silent() => return Err(InitError::Wrong(why)),
                Err(why) => {
                    say(format!(
                        "problem  {}",
                        why.replace("\nhint: ", "\n         ")
                    ));
                    let ways = ["type them again", "go on, and mend it later", "stop"];
                    match prompter.choose("What now?", &ways.map(str::to_owned), 0)? {
                        0 => continue,
                        1 => {}
                        _ => return Err(InitError::Stopped),
                    }
                }
            }
        }
        let licences = ask_licences(options, prompter, known)?;
        return Ok(Wolkvox {
            address,
            token,
            licences,
        });
    }
}

/// Returns the number of skills, and of licences where wolkvox says it.
async fn look(access: &OperationAccess) -> Result<(usize, Option<u32>), String> {
    let built = RequestGate::new(access, Clock::system(), None, |_| {});
    let (gate, worker) = built.map_err(|error| error.to_string())?;
    let stop = CancellationToken::new();
    let _end = stop.clone().drop_guard();
    tokio::spawn(worker.run(stop));
    let why = |error: ApiError| {
        let (what, help) = error.what_and_help();
        format!("{what}\nhint: {help}")
    };
    let usage = gate.token_usage().await.map_err(why)?;
    let skills = gate.skills().await.map_err(why)?;
    let licences = usage.limit.filter(|limit| *limit > 0);
    let licences = licences.and_then(|limit| u32::try_from(limit.div_ceil(1_000)).ok());
    Ok((skills.len(), licences))
}

pub(super) fn ask_address(
    options: &InitOptions,
    prompter: &Prompter,
) -> Result<ApiAddress, InitError> {
    if let Some(url) = &options.base_url {
        return Ok(ApiAddress::of_url(url.trim_end_matches('/').to_owned()));
    }
    prompter.text(
        "Server of wolkvox: the digits in the Manager's address, such as 0012 of wv0012.wolkvox.com",
        "--server",
        (options.server.as_deref(), None),
        read_server,
    )
}

/// Reads the digits, also out of the whole address as it is pasted from the browser.
fn read_server(text: &str) -> Result<ApiAddress, String> {
    let text = text.trim().to_ascii_lowercase();
    let host = text.split("://").last().unwrap_or_default();
    let host = host.split(['/', '.']).next().unwrap_or_default();
    let digits = host.strip_prefix("wv").unwrap_or(host);
    if (1..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(ApiAddress::Server(digits.to_owned()));
    }
    Err(format!(
        "`{text}` is no server; open wolkvox Manager and look at its address: wv0012.wolkvox.com has 0012"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_read_from_whatever_was_pasted() {
        for text in [
            "0012",
            " wv0012 ",
            "wv0012.wolkvox.com",
            "https://WV0012.wolkvox.com/manager?x=1",
        ] {
            assert_eq!(
                read_server(text).unwrap(),
                ApiAddress::Server("0012".to_owned()),
                "{text}"
            );
        }
        for text in ["", "wolkvox.com", "https://example.com", "123456789"] {
            assert!(read_server(text).is_err(), "{text}");
        }
    }
}
