//! Old files or new ones, never half: generations, manifests, locks, and kills at any moment.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{
    env, fs,
    path::Path,
    process::{Child, Command},
    thread,
    time::Duration,
};

use common::{Place, at, awkward, coupon, exported, names, now, put_coupons};
use coupon_domain::Coupon;
use coupon_export::{Dataset, ExportError, ExportFormat, Manifest, export, read_manifest};
use coupon_ledger::{Environment, OpenOptions};
use sha2::{Digest as _, Sha256};

/// Every file that the manifest names is there, whole.
fn assert_whole(folder: &Path, manifest: &Manifest) {
    for file in &manifest.files {
        let bytes = fs::read(folder.join(&file.path)).unwrap();
        let digest: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((bytes.len() as u64, &digest), (file.bytes, &file.sha256), "{}", file.path);
    }
}

#[tokio::test]
async fn a_manifest_names_whole_files_and_nothing_else_stays() {
    let place = Place::new();
    let ledger = place.ledger().await;
    for format in ExportFormat::ALL {
        let folder = place.folder(Dataset::Coupons, format);
        let rounds = [awkward(), vec![coupon("new")]];
        for (round, coupons) in rounds.into_iter().enumerate() {
            put_coupons(&ledger, "trade", "qince.voucher", coupons).await;
            let manifest = exported(&ledger, &place.settings(Dataset::Coupons, format)).await;
            assert_whole(&folder, &manifest);
            let generations = (1..=round + 1).map(|number| format!("export-{number}"));
            let others = [".lock", "_manifest.json", "current"].map(str::to_owned);
            let mut expected: Vec<String> = others.into_iter().chain(generations).collect();
            expected.sort();
            assert_eq!(names(&folder), expected, "the last one stays for who reads it");
            let current = fs::canonicalize(folder.join("current")).unwrap();
            assert!(current.ends_with(format!("export-{}", round + 1)), "{current:?}");
            assert_eq!(
                manifest.ledger.digest,
                ledger.digest(coupon_ledger::LedgerTable::Coupons, None).await.unwrap()
            );
            assert_eq!(manifest.ledger.digest, manifest.ledger.digest_after);
        }
    }
}

#[tokio::test]
async fn the_same_rows_give_the_same_bytes() {
    let place = Place::new();
    let ledger = place.ledger().await;
    put_coupons(&ledger, "trade", "qince.voucher", awkward()).await;
    put_coupons(&ledger, "tea", "qmai", awkward()).await;
    for format in ExportFormat::ALL {
        let settings = place.settings(Dataset::Coupons, format);
        let first = exported(&ledger, &settings).await;
        let bytes = place.files(&first);
        let later = at("2027-01-01T00:00:00Z");
        let second = export(&ledger, &settings, later, &mut |_| {}).await.unwrap();
        assert_eq!(second.generation, first.generation + 1);
        assert!(place.files(&second) == bytes, "{format:?}");
        assert_eq!(bytes.len(), 2);
    }
}

#[tokio::test]
async fn one_export_at_a_time() {
    let place = Place::new();
    let ledger = place.ledger().await;
    put_coupons(&ledger, "trade", "qince.voucher", [coupon("1")]).await;
    let settings = place.settings(Dataset::Coupons, ExportFormat::Csv);
    let mut second = None;
    let mut meanwhile = |_| {
        // Begun while the first is under way.
        let (ledger, settings) = (ledger.clone(), settings.clone());
        let run = move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(export(&ledger, &settings, now(), &mut |_| {}))
        };
        second = Some(thread::spawn(run).join().unwrap());
    };
    export(&ledger, &settings, now(), &mut meanwhile).await.unwrap();
    let error = second.expect("told once").unwrap_err();
    assert!(matches!(error, ExportError::Busy { .. }), "{error}");
    exported(&ledger, &settings).await;
}

#[tokio::test]
async fn what_is_not_ours_is_left_alone() {
    let place = Place::new();
    let ledger = place.ledger().await;
    let (settings, folder) = (
        place.settings(Dataset::Coupons, ExportFormat::Csv),
        place.folder(Dataset::Coupons, ExportFormat::Csv),
    );
    fs::create_dir_all(folder.join("notes")).unwrap();
    exported(&ledger, &settings).await;
    assert!(names(&folder).contains(&"notes".to_owned()));

    for (text, what) in [("{}", "missing field"), ("[", "EOF")] {
        fs::write(folder.join("_manifest.json"), text).unwrap();
        let error = export(&ledger, &settings, now(), &mut |_| {}).await.unwrap_err();
        assert!(matches!(error, ExportError::NotAManifest { .. }));
        assert!(error.to_string().contains(what), "{error}");
        assert_eq!(fs::read_to_string(folder.join("_manifest.json")).unwrap(), text);
    }
}

