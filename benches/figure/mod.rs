//! A figure beside its limit: the same line in every benchmark.

/// Whether this is `cargo bench`. `cargo test --all-targets` builds benchmarks and calls
/// them too, to see that they start; it wants no minutes of measurement.
pub(crate) fn is_measuring() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// Prints a figure, its limit, and how much of the limit it takes. A figure that is over
/// fails nothing: what else the machine does decides on it as well.
pub(crate) fn print(name: &str, value: f64, limit: f64, unit: &str) {
    let ratio = value / limit;
    let verdict = if ratio <= 1.0 { "within" } else { "OVER" };
    println!(
        "{name:<36} {value:8.2} {unit:<2}  limit {limit:>4} {unit:<2}  ratio {ratio:.2}  {verdict}"
    );
}
