//! The released program as a child, and what it holds of memory.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::http::Client;

pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
}

fn program() -> Command {
    // `bin/bench` names the release; alone, cargo's own build of it is measured.
    let named =
        std::env::var_os("INDGANG_BIN").map_or_else(|| env!("CARGO_BIN_EXE_indgang").into(), PathBuf::from);
    let mut command = Command::new(named);
    // As the package's service sets it.
    command.env("MALLOC_ARENA_MAX", "2").env_remove("INDGANG_SITE");
    command.env("INDGANG_LOG", "warn").stdin(Stdio::null()).stdout(Stdio::null());
    command
}

fn at(database: &Path) -> String {
    format!("sqlite://{}", database.display())
}

/// Fills a new database.
pub(crate) fn seed(database: &Path, families: u32) {
    let families = families.to_string();
    let seeding = program().args(["seed", "--families", &families, "--database", &at(database)]).status();
    assert!(seeding.unwrap().success());
}

impl Program {
    pub(crate) async fn start(database: &Path) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut command = program();
        command.args(["serve", "--database", &at(database), "--listen", &address.to_string()]);
        // A release has its files in it.
        if std::env::var_os("INDGANG_BIN").is_none() {
            command.args(["--site", concat!(env!("CARGO_MANIFEST_DIR"), "/../public")]);
        }
        let program = Self { child: command.spawn().unwrap(), address };
        let since = Instant::now();
        while !Client::new(address).get("/readyz").await.is_ok_and(|reply| reply.status == 200) {
            assert!(since.elapsed() < Duration::from_mins(1), "it is never ready");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        program
    }

    /// Kibibytes in memory.
    pub(crate) fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches("kB").trim().parse().unwrap()
    }

    /// What its processor has spent until now.
    pub(crate) fn spent(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        // Behind the name, which may have spaces: user's and system's time are the 12th and 13th, in hundredths.
        let fields: Vec<_> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
        Duration::from_millis(ticks * 10)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
