//! What a stretch of code does beside what it leaves behind: nothing, where all that comes of it are values, and words
//! laid down in the function's own frame.

use wasmparser::{FunctionBody, Operator};

use crate::Fallible;

/// The values that are on the stack since the stretch began: is each an address in the frame?
pub struct Values {
    frame: Option<u32>,
    stack: Vec<bool>,
}

impl Values {
    pub fn new(frame: Option<u32>) -> Self {
        Self { frame, stack: Vec::new() }
    }

    pub fn forget(&mut self) {
        self.stack.clear();
    }

    /// Takes one more operator, with the byte that it begins with.
    pub fn are_all_that_comes_of(&mut self, operator: &Operator, code: u8) -> bool {
        let is_in_frame = match *operator {
            Operator::LocalGet { local_index } => Some(local_index) == self.frame,
            Operator::LocalTee { .. } => self.stack.last() == Some(&true),
            Operator::I32Add => self.stack.iter().rev().take(2).any(|is_in_frame| *is_in_frame),
            _ => false,
        };
        let Some((taken, left)) = moved(code) else { return false };
        let mut address = false;
        for _ in 0..taken {
            address = self.stack.pop().unwrap_or(false);
        }
        if left {
            self.stack.push(is_in_frame);
        }
        // A store takes the value first, and then where to.
        !STORES.contains(&code) || address
    }
}

const STORES: std::ops::RangeInclusive<u8> = 0x36..=0x3E;

/// How many values an operator takes, and whether it leaves one: of those that do nothing else, and of stores.
fn moved(code: u8) -> Option<(usize, bool)> {
    Some(match code {
        // local.get, global.get, constants
        0x20 | 0x23 | 0x41..=0x44 => (0, true),
        // drop, local.set, global.set
        0x1A | 0x21 | 0x24 => (1, false),
        // select
        0x1B => (3, true),
        // stores
        0x36..=0x3E => (2, false),
        // local.tee, loads, and what makes one number of one
        0x22
        | 0x28..=0x35
        | 0x45
        | 0x50
        | 0x67..=0x69
        | 0x79..=0x7B
        | 0x8B..=0x91
        | 0x99..=0x9F
        | 0xA7..=0xC4 => (1, true),
        // what makes one number of two
        0x46..=0xA6 => (2, true),
        _ => return None,
    })
}

/// The local that a function's frame begins at: what it tells the stack's pointer, if it holds nothing else ever.
pub fn frame_of(body: &FunctionBody) -> Fallible<Option<u32>> {
    let mut written = Vec::new();
    let mut frame = None;
    let mut before = None;
    for operator in body.get_operators_reader()? {
        let operator = operator?;
        if let (Some(Operator::LocalTee { local_index }), Operator::GlobalSet { .. }) = (&before, &operator) {
            frame = frame.or(Some(*local_index));
        }
        if let Operator::LocalTee { local_index } | Operator::LocalSet { local_index } = operator {
            written.push(local_index);
        }
        before = Some(operator);
    }
    Ok(frame.filter(|frame| written.iter().filter(|local| *local == frame).count() == 1))
}
