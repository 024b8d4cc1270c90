//! The binding generator, pinned to the same `UniFFI` as the core. Built in the dev profile; never shipped.
fn main() {
    uniffi::uniffi_bindgen_main();
}
