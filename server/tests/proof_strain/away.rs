//! PostgreSQL goes away, with every connection, and comes back.

use std::time::{Duration, Instant};

use indgang_server::store::address::Address;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::PATIENCE;
use crate::demo::{Demo, Engine};
use crate::proof::http::Client;
use crate::proof::program::Program;
use crate::trouble::Work;

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_was_away_is_used_again_without_a_restart() {
    let demo = Demo::open(Engine::Postgres).await;
    let Address::Postgres(database) = demo.address.clone() else { unreachable!("asked for PostgreSQL") };
    let program = Program::start(&[], &database, &[]).await;
    let mut work = Work::begin(&program).await;
    work.all_is_well().await;
    demo.desk.db.postgres().unwrap().close().await;
    let (server, name) =
        (std::env::var("INDGANG_TEST_POSTGRES").unwrap(), database.rsplit_once('/').unwrap().1);
    let mut owner = PgConnection::connect(&server).await.unwrap();
    let mut allow = async |allowed: bool| {
        let sql = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut owner).await.unwrap();
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
        sqlx::query(sql).bind(name).execute(&mut owner).await.unwrap();
    };
    allow(false).await;
    let mut stranger = Client::new(program.address);
    assert_eq!(stranger.get("/livez").await.unwrap().status, 200, "the program itself lives");
    until_ready_is(&mut stranger, 503).await;
    let asked = Instant::now();
    work.try_on().await;
    assert!(asked.elapsed() < Duration::from_secs(15), "nobody waits long for what is not there");
    allow(true).await;
    until_ready_is(&mut stranger, 200).await;
    let since = Instant::now();
    while work.waits() > 0 {
        work.try_on().await;
        assert!(since.elapsed() < PATIENCE);
    }
    work.all_is_well().await;
}

async fn until_ready_is(client: &mut Client, status: u16) {
    let since = Instant::now();
    while client.get("/readyz").await.unwrap().status != status {
        assert!(since.elapsed() < PATIENCE, "never {status}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
