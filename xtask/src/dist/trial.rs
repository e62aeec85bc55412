//! Each package is installed, and the command run with nothing else on its path.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use super::distribution::Distribution;
use crate::project::output;

/// Starts that are timed.
const STARTS: usize = 21;

/// Installs, runs `coupon sync` against its built-in sandbox, and prints sizes and times. `false` if one of them failed.
pub(super) fn run(made: &Distribution, binary: &Path) -> io::Result<bool> {
    let folder = made.folder.join("trial");
    println!("\n{:<12} {:>10}  file", "", "bytes");
    for (name, file) in
        [("binary", binary), ("tarball", &made.tarball), ("wheel", &made.wheel), ("npm", &made.npm)]
    {
        let shown = file.file_name().unwrap_or_default().to_string_lossy();
        println!("{name:<12} {:>10}  {shown}", fs::metadata(file)?.len());
    }
    println!("\n{:<12} {:>10} {:>10}  sync", "installed by", "start", "sync takes");
    let mut is_well = true;
    type Installer = fn(&Distribution, &Path) -> io::Result<PathBuf>;
    let ways: [(&str, Installer); 3] = [("tar", by_tar), ("pip", by_pip), ("npm", by_npm)];
    for (name, install) in ways {
        let place = folder.join(name);
        fs::create_dir_all(&place)?;
        let path = match install(made, &place) {
            Ok(path) => path,
            Err(error) => {
                is_well = false;
                println!("{name:<12} not installed: {error}");
                continue;
            }
        };
        let start = median(&path, &place)?;
        let began = now();
        let synced = output(alone(&path, &place).arg("sync"));
        let took = began.elapsed();
        is_well &= synced.is_ok();
        let said = synced.unwrap_or_else(|error| error.to_string());
        let last = said.lines().last().unwrap_or_default();
        println!("{name:<12} {start:>7.1?} {took:>10.1?}  {last}");
    }
    Ok(is_well)
}

fn by_tar(made: &Distribution, place: &Path) -> io::Result<PathBuf> {
    let mut tar = Command::new("tar");
    output(tar.arg("-xzf").arg(&made.tarball).arg("-C").arg(place).arg("--strip-components=1"))?;
    Ok(place.join("bin"))
}

fn by_pip(made: &Distribution, place: &Path) -> io::Result<PathBuf> {
    output(Command::new("python3").args(["-m", "venv"]).arg(place))?;
    let mut pip = Command::new(place.join("bin/python"));
    output(pip.args(["-m", "pip", "install", "--quiet", "--no-index"]).arg(&made.wheel))?;
    Ok(place.join("bin"))
}

fn by_npm(made: &Distribution, place: &Path) -> io::Result<PathBuf> {
    let mut npm = Command::new("npm");
    npm.args(["install", "--global", "--offline", "--no-audit", "--no-fund", "--prefix"]);
    output(npm.arg(place).arg(&made.npm))?;
    Ok(place.join("bin"))
}

/// The installed command in an empty folder that is its home. Nothing but the command is on its path.
fn alone(bin: &Path, place: &Path) -> Command {
    let home = place.join("home");
    let mut command = Command::new(bin.join("coupon"));
    command.env_clear().env("PATH", bin).env("HOME", &home).env("LC_ALL", "C").current_dir(home);
    command
}

fn median(bin: &Path, place: &Path) -> io::Result<Duration> {
    fs::create_dir_all(place.join("home"))?;
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let began = now();
        output(alone(bin, place).arg("--version"))?;
        times.push(began.elapsed());
    }
    times.sort();
    Ok(times[STARTS / 2])
}

#[allow(clippy::disallowed_methods, reason = "it reports how long the command takes to start")]
fn now() -> Instant {
    Instant::now()
}
