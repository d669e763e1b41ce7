//! `/help`, in the languages of those who ask.

use vigia_core::metrics::Metric;

use super::{assert_faultless, reports};
use crate::support::{
    floor::{Floor, Plan},
    person::Person,
    sheet::{LOCALES, words},
};

const COMMANDS: [&str; 5] = [
    "command-abandon",
    "command-service",
    "command-smarthold",
    "command-hold",
    "command-durations",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn help_tells_what_can_be_asked_and_what_a_figure_means_in_every_language() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    let mut told = Vec::new();
    for locale in LOCALES {
        let ana = Person::ana(&floor, locale);
        let words = words(locale);
        let all = ana.ask("help", &[]).await.text();
        assert!(all.contains(&words.say("guide-title", &[])), "{all}");
        for command in COMMANDS {
            let typed = format!("/{} ", words.say(command, &[]));
            assert!(all.contains(&typed), "no {typed} in {all}");
        }
        let hold = ana.ask("help", &[("topic", "hold")]).await.text();
        assert!(hold.contains("/hold"), "{hold}");
        assert!(hold.contains(&words.say("about-agent", &[])), "{hold}");
        let figure = ana.ask("help", &[("topic", "abandon.rate")]).await.text();
        let name = words.metric(Metric::AbandonRate);
        assert!(
            figure.starts_with(&format!("### {name}")),
            "no {name} in {figure}"
        );
        assert!(figure.contains("abandon.rate"), "{figure}");
        let none = ana.ask("help", &[("topic", "zzz")]).await.text();
        assert!(none.contains("zzz"), "{none}");
        let choices = ana.choices("help", "topic", "asa").await;
        let asa = words.metric(Metric::Asa);
        assert!(choices.contains(&asa), "no {asa} in {choices:?}");
        told.extend([all, hold, figure, none]);
    }
    told.sort();
    told.dedup();
    assert_eq!(told.len(), 12, "two languages say the same");
    assert_eq!(reports(&floor), 0, "help was paid for");
    bot.stop().await;
    assert_faultless(&floor.chat);
}
