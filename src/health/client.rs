//! Asks the pages of a running bot.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

/// The time limit of the request.
const LIMIT: Duration = Duration::from_secs(5);

/// Returns whether the bot that serves its pages on `address` says that all is well, and what it says.
pub async fn ask_ready(address: SocketAddr) -> Result<(bool, String), String> {
    let address = reachable(address);
    let ask = async {
        let request = reqwest::Client::new().get(format!("http://{address}/readyz"));
        let answer = request.timeout(LIMIT).send().await?;
        let is_well = answer.status().is_success();
        Ok((is_well, answer.text().await?))
    };
    ask.await.map_err(|error: reqwest::Error| error.to_string())
}

/// Returns the address at which a page that listens on all addresses is reached from this machine.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
