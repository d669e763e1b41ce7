//! Tests of rules from YAML text, or everything that is wrong with them.
//!
//! `docs/rules-tests.md` is the reference of what may be written.

mod expect;
mod names;
mod people;
mod rows;
mod times;

use std::time::Duration;

use chrono_tz::{America::Bogota, Tz};

use crate::{RuleTest, script::ScriptSetting};
use vigia_cards::{Language, Locale};
use vigia_core::{
    diagnostic::{
        FieldReader, SourceError, SourceErrors, SourceSpan, YamlNode, YamlValue, alternatives,
        read_yaml,
    },
    metrics::{SkillId, SkillNames},
    rules::Ruleset,
};

pub use names::{named_channels, named_roles};

/// The time between two polls unless a test gives another one.
const EVERY: Duration = Duration::from_secs(300);

/// The tag of the language unless a test gives another one.
const LANGUAGE: &str = "es";

/// Returns the files of rules that a text of tests names, with their places; none where it means
/// the file beside it. [`parse`] reports what is wrong with the text.
pub fn rule_files(text: &str) -> Vec<(String, SourceSpan)> {
    let root = read_yaml(text, &mut SourceErrors::default());
    let Some(YamlValue::Map(entries)) = root.map(|root| root.value) else {
        return Vec::new();
    };
    let rules = entries.into_iter().find(|(key, _)| key.word == "rules");
    let nodes = match rules.map(|(_, node)| node) {
        Some(YamlNode {
            value: YamlValue::List(items),
            ..
        }) => items,
        node => node.into_iter().collect(),
    };
    let names = nodes.iter().filter_map(|node| {
        let name = node.text("").ok()?;
        Some((name.to_owned(), node.span))
    });
    names.collect()
}

/// Reads the tests of one text. Names of rules are checked against `rules`; where those could not
/// be read, every name is accepted.
pub fn parse(text: &str, rules: Option<&Ruleset>) -> Result<Vec<RuleTest>, Vec<SourceError>> {
    let mut faults = SourceErrors::default();
    let tests = read_yaml(text, &mut faults).map(|root| read_file(&root, rules, &mut faults));
    let (faults, _) = faults.into_parts();
    if faults.is_empty() {
        Ok(tests.unwrap_or_default())
    } else {
        Err(faults)
    }
}

fn read_file(root: &YamlNode, rules: Option<&Ruleset>, faults: &mut SourceErrors) -> Vec<RuleTest> {
    const EXAMPLE: &str = "`tests:` and below it one `- name: what holds` for each test";
    let Some(mut fields) = FieldReader::of(root, "a file of tests", EXAMPLE, faults) else {
        return Vec::new();
    };
    if let Some(node) = fields.optional("rules", faults) {
        for item in items(node) {
            faults.keep(item.text("a file of rules such as `abandonment.yaml`"));
        }
    }
    let common = TestDraft::of(&mut fields, faults);
    let tests = fields.required("tests", "[]", faults);
    fields.finish(faults);
    let Some(tests) = tests else {
        return Vec::new();
    };
    let nodes = items(tests);
    if nodes.is_empty() {
        faults.push(SourceError::at(tests.span, "there is no test", "empty"));
    }
    let mut found: Vec<RuleTest> = Vec::new();
    for node in nodes {
        let Some(test) = read_test(node, &common, rules, faults) else {
            continue;
        };
        if found.iter().any(|other| other.name == test.name) {
            let message = format!("two tests are called `{}`", test.name);
            faults.push(SourceError::at(test.span, message, "the second"));
        }
        found.push(test);
    }
    found
}

