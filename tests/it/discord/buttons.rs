//! Buttons: what a press does to the card that it belongs to, and what it never does.

use vigia_sandbox::chat::{ChatFault, ChatMessage, InteractionAnswer};

use super::stage::{SOON, Stage, ana, is_disabled, shown, title};

/// A private card with all buttons, and with a picture and a file.
async fn card(stage: &Stage) -> ChatMessage {
    stage.answer("buttons chart file").await
}

#[tokio::test]
async fn a_quick_press_puts_another_card_in_the_place_of_a_private_one() {
    let stage = Stage::open().await;
    let card = card(&stage).await;
    let pressed = stage.press(&card, "instead chart");
    let InteractionAnswer::Updated(now) = pressed.answer(SOON).await.unwrap() else {
        panic!("the card was to change");
    };
    assert_eq!(now.id, card.id);
    assert_eq!(shown(&now), (vec!["chart.png"], vec!["chart.png"]));
    assert!(now.parts().iter().all(|part| part["custom_id"].is_null()));
    assert_ne!(now.files[0].id, card.files[0].id, "the old picture stayed");
    stage.assert_faultless();
}

#[tokio::test]
async fn a_slow_press_does_the_same_a_while_later() {
    let stage = Stage::hasty().await;
    let card = card(&stage).await;
    let pressed = stage.press(&card, "slow instead file");
    assert_eq!(
        pressed.answer(SOON).await.unwrap(),
        InteractionAnswer::Acknowledged
    );
    let now = pressed.edited(1, SOON).await.unwrap();
    let (picture, files) = shown(&now);
    assert_eq!(
        (picture.len(), files.len()),
        (1, 1),
        "the old picture stayed"
    );
    assert!(pressed.follow_ups().is_empty());
    stage.assert_faultless();
}

#[tokio::test]
async fn a_press_on_a_public_card_is_answered_in_private() {
    let stage = Stage::open().await;
    let card = stage.answer("channel buttons").await;
    let InteractionAnswer::Message(quick) =
        stage.press(&card, "instead").answer(SOON).await.unwrap()
    else {
        panic!("not a message");
    };
    assert_eq!(quick.ephemeral_to, Some(41));
    assert!(stage.chat.message(card.id).unwrap().edits.is_empty());
    stage.assert_faultless();

    let stage = Stage::hasty().await;
    let asked = stage.ask("slow channel buttons");
    let card = asked.followed(1, SOON).await.unwrap().remove(0);
    let slow = stage.press(&card, "slow instead file");
    let slow = slow.followed(1, SOON).await.unwrap();
    assert_eq!(slow[0].ephemeral_to, Some(41));
    assert!(stage.chat.message(card.id).unwrap().edits.is_empty());
    stage.assert_faultless();
}

#[tokio::test]
async fn a_private_answer_leaves_the_card_alone() {
    let stage = Stage::open().await;
    let card = card(&stage).await;
    let InteractionAnswer::Message(quick) =
        stage.press(&card, "private").answer(SOON).await.unwrap()
    else {
        panic!("not a message");
    };
    assert_eq!((title(&quick), quick.ephemeral_to), ("private", Some(41)));
    assert_eq!(stage.chat.message(card.id).unwrap(), card);
    stage.assert_faultless();

    let stage = Stage::hasty().await;
    let card = self::card(&stage).await;
    let slow = stage.press(&card, "slow private");
    let slow = slow.followed(1, SOON).await.unwrap();
    assert_eq!(slow[0].ephemeral_to, Some(41));
    assert_eq!(stage.chat.message(card.id).unwrap(), card);
    stage.assert_faultless();
}

#[tokio::test]
async fn a_card_is_shared_once_and_then_cannot_be_shared_again() {
    let stage = Stage::hasty().await;
    for share in ["channel", "slow channel chart"] {
        let card = card(&stage).await;
        let before = stage.public().len();
        let pressed = stage.press(&card, share);
        assert_eq!(
            pressed.answer(SOON).await.unwrap(),
            InteractionAnswer::Acknowledged
        );
        let now = pressed.edited(1, SOON).await.unwrap();
        assert!(is_disabled(&now, share));
        assert!(!is_disabled(&now, "private"));
        assert_eq!((now.text(), &now.files), (card.text(), &card.files));
        assert_eq!(stage.public().len(), before + 1);
        assert_eq!(title(&stage.public()[before]), share);
        stage
            .chat
            .click(&super::stage::ana(), card.id, share)
            .unwrap_err();
    }
    stage.assert_faultless();
}

