//! What a template may say, what is refused and where, and what it becomes.

use std::time::Duration;

use super::*;
use crate::{
    metrics::{Channel, Metric, Quantity, SkillId},
    rules::{AbsentCondition, RuleCondition, ScopeSelection, Side, Threshold},
};

fn limit() -> RuleCondition {
    let five = Some(Quantity::Percent(5.0));
    let limit = Threshold::new(Metric::AbandonRate, Side::Above, five, None, None, None);
    RuleCondition::from(limit.unwrap())
}

/// A rule on the abandonment of every skill, with a label.
fn offer(when: &RuleCondition) -> TemplateOffer<'_> {
    TemplateOffer {
        metric: Some(Metric::AbandonRate),
        of: Some(&ScopeSelection::EverySkill),
        when: Some(when),
        labels: vec!["team", "owner"],
    }
}

/// What is refused of a text, with the words that it points at.
fn refused(text: &str) -> Vec<String> {
    let when = limit();
    faults(text, &offer(&when))
}

fn faults(text: &str, offer: &TemplateOffer<'_>) -> Vec<String> {
    let told = |fault: SourceError| {
        let at = fault.span.unwrap();
        let at = text.get(at.start..at.end).unwrap_or("?");
        let help = fault.help.unwrap_or_default();
        format!("‹{at}› {} · {help}", fault.message)
    };
    let faults = DescriptionTemplate::parse(text, offer)
        .err()
        .unwrap_or_default();
    faults.into_iter().map(told).collect()
}

fn facts() -> TemplateFacts {
    let text = |text: &str| Some(TemplateFact::Text(text.to_owned()));
    let severity = TemplateFact::Word {
        word: "critical".to_owned(),
        shown: "crítica".to_owned(),
    };
    TemplateFacts::new("–", [("team".to_owned(), "voz".to_owned())].into())
        .with(TemplateField::Skill, Some(TemplateFact::Number(12)))
        .with(
            TemplateField::SkillName,
            text("Soporte {{ 7*7 }} **TV** @everyone"),
        )
        .with(TemplateField::Value, text("14,8 %"))
        .with(TemplateField::Severity, Some(severity))
        .with(TemplateField::Usual, None)
}

fn filled(text: &str) -> String {
    let when = limit();
    let template = DescriptionTemplate::parse(text, &offer(&when));
    template
        .unwrap_or_else(|faults| panic!("{text}: {faults:#?}"))
        .fill(facts())
}

#[test]
fn a_template_is_filled_in_with_facts() {
    for (text, told) in [
        ("Check breaks.", "Check breaks."),
        (
            "{{ value }} in {{ skill }}, {{severity}}",
            "14,8 % in 12, crítica",
        ),
        ("{{ labels.team }}", "voz"),
        ("{{ usual }}", "–"),
        ("{{ usual | default(\"unknown\") }}", "unknown"),
        (
            "{% if usual %}usual {{ usual }}{% else %}new{% endif %}",
            "new",
        ),
        (
            "{% if usual is defined %}a{% elif value %}b{% endif %}",
            "b",
        ),
        ("{% if severity == \"critical\" %}!{% endif %}", "!"),
        (
            "{% if severity != 'warning' and skill == 12 %}!{% endif %}",
            "!",
        ),
        ("{% if skill in [12, 15] and not usual %}!{% endif %}", "!"),
        ("{% if skill not in [12, 15] %}!{% endif %}", ""),
        (
            "{{ \"Ana\" if labels.team == \"voz\" else \"Luis\" }}",
            "Ana",
        ),
        ("{{ severity | upper }} {{ usual | lower }}", "CRÍTICA –"),
        (
            "{{ \"{{\" }} {% raw %}{{ x }}{% endraw %}{# not told #}",
            "{{ {{ x }}",
        ),
        ("a\n  {% if value %}\nb\n{% endif %}\nc", "a\nb\nc"),
    ] {
        assert_eq!(filled(text), told, "{text}");
    }
}

#[test]
fn what_a_name_holds_is_never_a_template() {
    assert_eq!(
        filled("{{ skill_name }}"),
        "Soporte {{ 7*7 }} **TV** @everyone"
    );
}

