//! What a person reads on an answer: its fields, its picture, its file.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::America::Bogota;
use vigia_cards::{Locale, Words};
use vigia_sandbox::chat::{ChatMessage, MessageFile};

/// The languages of a chat, each with its own command names and words.
pub(crate) const LOCALES: [&str; 3] = ["es-419", "pt-BR", "en-US"];

/// The words of the floor's operation, as a person of this language reads them.
pub(crate) fn words(locale: &str) -> Words {
    Words::new(Locale::from_tag("es-CO"), Bogota).spoken_to(locale)
}

/// The value of a field.
pub(crate) fn field(card: &ChatMessage, name: &str) -> String {
    let text = card.text();
    let named = |line: &str| Some(line.strip_prefix(name)?.strip_prefix(": ")?.to_owned());
    // Of two lines that begin alike, the figures are the later one.
    let found = text.lines().rev().find_map(named);
    found.unwrap_or_else(|| panic!("no `{name}` in {text}"))
}

/// The end of the window that a card names, which is the last before it was shown.
pub(crate) fn as_of(card: &ChatMessage) -> DateTime<Utc> {
    let text = card.text();
    let clocks: Vec<NaiveTime> = text
        .split(|it: char| !(it.is_ascii_digit() || it == ':'))
        .filter(|word| word.len() == 5)
        .filter_map(|word| NaiveTime::parse_from_str(word, "%H:%M").ok())
        .collect();
    let [_, until, ..] = clocks[..] else {
        panic!("no window in {text}");
    };
    let shown = card.edited.unwrap_or(card.posted).with_timezone(&Bogota);
    let day = shown.date_naive();
    let at = |day: NaiveDate| Bogota.from_local_datetime(&day.and_time(until)).unwrap();
    let until = if at(day) <= shown {
        at(day)
    } else {
        at(day.pred_opt().unwrap())
    };
    until.to_utc()
}

/// Whatever shows anything to people: the words of a card, of its picture and its buttons.
pub(crate) fn all_words(card: &ChatMessage) -> String {
    let alts = card.files.iter().filter_map(|file| file.alt.as_deref());
    let files = card.files.iter().filter(|file| file.media != "image/png");
    let files = files.map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
    let mut all = vec![card.text()];
    all.extend(alts.map(str::to_owned));
    all.extend(files);
    all.extend(card.components.iter().map(ToString::to_string));
    all.join("\n")
}

/// The picture, which has words for those who cannot see it.
pub(crate) fn picture(card: &ChatMessage) -> &MessageFile {
    let pictures: Vec<_> = card
        .files
        .iter()
        .filter(|file| file.media == "image/png")
        .collect();
    let [picture] = pictures[..] else {
        panic!("{} pictures on {}", pictures.len(), card.text());
    };
    assert!(picture.bytes.starts_with(b"\x89PNG\r\n"), "no PNG");
    let alt = picture.alt.as_deref().unwrap_or_default();
    assert!(alt.chars().count() > 40, "too few words: {alt:?}");
    let shown = card.shown_files();
    assert!(shown.contains(&picture.name.as_str()), "{shown:?}");
    picture
}

/// The cells of the file, its header first, as a spreadsheet of the operation reads them.
pub(crate) fn csv(card: &ChatMessage) -> Vec<Vec<String>> {
    let [file] = &card.files[..] else {
        panic!("{} files on {}", card.files.len(), card.text());
    };
    assert_eq!(file.media, "text/csv; charset=utf-8");
    let is_csv = std::path::Path::new(&file.name)
        .extension()
        .is_some_and(|it| it == "csv");
    assert!(is_csv, "{}", file.name);
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    assert!(text.ends_with("\r\n"), "{text:?}");
    let rows: Vec<_> = read(text, ';');
    let width = rows[0].len();
    assert!(rows.iter().all(|row| row.len() == width), "{rows:#?}");
    rows
}

/// The cells of a column below its title.
pub(crate) fn column(rows: &[Vec<String>], title: &str) -> Vec<String> {
    let place = rows[0].iter().position(|it| it == title);
    let place = place.unwrap_or_else(|| panic!("no `{title}` in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[place].clone()).collect()
}

/// RFC 4180.
fn read(text: &str, separator: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut letters, mut is_quoted) = (text.chars().peekable(), false);
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            other if is_quoted => cell.push(other),
            '\r' if letters.peek() == Some(&'\n') => {
                letters.next();
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other if other == separator => row.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    rows
}
