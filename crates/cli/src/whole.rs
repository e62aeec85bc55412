//! A file that is there whole or not at all: a page that is forwarded must not be half a page.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, BufWriter},
    path::Path,
};

use crate::{exit::Failure, text::Lang};

/// Writes beside the file and takes its place when all is on the disk; what was there stays until then. What is no file, such as
/// `/dev/stdout`, is written to as it is.
pub(crate) fn write(
    path: &Path,
    lang: Lang,
    what: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), Failure> {
    let written = match fs::metadata(path) {
        Ok(there) if !there.is_file() => fill(path, what).map(drop),
        // A link stays a link: what it leads to is replaced.
        Ok(_) => fs::canonicalize(path).and_then(|path| replace(&path, what)),
        Err(_) => replace(path, what),
    };
    written.map_err(|error| Failure::Setup(lang.cannot_write(path.display(), error)))
}

fn replace(
    path: &Path,
    what: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let Some(name) = path.file_name() else {
        return Err(io::ErrorKind::IsADirectory.into());
    };
    let mut partial = OsString::from(".");
    partial.push(name);
    partial.push(".partial");
    let partial = path.with_file_name(partial);
    let written = fill(&partial, what).and_then(|file| file.sync_all());
    let written = written.and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        // Best effort: the reason why it could not be written is the one to tell.
        let _gone = fs::remove_file(&partial);
    }
    written
}

fn fill(
    path: &Path,
    what: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<File> {
    let mut to = BufWriter::new(File::create(path)?);
    what(&mut to)?;
    to.into_inner().map_err(io::IntoInnerError::into_error)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_was_there_stays_until_the_new_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("page.html");
        let names = || fs::read_dir(folder.path()).unwrap().count();
        write(&page, Lang::En, |to| to.write_all(b"old")).unwrap();
        write(&page, Lang::En, |to| {
            to.write_all(b"half of the ne")?;
            to.flush()?;
            Err(io::ErrorKind::StorageFull.into())
        })
        .unwrap_err();
        assert_eq!((fs::read(&page).unwrap(), names()), (b"old".to_vec(), 1));
        write(&page, Lang::En, |to| to.write_all(b"new")).unwrap();
        assert_eq!((fs::read(&page).unwrap(), names()), (b"new".to_vec(), 1));
    }

    #[test]
    #[cfg(unix)]
    fn a_link_stays_a_link_and_a_device_a_device() {
        let folder = tempfile::tempdir().unwrap();
        let (page, link) = (folder.path().join("page.html"), folder.path().join("link"));
        fs::write(&page, "old").unwrap();
        std::os::unix::fs::symlink(&page, &link).unwrap();
        write(&link, Lang::En, |to| to.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&page).unwrap(), b"new");
        write(Path::new("/dev/null"), Lang::En, |to| to.write_all(b"gone")).unwrap();
        write(folder.path(), Lang::En, |to| to.write_all(b"a folder")).unwrap_err();
    }
}
