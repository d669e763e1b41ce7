//! What people type, as plain words: lower case, no accents, `-` and `,` by themselves.

/// What is written in several words and stands for one.
const PHRASES: [(&str, &str); 12] = [
    ("todos los dias", "daily"),
    ("todos os dias", "daily"),
    ("every day", "daily"),
    ("cada dia", "daily"),
    ("todo dia", "daily"),
    ("entre semana", "weekdays"),
    ("dias de semana", "weekdays"),
    ("fines de semana", "weekend"),
    ("fins de semana", "weekend"),
    ("fin de semana", "weekend"),
    ("fim de semana", "weekend"),
    ("-feira", ""),
];

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(letter)
        .collect();
    for (phrase, word) in PHRASES {
        plain = plain.replace(phrase, word);
    }
    plain
        .replace('-', " - ")
        .replace(',', " , ")
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

fn letter(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ã' => 'a',
        'é' | 'ê' => 'e',
        'í' => 'i',
        'ó' | 'ô' | 'õ' => 'o',
        'ú' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        '–' | '—' | '−' => '-',
        '/' | ';' | '&' | '+' => ',',
        other => other,
    }
}
