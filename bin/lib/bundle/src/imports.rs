//! What the first part asks of JavaScript, by short names. wasm-bindgen's are long and end in a number by chance, which
//! nothing packs; they stand in the program and in its JavaScript, and nowhere else.

use std::collections::{HashMap, HashSet};

use wasmparser::{BinaryReader, Parser, Payload, TypeRef};

use crate::Fallible;
use crate::bytes::{PREAMBLE, at, write_number};

/// A program and its JavaScript, with short names for what is asked of this module.
pub fn shortened(wasm: &[u8], script: &str, module: &str) -> Fallible<(Vec<u8>, String)> {
    let mut exported = HashSet::new();
    let mut written = wasm[..PREAMBLE].to_vec();
    let mut short = HashMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ExportSection(exports) = payload? {
            for export in exports {
                exported.insert(export?.name);
            }
        }
    }
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let Some((id, range)) = payload.as_section() else { continue };
        let content = &wasm[at(range.start)?..at(range.end)?];
        let content = match payload {
            Payload::ImportSection(_) => rename(content, |from, name| {
                if from != module || exported.contains(name) {
                    return name.to_owned();
                }
                let next = short.len();
                short.entry(name.to_owned()).or_insert_with(|| nth(next)).clone()
            })?,
            _ => content.to_vec(),
        };
        written.push(id);
        write_number(&mut written, content.len());
        written.extend(content);
    }
    Ok((written, in_script(script, &short)))
}

/// The same imports, by other names.
fn rename(imports: &[u8], mut name_of: impl FnMut(&str, &str) -> String) -> Fallible<Vec<u8>> {
    let mut reader = BinaryReader::new(imports, 0);
    let mut written = Vec::new();
    let count = reader.read_var_u32()?;
    write_number(&mut written, usize::try_from(count)?);
    for _ in 0..count {
        let (module, name) = (reader.read_string()?, reader.read_string()?);
        let kind = at(reader.original_position())?;
        reader.read::<TypeRef>()?;
        for text in [module, &name_of(module, name)] {
            write_number(&mut written, text.len());
            written.extend_from_slice(text.as_bytes());
        }
        written.extend_from_slice(&imports[kind..at(reader.original_position())?]);
    }
    Ok(written)
}

/// Puts the short names in the place of the long ones, where these stand as words of their own.
fn in_script(script: &str, short: &HashMap<String, String>) -> String {
    let is_of_a_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut written = String::new();
    let mut rest = script;
    while !rest.is_empty() {
        let (word, behind) = rest.split_at(rest.find(|c| !is_of_a_word(c)).unwrap_or(rest.len()));
        written.push_str(short.get(word).map_or(word, String::as_str));
        let (between, next) = behind.split_at(behind.find(is_of_a_word).unwrap_or(behind.len()));
        written.push_str(between);
        rest = next;
    }
    written
}

/// No word of the script's own begins as they do.
fn nth(mut which: usize) -> String {
    let mut name = "$".to_owned();
    loop {
        name.push(char::from(b'a' + u8::try_from(which % 26).unwrap_or_default()));
        which /= 26;
        if which == 0 {
            return name;
        }
    }
}
