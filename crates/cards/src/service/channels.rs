//! The channels beside the one that the answer is about. Customers' channels come first;
//! internal and outbound ones stand apart, since they are in no total of customers.

use crate::{
    CardLine, Words,
    report::{RowPage, SortOrder, doubts, highest_first, page as page_of, warning},
    service::question::ServiceQuestion,
};
use vigia_core::metrics::{Channel, Quantity, facts::ChannelService};

/// Whose channel it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ChannelKind {
    /// Customers who call.
    Voice,
    /// Customers who write.
    Message,
    /// The centre's own calls.
    InternalCall,
    /// The centre's own chats.
    InternalChat,
    /// Calls to customers.
    Outbound,
    /// Nobody knows.
    Unknown,
}

impl ChannelKind {
    pub(crate) fn of(channel: &Channel) -> Self {
        match channel.as_str() {
            Channel::INBOUND => Self::Voice,
            "internalcall_que" => Self::InternalCall,
            "chat-transferSkill" | "chat-configurationbox" => Self::InternalChat,
            "out_pre" => Self::Outbound,
            other if other.starts_with("chat-") || other.starts_with("omni-") => Self::Message,
            _ => Self::Unknown,
        }
    }

    /// Whether somebody waits for it on the phone.
    pub(super) fn is_call(self) -> bool {
        match self {
            Self::Voice | Self::InternalCall => true,
            Self::Message | Self::InternalChat | Self::Outbound | Self::Unknown => false,
        }
    }

    pub(crate) fn is_customers(self) -> bool {
        match self {
            Self::Voice | Self::Message => true,
            Self::InternalCall | Self::InternalChat | Self::Outbound | Self::Unknown => false,
        }
    }
}

/// The channels that a card shows beside its own.
pub(super) type ChannelPage<'a> = RowPage<&'a ChannelService>;

/// All rows that the answer covers, customers' first, each group by offered calls.
pub(super) fn ordered<'q>(question: &ServiceQuestion<'q>) -> Vec<&'q ChannelService> {
    let channel = question.channel();
    let rows = question.rows().iter();
    let mut rows: Vec<_> = rows
        .filter(|row| question.asked.channel.is_none() || row.channel == channel)
        .collect();
    rows.sort_by_cached_key(|row| question.words.channel(&row.channel).to_lowercase());
    if question.inquiry.view.order != Some(SortOrder::Name) {
        highest_first(&mut rows, |row| row.offered);
    }
    rows.sort_by_key(|row| {
        let kind = ChannelKind::of(&row.channel);
        (row.channel != channel, !kind.is_customers())
    });
    rows
}

/// Those that this page of the card shows.
pub(super) fn page<'q>(question: &ServiceQuestion<'q>) -> ChannelPage<'q> {
    let channel = question.channel();
    let mut rows = ordered(question);
    rows.retain(|row| row.channel != channel);
    page_of(rows, &question.inquiry.view)
}

/// One line a channel, each group below its own heading.
pub(super) fn lines(page: &ChannelPage<'_>, words: &Words) -> Vec<CardLine> {
    let (customers, apart): (Vec<&ChannelService>, Vec<_>) = page
        .rows
        .iter()
        .partition(|row| ChannelKind::of(&row.channel).is_customers());
    let mut lines = Vec::new();
    for (heading, rows) in [("service-others", customers), ("service-apart", apart)] {
        if !rows.is_empty() {
            lines.push(words.line(heading, &[]));
            lines.extend(rows.iter().map(|row| line(row, words)));
        }
    }
    lines.extend(page.line(words));
    lines
}

fn line(row: &ChannelService, words: &Words) -> CardLine {
    let count = |calls: Option<u64>| words.known(calls.map(Quantity::Count));
    let share = row.abandoned.zip(row.offered);
    let share = share.and_then(|(part, of)| Quantity::share(part, of));
    let share = share.map(|share| format!(" ({})", words.quantity(share)));
    let id = match ChannelKind::of(&row.channel) {
        ChannelKind::Outbound => "service-channel-outbound",
        ChannelKind::Voice
        | ChannelKind::Message
        | ChannelKind::InternalCall
        | ChannelKind::InternalChat
        | ChannelKind::Unknown => "service-channel",
    };
    words.line(
        id,
        &[
            ("channel", words.channel(&row.channel).into()),
            ("offered", count(row.offered).into()),
            ("answered", count(row.answered).into()),
            ("abandoned", count(row.abandoned).into()),
            ("share", share.unwrap_or_default().into()),
        ],
    )
}

/// Which of them contradict themselves.
pub(super) fn doubtful(page: &ChannelPage<'_>, words: &Words) -> Option<CardLine> {
    let doubtful: Vec<_> = page
        .rows
        .iter()
        .filter(|row| !doubts(row, words).is_empty())
        .map(|row| words.channel(&row.channel))
        .collect();
    (!doubtful.is_empty()).then(|| {
        let channels = doubtful.join(", ");
        warning(words.line("doubt-channels", &[("channels", channels.into())]))
    })
}
