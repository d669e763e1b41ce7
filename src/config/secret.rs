//! `token: { env: NAME }` or `token: { file: path }`: where a secret comes from.

use std::{fs, path::Path};

use secrecy::SecretString;

use vigia_core::diagnostic::{FieldReader, SourceError, SourceErrors, YamlNode, YamlValue};

/// What reading a secret needs from outside.
pub(super) struct Environment<'a> {
    /// The variables of the process.
    pub(super) env: &'a dyn Fn(&str) -> Option<String>,
    /// The folder that relative paths start from.
    pub(super) folder: &'a Path,
}

/// The secret that `node` points to.
pub(super) fn secret(
    node: &YamlNode,
    outside: &Environment<'_>,
    faults: &mut SourceErrors,
) -> Option<SecretString> {
    const EXAMPLE: &str = "`token: { env: WOLKVOX_TOKEN }` or `token: { file: path }`";
    if let YamlValue::Text(_) = node.value {
        faults.hide(node);
        faults.push(
            SourceError::at(
                node.span,
                "a token does not stand in this file, which others may read",
                "a secret",
            )
            .help(format!(
                "write {EXAMPLE}; if this one was shared or committed, make a new one"
            )),
        );
        return None;
    }
    let mut fields = FieldReader::of(node, "a token", EXAMPLE, faults)?;
    let before = faults.count();
    let env = fields.optional("env", faults);
    let file = fields.optional("file", faults);
    fields.finish(faults);
    let result = match (env, file) {
        (Some(name), None) => from_env(name, outside, faults),
        (None, Some(path)) => from_file(path, outside),
        (Some(_), Some(file)) => Err(SourceError::at(
            file.span,
            "a token comes from one place, and these are two",
            "two",
        )
        .help("keep `env` or `file`")),
        (None, None) if faults.count() > before => return None,
        (None, None) => {
            Err(
                SourceError::at(node.span, "a token needs `env` or `file`", "from nowhere")
                    .help(format!("write {EXAMPLE}")),
            )
        }
    };
    faults.keep(result)
}

fn from_env(
    node: &YamlNode,
    outside: &Environment<'_>,
    faults: &mut SourceErrors,
) -> Result<SecretString, SourceError> {
    let name = node.text("the name of a variable such as `WOLKVOX_TOKEN`")?;
    if !is_variable(name) {
        faults.hide(node);
        let message = "this is not the name of a variable";
        return Err(SourceError::at(node.span, message, "not a name").help(
            "a name has capitals, digits and `_`, such as `WOLKVOX_TOKEN`; the token itself \
             does not stand in this file",
        ));
    }
    let text = (outside.env)(name).unwrap_or_default();
    clean(&text).map_err(|why| {
        let message = match why {
            SecretError::Empty => format!("the variable `{name}` is not set"),
            SecretError::Odd => format!("the variable `{name}` holds what no token holds"),
        };
        let help = match why {
            SecretError::Empty => {
                format!("set it where vigia starts, such as `{name}=…` in `.env`")
            }
            SecretError::Odd => String::from("a token is one word, without spaces or quotes"),
        };
        SourceError::at(node.span, message, "no token").help(help)
    })
}

fn from_file(node: &YamlNode, outside: &Environment<'_>) -> Result<SecretString, SourceError> {
    let path = outside
        .folder
        .join(node.text("a path such as `/run/secrets/token`")?);
    let shown = path.display();
    let text = fs::read_to_string(&path).map_err(|error| {
        let message = format!("the file `{shown}` cannot be read: {error}");
        SourceError::at(node.span, message, "no token")
            .help("a relative path starts at the folder of this file")
    })?;
    clean(&text).map_err(|why| {
        let message = match why {
            SecretError::Empty => format!("the file `{shown}` is empty"),
            SecretError::Odd => format!("the file `{shown}` holds what no token holds"),
        };
        SourceError::at(node.span, message, "no token")
            .help("it holds the token and nothing else, in one line")
    })
}

enum SecretError {
    Empty,
    Odd,
}

fn clean(text: &str) -> Result<SecretString, SecretError> {
    let token = text.trim();
    if token.is_empty() {
        Err(SecretError::Empty)
    } else if token
        .bytes()
        .all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\'')
    {
        Ok(SecretString::from(token))
    } else {
        Err(SecretError::Odd)
    }
}

/// Capitals only: a token that was put here by mistake hardly ever passes for one.
fn is_variable(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && name
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
