//! Atomic writes of whole files: a reader sees the old file or the complete new one.

use std::{
    fs::{self, File},
    io::{self, BufWriter},
    path::Path,
};

/// Writes a file beside `path` and renames it to `path` when all of it is on the disk. A link stays a link. A device or a pipe,
/// such as `/dev/stdout`, is written directly.
///
/// # Errors
/// The file cannot be written, or `fill` fails; the old file is then as it was.
pub fn write_atomically(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(there) if !there.is_file() => {
            File::create(path).and_then(|mut file| buffered(&mut file, fill))
        }
        // The file that the link leads to is replaced.
        Ok(_) => fs::canonicalize(path).and_then(|path| replace(&path, fill)),
        Err(_) => replace(path, fill),
    }
}

fn replace(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".partial");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As for any new file, the process's mask takes permissions away.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // Deleted when it is dropped without having been renamed.
    let mut partial = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    buffered(partial.as_file_mut(), fill)?;
    partial.as_file().sync_all()?;
    partial.persist(path)?;
    Ok(())
}

fn buffered(
    file: &mut File,
    fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut to = BufWriter::new(file);
    fill(&mut to)?;
    to.into_inner().map(drop).map_err(io::IntoInnerError::into_error)
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
        write_atomically(&page, |to| to.write_all(b"old")).unwrap();
        write_atomically(&page, |to| {
            to.write_all(b"half of the ne")?;
            to.flush()?;
            Err(io::ErrorKind::StorageFull.into())
        })
        .unwrap_err();
        assert_eq!((fs::read(&page).unwrap(), names()), (b"old".to_vec(), 1));
        write_atomically(&page, |to| to.write_all(b"new")).unwrap();
        assert_eq!((fs::read(&page).unwrap(), names()), (b"new".to_vec(), 1));
    }

    #[test]
    #[cfg(unix)]
    fn a_link_stays_a_link_and_a_device_a_device() {
        let folder = tempfile::tempdir().unwrap();
        let (page, link) = (folder.path().join("page.html"), folder.path().join("link"));
        fs::write(&page, "old").unwrap();
        std::os::unix::fs::symlink(&page, &link).unwrap();
        write_atomically(&link, |to| to.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&page).unwrap(), b"new");
        write_atomically(Path::new("/dev/null"), |to| to.write_all(b"gone")).unwrap();
        write_atomically(folder.path(), |to| to.write_all(b"a folder")).unwrap_err();
    }

    #[test]
    #[cfg(unix)]
    fn a_new_file_has_the_permissions_of_any_new_file() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let mode = |name: &str| {
            let path = folder.path().join(name);
            fs::metadata(path).unwrap().permissions().mode()
        };
        fs::write(folder.path().join("any"), "").unwrap();
        write_atomically(&folder.path().join("page"), |to| to.write_all(b"new")).unwrap();
        assert_eq!(mode("page"), mode("any"));
    }
}
