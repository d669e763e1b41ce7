//! The fuzz targets over their corpus, on a stable toolchain.

use std::{fs, path::Path};

#[expect(
    unreachable_pub,
    reason = "the targets are a crate of their own for cargo-fuzz"
)]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 8] = [
    ("answer", targets::answer),
    ("value", targets::value),
    ("typed_time", targets::typed_time),
    ("settings", targets::settings),
    ("rules", targets::rules),
    ("button", targets::button),
    ("gateway", targets::gateway),
    ("store_record", targets::store_record),
];

#[test]
fn no_input_of_the_corpus_makes_a_target_panic() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for (name, target) in TARGETS {
        let folder = fuzz.join("corpus").join(name);
        let inputs = fs::read_dir(&folder).unwrap();
        let mut played = 0;
        for input in inputs {
            target(&fs::read(input.unwrap().path()).unwrap());
            played += 1;
        }
        assert!(played > 0, "{} is empty", folder.display());
        assert!(
            fuzz.join("fuzz_targets")
                .join(format!("{name}.rs"))
                .exists()
        );
    }
}
