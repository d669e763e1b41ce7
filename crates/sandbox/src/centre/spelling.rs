//! How wolkvox spells numbers: everything is a string, with English thousands commas, a
//! blank before most percent signs and none before others, and hours without limit.

/// Cents are the smallest unit of all figures here.
const HUNDREDTHS: u64 = 100;

/// A percentage of two decimals; zero where there is nothing to divide by.
pub(super) fn percent(part: u64, whole: u64) -> String {
    format!("{} %", ratio(part * HUNDREDTHS, whole))
}

/// The same without the blank, as the API now and then writes it.
pub(super) fn tight_percent(part: u64, whole: u64) -> String {
    format!("{}%", ratio(part * HUNDREDTHS, whole))
}

/// `part / whole` with two decimals, rounded half up, and thousands commas.
pub(super) fn ratio(part: u64, whole: u64) -> String {
    let scaled = (part * HUNDREDTHS * 2 + whole).checked_div(whole * 2);
    let scaled = scaled.unwrap_or(0);
    let (units, rest) = (scaled / HUNDREDTHS, scaled % HUNDREDTHS);
    format!("{}.{rest:02}", thousands(units))
}

/// `HH:MM:SS`, with as many hours as it takes.
pub(super) fn clock(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut spelt = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            spelt.push(',');
        }
        spelt.push(digit);
    }
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_spelt_as_the_api_does() {
        assert_eq!(percent(320, 370), "86.49 %");
        assert_eq!(tight_percent(6, 370), "1.62%");
        assert_eq!(percent(5, 0), "0.00 %");
        assert_eq!(ratio(912_040, 100), "9,120.40");
        assert_eq!(ratio(1_234_567, 1), "1,234,567.00");
        assert_eq!(ratio(2, 3), "0.67");
        assert_eq!(clock(25 * 3600 + 61), "25:01:01");
        assert_eq!(clock(360_000), "100:00:00");
    }
}
