//! A text, token by token.

use std::borrow::Cow;

use super::Unreadable;

/// How deep what is passed over may be nested, so that nobody's brackets use up the stack of who reads them again.
const DEEPEST: usize = 128;

/// Where one is in a text.
#[derive(Debug)]
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte, blanks passed over; zero at the end, which no JSON has in it.
    pub(super) fn peek(&mut self) -> u8 {
        while let b' ' | b'\n' | b'\t' | b'\r' = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Takes the next byte if it is this one.
    pub(super) fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == byte;
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn take(&mut self, byte: u8) -> Result<(), Unreadable> {
        if self.takes(byte) { Ok(()) } else { Err(Unreadable) }
    }

    /// Takes `true`, `false` or `null`.
    pub(super) fn word(&mut self, word: &str) -> Result<(), Unreadable> {
        self.peek();
        let Some(rest) = self.text.get(self.at..) else { return Err(Unreadable) };
        if !rest.starts_with(word) {
            return Err(Unreadable);
        }
        self.at += word.len();
        Ok(())
    }

    /// Nothing but blanks is left.
    pub(super) fn end(&mut self) -> Result<(), Unreadable> {
        self.peek();
        if self.at == self.text.len() { Ok(()) } else { Err(Unreadable) }
    }

    /// Is there another part before this bracket closes? If not, the bracket is taken.
    pub(super) fn another(&mut self, closing: u8, is_first: bool) -> Result<bool, Unreadable> {
        if self.takes(closing) {
            return Ok(false);
        }
        if !is_first {
            self.take(b',')?;
            if self.peek() == closing {
                return Err(Unreadable);
            }
        }
        Ok(true)
    }

    /// A text in quotes.
    pub(super) fn string(&mut self) -> Result<Cow<'t, str>, Unreadable> {
        self.take(b'"')?;
        let mut said = Cow::Borrowed("");
        loop {
            let plain = self.at;
            while !matches!(self.byte(), b'"' | b'\\' | ..0x20) {
                self.at += 1;
            }
            let plain = self.text.get(plain..self.at).ok_or(Unreadable)?;
            if said.is_empty() {
                said = Cow::Borrowed(plain);
            } else {
                said.to_mut().push_str(plain);
            }
            match self.next() {
                b'"' => return Ok(said),
                b'\\' => said.to_mut().push(self.letter()?),
                _ => return Err(Unreadable),
            }
        }
    }

    /// The letter behind a backslash; it may take a second backslash to say it.
    fn letter(&mut self) -> Result<char, Unreadable> {
        let first = self.escaped()?;
        let is_half = first >> 10 == 0b11_0110;
        if is_half && self.next() != b'\\' {
            return Err(Unreadable);
        }
        let second = if is_half { Some(self.escaped()?) } else { None };
        let mut letters = char::decode_utf16([first].into_iter().chain(second));
        letters.next().and_then(Result::ok).ok_or(Unreadable)
    }

    /// What one backslash says: a letter of UTF-16, or half of one.
    fn escaped(&mut self) -> Result<u16, Unreadable> {
        Ok(match self.next() {
            mark @ (b'"' | b'\\' | b'/') => mark.into(),
            b'b' => 0x8,
            b'f' => 0xC,
            b'n' => 0xA,
            b'r' => 0xD,
            b't' => 0x9,
            b'u' => self.unit()?,
            _ => return Err(Unreadable),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u16, Unreadable> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = char::from(self.next()).to_digit(16).ok_or(Unreadable)?;
            unit = unit << 4 | digit;
        }
        u16::try_from(unit).map_err(|_| Unreadable)
    }

    /// A number, as it is written.
    pub(super) fn number(&mut self) -> Result<&'t str, Unreadable> {
        self.peek();
        let begins = self.at;
        self.pass_number()?;
        self.text.get(begins..self.at).ok_or(Unreadable)
    }

    /// Any value at all, as it is written.
    pub(super) fn value(&mut self) -> Result<&'t str, Unreadable> {
        self.peek();
        let begins = self.at;
        // What closes the brackets that one is in.
        let mut closing = Vec::new();
        loop {
            let mut is_first = false;
            match self.peek() {
                opening @ (b'[' | b'{') if closing.len() < DEEPEST => {
                    self.at += 1;
                    // It stands two behind in the alphabet, for both kinds.
                    closing.push(opening + 2);
                    is_first = true;
                }
                b'"' => self.pass_string()?,
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                b'n' => self.word("null")?,
                _ => self.pass_number()?,
            }
            loop {
                let Some(bracket) = closing.last().copied() else {
                    return self.text.get(begins..self.at).ok_or(Unreadable);
                };
                if self.another(bracket, is_first)? {
                    if bracket == b'}' {
                        self.pass_string()?;
                        self.take(b':')?;
                    }
                    break;
                }
                closing.pop();
                is_first = false;
            }
        }
    }

    /// A text that nobody reads may hold half a letter.
    fn pass_string(&mut self) -> Result<(), Unreadable> {
        self.take(b'"')?;
        loop {
            match self.next() {
                b'"' => return Ok(()),
                b'\\' => drop(self.escaped()?),
                ..0x20 => return Err(Unreadable),
                _ => {}
            }
        }
    }

    fn pass_number(&mut self) -> Result<(), Unreadable> {
        self.at += usize::from(self.byte() == b'-');
        if self.byte() == b'0' {
            self.at += 1;
        } else {
            self.pass_digits()?;
        }
        if self.byte() == b'.' {
            self.at += 1;
            self.pass_digits()?;
        }
        if let b'e' | b'E' = self.byte() {
            self.at += 1;
            if let b'+' | b'-' = self.byte() {
                self.at += 1;
            }
            self.pass_digits()?;
        }
        Ok(())
    }

    fn pass_digits(&mut self) -> Result<(), Unreadable> {
        let begins = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        if self.at > begins { Ok(()) } else { Err(Unreadable) }
    }

    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    fn next(&mut self) -> u8 {
        let byte = self.byte();
        self.at += 1;
        byte
    }
}
