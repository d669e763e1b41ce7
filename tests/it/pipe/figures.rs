//! The figures of the answers are those of the centre's own lists of calls, in every
//! language.

use std::time::Duration;

use chrono::TimeDelta;
use vigia_cards::Words;
use vigia_core::metrics::{Metric, Quantity, TimeWindow};
use vigia_sandbox::{
    centre::{CallChannel, ScriptedIncident},
    chat::ChatMessage,
};

use super::assert_faultless;
use crate::support::{
    floor::{Floor, Plan, SKILL},
    person::Person,
    sheet::{LOCALES, field, picture, words},
    truth::{Held, Lengths, Truth},
};

/// What a figure of an answer must say.
type Expected = (String, String);

fn assert_told(answer: &ChatMessage, expected: &[Expected]) {
    for (name, told) in expected {
        let value = field(answer, name);
        // A share stands before or behind what it is a share of.
        let is_told = value == *told
            || value.starts_with(&format!("{told} ("))
            || value.ends_with(&format!(" ({told})"));
        assert!(is_told, "{name}: {value}, not {told}\n{}", answer.text());
    }
    assert!(answer.pings.is_empty());
}

/// `18 of 122`.
fn part(part: u32, of: u32, words: &Words) -> String {
    words.part_of(&words.count(part.into()), of.into())
}

