//! The file: written line by line, and read line by line.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Read as _, Stdout, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use indgang_domain::kernel::time::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Failure;
use super::table::{self, Table};
use crate::store::Arg;

/// This form of the file.
const FORMAT: u32 = 1;
/// Most of a backup is pictures, which are packed already: harder packing only takes longer.
const PACKING: Compression = Compression::fast();
/// No line is longer: one row, of which the longest has a picture or a piece of a recording of 1 MiB, in base64. A file that
/// goes on and on is damaged, and would fill the memory.
const LINE_AT_MOST: u64 = 32 * 1024 * 1024;
/// `--to -`: for a pipe that encrypts it, or carries it away.
const STDOUT: &str = "-";

/// The first line: what this is.
#[derive(Debug, Serialize, Deserialize)]
pub struct Header {
    /// The form of the file.
    #[serde(rename = "indgang_backup")]
    pub format: u32,
    /// Which version wrote it.
    pub version: String,
    pub at: Moment,
    /// What the tables had been brought to.
    pub migrations: Vec<String>,
}

/// The last line: what all before must be.
#[derive(Debug, Serialize, Deserialize)]
struct Seal {
    rows: u64,
    sha256: String,
}

/// Where it is written to. A file has another name until it is whole.
enum Out {
    File { file: BufWriter<File>, part: PathBuf, to: PathBuf },
    Stdout(Stdout),
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::File { file, .. } => file.write(bytes),
            Self::Stdout(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::File { file, .. } => file.flush(),
            Self::Stdout(out) => out.flush(),
        }
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        if let Self::File { part, .. } = self {
            // Renamed, if it is whole.
            let _ = std::fs::remove_file(part);
        }
    }
}

/// A backup that is being written.
pub struct Writer {
    out: GzEncoder<Out>,
    hash: Sha256,
    rows: u64,
}

