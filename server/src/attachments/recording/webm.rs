//! `WebM` (RFC 8794 and 9559), as far as it takes to know what is in it: elements of an id, a size and a body.

use indgang_domain::attachments::VOICE_AT_MOST;

/// How every file begins: the id of its head.
pub(super) const BEGIN: &[u8] = &[0x1A, 0x45, 0xDF, 0xA3];

const HEAD: u32 = 0x1A45_DFA3;
const DOC_TYPE: u32 = 0x4282;
const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_A966;
const TICK: u32 = 0x2A_D7B1;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK: u32 = 0xAE;
const KIND: u32 = 0x83;
const CODEC: u32 = 0x86;
const ATTACHMENTS: u32 = 0x1941_A469;
const CLUSTER: u32 = 0x1F43_B675;
const CLUSTER_AT: u32 = 0xE7;
const SIMPLE_BLOCK: u32 = 0xA3;
const BLOCK_GROUP: u32 = 0xA0;
const BLOCK: u32 = 0xA1;

const SOUND: u64 = 2;
const OPUS: &[u8] = b"A_OPUS";
/// An id of four bytes and a size of eight.
const HEAD_AT_MOST: usize = 12;
/// Nanoseconds in a tick, where the file says nothing else.
const A_MILLISECOND: u64 = 1_000_000;

/// An element's head: its id, and how long its body is.
struct Element {
    id: u32,
    size: Size,
}

/// How long a body is. Files that are written while they are recorded do not know of all.
#[derive(Clone, Copy)]
enum Size {
    Bytes(usize),
    Unknown,
}

impl Size {
    fn known(self) -> Option<usize> {
        match self {
            Self::Bytes(size) => Some(size),
            Self::Unknown => None,
        }
    }
}

