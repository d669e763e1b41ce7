//! `of:` says in words which part of the centre a rule looks at.

use crate::{
    diagnostic::{SourceError, YamlNode, alternatives, did_you_mean},
    metrics::{AgentName, Channel, Metric, ScopeKind, SkillId},
    rules::ScopeSelection,
};

/// Reads the words, and checks that the metric is reported for what they select. Without a valid
/// metric only the words are checked.
pub(super) fn read_selection(
    node: &YamlNode,
    metric: Option<Metric>,
) -> Result<ScopeSelection, SourceError> {
    let selection = parse_selection(node, metric)?;
    match metric {
        Some(metric) => check_metric(node, metric, selection),
        None => Ok(selection),
    }
}

fn parse_selection(node: &YamlNode, metric: Option<Metric>) -> Result<ScopeSelection, SourceError> {
    let text = node
        .text("what the rule looks at")
        .map_err(|error| error.help(accepted_forms(metric)))?;
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    match (word, rest.trim()) {
        ("operation", "") => Ok(ScopeSelection::Operation),
        ("every", "skill") => Ok(ScopeSelection::EverySkill),
        ("skill", one) if !one.contains(',') => {
            Ok(ScopeSelection::Skills(vec![parse_skill(node, one)?]))
        }
        ("skills", many) => Ok(ScopeSelection::Skills(parse_list(node, many, parse_skill)?)),
        ("channel", one) if !one.contains(',') => {
            Ok(ScopeSelection::Channels(vec![parse_channel(node, one)?]))
        }
        ("channels", many) => Ok(ScopeSelection::Channels(parse_list(
            node,
            many,
            parse_channel,
        )?)),
        ("every", "agent") => Ok(ScopeSelection::EveryAgent),
        ("team", "") => Ok(ScopeSelection::Team),
        ("agent", one) if split_names(one).count() == 1 => {
            Ok(ScopeSelection::Agents(vec![parse_agent(node, one)?]))
        }
        ("agents", many) => Ok(ScopeSelection::Agents(parse_list(node, many, parse_agent)?)),
        ("skill" | "channel" | "agent", many) => {
            let message = format!("`{word}` takes one, and these are more");
            Err(node
                .error(message, "more than one")
                .help(format!("did you mean `{word}s {many}`?")))
        }
        _ => Err(unknown_selection(node, text, metric)),
    }
}

fn check_metric(
    node: &YamlNode,
    metric: Metric,
    of: ScopeSelection,
) -> Result<ScopeSelection, SourceError> {
    if of.suits(metric) {
        return Ok(of);
    }
    let message = match of {
        ScopeSelection::Team => {
            format!("{metric} is not reported by agent, and a team is made of agents")
        }
        ScopeSelection::Operation
        | ScopeSelection::EverySkill
        | ScopeSelection::Skills(_)
        | ScopeSelection::Channels(_)
        | ScopeSelection::EveryAgent
        | ScopeSelection::Agents(_) => format!("{metric} is not reported by {}", of.kind()),
    };
    let help = format!("did you mean `operation`? {}", accepted_forms(Some(metric)));
    Err(node.error(message, "not reported by this").help(help))
}

fn accepted_forms(metric: Option<Metric>) -> String {
    let mut forms = vec!["operation"];
    if is_reported_by(metric, ScopeKind::Skill) {
        forms.extend(["every skill", "skill 12", "skills 12, 15"]);
    }
    if is_reported_by(metric, ScopeKind::Channel) {
        forms.extend(["channel inbound", "channels inbound, chat-web"]);
    }
    if is_reported_by(metric, ScopeKind::Agent) {
        forms.extend([
            "every agent",
            "agent Ana Pérez",
            "agents Ana Pérez, Luis Gil",
            "team",
        ]);
    }
    match (forms.as_slice(), metric) {
        (["operation"], Some(metric)) => {
            format!("{metric} can be asked for with `operation` alone")
        }
        (_, Some(metric)) => {
            format!("{metric} can be asked for with {}", alternatives(forms))
        }
        (_, None) => format!("write {}", alternatives(forms)),
    }
}

fn is_reported_by(metric: Option<Metric>, kind: ScopeKind) -> bool {
    metric.is_none_or(|metric| metric.scopes().contains(&kind))
}

