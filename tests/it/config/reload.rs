//! The rules read again while the bot runs.

use std::fs;

use super::{Folder, RULES, SETTINGS};

#[test]
fn the_folder_is_read_again_as_it_is_then() {
    let folder = Folder::new(SETTINGS, RULES);
    let source = folder.load().unwrap().rules_source;
    let second = RULES.replace("high-abandonment", "another");
    let folder = folder.write("rules/more.yaml", &second);
    let rules = source.read().unwrap();
    assert_eq!((rules.set.rules.len(), rules.files), (2, 2));
    assert!(rules.warnings.is_empty());
    fs::remove_file(folder.path("rules/abandonment.yaml")).unwrap();
    let rules = source.read().unwrap();
    assert_eq!(rules.set.rules[0].id.as_str(), "another");
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_names_are_those_of_the_start() {
    let folder = Folder::new(SETTINGS, RULES);
    let source = folder.load().unwrap().rules_source;
    let more = SETTINGS.to_owned() + "  managers: \"42\"\n";
    let wrong = RULES.replace("notify: floor", "notify: managers");
    let _folder = folder
        .write("vigia.yaml", &more)
        .write("rules/abandonment.yaml", &wrong);
    let problems = source.read().unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].place().unwrap().line, 6);
    let message = "unknown channel `managers`";
    assert_eq!(problems[0].fault.message, message);
}

#[test]
fn what_is_odd_is_a_warning_and_no_fault() {
    let folder = Folder::new(SETTINGS, RULES);
    let source = folder.load().unwrap().rules_source;
    let odd = RULES.replace("    notify", "    for: 7m\n    notify");
    let _folder = folder.write("rules/abandonment.yaml", &odd);
    assert_eq!(source.read().unwrap().warnings.len(), 1);
}

#[test]
fn a_folder_that_is_gone_is_a_fault_and_not_an_end_of_all_rules() {
    let folder = Folder::new(SETTINGS, RULES);
    let source = folder.load().unwrap().rules_source;
    fs::remove_dir_all(folder.path("rules")).unwrap();
    let problems = source.read().unwrap_err();
    assert!(problems[0].fault.message.contains("cannot be read"));
}
