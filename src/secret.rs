//! A token that may be replaced while the bot runs.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use secrecy::{ExposeSecret as _, SecretString};

/// The largest file of a token, in bytes.
const LONGEST: u64 = 4 * 1024;

/// A token from a variable or from a file. The file is read each time that the token is needed, so that a new
/// token needs no restart. Clones are the same token.
#[derive(Clone)]
pub struct LiveSecret {
    last: Arc<Mutex<SecretString>>,
    file: Option<Arc<Path>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecretError {
    Empty,
    /// It has characters that no token has.
    Odd,
}

impl LiveSecret {
    /// Takes the token that the file has now.
    pub fn of_file(path: PathBuf, now: SecretString) -> Self {
        Self {
            file: Some(path.into()),
            ..Self::from(now)
        }
    }

    /// Returns the file that holds it, where one does.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Returns the token of this moment. Where its file cannot be read, or holds no token, as in the middle of a
    /// replacement, that is the one before.
    pub fn current(&self) -> SecretString {
        let fresh = self.file.as_deref().and_then(|path| {
            let text = read_short_file(path).ok()?;
            clean_token(&text).ok()
        });
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fresh) = fresh
            && fresh.expose_secret() != last.expose_secret()
        {
            let file = self.file.as_deref().map(Path::display);
            tracing::info!(
                file = file.map(tracing::field::display),
                "a new token is used from now on"
            );
            *last = fresh;
        }
        last.clone()
    }
}

impl From<SecretString> for LiveSecret {
    fn from(token: SecretString) -> Self {
        Self {
            last: Arc::new(Mutex::new(token)),
            file: None,
        }
    }
}

impl From<&str> for LiveSecret {
    fn from(token: &str) -> Self {
        SecretString::from(token).into()
    }
}

/// Shows where the token comes from, and not the token.
impl std::fmt::Debug for LiveSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LiveSecret")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// Reads a file as text, but no device that never ends, nor a file that was named by mistake.
pub(crate) fn read_short_file(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?
        .take(LONGEST + 1)
        .read_to_string(&mut text)?;
    if text.len() as u64 > LONGEST {
        let message = format!("it has more than {LONGEST} bytes, which no token has");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(text)
}

pub(crate) fn clean_token(text: &str) -> Result<SecretString, SecretError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_again_and_stays_while_its_file_has_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let token = LiveSecret::of_file(path.clone(), "first".to_owned().into());
        let mut shown = Vec::new();
        for text in [
            None,
            Some("second\n"),
            Some(""),
            Some("two words"),
            Some("third"),
        ] {
            if let Some(text) = text {
                std::fs::write(&path, text).unwrap();
            }
            shown.push(token.current().expose_secret().to_owned());
        }
        assert_eq!(shown, ["first", "second", "second", "second", "third"]);
        assert!(!format!("{token:?}").contains("third"));
    }
}
