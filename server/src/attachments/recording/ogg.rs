//! Ogg with Opus (RFC 3533 and 7845), as far as it takes to know what is in it: pages of one stream.

/// How every page begins.
pub(super) const BEGIN: &[u8] = b"OggS";

/// A page that begins a stream.
const FIRST: u8 = 2;
/// Opus counts samples at this many a millisecond, whatever it was recorded with.
const SAMPLES: u64 = 48;
/// No packet ends on this page.
const NOWHERE: u64 = u64::MAX;

/// A page, as far as it matters.
struct Page<'b> {
    flags: u8,
    /// How many samples there are up to its end.
    samples: u64,
    stream: [u8; 4],
    body: &'b [u8],
}

/// What comes next.
enum Next<'b> {
    Page(Page<'b>, &'b [u8]),
    /// The bytes end before the page does.
    End,
    Wrong,
}

fn next(bytes: &[u8]) -> Next<'_> {
    let begins = bytes.iter().zip(BEGIN).all(|(byte, expected)| byte == expected);
    if !begins || bytes.get(4).is_some_and(|version| *version != 0) {
        return Next::Wrong;
    }
    whole(bytes).map_or(Next::End, |(page, rest)| Next::Page(page, rest))
}

fn whole(bytes: &[u8]) -> Option<(Page<'_>, &[u8])> {
    let (head, rest) = bytes.split_at_checked(27)?;
    let (lengths, rest) = rest.split_at_checked(head[26].into())?;
    let (body, rest) = rest.split_at_checked(lengths.iter().map(|length| usize::from(*length)).sum())?;
    let samples = u64::from_le_bytes(head.get(6..14)?.try_into().ok()?);
    let stream = head.get(14..18)?.try_into().ok()?;
    Some((Page { flags: head[5], samples, stream, body }, rest))
}

/// How long it is so far, in milliseconds; none where it is anything but one stream of Opus.
pub(super) fn length(bytes: &[u8]) -> Option<u64> {
    let Next::Page(first, mut rest) = next(bytes) else { return None };
    if first.flags & FIRST == 0 || !first.body.starts_with(b"OpusHead") {
        return None;
    }
    let skipped = u64::from(u16::from_le_bytes(first.body.get(10..12)?.try_into().ok()?));
    let (mut has_tags, mut samples, mut is_told) = (false, 0, true);
    while !rest.is_empty() {
        let (page, behind) = match next(rest) {
            Next::Page(page, behind) => (page, behind),
            Next::End => break,
            Next::Wrong => return None,
        };
        if page.stream != first.stream || page.flags & FIRST != 0 {
            return None;
        }
        if !std::mem::replace(&mut has_tags, true) && !page.body.starts_with(b"OpusTags") {
            return None;
        }
        is_told = page.samples != NOWHERE;
        if is_told {
            samples = samples.max(page.samples);
        }
        rest = behind;
    }
    // A packet of Opus is shorter than a page, and ends on it: whoever leaves out when, hides how long it is.
    (has_tags && is_told).then(|| samples.saturating_sub(skipped) / SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(flags: u8, samples: u64, stream: u32, body: &[u8]) -> Vec<u8> {
        let mut page = [BEGIN, &[0, flags]].concat();
        page.extend(samples.to_le_bytes());
        page.extend(stream.to_le_bytes());
        page.extend([0; 8]);
        page.extend([1, u8::try_from(body.len()).unwrap()]);
        page.extend(body);
        page
    }

    const OPUS_HEAD: &[u8] = b"OpusHead\x01\x01\x38\x01\x80\xBB\0\0\0\0\0";

    fn begin() -> Vec<u8> {
        [page(FIRST, 0, 7, OPUS_HEAD), page(0, 0, 7, b"OpusTags\0\0\0\0\0\0\0\0")].concat()
    }

    #[test]
    fn it_is_as_long_as_its_last_page_says() {
        let whole = [begin(), page(0, NOWHERE, 7, &[7; 40]), page(0, 312 + 48_000, 7, &[7; 40])].concat();
        assert_eq!(length(&whole), Some(1_000));
    }

    #[test]
    fn it_may_end_anywhere_behind_its_head() {
        let whole = [begin(), page(0, 312 + 4_800, 7, &[7; 40])].concat();
        for end in 0..=whole.len() {
            assert_eq!(length(&whole[..end]).is_some(), end >= begin().len(), "{end}");
        }
    }

    #[test]
    fn anything_but_one_stream_of_opus_is_none() {
        for wrong in [
            page(FIRST, 0, 7, b"\x01vorbis"),
            [page(FIRST, 0, 7, OPUS_HEAD), page(0, 0, 7, b"something else")].concat(),
            [begin(), page(FIRST, 0, 8, b"\x80theora")].concat(),
            [begin(), page(0, 0, 8, &[7; 4])].concat(),
            [begin(), b"<script>".to_vec()].concat(),
            [begin(), page(0, NOWHERE, 7, &[7; 40])].concat(),
            [begin(), page(0, 312 + 48_000, 7, &[7; 40]), page(0, NOWHERE, 7, &[7; 40])].concat(),
        ] {
            assert_eq!(length(&wrong), None);
        }
    }
}
