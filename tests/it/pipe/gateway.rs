//! The bot as a process, when Discord's gateway or the server is not as it should be.

use vigia_sandbox::chat::{ChatState, GatewayFault, GatewayHandshake};
use vigia_store::{Store, StoreSettings};

use crate::support::floor::{FLOOR, Floor, PATIENCE};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_close_that_no_connection_can_cure_ends_the_process_with_the_reason() {
    let floor = Floor::open().await;
    let mut bot = floor.run();
    floor.ready().await;
    floor.chat.close_gateway(4011);
    assert_eq!(bot.end(PATIENCE).await.code(), Some(1), "{}", bot.log());
    let reason = "Discord refuses one connection for all servers of the bot (code 4011)";
    assert!(bot.log().contains(reason), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_loop_is_logged_as_an_error_and_a_stop_within_it_is_orderly() {
    let floor = Floor::open().await;
    let mut bot = floor.run();
    floor.ready().await;
    for handshake in [GatewayHandshake::Identify, GatewayHandshake::Resume] {
        floor
            .chat
            .trouble(handshake, GatewayFault::Close(4000), usize::MAX);
    }
    floor.chat.close_gateway(4000);
    bot.says("no connection to Discord has lasted a minute since then")
        .await;
    bot.terminate();
    assert_eq!(bot.end(PATIENCE).await.code(), Some(0), "{}", bot.log());
    assert!(!bot.log().contains("did not end within"), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_is_deleted_is_named_with_its_setting() {
    let floor = Floor::open().await;
    let bot = floor.run();
    floor.ready().await;
    floor.chat.delete_channel(FLOOR);
    bot.says(&format!("channels.floor: there is no channel {FLOOR}"))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_are_counted_over_restarts() {
    let floor = Floor::open().await;
    let bot = floor.run();
    floor.ready().await;
    let bot = floor.restart(bot).await;
    bot.stop().await;
    assert_eq!(floor.chat.look(ChatState::identified), 2);
    let store = Store::open(StoreSettings::new(floor.folder().join("data"))).unwrap();
    assert_eq!(store.identifies().unwrap().len(), 2);
}
