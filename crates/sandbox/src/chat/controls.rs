//! What befalls the bot by Discord's hand: time, permissions, lost connections.

use std::time::Duration;

use serde_json::json;

use super::{
    connection::invalid_session,
    gateway::{GatewayFault, GatewayHandshake, GatewaySignal, HandshakeTrouble},
    handle::WaitTimedOut,
    server::DiscordStandIn,
    settings::ChatRole,
    state::{ChatChannel, ChatState},
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
        self.change_channel(channel, |channel| channel.permissions = permissions);
    }

    /// Makes a channel one of another kind: 0 is text, 15 a forum.
    pub fn set_kind(&self, channel: u64, kind: u8) {
        self.change_channel(channel, |channel| channel.kind = kind);
    }

    fn change_channel(&self, id: u64, change: impl FnOnce(&mut ChatChannel)) {
        self.shared.change(|state| {
            if let Some(channel) = state.channel_mut(id) {
                change(channel);
            }
            if let Some(channel) = state.find_channel(id) {
                let json = state.channel_json(channel);
                state.gateway.dispatch("CHANNEL_UPDATE", &json);
            }
        });
    }

    /// Somebody deletes a channel with all that stands in it.
    pub fn delete_channel(&self, id: u64) {
        self.shared.change(|state| {
            if let Some(channel) = state.find_channel(id) {
                let json = state.channel_json(channel);
                state.channels.retain(|channel| channel.id != id);
                state.messages.retain(|_, message| message.channel != id);
                state.gateway.dispatch("CHANNEL_DELETE", &json);
            }
        });
    }

    /// Somebody makes a role, or changes the one of that id.
    pub fn set_role(&self, role: ChatRole) {
        self.shared.change(|state| {
            let roles = &mut state.settings.roles;
            let is_new = roles.iter().all(|it| it.id != role.id);
            roles.retain(|it| it.id != role.id);
            let json = super::wire::role_json(roles.len() + 1, &role);
            roles.push(role);
            let event = if is_new {
                "GUILD_ROLE_CREATE"
            } else {
                "GUILD_ROLE_UPDATE"
            };
            let guild = state.settings.guild.to_string();
            state
                .gateway
                .dispatch(event, &json!({ "guild_id": guild, "role": json }));
        });
    }

    /// Somebody deletes a role.
    pub fn delete_role(&self, id: u64) {
        self.shared.change(|state| {
            state.settings.roles.retain(|it| it.id != id);
            let guild = state.settings.guild.to_string();
            let event = json!({ "guild_id": guild, "role_id": id.to_string() });
            state.gateway.dispatch("GUILD_ROLE_DELETE", &event);
        });
    }

    /// Somebody removes the bot from the guild, or invites it again.
    pub fn set_membership(&self, is_member: bool) {
        self.shared.change(|state| {
            state.has_left = !is_member;
            let id = state.settings.guild.to_string();
            let (event, data) = if is_member {
                ("GUILD_CREATE", state.guild_create())
            } else {
                ("GUILD_DELETE", json!({ "id": id }))
            };
            state.gateway.dispatch(event, &data);
        });
    }

    /// Discord loses its own server with the guild for a while, or finds it again.
    pub fn set_guild_available(&self, is_available: bool) {
        self.shared.change(|state| {
            let id = state.settings.guild.to_string();
            let (event, data) = if is_available {
                ("GUILD_CREATE", state.guild_create())
            } else {
                ("GUILD_DELETE", json!({ "id": id, "unavailable": true }))
            };
            state.gateway.dispatch(event, &data);
        });
    }

    /// Makes the next handshakes of this kind fail.
    pub fn trouble(&self, handshake: GatewayHandshake, fault: GatewayFault, times: usize) {
        self.shared.change(|state| {
            state
                .gateway
                .troubles
                .retain(|it| it.handshake != handshake);
            state.gateway.troubles.push(HandshakeTrouble {
                handshake,
                fault,
                left: times,
            });
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
