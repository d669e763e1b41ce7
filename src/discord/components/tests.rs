use proptest::prelude::*;
use twilight_model::channel::message::Component as JudgedComponent;
use twilight_validate::message::components;

use super::*;
use crate::discord::escape::tests::hostile;
use vigia_cards::{CardField, LineStyle, SelectOption, TextSpan};

fn card() -> Card {
    Card {
        tone: Tone::Critical,
        title: "🔴 Abandono 34,6 % · Soporte TV".into(),
        lines: vec![
            CardLine::of(vec![
                TextSpan::Strong("9 de 26".into()),
                TextSpan::Text(" llamadas · límite 10 %".into()),
            ]),
            CardLine::text("Crítica desde las 10:15, subiendo"),
        ],
        below: vec![CardLine::text("¿Le sirvió?").small()],
        buttons: vec![
            CardButton::new("Tomar", "a".into()).primary(),
            CardButton::new("Más", "b".into()),
        ],
        ..Card::default()
    }
}

fn picture() -> AttachedFile {
    AttachedFile {
        name: "chart.png".into(),
        bytes: [1].into(),
        alt: Some("dos barras".into()),
    }
}

fn drawn(card: &Card) -> Value {
    draw_card(card, None, &[], true).0.to_json()
}

/// All text of a tree.
fn texts(tree: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(&json!([tree]), &mut |component| {
        let content = component.get("content").and_then(Value::as_str);
        found.extend(content.map(str::to_owned));
    });
    found
}

/// The judgement of a library that knows Discord's rules by itself, and Discord's own limit of the
/// text of a message.
fn judge(tree: &Value) -> Result<(), String> {
    let judged: JudgedComponent =
        serde_json::from_value(tree.clone()).map_err(|error| error.to_string())?;
    components(&[judged], true).map_err(|error| error.to_string())?;
    let text: usize = texts(tree).iter().map(|text| width(text)).sum();
    if text > 4000 {
        return Err(format!("{text} characters"));
    }
    match schema::faults(tree) {
        faults if faults.is_empty() => Ok(()),
        faults => Err(faults.join("; ")),
    }
}

#[test]
fn a_card_is_text_picture_text_and_buttons_in_one_frame() {
    let (tree, is_whole) = draw_card(&card(), Some(&picture()), &[], true);
    assert!(is_whole);
    assert_eq!(
        tree.to_json(),
        json!({"type": 17, "accent_color": 0x00F4_606C, "components": [
            {"type": 10, "content": "### 🔴 Abandono 34,6\u{a0}% · Soporte TV\n**9\u{a0}de\u{a0}26** \
                llamadas · límite 10\u{a0}%\nCrítica desde las 10:15, subiendo"},
            {"type": 12, "items": [{
                "media": {"url": "attachment://chart.png"}, "description": "dos barras",
            }]},
            {"type": 10, "content": "-# ¿Le sirvió?"},
            {"type": 1, "components": [
                {"type": 2, "style": 1, "label": "Tomar", "custom_id": "a", "disabled": false},
                {"type": 2, "style": 2, "label": "Más", "custom_id": "b", "disabled": false},
            ]},
        ]})
    );
    judge(&tree.to_json()).unwrap();
}

#[test]
fn an_answer_has_no_colour_and_an_empty_card_is_taken_too() {
    let tree = drawn(&Card::default());
    assert_eq!(tree.get("accent_color"), None);
    assert_eq!(texts(&tree), ["### –"]);
    judge(&tree).unwrap();
}

#[test]
fn a_list_is_a_row_of_its_own_and_each_choice_has_its_own_token() {
    let option = |label: &str, press: &str| SelectOption {
        label: label.into(),
        about: "La ve quien la tome".into(),
        emoji: Some("📝".into()),
        press: press.into(),
    };
    let card = Card {
        select: Some(CardSelect {
            placeholder: "¿Qué desea hacer?".into(),
            press: "menu".into(),
            options: vec![option("Nota", "n"), option("Otra", "n"), option("Día", "d")],
        }),
        ..card()
    };
    let tree = drawn(&card);
    judge(&tree).unwrap();
    let row = tree["components"].as_array().unwrap().last().unwrap();
    let options = row["components"][0]["options"].as_array().unwrap();
    assert_eq!(options.len(), 2);
    assert_eq!(options[0]["emoji"], json!({"name": "📝"}));
}

