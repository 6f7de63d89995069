//! What is refused is refused before anything is changed.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use indgang_server::backup::{self, Failure, Kind, Table, Writer};
use indgang_server::store::address::Address;
use indgang_server::store::migrate::migrate;
use indgang_server::store::{Arg, args};
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use crate::demo::{Demo, Engine, now};
use crate::{Cellar, stories, whole};

stories! {
    a_damaged_backup_changes_nothing,
    a_database_that_holds_something_is_left_alone,
    a_backup_of_a_newer_version_is_refused,
    a_backup_of_an_older_version_is_brought_up_to_date,
    a_backup_never_takes_the_place_of_another,
    two_backups_to_one_name_do_not_mix,
    a_line_without_an_end_is_damage,
}

/// Nothing has been made there, not even tables.
async fn is_untouched(address: &Address) -> bool {
    match address {
        Address::Sqlite(path) => !path.exists(),
        Address::Postgres(url) => {
            let mut conn = PgConnection::connect(url).await.unwrap();
            let sql = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
            let (tables,): (i64,) = sqlx::query_as(sql).fetch_one(&mut conn).await.unwrap();
            tables == 0
        }
    }
}

/// What gzip makes of it; `None` where that finds it damaged.
fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut plain).ok().map(|_| plain)
}

async fn a_damaged_backup_changes_nothing(demo: Demo) {
    let cellar = Cellar::new();
    let file = cellar.file("whole");
    backup::backup(&demo.address, &file, now()).await.unwrap();
    let whole = std::fs::read(&file).unwrap();
    let to = cellar.empty(demo.engine).await;
    let step = whole.len() / 40;
    let mut cases: Vec<(String, Vec<u8>)> = Vec::new();
    for place in (0..whole.len()).step_by(step) {
        let mut damaged = whole.clone();
        damaged[place] ^= 0x10;
        // The packing has a few bits that mean nothing, before its end for one.
        if unpacked(&damaged) != unpacked(&whole) {
            cases.push((format!("a bit at {place}"), damaged));
        }
        cases.push((format!("cut off at {place}"), whole[..place].to_vec()));
    }
    cases.push(("without its last byte".to_owned(), whole[..whole.len() - 1].to_vec()));
    cases.push(("something behind it".to_owned(), [whole.as_slice(), b"x"].concat()));
    cases.push(("another behind it".to_owned(), [whole.as_slice(), whole.as_slice()].concat()));
    let mut found = 0;
    for (what, bytes) in cases {
        let file = cellar.file("damaged");
        std::fs::write(&file, bytes).unwrap();
        match backup::restore(&to, &file, now()).await {
            Err(Failure::Damaged(_)) => found += 1,
            other => panic!("{what}: {other:?}"),
        }
        assert!(is_untouched(&to).await, "{what}");
    }
    println!("{found} damages, all found");
    backup::restore(&to, &file, now()).await.unwrap();
}

async fn a_database_that_holds_something_is_left_alone(demo: Demo) {
    let cellar = Cellar::new();
    let file = cellar.file("backup");
    backup::backup(&demo.address, &file, now()).await.unwrap();
    // The one that it was taken of is open; another holds the demo world too.
    let to = crate::moved(&demo, &cellar, demo.engine).await;
    let before = whole::of(&to).await;
    let refused = backup::restore(&to, &file, now()).await;
    assert!(matches!(&refused, Err(Failure::NotEmpty(table)) if !table.is_empty()), "{refused:?}");
    assert_eq!(whole::of(&to).await, before);
    // One that was only migrated holds nothing.
    let migrated = cellar.empty(demo.engine).await;
    migrate(&migrated).await.unwrap();
    backup::restore(&migrated, &file, now()).await.unwrap();
    assert_eq!(whole::of(&migrated).await, before);
    if let Address::Sqlite(_) = demo.address {
        let refused = backup::restore(&demo.address, &file, now()).await.map_err(|why| why.to_string());
        assert_eq!(
            refused,
            Err("the database: another process already serves this database file".to_owned())
        );
    }
}

/// A backup with one row of one table, as a version that knew these migrations wrote it.
fn written_by(file: &Path, migrations: &[&str], columns: &[(&str, Kind)], row: &[Arg]) -> PathBuf {
    let mut writer = Writer::create(file).unwrap();
    writer.begin(now(), migrations.iter().map(|name| (*name).to_owned()).collect()).unwrap();
    let columns = columns.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
    writer.table(&Table { table: "quarantine".to_owned(), columns }).unwrap();
    writer.row(row).unwrap();
    writer.finish().unwrap();
    file.to_owned()
}

