//! Finds the skill, agent, channel, rule or metric that is meant by a name, a number, or a part
//! of a name.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use crate::commands::{chat::MenuChoice, typed::fold};
use vigia_cards::{Language, Locale, Words, tidy};
use vigia_core::{
    metrics::{AgentName, Channel, SkillId, SkillNames, SkillSelection},
    rules::{Rule, RuleId, Ruleset},
};

/// The value that stands for all skills.
pub const ALL_SKILLS: &str = "all";

/// The highest length of the label and of the value of a choice, in characters.
const CHOICE_ROOM: usize = 100;

/// The highest length of a channel's name.
const CHANNEL_ROOM: usize = 60;

/// The least likeness at which another name is proposed for a typed one. Names of rules are
/// long, so that more of them can be wrong.
const LIKENESS: f64 = 0.75;
const RULE_LIKENESS: f64 = 0.6;

/// The channels that wolkvox documents, as it spells them.
pub(crate) const CHANNELS: [&str; 16] = [
    Channel::INBOUND,
    "chat-whatsapp",
    "chat-web",
    "chat-facebook",
    "chat-instagram",
    "chat-telegram",
    "chat-line",
    "chat-email",
    "chat-transferSkill",
    "chat-configurationbox",
    "internalcall_que",
    "out_pre",
    "omni-email",
    "omni-facebook_page",
    "omni-instagram",
    "omni-twitter",
];

/// The reason why a name means no single thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupFault<T> {
    /// Nothing has the name; these names are like it.
    Unknown(Vec<T>),
    /// Several have the name.
    Ambiguous(Vec<T>),
}

/// Finds a skill. Nothing typed means all of them. A number that no report has named yet is
/// taken as it is: the list of skills knows only those that had calls.
pub fn find_skill(
    typed: Option<&str>,
    names: &SkillNames,
) -> Result<SkillSelection, LookupFault<SkillId>> {
    let text = fold(typed.unwrap_or_default());
    if text.is_empty() || is_all(&text) {
        return Ok(SkillSelection::All);
    }
    let number = text.parse().ok().map(SkillId);
    if let Some(id) = number.filter(|id| names.get(*id).is_some()) {
        return Ok(SkillSelection::One(id));
    }
    let fitting = |fits: &dyn Fn(SkillId, &str) -> bool| -> Vec<SkillId> {
        let all = names.0.iter();
        all.filter(|(id, name)| fits(**id, &fold(name)))
            .map(|(id, _)| *id)
            .collect()
    };
    let exact = fitting(&|id, name| name == text || format!("{id} {name}") == text);
    let found = if exact.is_empty() {
        fitting(&|_, name| name.contains(&text))
    } else {
        exact
    };
    match (found.as_slice(), number) {
        ([one], _) => Ok(SkillSelection::One(*one)),
        ([], Some(id)) => Ok(SkillSelection::One(id)),
        ([], None) => Err(LookupFault::Unknown(fitting(&|_, name| {
            is_like(name, &text)
        }))),
        (_, _) => Err(LookupFault::Ambiguous(found)),
    }
}

/// The skills that the text typed so far can become, best first.
pub fn skill_choices(typed: &str, names: &SkillNames, words: &Words) -> Vec<MenuChoice> {
    let text = fold(typed);
    let mut ranked: Vec<_> = names
        .0
        .iter()
        .filter_map(|(id, name)| Some((skill_rank(&text, *id, &fold(name))?, *id)))
        .collect();
    ranked.sort_unstable();
    let all = MenuChoice {
        label: words.say("skill-all", &[]),
        value: ALL_SKILLS.to_owned(),
    };
    let wants_all = [ALL_SKILLS, "todas", "todos"]
        .iter()
        .any(|word| word.starts_with(&text));
    let skills = ranked.into_iter().map(|(_, id)| {
        let label = format!("{id} {}", names.get(id).map(tidy).unwrap_or_default());
        MenuChoice {
            label: label.trim().chars().take(CHOICE_ROOM).collect(),
            value: id.to_string(),
        }
    });
    let all = wants_all.then_some(all).into_iter();
    all.chain(skills).take(MenuChoice::MOST).collect()
}

/// Ranks how well a skill fits what was typed so far; less is better.
fn skill_rank(text: &str, id: SkillId, name: &str) -> Option<u8> {
    let number = id.to_string();
    if number == text || name == text {
        Some(0)
    } else if number.starts_with(text) {
        Some(1)
    } else if format!("{number} {name}").contains(text) && !name.contains(text) {
        Some(4)
    } else {
        name_rank(text, name).map(|rank| rank + 2)
    }
}