#[test]
fn what_no_description_has_is_refused_where_it_stands() {
    insta::assert_snapshot!(
        [
            "{{ skil }} and {{ usuall }}",
            "{{ threshold }}",
            "{{ agent }}",
            "{{ labels.taem }} {{ labels.city }} {{ labels }}",
            "{{ value.amount }} {{ name.first }} {{ labels.team.x }}",
            "{{ usual | defalt(1) }} {{ usual | default }} {{ usual | upper(1) }}",
            "{{ value | tojson }}",
            "{{ value + 1 }} {{ -skill }} {{ value ~ of }}",
            "{% if value > limit %}x{% endif %}",
            "{% if value == \"5 %\" %}x{% endif %}",
            "{% if severity == \"critcal\" %}x{% endif %}",
            "{% if skill == \"12\" or skill_name == 12 %}x{% endif %}",
            "{% if skill_name == scope or \"a\" == skill_name %}x{% endif %}",
            "{% if skill in usual %}x{% endif %}",
            "{% if 1 == skill == 1 %}x{% endif %}",
            "{% if usual is definedd or usual is odd %}x{% endif %}",
            "{% for x in range(10) %}{{ x }}{% endfor %}",
            "{% set x = 1 %}",
            "{{ range(9) }} {{ [1] }} {{ labels['team'] }}",
        ]
        .map(|text| refused(text).join("\n"))
        .join("\n"),
        @r#"
        ‹skil› `skil` is no field of a description · did you mean `skill`?
        ‹usuall› `usuall` is no field of a description · did you mean `usual`?
        ‹threshold› `threshold` is no field of a description · expected `operation`, `rule`, `scope`, `skill`, `skill_name`, `metric`, `value`, `part`, `of`, `limit`, `severity`, `window` or `usual`
        ‹agent› there is no `agent` here: the rule looks at skills · expected `operation`, `rule`, `scope`, `skill`, `skill_name`, `metric`, `value`, `part`, `of`, `limit`, `severity`, `window` or `usual`
        ‹labels.taem› the rule has no label `taem` · did you mean `labels.team`?
        ‹labels.city› the rule has no label `city` · expected `labels.team` or `labels.owner`
        ‹labels› labels are named one by one · expected `labels.team` or `labels.owner`
        ‹value.amount› `value` has no parts · write `value` alone
        ‹name› `name` is no field of a description · expected `operation`, `rule`, `scope`, `skill`, `skill_name`, `metric`, `value`, `part`, `of`, `limit`, `severity`, `window` or `usual`
        ‹labels.team› one dot at most, for a label · write `{{ labels.team }}`
        ‹defalt› `defalt` is no filter of a description · did you mean `default`?
        ‹default› `default` wants one text in brackets · write `{{ usual | default("unknown") }}`
        ‹upper› `upper` wants nothing in brackets · write `{{ severity | upper }}`
        ‹tojson› `tojson` is no filter of a description · expected `default`, `lower` or `upper`
        ‹value + 1› a template does not calculate: figures are shown as on the card · name the field alone, such as `{{ value }}`
        ‹-skill› a template does not calculate: figures are shown as on the card · name the field alone, such as `{{ value }}`
        ‹value ~ of› a template does not calculate: figures are shown as on the card · name the field alone, such as `{{ value }}`
        ‹value > limit› a template does not measure: figures are shown as on the card · limits belong to `when`; a template can ask for `severity == "critical"`
        ‹value› `value` is shown as on the card: it equals no word · a template can compare names, numbers of skills, labels and `severity`
        ‹"critcal"› `critcal` is no severity · did you mean `critical`?
        ‹"12"› a skill has a number · write it without quotes
        ‹12› a name is a text · put quotes around it
        ‹scope› a field is compared with what you write · write a text in quotes, or the number of a skill
        ‹"a"› a comparison begins with a field · write it as `severity == "critical"`
        ‹usual› `in` wants the words that may be meant · write them as `["Ana", "Luis"]`, or as `[12, 15]`
        ‹1 == skill == 1› two things are compared at a time · join comparisons with `and`
        ‹definedd› `is definedd` is no question of a description · did you mean `is defined`?
        ‹odd› `is odd` is no question of a description · write `{% if usual %}` for what may be missing, or `severity == "critical"`
        ‹for› a description has no `{% for … %}` · it knows `{% if … %}` alone
        ‹set› a description has no `{% set … %}` · it knows `{% if … %}` alone
        ‹range(9)› a template names fields, and computes nothing · write a field, such as `{{ value }}`
        ‹[1]› a template names fields, and computes nothing · write a field, such as `{{ value }}`
        ‹labels['team']› a template names fields, and computes nothing · write a field, such as `{{ value }}`
        "#
    );
}