fn seconds(length: u32) -> Duration {
    Duration::from_secs(length.into())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn service_level_is_that_of_the_calls() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    for locale in LOCALES {
        let ana = Person::ana(&floor, locale);
        let answer = ana.ask("service", &[("skill", "12"), ("last", "2h")]).await;
        let words = words(locale);
        let calls = Truth::of(&floor, &answer, 2).queue(SKILL, CallChannel::Inbound);
        // The report has two decimals.
        let asa = f64::from(calls.waited) / f64::from(calls.answered);
        let asa = Duration::from_secs_f64((asa * 100.0).round() / 100.0);
        let of_offered = |calls_in_time| part(calls_in_time, calls.offered, &words);
        let [in_10, in_20, in_30] = calls.within.map(of_offered);
        let expected = [
            (Metric::ServiceLevel10s, in_10),
            (Metric::ServiceLevel20s, in_20.clone()),
            (Metric::ServiceLevel30s, in_30),
            (Metric::CallsOffered, words.count(calls.offered.into())),
            (Metric::CallsAnswered, of_offered(calls.answered)),
            (Metric::AbandonCount, of_offered(calls.abandoned)),
            (Metric::Asa, words.quantity(Quantity::Duration(asa))),
        ];
        let expected = expected.map(|(metric, told)| (words.metric(metric), told));
        assert!(calls.answered > 50, "{calls:?}");
        assert_told(&answer, &expected);
        assert!(answer.text().contains(&in_20), "{}", answer.text());
        let chats = Truth::of(&floor, &answer, 2).queue(SKILL, CallChannel::ChatWeb);
        let alt = picture(&answer).alt.clone().unwrap_or_default();
        assert!(alt.contains(&words.count(calls.offered.into())), "{alt}");
        let told = words.count(chats.offered.into());
        assert!(answer.text().contains(&told), "{told}: {}", answer.text());
    }
    bot.stop().await;
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn smart_hold_is_that_of_the_callers_who_were_asked() {
    let floor = Floor::planned(Plan::quiet()).await;
    let now = floor.clock.now();
    let gone = TimeWindow::new(now - TimeDelta::hours(4), now + TimeDelta::hours(1));
    let incident = ScriptedIncident::AgentsGone { skill: SKILL };
    floor.centre.plan(incident, gone.unwrap());
    let bot = floor.run();
    floor.ready().await;
    for locale in LOCALES {
        let ana = Person::ana(&floor, locale);
        let options = [("skill", "12"), ("last", "3h")];
        let answer = ana.ask("smarthold", &options).await;
        let words = words(locale);
        let calls = Truth::of(&floor, &answer, 3).recalls(SKILL);
        let ended = calls.reached + calls.failed;
        assert!(calls.asked > 20 && ended > 5, "{calls:?}");
        let expected = [
            ("smart-hold-treated", words.count(calls.asked.into())),
            ("smart-hold-accepted", part(calls.yes, calls.asked, &words)),
            ("smart-hold-declined", part(calls.no, calls.asked, &words)),
            ("smart-hold-reached", part(calls.reached, ended, &words)),
            ("smart-hold-failed", part(calls.failed, ended, &words)),
        ];
        let expected = expected.map(|(id, told)| (words.say(id, &[]), told));
        assert_told(&answer, &expected);
        let open = field(&answer, &words.say("smart-hold-open", &[]));
        match calls.yes.checked_sub(ended) {
            Some(left) => assert!(open.contains(&part(left, calls.yes, &words)), "{open}"),
            None => assert_eq!(open, "–"),
        }
        picture(&answer);
    }
    bot.stop().await;
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hold_and_mute_are_those_of_the_agents_conversations() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    for locale in LOCALES {
        let ana = Person::ana(&floor, locale);
        let answer = ana.ask("hold", &[("last", "2h")]).await;
        let words = words(locale);
        let ranking = Truth::of(&floor, &answer, 2).ranking();
        let sum = |of: fn(&Held) -> u32| -> u32 { ranking.iter().map(|(_, held)| of(held)).sum() };
        let (hold, mute) = (sum(|it| it.hold), sum(|it| it.mute));
        let uses = sum(|it| it.uses);
        let length = |length| words.duration(seconds(length));
        let expected = [
            ("hold-total", length(hold + mute)),
            ("hold-hold", length(hold)),
            ("hold-mute", length(mute)),
            ("hold-both-uses", words.count(uses.into())),
            ("hold-agents", ranking.len().to_string()),
        ];
        let expected = expected.map(|(id, told)| (words.say(id, &[]), told));
        assert_told(&answer, &expected);
        // Names are written on one line, with single blanks.
        let (name, longest) = &ranking[0];
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = answer.text();
        let line = text.lines().find(|line| line.contains(&name));
        let line = line.unwrap_or_else(|| panic!("no {name} in {text}"));
        assert!(line.contains(&length(longest.total())), "{line}");
        let alt = picture(&answer).alt.clone().unwrap_or_default();
        assert!(alt.contains(&name), "{alt}");
    }
    bot.stop().await;
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn durations_and_cost_are_those_of_all_conversations() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    for locale in LOCALES {
        let ana = Person::ana(&floor, locale);
        let answer = ana.ask("durations", &[("last", "2h")]).await;
        let words = words(locale);
        let lengths = Truth::of(&floor, &answer, 2).lengths();
        let calls: u32 = lengths.iter().map(|it| it.calls).sum();
        // A minute costs 20, and the report has two decimals a range.
        let hundredths = |of: fn(&Lengths) -> u32| -> f64 {
            let ranges = lengths.iter().map(of);
            ranges.map(|it| f64::from(it).round()).sum::<f64>() / 100.0
        };
        let minutes = hundredths(|it| (it.seconds * 10 + 3) / 6);
        let cost = hundredths(|it| (it.paid * 200 + 3) / 6);
        let money = |amount| words.quantity(Quantity::Money(amount));
        let told = |id| words.say(id, &[]);
        let limit = |id, seconds: u64| words.say(id, &[("seconds", words.count(seconds).into())]);
        let expected = [
            (told("durations-calls"), words.count(calls.into())),
            (told("durations-minutes"), money(minutes)),
            (told("durations-cost"), money(cost)),
            (
                limit("durations-short", 5),
                part(lengths[0].calls, calls, &words),
            ),
            (
                limit("durations-long", 120),
                part(lengths[4].calls, calls, &words),
            ),
        ];
        assert_told(&answer, &expected);
        for range in lengths {
            let row = part(range.calls, calls, &words);
            assert!(answer.text().contains(&row), "{row}: {}", answer.text());
        }
        picture(&answer);
    }
    bot.stop().await;
    assert_faultless(&floor.chat);
}
