//! What befalls the bot by Discord's hand: time, permissions, lost connections.

use std::time::Duration;

use serde_json::json;

use super::{
    connection::invalid_session, gateway::GatewaySignal, handle::WaitTimedOut,
    server::DiscordStandIn, state::ChatState,
};

impl DiscordStandIn {
    /// Waits until the bot hears events and has registered its commands.
    ///
    /// # Errors
    ///
    /// When it did not in time.
    pub async fn wait_ready(&self, limit: Duration) -> Result<(), WaitTimedOut> {
        let ready = |state: &ChatState| state.is_connected() && state.commands().next().is_some();
        self.wait_until(limit, ready).await
    }

    /// Lets so much time pass for interactions and nonces, without waiting for it.
    pub fn let_pass(&self, length: Duration) {
        self.shared.change(|state| state.stopwatch.skip(length));
    }

    /// Gives the bot exactly these permissions in a channel and its threads.
    pub fn permit(&self, channel: u64, permissions: u64) {
        self.shared.change(|state| {
            if let Some(channel) = state.channel_mut(channel) {
                channel.permissions = permissions;
            }
        });
    }

    /// Somebody opens a thread on a message, where there is that message and it has none.
    ///
    /// Gives the thread.
    pub fn open_thread(&self, message: u64, name: &str) -> Option<u64> {
        self.shared.change(|state| {
            let found = state.message(message)?;
            let (channel, has_none) = (found.channel, found.thread.is_none());
            has_none.then(|| state.add_thread(channel, message, name.to_owned(), 4320))?;
            Some(message)
        })
    }

    /// Lets a thread rest, as Discord does after a while; `locked` keeps it so.
    pub fn archive(&self, thread: u64, locked: bool) {
        self.shared.change(|state| {
            let channel = state.channel_mut(thread);
            if let Some(thread) = channel.and_then(|it| it.thread.as_mut()) {
                thread.archived = true;
                thread.locked = locked;
            }
        });
    }

    /// Somebody with the right to do so deletes a message.
    pub fn delete(&self, message: u64) {
        self.shared
            .change(|state| drop(state.messages.remove(&message)));
    }

    /// Ends the gateway's connections without a word; sessions can be resumed.
    pub fn drop_connections(&self) {
        self.shared
            .change(|state| state.gateway.signal(|| GatewaySignal::Cut));
    }

    /// Closes the gateway's connections with a code.
    pub fn close_gateway(&self, code: u16) {
        self.shared.change(|state| {
            state
                .gateway
                .signal(|| GatewaySignal::Close(code, "as asked"));
        });
    }

    /// Asks the bot to connect anew (opcode 7).
    pub fn ask_to_reconnect(&self) {
        let text = json!({ "op": 7, "d": null, "s": null, "t": null }).to_string();
        self.shared.change(|state| {
            state.gateway.signal(|| GatewaySignal::Send(text.clone()));
        });
    }

    /// Tells the bot that its session is invalid (opcode 9); one that is not resumable is
    /// forgotten.
    pub fn invalidate_session(&self, resumable: bool) {
        self.shared.change(|state| {
            let text = invalid_session(resumable);
            state.gateway.signal(|| GatewaySignal::Send(text.clone()));
            if !resumable {
                state.gateway.forget_all();
            }
        });
    }

    /// Whether heartbeats are left without an answer from now on.
    pub fn ignore_heartbeats(&self, ignore: bool) {
        self.shared.change(|state| state.gateway.deaf = ignore);
    }
}
