//! Commands that are answered in their place, with all that a card has.

use std::time::Duration;

use vigia::watch::{ChatError, ChatPlatform as _};
use vigia_cards::Card;
use vigia_core::rules::ChannelName;
use vigia_sandbox::chat::{
    ChatFault, ChatRequest, ChatUser, InteractionAnswer, RunError, permissions,
};

use super::stage::{CHANNEL, CROWD, SOON, Stage, ana, shown, title};

#[tokio::test]
async fn picture_rest_and_file_come_with_one_private_message() {
    for (stage, script) in [
        (Stage::open().await, "chart file long buttons"),
        (Stage::hasty().await, "slow chart file long buttons"),
    ] {
        let message = stage.answer(script).await;
        assert_eq!(message.ephemeral_to, Some(41));
        let (named, files) = shown(&message);
        assert_eq!(named, files);
        assert_eq!(files.len(), 3, "{files:?}");
        assert_eq!(files[..2], ["chart.png", "vigia.txt"]);
        assert!(
            files[2].ends_with("z.csv") && files[2].is_ascii(),
            "{files:?}"
        );
        assert!(message.files[0].bytes.starts_with(b"\x89PNG"));
        assert_eq!(message.files[0].media, "image/png");
        let alt = message.files[0].alt.as_ref().unwrap();
        assert!(
            (1000..=1024).contains(&alt.chars().count()),
            "{}",
            alt.len()
        );
        let rows = message.parts().into_iter().filter(|part| part["type"] == 1);
        assert_eq!(rows.count(), 3);
        stage.assert_faultless();
    }
}

#[tokio::test]
async fn a_card_for_everybody_is_the_first_response_where_it_is_ready() {
    let stage = Stage::open().await;
    let asked = stage.ask("channel chart");
    let InteractionAnswer::Message(message) = asked.answer(SOON).await.unwrap() else {
        panic!("not a message");
    };
    assert_eq!(message.ephemeral_to, None);
    assert_eq!(stage.public().len(), 1);
    stage.assert_faultless();
}

#[tokio::test]
async fn a_late_card_for_everybody_leaves_nothing_private_behind() {
    let stage = Stage::hasty().await;
    let asked = stage.ask("slow channel chart");
    assert_eq!(
        asked.answer(SOON).await.unwrap(),
        InteractionAnswer::Deferred { ephemeral: true }
    );
    let followed = asked.followed(1, SOON).await.unwrap();
    assert_eq!(followed[0].ephemeral_to, None);
    assert_eq!(shown(&followed[0]).0, ["chart.png"]);
    let alone = stage
        .chat
        .wait_until(SOON, |state| state.messages(CHANNEL).count() == 1);
    alone.await.unwrap();
    stage.assert_faultless();
}

#[tokio::test]
async fn a_late_card_that_cannot_be_shared_stays_with_whoever_asked() {
    let stage = Stage::hasty().await;
    let refusal = ChatFault::status(400).on("POST", "/webhooks/");
    stage.chat.inject(refusal);
    let message = stage.answer("slow channel").await;
    assert_eq!(title(&message), "slow channel");
    stage.answer("private").await;
    assert!(stage.public().is_empty());
    assert!(stage.chat.message(message.id).is_some());
}

#[tokio::test]
async fn a_refusal_is_private_although_the_answer_would_have_been_for_everybody() {
    for (stage, script) in [
        (Stage::open().await, "channel panic"),
        (Stage::hasty().await, "slow channel panic"),
        (Stage::open().await.impatient().await, "stuck channel"),
    ] {
        let message = stage.answer(script).await;
        assert_eq!(message.ephemeral_to, Some(41), "{script}");
        assert!(stage.public().is_empty());
        stage.assert_faultless();
    }
}

#[tokio::test]
async fn progress_is_shown_until_the_answer_and_never_after_it() {
    let stage = Stage::hasty().await;
    let message = stage.ask("slow progress chart");
    let first = message.message(SOON).await.unwrap();
    assert_eq!(title(&first), "one before");
    let done = stage.chat.wait_until(SOON, |state| {
        let message = state.message(first.id).unwrap();
        !message.shown_files().is_empty()
    });
    done.await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let last = stage.chat.message(first.id).unwrap();
    assert_eq!(title(&last), "slow progress chart");
    // The placeholder was filled, and each further step is an edit.
    let steps = last.edits.iter().map(|edit| edit.title().to_owned());
    assert_eq!(steps.collect::<Vec<_>>(), ["one before", "next"]);
    stage.assert_faultless();
}

#[tokio::test]
async fn without_the_permission_a_card_comes_without_its_files() {
    let without = permissions::OF_THE_BOT & !permissions::ATTACH_FILES;
    for (stage, script) in [
        (Stage::open().await, "chart file long"),
        (Stage::hasty().await, "slow chart file long"),
        (Stage::open().await, "channel chart"),
    ] {
        stage.chat.permit(CHANNEL, without);
        let message = stage.answer(script).await;
        assert_eq!(shown(&message), (vec![], vec![]));
        assert!(!message.text().contains("vigia.txt"));
        stage.assert_faultless();
    }
}

#[tokio::test]
async fn options_arrive_as_text_under_their_english_names() {
    let stage = Stage::open().await;
    let options = [
        ("skill", "private"),
        ("page", "7"),
        ("csv", "true"),
        ("by", "day"),
    ];
    let asked = stage.chat.run_command(&ana(), "abandon", &options).unwrap();
    asked.message(SOON).await.unwrap();
    let (command, given, _) = stage.actor.asked.lock().unwrap()[0].clone();
    assert_eq!(command, "abandon");
    let given: Vec<_> = given
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let mut expected = options;
    expected.sort_unstable();
    assert_eq!(given, expected);
}

