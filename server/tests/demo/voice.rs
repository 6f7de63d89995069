//! A recording as a browser makes it, but silent.

/// Opus in `WebM`, a block every 60 ms, `millis` long.
pub fn recording(millis: u32) -> Vec<u8> {
    let mut file = begun();
    for second in 0..=millis / 1000 {
        let begins = u32::to_be_bytes(second * 1000);
        file.extend([0x1F, 0x43, 0xB6, 0x75, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        file.extend(element(&[0xE7], &begins));
        let blocks = (0..1000_u16).step_by(60).filter(|at| second * 1000 + u32::from(*at) <= millis);
        for at in blocks {
            let block = [&[0x81], at.to_be_bytes().as_slice(), &[0x80], &[0xF8, 0xFF, 0xFE]].concat();
            file.extend(element(&[0xA3], &block));
        }
    }
    file
}

/// How every one of them begins.
pub fn begun() -> Vec<u8> {
    head(2, b"A_OPUS")
}

/// The same with moving pictures.
pub fn film() -> Vec<u8> {
    head(1, b"V_VP8")
}

fn head(kind: u8, codec: &[u8]) -> Vec<u8> {
    let track = [element(&[0xD7], &[1]), element(&[0x83], &[kind]), element(&[0x86], codec)].concat();
    [
        element(&[0x1A, 0x45, 0xDF, 0xA3], &element(&[0x42, 0x82], b"webm")),
        vec![0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        element(&[0x15, 0x49, 0xA9, 0x66], &element(&[0x2A, 0xD7, 0xB1], &[0x0F, 0x42, 0x40])),
        element(&[0x16, 0x54, 0xAE, 0x6B], &element(&[0xAE], &track)),
    ]
    .concat()
}

fn element(id: &[u8], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len()).unwrap() | 0x1000_0000;
    [id, &size.to_be_bytes(), body].concat()
}
