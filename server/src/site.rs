//! The static files of one build: from a folder, or from behind the program itself.
//!
//! A release is one file. Program and site are built at once, neither from the other, so the site is joined on behind the
//! program's own bytes, where the system does not look: nothing is linked twice. See docs/adr/0008-one-program.md.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read as _, Result, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use axum::body::Bytes;
use sha2::{Digest, Sha256};

/// The last bytes of a program that has a site.
const MARK: &[u8; 8] = b"indgang1";
/// Before the mark: how long the site is, and its SHA-256.
const TAIL: usize = 8 + 32 + MARK.len();

/// Every file by its name: `pkg/indgang.css`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site(HashMap<String, Bytes>);

impl Site {
    /// A folder, as the build left it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut files = HashMap::new();
        read_folder(folder, "", &mut files)?;
        Ok(Self(files))
    }

    /// What stands behind the program that runs; `None` where nothing does.
    ///
    /// # Errors
    /// Where it cannot be read, or is not what was joined on.
    pub fn joined() -> Result<Option<Self>> {
        let mut program = File::open(std::env::current_exe()?)?;
        let Some(tail) = Tail::of(&mut program)? else { return Ok(None) };
        program.seek(SeekFrom::Start(tail.begins))?;
        let mut site = vec![0; usize::try_from(tail.length).map_err(Error::other)?];
        program.read_exact(&mut site)?;
        if Sha256::digest(&site).as_slice() != tail.digest {
            return Err(damaged());
        }
        Self::unpacked(site.into()).map(Some)
    }

    /// Writes the program that runs to a new file, with this site behind it.
    pub fn join(&self, to: &Path) -> Result<()> {
        let mut program = File::open(std::env::current_exe()?)?;
        let length = match Tail::of(&mut program)? {
            Some(tail) => tail.begins,
            None => program.metadata()?.len(),
        };
        program.seek(SeekFrom::Start(0))?;
        let mut joined = OpenOptions::new().write(true).create_new(true).mode(0o755).open(to)?;
        std::io::copy(&mut program.take(length), &mut joined)?;
        let site = self.packed()?;
        joined.write_all(&site)?;
        joined.write_all(&u64::try_from(site.len()).map_err(Error::other)?.to_le_bytes())?;
        joined.write_all(&Sha256::digest(&site))?;
        joined.write_all(MARK)?;
        joined.sync_all()
    }

    /// All files.
    pub(crate) fn into_files(self) -> HashMap<String, Bytes> {
        self.0
    }

    /// Each file: its name and itself, each behind its length.
    fn packed(&self) -> Result<Vec<u8>> {
        let mut names: Vec<_> = self.0.iter().collect();
        names.sort();
        let mut packed = Vec::new();
        for part in names.into_iter().flat_map(|(name, file)| [name.as_bytes(), file]) {
            packed.extend(u32::try_from(part.len()).map_err(Error::other)?.to_le_bytes());
            packed.extend(part);
        }
        Ok(packed)
    }

    fn unpacked(mut packed: Bytes) -> Result<Self> {
        let mut files = HashMap::new();
        while !packed.is_empty() {
            let name = String::from_utf8(part(&mut packed)?.into()).map_err(|_| damaged())?;
            files.insert(name, part(&mut packed)?);
        }
        Ok(Self(files))
    }
}

fn part(packed: &mut Bytes) -> Result<Bytes> {
    let length =
        packed.split_first_chunk().map(|(length, _)| u32::from_le_bytes(*length)).ok_or_else(damaged)?;
    let end = usize::try_from(length).ok().and_then(|length| length.checked_add(4));
    let end = end.filter(|end| *end <= packed.len()).ok_or_else(damaged)?;
    Ok(packed.split_to(end).slice(4..))
}

fn damaged() -> Error {
    Error::new(ErrorKind::InvalidData, "the static files in this program are damaged; install it anew")
}

fn read_folder(folder: &Path, prefix: &str, files: &mut HashMap<String, Bytes>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, std::fs::read(entry.path())?.into());
        }
    }
    Ok(())
}

/// Where in a program its site is.
struct Tail {
    begins: u64,
    length: u64,
    digest: [u8; 32],
}

impl Tail {
    fn of(program: &mut File) -> Result<Option<Self>> {
        let whole = program.metadata()?.len();
        let Some(begins) = whole.checked_sub(TAIL as u64) else { return Ok(None) };
        program.seek(SeekFrom::Start(begins))?;
        let mut tail = [0; TAIL];
        program.read_exact(&mut tail)?;
        let mut length = [0; 8];
        let mut digest = [0; 32];
        let mut mark = [0; MARK.len()];
        let mut parts = tail.as_slice();
        parts.read_exact(&mut length)?;
        parts.read_exact(&mut digest)?;
        parts.read_exact(&mut mark)?;
        if mark != *MARK {
            return Ok(None);
        }
        let length = u64::from_le_bytes(length);
        let begins = begins.checked_sub(length).ok_or_else(damaged)?;
        Ok(Some(Self { begins, length, digest }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked() {
        let files = [("sw.js", "self"), ("pkg/empty", ""), ("pkg/a/ø", "\0\u{1F469}")];
        let site =
            Site(files.map(|(name, file)| (name.to_owned(), Bytes::from_static(file.as_bytes()))).into());
        let packed = site.packed().unwrap();
        assert_eq!(Site::unpacked(packed.clone().into()).unwrap(), site);
        for cut in 1..packed.len() {
            // Only where a file ends is less of it a site, of fewer files.
            let less = Site::unpacked(packed[..cut].to_vec().into());
            assert!(less.is_err() || less.unwrap().0.len() < site.0.len());
        }
        assert!(Site::unpacked(Bytes::from_static(&[255; 9])).is_err());
    }
}
