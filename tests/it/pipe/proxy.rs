//! The bot behind the proxy of a corporate network, through which alone it may reach the outside.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream},
};

use crate::support::floor::Floor;

/// A proxy that counts the tunnels and the requests that went through it.
#[derive(Default)]
struct Passed {
    tunnels: AtomicUsize,
    requests: AtomicUsize,
}

/// Starts a proxy. Returns its address.
async fn start_proxy() -> (String, Arc<Passed>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let passed = Arc::new(Passed::default());
    let counted = Arc::clone(&passed);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let counted = Arc::clone(&counted);
            tokio::spawn(async move { pass_on(stream, &counted).await });
        }
    });
    (address, passed)
}

/// Passes one connection on: a tunnel, or requests that name the whole address.
async fn pass_on(mut client: TcpStream, passed: &Passed) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await.ok()?);
    }
    let text = String::from_utf8(head.clone()).ok()?;
    let (method, rest) = text.split_once(' ')?;
    let target = rest.split(' ').next()?;
    let host = target.trim_start_matches("http://").split('/').next()?;
    let mut server = TcpStream::connect(host).await.ok()?;
    if method == "CONNECT" {
        passed.tunnels.fetch_add(1, Ordering::Relaxed);
        client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.ok()?;
    } else {
        passed.requests.fetch_add(1, Ordering::Relaxed);
        server.write_all(&head).await.ok()?;
    }
    copy_bidirectional(&mut client, &mut server).await.ok()?;
    Some(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_and_the_gateway_go_through_the_proxy() {
    let floor = Floor::open().await;
    let (address, passed) = start_proxy().await;
    let bot = floor.start(floor.run_command().env("HTTP_PROXY", address));
    floor.ready().await;
    bot.says("gaps=0").await;
    assert_eq!(passed.tunnels.load(Ordering::Relaxed), 1, "{}", bot.log());
    assert!(
        passed.requests.load(Ordering::Relaxed) >= 2,
        "{}",
        bot.log()
    );
    assert!(bot.stop().await.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exempt_host_is_reached_without_the_proxy() {
    let floor = Floor::open().await;
    let variables = [
        ("ALL_PROXY", "http://127.0.0.1:9"),
        ("NO_PROXY", "127.0.0.1"),
    ];
    let bot = floor.start(floor.run_command().envs(variables));
    floor.ready().await;
    bot.says("gaps=0").await;
    assert!(bot.stop().await.success());
}
