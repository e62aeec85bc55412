//! The figures that the workspace promises, measured side by side with a bare reference: each round runs both, and the
//! medians are compared. Absolute numbers are of this machine and this hour; the ratios are the point.
//!
//! `cargo xtask bench` builds what it needs and starts it. By hand: `COUPON=target/release/coupon cargo bench -p xtask --bench figures --
//! P3`. `--quick` takes fewer rounds and rows; `P1`, `P2`, `P3`, `P5`, `P7`, `P8`, `P9` measure only these (P6 comes with P5),
//! `P7-sandbox`, `P7-refused`, `P8-parquet` and `P8-postgres` the halves of P7 and P8.
#![allow(clippy::print_stdout, reason = "it reports to a terminal")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run must stop, and says where")]

mod bare;
mod bare_parquet;
mod bare_postgres;
mod beside;
mod call;
mod coupon;
mod export;
mod load;
mod measure;
mod orders;
mod page;
mod postgres;
mod pull;
mod python;
mod refused;
mod sandbox;
mod server;
mod signing;

use measure::{Figure, Rounds};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(place) = args.iter().position(|arg| arg == server::SERVE) {
        return server::serve(args[place + 1].parse().expect("a number of coupons"));
    }
    if let Some(place) = args.iter().position(|arg| arg == server::BARE) {
        return server::serve_bare(args[place + 1].parse().expect("a number of bytes"));
    }
    let quick = args.iter().any(|arg| arg == "--quick");
    let rounds = if quick { Rounds(3) } else { Rounds(7) };
    let rows = if quick { 100_000 } else { 1_000_000 };

    println!("{rounds} of each, alternating; medians\n");
    println!("{}", Figure::HEADER);
    let mut met = true;
    let mut show = |figure: Figure| {
        println!("{figure}");
        met &= figure.met();
    };
    let ids: Vec<&String> = args.iter().filter(|arg| arg.starts_with('P')).collect();
    if let Some(unknown) = ids.iter().find(|id| !xtask::task::FIGURES.contains(&id.as_str())) {
        println!("no figure {unknown}; there are {}", xtask::task::FIGURES.join(", "));
        std::process::exit(2);
    }
    let asked = |id: &str| ids.is_empty() || ids.iter().any(|asked| id.starts_with(asked.as_str()));
    if asked("P1") {
        signing::figures(rounds).into_iter().for_each(&mut show);
    }
    if asked("P2") {
        call::figures(rounds).into_iter().for_each(&mut show);
    }
    if asked("P3") {
        page::figures(rounds).into_iter().for_each(&mut show);
    }
    if asked("P5") || asked("P6") {
        pull::figures(rounds, rows, &mut show);
    }
    if asked("P7-sandbox") {
        sandbox::figures(rounds, rows, quick, &mut show);
    }
    if asked("P7-refused") {
        refused::figures(rounds).into_iter().for_each(&mut show);
        beside::figures(rounds).into_iter().for_each(&mut show);
    }
    if asked("P8-parquet") {
        export::figures(rounds, rows, &mut show);
    }
    if asked("P8-postgres") {
        postgres::figures(rounds, rows, &mut show);
    }
    if asked("P9") {
        orders::figures(rounds, rows, &mut show);
    }
    println!("\n{}", if met { "all met" } else { "not all met" });
}
