//! `vigia schema`: a JSON Schema of files of rules, for editors.
//!
//! It helps while somebody types. What a rule means together, such as the unit of a limit,
//! is what `vigia check` says.

use serde_json::{Map, Value, json};

use vigia_core::metrics::Metric;

/// The schema of a file of rules, draft 2020-12.
#[must_use]
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rules of vigia",
        "type": "object",
        "anyOf": [{ "required": ["rules"] }, { "required": ["calendars"] }],
        "additionalProperties": false,
        "properties": {
            "rules": { "type": "array", "items": { "$ref": "#/$defs/rule" } },
            "calendars": {
                "description": "When a centre is open, by name.",
                "type": "object",
                "additionalProperties": { "$ref": "#/$defs/calendar" }
            }
        },
        "$defs": {
            "rule": rule(),
            "calendar": calendar(),
            "when": when(),
            "limits": limits(),
            "unusual": unusual(),
            "step": step()
        }
    })
}

/// A map with these keys and no others.
fn map(needed: &[&str], keys: &[(&str, Value)]) -> Value {
    let keys: Map<String, Value> = keys
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": needed,
        "properties": keys
    })
}

fn scalar(description: &str) -> Value {
    json!({ "description": description, "type": ["string", "number"] })
}

fn text(description: &str) -> Value {
    json!({ "description": description, "type": "string" })
}

fn count(description: &str) -> Value {
    json!({ "description": description, "type": "integer", "minimum": 0 })
}

fn one_or_list(description: &str) -> Value {
    let name = json!({ "type": "string" });
    json!({ "description": description, "anyOf": [name, { "type": "array", "items": name }] })
}

fn rule() -> Value {
    let metrics = Metric::ALL.map(Metric::name).to_vec();
    map(
        &["alert", "metric", "of", "when", "notify"],
        &[
            (
                "alert",
                text("The name of the rule, its own over all files."),
            ),
            (
                "metric",
                json!({ "description": "The figure.", "enum": metrics }),
            ),
            (
                "of",
                text("What it looks at: `operation`, `every skill`, `skill 12`, …"),
            ),
            (
                "window",
                text("How far each look reaches back: `60m`, or `30m to 2h`."),
            ),
            ("when", json!({ "$ref": "#/$defs/when" })),
            (
                "recover",
                map(&[], &[("above", recovery()), ("below", recovery())]),
            ),
            ("confidence", text("How sure a breach must be: `95%`.")),
            (
                "at_least",
                count("With fewer calls than this the rule says nothing."),
            ),
            (
                "at_least_bad",
                count("With fewer bad ones than this it is no breach."),
            ),
            (
                "for",
                text("How long a breach lasts before the alert fires: `10m`."),
            ),
            (
                "keep_firing_for",
                text("How long it must be good before the alert ends."),
            ),
            (
                "repeat_interval",
                text("How often an alert that goes on is told again: `1h`, or `15m to 4h`."),
            ),
            (
                "during",
                text("The calendar outside which the rule does not look."),
            ),
            (
                "depends_on",
                one_or_list("Rules that silence this one while they fire."),
            ),
            (
                "labels",
                json!({
                    "description": "Words of your own, which silences can match.",
                    "type": "object",
                    "additionalProperties": { "type": ["string", "number"] }
                }),
            ),
            (
                "notify",
                json!({
                    "description": "The channel that hears of it, or one for each severity.",
                    "anyOf": [
                        { "type": "string" },
                        map(&[], &[
                            ("warning", text("The channel of warnings.")),
                            ("critical", text("The channel of what is critical.")),
                        ])
                    ]
                }),
            ),
            (
                "escalate",
                json!({
                    "description": "What happens while nobody acknowledges the alert.",
                    "type": "array",
                    "items": { "$ref": "#/$defs/step" }
                }),
            ),
            (
                "description",
                text(
                    "What to look at, for whoever sees the alert; `{{ skill_name }}` and \
                     other fields are filled in.",
                ),
            ),
        ],
    )
}

fn when() -> Value {
    let length = text("How long a figure is missing: `30m`.");
    let mut when = map(
        &[],
        &[
            ("above", json!({ "$ref": "#/$defs/limits" })),
            ("below", json!({ "$ref": "#/$defs/limits" })),
            ("unusual", json!({ "$ref": "#/$defs/unusual" })),
            (
                "absent",
                json!({ "anyOf": [
                    length,
                    map(&[], &[("warning", length.clone()), ("critical", length.clone())])
                ] }),
            ),
        ],
    );
    if let Value::Object(when) = &mut when {
        when.insert("minProperties".to_owned(), json!(1));
        when.insert("maxProperties".to_owned(), json!(1));
    }
    when
}

fn limits() -> Value {
    map(
        &[],
        &[
            (
                "warning",
                scalar("The limit of a warning, in the metric's unit."),
            ),
            ("critical", scalar("The limit of what is critical.")),
        ],
    )
}

fn recovery() -> Value {
    json!({
        "description": "How good is good, for the alert or for each severity.",
        "anyOf": [{ "type": ["string", "number"] }, { "$ref": "#/$defs/limits" }]
    })
}

fn unusual() -> Value {
    let number = |description: &str| json!({ "description": description, "type": "number" });
    map(
        &[],
        &[
            (
                "warning",
                number("From which robust z on it is a warning: 3."),
            ),
            (
                "critical",
                number("From which robust z on it is critical: 6."),
            ),
            ("recover", number("Below which robust z it has recovered.")),
            ("side", json!({ "enum": ["above", "below"] })),
            ("than", json!({ "enum": ["usual", "team"] })),
            ("weeks", count("How many weeks back: 6.")),
            ("ratio", number("How many times the usual it must be: 1.5.")),
            ("step", scalar("How far from the usual it must lie.")),
            (
                "at_least",
                count("The least number of calls that make it bad: 5."),
            ),
        ],
    )
}

fn step() -> Value {
    map(
        &["after"],
        &[
            ("after", text("How long after the alert was told: `10m`.")),
            ("notify", text("Another channel that hears of it.")),
            ("mention", one_or_list("The roles that are called.")),
        ],
    )
}

fn calendar() -> Value {
    let hours = |description: &str| {
        json!({
            "description": description,
            "type": "object",
            "additionalProperties": { "type": "string" }
        })
    };
    map(
        &["hours"],
        &[
            ("timezone", text("By whose clocks: `America/Bogota`.")),
            (
                "hours",
                hours("The hours of each weekday: `mon-fri: \"07:00-21:00\"`."),
            ),
            (
                "holidays",
                json!({ "type": "array", "items": { "type": "string" } }),
            ),
            (
                "special",
                hours("Dates with hours of their own, or `closed`."),
            ),
        ],
    )
}