/// Returns a channel that looks misspelt, and the one that was probably meant. wolkvox documents
/// no complete list, so an unknown channel is allowed.
pub(super) fn misspelt_channel(selection: &ScopeSelection) -> Option<(&Channel, &'static str)> {
    const USUAL: [&str; 8] = [
        "inbound",
        "internalcall_que",
        "out_pre",
        "chat-web",
        "chat-whatsapp",
        "chat-facebook",
        "chat-instagram",
        "chat-email",
    ];
    let ScopeSelection::Channels(channels) = selection else {
        return None;
    };
    channels
        .iter()
        .filter(|channel| !USUAL.contains(&channel.as_str()))
        .find_map(|channel| Some((channel, did_you_mean(channel.as_str(), USUAL)?)))
}

fn unknown_selection(node: &YamlNode, text: &str, metric: Option<Metric>) -> SourceError {
    let message = format!("a rule cannot look at `{text}`");
    let meant = match text {
        "all" | "every" | "skill" | "skills" | "all skills" | "each skill" => Some("every skill"),
        "agents" | "all agents" | "each agent" => Some("every agent"),
        "the team" | "every team" | "all teams" | "teams" => Some("team"),
        _ => did_you_mean(text, ["operation", "every skill", "every agent", "team"]),
    };
    let help = match meant {
        Some("every skill") if !is_reported_by(metric, ScopeKind::Skill) => accepted_forms(metric),
        Some("every agent" | "team") if !is_reported_by(metric, ScopeKind::Agent) => {
            accepted_forms(metric)
        }
        Some(meant) => format!("did you mean `{meant}`?"),
        None => accepted_forms(metric),
    };
    node.error(message, "unknown").help(help)
}

fn parse_skill(node: &YamlNode, text: &str) -> Result<SkillId, SourceError> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| text.parse().ok())
        .flatten()
        .map(SkillId)
        .ok_or_else(|| {
            let message = format!("`{text}` is not the number of a skill");
            node.error(message, "not a number")
                .help("wolkvox numbers its skills: write `skill 12`, or `every skill` for all")
        })
}

fn parse_channel(node: &YamlNode, text: &str) -> Result<Channel, SourceError> {
    let plain = !text.is_empty() && !text.contains(|c: char| c.is_whitespace());
    plain.then(|| Channel::new(text)).ok_or_else(|| {
        let message = format!("`{text}` is not the name of a channel");
        node.error(message, "not a name")
            .help("write one that the report shows, such as `channel inbound`")
    })
}

/// Parses a name as the report spells it. Quotes around it allow a comma in it.
fn parse_agent(node: &YamlNode, text: &str) -> Result<AgentName, SourceError> {
    let name = text.trim_matches('"').trim();
    if name.is_empty() || !text.matches('"').count().is_multiple_of(2) {
        let message = format!("`{text}` is not the name of an agent");
        return Err(node
            .error(message, "not a name")
            .help("write one that the report shows, such as `agent Ana Pérez`"));
    }
    Ok(AgentName::new(name))
}

/// Splits a list at its commas, except those between quotes.
fn split_names(text: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    text.split(move |letter| {
        is_quoted ^= letter == '"';
        letter == ',' && !is_quoted
    })
    .map(str::trim)
}