#[test]
fn a_broken_template_says_where() {
    insta::assert_snapshot!(
        [
            "a {{ value } b",
            "a {{ value",
            "{% if usual %}x",
            "{% endif %}",
            "{% include \"x\" %}",
            "{{ 'x }}",
            "{{ }}",
            "{{ (value }}",
            "{{ a b }}",
        ]
        .map(|text| refused(text).join("\n"))
        .join("\n"),
        @r#"
        ‹}› broken template: unexpected `}`, expected `}}` · write `{{ value }}` for a field, and `{% if usual %}` … `{% endif %}` for what may be missing
        ‹value› broken template: it ends too early · each `{{` needs its `}}`, each quote its other one, and each `{% if … %}` its `{% endif %}`
        ‹x› broken template: it ends too early · each `{{` needs its `}}`, each quote its other one, and each `{% if … %}` its `{% endif %}`
        ‹endif› `{% endif %}` has no `{% if … %}` before it · take it away, or write the `if`
        ‹include› a description has no `{% include … %}` · it knows `{% if … %}` alone
        ‹› broken template: it ends too early · each `{{` needs its `}}`, each quote its other one, and each `{% if … %}` its `{% endif %}`
        ‹}}› broken template: unexpected `}}` · write `{{ value }}` for a field, and `{% if usual %}` … `{% endif %}` for what may be missing
        ‹}› broken template: unexpected `}`, expected `)` · write `{{ value }}` for a field, and `{% if usual %}` … `{% endif %}` for what may be missing
        ‹b› broken template: unexpected identifier, expected `}}` · write `{{ value }}` for a field, and `{% if usual %}` … `{% endif %}` for what may be missing
        "#
    );
    assert_eq!(refused(&format!("{{{{ {}x }}}}", "(".repeat(900))).len(), 1);
}

#[test]
fn a_rule_has_the_fields_of_what_it_looks_at() {
    let half_hour = Some(Duration::from_secs(30 * 60));
    let absent = AbsentCondition::new(half_hour, None).map(RuleCondition::from);
    let (limit, absent) = (limit(), absent.unwrap());
    let lacks = |offer: &TemplateOffer<'_>| {
        let lacks = TemplateField::ALL
            .into_iter()
            .filter(|it| offer.lacks(*it).is_some());
        lacks.map(TemplateField::name).collect::<Vec<_>>().join(" ")
    };
    let of = |metric, of, when| TemplateOffer {
        metric: Some(metric),
        of: Some(of),
        when: Some(when),
        labels: Vec::new(),
    };
    let channels = ScopeSelection::Channels(vec![Channel::inbound()]);
    let skills = ScopeSelection::Skills(vec![SkillId(12)]);
    for (offer, told) in [
        (of(Metric::AbandonRate, &skills, &limit), "channel agent"),
        (
            of(Metric::AbandonCount, &channels, &limit),
            "skill skill_name agent part",
        ),
        (
            of(Metric::HoldTotal, &ScopeSelection::EveryAgent, &limit),
            "skill skill_name channel part of",
        ),
        (
            of(Metric::CdrCost, &ScopeSelection::Operation, &limit),
            "skill skill_name channel agent part of",
        ),
        (
            of(Metric::FeedAge, &ScopeSelection::Operation, &limit),
            "skill skill_name channel agent part of usual",
        ),
        (
            of(Metric::AbandonRate, &skills, &absent),
            "channel agent value part of limit usual",
        ),
    ] {
        assert_eq!(lacks(&offer), told, "{offer:?}");
    }
}

#[test]
fn a_rule_that_is_wrong_itself_blames_no_field() {
    let offer = TemplateOffer {
        metric: None,
        of: None,
        when: None,
        labels: Vec::new(),
    };
    for field in TemplateField::ALL {
        let text = format!("{{{{ {} }}}}", field.name());
        assert_eq!(faults(&text, &offer), Vec::<String>::new());
    }
    assert_eq!(faults("{{ nothing }}", &offer).len(), 1);
}

#[test]
fn what_cannot_be_filled_in_is_told_as_it_was_written() {
    // As an earlier version may have kept it.
    for text in [
        "{{ nothing( }}",
        "{{ value.x.y }}",
        "{{ value | none }}",
        "{% for %}",
    ] {
        assert_eq!(DescriptionTemplate(text.to_owned()).fill(facts()), text);
    }
    let endless = "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
    assert_eq!(
        DescriptionTemplate(endless.to_owned()).fill(facts()),
        endless
    );
}

#[test]
fn a_text_is_no_longer_than_a_card_takes() {
    let name = "ñ".repeat(900);
    let facts = facts().with(TemplateField::SkillName, Some(TemplateFact::Text(name)));
    let template = DescriptionTemplate("{{ skill_name }}{{ skill_name }}".to_owned());
    let text = template.fill(facts);
    assert_eq!(text.chars().count(), DescriptionTemplate::LONGEST + 1);
    assert!(text.ends_with('…'));
}
