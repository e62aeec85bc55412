//! The folder of an export. A kill at any moment leaves the old files or the new ones.
//!
//! ```text
//! <to>/coupons/csv/_manifest.json    names the files; changed by a rename, after they are on the disk
//! <to>/coupons/csv/current           leads to export-7; changed by a rename as well
//! <to>/coupons/csv/export-7/…        the files of the seventh export
//! <to>/coupons/csv/export-6/…        those of the sixth, for readers that have begun with them
//! <to>/coupons/csv/.partial/…        the next ones while they are written
//! <to>/coupons/csv/.lock             held while one export writes
//! ```

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    error::ExportError,
    manifest::Manifest,
    settings::{Dataset, ExportFormat},
};

/// Readers of whole folders pass over names that begin so.
const MANIFEST: &str = "_manifest.json";
/// Its name in earlier versions.
const EARLIER_MANIFEST: &str = "manifest.json";
/// The path that never changes.
const CURRENT: &str = "current";
const PARTIAL: &str = ".partial";

/// The folder of one table in one format, locked for one export.
#[derive(Debug)]
pub(crate) struct OutputDir {
    path: PathBuf,
    generation: u64,
    /// The export that the manifest names; 0 for none.
    last: u64,
    /// The system frees the lock when the process ends, however it ends.
    _lock: File,
}

impl OutputDir {
    /// Locks the folder and deletes an unfinished export.
    pub(crate) fn open(
        to: &Path,
        what: Dataset,
        format: ExportFormat,
    ) -> Result<Self, ExportError> {
        let path = place(to, what, format);
        at(&path, fs::create_dir_all(&path))?;
        let lock = lock(&path.join(".lock"))?;
        let last = read(&path)?.map_or(0, |manifest| manifest.generation);
        let standing = generations(&path)?.into_iter().map(|(generation, _)| generation);
        let generation = standing.chain([last]).max().unwrap_or(0) + 1;
        let folder = Self { path, generation, last, _lock: lock };
        let partial = folder.partial();
        at(&partial, missing_is_fine(fs::remove_dir_all(&partial)))?;
        at(&partial, fs::create_dir(&partial))?;
        Ok(folder)
    }

    /// Returns the folder where new files are written.
    pub(crate) fn partial(&self) -> PathBuf {
        self.path.join(PARTIAL)
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// Publishes the new files under the manifest, and removes those before the last ones.
    pub(crate) fn publish(&self, manifest: &Manifest) -> Result<(), ExportError> {
        let (partial, files) = (self.partial(), self.path.join(name(self.generation)));
        sync_tree(&partial)?;
        at(&files, fs::rename(&partial, &files))?;
        sync(&self.path)?;
        let link = self.make_link()?;
        self.write_manifest(manifest)?;
        let followed = fs::read_link(self.path.join(CURRENT)).ok();
        if let Some(new) = link {
            let current = self.path.join(CURRENT);
            at(&current, fs::rename(&new, &current))?;
            sync(&self.path)?;
        }
        let earlier = self.path.join(EARLIER_MANIFEST);
        at(&earlier, missing_is_fine(fs::remove_file(&earlier)))?;
        for (generation, path) in generations(&self.path)? {
            let is_followed = followed.as_deref().is_some_and(|last| path.ends_with(last));
            let is_last = generation == self.last || is_followed;
            if generation != self.generation && !is_last {
                at(&path, fs::remove_dir_all(&path))?;
            }
        }
        Ok(())
    }

    /// The next `current`, beside its place, before anything is published: a rename puts it there. None where the system or the file
    /// system knows no links.
    #[cfg(unix)]
    fn make_link(&self) -> Result<Option<PathBuf>, ExportError> {
        let (new, path) = (self.path.join(".current"), self.path.join(CURRENT));
        if fs::symlink_metadata(&path).is_ok_and(|there| !there.is_symlink()) {
            return Err(ExportError::NotALink { path });
        }
        at(&new, missing_is_fine(fs::remove_file(&new)))?;
        match std::os::unix::fs::symlink(name(self.generation), &new) {
            Err(error)
                if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied) =>
            {
                Ok(None)
            }
            made => at(&new, made).map(|()| Some(new)),
        }
    }

