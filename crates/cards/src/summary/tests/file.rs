//! The file that goes with a summary.

use insta::assert_snapshot;

use super::{super::*, edition, found, made, plan, words};
use vigia_core::metrics::SkillId;

#[test]
fn the_file_has_every_figure_by_its_key() {
    let mut found = found();
    let hour = edition().hours()[3];
    found.readings.retain(|reading| reading.ask != hour);
    let names = SkillNames([(SkillId(12), "=Soporte".to_owned())].into());
    let card = card(&made(&plan(), found), &names, &words("en"));
    let file = card.file.unwrap();
    assert_eq!(file.name, "summary-2026-11-17.csv");
    let rows: Vec<_> = file.text.trim_start_matches('\u{feff}').lines().collect();
    let some = |start: &str| {
        let rows = rows.iter().filter(|row| row.starts_with(start));
        rows.copied().collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(some("section"), @"section,key,name,metric,unit,value,part,of,goal,usual,usual_weeks,day_before");
    assert_snapshot!(some("figure"), @r#"
    figure,,,calls.offered,count,2148,,,,2025,4,2050
    figure,,,calls.answered,count,2011,,,,1925,4,1947
    figure,,,abandon.count,count,137,,2148,,100,4,103
    figure,,,abandon.rate,percent,6.38,137,2148,5.00,4.94,4,5.02
    figure,,,service_level.20s,percent,76.40,1641,2148,80.00,78.03,4,79.02
    figure,,,asa,time,00:00:31,,2011,,00:00:31,4,00:00:31
    figure,,,ata,time,00:00:58,,137,,00:00:58,4,00:00:58
    "#);
    assert_snapshot!(some("hour,2026-11-17T10"), @r#"
    hour,2026-11-17T10:00:00-05:00,,calls.offered,count,,,,,157,4,
    hour,2026-11-17T10:00:00-05:00,,calls.answered,count,,,,,,,
    hour,2026-11-17T10:00:00-05:00,,abandon.count,count,,,,,,,
    hour,2026-11-17T10:00:00-05:00,,abandon.rate,percent,,,,,,,
    hour,2026-11-17T10:00:00-05:00,,service_level.20s,percent,,,,,82.11,4,
    hour,2026-11-17T10:00:00-05:00,,asa,time,,,,,,,
    hour,2026-11-17T10:00:00-05:00,,ata,time,,,,,,,
    "#);
    assert_snapshot!(some("hour,2026-11-17T11"), @r#"
    hour,2026-11-17T11:00:00-05:00,,calls.offered,count,190,,,,153,4,
    hour,2026-11-17T11:00:00-05:00,,calls.answered,count,177,,,,,,
    hour,2026-11-17T11:00:00-05:00,,abandon.count,count,13,,190,,,,
    hour,2026-11-17T11:00:00-05:00,,abandon.rate,percent,6.84,13,190,,,,
    hour,2026-11-17T11:00:00-05:00,,service_level.20s,percent,73.68,140,190,,82.30,4,
    hour,2026-11-17T11:00:00-05:00,,asa,time,00:00:31,,177,,,,
    hour,2026-11-17T11:00:00-05:00,,ata,time,00:00:58,,13,,,,
    "#);
    assert_snapshot!(some("skill,12"), @r#"
    skill,12,'=Soporte,calls.offered,count,482,,,,,,
    skill,12,'=Soporte,calls.answered,count,428,,,,,,
    skill,12,'=Soporte,abandon.count,count,54,,482,,,,
    skill,12,'=Soporte,abandon.rate,percent,11.20,54,482,,,,
    skill,12,'=Soporte,service_level.20s,percent,62.45,301,482,,,,
    skill,12,'=Soporte,asa,time,00:00:31,,428,,,,
    skill,12,'=Soporte,ata,time,00:00:58,,54,,,,
    "#);
    assert_snapshot!(some("channel,out_pre"), @r#"
    channel,out_pre,predictive outbound,offered,count,900,,,,,,
    channel,out_pre,predictive outbound,answered,count,800,,,,,,
    channel,out_pre,predictive outbound,abandoned,count,100,,,,,,
    "#);
    assert_snapshot!(some("wait"), @r#"
    wait,0-10 s,,abandon.count,count,29,,137,,,,
    wait,11-20 s,,abandon.count,count,18,,137,,,,
    wait,21-30 s,,abandon.count,count,17,,137,,,,
    wait,31-40 s,,abandon.count,count,13,,137,,,,
    wait,41-50 s,,abandon.count,count,11,,137,,,,
    wait,51 s or more,,abandon.count,count,49,,137,,,,
    "#);
    assert_snapshot!(some("smart_hold"), @r#"
    smart_hold,,,smart_hold.treated,count,210,,,,,,
    smart_hold,,,smart_hold.accepted,count,131,,,,,,
    smart_hold,,,smart_hold.declined,count,60,,,,,,
    smart_hold,,,smart_hold.undecided,count,19,,,,,,
    smart_hold,,,smart_hold.recall_ok,count,96,,,,,,
    smart_hold,,,smart_hold.recall_fail,count,22,,,,,,
    smart_hold,,,smart_hold.open,count,13,,,,,,
    smart_hold,,,smart_hold.recall_fail_rate,percent,18.64,22,118,,11.00,4,
    "#);
    assert_snapshot!(some("hold"), @r#"
    hold,,,hold.total,time,21:40:00,,,,,,
    hold,,,mute.total,time,06:05:00,,,,,,
    hold,,,hold_mute.total,time,27:45:00,,,,,,
    hold,,,hold_mute.events,count,1904,,,,,,
    hold,,,hold_mute.avg_per_event,time,00:00:52,,,,,,
    "#);
    assert_snapshot!(some("calls"), @r#"
    calls,,,cdr.calls,count,3906,,,,,,
    calls,,,cdr.minutes,count,9412,,,,,,
    calls,,,cdr.cost,money,412300.00,,,,,,
    calls,,,calls.short_share,percent,7.91,309,3906,,,,
    "#);
    assert_snapshot!(some("data"), @r#"
    data,,,reports_read,count,142,,144,,,,
    data,,,skills_unread,count,0,,,,,,
    "#);
}