/// A copy of an export by a program that follows links.
#[cfg(unix)]
#[tokio::test]
async fn a_folder_in_the_place_of_the_link_is_refused_before_anything_is_published() {
    let place = Place::new();
    let ledger = place.ledger().await;
    put_coupons(&ledger, "trade", "qince.voucher", [coupon("1")]).await;
    let settings = place.settings(Dataset::Coupons, ExportFormat::Csv);
    let before = exported(&ledger, &settings).await;
    let folder = place.folder(Dataset::Coupons, ExportFormat::Csv);
    fs::remove_file(folder.join("current")).unwrap();
    fs::create_dir(folder.join("current")).unwrap();
    let error = export(&ledger, &settings, now(), &mut |_| {}).await.unwrap_err();
    assert!(matches!(error, ExportError::NotALink { .. }), "{error}");
    let after = read_manifest(place.to(), Dataset::Coupons, ExportFormat::Csv).unwrap().unwrap();
    assert_eq!(after, before);
    assert_whole(&folder, &after);
    fs::remove_dir(folder.join("current")).unwrap();
    let next = exported(&ledger, &settings).await;
    assert!(folder.join("current").is_symlink());
    assert!(names(&folder).contains(&format!("export-{}", before.generation)), "for its readers");
    assert_whole(&folder, &next);
}

#[tokio::test]
async fn an_export_that_fails_leaves_the_last_one() {
    let place = Place::new();
    let ledger = place.ledger().await;
    put_coupons(&ledger, "trade", "qince.voucher", [coupon("1")]).await;
    let settings = place.settings(Dataset::Coupons, ExportFormat::Xlsx);
    let before = exported(&ledger, &settings).await;
    let long = Coupon { customer_name: Some("x".repeat(32_768)), ..coupon("2") };
    put_coupons(&ledger, "trade", "qince.voucher", [long]).await;
    export(&ledger, &settings, now(), &mut |_| {}).await.unwrap_err();
    let after = read_manifest(place.to(), Dataset::Coupons, ExportFormat::Xlsx).unwrap().unwrap();
    assert_eq!(after, before);
    let folder = place.folder(Dataset::Coupons, ExportFormat::Xlsx);
    assert_whole(&folder, &after);
    assert!(!folder.join(".partial").exists(), "what could not be finished takes no room");
}

/// Exports again and again until it is killed. Run by the next test in a process of its own.
#[tokio::test]
#[ignore = "never ends"]
async fn exports_until_killed() {
    let Ok(dir) = env::var("EXPORT_UNTIL_KILLED") else { return };
    let dir = Path::new(&dir);
    let ledger = OpenOptions::new(Environment::Real).open(dir.join("coupons.db")).unwrap();
    let place = Place::new();
    for round in 0.. {
        for format in ExportFormat::ALL {
            let mut settings = place.settings(Dataset::Coupons, format);
            settings.to = dir.join("out");
            // Old and new are told apart by their rows.
            settings.account = (round % 2 == 1).then(|| "trade".into());
            exported(&ledger, &settings).await;
        }
    }
}

#[tokio::test]
async fn a_kill_at_any_moment_leaves_the_old_files_or_the_new_ones() {
    let place = Place::new();
    let ledger = place.ledger().await;
    put_coupons(&ledger, "trade", "qince.voucher", awkward()).await;
    put_coupons(&ledger, "tea", "qmai", awkward()).await;
    let each = awkward().len() as u64;
    let (mut seen, mut interrupted) = (0, 0);
    for round in 0..40 {
        let mut child = exporter(place.ledger_file().parent().unwrap());
        thread::sleep(Duration::from_millis(60 + round * 7));
        child.kill().unwrap();
        child.wait().unwrap();
        for format in ExportFormat::ALL {
            let folder = place.folder(Dataset::Coupons, format);
            let Some(manifest) = read_manifest(place.to(), Dataset::Coupons, format).unwrap()
            else {
                continue;
            };
            assert_whole(&folder, &manifest);
            let accounts = if manifest.account.is_some() { 1 } else { 2 };
            assert_eq!((manifest.rows, manifest.files.len() as u64), (accounts * each, accounts));
            seen += 1;
            interrupted += u32::from(names(&folder).len() > 5);
        }
    }
    // A busy machine comes to fewer exports before it is killed.
    assert!(seen > 10, "manifests were there: {seen}");
    assert!(interrupted > 0, "some kills came in the middle");
    coupon_testkit::passed_in_matrix("R5", "kills of a process that exports in every format", 40);
    // And the next export clears up.
    let manifest =
        exported(&ledger, &place.settings(Dataset::Coupons, ExportFormat::Parquet)).await;
    assert_eq!(manifest.rows, 2 * each);
    assert_eq!(names(&place.folder(Dataset::Coupons, ExportFormat::Parquet)).len(), 5);
}

fn exporter(dir: &Path) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "exports_until_killed"])
        .env("EXPORT_UNTIL_KILLED", dir)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap()
}
