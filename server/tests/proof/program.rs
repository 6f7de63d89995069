//! The real program as a child: started, waited for, killed.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::http::Client;
use super::site;

/// How long it may take to be ready, on a busy machine with a database to be seeded.
const PATIENCE: Duration = Duration::from_mins(2);
const UNHURRIED: [&str; 4] = [
    "INDGANG_PERSON_AT_ONCE",
    "INDGANG_PERSON_A_MINUTE",
    "INDGANG_ADDRESS_AT_ONCE",
    "INDGANG_ADDRESS_A_MINUTE",
];
const BIN: &str = env!("CARGO_BIN_EXE_indgang");

pub struct Program {
    child: Child,
    pub address: SocketAddr,
}

impl Program {
    /// Serves the demo world on this database, and waits until it is ready. `before` stands before the program.
    pub async fn start(before: &[&str], database: &str, more: &[&str]) -> Self {
        let site = site();
        let more = [&["--site", site.to_str().unwrap()], more].concat();
        Self::ready(|address| Self::spawn(&[before, &[BIN]].concat(), database, &more, address)).await
    }

    /// The same of a release, which needs no other file.
    pub async fn start_alone(program: &Path, database: &str) -> Self {
        Self::ready(|address| Self::spawn(&[program.to_str().unwrap()], database, &[], address)).await
    }

    async fn ready(spawn: impl Fn(SocketAddr) -> Self) -> Self {
        // Whoever asks for a free port may lose it to another before it is used.
        for _ in 0..5 {
            let mut program = spawn(TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
            if program.is_ready().await {
                return program;
            }
        }
        panic!("the program does not start")
    }

    fn spawn(words: &[&str], database: &str, more: &[&str], address: SocketAddr) -> Self {
        let (first, rest) = words.split_first().unwrap();
        let child = Command::new(first)
            .args(rest)
            .args(["serve", "--demo", "--now", "2026-03-05T11:00:00Z", "--database", database])
            .args(["--listen", &address.to_string()])
            .args(more)
            .env("INDGANG_LOG", "warn")
            .env_remove("INDGANG_SITE")
            // Sixteen senders are three people here.
            .envs(UNHURRIED.map(|name| (name, u32::MAX.to_string())))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{first}: {error}"));
        Self { child, address }
    }

    async fn is_ready(&mut self) -> bool {
        let since = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            if Client::new(self.address).get("/readyz").await.is_ok_and(|reply| reply.status == 200) {
                return true;
            }
            assert!(since.elapsed() < PATIENCE, "not ready after {PATIENCE:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        false
    }

    /// The child's id: the program's, or that of what was put before it.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`, and waits until it is gone.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for an end that something else brings about.
    pub fn wait(&mut self) {
        self.child.wait().unwrap();
    }

    /// The same; answers how it ended.
    pub fn ends(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Kibibytes in memory.
    pub fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches("kB").trim().parse().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
