#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| coupon_fuzz::request(data));
