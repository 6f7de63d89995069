//! A sum of the page that was made, written into it. What a telephone, a translation or an extension has altered sums to
//! something else: then the browser builds the page anew instead of taking it over (`boot/made.js` counts the same).

const ENTER: u32 = 1;
const LEAVE: u32 = 2;
const TEXT: u32 = 3;
const COMMENT: u32 = 4;
const FNV_OFFSET: u32 = 0x811c_9dc5;
const FNV_PRIME: u32 = 0x0100_0193;

/// Where the sum is written, and what stands there in every page.
const PLACE: &str = r#" id="boot""#;
/// Elements that have no end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// Elements whose content is text, whatever it looks like.
const ONLY_TEXT: [&str; 2] = ["textarea", "style"];
/// What the views and the browser write for the letters that mean something in HTML.
const REFERENCES: [(&str, char); 6] =
    [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#x27;", '\''), ("&#39;", '\'')];

/// The page with the sum of its body. One without a body, or without a place for it, stays as it is: it is built anew.
pub(super) fn with_sum(mut page: String) -> String {
    if let (Some(sum), Some(at)) = (body(&page).map(sum), page.find(PLACE)) {
        page.insert_str(at + PLACE.len(), &format!(r#" data-made="{sum:x}""#));
    }
    page
}

fn body(page: &str) -> Option<&str> {
    let (_, behind) = page.split_once("<body>")?;
    Some(behind.rsplit_once("</body>")?.0)
}

struct Sum(u32);

impl Sum {
    fn eat(&mut self, code: u32) {
        self.0 = (self.0 ^ code).wrapping_mul(FNV_PRIME);
    }

    /// As JavaScript counts: by units of UTF-16.
    fn eat_char(&mut self, letter: char) {
        for unit in letter.encode_utf16(&mut [0; 2]) {
            self.eat(u32::from(*unit));
        }
    }

    fn eat_text(&mut self, mut text: &str) {
        if text.is_empty() {
            return;
        }
        self.eat(TEXT);
        while let Some(letter) = text.chars().next() {
            let known = if letter == '&' { &REFERENCES[..] } else { &[] };
            let reference = known.iter().find(|(written, _)| text.starts_with(written));
            let (written, letter) = reference.map_or((letter.len_utf8(), letter), |(w, l)| (w.len(), *l));
            self.eat_char(letter);
            text = &text[written..];
        }
    }
}

/// The sum of what a browser makes of HTML that the views have written: every end is written, and every attribute quoted.
fn sum(mut html: &str) -> u32 {
    let mut sum = Sum(FNV_OFFSET);
    while let Some(at) = html.find('<') {
        sum.eat_text(&html[..at]);
        html = tag(&html[at + 1..], &mut sum);
    }
    sum.eat_text(html);
    sum.0
}

/// One tag, whose `<` is gone. Gives what stands behind it.
fn tag<'h>(html: &'h str, sum: &mut Sum) -> &'h str {
    if let Some(comment) = html.strip_prefix("!--") {
        sum.eat(COMMENT);
        return behind(comment, "-->");
    }
    if html.starts_with('!') {
        // `<!>`, by which the views keep two texts apart.
        sum.eat(COMMENT);
        return behind(html, ">");
    }
    if html.starts_with('/') {
        sum.eat(LEAVE);
        return behind(html, ">");
    }
    let name = &html[..html.find([' ', '>', '/']).unwrap_or(html.len())];
    let (content, closed) = past_attributes(&html[name.len()..]);
    if name == "script" {
        return behind(content, "</script>");
    }
    sum.eat(ENTER);
    name.chars().for_each(|letter| sum.eat_char(letter.to_ascii_lowercase()));
    if VOID.contains(&name) || closed {
        sum.eat(LEAVE);
    } else if ONLY_TEXT.contains(&name) {
        let text = &content[..content.find("</").unwrap_or(content.len())];
        // A browser takes the first line end of a field for the writer's own.
        sum.eat_text(text.strip_prefix('\n').unwrap_or(text));
        return &content[text.len()..];
    }
    content
}

/// What stands behind a tag's attributes and its `>`, and whether it closed itself.
fn past_attributes(html: &str) -> (&str, bool) {
    let (mut is_quoted, mut before) = (false, ' ');
    for (at, letter) in html.char_indices() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => return (&html[at + 1..], before == '/'),
            _ => {}
        }
        before = letter;
    }
    ("", false)
}

fn behind<'h>(html: &'h str, end: &str) -> &'h str {
    html.split_once(end).map_or("", |(_, behind)| behind)
}

#[cfg(test)]
mod tests {
    use super::{sum, with_sum};

    #[test]
    fn whatever_is_altered_sums_to_something_else() {
        let made = r#"<p class="a > b">Ring <!>på 12 34</p><input name="x"><ul><li>a</li><li>b</li></ul>"#;
        let altered = [
            r#"<p class="a > b">Ring <!>på <a>12 34</a></p><input name="x"><ul><li>a</li><li>b</li></ul>"#,
            r#"<p class="a > b">Ring på 12 34</p><input name="x"><ul><li>a</li><li>b</li></ul>"#,
            r#"<p class="a > b">Ring <!>på 12 34</p><ul><li>a</li><li>b</li></ul>"#,
            r#"<p class="a > b">Ring <!>på 12 34</p><input name="x"><ul><li>b</li><li>a</li></ul>"#,
            r#"<p class="a > b">Ring <!>på 12 34</p><input name="x"><ul><li>a<li>b</li></li></ul>"#,
            r#"<p class="a > b">Ring <!>på 12 34</p><input name="x"> <ul><li>a</li><li>b</li></ul>"#,
        ];
        for one in altered {
            assert_ne!(sum(one), sum(made), "{one}");
        }
    }

    #[test]
    fn what_reads_alike_sums_alike() {
        assert_eq!(sum("<p>1 &lt; 2 &amp; 3</p>"), {
            let mut by_hand = super::Sum(super::FNV_OFFSET);
            by_hand.eat(super::ENTER);
            by_hand.eat_char('p');
            by_hand.eat(super::TEXT);
            "1 < 2 & 3".chars().for_each(|letter| by_hand.eat_char(letter));
            by_hand.eat(super::LEAVE);
            by_hand.0
        });
        assert_eq!(sum("<p>a</p><script nonce=\"n\">let x = '<p>';</script>"), sum("<p>a</p>"));
        assert_eq!(sum("<svg><use href=\"#a\"/></svg>"), sum("<svg><use></use></svg>"));
        assert_eq!(sum("<textarea>\na</textarea>"), sum("<textarea>a</textarea>"));
    }

    #[test]
    fn the_sum_stands_beside_the_boot() {
        let page =
            |body| format!(r#"<html><head><script id="boot">{{}}</script></head><body>{body}</body></html>"#);
        let summed = with_sum(page("<p>a</p>"));
        assert!(summed.contains(r#"<script id="boot" data-made=""#), "{summed}");
        assert_ne!(summed, with_sum(page("<p>b</p>")).replace("<p>b", "<p>a"));
        assert_eq!(with_sum("no page".to_owned()), "no page");
    }
}