/// Ranks how well a name fits what was typed so far; less is better.
fn name_rank(text: &str, name: &str) -> Option<u8> {
    let mut parts = name.split_whitespace();
    if name.starts_with(text) {
        Some(0)
    } else if parts.any(|word| word.starts_with(text)) {
        Some(1)
    } else if has_all_words(name, text) {
        Some(2)
    } else {
        is_like(name, text).then_some(3)
    }
}

/// Finds an agent by name, or by words of the name. Callers check first that agents may be
/// named to the reader.
pub(crate) fn find_agent(
    typed: &str,
    agents: &BTreeSet<AgentName>,
) -> Result<AgentName, LookupFault<AgentName>> {
    if let Some(agent) = agents.get(&AgentName::new(typed.trim())) {
        return Ok(agent.clone());
    }
    let fitting = |fits: fn(&str, &str) -> bool| {
        let text = fold(typed);
        let found = agents
            .iter()
            .filter(|agent| fits(&fold(agent.as_str()), &text));
        found.cloned().collect::<Vec<_>>()
    };
    only_one(
        [fitting(|name, text| name == text), fitting(has_all_words)],
        || fitting(is_like),
    )
}

/// The agents that the text typed so far can become, best first. A name that is too long for
/// a choice is found by a part of it.
pub(crate) fn agent_choices(typed: &str, agents: &BTreeSet<AgentName>) -> Vec<MenuChoice> {
    let text = fold(typed);
    let mut ranked: Vec<_> = agents
        .iter()
        .filter(|agent| (1..=CHOICE_ROOM).contains(&agent.as_str().chars().count()))
        .filter_map(|agent| Some((name_rank(&text, &fold(agent.as_str()))?, agent)))
        .collect();
    ranked.sort();
    let choices = ranked.into_iter().map(|(_, agent)| MenuChoice {
        label: tidy(agent.as_str()),
        value: agent.as_str().to_owned(),
    });
    choices.take(MenuChoice::MOST).collect()
}

/// Finds a channel by wolkvox's spelling or by its name in one of our languages. Another name
/// is taken as it is spelt: the centre may have channels that wolkvox does not document.
pub(crate) fn find_channel(typed: &str) -> Result<Option<Channel>, LookupFault<Channel>> {
    let text = fold(typed);
    if text.is_empty() || matches!(text.as_str(), "all" | "todos" | "todas" | "*") {
        return Ok(None);
    }
    let fitting = |fits: fn(&str, &str) -> bool| {
        let known = CHANNELS.into_iter().filter(|channel| {
            let mut names = channel_names(channel).into_iter();
            names.any(|name| fits(&name, &text))
        });
        known.map(Channel::new).collect::<Vec<_>>()
    };
    let typed = typed.trim();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let steps = [
        fitting(|name, text| name == text),
        fitting(|name, text| name.contains(text)),
    ];
    match only_one(steps, Vec::new) {
        Err(LookupFault::Unknown(_))
            if typed.len() <= CHANNEL_ROOM && typed.chars().all(is_plain) =>
        {
            Ok(Some(Channel::new(typed)))
        }
        found => found.map(Some),
    }
}

/// The channels that the text typed so far can become.
pub(crate) fn channel_choices(typed: &str, words: &Words) -> Vec<MenuChoice> {
    let text = fold(typed);
    let fits = |channel: &&str| {
        channel_names(channel)
            .iter()
            .any(|name| name.contains(&text))
    };
    let channels = CHANNELS.into_iter().filter(fits);
    channels
        .map(|channel| MenuChoice {
            label: tidy(&words.channel(&Channel::new(channel))),
            value: channel.to_owned(),
        })
        .collect()
}

/// All folded names of a channel: its spelling, and its name in each language.
fn channel_names(channel: &str) -> Vec<String> {
    let translated = Language::ALL.map(|language| {
        let words = Words::new(Locale::from_tag(language.tag()), Tz::UTC);
        fold(&words.channel(&Channel::new(channel)))
    });
    std::iter::once(fold(channel)).chain(translated).collect()
}

