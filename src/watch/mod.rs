//! The parts that time drives: polls, summaries, and the delivery of what they found.

mod baseline_reader;
mod card_renderer;
mod chat_platform;
mod cycle_parts;
mod delivery_queue;
mod delivery_status;
mod event_delivery;
mod hour_table;
mod last_poll_evaluation;
mod outbox_dispatcher;
mod past_import;
mod poll_cycle;
mod poll_pace;
mod poll_plan;
mod poll_tally;
mod report_reader;
mod rule_reload;
mod summary_reader;
mod summary_scheduler;

pub use card_renderer::{CardRenderer, OperationLocale};
pub use chat_platform::{ChatError, ChatPlatform, MessageMark, RefusalScope};
pub use cycle_parts::CycleParts;
pub use delivery_status::{ChannelDelivery, DeliveryStatus, DeliveryTrouble, RetrySignal};
pub use last_poll_evaluation::LastPollEvaluation;
pub use outbox_dispatcher::OutboxDispatcher;
pub use poll_cycle::{PollCycle, watch_operation};
pub use poll_pace::{PollPace, PollTick};
pub use poll_tally::PollTally;
pub use rule_reload::{ReloadParts, RuleReloadError, RuleReloader};
pub use summary_reader::SummaryParts;
pub use summary_scheduler::SummaryScheduler;
