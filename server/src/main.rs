//! `indgang serve | migrate | seed | backup | restore`.

use std::net::SocketAddr;
use std::panic::PanicHookInfo;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use indgang_server::config::{Backup, Cli, Command, Join, Restore, Seed, Serve, Settled, Store};
use indgang_server::desk::{Clock, Desk};
use indgang_server::http::{Server, admin, router};
use indgang_server::serve::{Connections, Entrance};
use indgang_server::site::Site;
use indgang_server::store::migrate::migrate;
use indgang_server::store::record::Recorder;
use indgang_server::store::{Db, Trouble};
use indgang_server::{backup, seed, serve, world};
use tracing_subscriber::EnvFilter;

/// So many of those who run it ask at once.
const ADMINS: usize = 16;

type Failed = Box<dyn std::error::Error>;

/// So many threads wait for the disk or open pictures at most, each with a stack and a share of the heap: whatever starts
/// one is bounded to fewer, and only replaces one that has just ended.
const BLOCKING: usize = 16;

fn main() -> ExitCode {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(BLOCKING).build();
    match runtime {
        Ok(runtime) => runtime.block_on(begin()),
        Err(error) => {
            eprintln!("indgang: no threads could be started: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn begin() -> ExitCode {
    let filter = EnvFilter::try_from_env("INDGANG_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    std::panic::set_hook(Box::new(panicked));
    let done = match Cli::parse().command {
        Command::Serve(settings) => run(&settings).await,
        Command::Migrate(store) => bring_up(&store).await,
        Command::Seed(settings) => seed(&settings).await,
        Command::Backup(settings) => back_up(&settings).await,
        Command::Restore(settings) => restore(&settings).await,
        Command::Join(settings) => join(&settings),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("indgang: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Where, and nothing else: what a panic says may quote what someone wrote.
fn panicked(panic: &PanicHookInfo<'_>) {
    tracing::error!(place = panic.location().map(tracing::field::display), "panicked");
}

fn trouble(doing: &str) -> impl Fn(Trouble) -> Failed + '_ {
    move |trouble| match trouble {
        Trouble::Passing(error) => format!("{doing}: {error}").into(),
        Trouble::Fault(place) => format!("{doing}: {place}").into(),
        Trouble::Judged(_, problem) => format!("{doing}: {problem}").into(),
    }
}

async fn run(settings: &Serve) -> Result<(), Failed> {
    let Settled { listen, admin_listen, connections, public_url, site, rates } = settings.settled()?;
    let address = settings.store.address()?;
    if settings.demo {
        migrate(&address).await.map_err(trouble("migrating"))?;
    }
    let db = Db::open(&address, settings.durability, Recorder::default())
        .await
        .map_err(trouble("opening the database"))?;
    let clock = settings.now.map_or(Clock::Real, Clock::Fixed);
    if settings.demo {
        seed::demo(&db, clock.now()).await.map_err(trouble("seeding the demo world"))?;
    }
    let desk = Desk::open(db, clock, indgang_server::features());
    let hub = desk.hub.clone();
    let server = Server::of(desk, static_files(site.as_deref())?, settings.demo, &public_url)?;
    let (server, connections) = (server.limited(rates), Connections::new(connections));
    let taken = |setting: &str, listen: SocketAddr, error: std::io::Error| {
        format!("{setting} {listen}: {error}; name an address of this machine that is free")
    };
    let public = Entrance::open(listen, router(server.clone()), connections.clone()).await;
    let mut entrances = vec![public.map_err(|error| taken("--listen", listen, error))?];
    if let Some(listen) = admin_listen {
        let own = Entrance::open(listen, admin(server, connections), Connections::new(ADMINS)).await;
        entrances.push(own.map_err(|error| taken("--admin-listen", listen, error))?);
    }
    Ok(serve::serve(entrances, &hub).await?)
}

async fn bring_up(store: &Store) -> Result<(), Failed> {
    let new = migrate(&store.address()?).await.map_err(trouble("migrating"))?;
    println!("{}", if new.is_empty() { "nothing new".to_owned() } else { new.join("\n") });
    Ok(())
}

/// Those of the folder that is named, or else those that the program has in it.
fn static_files(folder: Option<&Path>) -> Result<Site, Failed> {
    let Some(folder) = folder else {
        let without = "this program has no static files in it; name the folder that the build made: --site";
        return Site::joined()?.ok_or_else(|| without.into());
    };
    Site::read(folder).map_err(|error| {
        format!("--site {}: {error}; name the folder that the build made", folder.display()).into()
    })
}

fn join(settings: &Join) -> Result<(), Failed> {
    Ok(Site::read(&settings.site)?.join(&settings.to)?)
}

async fn back_up(settings: &Backup) -> Result<(), Failed> {
    let rows = backup::backup(&settings.store.address()?, &settings.to, Clock::Real.now()).await?;
    // The backup itself may go to the standard output.
    eprintln!("{rows} rows");
    Ok(())
}

async fn restore(settings: &Restore) -> Result<(), Failed> {
    let rows = if settings.check {
        backup::check(&settings.from)?
    } else {
        backup::restore(&settings.store.address()?, &settings.from, Clock::Real.now()).await?
    };
    println!("{rows} rows");
    Ok(())
}

async fn seed(settings: &Seed) -> Result<(), Failed> {
    let address = settings.store.address()?;
    migrate(&address).await.map_err(trouble("migrating"))?;
    let db = Db::open_to_fill(&address).await.map_err(trouble("opening the database"))?;
    let now = settings.now.unwrap_or_else(|| Clock::Real.now());
    let Some(families) = settings.families else {
        let new = seed::demo(&db, now).await.map_err(trouble("seeding"))?;
        db.keep().await.map_err(trouble("seeding"))?;
        println!(
            "{}",
            if new { "the demo world is there" } else { "the database is not empty: nothing was changed" }
        );
        return Ok(());
    };
    for part in world::synthetic(families, settings.seed, now) {
        seed::seed(&db, part, now).await.map_err(trouble("seeding"))?;
    }
    db.keep().await.map_err(trouble("seeding"))?;
    println!("{families} families");
    Ok(())
}
