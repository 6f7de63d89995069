//! Finds the migrations: each file in `migrations/` is one, in the order of their names.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=build.rs");
    let mut names = Vec::new();
    for file in fs::read_dir("migrations")? {
        let name = file?.file_name().into_string().map_err(|_| io::ErrorKind::InvalidData)?;
        names.extend(name.strip_suffix(".sql").map(str::to_owned));
    }
    names.sort();
    let mut list = String::from("&[");
    for name in names {
        let path = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/migrations/{name}.sql\")");
        // Writing into a string does not fail.
        let _ = write!(list, "({name:?}, include_str!({path})),");
    }
    list.push(']');
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&out).join("migrations.rs"), list)
}
