//! What the rule says to whoever sees the card, filled in.

use super::{alert, at, names, number, one, operation, over, told, words};
use crate::{TextSpan, alert::long_card};
use vigia_core::{
    alerts::{Alert, EndReason, EventKind},
    metrics::{AgentName, Metric, Scope},
    rules::Severity,
};

/// The lines of a card that the rule's description makes.
fn described(text: &str, open: Vec<Alert>, tag: &str) -> Vec<String> {
    let news = told(text, EventKind::Fired, open, vec![]);
    let card = long_card(&news, &operation(), at("15:05"), &names(), &words(tag));
    let lines = card.lines.iter().map(ToString::to_string);
    let mut lines = lines.skip_while(|line| !line.starts_with('📋'));
    let first: Vec<String> = lines.by_ref().collect();
    first
}

#[test]
fn a_description_is_told_in_the_words_of_the_card() {
    let text = "{{ operation }}: {{ metric }} {{ value }} ({{ part }} / {{ of }}), límite \
                {{ limit }}, {{ severity }}, {{ window }}; {{ rule }}; {{ scope }}; {{ skill }} \
                {{ skill_name }}; usual {{ usual }}";
    assert_eq!(
        described(text, vec![one()], "es-CO"),
        [
            "📋 cali: Abandono 14,8 % (18 / 122), límite 10 %, crítica, 1 h; \
          high-abandonment; skill 12 Soporte TV · voz; 12 Soporte TV; usual 4,1 %"
        ]
    );
    let new = alert(99, Severity::Warning, &[(5, 90)]);
    assert_eq!(
        described(
            "{{ skill }} {{ skill_name }} {{ usual }} {{ limit }}",
            vec![new],
            "en-US"
        ),
        ["📋 99 – – 5 %"]
    );
}

#[test]
fn a_name_from_outside_stays_text() {
    let mut held = one();
    held.metric = Metric::HoldTotal;
    held.key.scope = Scope::Agent(AgentName::new("**Ana**\n@everyone {{ 7*7 }}"));
    let text = "{% if agent %}Speak to {{ agent }}.{% endif %}";
    let news = told(text, EventKind::Fired, vec![held], vec![]);
    let card = long_card(&news, &operation(), at("15:05"), &names(), &words("en-US"));
    let line = card.lines.last().unwrap();
    let is_text = |span: &TextSpan| matches!(span, TextSpan::Text(_));
    assert!(line.spans.iter().all(is_text), "{line:?}");
    assert_eq!(line.to_string(), "📋 Speak to **Ana** @everyone {{ 7*7 }}.");
}

#[test]
fn a_name_of_blanks_is_none() {
    let mut held = one();
    held.key.scope = Scope::Agent(AgentName::new(" \u{200b}"));
    let text =
        "{% if agent %}{{ agent }}{% else %}{{ agent }} {{ agent | default(\"?\") }}{% endif %}";
    assert_eq!(described(text, vec![held], "en-US"), ["📋 – ?"]);
}

#[test]
fn scopes_that_are_told_the_same_are_told_it_once() {
    let open = || {
        vec![
            alert(12, Severity::Critical, &[(18, 122)]),
            alert(15, Severity::Warning, &[(12, 190)]),
            alert(7, Severity::Warning, &[(10, 171)]),
        ]
    };
    assert_eq!(described("Breaks?", open(), "en-US"), ["📋 Breaks?"]);
    let call = "{% if skill == 12 %}Call Ana.{% else %}Call Luis.{% endif %}";
    assert_eq!(
        described(call, open(), "en-US"),
        ["📋 Call Ana.", "📋 Call Luis."]
    );
    let bad = "{% if severity == \"critical\" %}Call Ana.{% endif %}";
    assert_eq!(described(bad, open(), "en-US"), ["📋 Call Ana."]);
    let long = format!("{{{{ skill }}}} {}", "ñ".repeat(450));
    let told = described(&long, open(), "en-US");
    assert_eq!(told.len(), 3);
    assert_eq!(told[2], "and 1 more");
}

#[test]
fn an_incident_that_is_over_needs_no_advice() {
    let kind = EventKind::Resolved(EndReason::Recovered);
    let news = told("{{ skill }}?", kind, vec![], vec![over(12, "15:00")]);
    let card = long_card(&news, &operation(), at("15:05"), &names(), &words("en-US"));
    assert!(!card.to_string().contains('📋'));
    assert_eq!(news.incident.id, number());
}
