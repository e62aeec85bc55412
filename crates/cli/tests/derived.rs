//! A plain `cargo test` runs the tests of this package alone, and must still notice a derived file that is stale.

#[test]
fn derived_files_are_current() {
    let stale = xtask::derived::stale().unwrap();
    assert!(stale.is_empty(), "run `cargo xtask fixtures`:\n{}", stale.join("\n"));
}
