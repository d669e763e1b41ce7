#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| vigia_fuzz::gateway(input));
