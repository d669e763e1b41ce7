//! What waits for an answer: a command that was used, or a button that was pressed.

use serde_json::Value;
use serenity::{
    all::{
        ChannelId, ChannelType, CommandInteraction, ComponentInteraction, Member, MessageFlags,
        PartialChannel, User,
    },
    http::Route,
    model::{
        Permissions,
        id::{ApplicationId, InteractionId, MessageId},
    },
};

use crate::commands::Caller;

/// What waits for an answer.
#[derive(Clone, Debug)]
pub(super) struct InteractionQuestion {
    id: InteractionId,
    application: ApplicationId,
    token: String,
    /// Who asks, and where.
    pub(super) asker: Caller,
    /// What was used, for the log.
    pub(super) what: String,
    /// Whether files may be sent where it was asked.
    pub(super) may_attach: bool,
    /// The button, where one was pressed.
    pub(super) pressed: Option<PressedComponent>,
}

/// A button that was pressed.
#[derive(Clone, Debug)]
pub(super) struct PressedComponent {
    /// What it stands for.
    pub(super) press: String,
    /// The message that it belongs to.
    pub(super) message: MessageId,
    /// Whether only who asks sees that message.
    pub(super) is_private: bool,
    /// The rows of that message.
    pub(super) rows: Value,
}

impl InteractionQuestion {
    pub(super) fn command(asked: &CommandInteraction) -> Self {
        Self {
            id: asked.id,
            application: asked.application_id,
            token: asked.token.clone(),
            asker: asker(asked),
            what: format!("/{}", asked.data.name),
            may_attach: may_attach(asked.app_permissions),
            pressed: None,
        }
    }

    pub(super) fn press(asked: &ComponentInteraction) -> Self {
        let message = &asked.message;
        let flags = message.flags.unwrap_or_default();
        // A message that cannot be told is left as it is.
        let rows = serde_json::to_value(&message.components).unwrap_or_default();
        Self {
            id: asked.id,
            application: asked.application_id,
            token: asked.token.clone(),
            asker: Caller {
                locale: asked.locale.clone(),
                ..place(
                    &asked.user,
                    asked.member.as_ref(),
                    asked.channel_id,
                    asked.channel.as_ref(),
                )
            },
            what: asked.data.custom_id.clone(),
            may_attach: may_attach(asked.app_permissions),
            pressed: Some(PressedComponent {
                press: asked.data.custom_id.clone(),
                message: message.id,
                is_private: flags.contains(MessageFlags::EPHEMERAL),
                rows,
            }),
        }
    }

    /// Where its first response goes.
    pub(super) fn callback(&self) -> Route<'_> {
        Route::InteractionResponse {
            interaction_id: self.id,
            token: &self.token,
        }
    }

    /// The first response; for a button, the message that it belongs to.
    pub(super) fn original(&self) -> Route<'_> {
        Route::WebhookOriginalInteractionResponse {
            application_id: self.application,
            token: &self.token,
        }
    }

    /// Where further messages go.
    pub(super) fn follow_ups(&self) -> Route<'_> {
        Route::WebhookFollowupMessages {
            application_id: self.application,
            token: &self.token,
        }
    }

    /// A further message.
    pub(super) fn follow_up(&self, message_id: MessageId) -> Route<'_> {
        Route::WebhookFollowupMessage {
            application_id: self.application,
            token: &self.token,
            message_id,
        }
    }
}

/// Who uses a command, and where.
pub(super) fn asker(asked: &CommandInteraction) -> Caller {
    Caller {
        locale: asked.locale.clone(),
        ..place(
            &asked.user,
            asked.member.as_deref(),
            asked.channel_id,
            asked.channel.as_ref(),
        )
    }
}

/// What is not told is not granted.
fn place(
    user: &User,
    member: Option<&Member>,
    channel_id: ChannelId,
    channel: Option<&PartialChannel>,
) -> Caller {
    let permissions = member.and_then(|member| member.permissions);
    let roles = member.map_or(&[][..], |member| &member.roles);
    // The parent of a channel that is no thread is a category, in which nobody asks.
    let thread = channel.filter(|channel| is_thread(channel.kind));
    let parent = thread.and_then(|thread| thread.parent_id);
    let name = member.map_or_else(|| user.display_name(), Member::display_name);
    Caller {
        id: user.id.get(),
        name: name.to_owned(),
        locale: String::new(),
        roles: roles.iter().map(|role| role.get()).collect(),
        is_admin: permissions.is_some_and(Permissions::administrator),
        channels: [channel_id]
            .into_iter()
            .chain(parent)
            .map(ChannelId::get)
            .collect(),
    }
}

fn is_thread(kind: ChannelType) -> bool {
    matches!(
        kind,
        ChannelType::NewsThread | ChannelType::PublicThread | ChannelType::PrivateThread
    )
}

/// What is not told is tried: a refusal costs no more than the files.
fn may_attach(permissions: Option<Permissions>) -> bool {
    permissions.is_none_or(|granted| granted.administrator() || granted.attach_files())
}
