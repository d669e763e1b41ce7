//! Rules from YAML text, or everything that is wrong with them.
//!
//! Each rule is read by itself and key by key, so that one bad rule hides no other. The comments
//! of the drafts are the descriptions in [`rules_schema`]. `docs/rules.md` is the reference.

mod calendar;
mod condition;
mod departs;
mod departure;
mod names;
mod rule;
mod selection;
mod severity;
mod warnings;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use schemars::{JsonSchema, Schema, generate::SchemaSettings, transform::RecursiveTransform};
use serde_json::Value;

pub use self::{
    condition::metric_quantity,
    rule::{StepDraft, channel_named, escalation_steps, mentioned_roles, metric_named},
};

use self::{
    calendar::CalendarDraft,
    names::{PlacedRule, RuleIndex},
    rule::{RuleContext, RuleDraft},
};
use crate::{
    diagnostic::{
        FromYaml as _, SourceError, SourceErrors, SourceSpan, YamlKey, YamlNode, YamlValue,
        read_yaml,
    },
    rules::{Calendar, CalendarName, ChannelName, RoleName, Rule, RuleId},
    yaml_map,
};

const RULES_EXAMPLE: &str = "`rules:` and below it one `- alert: name` for each rule";

/// The names that rules may refer to.
#[derive(Clone, Copy, Debug)]
pub struct KnownNames<'a> {
    pub channels: &'a [ChannelName],
    pub roles: &'a [RoleName],
    /// The time between two polls. Rules are not judged in between.
    pub poll_every: Duration,
}

/// A file of rules.
#[derive(Clone, Copy, Debug)]
pub struct RuleSource<'a> {
    /// The name of the file in messages.
    pub name: &'a str,
    pub text: &'a str,
}

/// The content of one file.
#[derive(Debug, Default)]
pub struct ParsedRules {
    /// The rules without errors, in the order of the file.
    pub rules: Vec<Rule>,
    /// The calendars without errors, in the order of the file.
    pub calendars: Vec<Arc<Calendar>>,
    pub faults: Vec<SourceError>,
    /// Findings that are allowed, and probably not what was meant.
    pub warnings: Vec<SourceError>,
    /// The calendars that no rule names, each with the warning for it. A summary may name them.
    pub unused: Vec<(CalendarName, SourceError)>,
}

yaml_map! {
    /// A file of rules for vigia.
    #[schemars(title = "Rules of vigia")]
    #[schemars(extend("anyOf" = [{ "required": ["rules"] }, { "required": ["calendars"] }]))]
    struct RulesFileDraft<'node>("a file of rules", RULES_EXAMPLE) {
        /// The opening hours of a centre, by name.
        "calendars" => calendars: &'node YamlNode, as "Option<BTreeMap<String, CalendarDraft<'_>>>";
        /// The rules.
        "rules" => rules: &'node YamlNode, as "Option<Vec<RuleDraft<'_>>>";
    }
}

/// The JSON Schema (draft 2020-12) of a file of rules, for editors.
pub fn rules_schema() -> Value {
    file_schema::<RulesFileDraft<'_>>()
}

/// The JSON Schema (draft 2020-12) of a file that is read as `T`.
pub fn file_schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(refuse_null));
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// Removes `null`, which a schema of an `Option` allows: a key without a value is an error.
fn refuse_null(schema: &mut Schema) {
    let is_null = |form: &Value| form == "null" || form.get("type").is_some_and(|it| it == "null");
    for key in ["type", "anyOf"] {
        let Some(forms) = schema.get_mut(key).and_then(Value::as_array_mut) else {
            continue;
        };
        forms.retain(|form| !is_null(form));
        let one = (forms.len() == 1).then(|| forms.remove(0));
        match one {
            Some(Value::Object(one)) => {
                schema.remove(key);
                let object = schema.ensure_object();
                for (part, value) in one {
                    // What is said of the key goes before what is said of its kind.
                    object.entry(part).or_insert(value);
                }
            }
            Some(one) => drop(schema.insert(key.to_owned(), one)),
            None => {}
        }
    }
}