#[tokio::test]
async fn the_front_learns_who_asks_and_where() {
    let stage = Stage::open().await;
    let asks = async |user: &ChatUser| {
        let options = [("skill", "private")];
        let asked = stage.chat.run_command(user, "abandon", &options).unwrap();
        asked.message(SOON).await.unwrap();
        stage.actor.asked.lock().unwrap().pop().unwrap().2
    };
    let asker = asks(&ana().role(8).role(9).locale("pt-BR")).await;
    assert_eq!((asker.roles, asker.is_admin), (vec![8, 9], false));
    assert_eq!(
        (asker.locale.as_str(), asker.channels),
        ("pt-BR", vec![CHANNEL])
    );
    assert!(asks(&ana().admin()).await.is_admin);

    let shared = stage.answer("channel").await;
    let thread = stage.chat.open_thread(shared.id, "what happened").unwrap();
    let asker = asks(&ana().at(thread)).await;
    assert_eq!(asker.channels, [thread, CHANNEL]);
}

#[tokio::test]
async fn a_command_for_some_is_not_offered_to_the_others() {
    let stage = Stage::open().await;
    let refused = stage.chat.run_command(&ana(), "hold", &[]);
    assert_eq!(refused.unwrap_err(), RunError::NotPermitted);
    let manager = ana().permissions(permissions::MANAGE_GUILD);
    let asked = stage.chat.run_command(&manager, "hold", &[]).unwrap();
    asked.message(SOON).await.unwrap();
    stage.assert_faultless();
}

#[tokio::test]
async fn a_lost_answer_is_sent_again_but_never_shown_twice() {
    let stage = Stage::hasty().await;
    stage
        .chat
        .inject(ChatFault::status(502).on("PATCH", "@original"));
    let message = stage.answer("slow chart").await;
    assert_eq!(shown(&message).1, ["chart.png"]);
    let lost = ChatFault::hang_up().after_effect().on("POST", "/callback");
    stage.chat.inject(lost);
    stage.ask("channel").answer(SOON).await.unwrap();
    stage.answer("private").await;
    assert_eq!(stage.public().len(), 1);
    // A try that follows one that arrived is refused with a code of its own.
    let is_refused =
        |request: &ChatRequest| request.is_violation() && request.code() != Some(40060);
    assert!(!stage.chat.requests().iter().any(is_refused));
}

#[tokio::test]
async fn a_first_response_is_sent_until_it_arrives() {
    let callback = |fault: ChatFault| fault.on("POST", "/callback");
    for fault in [
        callback(ChatFault::status(500)),
        callback(ChatFault::status(502)).times(2),
        callback(ChatFault::hang_up()),
        callback(ChatFault::hang_up()).after_effect(),
        callback(ChatFault::rate_limit(Duration::from_millis(5), false)),
    ] {
        for stage in [Stage::open().await, Stage::hasty().await] {
            stage.chat.inject(fault.clone());
            let asked = stage.ask("private chart");
            let message = asked.message(SOON).await.unwrap();
            assert_eq!(shown(&message).1, ["chart.png"], "{fault:?}");
            assert!(asked.follow_ups().is_empty(), "{fault:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_discord_refuses_is_sent_in_a_plainer_form() {
    for (route, stage, script) in [
        ("/callback", Stage::open().await, "private chart"),
        ("@original", Stage::hasty().await, "slow chart"),
    ] {
        let method = if route == "/callback" {
            "POST"
        } else {
            "PATCH"
        };
        let refused = |status, code| ChatFault::refusal(status, code).on(method, route);
        stage.chat.inject(refused(413, 40005));
        let message = stage.answer(script).await;
        assert_eq!(
            (title(&message), shown(&message)),
            (script, (vec![], vec![]))
        );

        stage.chat.inject(refused(400, 50035).times(2));
        let asked = stage.ask(script);
        let message = asked.message_with(script, SOON).await.unwrap();
        assert!(message.text().starts_with(script), "{}", message.text());
        assert!(message.parts().len() == 1 && message.ephemeral_to.is_some());
        stage.assert_faultless();
    }
}

#[tokio::test]
async fn a_limit_of_the_whole_bot_holds_no_answer() {
    let stage = Stage::open().await;
    let limit = ChatFault::rate_limit(Duration::from_secs(100_000), true);
    stage.chat.inject(limit.on("POST", "/messages"));
    let floor = ChannelName::new("floor");
    let posted = stage.discord.post(&floor, &Card::default(), "n").await;
    assert!(
        matches!(posted, Err(ChatError::Transient { .. })),
        "{posted:?}"
    );
    stage.answer("private").await;
}

#[tokio::test]
async fn a_hundred_people_who_ask_at_once_are_all_answered() {
    let stage = Stage::open().await;
    let people = (1..)
        .map(|id| ChatUser::new(1000 + id, "somebody"))
        .take(CROWD);
    let asked: Vec<_> = people
        .map(|user| {
            let options = [("skill", "crowd chart")];
            stage.chat.run_command(&user, "abandon", &options).unwrap()
        })
        .collect();
    for asked in asked {
        let message = asked.message(SOON).await.unwrap();
        assert_eq!(shown(&message).1, ["chart.png"]);
    }
    stage.assert_faultless();
}