    #[cfg(not(unix))]
    fn make_link(&self) -> Result<Option<PathBuf>, ExportError> {
        Ok(None)
    }

    /// The manifest is written beside its place first, and then renamed.
    fn write_manifest(&self, manifest: &Manifest) -> Result<(), ExportError> {
        let new = self.path.join(".new-manifest");
        let path = self.path.join(MANIFEST);
        let mut text = serde_json::to_string_pretty(manifest).expect("a manifest is plain data");
        text.push('\n');
        let written = File::create(&new).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        at(&new, written)?;
        at(&path, fs::rename(&new, &path))?;
        sync(&self.path)
    }
}

impl Drop for OutputDir {
    /// Deletes files that were not published: they are of no use, and may fill the disk.
    fn drop(&mut self) {
        // Best effort: the next export begins by removing it, too.
        let _gone = fs::remove_dir_all(self.partial());
    }
}

/// Returns the name of the folder of one export.
pub(crate) fn name(generation: u64) -> String {
    format!("export-{generation}")
}

/// `<to>/coupons/csv`
pub(crate) fn place(to: &Path, what: Dataset, format: ExportFormat) -> PathBuf {
    to.join(what.as_str()).join(format.as_str())
}

/// Reads the manifest of a folder. It is none if nothing was exported there.
pub(crate) fn read(place: &Path) -> Result<Option<Manifest>, ExportError> {
    let manifests = [MANIFEST, EARLIER_MANIFEST].map(|name| place.join(name));
    let Some(path) = manifests.into_iter().find(|path| path.exists()) else { return Ok(None) };
    let text = match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        other => at(&path, other)?,
    };
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|error| {
        ExportError::NotAManifest { path: path.clone(), what: error.to_string() }
    })?;
    if manifest.version == Manifest::VERSION {
        return Ok(Some(manifest));
    }
    let what =
        format!("its version is {}, this program knows {}", manifest.version, Manifest::VERSION);
    Err(ExportError::NotAManifest { path, what })
}

fn lock(path: &Path) -> Result<File, ExportError> {
    let file = at(path, File::options().create(true).truncate(false).write(true).open(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ExportError::Busy { path: path.to_owned() }),
        Err(TryLockError::Error(error)) => at(path, Err(error)),
    }
}

/// Returns the folders of exports, whether or not a manifest names them.
fn generations(place: &Path) -> Result<Vec<(u64, PathBuf)>, ExportError> {
    let mut found = Vec::new();
    for entry in at(place, fs::read_dir(place))? {
        let entry = at(place, entry)?;
        let generation =
            entry.file_name().to_str().and_then(|name| name.strip_prefix("export-")?.parse().ok());
        found.extend(generation.map(|generation: u64| (generation, entry.path())));
    }
    Ok(found)
}

/// Syncs the folders. Files were synced when they were closed; their names are in the folders.
fn sync_tree(folder: &Path) -> Result<(), ExportError> {
    for entry in at(folder, fs::read_dir(folder))? {
        let path = at(folder, entry)?.path();
        if path.is_dir() {
            sync(&path)?;
        }
    }
    sync(folder)
}

/// Syncs a folder. Only Unix can open one to sync it; elsewhere the file system keeps names itself.
fn sync(folder: &Path) -> Result<(), ExportError> {
    if cfg!(unix) {
        at(folder, File::open(folder).and_then(|open| open.sync_all()))
    } else {
        Ok(())
    }
}

fn missing_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, ExportError> {
    result.map_err(|source| ExportError::Io { path: path.to_owned(), source })
}