/// Reads the rules of one text.
pub fn parse(text: &str, known: KnownNames<'_>) -> Result<Vec<Rule>, Vec<SourceError>> {
    let source = RuleSource {
        name: "this file",
        text,
    };
    let parsed = parse_files(&[source], known).pop().unwrap_or_default();
    if parsed.faults.is_empty() {
        Ok(parsed.rules)
    } else {
        Err(parsed.faults)
    }
}

/// Reads each file, in their order. A rule or a calendar may be referred to from any file, so its
/// name is unique over all of them.
pub fn parse_files(sources: &[RuleSource<'_>], known: KnownNames<'_>) -> Vec<ParsedRules> {
    let mut findings: Vec<FileFindings> = Vec::new();
    findings.resize_with(sources.len(), FileFindings::default);
    let roots: Vec<Option<YamlNode>> = sources
        .iter()
        .zip(&mut findings)
        .map(|(source, findings)| read_yaml(source.text, &mut findings.errors))
        .collect();
    let files: Vec<FileSections<'_>> = roots
        .iter()
        .zip(&mut findings)
        .map(|(root, findings)| {
            let root = root.as_ref();
            root.map_or_else(FileSections::default, |root| {
                read_sections(root, &mut findings.errors)
            })
        })
        .collect();
    let files: Vec<FileSections<'_>> = files
        .into_iter()
        .zip(&findings)
        .map(|(file, findings)| FileSections {
            is_broken: findings.errors.count() > 0,
            ..file
        })
        .collect();
    let calendars = read_calendars(sources, &files, &mut findings);
    let rules = read_rules(sources, &files, &calendars, known, &mut findings);
    let mut parsed: Vec<ParsedRules> = findings.into_iter().map(ParsedRules::from).collect();
    for (file, _, calendar) in calendars {
        if let Some(parsed) = parsed.get_mut(file) {
            parsed.calendars.extend(calendar);
        }
    }
    for PlacedRule { rule, file, .. } in rules {
        if let Some(parsed) = parsed.get_mut(file) {
            parsed.rules.push(rule);
        }
    }
    parsed
}

/// The errors and warnings of one file.
#[derive(Default)]
struct FileFindings {
    errors: SourceErrors,
    warnings: SourceErrors,
    unused: Vec<(CalendarName, SourceError)>,
}

impl From<FileFindings> for ParsedRules {
    fn from(findings: FileFindings) -> Self {
        Self {
            faults: findings.errors.into_parts().0,
            warnings: findings.warnings.into_parts().0,
            unused: findings.unused,
            ..Self::default()
        }
    }
}

/// A calendar with the index of its file. One that is wrong has a name and no more.
type PlacedCalendar<'node> = (usize, &'node YamlKey, Option<Arc<Calendar>>);

fn read_calendars<'node>(
    sources: &[RuleSource<'_>],
    files: &[FileSections<'node>],
    findings: &mut [FileFindings],
) -> Vec<PlacedCalendar<'node>> {
    let mut names = DeclaredNames::of("calendar");
    let mut found = Vec::new();
    for (file, ((source, sections), findings)) in
        sources.iter().zip(files).zip(findings).enumerate()
    {
        let errors = &mut findings.errors;
        let Some(node) = sections.calendars else {
            continue;
        };
        for (key, calendar) in calendar::read_calendars(node, errors) {
            if names.claim(&key.word, key.span, *source, errors) {
                found.push((file, key, calendar.map(Arc::new)));
            }
        }
    }
    found
}

