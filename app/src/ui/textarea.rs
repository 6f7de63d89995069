//! What stands in a text field from the beginning.

/// A text as the child of a `<textarea>`. The server writes such children as they are, for the browser reads no
/// elements there; so the text must not be able to end the field.
pub fn inside_textarea(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::inside_textarea;

    #[test]
    fn a_text_cannot_leave_its_field() {
        assert_eq!(inside_textarea("</textarea><b>5 & 6"), "&lt;/textarea>&lt;b>5 &amp; 6");
    }
}
