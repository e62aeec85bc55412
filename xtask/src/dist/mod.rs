//! `cargo xtask dist`: the command as files that people install without Rust.

mod archives;
mod distribution;
mod third_parties;
mod trial;

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

pub use distribution::Distribution;

use self::distribution::PACKAGE;
use crate::project::{cargo, output, root};

/// The target of the binary: it is linked to nothing, so that it runs on any Linux of this processor.
const TARGET: &str = "x86_64-unknown-linux-musl";

/// Shells, and where the completions of each lie below `share`.
const SHELLS: [(&str, &str); 3] = [
    ("bash", "bash-completion/completions/coupon"),
    ("zsh", "zsh/site-functions/_coupon"),
    ("fish", "fish/vendor_completions.d/coupon.fish"),
];

/// Builds the command, packs it, installs each package beside no Rust, and prints sizes and times. With `binary`, that one is
/// packed instead.
pub fn run(binary: Option<&Path>) -> io::Result<bool> {
    let binary = match binary {
        // With its folder: a bare name would be looked up on the path where it is run.
        Some(binary) => fs::canonicalize(binary)?,
        None => build()?,
    };
    let made = pack(&binary, &root().join("target/dist"))?;
    trial::run(&made, &binary)
}

/// Packs a binary into the packages below `folder`, which is made anew.
///
/// # Errors
/// A file cannot be written, or the binary does not print its completions and manual.
pub fn pack(binary: &Path, folder: &Path) -> io::Result<Distribution> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let parties = third_parties::ThirdParties::of(PACKAGE, TARGET)?;
    let version = parties.version.clone();
    let tree = folder.join("stage").join(format!("coupon-{version}-x86_64-linux"));
    fill(&tree, binary, &parties)?;
    let made = Distribution {
        folder: folder.to_owned(),
        tarball: archives::tarball(&tree, folder)?,
        wheel: archives::wheel(&tree, folder, &version)?,
        npm: archives::npm(&tree, folder, &version)?,
    };
    archives::checksums(&made)?;
    Ok(made)
}

/// The tree of the tar archive: `bin`, and below `share` what shells, `man` and lawyers look for.
fn fill(tree: &Path, binary: &Path, parties: &third_parties::ThirdParties) -> io::Result<()> {
    let share = tree.join("share");
    let document = share.join("doc/coupon");
    for folder in [&tree.join("bin"), &document] {
        fs::create_dir_all(folder)?;
    }
    fs::copy(binary, tree.join("bin/coupon"))?;
    for (shell, place) in SHELLS {
        let place = share.join(place);
        fs::create_dir_all(place.parent().expect("it lies in a folder"))?;
        fs::write(place, output(Command::new(binary).args(["completions", shell]))?)?;
    }
    for (language, place) in [("en", "man/man1"), ("zh", "man/zh_CN/man1")] {
        let place = share.join(place);
        output(Command::new(binary).args(["man", "--lang", language]).arg(place))?;
    }
    for file in ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "README.zh-CN.md", "CHANGELOG.md"] {
        fs::copy(root().join(file), document.join(file))?;
    }
    fs::write(document.join("THIRD-PARTY-LICENSES.txt"), parties.licenses()?)?;
    fs::write(document.join("coupon.cdx.json"), parties.bill_of_materials())
}

/// The binary for [`TARGET`]. No path of this machine is in it.
fn build() -> io::Result<PathBuf> {
    let installed =
        output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    if !Path::new(installed.trim()).is_dir() {
        let message = format!("run `rustup target add {TARGET}` and install musl-tools first");
        return Err(io::Error::other(message));
    }
    let home =
        std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| home + "/.cargo"));
    let home = home.map_err(io::Error::other)?;
    let here = root().display();
    let mut command = cargo();
    command.args(["build", "--release", "--locked", "--package", PACKAGE, "--target", TARGET]);
    // Both forms take folders with a space in their name.
    let rust = [(here.to_string(), "coupon"), (home.clone(), "cargo")]
        .map(|(from, to)| format!("--remap-path-prefix={from}=/{to}"));
    let c = format!("'-ffile-prefix-map={here}=/coupon' '-ffile-prefix-map={home}=/cargo'");
    command.env("CARGO_ENCODED_RUSTFLAGS", rust.join("\x1f"));
    command.env("CFLAGS", c).env("CC_SHELL_ESCAPED_FLAGS", "1");
    command.env("CARGO_PROFILE_RELEASE_STRIP", "symbols").env("CARGO_INCREMENTAL", "0");
    if !command.status()?.success() {
        return Err(io::Error::other("the command was not built"));
    }
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join(TARGET).join("release/coupon"))
}
