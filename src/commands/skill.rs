//! Which skill is meant: by number, by name, by a part of the name, or all of them.

use crate::commands::{MenuChoice, typed::fold};
use vigia_cards::{Words, tidy};
use vigia_core::metrics::{SkillId, SkillNames, SkillSelection};

/// The value that stands for all skills.
pub const ALL: &str = "all";

/// How many choices a chat shows.
const CHOICES: usize = 25;

/// How long a choice's label may be, in characters.
const LABEL: usize = 100;

/// How alike two names must be to be told as candidates.
const LIKENESS: f64 = 0.75;

/// Why no single skill is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkillFault {
    /// No skill is called so; these come near.
    Unknown(Vec<SkillId>),
    /// Several are called so.
    Ambiguous(Vec<SkillId>),
}

/// Finds the skill that is meant. Nothing typed means all of them. A number that nobody
/// has seen is taken as it stands: the list of skills knows only those that had calls.
///
/// # Errors
/// Where the text fits no skill, or more than one.
pub fn find(typed: Option<&str>, names: &SkillNames) -> Result<SkillSelection, SkillFault> {
    let text = fold(typed.unwrap_or_default());
    if text.is_empty() || is_all(&text) {
        return Ok(SkillSelection::All);
    }
    if let Some(id) = number(&text).filter(|id| names.get(*id).is_some()) {
        return Ok(SkillSelection::One(id));
    }
    let folded = || names.0.iter().map(|(id, name)| (*id, fold(name)));
    let exact: Vec<_> = folded()
        .filter(|(id, name)| *name == text || format!("{id} {name}") == text)
        .map(|(id, _)| id)
        .collect();
    let part = || folded().filter(|(_, name)| name.contains(&text));
    let found = if exact.is_empty() {
        part().map(|(id, _)| id).collect()
    } else {
        exact
    };
    match (found.as_slice(), number(&text)) {
        ([one], _) => Ok(SkillSelection::One(*one)),
        ([], Some(id)) => Ok(SkillSelection::One(id)),
        ([], None) => Err(SkillFault::Unknown(near(&text, names))),
        (_, _) => Err(SkillFault::Ambiguous(found)),
    }
}

/// The skills that the text typed so far may become, best first.
#[must_use]
pub fn choices(typed: &str, names: &SkillNames, words: &Words) -> Vec<MenuChoice> {
    let text = fold(typed);
    let mut ranked: Vec<_> = names
        .0
        .iter()
        .filter_map(|(id, name)| Some((rank(&text, *id, &fold(name))?, *id)))
        .collect();
    ranked.sort_unstable();
    let all = MenuChoice {
        label: words.say("skill-all", &[]),
        value: ALL.to_owned(),
    };
    let wants_all = [ALL, "todas", "todos"]
        .iter()
        .any(|word| word.starts_with(&text));
    wants_all
        .then_some(all)
        .into_iter()
        .chain(ranked.into_iter().map(|(_, id)| choice(id, names)))
        .take(CHOICES)
        .collect()
}

fn choice(id: SkillId, names: &SkillNames) -> MenuChoice {
    let name = names.get(id).map(tidy).unwrap_or_default();
    let label = format!("{id} {name}");
    MenuChoice {
        label: label.trim().chars().take(LABEL).collect(),
        value: id.to_string(),
    }
}

/// How well a skill fits what was typed so far; less is better.
fn rank(text: &str, id: SkillId, name: &str) -> Option<u8> {
    let number = id.to_string();
    let begins_word = || name.split_whitespace().any(|word| word.starts_with(text));
    if number == text || name == text {
        Some(0)
    } else if number.starts_with(text) {
        Some(1)
    } else if name.starts_with(text) {
        Some(2)
    } else if begins_word() {
        Some(3)
    } else if name.contains(text) || format!("{number} {name}").contains(text) {
        Some(4)
    } else if is_like(text, name) {
        Some(5)
    } else {
        None
    }
}

fn is_all(text: &str) -> bool {
    matches!(text, "all" | "todas" | "todos" | "toda" | "todo" | "*")
}

fn number(text: &str) -> Option<SkillId> {
    text.parse().ok().map(SkillId)
}

fn near(text: &str, names: &SkillNames) -> Vec<SkillId> {
    names
        .0
        .iter()
        .filter(|(_, name)| is_like(text, &fold(name)))
        .map(|(id, _)| *id)
        .collect()
}

/// The whole name or one of its words is nearly what was typed.
fn is_like(text: &str, name: &str) -> bool {
    std::iter::once(name)
        .chain(name.split_whitespace())
        .any(|part| strsim::normalized_damerau_levenshtein(text, part) >= LIKENESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::Bogota;
    use vigia_cards::Locale;

    fn names() -> SkillNames {
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
                Err(SkillFault::Ambiguous(vec![SkillId(12), SkillId(13)])),
            ),
            ("retensión", Err(SkillFault::Unknown(vec![SkillId(120)]))),
            ("pizza", Err(SkillFault::Unknown(Vec::new()))),
            ("-1", Err(SkillFault::Unknown(Vec::new()))),
        ] {
            assert_eq!(find(Some(typed), &names()), expected, "{typed}");
        }
        assert_eq!(find(None, &names()), Ok(SkillSelection::All));
    }

    #[test]
    fn choices_come_best_first() {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let values = |typed: &str| {
            let choices = choices(typed, &names(), &words);
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
        let choices = choices("", &names, &words);
        assert_eq!(choices.len(), 25);
        assert!(
            choices
                .iter()
                .all(|choice| choice.label.chars().count() <= 100)
        );
        assert!(choices.iter().all(|choice| !choice.label.contains('\n')));
    }
}