/// Finds a rule by its name or a part of it. A fault proposes the rules that come near, or all
/// of them.
pub(crate) fn find_rule<'r>(typed: &str, rules: &'r Ruleset) -> Result<&'r Rule, Vec<RuleId>> {
    let text = fold(typed);
    let fitting = |fits: fn(&str, &str) -> bool| -> Vec<&'r Rule> {
        let all = rules.iter();
        all.filter(|rule| fits(&fold(rule.id.as_str()), &text))
            .collect()
    };
    let steps = [
        fitting(|name, text| name == text),
        fitting(|name, text| name.contains(text)),
        fitting(|name, text| {
            let mut words = text.split([' ', '-', '_']);
            words.all(|word| name.contains(word))
        }),
    ];
    let near = || {
        let near = fitting(|name, text| {
            strsim::normalized_damerau_levenshtein(name, text) >= RULE_LIKENESS
        });
        if near.is_empty() {
            rules.iter().collect()
        } else {
            near
        }
    };
    only_one(steps, near).map_err(|fault| {
        let (LookupFault::Unknown(found) | LookupFault::Ambiguous(found)) = fault;
        found.into_iter().map(|rule| rule.id.clone()).collect()
    })
}

/// Takes the first step that finds anything, if it finds one thing.
fn only_one<T, const N: usize>(
    steps: [Vec<T>; N],
    near: impl Fn() -> Vec<T>,
) -> Result<T, LookupFault<T>> {
    let Some(mut found) = steps.into_iter().find(|found| !found.is_empty()) else {
        return Err(LookupFault::Unknown(near()));
    };
    match (found.len(), found.pop()) {
        (1, Some(only)) => Ok(only),
        (_, last) => {
            found.extend(last);
            Err(LookupFault::Ambiguous(found))
        }
    }
}

/// The words for all skills or all rules.
pub(crate) fn is_all(text: &str) -> bool {
    matches!(text, "all" | "todas" | "todos" | "toda" | "todo" | "*")
}

fn has_all_words(name: &str, text: &str) -> bool {
    text.split_whitespace().all(|word| name.contains(word))
}