#[tokio::test]
async fn two_quick_presses_share_one_card() {
    let stage = Stage::hasty().await;
    let card = card(&stage).await;
    let share = "slow channel chart";
    let pressed = [stage.press(&card, share), stage.press(&card, share)];
    for pressed in &pressed {
        assert_eq!(
            pressed.answer(SOON).await.unwrap(),
            InteractionAnswer::Acknowledged
        );
    }
    pressed[0].edited(1, SOON).await.unwrap();
    // The answer to a later question comes after all that was to come of these.
    stage.answer("slow private").await;
    assert_eq!(stage.public().len(), 1);
    stage.assert_faultless();
}

#[tokio::test]
async fn a_card_that_could_not_be_shared_can_be_tried_again() {
    let stage = Stage::open().await;
    let card = card(&stage).await;
    stage
        .chat
        .inject(ChatFault::status(400).on("POST", "/webhooks/"));
    let pressed = stage.press(&card, "channel");
    let told = pressed.followed(1, SOON).await.unwrap();
    assert_eq!(title(&told[0]), "No se pudo compartir");
    assert_eq!(told[0].ephemeral_to, Some(41));
    assert!(stage.public().is_empty());
    let now = stage.chat.message(card.id).unwrap();
    assert!(!is_disabled(&now, "channel"));
    let again = stage.press(&card, "channel");
    again.edited(1, SOON).await.unwrap();
    assert_eq!(stage.public().len(), 1);
}

#[tokio::test]
async fn a_press_never_fails_without_a_word() {
    let stage = Stage::open().await;
    let card = card(&stage).await;
    let InteractionAnswer::Message(broken) =
        stage.press(&card, "panic").answer(SOON).await.unwrap()
    else {
        panic!("not a message");
    };
    assert_eq!(title(&broken), "Algo falló dentro del bot");
    assert_eq!(stage.chat.message(card.id).unwrap(), card);
    stage.assert_faultless();
    let slow = Stage::hasty().await;
    let slow_card = self::card(&slow).await;
    for (stage, card, press, sentence) in [
        (slow, slow_card, "slow panic", "Algo falló dentro del bot"),
        (
            stage.impatient().await,
            card,
            "stuck",
            "La respuesta tardó demasiado",
        ),
    ] {
        let told = stage.press(&card, press).followed(1, SOON).await.unwrap();
        assert_eq!(
            (title(&told[0]), told[0].ephemeral_to),
            (sentence, Some(41))
        );
        assert_eq!(stage.chat.message(card.id).unwrap(), card);
        stage.assert_faultless();
    }
}

#[tokio::test]
async fn progress_of_a_press_stands_in_a_note_of_its_own() {
    let stage = Stage::hasty().await;
    let card = card(&stage).await;
    let pressed = stage.press(&card, "slow progress private");
    let note = pressed.followed(1, SOON).await.unwrap().remove(0);
    assert_eq!((title(&note), note.ephemeral_to), ("one before", Some(41)));
    let done = stage.chat.wait_until(SOON, |state| {
        title(state.message(note.id).unwrap()) == "slow progress private"
    });
    done.await.unwrap();
    assert_eq!(pressed.follow_ups().len(), 1);
    assert_eq!(stage.chat.message(card.id).unwrap(), card);

    let pressed = stage.press(&card, "slow progress instead");
    let note = pressed.followed(1, SOON).await.unwrap().remove(0);
    let now = pressed.edited(1, SOON).await.unwrap();
    assert_eq!(title(&now), "slow progress instead");
    let gone = stage
        .chat
        .wait_until(SOON, |state| state.message(note.id).is_none());
    gone.await.unwrap();
    stage.assert_faultless();
}

#[tokio::test]
async fn commands_and_presses_in_other_places_are_refused_in_the_language_of_the_reader() {
    let stage = Stage::open().await;
    let card = stage.answer("buttons").await;
    for user in [ana().in_private(), ana().in_guild(9)] {
        let asked = stage
            .chat
            .run_command(&user, "abandon", &[("skill", "secret")]);
        let pressed = stage.chat.click(&user, card.id, "instead");
        for refused in [asked.unwrap(), pressed.unwrap()] {
            let InteractionAnswer::Message(message) = refused.answer(SOON).await.unwrap() else {
                panic!("not a message");
            };
            assert_eq!(title(&message), "Esto no funciona aquí");
            assert_eq!(message.ephemeral_to, Some(41));
        }
    }
    stage.assert_faultless();
}
