//! Rules and verdicts.

use super::*;

#[test]
fn a_rule_that_names_the_scope_comes_first() {
    let rules = Ruleset {
        rules: vec![
            rule("every", ScopeSelection::EverySkill, 5.0),
            rule("twelve", ScopeSelection::Skills(vec![SkillId(12)]), 8.0),
            rule(
                "voice",
                ScopeSelection::Channels(vec![Channel::inbound()]),
                6.0,
            ),
            rule("whole", ScopeSelection::Operation, 4.0),
        ],
    };
    let id =
        |scope: Scope| rule_for(&rules, Metric::AbandonRate, &scope).map(|rule| rule.id.as_str());
    assert_eq!(id(Scope::Skill(SkillId(12))), Some("twelve"));
    assert_eq!(id(Scope::Skill(SkillId(7))), Some("every"));
    assert_eq!(id(Scope::Operation), Some("whole"));
    assert_eq!(id(Scope::Channel(Channel::new("chat-web"))), None);
    assert_eq!(
        rule_for(&Ruleset::default(), Metric::AbandonRate, &Scope::Operation),
        None
    );
}

#[test]
fn a_verdict_is_no_surer_than_the_figures() {
    let (names, rules) = (SkillNames::default(), one_rule());
    let line = |abandoned, offered| {
        let service = service(ChannelService {
            offered: Some(offered),
            answered: Some(offered - abandoned),
            abandoned: Some(abandoned),
            ..calls()
        });
        let asked = asked(TWELVE, ReportInput::Known(&service), ReportInput::Empty);
        let card = abandon_answer(&asked, &inquiry(&names, &rules), &words("en")).card;
        card.lines.first().unwrap().to_string()
    };
    let verdicts = [(5, 10), (1, 100), (6, 100), (11, 100), (30, 100)]
        .map(|(abandoned, offered)| line(abandoned, offered));
    assert_snapshot!(verdicts.join("\n"), @r#"
    ⚪ Out of too few to judge: 10, and the rule asks for 20 or more
    ✅ Within the limit of 5 % (rule high-abandonment)
    🟡 Above the limit of 5 %, but out of too few to be sure (rule high-abandonment)
    🟡 Warning: above the limit of 5 % (rule high-abandonment)
    🔴 Critical: above the limit of 10 % (rule high-abandonment)
    "#);
}