/// The whole name or one of its words is nearly what was typed.
fn is_like(name: &str, text: &str) -> bool {
    std::iter::once(name)
        .chain(name.split_whitespace())
        .any(|part| strsim::normalized_damerau_levenshtein(text, part) >= LIKENESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::Bogota;

    fn skill_names() -> SkillNames {
        let names = [
            (7, "Facturación"),
            (12, "Soporte TV"),
            (13, "Soporte Internet"),
            (120, "Retención"),
            (41, "911 Emergencias"),
            (50, "TV"),
        ];
        SkillNames(
            names
                .map(|(id, name)| (SkillId(id), name.to_owned()))
                .into(),
        )
    }

    #[test]
    fn a_skill_is_found_by_number_name_or_part_of_it() {
        let one = |id| Ok(SkillSelection::One(SkillId(id)));
        for (typed, expected) in [
            ("", Ok(SkillSelection::All)),
            (" TODAS ", Ok(SkillSelection::All)),
            ("all", Ok(SkillSelection::All)),
            ("12", one(12)),
            (" 12 ", one(12)),
            ("factura", one(7)),
            ("FACTURACION", one(7)),
            ("internet", one(13)),
            ("tv", one(50)),
            ("12 Soporte TV", one(12)),
            ("911", one(41)),
            ("999", one(999)),
            (
                "soporte",
                Err(LookupFault::Ambiguous(vec![SkillId(12), SkillId(13)])),
            ),
            ("retensión", Err(LookupFault::Unknown(vec![SkillId(120)]))),
            ("pizza", Err(LookupFault::Unknown(Vec::new()))),
            ("-1", Err(LookupFault::Unknown(Vec::new()))),
        ] {
            assert_eq!(find_skill(Some(typed), &skill_names()), expected, "{typed}");
        }
        assert_eq!(find_skill(None, &skill_names()), Ok(SkillSelection::All));
    }

    #[test]
    fn skills_are_offered_best_first() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let values = |typed: &str| {
            let choices = skill_choices(typed, &skill_names(), &words);
            choices
                .into_iter()
                .map(|choice| choice.value)
                .collect::<Vec<_>>()
        };
        assert_eq!(values("12"), ["12", "120"]);
        assert_eq!(values("tv"), ["50", "12"]);
        assert_eq!(values("tod"), ["all"]);
        assert_eq!(values("fact"), ["7"]);
        assert_eq!(values("soprte"), ["12", "13"]);
        assert_eq!(values("").first().map(String::as_str), Some("all"));
        assert!(values("zzz").is_empty());
    }

    #[test]
    fn a_list_is_short_enough_for_a_chat() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let long = |id| (SkillId(id), "ñ\n".repeat(300));
        let names = SkillNames((0..100).map(long).collect());
        let choices = skill_choices("", &names, &words);
        assert_eq!(choices.len(), 25);
        assert!(
            choices
                .iter()
                .all(|choice| choice.label.chars().count() <= 100)
        );
        assert!(choices.iter().all(|choice| !choice.label.contains('\n')));
    }

    fn agents() -> BTreeSet<AgentName> {
        let names = [
            "Ana Ruiz",
            "Ana Rúa",
            "José Pérez",
            "ANA RUIZ DÍAZ",
            "@everyone",
        ];
        names.into_iter().map(AgentName::new).collect()
    }

    #[test]
    fn an_agent_is_found_by_name_or_part_of_it() {
        let found = |typed: &str| find_agent(typed, &agents()).map(|agent| agent.to_string());
        assert_eq!(found("ana ruiz"), Ok("Ana Ruiz".to_owned()));
        assert_eq!(found("PEREZ"), Ok("José Pérez".to_owned()));
        assert_eq!(found("diaz ana"), Ok("ANA RUIZ DÍAZ".to_owned()));
        assert!(matches!(found("ana"), Err(LookupFault::Ambiguous(found)) if found.len() == 3));
        assert_eq!(
            found("perze"),
            Err(LookupFault::Unknown(vec![AgentName::new("José Pérez")]))
        );
        assert_eq!(found("zzz"), Err(LookupFault::Unknown(Vec::new())));
    }

    #[test]
    fn choices_come_best_first_and_fit_a_chat() {
        let mut agents = agents();
        agents.insert(AgentName::new("x".repeat(101)));
        agents.insert(AgentName::new(""));
        let values = |typed: &str| {
            let choices = agent_choices(typed, &agents).into_iter();
            choices.map(|choice| choice.value).collect::<Vec<_>>()
        };
        assert_eq!(values("ru"), ["ANA RUIZ DÍAZ", "Ana Ruiz", "Ana Rúa"]);
        assert_eq!(values("jo"), ["José Pérez"]);
        assert_eq!(
            values("").len(),
            5,
            "a name that is no value is not offered"
        );
        let many = (0..100).map(|number| AgentName::new(format!("Agente {number}")));
        assert_eq!(agent_choices("", &many.collect()).len(), MenuChoice::MOST);
    }

    #[test]
    fn a_channel_is_found_by_any_of_its_names() {
        let one = |name: &str| Ok(Some(Channel::new(name)));
        for (typed, expected) in [
            ("", Ok(None)),
            (" TODOS ", Ok(None)),
            ("inbound", one("inbound")),
            ("Voz", one("inbound")),
            ("voice", one("inbound")),
            ("whats", one("chat-whatsapp")),
            ("CHAT-TRANSFERSKILL", one("chat-transferSkill")),
            ("Messenger", one("chat-facebook")),
            ("salida", one("out_pre")),
            ("predictíva", one("out_pre")),
            ("chat-nuevo_2", one("chat-nuevo_2")),
            ("@everyone", Err(LookupFault::Unknown(Vec::new()))),
            ("dos palabras", Err(LookupFault::Unknown(Vec::new()))),
        ] {
            assert_eq!(find_channel(typed), expected, "{typed}");
        }
        let Err(LookupFault::Ambiguous(found)) = find_channel("chat") else {
            panic!("there are many chats");
        };
        assert!(found.len() > 3);
        assert_eq!(
            find_channel(&"x".repeat(61)),
            Err(LookupFault::Unknown(Vec::new()))
        );
    }

    #[test]
    fn every_known_channel_is_found_by_its_spelling() {
        for known in CHANNELS {
            assert_eq!(
                find_channel(known),
                Ok(Some(Channel::new(known))),
                "{known}"
            );
        }
    }

    #[test]
    fn a_choice_is_called_as_the_reader_calls_it() {
        let words = Words::new(Locale::from_tag("es-CO"), Tz::UTC);
        let found = channel_choices("vo", &words);
        assert_eq!(
            found.first().map(|choice| choice.label.as_str()),
            Some("voz")
        );
        assert_eq!(
            found.first().map(|choice| choice.value.as_str()),
            Some("inbound")
        );
        assert_eq!(channel_choices("", &words).len(), CHANNELS.len());
        assert!(channel_choices("zzz", &words).is_empty());
    }
}
