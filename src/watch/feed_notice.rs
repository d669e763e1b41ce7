//! The posts to the people who run the bot when rules lose sight, and when they see again.

use chrono_tz::Tz;

use vigia_core::rules::BlindReport;

/// The most rules that a post names.
const NAMED_RULES: usize = 8;
/// The most skills that a post names.
const NAMED_SKILLS: usize = 10;

/// Returns a post for each report that became unreadable, and for each that can be read again: its severity,
/// title and lines.
pub(super) fn feed_notices<'reports>(
    before: &'reports [BlindReport],
    now: &'reports [BlindReport],
    zone: Tz,
) -> impl Iterator<Item = (bool, String, Vec<String>)> {
    let is_in = |reports: &'reports [BlindReport], report: &BlindReport| {
        reports.iter().any(|other| other.report == report.report)
    };
    let lost = now
        .iter()
        .filter(move |report| !is_in(before, report))
        .map(move |report| (true, lost_title(report), lost_lines(report, zone)));
    let found = before
        .iter()
        .filter(move |report| !is_in(now, report))
        .map(move |report| {
            let title = format!("👁 The report \"{}\" can be read again", report.report);
            let since = report.since.with_timezone(&zone).format("%Y-%m-%d %H:%M");
            (
                false,
                title,
                vec![format!("It was unreadable since {since}.")],
            )
        });
    lost.chain(found)
}

fn lost_title(report: &BlindReport) -> String {
    let rules = report.rules.len();
    let plural = if rules == 1 { "rule" } else { "rules" };
    format!(
        "🙈 {rules} {plural} cannot see: the report \"{}\" cannot be read",
        report.report
    )
}

fn lost_lines(report: &BlindReport, zone: Tz) -> Vec<String> {
    let since = report.since.with_timezone(&zone).format("%H:%M");
    let mut lines = vec![format!(
        "Since {since}, {} polls in a row: {}.",
        report.failures,
        report.reason.trim_end_matches('.')
    )];
    if !report.skills.is_empty() {
        let skills = report.skills.iter().map(ToString::to_string);
        lines.push(format!("Skills: {}", shortened_list(skills, NAMED_SKILLS)));
    }
    let rules = report.rules.iter().map(|rule| format!("`{rule}`"));
    lines.push(format!("Rules: {}", shortened_list(rules, NAMED_RULES)));
    lines.push("No alert of these rules does not mean that all is well.".to_owned());
    lines
}

fn shortened_list(names: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let more = names.len().saturating_sub(most);
    let list = names.take(most).collect::<Vec<_>>().join(", ");
    if more == 0 {
        return list;
    }
    format!("{list} and {more} more")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use chrono_tz::America::Bogota;
    use vigia_core::{
        metrics::{Report, SkillId},
        rules::RuleId,
    };

    use super::*;

    fn blind() -> BlindReport {
        BlindReport {
            report: Report::ServiceLevel,
            skills: vec![SkillId(12)],
            since: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
            failures: 3,
            reason: "wolkvox answered with a web page".to_owned(),
            rules: vec![RuleId::new("abandonment-skill")],
        }
    }

    #[test]
    fn a_lost_report_is_posted_once_with_its_rules_and_again_when_it_is_back() {
        let lost: Vec<_> = feed_notices(&[], &[blind()], Bogota).collect();
        let [(true, title, lines)] = &lost[..] else {
            panic!("{lost:?}");
        };
        assert_eq!(
            title,
            "🙈 1 rule cannot see: the report \"service level\" cannot be read"
        );
        assert_eq!(lines[1..3], ["Skills: 12", "Rules: `abandonment-skill`"]);
        assert_eq!(feed_notices(&[blind()], &[blind()], Bogota).count(), 0);
        let found: Vec<_> = feed_notices(&[blind()], &[], Bogota).collect();
        assert!(matches!(&found[..], [(false, _, _)]), "{found:?}");
    }
}