fn read_rules(
    sources: &[RuleSource<'_>],
    files: &[FileSections<'_>],
    calendars: &[PlacedCalendar<'_>],
    known: KnownNames<'_>,
    findings: &mut [FileFindings],
) -> Vec<PlacedRule> {
    let items = files.iter().flat_map(|file| file.rules);
    let index = RuleIndex {
        is_whole: files.iter().all(|file| !file.is_broken),
        calendars: calendars
            .iter()
            .map(|(_, key, calendar)| (key.word.as_str(), calendar.clone()))
            .collect(),
        rules: items.filter_map(rule_name).map(|(name, _)| name).collect(),
    };
    let mut names = DeclaredNames::of("rule");
    let mut rules = Vec::new();
    for (file, ((source, sections), findings)) in
        sources.iter().zip(files).zip(&mut *findings).enumerate()
    {
        let errors = &mut findings.errors;
        let context = RuleContext {
            known,
            index: &index,
            file: source.text,
        };
        for item in sections.rules {
            let before = errors.count();
            let rule = rule::read_rule(item, context, errors);
            if let Some((name, span)) = rule_name(item) {
                names.claim(name, span, *source, errors);
            }
            if let Some(rule) = rule.filter(|_| errors.count() == before) {
                warnings::warn_of_rule(item, &rule, known.poll_every, &mut findings.warnings);
                rules.push(PlacedRule {
                    depends_on: item.get("depends_on").unwrap_or(item).span,
                    rule,
                    file,
                });
            }
        }
    }
    for (file, error) in names::find_circles(&rules) {
        if let Some(findings) = findings.get_mut(file) {
            findings.errors.push(error);
        }
    }
    warnings::warn_over_files(&rules, calendars, findings);
    rules
}

/// Returns the name that an item of the list gives itself, whatever else is wrong with it.
fn rule_name(item: &YamlNode) -> Option<(&str, SourceSpan)> {
    let node = item.get("alert")?;
    Some((node.text("a name").ok()?, node.span))
}

/// The place where each name was given first.
struct DeclaredNames {
    kind: &'static str,
    places: HashMap<String, String>,
}

impl DeclaredNames {
    fn of(kind: &'static str) -> Self {
        Self {
            kind,
            places: HashMap::new(),
        }
    }

    /// Returns true for a new name. A repeated one is an error.
    fn claim(
        &mut self,
        name: &str,
        span: SourceSpan,
        source: RuleSource<'_>,
        errors: &mut SourceErrors,
    ) -> bool {
        let kind = self.kind;
        if let Some(first) = self.places.get(name) {
            let message = format!("two {kind}s are called `{name}`");
            errors.push(SourceError::at(span, message, "the second").help(format!(
                "the first is in {first}; a name stands for one {kind} over all files"
            )));
            return false;
        }
        let line = span.place(source.text).line;
        let place = format!("line {line} of {}", source.name);
        self.places.insert(name.to_owned(), place);
        true
    }
}

#[derive(Default)]
struct FileSections<'node> {
    /// The file cannot be read to its end, so that it may have names that are not known.
    is_broken: bool,
    calendars: Option<&'node YamlNode>,
    rules: &'node [YamlNode],
}

fn read_sections<'node>(root: &'node YamlNode, errors: &mut SourceErrors) -> FileSections<'node> {
    let before = errors.count();
    let Some(file) = RulesFileDraft::from_yaml(root, errors) else {
        return FileSections::default();
    };
    if file.rules.is_none() && file.calendars.is_none() && errors.count() == before {
        let message = "a file of rules needs `rules`";
        let error = root.error(message, "incomplete");
        errors.push(error.help("add a line such as `rules: []`"));
    }
    let rules = match file.rules.map(|rules| (&rules.value, rules)) {
        None => &[],
        Some((YamlValue::List(items), _)) => items.as_slice(),
        Some((_, rules)) => {
            let error = rules.unexpected("a list of rules");
            errors.push(error.help(format!("write {RULES_EXAMPLE}")));
            &[]
        }
    };
    FileSections {
        is_broken: false,
        calendars: file.calendars,
        rules,
    }
}

/// Returns a rule as its file spells it, without the common indentation, and the line on which it
/// begins; `None` where the text has no such rule.
pub fn rule_text(text: &str, rule: &RuleId) -> Option<(usize, String)> {
    let root = read_yaml(text, &mut SourceErrors::default())?;
    let YamlValue::List(items) = &root.get("rules")?.value else {
        return None;
    };
    let is_it = |item: &&YamlNode| rule_name(item).is_some_and(|it| it.0 == rule.as_str());
    let place = items.iter().find(is_it)?.span.place(text);
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut lines = text.lines().skip(place.line.checked_sub(1)?);
    let first = lines.next()?;
    let outer = indent(first);
    let inner = place.column.saturating_sub(1);
    let belongs = |line: &&str| line.trim().is_empty() || indent(line) >= inner;
    let mut found = vec![first.get(outer..)?];
    found.extend(lines.take_while(belongs).map(|line| {
        let blanks = indent(line).min(outer);
        line.get(blanks..).unwrap_or_default()
    }));
    let found = found.join("\n");
    Some((place.line, found.trim_end().to_owned()))
}

#[cfg(test)]
mod tests;
