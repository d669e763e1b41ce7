//! Rules from YAML text, or everything that is wrong with them.
//!
//! One bad rule hides no other: each is read by itself, key by key, and every fault has its
//! place. `docs/rules.md` is the reference of what may be written.

mod calendar;
mod draft;
mod lengths;
mod links;
mod notify;
mod selection;
mod threshold;
mod unusual;
mod warnings;
mod when;
mod written;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

pub use self::{
    draft::metric_named,
    notify::{channel, escalation, mention},
    threshold::figure,
    written::written,
};

use self::links::{PlacedReference, RuleIndex};
use crate::{
    diagnostic::{
        FieldReader, SourceError, SourceErrors, SourceSpan, YamlKey, YamlNode, YamlValue, read,
    },
    rules::{Calendar, CalendarName, ChannelName, RoleName, Rule},
};

/// What rules may refer to.
#[derive(Clone, Copy, Debug)]
pub struct KnownNames<'a> {
    /// The channels that `notify` may name.
    pub channels: &'a [ChannelName],
    /// The roles that `mention` may name.
    pub roles: &'a [RoleName],
    /// How often the reports are read: no rule is judged in between.
    pub poll_every: Duration,
}

/// A file of rules.
#[derive(Clone, Copy, Debug)]
pub struct RuleSource<'a> {
    /// What messages call the file.
    pub name: &'a str,
    /// What stands in it.
    pub text: &'a str,
}

/// What one file says.
#[derive(Debug, Default)]
pub struct ParsedRules {
    /// The rules that are right, in the order of the file.
    pub rules: Vec<Rule>,
    /// The calendars that are right, in the order of the file.
    pub calendars: Vec<Arc<Calendar>>,
    /// What is wrong.
    pub faults: Vec<SourceError>,
    /// What is right, and probably not what was meant.
    pub warnings: Vec<SourceError>,
    /// The calendars that no rule names, which is a warning unless something else does.
    pub unused: Vec<(CalendarName, SourceError)>,
}

/// The rules of one text.
///
/// # Errors
/// Everything that is wrong with them, in the order of the text.
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

