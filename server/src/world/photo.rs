//! A photographed letter, drawn: paper on a table, a header, lines of grey where the text would be.

use std::sync::LazyLock;

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

const TABLE: Rgb<u8> = Rgb([176, 148, 120]);
const PAPER: Rgb<u8> = Rgb([247, 245, 239]);
const INK: Rgb<u8> = Rgb([92, 96, 104]);
const HEADERS: [Rgb<u8>; 4] = [Rgb([0, 71, 133]), Rgb([122, 26, 44]), Rgb([20, 94, 72]), Rgb([72, 60, 120])];
const QUALITY: u8 = 60;
const WIDTH: u32 = 480;

/// Drawing takes longer than all the rest of a world: each is drawn once.
static LETTERS: LazyLock<[Page; 4]> = LazyLock::new(|| [1, 2, 3, 4].map(|seed| draw(WIDTH, seed)));
static SMALL: LazyLock<Page> = LazyLock::new(|| draw(WIDTH / 4, 0));

/// A picture of a page.
#[derive(Clone)]
pub(super) struct Page {
    pub(super) width: u32,
    pub(super) height: u32,
    /// As JPEG.
    pub(super) bytes: Vec<u8>,
}

/// One of a few letters.
pub(super) fn letter(which: usize) -> Page {
    LETTERS[which % LETTERS.len()].clone()
}

/// The same small letter each time, where there are very many.
pub(super) fn small_letter() -> Page {
    SMALL.clone()
}

fn draw(width: u32, seed: u32) -> Page {
    let height = width * 4 / 3;
    let unit = (width / 60).max(1);
    let mut page = RgbImage::from_pixel(width, height, TABLE);
    let (left, right) = (3 * unit, width - 3 * unit);
    fill(&mut page, (left, 2 * unit), (right, height - 2 * unit), PAPER);
    let header = HEADERS[seed as usize % HEADERS.len()];
    fill(&mut page, (left + 4 * unit, 5 * unit), (left + 16 * unit, 9 * unit), header);
    fill(&mut page, (right - 14 * unit, 6 * unit), (right - 4 * unit, 7 * unit), INK);

    let mut y = 16 * unit;
    let mut chance = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    while y + 8 * unit < height {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let is_gap = (chance >> 24).is_multiple_of(6);
        let short = (chance >> 16) % 14 * unit;
        if !is_gap {
            fill(&mut page, (left + 4 * unit, y), (right - 5 * unit - short, y + unit), INK);
        }
        y += 2 * unit + unit / 2;
    }

    let mut bytes = Vec::new();
    // Writing to memory does not fail; a letter without a picture would show as one that cannot be opened.
    let _ = JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&page);
    Page { width, height, bytes }
}

fn fill(page: &mut RgbImage, from: (u32, u32), to: (u32, u32), colour: Rgb<u8>) {
    for y in from.1..to.1.min(page.height()) {
        for x in from.0..to.0.min(page.width()) {
            page.put_pixel(x, y, colour);
        }
    }
}
