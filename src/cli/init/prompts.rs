//! Questions in the terminal, and their answers from options where nobody is there to be asked.

use std::io::{IsTerminal as _, Write as _, stderr, stdin};

use dialoguer::{Confirm, FuzzySelect, Input, MultiSelect, Password, theme::ColorfulTheme};
use secrecy::SecretString;
use thiserror::Error;

#[derive(Debug, Error)]
pub(super) enum InitError {
    #[error("`{0}` is needed where nobody is asked")]
    Missing(&'static str),
    #[error(
        "the questions need a terminal\nhint: answer them by options, with `--yes`; `vigia init --help` lists them"
    )]
    NoTerminal,
    #[error("{0}")]
    Wrong(String),
    #[error("{what} cannot be written: {fault}")]
    Unwritten { what: String, fault: std::io::Error },
    #[error("stopped; nothing was written")]
    Stopped,
}

impl From<dialoguer::Error> for InitError {
    fn from(_: dialoguer::Error) -> Self {
        Self::Stopped
    }
}

/// Says something beside the questions.
pub(super) fn say(text: impl AsRef<str>) {
    // If standard error is closed, nobody reads it.
    let _ = writeln!(stderr(), "{}", text.as_ref());
}

/// Asks a person, or nobody.
pub(super) struct Prompter {
    is_silent: bool,
    theme: ColorfulTheme,
}

impl Prompter {
    pub(super) fn new(is_silent: bool) -> Result<Self, InitError> {
        if !(is_silent || stdin().is_terminal() && stderr().is_terminal()) {
            return Err(InitError::NoTerminal);
        }
        Ok(Self {
            is_silent,
            theme: ColorfulTheme::default(),
        })
    }

    pub(super) fn is_silent(&self) -> bool {
        self.is_silent
    }

    /// Asks for a text until `read` understands it. `flag` is the option that answers it.
    pub(super) fn text<T>(
        &self,
        question: &str,
        flag: &'static str,
        (given, default): (Option<&str>, Option<String>),
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, InitError> {
        if let Some(given) = given {
            return read(given).map_err(|why| InitError::Wrong(format!("{flag}: {why}")));
        }
        if self.is_silent {
            let default = default.ok_or(InitError::Missing(flag))?;
            return read(&default).map_err(InitError::Wrong);
        }
        let mut input = Input::<String>::with_theme(&self.theme)
            .with_prompt(question)
            .allow_empty(true)
            .validate_with(|text: &String| read(text).map(drop));
        if let Some(default) = default {
            input = input.default(default);
        }
        read(&input.interact_text()?).map_err(InitError::Wrong)
    }

    /// Asks for a token, which is not shown.
    pub(super) fn secret(
        &self,
        question: &str,
        flag: &'static str,
        given: Option<SecretString>,
    ) -> Result<SecretString, InitError> {
        match given {
            Some(given) => Ok(given),
            None if self.is_silent => Err(InitError::Missing(flag)),
            None => {
                let typed = Password::with_theme(&self.theme)
                    .with_prompt(format!("{question} (not shown)"))
                    .validate_with(|text: &String| read_token(text).map(drop))
                    .interact()?;
                read_token(&typed).map_err(InitError::Wrong)
            }
        }
    }

    /// Asks for one of several items. Typing filters them.
    pub(super) fn choose(
        &self,
        question: &str,
        items: &[String],
        default: usize,
    ) -> Result<usize, InitError> {
        if self.is_silent {
            return Ok(default);
        }
        let select = FuzzySelect::with_theme(&self.theme)
            .with_prompt(question)
            .items(items)
            .max_length(12)
            .default(default);
        Ok(select.interact()?)
    }

    /// Asks which of several items.
    pub(super) fn choose_many(
        &self,
        question: &str,
        items: &[(String, bool)],
    ) -> Result<Vec<usize>, InitError> {
        let select = MultiSelect::with_theme(&self.theme)
            .with_prompt(format!("{question} (space marks, enter goes on)"))
            .report(false)
            .items_checked(items.iter().map(|(item, is_on)| (item.as_str(), *is_on)));
        Ok(select.interact()?)
    }

    pub(super) fn confirm(&self, question: &str) -> Result<bool, InitError> {
        if self.is_silent {
            return Ok(true);
        }
        let confirm = Confirm::with_theme(&self.theme).with_prompt(question);
        Ok(confirm.default(true).interact()?)
    }
}

/// Reads a token as it was pasted.
pub(super) fn read_token(text: &str) -> Result<SecretString, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("a token is needed".to_owned());
    }
    if text
        .bytes()
        .any(|b| !b.is_ascii_graphic() || b == b'"' || b == b'\'')
    {
        return Err("a token is one word, without spaces or quotes".to_owned());
    }
    Ok(SecretString::from(text.trim_start_matches("Bot ")))
}
