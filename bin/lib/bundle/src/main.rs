//! Cuts the browser's program into its parts, and writes the JavaScript that loads them.
//!
//!   bundle <program.wasm> <folder> <name>
//!
//! The program must have been linked with `--emit-relocs`. Into the folder come `<name>.wasm` and `<name>.js`, a file for
//! each part, the JavaScript between them, and `__wasm_split_manifest.json`: which files each part is made of.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

/// The name that Leptos's `#[lazy]` asks for: as long as the placeholder that it stands in the place of.
const LINK: &str = "./__wasm_split.______________________.js";

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [program, folder, name] = words.as_slice() else {
        return Err("usage: bundle <program.wasm> <folder> <name>".into());
    };
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    let first = split(Path::new(program), folder, name)?;
    bind(&first, folder, name)
}

/// Writes the parts and what loads them, and says where the first part is, which nothing binds to JavaScript yet.
fn split(program: &Path, folder: &Path, name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let wasm = fs::read(program)?;
    let first = program.with_extension("first.wasm");
    let main_module = format!("./{name}.js");
    let mut options = Options::new(&wasm);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.main_module = &main_module;
    options.link_name = LINK;
    let parts = transform(options)?;
    // In order, so that the same program makes the same files.
    let manifest: BTreeMap<_, _> = parts.prefetch_map.into_iter().collect();
    fs::write(folder.join("__wasm_split_manifest.json"), serde_json::to_vec(&manifest)?)?;
    Ok(first)
}

/// The parts find what they share by the linker's names: these stay.
fn bind(first: &Path, folder: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    Bindgen::new()
        .web(true)?
        .input_path(first)
        .out_name(name)
        .keep_lld_exports(true)
        .demangle(false)
        .typescript(false)
        .generate(folder)?;
    // The server and `public/boot.js` know it without the ending.
    fs::rename(folder.join(format!("{name}_bg.wasm")), folder.join(format!("{name}.wasm")))?;
    Ok(())
}
