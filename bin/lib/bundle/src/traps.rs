//! Panics that only trap, in a linked program. Nobody hears what a release's panics say, for it has no hook and no
//! standard error: their words, their places in the sources and the code that writes them down are only weight.
//!
//! It is done between the linker and the splitter, while the program still says what it refers to: a reference that
//! goes takes with it all that only it led to.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use wasmparser::{
    BinaryReader, CustomSectionReader, FunctionBody, KnownCustom, Name, Operator, Parser, Payload,
    RelocSectionReader, TypeRef,
};

use crate::Fallible;
use crate::bytes::{PREAMBLE, at, write_number};
use crate::values::{Values, frame_of};

/// Where panics live. What `core::ops` never returns from may be anyone's.
const LIBRARIES: [&str; 3] = ["4core", "5alloc", "3std"];
const ANYONES: &str = "4core3ops";

/// What every type of view has and nothing calls, as the compiler writes it: hydration that waits. The app hydrates in
/// one go (`take_over` of the frontend). Nothing else can be folded into it, for each makes a future of its own.
const UNCALLED: &str = "8into_any13hydrate_async17h";

/// The section with what the code refers to.
const REFERENCES: &str = "reloc.CODE";
const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;

/// The program, with every panic a trap.
pub fn only_trap(wasm: &[u8]) -> Fallible<Vec<u8>> {
    let program = Program::read(wasm)?;
    let mut panics = program.panics()?;
    let mut gone = Vec::new();
    // A function that does nothing but panic is one, too.
    loop {
        let known = panics.len();
        gone.clear();
        for (function, body) in (program.imported..).zip(&program.bodies) {
            if program.is_uncalled(function) {
                let operators = body.get_operators_reader()?;
                // All but the end.
                gone.push(at(operators.original_position())?..at(body.range().end)? - 1);
            } else if leading_to(&panics, wasm, body, &mut gone)? {
                panics.insert(function);
            }
        }
        if panics.len() == known {
            break;
        }
    }
    program.without(wasm, &gone)
}

/// A program as far as it matters here. Functions are numbered with the imported ones first.
#[derive(Default)]
struct Program<'a> {
    imported: u32,
    bodies: Vec<FunctionBody<'a>>,
    names: HashMap<u32, &'a str>,
    code: usize,
}

