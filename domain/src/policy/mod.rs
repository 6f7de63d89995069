//! Who may do what, and who sees what: looked up in one [table](table) by server and devices alike.
//!
//! A command is judged here when it is applied. What is read follows from grants, and of each stream the kinds and
//! fields that the table shows to the lenses one holds.
//!
//! A person's *role* says what they are in the municipality; the *lens* says what they are to one stream:
//! it stands in a grant that staff gave, and ends when the grant ends. No lens, no right; no line, no right.

mod action;
pub mod first;
mod lens;
mod listed;
mod role;
pub mod table;

use std::collections::BTreeMap;

use serde_json::value::RawValue;

pub use self::lens::{Lens, Lenses};
pub use self::role::Role;
pub use self::table::Action;
use self::table::{ACTIONS, ActionLine, FIELDS, HOLDERS, KINDS};

/// May someone of this role, being this to the stream, do this?
pub fn may(role: Role, action: Action, scope: Option<Lens>) -> bool {
    scope.is_some_and(|lens| as_what(role, action, lens.into()).is_some())
}

/// As which of the things they are to a stream someone may do this: the first by rank.
pub fn as_what(role: Role, action: Action, lenses: Lenses) -> Option<Lens> {
    let line = line(action).filter(|line| line.roles.is_none_or(|roles| roles.contains(&role)))?;
    held(role, lenses).among(line.by).first()
}

/// May someone who is these things to a stream do this to what stands in it? Some may only in a private thread.
pub fn may_in(role: Role, action: Action, lenses: Lenses, is_private: bool) -> bool {
    let Some(line) = line(action) else { return false };
    let here = lenses.iter().filter(|lens| is_private || !line.privately.has(*lens));
    as_what(role, action, here.collect()).is_some()
}

/// May someone who is this to the stream answer a meeting in it? Young people answer for themselves: what stands in their
/// own thread, and nothing of the whole family's.
pub fn may_answer(lens: Lens, is_private: bool) -> bool {
    let line = line(Action::AnswerAppointment);
    line.is_some_and(|line| line.by.has(lens) && (is_private || !line.privately.has(lens)))
}

/// Those of these lenses that count with someone of this role.
pub fn held(role: Role, lenses: Lenses) -> Lenses {
    lenses.iter().filter(|lens| may_hold(role, *lens)).collect()
}

/// May someone of this role be this to a stream? A grant to anyone else gives nothing.
pub fn may_hold(role: Role, lens: Lens) -> bool {
    HOLDERS.iter().any(|(of, roles)| *of == lens && roles.contains(&role))
}

/// The lenses that see this kind of view; none for a kind without a line.
pub fn seen_by(kind: &str) -> Lenses {
    KINDS.iter().find(|(name, _)| *name == kind).map_or(Lenses::NONE, |(_, lenses)| *lenses)
}

/// Does someone who is these things to a stream see its views of this kind?
pub fn sees(role: Role, lenses: Lenses, kind: &str) -> bool {
    !held(role, lenses).among(seen_by(kind)).is_empty()
}

/// The fields of a kind of view that stay empty for someone who is these things to the stream.
pub fn hidden(kind: &str, lenses: Lenses, safe_mode: bool) -> impl Iterator<Item = &'static str> {
    let fields = FIELDS.iter().filter(move |line| line.kind == kind);
    let see = move |by: Lenses| !lenses.among(by).is_empty();
    fields
        .filter(move |line| !see(line.seen_by) && (safe_mode || !see(line.unless_safe)))
        .map(|line| line.field)
}

/// A view without what stays empty for someone who is these things to the stream.
///
/// # Errors
/// Where something is to be hidden in what is no view.
pub fn veiled(
    kind: &str,
    lenses: Lenses,
    safe_mode: bool,
    view: Box<RawValue>,
) -> Result<Box<RawValue>, serde_json::Error> {
    let mut fields = hidden(kind, lenses, safe_mode).peekable();
    if fields.peek().is_none() {
        return Ok(view);
    }
    let mut parts: BTreeMap<String, Box<RawValue>> = serde_json::from_str(view.get())?;
    parts.extend(fields.map(|field| (field.to_owned(), RawValue::NULL.to_owned())));
    serde_json::value::to_raw_value(&parts)
}

fn line(action: Action) -> Option<&'static ActionLine> {
    ACTIONS.iter().find(|line| line.action == action)
}