fn parse_list<T: PartialEq>(
    node: &YamlNode,
    text: &str,
    read: fn(&YamlNode, &str) -> Result<T, SourceError>,
) -> Result<Vec<T>, SourceError> {
    let mut items = Vec::new();
    for word in split_names(text) {
        let item = read(node, word)?;
        if items.contains(&item) {
            let message = format!("`{word}` is named twice");
            return Err(node.error(message, "twice"));
        }
        items.push(item);
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{SourceSpan, YamlValue};

    fn read(text: &str) -> Result<ScopeSelection, SourceError> {
        let node = node(text);
        read_selection(&node, None)
    }

    fn node(text: &str) -> YamlNode {
        YamlNode {
            span: SourceSpan::default(),
            value: YamlValue::Text(text.to_owned()),
        }
    }

    #[test]
    fn the_words_of_the_reference_are_understood() {
        let skills =
            |ids: &[u64]| ScopeSelection::Skills(ids.iter().copied().map(SkillId).collect());
        let channels = |names: &[&str]| {
            ScopeSelection::Channels(names.iter().map(|name| Channel::new(*name)).collect())
        };
        for (text, expected) in [
            ("operation", ScopeSelection::Operation),
            ("every  skill", ScopeSelection::EverySkill),
            ("skill 12", skills(&[12])),
            ("skills 12,15", skills(&[12, 15])),
            ("channel inbound", channels(&["inbound"])),
            (
                "channels inbound, chat-web",
                channels(&["inbound", "chat-web"]),
            ),
        ] {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_words_are_answered_with_what_was_probably_meant() {
        for (text, part) in [
            ("all skills", "did you mean `every skill`?"),
            ("evry skill", "did you mean `every skill`?"),
            ("operaton", "did you mean `operation`?"),
            ("skill 12, 15", "did you mean `skills 12, 15`?"),
            ("skill ventas", "wolkvox numbers its skills"),
            ("skills 12,", "wolkvox numbers its skills"),
            ("channel", "such as `channel inbound`"),
            ("the moon", "write `operation`, `every skill`,"),
        ] {
            let help = read(text).unwrap_err().help.unwrap();
            assert!(help.contains(part), "{text}: {help}");
        }
    }

    #[test]
    fn agents_are_named_as_the_report_spells_them() {
        let agents = |names: &[&str]| {
            ScopeSelection::Agents(names.iter().map(|name| AgentName::new(*name)).collect())
        };
        for (text, expected) in [
            ("every agent", ScopeSelection::EveryAgent),
            ("team", ScopeSelection::Team),
            ("agent Ana Pérez", agents(&["Ana Pérez"])),
            ("agent \"Ana Pérez\"", agents(&["Ana Pérez"])),
            ("agent \"Pérez, Ana\"", agents(&["Pérez, Ana"])),
            ("agents Ana Pérez, Luis", agents(&["Ana Pérez", "Luis"])),
            (
                "agents \"Pérez, Ana\", Luis",
                agents(&["Pérez, Ana", "Luis"]),
            ),
        ] {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
        for (text, part) in [
            ("agent Ana, Luis", "did you mean `agents Ana, Luis`?"),
            ("agent", "such as `agent Ana Pérez`"),
            ("agents Ana,", "such as `agent Ana Pérez`"),
            ("agent \"Ana", "such as `agent Ana Pérez`"),
            ("every agnt", "did you mean `every agent`?"),
            ("all agents", "did you mean `every agent`?"),
        ] {
            let help = read(text).unwrap_err().help.unwrap();
            assert!(help.contains(part), "{text}: {help}");
        }
    }

    #[test]
    fn a_metric_looks_only_at_what_its_report_covers() {
        for metric in Metric::ALL {
            for (text, kind) in [
                ("operation", ScopeKind::Operation),
                ("every skill", ScopeKind::Skill),
                ("skills 12, 15", ScopeKind::Skill),
                ("channel chat-web", ScopeKind::Channel),
                ("every agent", ScopeKind::Agent),
                ("agent Ana", ScopeKind::Agent),
                ("team", ScopeKind::Agent),
            ] {
                let of = read(text).unwrap();
                let checked = check_metric(&node(text), metric, of);
                let known = metric.scopes().contains(&kind);
                assert_eq!(checked.is_ok(), known, "{metric} of {text}");
            }
            assert!(metric.scopes().contains(&ScopeKind::Operation), "{metric}");
        }
    }

    #[test]
    fn what_was_meant_is_something_that_the_metric_is_reported_by() {
        let help = |text, metric| {
            let error = read_selection(&node(text), Some(metric)).unwrap_err();
            error.help.unwrap()
        };
        assert_eq!(
            help("all skills", Metric::CdrCost),
            "cdr.cost can be asked for with `operation` alone"
        );
        assert_eq!(
            help("all skills", Metric::SmartHoldOpen),
            "did you mean `every skill`?"
        );
        assert_eq!(
            help("the moon", Metric::SmartHoldOpen),
            "smart_hold.open can be asked for with `operation`, `every skill`, `skill 12` \
             or `skills 12, 15`"
        );
    }

    #[test]
    fn a_channel_that_nobody_knows_is_right_unless_it_looks_misspelt_channel() {
        let meant = |text| misspelt_channel(&read(text).unwrap()).map(|(_, meant)| meant);
        assert_eq!(meant("channel inbond"), Some("inbound"));
        assert_eq!(
            meant("channels inbound, chat-whatsap"),
            Some("chat-whatsapp")
        );
        assert_eq!(meant("channel omni-email"), None);
        assert_eq!(meant("channel chat-line"), None);
        assert_eq!(meant("operation"), None);
    }

    #[test]
    fn nothing_is_named_twice() {
        assert_eq!(
            read("skills 1, 01").unwrap_err().message,
            "`01` is named twice"
        );
    }
}