impl<'a> Program<'a> {
    fn read(wasm: &'a [u8]) -> Fallible<Self> {
        let mut program = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        program.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { range, .. } => program.code = at(range.start)?,
                Payload::CodeSectionEntry(body) => program.bodies.push(body),
                Payload::CustomSection(custom) => {
                    let KnownCustom::Name(parts) = custom.as_known() else { continue };
                    for part in parts {
                        let Name::Function(functions) = part? else { continue };
                        for naming in functions {
                            let naming = naming?;
                            program.names.insert(naming.index, naming.name);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(program)
    }

    /// What of the libraries never returns, as the compiler knew: it writes a trap behind every call of it.
    fn panics(&self) -> Fallible<HashSet<u32>> {
        let (mut ends, mut returns) = (HashSet::new(), HashSet::new());
        for body in &self.bodies {
            let mut called = None;
            for operator in body.get_operators_reader()? {
                let operator = operator?;
                if let Some(called) = called.take() {
                    let into =
                        if matches!(operator, Operator::Unreachable) { &mut ends } else { &mut returns };
                    into.insert(called);
                }
                if let Operator::Call { function_index } = operator {
                    called = Some(function_index);
                }
            }
        }
        let is_of_a_library = |function: &u32| {
            let path = self.names.get(function).and_then(|name| path_of(name)).unwrap_or_default();
            LIBRARIES.iter().any(|library| path.starts_with(library)) && !path.starts_with(ANYONES)
        };
        Ok(ends.difference(&returns).copied().filter(is_of_a_library).collect())
    }

    fn is_uncalled(&self, function: u32) -> bool {
        self.names.get(&function).is_some_and(|name| name.contains(UNCALLED))
    }

    /// The program with a trap in the place of all that is gone, and without what that referred to. What is gone stands
    /// in the order of the code.
    fn without(&self, wasm: &[u8], gone: &[Range<usize>]) -> Fallible<Vec<u8>> {
        let mut trapping = wasm.to_vec();
        for range in gone {
            trapping[range.clone()].fill(NOP);
            trapping[range.start] = UNREACHABLE;
        }
        let mut written = wasm[..PREAMBLE].to_vec();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            let Some((id, range)) = payload.as_section() else { continue };
            let content = match &payload {
                Payload::CustomSection(custom) if custom.name() == REFERENCES => {
                    self.references(wasm, custom, gone)?
                }
                _ => trapping[at(range.start)?..at(range.end)?].to_vec(),
            };
            written.push(id);
            write_number(&mut written, content.len());
            written.extend(content);
        }
        Ok(written)
    }

    /// What the code refers to, without what is gone.
    fn references(
        &self,
        wasm: &[u8],
        section: &CustomSectionReader,
        gone: &[Range<usize>],
    ) -> Fallible<Vec<u8>> {
        let data = BinaryReader::new(section.data(), section.data_range().start);
        let reader = RelocSectionReader::new(data)?;
        let is_gone = |place: usize| {
            let behind = gone.partition_point(|range| range.start <= place);
            behind > 0 && place < gone[behind - 1].end
        };
        let mut entries = Vec::new();
        for entry in reader.entries().into_iter_with_offsets() {
            let (begins, entry) = entry?;
            entries.push((at(begins)?, is_gone(self.code + usize::try_from(entry.offset)?)));
        }
        let ends = entries.iter().skip(1).map(|(begins, _)| *begins).chain([at(section.range().end)?]);
        let kept: Vec<_> = entries
            .iter()
            .zip(ends)
            .filter_map(|(&(begins, is_gone), ends)| (!is_gone).then_some(begins..ends))
            .collect();
        let mut written = Vec::new();
        write_number(&mut written, REFERENCES.len());
        written.extend_from_slice(REFERENCES.as_bytes());
        write_number(&mut written, usize::try_from(reader.section_index())?);
        write_number(&mut written, kept.len());
        written.extend(kept.into_iter().flat_map(|entry| &wasm[entry]));
        Ok(written)
    }
}

/// Adds what only leads to a panic in a function, up to and with its call. Is there nothing else from its beginning on?
fn leading_to(
    panics: &HashSet<u32>,
    wasm: &[u8],
    body: &FunctionBody,
    gone: &mut Vec<Range<usize>>,
) -> Fallible<bool> {
    let mut operators = body.get_operators_reader()?;
    let mut values = Values::new(frame_of(body)?);
    let first = at(operators.original_position())?;
    let mut begins = first;
    let mut does_nothing_else = false;
    while !operators.eof() {
        let (operator, place) = operators.read_with_offset()?;
        let next = at(operators.original_position())?;
        if let Operator::Call { function_index } = operator
            && panics.contains(&function_index)
            && wasm[next] == UNREACHABLE
        {
            does_nothing_else |= begins == first;
            gone.push(begins..next);
        }
        if !values.are_all_that_comes_of(&operator, wasm[at(place)?]) {
            values.forget();
            begins = next;
        }
    }
    Ok(does_nothing_else)
}

/// A function's path, from its crate on: the compiler writes names in a former way and in today's, where kinds stand
/// before the path, and a mark of its own before the crate.
fn path_of(name: &str) -> Option<&str> {
    if let Some(path) = name.strip_prefix("_ZN") {
        return Some(path);
    }
    let mut path = name.strip_prefix("_R")?;
    path = path.strip_prefix('I').unwrap_or(path);
    while let Some(inner) = path.strip_prefix('N') {
        path = inner.get(1..)?;
    }
    path = path.strip_prefix('C')?;
    if path.starts_with('s') { path.split_once('_').map(|(_, path)| path) } else { Some(path) }
}
