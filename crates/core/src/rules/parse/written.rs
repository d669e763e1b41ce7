//! A rule as somebody wrote it: its lines, as they stand in the file.

use crate::{
    diagnostic::{SourceErrors, YamlNode, YamlValue, read},
    rules::{RuleId, parse::draft},
};

/// The line on which a rule of a text begins, and all of its lines, without what indents
/// the whole of it; `None` where the text has no such rule.
#[must_use]
pub fn written(text: &str, rule: &RuleId) -> Option<(usize, String)> {
    let root = read(text, &mut SourceErrors::default())?;
    let YamlValue::List(items) = &draft::value_of(&root, "rules")?.value else {
        return None;
    };
    let is_it = |item: &&YamlNode| draft::name(item).is_some_and(|it| it.0 == rule.as_str());
    let place = items.iter().find(is_it)?.span.place(text);
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

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# Every centre begins with these.
calendars: []
rules:
  - alert: one   # the first
    metric: abandon.rate
    description: >
      Revise

      las pausas.

  # Of the second.
  - alert: two
    when: { above: { warning: 5%,
                     critical: 10% } }
  - { alert: three, metric: asa }
other: 1
";

    #[test]
    fn a_rule_is_shown_as_it_is_written() {
        let shown = |name: &str| written(TEXT, &RuleId::new(name));
        insta::assert_snapshot!(shown("one").unwrap().1, @r"
        - alert: one   # the first
          metric: abandon.rate
          description: >
            Revise

            las pausas.
        ");
        let (line, two) = shown("two").unwrap();
        assert_eq!(line, 12);
        assert!(two.ends_with("critical: 10% } }"), "{two}");
        let three = Some((15, "- { alert: three, metric: asa }".to_owned()));
        assert_eq!(shown("three"), three);
        assert_eq!(shown("four"), None);
        assert_eq!(written("rules: [", &RuleId::new("one")), None);
        assert_eq!(written("- alert: one", &RuleId::new("one")), None);
    }

    #[test]
    fn a_list_may_stand_at_the_left_edge() {
        let text = "rules:\n- alert: a\n  of: operation\n- alert: b\n  of: team\n";
        let shown = written(text, &RuleId::new("a"));
        assert_eq!(shown, Some((2, "- alert: a\n  of: operation".to_owned())));
    }
}
