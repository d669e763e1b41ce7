//! The way to the gateway through the proxy of a corporate network, as the variables of the process name it for
//! other programs too: `HTTPS_PROXY` (for `ws://` addresses `HTTP_PROXY`), `ALL_PROXY` and `NO_PROXY`.

use std::io;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::Url;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// The longest head of a proxy's answer, in bytes.
const LONGEST_HEAD: usize = 8 * 1024;

/// Opens a connection to the host of a websocket's address, through a proxy where the variables name one.
pub(super) async fn connect_to(
    address: &str,
    env: impl Fn(&str) -> Option<String>,
) -> io::Result<TcpStream> {
    let url: Url = address.parse().map_err(io::Error::other)?;
    let host = url
        .host_str()
        .ok_or_else(|| io::Error::other("the address has no host"))?;
    let port = url.port_or_known_default().unwrap_or(443);
    let Some(proxy) = proxy_of(&url, env) else {
        return TcpStream::connect((bare(host), port)).await;
    };
    let proxy_host = proxy.host_str().unwrap_or_default();
    let proxy_port = proxy.port_or_known_default().unwrap_or(80);
    let through = |error: io::Error| {
        io::Error::new(
            error.kind(),
            format!("the proxy {proxy_host}:{proxy_port}: {error}"),
        )
    };
    let mut stream = TcpStream::connect((bare(proxy_host), proxy_port))
        .await
        .map_err(through)?;
    let mut request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n");
    if !proxy.username().is_empty() {
        let user = format!(
            "{}:{}",
            proxy.username(),
            proxy.password().unwrap_or_default()
        );
        request += "Proxy-Authorization: Basic ";
        request += &STANDARD.encode(user);
        request += "\r\n";
    }
    request += "\r\n";
    stream
        .write_all(request.as_bytes())
        .await
        .map_err(through)?;
    let head = read_head(&mut stream).await.map_err(through)?;
    let status = head.split_whitespace().nth(1).unwrap_or_default();
    if status.starts_with('2') {
        return Ok(stream);
    }
    let line = head.lines().next().unwrap_or_default();
    Err(through(io::Error::other(format!(
        "it refuses the connection (`{line}`)"
    ))))
}

/// Reads up to the empty line. What follows belongs to the tunnel, so that it is read byte by byte.
async fn read_head(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() >= LONGEST_HEAD {
            return Err(io::Error::other("it answers with something else than HTTP"));
        }
        head.push(stream.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn proxy_of(url: &Url, env: impl Fn(&str) -> Option<String>) -> Option<Url> {
    let value = |name: &str| {
        let is_set = |text: &String| !text.is_empty();
        env(name)
            .or_else(|| env(&name.to_lowercase()))
            .filter(is_set)
    };
    let host = url.host_str()?;
    if value("NO_PROXY").is_some_and(|list| is_exempt(host, &list)) {
        return None;
    }
    let name = if url.scheme() == "ws" {
        "HTTP_PROXY"
    } else {
        "HTTPS_PROXY"
    };
    let proxy = value(name).or_else(|| value("ALL_PROXY"))?;
    let proxy = if proxy.contains("://") {
        proxy
    } else {
        format!("http://{proxy}")
    };
    proxy.parse().ok()
}

/// Returns whether a list such as `localhost, .example.com` has the host or a domain of it.
fn is_exempt(host: &str, list: &str) -> bool {
    list.split(',').map(str::trim).any(|entry| {
        let domain = entry.trim_start_matches('.');
        let is_below = || {
            host.strip_suffix(domain)
                .is_some_and(|rest| rest.ends_with('.'))
        };
        entry == "*" || (!domain.is_empty() && (host == domain || is_below()))
    })
}

/// The host as the resolver takes it: an IPv6 address has no brackets there.
fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy(address: &str, variables: &[(&str, &str)]) -> Option<String> {
        let env = |name: &str| {
            let found = variables.iter().find(|(it, _)| *it == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        proxy_of(&address.parse().unwrap(), env).map(String::from)
    }

    #[test]
    fn the_proxy_is_the_one_of_other_programs() {
        let gateway = "wss://gateway.discord.gg/";
        assert_eq!(proxy(gateway, &[]), None);
        let named = [
            ("HTTPS_PROXY", "proxy.example:3128"),
            ("HTTP_PROXY", "http://other:1"),
        ];
        assert_eq!(
            proxy(gateway, &named).unwrap(),
            "http://proxy.example:3128/"
        );
        assert_eq!(
            proxy("ws://127.0.0.1:9/", &named).unwrap(),
            "http://other:1/"
        );
        let small = [("all_proxy", "http://a:b@proxy:3128")];
        assert_eq!(proxy(gateway, &small).unwrap(), "http://a:b@proxy:3128/");
        for exempt in [
            "*",
            "gateway.discord.gg",
            "localhost, .discord.gg",
            "discord.gg",
        ] {
            let variables = [("HTTPS_PROXY", "proxy:1"), ("NO_PROXY", exempt)];
            assert_eq!(proxy(gateway, &variables), None, "{exempt}");
        }
        let variables = [("HTTPS_PROXY", "proxy:1"), ("NO_PROXY", "cord.gg,")];
        assert!(proxy(gateway, &variables).is_some());
    }
}
