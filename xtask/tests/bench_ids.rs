//! The figures that `cargo xtask bench` is asked for.

use xtask::task::Task;

fn asked(args: &[&str]) -> Option<(bool, String)> {
    match Task::parse(args) {
        Some(Task::Bench { quick, ids }) => Some((quick, ids.join(" "))),
        _ => None,
    }
}

#[test]
fn a_bench_takes_the_figures_that_it_knows() {
    assert_eq!(asked(&["bench"]), Some((false, String::new())));
    assert_eq!(asked(&["bench", "P1", "P8-parquet"]), Some((false, "P1 P8-parquet".to_owned())));
    assert_eq!(asked(&["bench", "--quick", "P6"]), Some((true, "P6".to_owned())));
    assert_eq!((asked(&["bench", "P4"]), asked(&["bench", "--slow"])), (None, None));
}
