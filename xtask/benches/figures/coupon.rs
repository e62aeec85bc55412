//! `coupon sync` as a user runs it: the release binary, in a folder of its own.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use crate::{measure::seconds, server::Server};

/// A folder with a configuration for one server's 兑货券.
pub(crate) struct Folder(tempfile::TempDir);

/// Time and memory of one run.
pub(crate) struct Run {
    pub(crate) seconds: f64,
    /// Peak of resident memory, in MB of a million bytes.
    pub(crate) peak: f64,
}

impl Folder {
    /// With a ledger in a file.
    pub(crate) fn new(server: &Server) -> Self {
        Self::with_store(server, "sqlite:coupons.db")
    }

    pub(crate) fn with_store(server: &Server, store: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let text = format!(
            "store = \"{store}\"\n[accounts.bench]\nvendor = \"qince\"\nrate = \"unlimited\"\n\
             since = \"2024-01-01\"\nbase_url = \"{}\"\nopenid = \"{}\"\napp_key = \"{}\"\n",
            server.qince("base_url"),
            server.qince("openid"),
            server.qince("app_key"),
        );
        fs::write(folder.path().join("coupon.toml"), text).unwrap();
        Self(folder)
    }

    /// The ledger that a sync leaves.
    pub(crate) fn ledger(&self) -> PathBuf {
        self.0.path().join("coupons.db")
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs a sync to its end.
    pub(crate) fn sync(&self) -> Run {
        self.run(&["sync", "--no-progress", "--provider", "qince.coupondetail"])
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let binary = env::var_os("COUPON").expect("run me by `cargo xtask bench`");
        let mut command = Command::new(Path::new(&binary));
        command.args(args).current_dir(self.0.path()).env("HOME", self.0.path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let (seconds, peak) = seconds(|| {
            let mut child = command.spawn().unwrap();
            let peak = watch(&mut child);
            let status = child.wait().unwrap();
            assert!(status.success(), "coupon {}: {status}", args.join(" "));
            peak
        });
        Run { seconds, peak }
    }
}

/// The highest peak that was seen while it ran.
fn watch(child: &mut Child) -> f64 {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0.0) * 1024.0 / 1e6);
        thread::sleep(Duration::from_millis(10));
    }
    peak
}
