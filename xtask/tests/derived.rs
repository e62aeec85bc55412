//! Derived files are what `cargo xtask fixtures` would write now.

#[test]
fn derived_files_are_current() {
    let stale = xtask::derived::stale().unwrap();
    assert!(stale.is_empty(), "run `cargo xtask fixtures`:\n{}", stale.join("\n"));
}
