//! How WebAssembly is written.

use crate::Fallible;

/// A program begins with its magic and its version.
pub const PREAMBLE: usize = 8;

pub fn at(place: u64) -> Fallible<usize> {
    Ok(usize::try_from(place)?)
}

/// As it writes numbers: seven bits a byte, the lowest first.
pub fn write_number(into: &mut Vec<u8>, mut number: usize) {
    while number > 0x7F {
        into.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}
