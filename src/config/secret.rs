//! `token: { env: NAME }` or `token: { file: path }`: the place that a secret is read from.

use std::path::Path;

use crate::secret::{LiveSecret, SecretError, clean_token, read_short_file};
use vigia_core::{
    diagnostic::{FromYaml as _, SourceError, SourceErrors, YamlNode},
    yaml_map,
};

const EXAMPLE: &str = "`token: { env: WOLKVOX_TOKEN }` or `token: { file: path }`";

yaml_map! {
    /// The source of a token: a variable or a file.
    #[schemars(rename = "token", extend("minProperties" = 1, "maxProperties" = 1))]
    pub(super) struct TokenDraft<'node>("a token", EXAMPLE) {
        /// The name of an environment variable.
        "env" => env: &'node YamlNode;
        /// A file with the token and nothing else.
        "file" => file: &'node YamlNode;
    }
}

/// The world outside the file that settings refer to.
pub(super) struct Environment<'a> {
    /// The variables of the process.
    pub(super) env: &'a dyn Fn(&str) -> Option<String>,
    /// The folder that relative paths start from.
    pub(super) folder: &'a Path,
}

pub(super) fn read_secret(
    node: &YamlNode,
    outside: &Environment<'_>,
    errors: &mut SourceErrors,
) -> Option<LiveSecret> {
    if node.is_text() {
        errors.hide(node);
        let message = "do not put tokens in this file, which others may read";
        errors.push(node.error(message, "a secret").help(format!(
            "write {EXAMPLE}; if this one was shared or committed, make a new one"
        )));
        return None;
    }
    let before = errors.count();
    let draft = TokenDraft::from_yaml(node, errors)?;
    let result = match (draft.env, draft.file) {
        (Some(name), None) => from_env(name, outside, errors),
        (None, Some(path)) => from_file(path, outside),
        (Some(_), Some(file)) => {
            let message = "a token comes from one place, and these are two";
            Err(file.error(message, "two").help("keep `env` or `file`"))
        }
        (None, None) if errors.count() > before => return None,
        (None, None) => Err(node
            .error("a token needs `env` or `file`", "from nowhere")
            .help(format!("write {EXAMPLE}"))),
    };
    errors.keep(result)
}

fn from_env(
    node: &YamlNode,
    outside: &Environment<'_>,
    errors: &mut SourceErrors,
) -> Result<LiveSecret, SourceError> {
    let name = node.text("the name of a variable such as `WOLKVOX_TOKEN`")?;
    if !is_variable(name) {
        errors.hide(node);
        let message = "this is not the name of a variable";
        return Err(node.error(message, "not a name").help(
            "a name has capitals, digits and `_`, such as `WOLKVOX_TOKEN`; do not put the token \
             itself in this file",
        ));
    }
    let text = (outside.env)(name).unwrap_or_default();
    clean_token(&text).map(LiveSecret::from).map_err(|error| {
        let (message, help) = match error {
            SecretError::Empty => (
                format!("the variable `{name}` is not set"),
                format!("set it where vigia starts, such as `{name}=…` in `.env`"),
            ),
            SecretError::Odd => (
                format!("the variable `{name}` does not hold a token"),
                String::from("a token is one word, without spaces or quotes"),
            ),
        };
        node.error(message, "no token").help(help)
    })
}

fn from_file(node: &YamlNode, outside: &Environment<'_>) -> Result<LiveSecret, SourceError> {
    let path = node.text("a path such as `/run/secrets/token`")?;
    let path = outside.folder.join(path);
    let shown = path.display();
    let text = read_short_file(&path).map_err(|error| {
        let message = format!("the file `{shown}` cannot be read: {error}");
        node.error(message, "no token")
            .help("a relative path starts at the folder of this file")
    })?;
    let token = clean_token(&text).map_err(|error| {
        let message = match error {
            SecretError::Empty => format!("the file `{shown}` is empty"),
            SecretError::Odd => format!("the file `{shown}` does not hold a token"),
        };
        node.error(message, "no token")
            .help("it holds the token and nothing else, in one line")
    })?;
    Ok(LiveSecret::of_file(path, token))
}

/// Allows capitals only, so that a token that was put here by mistake hardly ever passes.
fn is_variable(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && name
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
