//! The tar archive, the wheel and the npm package. The same files give the same bytes.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use coupon_sign::base64;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::distribution::{Distribution, PACKAGE};
use crate::project::output;

/// The systems of the wheel: the binary needs no C library, so it runs beside any.
const WHEEL_TAG: &str = "py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64";

/// One line that pip and npm show.
const SUMMARY: &str = "One command line over every coupon account (Qmai, Qince)";

const LICENSE: &str = "MIT OR Apache-2.0";

/// `tree` as a tar archive beside it, with nothing of this machine in it.
pub(super) fn tarball(tree: &Path, folder: &Path) -> io::Result<PathBuf> {
    let name = tree.file_name().expect("a tree has a name");
    let archive = folder.join(format!("{}.tar.gz", name.to_string_lossy()));
    pack(tree.parent().expect("a tree lies in a folder"), name.as_ref(), &archive)?;
    Ok(archive)
}

fn pack(parent: &Path, name: &Path, archive: &Path) -> io::Result<()> {
    let mut tar = Command::new("tar");
    tar.args(["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"]);
    tar.args(["--mode=u=rwX,go=rX", "--format=ustar", "--use-compress-program=gzip -n -9"]);
    output(tar.arg("-cf").arg(archive).arg("-C").arg(parent).arg(name)).map(drop)
}

/// A wheel that puts the binary beside the `python` of an environment. It holds no Python.
pub(super) fn wheel(tree: &Path, folder: &Path, version: &str) -> io::Result<PathBuf> {
    let name = PACKAGE.replace('-', "_");
    let path = folder.join(format!("{name}-{version}-{WHEEL_TAG}.whl"));
    let mut wheel = Wheel { zip: ZipWriter::new(File::create(&path)?), record: String::new() };
    wheel.add(
        &format!("{name}-{version}.data/scripts/coupon"),
        0o755,
        &fs::read(tree.join("bin/coupon"))?,
    )?;
    let info = format!("{name}-{version}.dist-info");
    let documents = tree.join("share/doc/coupon");
    for (file, place) in [
        ("LICENSE-APACHE", "licenses/LICENSE-APACHE"),
        ("LICENSE-MIT", "licenses/LICENSE-MIT"),
        ("THIRD-PARTY-LICENSES.txt", "licenses/THIRD-PARTY-LICENSES.txt"),
        ("coupon.cdx.json", "sboms/coupon.cdx.json"),
    ] {
        wheel.add(&format!("{info}/{place}"), 0o644, &fs::read(documents.join(file))?)?;
    }
    let metadata = format!(
        "Metadata-Version: 2.4\nName: {PACKAGE}\nVersion: {version}\nSummary: {SUMMARY}\n\
         License-Expression: {LICENSE}\nLicense-File: LICENSE-APACHE\nLicense-File: LICENSE-MIT\n\
         License-File: THIRD-PARTY-LICENSES.txt\nRequires-Python: >=3.8\n"
    );
    wheel.add(&format!("{info}/METADATA"), 0o644, metadata.as_bytes())?;
    let tags = WHEEL_TAG.trim_start_matches("py3-none-").split('.');
    let tags: String = tags.map(|tag| format!("Tag: py3-none-{tag}\n")).collect();
    let text =
        format!("Wheel-Version: 1.0\nGenerator: coupon xtask\nRoot-Is-Purelib: false\n{tags}");
    wheel.add(&format!("{info}/WHEEL"), 0o644, text.as_bytes())?;
    wheel.finish(&format!("{info}/RECORD"))?;
    Ok(path)
}

struct Wheel {
    zip: ZipWriter<File>,
    /// Each file with its digest and length.
    record: String,
}

impl Wheel {
    fn add(&mut self, name: &str, mode: u32, bytes: &[u8]) -> io::Result<()> {
        let digest = base64(&Sha256::digest(bytes)).replace('+', "-").replace('/', "_");
        let digest = digest.trim_end_matches('=');
        self.record.push_str(&format!("{name},sha256={digest},{}\n", bytes.len()));
        self.write(name, mode, bytes)
    }

    /// The time of every file is the first that a ZIP archive knows.
    fn write(&mut self, name: &str, mode: u32, bytes: &[u8]) -> io::Result<()> {
        let options = SimpleFileOptions::default().unix_permissions(mode);
        self.zip.start_file(name, options.last_modified_time(zip::DateTime::default()))?;
        self.zip.write_all(bytes)
    }

    fn finish(mut self, record: &str) -> io::Result<()> {
        let text = format!("{}{record},,\n", self.record);
        self.write(record, 0o644, text.as_bytes())?;
        self.zip.finish()?;
        Ok(())
    }
}

/// An npm package whose `bin` is the binary itself. It holds no JavaScript and runs no script when it is installed.
pub(super) fn npm(tree: &Path, folder: &Path, version: &str) -> io::Result<PathBuf> {
    let parent = folder.join("stage/npm");
    let package = parent.join("package");
    fs::create_dir_all(package.join("bin"))?;
    fs::copy(tree.join("bin/coupon"), package.join("bin/coupon"))?;
    fs::set_permissions(package.join("bin/coupon"), fs::Permissions::from_mode(0o755))?;
    for file in [
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "THIRD-PARTY-LICENSES.txt",
        "coupon.cdx.json",
    ] {
        fs::copy(tree.join("share/doc/coupon").join(file), package.join(file))?;
    }
    let manifest = json!({
        "name": PACKAGE, "version": version, "description": SUMMARY, "license": LICENSE,
        "bin": { "coupon": "bin/coupon" }, "os": ["linux"], "cpu": ["x64"],
    });
    fs::write(package.join("package.json"), format!("{manifest:#}\n"))?;
    let archive = folder.join(format!("{PACKAGE}-{version}.tgz"));
    pack(&parent, Path::new("package"), &archive)?;
    Ok(archive)
}

/// `SHA256SUMS`, as `sha256sum --check` reads it.
pub(super) fn checksums(made: &Distribution) -> io::Result<()> {
    let mut lines = String::new();
    for file in [&made.tarball, &made.wheel, &made.npm] {
        let digest = coupon_sign::hex_lower(&Sha256::digest(fs::read(file)?));
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        lines.push_str(&format!("{digest}  {name}\n"));
    }
    fs::write(made.folder.join("SHA256SUMS"), lines)
}