impl Writer {
    /// Begins a new file, for its owner's eyes alone; `-` is the standard output.
    ///
    /// # Errors
    /// Where there is one already, where another is being written, or none can be made.
    pub fn create(to: &Path) -> Result<Self, Failure> {
        let out = if to == Path::new(STDOUT) {
            Out::Stdout(std::io::stdout())
        } else {
            let mut part = to.as_os_str().to_owned();
            part.push(".part");
            let part = PathBuf::from(part);
            // A new one: into one file two would write each other's lines.
            let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part);
            let file = file.map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => Failure::Begun(part.clone()),
                _ => Failure::File(error),
            })?;
            let out = Out::File { file: BufWriter::new(file), part, to: to.to_owned() };
            // Only now: another may have been finished just before.
            if to.exists() {
                return Err(Failure::File(ErrorKind::AlreadyExists.into()));
            }
            out
        };
        Ok(Self { out: GzEncoder::new(out, PACKING), hash: Sha256::new(), rows: 0 })
    }

    /// The first line.
    pub fn begin(&mut self, at: Moment, migrations: Vec<String>) -> Result<(), Failure> {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        self.line(&Header { format: FORMAT, version, at, migrations })
    }

    /// Rows of this table follow.
    pub fn table(&mut self, table: &Table) -> Result<(), Failure> {
        self.line(table)
    }

    /// A row of the table that was named last.
    pub fn row(&mut self, row: &[Arg]) -> Result<(), Failure> {
        self.rows += 1;
        self.line(&row.iter().map(table::write).collect::<Vec<_>>())
    }

    fn line(&mut self, line: &impl Serialize) -> Result<(), Failure> {
        let mut line = serde_json::to_vec(line).map_err(|error| Failure::File(error.into()))?;
        line.push(b'\n');
        self.hash.update(&line);
        self.out.write_all(&line).map_err(Failure::File)
    }

    /// Seals it; answers how many rows it has. On disk when this returns.
    pub fn finish(mut self) -> Result<u64, Failure> {
        let rows = self.rows;
        let seal = Seal { rows, sha256: hex(self.hash.finalize_reset().as_slice()) };
        self.line(&seal)?;
        let mut out = self.out.finish().map_err(Failure::File)?;
        out.flush().map_err(Failure::File)?;
        if let Out::File { file, part, to } = &mut out {
            let named = || {
                file.get_ref().sync_all()?;
                std::fs::rename(part, &*to)?;
                let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
                File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
            };
            named().map_err(Failure::File)?;
        }
        Ok(rows)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// What comes after the header.
#[derive(Debug)]
pub enum Line {
    /// Rows of this table follow.
    Table(Table),
    /// A row of the table that was named last.
    Row(Vec<Arg>),
}

/// A backup that is being read. Only once its end has been reached is it known to be whole.
pub struct Reader {
    lines: BufReader<GzDecoder<BufReader<File>>>,
    header: Header,
    hash: Sha256,
    rows: u64,
    table: Option<Table>,
    line: Vec<u8>,
}

fn read_line(lines: &mut impl BufRead, line: &mut Vec<u8>) -> Result<(), Failure> {
    line.clear();
    let mut bounded = lines.take(LINE_AT_MOST);
    bounded.read_until(b'\n', line)?;
    if bounded.limit() == 0 { Err(Failure::Damaged("a line without an end")) } else { Ok(()) }
}

impl Reader {
    /// Opens it, and reads what it is.
    ///
    /// # Errors
    /// Where it cannot be read, is none, or has a form that this version does not know.
    pub fn open(from: &Path) -> Result<Self, Failure> {
        let file = File::open(from).map_err(Failure::File)?;
        let mut lines = BufReader::new(GzDecoder::new(BufReader::new(file)));
        let mut line = Vec::new();
        read_line(&mut lines, &mut line)?;
        let header: Header = serde_json::from_slice(&line).map_err(|_| Failure::Damaged("its first line"))?;
        if header.format != FORMAT {
            return Err(Failure::Newer(header.version));
        }
        let mut hash = Sha256::new();
        hash.update(&line);
        Ok(Self { lines, header, hash, rows: 0, table: None, line })
    }

    /// What it is.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next line; `None` at its end, which is as it was written.
    ///
    /// # Errors
    /// Where it is not what was written.
    #[allow(clippy::should_implement_trait, reason = "it may fail, and what fails is not gone on with")]
    pub fn next(&mut self) -> Result<Option<Line>, Failure> {
        read_line(&mut self.lines, &mut self.line)?;
        match self.line.first() {
            Some(b'[') => self.row().map(Some),
            Some(_) if self.line.starts_with(br#"{"table""#) => self.table().map(Some),
            Some(_) => self.end().map(|()| None),
            None => Err(Failure::Damaged("it has no end")),
        }
    }

    fn row(&mut self) -> Result<Line, Failure> {
        self.hash.update(&self.line);
        self.rows += 1;
        let values: Option<Vec<Value>> = serde_json::from_slice(&self.line).ok();
        let row = values.and_then(|values| self.table.as_ref()?.row(values));
        row.map(Line::Row).ok_or(Failure::Damaged("a row"))
    }

    fn table(&mut self) -> Result<Line, Failure> {
        self.hash.update(&self.line);
        let table: Option<Table> = serde_json::from_slice(&self.line).ok().filter(Table::is_named_well);
        let table = table.ok_or(Failure::Damaged("a table"))?;
        self.table = Some(table.clone());
        Ok(Line::Table(table))
    }

    fn end(&mut self) -> Result<(), Failure> {
        let seal: Seal = serde_json::from_slice(&self.line).map_err(|_| Failure::Damaged("its last line"))?;
        let is_as_sealed =
            seal.rows == self.rows && seal.sha256 == hex(self.hash.clone().finalize().as_slice());
        if !is_as_sealed {
            return Err(Failure::Damaged("its checksum"));
        }
        // The packing has a checksum of its own, which is looked at where it ends.
        let more = self.lines.read(&mut [0])?;
        let more_behind = self.lines.get_mut().get_mut().fill_buf().map_err(Failure::File)?;
        if more > 0 || !more_behind.is_empty() {
            return Err(Failure::Damaged("something stands behind its end"));
        }
        Ok(())
    }
}