/// What is not read yet.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    /// The next element's head; none where the bytes end before it does.
    fn element(&mut self) -> Option<Element> {
        let before = self.0;
        let element = self.id().and_then(|id| Some(Element { id, size: self.size()? }));
        if element.is_none() {
            self.0 = before;
        }
        element
    }

    fn id(&mut self) -> Option<u32> {
        let length = width(*self.0.first()?).filter(|length| *length <= 4)?;
        let bytes = self.take(length)?;
        Some(bytes.iter().fold(0, |id, byte| id << 8 | u32::from(*byte)))
    }

    fn size(&mut self) -> Option<Size> {
        let length = width(*self.0.first()?)?;
        let bytes = self.take(length)?;
        let all = bytes.iter().fold(0, |size: u64, byte| size << 8 | u64::from(*byte));
        let mask = (1_u64 << (7 * length)) - 1;
        let size = all & mask;
        Some(if size == mask {
            Size::Unknown
        } else {
            Size::Bytes(usize::try_from(size).unwrap_or(usize::MAX))
        })
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// All elements of a body that is there whole.
    fn each(mut self, mut seen: impl FnMut(u32, &'b [u8]) -> Option<()>) -> Option<()> {
        while !self.0.is_empty() {
            let element = self.element()?;
            seen(element.id, self.take(element.size.known()?)?)?;
        }
        Some(())
    }
}

/// How many bytes a number has that begins with this one.
fn width(first: u8) -> Option<usize> {
    (first != 0).then(|| first.leading_zeros() as usize + 1)
}

fn number(body: &[u8]) -> Option<u64> {
    (body.len() <= 8).then(|| body.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// How long it is so far, in milliseconds; none where it is anything but one track of Opus. What stands in it beside is
/// passed over, but for files.
pub(super) fn length(bytes: &[u8]) -> Option<u64> {
    let mut rest = Rest(bytes);
    let head = rest.element().filter(|head| head.id == HEAD)?;
    is_webm(rest.take(head.size.known()?)?)?;
    rest.element().filter(|segment| segment.id == SEGMENT)?;
    let (mut tick, mut has_track, mut cluster, mut end) = (A_MILLISECOND, false, 0, 0);
    // What is not there yet, comes with the next piece.
    while let Some(element) = rest.element() {
        if matches!(element.id, CLUSTER | BLOCK_GROUP) {
            if !has_track {
                return None;
            }
            continue;
        }
        let size = element.size.known().filter(|size| *size <= VOICE_AT_MOST)?;
        let Some(body) = rest.take(size) else { return has_track.then(|| millis(end, tick)) };
        match element.id {
            HEAD | SEGMENT | ATTACHMENTS => return None,
            INFO => tick = length_of_tick(body)?,
            TRACKS => {
                // Another list of tracks could say something else.
                if std::mem::replace(&mut has_track, true) {
                    return None;
                }
                has_one_of_opus(body)?;
            }
            CLUSTER_AT => cluster = number(body)?,
            SIMPLE_BLOCK | BLOCK => end = end.max(cluster.saturating_add_signed(since_cluster(body)?)),
            _ => {}
        }
    }
    // No head is longer than this: what is there and is none, will never be one.
    (has_track && rest.0.len() < HEAD_AT_MOST).then(|| millis(end, tick))
}

fn millis(ticks: u64, tick: u64) -> u64 {
    ticks.saturating_mul(tick) / A_MILLISECOND
}

fn is_webm(head: &[u8]) -> Option<()> {
    let mut doc_type = None;
    Rest(head).each(|id, body| {
        if id == DOC_TYPE {
            doc_type = Some(body);
        }
        Some(())
    })?;
    (doc_type? == b"webm").then_some(())
}

fn length_of_tick(info: &[u8]) -> Option<u64> {
    let mut tick = A_MILLISECOND;
    Rest(info).each(|id, body| {
        if id == TICK {
            tick = number(body)?;
        }
        Some(())
    })?;
    // In no time at all everything would be over at once.
    (tick > 0).then_some(tick)
}

fn has_one_of_opus(tracks: &[u8]) -> Option<()> {
    let mut count = 0;
    Rest(tracks).each(|id, track| {
        if id != TRACK {
            return Some(());
        }
        count += 1;
        let (mut kind, mut codec) = (None, None);
        Rest(track).each(|id, body| {
            match id {
                KIND => kind = number(body),
                CODEC => codec = Some(body),
                _ => {}
            }
            Some(())
        })?;
        (kind? == SOUND && codec? == OPUS).then_some(())
    })?;
    (count == 1).then_some(())
}

/// A block begins with its track's number, and when it is heard.
fn since_cluster(block: &[u8]) -> Option<i64> {
    let mut rest = Rest(block);
    rest.size()?;
    let at: [u8; 2] = rest.take(2)?.try_into().ok()?;
    Some(i16::from_be_bytes(at).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(id: &[u8], body: &[u8]) -> Vec<u8> {
        let size = u32::try_from(body.len()).unwrap() | 0x1000_0000;
        [id, &size.to_be_bytes(), body].concat()
    }

    fn track(kind: u8, codec: &[u8]) -> Vec<u8> {
        element(&[0xAE], &[element(&[0x83], &[kind]), element(&[0x86], codec)].concat())
    }

    const A_TICK: [u8; 3] = [0x0F, 0x42, 0x40];

    fn head(doc_type: &[u8], tracks: &[Vec<u8>]) -> Vec<u8> {
        ticking(A_TICK, doc_type, tracks)
    }

    fn ticking(tick: [u8; 3], doc_type: &[u8], tracks: &[Vec<u8>]) -> Vec<u8> {
        [
            element(BEGIN, &element(&[0x42, 0x82], doc_type)),
            vec![0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            element(&[0x15, 0x49, 0xA9, 0x66], &element(&[0x2A, 0xD7, 0xB1], &tick)),
            element(&[0x16, 0x54, 0xAE, 0x6B], &tracks.concat()),
        ]
        .concat()
    }

    fn cluster(at: u16, blocks: &[i16]) -> Vec<u8> {
        let block =
            |at: &i16| element(&[0xA3], &[&[0x81], at.to_be_bytes().as_slice(), &[0x80, 7, 7]].concat());
        let begin = [0x1F, 0x43, 0xB6, 0x75, 0xFF];
        [begin.to_vec(), element(&[0xE7], &at.to_be_bytes()), blocks.iter().flat_map(block).collect()]
            .concat()
    }

    fn voice() -> Vec<u8> {
        head(b"webm", &[track(2, OPUS)])
    }

    #[test]
    fn it_is_as_long_as_its_last_block_says() {
        let whole = [voice(), cluster(0, &[0, 60, 120]), cluster(30_000, &[0, -20, 940])].concat();
        assert_eq!(length(&whole), Some(30_940));
    }

    #[test]
    fn it_may_end_anywhere_behind_its_tracks() {
        let whole = [voice(), cluster(0, &[0, 60]), cluster(1_000, &[0])].concat();
        for end in 0..=whole.len() {
            let is_begun = end >= voice().len();
            assert_eq!(length(&whole[..end]).is_some(), is_begun, "{end}");
        }
    }

    #[test]
    fn anything_but_one_track_of_opus_is_none() {
        for wrong in [
            head(b"matroska", &[track(2, OPUS)]),
            head(b"webm", &[track(1, b"V_VP8")]),
            head(b"webm", &[track(2, b"A_VORBIS")]),
            head(b"webm", &[track(2, OPUS), track(1, b"V_VP8")]),
            head(b"webm", &[track(2, OPUS), track(2, OPUS)]),
            head(b"webm", &[]),
            ticking([0; 3], b"webm", &[track(2, OPUS)]),
            [voice(), head(b"webm", &[track(1, b"V_VP8")])].concat(),
            [voice(), element(&[0x16, 0x54, 0xAE, 0x6B], &track(2, OPUS))].concat(),
            [voice(), element(&[0x19, 0x41, 0xA4, 0x69], b"a file")].concat(),
            [voice(), vec![0xEC, 0xFF, 1, 2, 3]].concat(),
            [voice(), vec![0; HEAD_AT_MOST]].concat(),
            [voice(), vec![0xEC, 0x08, 0xFF, 0xFF, 0xFF, 0xFF], b"a file of 4 GB".to_vec()].concat(),
        ] {
            assert_eq!(length(&wrong), None);
        }
    }
}
