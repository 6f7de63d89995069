//! Settings: by flag, by environment, or by a TOML file, in that order.

mod rates;

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use indgang_domain::kernel::time::Moment;
use serde::Deserialize;

use crate::http::rate_limits::Rates;
use crate::store::address::Address;
use crate::store::db::Durability;
pub use rates::PaceArgs;

/// So many connections at once: each phone that listens is one, each tab that loads some more.
const CONNECTIONS: u32 = 4096;

/// Indgang: one way in for families, and for the team that serves them.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the app until SIGTERM or Ctrl-C.
    Serve(Serve),
    /// Bring the database to this version. On PostgreSQL: as the tables' owner.
    Migrate(Store),
    /// Write everything that is kept into one file, of one moment. The app may run meanwhile.
    Backup(Backup),
    /// Fill an empty database, of either kind, from a backup. On PostgreSQL: as the tables' owner.
    Restore(Restore),
    /// Make a release: this program with a folder of static files in it, as a new file.
    #[command(hide = true)]
    Join(Join),
    /// Fill an empty database: with the demo world, or with a made-up municipality of many families.
    Seed(Seed),
}

/// Where the database is.
#[derive(Args, Clone, Debug)]
pub struct Store {
    /// `sqlite://path/to/file` or `postgres://user@host/name`.
    #[arg(long, env = "INDGANG_DATABASE_URL")]
    pub database: Option<String>,
    /// A TOML file of settings; flags and environment come before it.
    #[arg(long, env = "INDGANG_CONFIG")]
    pub config: Option<PathBuf>,
}

/// How to serve.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// Where the database is.
    #[command(flatten)]
    pub store: Store,
    /// Where to listen.
    #[arg(long, env = "INDGANG_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Where to tell those who run it how it is: /metrics, /livez, /readyz. Nowhere, where it is not given.
    #[arg(long, env = "INDGANG_ADMIN_LISTEN")]
    pub admin_listen: Option<SocketAddr>,
    /// So many connections at once; more wait (4096).
    #[arg(long, env = "INDGANG_CONNECTIONS")]
    pub connections: Option<NonZeroU32>,
    /// Where people reach the app: <https://indgang.example.dk>. Loopback http needs none.
    #[arg(long, env = "INDGANG_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// A folder of static files, in place of those that a release has in it.
    #[arg(long, env = "INDGANG_SITE")]
    pub site: Option<PathBuf>,
    /// Migrate, seed the demo world into an empty database, and let anyone log in as its people. Never for real use.
    #[arg(long)]
    pub demo: bool,
    /// With --demo: a clock that stands still, for pictures and tests (RFC 3339).
    #[arg(long, requires = "demo")]
    pub now: Option<Moment>,
    /// Who may ask how fast.
    #[command(flatten)]
    pub pace: PaceArgs,
    /// For the proof of durability alone.
    #[arg(long, hide = true, default_value = "full")]
    pub durability: Durability,
}

/// What to write down, and where.
#[derive(Args, Clone, Debug)]
pub struct Backup {
    /// Where the database is.
    #[command(flatten)]
    pub store: Store,
    /// The file, which must not be there yet; `-` is the standard output.
    #[arg(long)]
    pub to: PathBuf,
}

/// What to restore, and where.
#[derive(Args, Clone, Debug)]
pub struct Restore {
    /// Where the database is.
    #[command(flatten)]
    pub store: Store,
    /// The file that `indgang backup` wrote.
    #[arg(long)]
    pub from: PathBuf,
    /// Only look whether it is whole, and of a version that can be restored.
    #[arg(long)]
    pub check: bool,
}

/// What to make of this program.
#[derive(Args, Clone, Debug)]
pub struct Join {
    /// The folder of static files that the build made.
    #[arg(long)]
    pub site: PathBuf,
    /// The new program.
    #[arg(long)]
    pub to: PathBuf,
}

