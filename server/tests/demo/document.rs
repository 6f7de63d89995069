//! A letter as Digital Post brings it, of one empty page.

/// A PDF; `mark` makes it another.
pub fn pdf(mark: u8) -> Vec<u8> {
    let begin = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n";
    let end = b"\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    [begin.as_slice(), format!("% {mark}").as_bytes(), end].concat()
}
