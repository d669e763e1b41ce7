//! "Did you mean": the known word that lies nearest to what was written.

/// The candidate that `word` is probably meant to be.
#[must_use]
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = plain(word);
    // A third of the letters may be wrong; a word of two letters resembles everything.
    let tolerance = word.chars().count().max(3) / 3;
    candidates
        .into_iter()
        .map(|candidate| {
            let candidate_word = plain(candidate);
            let shortened = word.len() >= 4 && candidate_word.starts_with(&word);
            let distance = strsim::damerau_levenshtein(&word, &candidate_word);
            (
                if shortened { distance.min(1) } else { distance },
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The words in backticks, with commas between them and `or` before the last.
#[must_use]
pub fn alternatives<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        None => String::from("nothing"),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} or {last}", first.join(", ")),
    }
}

fn plain(word: &str) -> String {
    word.trim()
        .chars()
        .take(60)
        .map(|letter| match letter {
            '-' | '.' | ' ' => '_',
            letter => letter.to_ascii_lowercase(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_meant_and_a_far_one_is_not() {
        let known = ["metric", "window", "notify"];
        assert_eq!(did_you_mean("metrik", known), Some("metric"));
        assert_eq!(did_you_mean("Windows", known), Some("window"));
        assert_eq!(did_you_mean("noti", known), Some("notify"));
        assert_eq!(did_you_mean("threshold", known), None);
        assert_eq!(did_you_mean("", known), None);
    }

    #[test]
    fn another_separator_is_the_same_word() {
        let known = ["abandon.rate", "abandon.count"];
        assert_eq!(did_you_mean("abandon_rate", known), Some("abandon.rate"));
    }

    #[test]
    fn alternatives_read_as_a_sentence() {
        assert_eq!(alternatives(["a"]), "`a`");
        assert_eq!(alternatives(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