/// As it was before it was noted on which side its author spoke.
fn old_quarantine() -> (Vec<(&'static str, Kind)>, Vec<Arg>) {
    let ids = ["municipality", "id", "author", "family", "thread", "message"].map(|name| (name, Kind::Uuid));
    let texts = ["language", "body", "photos"].map(|name| (name, Kind::Text));
    let numbers = ["authored", "settled"].map(|name| (name, Kind::Bigint));
    let columns = [ids.as_slice(), &texts, &numbers].concat();
    let id = Uuid::now_v7();
    (columns, args![id, id, id, id, id, id, "da", "Kom for sent", "[]", now(), false])
}

async fn a_backup_of_a_newer_version_is_refused(demo: Demo) {
    let cellar = Cellar::new();
    let (columns, row) = old_quarantine();
    for (name, migrations) in [("unknown", &["0001_house", "9999_later"][..]), ("gap", &["0003_quarantine"])]
    {
        let file = written_by(&cellar.file(name), migrations, &columns, &row);
        let to = cellar.empty(demo.engine).await;
        assert!(matches!(backup::restore(&to, &file, now()).await, Err(Failure::Newer(_))), "{name}");
        assert!(is_untouched(&to).await);
    }
}

async fn a_backup_of_an_older_version_is_brought_up_to_date(demo: Demo) {
    let cellar = Cellar::new();
    let (columns, row) = old_quarantine();
    let file = written_by(&cellar.file("old"), &["0001_house", "0002_deliveries"], &columns, &row);
    let to = cellar.empty(demo.engine).await;
    backup::restore(&to, &file, now()).await.unwrap();
    let whole = whole::of(&to).await;
    let there = &whole["quarantine"];
    assert!(
        there.len() == 1 && there[0].contains("|team|") && there[0].contains("Kom for sent"),
        "{there:?}"
    );
    assert!(migrate(&to).await.unwrap().is_empty(), "nothing is left to be done");
    // One that is further already has no place for it.
    let ahead = cellar.empty(demo.engine).await;
    migrate(&ahead).await.unwrap();
    let before = whole::of(&ahead).await;
    assert!(matches!(backup::restore(&ahead, &file, now()).await, Err(Failure::Ahead)));
    assert_eq!(whole::of(&ahead).await, before);
}

async fn a_backup_never_takes_the_place_of_another(demo: Demo) {
    let cellar = Cellar::new();
    let file = cellar.file("backup");
    std::fs::write(&file, "another").unwrap();
    assert!(matches!(backup::backup(&demo.address, &file, now()).await, Err(Failure::File(_))));
    assert_eq!(std::fs::read(&file).unwrap(), b"another");
    // Where the database cannot be read nothing is left behind.
    let nowhere = match demo.engine {
        Engine::Sqlite => Address::Sqlite(cellar.file("nowhere.sqlite3")),
        Engine::Postgres => cellar.empty(Engine::Postgres).await,
    };
    let file = cellar.file("of-nothing");
    assert!(backup::backup(&nowhere, &file, now()).await.is_err());
    let left: Vec<_> =
        std::fs::read_dir(file.parent().unwrap()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["backup"]);
}

async fn two_backups_to_one_name_do_not_mix(demo: Demo) {
    let cellar = Cellar::new();
    let (file, part) = (cellar.file("backup"), cellar.file("backup.part"));
    let mut first = Writer::create(&file).unwrap();
    let told = backup::backup(&demo.address, &file, now()).await.unwrap_err().to_string();
    assert!(told.contains("backup.part; if none is, delete that file"), "{told}");
    first.begin(now(), vec!["0001_house".to_owned()]).unwrap();
    assert_eq!(first.finish().unwrap(), 0);
    assert_eq!(backup::check(&file).unwrap(), 0, "as the first wrote it");
    assert!(!part.exists());
    // What was broken off is left as it is, until someone has looked.
    let other = cellar.file("other");
    std::fs::write(cellar.file("other.part"), "broken off").unwrap();
    assert!(matches!(backup::backup(&demo.address, &other, now()).await, Err(Failure::Begun(_))));
    assert_eq!(std::fs::read(cellar.file("other.part")).unwrap(), b"broken off");
    std::fs::remove_file(cellar.file("other.part")).unwrap();
    backup::backup(&demo.address, &other, now()).await.unwrap();
}

async fn a_line_without_an_end_is_damage(demo: Demo) {
    let cellar = Cellar::new();
    let file = cellar.file("whole");
    backup::backup(&demo.address, &file, now()).await.unwrap();
    let plain = unpacked(&std::fs::read(&file).unwrap()).unwrap();
    let header = plain.split_inclusive(|byte| *byte == b'\n').next().unwrap();
    for begin in [b"".as_slice(), header] {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(begin).unwrap();
        packed.write_all(&vec![b'['; 40 << 20]).unwrap();
        let file = cellar.file("endless");
        std::fs::write(&file, packed.finish().unwrap()).unwrap();
        assert!(matches!(backup::check(&file), Err(Failure::Damaged("a line without an end"))));
    }
}
