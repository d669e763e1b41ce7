//! One length of time or two: `30m`, `30m to 2h`.

use std::time::Duration;

use crate::diagnostic::{SourceError, YamlNode, value::duration};

/// wolkvox answers for 31 days at most.
const LONGEST_WINDOW: Duration = Duration::from_secs(31 * 24 * 60 * 60);

/// A length, and where it may grow, up to which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WindowLengths {
    pub(super) first: Duration,
    pub(super) longest: Option<Duration>,
}

/// What `window:` says.
pub(super) fn window(node: &YamlNode) -> Result<WindowLengths, SourceError> {
    let window = lengths(node)?;
    for length in [Some(window.first), window.longest].into_iter().flatten() {
        if length < Duration::from_secs(1) || length > LONGEST_WINDOW {
            let message = "a window lasts from one second to 31 days";
            return Err(SourceError::at(node.span, message, "out of range")
                .help("leave it out for the last hour: `window: 60m`"));
        }
        if length.subsec_nanos() > 0 {
            let message = "a window has whole seconds";
            return Err(SourceError::at(node.span, message, "fraction"));
        }
    }
    Ok(window)
}

/// What `repeat_interval:` says.
pub(super) fn repeat(node: &YamlNode) -> Result<WindowLengths, SourceError> {
    let interval = lengths(node)?;
    if interval.first.is_zero() {
        let message = "a `repeat_interval` of nothing would repeat without end";
        return Err(SourceError::at(node.span, message, "no interval")
            .help("take the line away so that nothing is repeated"));
    }
    Ok(interval)
}

fn lengths(node: &YamlNode) -> Result<WindowLengths, SourceError> {
    let text = node.text("a duration such as `10m`")?;
    let Some((first, longest)) = text.split_once(" to ") else {
        let first = node.duration().map_err(|fault| meant(text, fault))?;
        return Ok(WindowLengths {
            first,
            longest: None,
        });
    };
    let read = |text: &str| {
        duration(text.trim()).ok_or_else(|| {
            node.unexpected("two durations such as `30m to 2h`")
                .help("units are `s`, `m`, `h` and `d`, together as in `1h30m`")
        })
    };
    let (first, longest) = (read(first)?, read(longest)?);
    if first >= longest {
        let message = "the second length is the longest, so it lies above the first";
        return Err(SourceError::at(node.span, message, "not longer")
            .help("write `30m to 2h`, or one length"));
    }
    Ok(WindowLengths {
        first,
        longest: Some(longest),
    })
}

/// What was probably meant by two lengths with something else between them.
fn meant(text: &str, fault: SourceError) -> SourceError {
    let two = ["–", "—", "-", "..", "/", " a ", " hasta ", " until "]
        .into_iter()
        .find_map(|between| {
            let (first, longest) = text.split_once(between)?;
            let (first, longest) = (first.trim(), longest.trim());
            duration(first).zip(duration(longest))?;
            Some(format!("did you mean `{first} to {longest}`?"))
        });
    match two {
        Some(help) => fault.help(help),
        None => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{SourceSpan, YamlValue};

    fn node(text: &str) -> YamlNode {
        YamlNode {
            span: SourceSpan::default(),
            value: YamlValue::Text(text.to_owned()),
        }
    }

    #[test]
    fn a_length_may_grow_up_to_another() {
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        for (text, first, longest) in [
            ("30m", 30, None),
            ("30m to 2h", 30, Some(120)),
            ("30m  to  2h", 30, Some(120)),
            ("1h to 1h30m", 60, Some(90)),
        ] {
            let expected = WindowLengths {
                first: minutes(first),
                longest: longest.map(minutes),
            };
            assert_eq!(window(&node(text)), Ok(expected), "{text}");
            assert_eq!(repeat(&node(text)), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_length_says_what_was_meant() {
        let told =
            |fault: SourceError| format!("{}; {}", fault.message, fault.help.unwrap_or_default());
        for (text, part) in [
            ("30m-2h", "did you mean `30m to 2h`?"),
            ("30m..2h", "did you mean `30m to 2h`?"),
            ("30", "give it a unit"),
            ("30 to 2h", "two durations such as `30m to 2h`"),
            ("2h to 30m", "lies above the first"),
            ("1h to 1h", "lies above the first"),
            ("0 to 2h", "from one second to 31 days"),
            ("1h to 32d", "from one second to 31 days"),
            ("1500ms", "whole seconds"),
        ] {
            let told = told(window(&node(text)).unwrap_err());
            assert!(told.contains(part), "{text}: {told}");
        }
        assert!(repeat(&node("0")).is_err());
        assert!(repeat(&node("40d")).is_ok());
    }
}
