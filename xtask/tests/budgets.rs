//! Cost of each crate for its users: unique packages of a build with default features, itself included.

use xtask::project::tree;

const BUDGETS: &[(&str, usize)] = &[
    ("coupon-sign", 25),
    ("coupon-qmai-wire", 45),
    ("coupon-qince-wire", 45),
    // The vendor signs with RSA: ring and what it needs are its own.
    ("coupon-wxpay-wire", 55),
    ("coupon-domain", 35),
    ("coupon-sheet", 70),
    ("coupon-report", 350),
    ("coupon-qmai", 150),
    ("coupon-qince", 150),
    ("coupon-wxpay", 150),
    ("coupon-write", 350),
    ("coupon-config", 350),
    ("coupon-messages", 360),
    ("coupon-sandbox-server", 200),
];

#[test]
fn each_layer_stays_within_its_budget() {
    for (package, budget) in BUDGETS {
        let tree = tree(package).unwrap();
        let count = tree.len();
        assert!(count <= *budget, "{package}: {count} packages of {budget}:\n{}", tree.join("\n"));
        assert!(tree.iter().any(|line| line.starts_with(package)), "{package} counts itself");
    }
}
