//! Makes text from outside harmless: Discord shows it and does nothing else with it.
//!
//! Where Markdown is rendered (a message's text and its text displays) the text is escaped. The
//! label of a button or of a choice shows a backslash as a backslash, so there it is only cleaned.

use crate::discord::limits::{fit, width};
use vigia_cards::{CardLine, LineStyle, TextSpan};

/// Replaces an empty name: Discord refuses empty fields, and people should see it.
pub(super) const NOTHING: &str = "–";

/// Separates two marks that would be read as one.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// Returns the text with no-break spaces between a number and its unit, and between the three words
/// of `9 of 26`.
fn bind_figures(text: &str) -> String {
    let mut bound = String::with_capacity(text.len());
    let mut words = text.split(' ').peekable();
    let mut before = "";
    while let Some(word) = words.next() {
        bound.push_str(word);
        if let Some(next) = words.peek() {
            let is_bound = (ends_in_number(word) && is_unit(next))
                || (ends_in_number(word) && is_out_of(next))
                || (is_out_of(word) && ends_in_number(before) && starts_with_number(next));
            bound.push(if is_bound { NO_BREAK_SPACE } else { ' ' });
        }
        before = word;
    }
    bound
}

const NO_BREAK_SPACE: char = '\u{a0}';

fn ends_in_number(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_digit())
}

fn starts_with_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn is_unit(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%');
    matches!(word, "%" | "s" | "min" | "h" | "d")
}

fn is_out_of(word: &str) -> bool {
    matches!(word, "de" | "of")
}

/// Returns the text on one line, without characters that are invisible or change the direction
/// of the text around them.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .filter(|&c| !is_invisible(c))
        .map(|c| if is_break(c) { ' ' } else { c })
        .collect()
}

/// Returns the text for a place that renders no Markdown, such as a label.
pub(super) fn plain(text: &str) -> String {
    let text = clean(text);
    match text.trim() {
        "" => NOTHING.to_owned(),
        text => text.to_owned(),
    }
}

/// Returns the text for a place that renders Markdown, as a line of its own.
pub(super) fn heading(text: &str) -> String {
    guard_start(escape_marks(&bind_figures(&plain(text))))
}

/// Renders the line as Markdown.
pub(super) fn markdown(line: &CardLine) -> String {
    let text = guard_start(join_pieces(line.spans.iter().map(render_span)));
    format!("{}{text}", style_mark(line.style))
}

fn style_mark(style: LineStyle) -> &'static str {
    match style {
        LineStyle::Normal => "",
        LineStyle::Small => "-# ",
        LineStyle::Quote => "> ",
        LineStyle::Item => "- ",
    }
}

/// Renders the line as Markdown. The second value is true if it had to be cut to fit.
pub(super) fn markdown_within(line: &CardLine, limit: usize) -> (String, bool) {
    let whole = markdown(line);
    if width(&whole) <= limit {
        return (whole, false);
    }
    let mark = style_mark(line.style);
    // The guard of the line's start may add one character, a separator one more.
    let room = limit.saturating_sub(2 + mark.len());
    let mut pieces: Vec<String> = Vec::new();
    let mut used = 0;
    for piece in &line.spans {
        let rendered = render_span(piece);
        let left = room.saturating_sub(used);
        // A later span never reaches the last character: it is the ellipsis'.
        if width(&rendered) >= left {
            pieces.push(shorten_span(piece, left));
            break;
        }
        used += width(&rendered) + 1;
        pieces.push(rendered);
    }
    (format!("{mark}{}", guard_start(join_pieces(pieces))), true)
}

fn shorten_span(span: &TextSpan, limit: usize) -> String {
    match span {
        TextSpan::Text(text) => fit(text, limit, escape_text),
        TextSpan::Strong(text) if limit > 8 => fit(text, limit, render_strong),
        TextSpan::Code(text) if limit > 8 => fit(text, limit, render_code),
        TextSpan::Strong(_) | TextSpan::Code(_) | TextSpan::Link(..) => "…".repeat(limit.min(1)),
    }
}

