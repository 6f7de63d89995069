//! Pictures from outside: opened by us and written anew, so that nothing but the picture itself is kept.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use indgang_domain::problem::{Problem, ProblemKey};

/// The most pixels one side keeps.
const SIDE_AT_MOST: u32 = 2_000;
/// The most pixels one side may have to be opened at all: a small file can hold a huge picture.
const SIDE_OPENED_AT_MOST: u32 = 12_000;
/// And all of it together: what the largest phones take.
const PIXELS_OPENED_AT_MOST: u64 = 52_000_000;
/// The most memory a picture may take once it is opened. Opening it may take as much again.
const MEMORY_AT_MOST: u64 = 256 * 1024 * 1024;
/// The most bytes kept.
const BYTES_AT_MOST: usize = 1024 * 1024;
/// Tried in turn until it fits.
const QUALITIES: [u8; 4] = [85, 75, 60, 40];

/// A picture as it is kept: JPEG, upright, without metadata.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) bytes: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// Opens what was sent, by what it is and not by what it says it is, and writes it anew.
pub(crate) fn renew(sent: &[u8]) -> Result<Picture, Problem> {
    let unreadable = || Problem::new(ProblemKey::PictureUnreadable);
    let mut reader = ImageReader::new(Cursor::new(sent)).with_guessed_format().map_err(|_| unreadable())?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(unreadable());
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_OPENED_AT_MOST);
    limits.max_image_height = Some(SIDE_OPENED_AT_MOST);
    limits.max_alloc = Some(MEMORY_AT_MOST);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| unreadable())?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS_OPENED_AT_MOST || decoder.total_bytes() > MEMORY_AT_MOST {
        return Err(ProblemKey::TooLarge.into());
    }
    // Phones write which way is up beside the picture; that goes with the metadata, so the picture is turned itself.
    let orientation = decoder.orientation().map_err(|_| unreadable())?;
    let mut picture = smaller(DynamicImage::from_decoder(decoder).map_err(|_| unreadable())?);
    picture.apply_orientation(orientation);
    let picture = DynamicImage::ImageRgb8(picture.to_rgb8());
    for quality in QUALITIES {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, quality)
            .encode_image(&picture)
            .map_err(|_| unreadable())?;
        if bytes.len() <= BYTES_AT_MOST {
            return Ok(Picture { bytes, width: picture.width(), height: picture.height() });
        }
    }
    Err(ProblemKey::TooLarge.into())
}

/// Of a side that is kept. The fine way takes sixteen bytes a pixel, so a very large one is made smaller roughly first.
fn smaller(mut picture: DynamicImage) -> DynamicImage {
    let side = |picture: &DynamicImage| picture.width().max(picture.height());
    if side(&picture) > 2 * SIDE_AT_MOST {
        picture = picture.thumbnail(2 * SIDE_AT_MOST, 2 * SIDE_AT_MOST);
    }
    if side(&picture) > SIDE_AT_MOST {
        picture = picture.resize(SIDE_AT_MOST, SIDE_AT_MOST, FilterType::Triangle);
    }
    picture
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::new_rgba8(width, height)
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        bytes
    }

    #[test]
    fn a_large_picture_becomes_a_bounded_jpeg() {
        let picture = renew(&png(3_000, 1_500)).unwrap();
        assert_eq!((picture.width, picture.height), (2_000, 1_000));
        assert_eq!(image::guess_format(&picture.bytes).unwrap(), ImageFormat::Jpeg);
    }

    #[test]
    fn a_very_large_picture_becomes_one_too() {
        let picture = renew(&png(1_200, 6_000)).unwrap();
        assert_eq!((picture.width, picture.height), (400, 2_000));
    }

    #[test]
    fn how_many_pixels_there_are_is_asked_before_they_are_opened() {
        let mut sent = Vec::new();
        JpegEncoder::new(&mut sent).encode_image(&DynamicImage::new_rgb8(8, 8)).unwrap();
        // Where a JPEG says its height and width.
        let frame = sent.windows(2).position(|bytes| bytes == [0xFF, 0xC0]).unwrap() + 5;
        for (side, expected) in [(8_000_u16, ProblemKey::TooLarge), (13_000, ProblemKey::PictureUnreadable)] {
            sent[frame..frame + 2].copy_from_slice(&side.to_be_bytes());
            sent[frame + 2..frame + 4].copy_from_slice(&side.to_be_bytes());
            assert_eq!(renew(&sent).unwrap_err().key, expected, "{side}");
        }
    }

    #[test]
    fn what_is_hidden_behind_a_picture_is_gone() {
        let mut sent = png(8, 8);
        sent.extend(b"GPS 55.69 12.55");
        let picture = renew(&sent).unwrap();
        assert!(!picture.bytes.windows(3).any(|bytes| bytes == b"GPS"));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for sent in [b"".as_slice(), b"<svg onload=alert(1)>", b"GIF89a", &png(8, 8)[..20]] {
            assert_eq!(renew(sent).unwrap_err().key, ProblemKey::PictureUnreadable);
        }
    }
}