fn read_test(
    node: &YamlNode,
    common: &TestDraft<'_>,
    rules: Option<&Ruleset>,
    faults: &mut SourceErrors,
) -> Option<RuleTest> {
    const EXAMPLE: &str = "`name`, `start`, `rows` and `expect`";
    let mut fields = FieldReader::of(node, "a test", EXAMPLE, faults)?;
    let name = fields
        .required("name", "two bad looks fire", faults)
        .and_then(|node| faults.keep(node.text("what holds, as a sentence")));
    let own = TestDraft::of(&mut fields, faults);
    if own.start.or(common.start).is_none() {
        let _ = fields.required("start", "2026-11-16 10:00", faults);
    }
    let rows = fields.required("rows", "[…]", faults);
    let past = fields.optional("past", faults);
    let quota = fields.optional("quota", faults);
    let silences = fields.optional("silences", faults);
    let acknowledge = fields.optional("acknowledge", faults);
    let snooze = fields.optional("snooze", faults);
    let expect = fields.required("expect", "[…]", faults);
    fields.finish(faults);
    let rows = rows.map(|node| rows::read_rows(node, faults));
    let past = past.map(|node| rows::read_past(node, faults));
    let quota = quota.and_then(|node| rows::read_quota(node, faults));
    let setting = own.setting(common, faults)?;
    let place = expect::ExpectationPlace {
        setting: &setting,
        rules,
    };
    let silences = silences.map(|node| people::read_silences(node, &place, faults));
    let acknowledge = acknowledge.map(|node| people::read_acknowledgements(node, &place, faults));
    let snooze = snooze.map(|node| people::read_snoozes(node, &place, faults));
    let actions = [acknowledge, snooze].into_iter().flatten().flatten();
    let actions = actions.collect();
    let expect = expect.map(|node| expect::read_expectations(node, &place, faults))?;
    Some(RuleTest {
        name: name?.to_owned(),
        span: node.span,
        setting,
        rows: rows?,
        past: past.unwrap_or_default(),
        quota,
        silences: silences.unwrap_or_default(),
        actions,
        expect,
    })
}

/// The items of a list; anything else is a list of itself.
fn items(node: &YamlNode) -> &[YamlNode] {
    match &node.value {
        YamlValue::List(items) => items,
        YamlValue::Null => &[],
        YamlValue::Text(_) | YamlValue::Map(_) => std::slice::from_ref(node),
    }
}

/// The settings of a file for all of its tests, or of a test for itself.
struct TestDraft<'node> {
    start: Option<&'node YamlNode>,
    zone: Option<Tz>,
    every: Option<Duration>,
    language: Option<Locale>,
    skills: SkillNames,
}

impl<'node> TestDraft<'node> {
    fn of(fields: &mut FieldReader<'node>, faults: &mut SourceErrors) -> Self {
        let start = fields.optional("start", faults);
        let zone = fields.optional("timezone", faults);
        let every = fields.optional("poll", faults);
        let language = fields.optional("language", faults);
        let skills = fields.optional("skills", faults);
        Self {
            start,
            zone: zone.and_then(|node| faults.keep(node.timezone())),
            every: every.and_then(|node| faults.keep(read_poll_interval(node))),
            language: language.and_then(|node| faults.keep(self::read_language(node))),
            skills: skills
                .map(|node| self::read_skills(node, faults))
                .unwrap_or_default(),
        }
    }

    /// Returns `None` where the test has no start.
    fn setting(self, common: &Self, faults: &mut SourceErrors) -> Option<ScriptSetting> {
        let zone = self.zone.or(common.zone).unwrap_or(Bogota);
        let start = self.start.or(common.start)?;
        let mut skills = common.skills.clone();
        skills.0.extend(self.skills.0);
        Some(ScriptSetting {
            start: faults.keep(times::start_time(start, zone))?,
            zone,
            every: self.every.or(common.every).unwrap_or(EVERY),
            language: self
                .language
                .or(common.language)
                .unwrap_or_else(|| Locale::from_tag(LANGUAGE)),
            skills,
        })
    }
}

fn read_poll_interval(node: &YamlNode) -> Result<Duration, SourceError> {
    let every = node.duration()?;
    if every < Duration::from_secs(1) {
        return Err(node.unexpected("how often reports are read, such as `5m`"));
    }
    Ok(every)
}

fn read_language(node: &YamlNode) -> Result<Locale, SourceError> {
    let text = node.text("a language such as `es-CO`")?;
    if Language::of_tag(text).is_some() {
        return Ok(Locale::from_tag(text));
    }
    let message = format!("unknown language `{text}`");
    let known = alternatives(Language::ALL.map(Language::tag));
    Err(SourceError::at(node.span, message, "unknown").help(format!("expected {known}")))
}

fn read_skills(node: &YamlNode, faults: &mut SourceErrors) -> SkillNames {
    let YamlValue::Map(entries) = &node.value else {
        const EXPECTED: &str = "numbers and names such as `{ 12: Soporte TV }`";
        faults.push(node.unexpected(EXPECTED));
        return SkillNames::default();
    };
    let skills = entries.iter().filter_map(|(key, name)| {
        let id = key.word.parse().map_err(|_| {
            let message = format!("`{}` is not the number of a skill", key.word);
            SourceError::at(key.span, message, "not a number")
        });
        let name = faults.keep(name.text("the name of a skill"))?;
        Some((SkillId(faults.keep(id)?), name.to_owned()))
    });
    SkillNames(skills.collect())
}