fn render_span(span: &TextSpan) -> String {
    match span {
        TextSpan::Text(text) => escape_text(text),
        TextSpan::Strong(text) => render_strong(text),
        TextSpan::Code(text) => render_code(text),
        TextSpan::Link(text, address) => format!("[{}]({address})", link_text(text)),
    }
}

/// A bracket would end the text of a link.
fn link_text(text: &str) -> String {
    escape_marks(&plain(text).replace(']', ")"))
}

/// Keeps blanks at the ends: they separate a figure from its name.
fn escape_text(text: &str) -> String {
    match clean(text) {
        text if text.is_empty() => NOTHING.to_owned(),
        text => escape_marks(&bind_figures(&text)),
    }
}

fn render_strong(text: &str) -> String {
    format!("**{}**", escape_marks(&bind_figures(&plain(text))))
}

/// A backslash is a backslash in here, so the marks that end code or mention are replaced.
fn render_code(text: &str) -> String {
    let text = plain(text).replace('`', "'");
    format!("`{}`", text.replace('@', "@\u{200b}"))
}

fn escape_marks(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '[' | '<' => escaped.extend(['\\', c]),
            // Discord reads `@everyone` behind a backslash too.
            '@' => escaped.extend([c, ZERO_WIDTH_SPACE]),
            ':' if rest.as_str().starts_with("//") => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Keeps the start of a line from being read as a heading, a quote or a list. None of our
/// own markup begins with these characters.
fn guard_start(line: String) -> String {
    let text = line.trim_start();
    let blanks = line.len() - text.len();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut behind = text.chars().skip(digits);
    let at = match (behind.next(), behind.next()) {
        (Some('#' | '>' | '-' | '+'), _) if digits == 0 => blanks,
        // `12. a` is a list, and `12.5 %` a figure.
        (Some('.' | ')'), None | Some(' ')) if digits > 0 => blanks + digits,
        _ => return line,
    };
    let (start, end) = line.split_at(at);
    format!("{start}\\{end}")
}

/// Joins the pieces of a line, and separates marks that would be read as one.
fn join_pieces(pieces: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut line = String::new();
    for piece in pieces {
        let piece = piece.as_ref();
        let touching = ["*", "`"]
            .iter()
            .any(|mark| line.ends_with(mark) && piece.starts_with(mark));
        if touching {
            line.push(ZERO_WIDTH_SPACE);
        }
        line.push_str(piece);
    }
    line
}

fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// True for formatting characters and blank letters. The joiner U+200D stays: emoji need it.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200c}' | '\u{200e}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> String {
        markdown(&CardLine::text(text))
    }

    #[test]
    fn a_name_cannot_format() {
        assert_eq!(
            text("*a* _b_ ~~c~~ ||d||"),
            r"\*a\* \_b\_ \~\~c\~\~ \|\|d\|\|"
        );
        assert_eq!(text(r"`x` \ skill_11"), r"\`x\` \\ skill\_11");
    }

    #[test]
    fn a_name_cannot_mention() {
        assert_eq!(text("@everyone"), "@\u{200b}everyone");
        assert_eq!(
            text("<@12> <@&3> <#4>"),
            "\\<@\u{200b}12> \\<@\u{200b}&3> \\<#4>"
        );
        assert_eq!(text("<t:0:R>"), r"\<t:0:R>");
        let code = CardLine::of(vec![TextSpan::Code("`@here`".into())]);
        assert_eq!(markdown(&code), "`'@\u{200b}here'`");
    }

    #[test]
    fn a_name_cannot_link() {
        assert_eq!(text("https://x.example"), r"https\://x.example");
        assert_eq!(text("[a](b)"), r"\[a](b)");
        assert_eq!(text("15:05"), "15:05");
    }

    #[test]
    fn a_name_cannot_begin_a_heading_a_quote_or_a_list() {
        assert_eq!(text("# a"), r"\# a");
        assert_eq!(text("-# a"), r"\-# a");
        assert_eq!(text(">>> a"), r"\>>> a");
        assert_eq!(text("  - a"), r"  \- a");
        assert_eq!(text("12. a"), r"12\. a");
        assert_eq!(text("5 %"), "5\u{a0}%");
        assert_eq!(text("12.5 %"), "12.5\u{a0}%");
    }

    #[test]
    fn a_name_stays_on_its_line_and_keeps_its_direction() {
        assert_eq!(text("a\n# b\u{2028}c"), "a # b c");
        assert_eq!(text("Ven\u{202e}tas\u{200b}"), "Ventas");
    }

    #[test]
    fn an_empty_name_is_shown_as_such() {
        assert_eq!(text(""), "–");
        assert_eq!(text("\u{3164}"), "–");
        assert_eq!(
            markdown(&CardLine::of(vec![TextSpan::Strong(" ".into())])),
            "**–**"
        );
        assert_eq!(
            markdown(&CardLine::of(vec![TextSpan::Code(String::new())])),
            "`–`"
        );
    }

    #[test]
    fn marks_beside_each_other_stay_two() {
        let line = CardLine::of(vec![
            TextSpan::Strong("a".into()),
            TextSpan::Strong("b".into()),
        ]);
        assert_eq!(markdown(&line), "**a**\u{200b}**b**");
    }

    #[test]
    fn a_figure_stays_on_one_line_with_its_unit_and_what_it_is_out_of() {
        for (given, shown) in [
            ("34,6 % (9 de 26)", "34,6\u{a0}% (9\u{a0}de\u{a0}26)"),
            (
                "1 min 33 s de 60 min",
                "1\u{a0}min 33\u{a0}s de 60\u{a0}min",
            ),
            ("9 of 1,026 calls", "9\u{a0}of\u{a0}1,026 calls"),
            ("de 10:25 a 11:25", "de 10:25 a 11:25"),
            ("skill 12 seguros", "skill 12 seguros"),
        ] {
            assert_eq!(text(given), shown);
        }
    }

    #[test]
    fn a_line_is_cut_between_its_marks() {
        let line = CardLine::of(vec![
            TextSpan::Text("a ".into()),
            TextSpan::Strong("b".repeat(50)),
        ]);
        assert_eq!(
            markdown_within(&line, 20),
            ("a **bbbbbbbbbb…**".into(), true)
        );
    }

    /// Whether Discord could read a mention, a link or markup in a text that has none.
    fn is_harmless(text: &str) -> bool {
        let mut escaped = false;
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            let rest = chars.as_str();
            let harmful = match c {
                '*' | '_' | '~' | '`' | '|' | '[' | '<' => true,
                ':' => rest.starts_with("//"),
                '@' => !rest.starts_with('\u{200b}'),
                _ => false,
            };
            if harmful && !(escaped && c != '@') {
                return false;
            }
            escaped = c == '\\' && !escaped;
        }
        !escaped
    }

    pub(in crate::discord) fn hostile() -> impl Strategy<Value = String> {
        let bits = proptest::sample::select(vec![
            "@everyone",
            "@here",
            "<@1>",
            "<@&2>",
            "<#3>",
            "<t:1:R>",
            "https://x.example",
            "[a](https://b)",
            "**",
            "__",
            "~~",
            "||",
            "`",
            "```",
            "\\",
            "# ",
            "> ",
            "- ",
            "1. ",
            "\n",
            "\u{202e}",
            "\u{200b}",
            "\u{3164}",
            "🚨",
            "ñ",
            "Ventas",
            " ",
            "",
        ]);
        proptest::collection::vec(bits, 0..40).prop_map(|bits| bits.concat())
    }

    proptest! {
        #[test]
        fn no_text_does_anything(text in hostile()) {
            let line = markdown(&CardLine::text(text.clone()));
            prop_assert!(is_harmless(&line), "{line}");
            prop_assert!(!line.contains("@everyone") && !line.contains("@here"));
            prop_assert!(!line.contains('\n'));
            let start = line.trim_start();
            prop_assert!(!start.starts_with(['#', '>', '-']), "{line}");
            prop_assert!(is_harmless(&heading(&text)));
        }

        #[test]
        fn a_cut_line_fits(a in hostile(), b in hostile(), limit in 20_usize..200) {
            let line = CardLine::of(vec![TextSpan::Text(a), TextSpan::Strong(b.clone()), TextSpan::Code(b)]);
            let (cut, _) = markdown_within(&line, limit);
            prop_assert!(width(&cut) <= limit, "{} > {limit}: {cut}", width(&cut));
        }
    }
}
