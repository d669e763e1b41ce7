//! Threads: open one on a message, rename and archive it.

use serde_json::{Value, json};

use super::{
    form::{FormCheck, FormRefusal, MISSING_PERMISSIONS, THREAD_EXISTS, WRONG_CHANNEL_KIND},
    request::ApiCall,
    routes::RouteReply,
    settings::permissions,
    state::{ChatChannel, ChatState, ChatThread},
};

const MINUTES: [u64; 4] = [60, 1440, 4320, 10080];

impl ChatState {
    pub(super) fn open_thread(
        &mut self,
        parent: u64,
        message: u64,
        call: &ApiCall,
    ) -> Result<RouteReply, FormRefusal> {
        let needed = permissions::CREATE_PUBLIC_THREADS;
        let channel = self.permitted(parent, needed)?;
        if channel.thread.is_some() {
            return Err(WRONG_CHANNEL_KIND.into());
        }
        let (name, auto_archive) = check(call)?;
        if self.visible(parent, message)?.thread.is_some() || self.find_channel(message).is_some() {
            return Err(THREAD_EXISTS.into());
        }
        let json = self.add_thread(parent, message, name, auto_archive.unwrap_or(4320));
        Ok(RouteReply::with(201, json))
    }

    /// Hangs a thread on a message, and tells the bot of it.
    pub(super) fn add_thread(
        &mut self,
        parent: u64,
        message: u64,
        name: String,
        auto_archive: u64,
    ) -> Value {
        let granted = self.find_channel(parent).map(|channel| channel.permissions);
        let thread = ChatChannel {
            id: message,
            name,
            kind: 0,
            permissions: granted.unwrap_or_default(),
            thread: Some(ChatThread {
                parent,
                archived: false,
                locked: false,
                auto_archive,
                opened: self.now(),
            }),
        };
        let json = self.channel_json(&thread);
        self.channels.push(thread);
        if let Some(message) = self.messages.get_mut(&message) {
            message.thread = Some(message.id);
        }
        let mut event = json.clone();
        super::wire::merge(&mut event, json!({ "newly_created": true }));
        self.gateway.dispatch("THREAD_CREATE", &event);
        json
    }

    /// Changes a thread's name or whether it rests. Channels proper are not the bot's.
    pub(super) fn change_thread(
        &mut self,
        id: u64,
        call: &ApiCall,
    ) -> Result<RouteReply, FormRefusal> {
        let channel = self.channel(id)?;
        let granted = self.granted(channel);
        let Some(thread) = &channel.thread else {
            return Err(MISSING_PERMISSIONS.into());
        };
        let flag = |key: &str| call.body.get(key).and_then(serde_json::Value::as_bool);
        let locks = flag("locked").is_some_and(|locked| locked != thread.locked);
        if locks && granted & permissions::MANAGE_THREADS == 0 {
            return Err(MISSING_PERMISSIONS.into());
        }
        let named = call.body.get("name").is_some();
        let name = if named { Some(check(call)?.0) } else { None };
        let (archived, locked) = (flag("archived"), flag("locked"));
        if let Some(channel) = self.channel_mut(id) {
            channel.name = name.unwrap_or_else(|| channel.name.clone());
            if let Some(thread) = &mut channel.thread {
                thread.archived = archived.unwrap_or(thread.archived);
                thread.locked = locked.unwrap_or(thread.locked);
            }
        }
        Ok(RouteReply::ok(self.channel_json(self.channel(id)?)))
    }
}

fn check(call: &ApiCall) -> Result<(String, Option<u64>), FormRefusal> {
    let mut form = FormCheck::default();
    let name = form
        .required(&call.body, "", "name", 100)
        .unwrap_or("")
        .to_owned();
    let minutes = form.number(&call.body, "", "auto_archive_duration", (0, 10080));
    if minutes.is_some_and(|it| !MINUTES.contains(&it)) {
        let message = "Value must be one of (60, 1440, 4320, 10080).";
        form.refuse("auto_archive_duration", "BASE_TYPE_CHOICES", message);
    }
    form.finish()?;
    Ok((name, minutes))
}
