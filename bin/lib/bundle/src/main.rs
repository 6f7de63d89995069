//! Cuts the browser's program into its parts, and writes the JavaScript that loads them.
//!
//!   bundle <program.wasm> <folder> <name> [silent]
//!
//! The program must have been linked with `--emit-relocs`. Into the folder come `<name>.wasm` and `<name>.js`, a file for
//! each part, the JavaScript between them, and `__wasm_split_manifest.json`: which files each part is made of. The panics
//! of a `silent` program only trap, and what it asks of JavaScript has short names.

mod bytes;
mod imports;
mod traps;
mod values;

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

type Fallible<T> = Result<T, Box<dyn Error>>;

/// The name that Leptos's `#[lazy]` asks for: as long as the placeholder that it stands in the place of.
const LINK: &str = "./__wasm_split.______________________.js";

fn main() -> Fallible<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let (program, folder, name, is_silent) = match words.as_slice() {
        [program, folder, name] => (program, folder, name, false),
        [program, folder, name, silent] if silent == "silent" => (program, folder, name, true),
        _ => return Err("usage: bundle <program.wasm> <folder> <name> [silent]".into()),
    };
    let (program, folder) = (Path::new(program), Path::new(folder));
    fs::create_dir_all(folder)?;
    let mut wasm = fs::read(program)?;
    if is_silent {
        wasm = traps::only_trap(&wasm)?;
    }
    let first = program.with_extension("first.wasm");
    split(&wasm, &first, folder, name)?;
    bind(&first, folder, name, is_silent)
}

/// Writes the parts and what loads them, and the first one, which nothing binds to JavaScript yet, to a place of its own.
fn split(wasm: &[u8], first: &Path, folder: &Path, name: &str) -> Fallible<()> {
    let main_module = format!("./{name}.js");
    let mut options = Options::new(wasm);
    options.output_dir = folder;
    options.main_out_path = first;
    options.main_module = &main_module;
    options.link_name = LINK;
    let parts = transform(options)?;
    // In order, so that the same program makes the same files.
    let manifest: BTreeMap<_, _> = parts.prefetch_map.into_iter().collect();
    fs::write(folder.join("__wasm_split_manifest.json"), serde_json::to_vec(&manifest)?)?;
    Ok(())
}

/// The parts find what they share by the linker's names: these stay.
fn bind(first: &Path, folder: &Path, name: &str, is_silent: bool) -> Fallible<()> {
    Bindgen::new()
        .web(true)?
        .input_path(first)
        .out_name(name)
        .keep_lld_exports(true)
        .demangle(false)
        .typescript(false)
        .generate(folder)?;
    let (bound, script) = (folder.join(format!("{name}_bg.wasm")), folder.join(format!("{name}.js")));
    if is_silent {
        let module = format!("./{name}_bg.js");
        let (shorter, shorter_script) =
            imports::shortened(&fs::read(&bound)?, &fs::read_to_string(&script)?, &module)?;
        fs::write(&bound, shorter)?;
        fs::write(&script, shorter_script)?;
    }
    // The server and `public/boot.js` know it without the ending.
    fs::rename(bound, folder.join(format!("{name}.wasm")))?;
    Ok(())
}