#[test]
fn a_long_card_ends_where_its_file_goes_on() {
    let line = CardLine::text("un renglón de cincuenta caracteres, más o menos así");
    let long = Card {
        lines: vec![line; 200],
        footer: "abandono-alto".into(),
        ..card()
    };
    let (tree, is_whole) = draw_card(&long, None, &[], true);
    assert!(!is_whole);
    let texts = texts(&tree.to_json());
    assert_eq!(texts.last().unwrap(), "… → `vigia.txt`\n-# abandono-alto");
    judge(&tree.to_json()).unwrap();
}

#[test]
fn lines_have_the_form_of_their_kind_whatever_is_in_them() {
    let lines = [
        (LineStyle::Small, "-# \\# a"),
        (LineStyle::Quote, "> \\# a"),
        (LineStyle::Item, "- \\# a"),
        (LineStyle::Normal, "\\# a"),
    ];
    for (style, expected) in lines {
        assert_eq!(markdown(&CardLine::text("# a").styled(style)), expected);
    }
}

#[test]
fn buttons_stand_in_rows_of_five() {
    let buttons = (0..7).map(|n| CardButton::new("Ver", format!("n{n}")));
    let rows = action_rows(&Card {
        buttons: buttons.collect(),
        ..Card::default()
    });
    let lengths = rows.iter().map(|row| match row {
        Component::ActionRow(parts) => parts.len(),
        other => panic!("{other:?}"),
    });
    assert_eq!(lengths.collect::<Vec<_>>(), [5, 2]);
}

#[test]
fn a_button_that_would_be_refused_is_left_out_alone() {
    let long = "x".repeat(101);
    let presses = ["", " a", "a\n", "ñ", &long, "a", "a"];
    let rows = action_rows(&Card {
        buttons: presses
            .map(|press| CardButton::new("Ver", press.into()))
            .into(),
        ..Card::default()
    });
    let kept = CardButton::new("Ver", "a".into());
    assert_eq!(rows, [Component::ActionRow(vec![RowPart::Button(kept)])]);
}

#[test]
fn exactly_the_pressed_button_is_disabled_and_pictures_stay() {
    let shown = json!([{"type": 17, "id": 1, "components": [
        {"type": 12, "id": 2, "items": [{
            "media": {"url": "https://cdn/1/2/chart.png?ex=1", "proxy_url": "x", "width": 4},
            "description": "dos barras",
        }]},
        {"type": 1, "components": [{"type": 2, "custom_id": "a"}, {"type": 2, "custom_id": "b"}]},
    ]}]);
    assert_eq!(
        disable_button(shown, "b"),
        json!([{"type": 17, "id": 1, "components": [
            {"type": 12, "id": 2, "items": [{
                "media": {"url": "attachment://chart.png"}, "description": "dos barras",
            }]},
            {"type": 1, "components": [
                {"type": 2, "custom_id": "a"}, {"type": 2, "custom_id": "b", "disabled": true},
            ]},
        ]}])
    );
    assert_eq!(disable_button(Value::Null, "b"), Value::Null);
}

#[test]
fn what_discord_would_refuse_is_noticed() {
    for broken in [
        json!({"type": 17, "components": []}),
        json!({"type": 10, "content": ""}),
        json!({"type": 10, "content": "x".repeat(4001)}),
        json!({"type": 1, "components": [{"type": 2, "style": 9, "custom_id": "a"}]}),
        json!({"type": 12, "items": [{}]}),
        json!({"type": 99}),
    ] {
        assert!(!schema::faults(&broken).is_empty(), "{broken}");
    }
}

