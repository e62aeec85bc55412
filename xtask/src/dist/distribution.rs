//! The packages as files.

use std::path::PathBuf;

/// The package of the command.
pub(super) const PACKAGE: &str = "coupon-cli";

/// The files that were made, and the folder they lie in.
#[derive(Debug)]
pub struct Distribution {
    /// The folder.
    pub folder: PathBuf,
    /// A tar archive for any folder.
    pub tarball: PathBuf,
    /// A package for pip.
    pub wheel: PathBuf,
    /// A package for npm.
    pub npm: PathBuf,
}