/// What each file says, in their order. The name of a rule must be its own over all of them,
/// and so must that of a calendar; a rule may refer to what another file names.
#[must_use]
pub fn parse_files(sources: &[RuleSource<'_>], known: KnownNames<'_>) -> Vec<ParsedRules> {
    let mut told: Vec<ParsedFile> = sources.iter().map(|_| ParsedFile::default()).collect();
    let roots: Vec<Option<YamlNode>> = sources
        .iter()
        .zip(&mut told)
        .map(|(source, told)| read(source.text, &mut told.faults))
        .collect();
    let files: Vec<FileSections<'_>> = roots
        .iter()
        .zip(&mut told)
        .map(|(root, told)| {
            let root = root.as_ref();
            root.map_or_else(FileSections::default, |root| {
                sections(root, &mut told.faults)
            })
        })
        .collect();
    let calendars = calendars(sources, &files, &mut told);
    let rules = rules(sources, &files, &calendars, known, &mut told);
    let mut parsed: Vec<ParsedRules> = told.into_iter().map(ParsedRules::from).collect();
    for (file, _, calendar) in calendars {
        let calendars = parsed.get_mut(file).map(|parsed| &mut parsed.calendars);
        if let (Some(calendars), Some(calendar)) = (calendars, calendar) {
            calendars.push(calendar);
        }
    }
    for PlacedReference { rule, file, .. } in rules {
        if let Some(parsed) = parsed.get_mut(file) {
            parsed.rules.push(rule);
        }
    }
    parsed
}

/// What is wrong with one file, or worth a look.
#[derive(Default)]
struct ParsedFile {
    faults: SourceErrors,
    warnings: SourceErrors,
    unused: Vec<(CalendarName, SourceError)>,
}

impl From<ParsedFile> for ParsedRules {
    fn from(told: ParsedFile) -> Self {
        Self {
            faults: told.faults.into_parts().0,
            warnings: told.warnings.into_parts().0,
            unused: told.unused,
            ..Self::default()
        }
    }
}

/// Each calendar with its file and its name, in the order of the files. One that is wrong has
/// a name, and no more.
fn calendars<'node>(
    sources: &[RuleSource<'_>],
    files: &[FileSections<'node>],
    told: &mut [ParsedFile],
) -> Vec<(usize, &'node YamlKey, Option<Arc<Calendar>>)> {
    let mut names = DeclaredNames::of("calendar");
    let mut found = Vec::new();
    for (file, ((source, sections), told)) in sources.iter().zip(files).zip(told).enumerate() {
        let faults = &mut told.faults;
        let Some(node) = sections.calendars else {
            continue;
        };
        for (key, calendar) in calendar::calendars(node, faults) {
            let claim = names.claim(&key.word, key.span, *source);
            if faults.keep(claim).is_some() {
                found.push((file, key, calendar.map(Arc::new)));
            }
        }
    }
    found
}

/// The rules that are right, in the order of the files.
fn rules(
    sources: &[RuleSource<'_>],
    files: &[FileSections<'_>],
    calendars: &[(usize, &YamlKey, Option<Arc<Calendar>>)],
    known: KnownNames<'_>,
    told: &mut [ParsedFile],
) -> Vec<PlacedReference> {
    let items = files.iter().flat_map(|file| file.rules);
    let index = RuleIndex {
        calendars: calendars
            .iter()
            .map(|(_, key, calendar)| (key.word.as_str(), calendar.clone()))
            .collect(),
        rules: items
            .filter_map(draft::name)
            .map(|(name, _)| name)
            .collect(),
    };
    let mut names = DeclaredNames::of("rule");
    let mut rules = Vec::new();
    for (file, ((source, sections), told)) in
        sources.iter().zip(files).zip(told.iter_mut()).enumerate()
    {
        let faults = &mut told.faults;
        let around = draft::DraftContext {
            known,
            index: &index,
            file: source.text,
        };
        for item in sections.rules {
            let before = faults.count();
            let rule = draft::rule(item, around, faults);
            if let Some((name, span)) = draft::name(item) {
                faults.keep(names.claim(name, span, *source));
            }
            if let Some(rule) = rule.filter(|_| faults.count() == before) {
                warnings::of_rule(item, &rule, known.poll_every, &mut told.warnings);
                let depends_on = draft::value_of(item, "depends_on");
                rules.push(PlacedReference {
                    depends_on: depends_on.map_or(item.span, |node| node.span),
                    rule,
                    file,
                });
            }
        }
    }
    for (file, fault) in links::circles(&rules) {
        if let Some(told) = told.get_mut(file) {
            told.faults.push(fault);
        }
    }
    warnings::over_files(&rules, calendars, told);
    rules
}

/// Where each name was given first.
struct DeclaredNames {
    /// What has these names.
    kind: &'static str,
    given: BTreeMap<String, String>,
}

impl DeclaredNames {
    fn of(kind: &'static str) -> Self {
        Self {
            kind,
            given: BTreeMap::new(),
        }
    }

    fn claim(
        &mut self,
        name: &str,
        span: SourceSpan,
        source: RuleSource<'_>,
    ) -> Result<(), SourceError> {
        let kind = self.kind;
        if let Some(first) = self.given.get(name) {
            let message = format!("two {kind}s are called `{name}`");
            return Err(SourceError::at(span, message, "the second").help(format!(
                "the first is in {first}; a name stands for one {kind} over all files"
            )));
        }
        let line = span.place(source.text).line;
        let place = format!("line {line} of {}", source.name);
        self.given.insert(name.to_owned(), place);
        Ok(())
    }
}

/// The sections of a file.
#[derive(Default)]
struct FileSections<'node> {
    calendars: Option<&'node YamlNode>,
    rules: &'node [YamlNode],
}

fn sections<'node>(root: &'node YamlNode, faults: &mut SourceErrors) -> FileSections<'node> {
    const EXAMPLE: &str = "`rules:` and below it one `- alert: name` for each rule";
    let Some(mut fields) = FieldReader::of(root, "a file of rules", EXAMPLE, faults) else {
        return FileSections::default();
    };
    let calendars = fields.optional("calendars", faults);
    let rules = if fields.gives("calendars") {
        fields.optional("rules", faults)
    } else {
        fields.required("rules", "[]", faults)
    };
    fields.finish(faults);
    let rules = match rules.map(|rules| (&rules.value, rules)) {
        None => &[],
        Some((YamlValue::List(items), _)) => items.as_slice(),
        Some((YamlValue::Null | YamlValue::Text(_) | YamlValue::Map(_), rules)) => {
            faults.push(
                rules
                    .unexpected("a list of rules")
                    .help(format!("write {EXAMPLE}")),
            );
            &[]
        }
    };
    FileSections { calendars, rules }
}

#[cfg(test)]
mod tests;