/// How to fill a database.
#[derive(Args, Clone, Debug)]
pub struct Seed {
    /// Where the database is.
    #[command(flatten)]
    pub store: Store,
    /// How many families; the demo world where it is not given.
    #[arg(long)]
    pub families: Option<u32>,
    /// Another seed, another municipality.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The moment that its dates are relative to (RFC 3339); now where it is not given.
    #[arg(long)]
    pub now: Option<Moment>,
}

/// The settings file: the same names as the flags; those of the pace in a table `[pace]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    database: Option<String>,
    listen: Option<SocketAddr>,
    admin_listen: Option<SocketAddr>,
    connections: Option<NonZeroU32>,
    public_url: Option<String>,
    site: Option<PathBuf>,
    #[serde(default)]
    pace: PaceArgs,
}

/// What `serve` goes by.
#[derive(Debug)]
pub struct Settled {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where to tell those who run it how it is.
    pub admin_listen: Option<SocketAddr>,
    /// So many connections at once.
    pub connections: usize,
    /// Where people reach it.
    pub public_url: String,
    /// The folder of static files, where one is named.
    pub site: Option<PathBuf>,
    /// Who may ask how fast.
    pub rates: Rates,
}

/// A setting that cannot be used, and what would be right.
#[derive(Debug)]
pub struct BadSetting(String);

impl std::fmt::Display for BadSetting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadSetting {}

impl Store {
    fn file(&self) -> Result<File, BadSetting> {
        let Some(path) = &self.config else { return Ok(File::default()) };
        let text = std::fs::read_to_string(path).map_err(|error| {
            BadSetting(format!("--config {}: {error}; name a file that can be read", path.display()))
        })?;
        toml::from_str(&text)
            .map_err(|error| BadSetting(format!("--config {}: {}", path.display(), error.message())))
    }

    /// Where the database is.
    ///
    /// # Errors
    /// Names the setting and what would be right.
    pub fn address(&self) -> Result<Address, BadSetting> {
        let text = self.database.clone().or(self.file()?.database);
        let text = text.unwrap_or_else(|| "sqlite://var/indgang.sqlite3".to_owned());
        // Not what it says: there may be a password in it.
        text.parse().map_err(|why| BadSetting(format!("--database: {why}")))
    }
}

impl Serve {
    /// Fills in what the file says and what is usual.
    ///
    /// # Errors
    /// Names the setting and what would be right.
    pub fn settled(&self) -> Result<Settled, BadSetting> {
        let file = self.store.file()?;
        let listen = self.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 4100)));
        let site = self.site.clone().or(file.site);
        let public_url =
            self.public_url.clone().or(file.public_url).unwrap_or_else(|| format!("http://{listen}"));
        if !public_url.starts_with("https://") && !is_loopback(&public_url) {
            return Err(BadSetting(format!(
                "--public-url {public_url}: logins need https://…; plain http is for 127.0.0.1 and localhost alone"
            )));
        }
        let connections = self.connections.or(file.connections).map_or(CONNECTIONS, NonZeroU32::get);
        Ok(Settled {
            listen,
            admin_listen: self.admin_listen.or(file.admin_listen),
            connections: usize::try_from(connections).unwrap_or(usize::MAX),
            public_url,
            site,
            rates: self.pace.settled(&file.pace),
        })
    }
}

fn is_loopback(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let host = rest.split('/').next().unwrap_or(rest);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_database_is_not_told_with_its_password() {
        let store = Store { database: Some("postgre://app:hemmelig@db/indgang".to_owned()), config: None };
        let told = store.address().unwrap_err().to_string();
        assert!(told.starts_with("--database: ") && !told.contains("hemmelig"), "{told}");
    }

    #[test]
    fn plain_http_is_for_loopback_alone() {
        assert!(is_loopback("http://127.0.0.1:4100"));
        assert!(is_loopback("http://localhost/"));
        assert!(!is_loopback("http://indgang.example.dk"));
        assert!(!is_loopback("http://127.0.0.1.example.dk:80"));
    }
}