fn line() -> impl Strategy<Value = CardLine> {
    let span = (hostile(), 0..4).prop_map(|(text, kind)| match kind {
        0 => TextSpan::Strong(text),
        1 => TextSpan::Code(text),
        _ => TextSpan::Text(text.repeat(8)),
    });
    proptest::collection::vec(span, 0..4).prop_map(CardLine::of)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn no_card_breaks_a_limit(
        title in hostile(),
        lines in proptest::collection::vec(line(), 0..40),
        below in proptest::collection::vec(line(), 0..40),
        fields in proptest::collection::vec((hostile(), line()), 0..40),
        buttons in proptest::collection::vec((hostile(), hostile()), 0..40),
        footer in hostile(),
    ) {
        let fields = fields.into_iter().map(|(name, value)| CardField { name, value });
        let buttons = buttons.into_iter().map(|(label, press)| CardButton::new(label, press));
        let card = Card {
            title, lines, below, fields: fields.collect(), footer, buttons: buttons.collect(),
            ..card()
        };
        let (tree, _) = draw_card(&card, Some(&picture()), &[], true);
        prop_assert_eq!(judge(&tree.to_json()), Ok(()));
    }
}

mod schema {
    //! A reader of the part of Discord's `OpenAPI` document that is about the components of a
    //! message (`components.json`, copied from version 10).

    use serde_json::Value;

    pub(super) fn faults(component: &Value) -> Vec<String> {
        let document: Value = serde_json::from_str(include_str!("components.json")).unwrap();
        let mut faults = Vec::new();
        check(
            &document,
            &document["Component"],
            component,
            "",
            &mut faults,
        );
        faults
    }

    fn check(
        document: &Value,
        schema: &Value,
        value: &Value,
        path: &str,
        faults: &mut Vec<String>,
    ) {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap();
            return check(document, &document[name], value, path, faults);
        }
        if let Some(choices) = schema["oneOf"].as_array() {
            let tried: Vec<Vec<String>> = choices
                .iter()
                .map(|choice| {
                    let mut faults = Vec::new();
                    check(document, choice, value, path, &mut faults);
                    faults
                })
                .collect();
            if tried.iter().all(|faults| !faults.is_empty()) {
                // The one with the fewest faults is the one that was meant.
                faults.extend(tried.into_iter().max_by_key(|it| deepest(it)).unwrap());
            }
            return;
        }
        let mut fault = |what: &str| faults.push(format!("{path}: {what}: {value}"));
        let kinds = match &schema["type"] {
            Value::Array(kinds) => kinds.clone(),
            kind => vec![kind.clone()],
        };
        let is_kind = |kind: &Value| match kind.as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            Some("integer") => value.is_i64() || value.is_u64(),
            Some("boolean") => value.is_boolean(),
            Some("null") => value.is_null(),
            _ => true,
        };
        if !kinds.iter().any(is_kind) {
            return fault("another kind of value");
        }
        if let Some(list) = schema["enum"].as_array()
            && !list.contains(value)
        {
            fault("not one of the values");
        }
        let size = match value {
            Value::String(text) => Some((text.chars().count() as u64, "Length")),
            Value::Array(list) => Some((list.len() as u64, "Items")),
            Value::Number(number) => number.as_u64().map(|number| (number, "imum")),
            _ => None,
        };
        if let Some((size, what)) = size {
            let limit = |which: &str| schema[format!("{which}{what}")].as_u64();
            if limit("min").is_some_and(|least| size < least) {
                fault("too small");
            }
            if limit("max").is_some_and(|most| size > most) {
                fault("too large");
            }
        }
        let required = schema["required"].as_array().into_iter().flatten();
        for key in required.filter_map(Value::as_str) {
            if value.get(key).is_none() {
                fault(&format!("`{key}` is missing"));
            }
        }
        for (key, inner) in value.as_object().into_iter().flatten() {
            match schema["properties"].get(key) {
                Some(property) => {
                    check(document, property, inner, &format!("{path}.{key}"), faults);
                }
                None => faults.push(format!("{path}.{key} is not a property")),
            }
        }
        for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
            check(
                document,
                &schema["items"],
                inner,
                &format!("{path}.{index}"),
                faults,
            );
        }
    }

    fn deepest(faults: &[String]) -> usize {
        let depth = |fault: &String| fault.split(':').next().unwrap_or_default().len();
        faults.iter().map(depth).max().unwrap_or_default()
    }
}
