//! Twisting: bytes that once made sense, with a few things changed in them; or bytes that never did.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// What parsers of JSON, forms, dates, numbers and text have stumbled over.
const WORDS: [&[u8]; 48] = [
    b"null",
    b"true",
    b"{}",
    b"[]",
    b"[[[[[[[[",
    b"]]]]]]]]",
    b"\"\"",
    b"0",
    b"-0",
    b"-1",
    b"1e400",
    b"1E-400",
    b"0.1",
    b"18446744073709551615",
    b"18446744073709551616",
    b"-9223372036854775808",
    b"9223372036854775807",
    b"4294967296",
    b"\"\\u0000\"",
    b"\\u0000",
    b"\\ud800",
    b"\"\\ud800\\ud800\"",
    b"\xff\xfe",
    b"\0",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x98\x80",
    b"\"2026-02-30\"",
    b"\"-009999-01-01T00:00:00Z\"",
    b"\"+262142-12-31T23:59:60Z\"",
    b"\"0001-01-01T00:00:00+25:00\"",
    b"\"00000000-0000-0000-0000-000000000000\"",
    b"\"urn:uuid:00000000-0000-0000-0000-000000000000\"",
    b"\"{}\"",
    b"\"v\":2,",
    b"\"id\":7,",
    b"\"client\":0,",
    b",,",
    b"%00",
    b"%ff",
    b"%",
    b"&&",
    b"=",
    b"+",
    b"\r\n",
    b"--x\r\n",
    b"../../etc/passwd",
    b"' OR 1=1 --",
    b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

#[derive(Clone, Debug)]
enum Change {
    /// One bit is another.
    Flip(Index, u8),
    /// Some bytes are missing.
    Drop(Index, usize),
    /// Some bytes stand there again and again.
    Double(Index, usize, usize),
    /// A word stands between.
    Put(Index, Index),
    /// A word stands where a value was: from a `:`, `,`, `[`, `=` or `&` to the next end of a value.
    Replace(Index, Index),
    /// It ends here.
    Cut(Index),
    /// Two pieces have changed places.
    Swap(Index, Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        2 => (at(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        2 => (at(), 1..40_usize).prop_map(|(at, length)| Change::Drop(at, length)),
        1 => (at(), 1..60_usize, 1..50_usize).prop_map(|(at, length, times)| Change::Double(at, length, times)),
        2 => (at(), at()).prop_map(|(at, word)| Change::Put(at, word)),
        6 => (at(), at()).prop_map(|(at, word)| Change::Replace(at, word)),
        1 => at().prop_map(Change::Cut),
        1 => (at(), at(), 1..30_usize).prop_map(|(one, other, length)| Change::Swap(one, other, length)),
    ]
}

/// One of the seeds, twisted; sometimes nothing but noise.
pub(crate) fn twisted(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let twisted = (any::<Index>(), vec(change(), 0..6)).prop_map(move |(seed, changes)| {
        changes.iter().fold(seed.get(&seeds).clone(), |bytes, change| change.of(bytes))
    });
    prop_oneof![
        12 => twisted,
        1 => vec(any::<u8>(), 0..400),
        1 => vec(any::<Index>(), 0..30).prop_map(|words| words.iter().flat_map(|word| word.get(&WORDS).to_vec()).collect()),
    ]
}

impl Change {
    fn of(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let size = bytes.len();
        if size == 0 {
            return bytes;
        }
        match self {
            Self::Flip(at, bit) => bytes[at.index(size)] ^= 1 << bit,
            Self::Drop(at, length) => {
                let at = at.index(size);
                bytes.drain(at..(at + length).min(size));
            }
            Self::Double(at, length, times) => {
                let at = at.index(size);
                let piece = bytes[at..(at + length).min(size)].repeat(*times);
                bytes.splice(at..at, piece);
            }
            Self::Put(at, word) => {
                let at = at.index(size);
                bytes.splice(at..at, word.get(&WORDS).iter().copied());
            }
            Self::Replace(at, word) => {
                let starts: Vec<_> = (0..size).filter(|at| b":,[=&".contains(&bytes[*at])).collect();
                if !starts.is_empty() {
                    let start = *at.get(&starts) + 1;
                    let ends = |byte: &u8| b",}]&".contains(byte);
                    let end = bytes[start..].iter().position(ends).map_or(size, |length| start + length);
                    bytes.splice(start..end, word.get(&WORDS).iter().copied());
                }
            }
            Self::Cut(at) => bytes.truncate(at.index(size)),
            Self::Swap(one, other, length) => {
                let (one, other) = (one.index(size), other.index(size));
                for n in 0..*length {
                    if one + n < size && other + n < size {
                        bytes.swap(one + n, other + n);
                    }
                }
            }
        }
        bytes
    }
}
