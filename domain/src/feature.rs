//! What a feature has, said once: its views, its questions, its commands, and of each command what others must know of
//! it without knowing its type.
//!
//! A feature's types are lists that the server walks: its registry, the description of the API, examples and checks
//! follow from them. What a device looks up by a command's name is [`Declared`]: plain data, without a reader of any
//! type, so that a family's program knows what the team's commands are called and carries none of them.

mod args;
mod lists;

use crate::attachments::{Attachment, AttachmentKind};
use crate::verbs::{Command, Read, Shown};

pub use self::args::Args;
pub use self::lists::Declares;

/// A feature: what it shows, what one may ask of it, what one may do in it.
pub trait Feature {
    /// What its entries carry: a tuple of [`View`](crate::stream::View)s.
    type Views;
    /// Its queries that are answered from views, on a device too: a tuple.
    type Local;
    /// Its queries that the server alone answers: a tuple.
    type Live;
    /// Its commands: a tuple of [`Command`]s.
    type Commands: Declares;
}

/// What is known of a command by its name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// [`Command::NAME`].
    pub name: &'static str,
    /// [`Command::CALLED`].
    pub called: &'static str,
    /// [`Command::WORDS`].
    pub words: &'static [&'static str],
    /// [`Command::ABOUT`].
    pub about: &'static [&'static str],
    /// [`Command::ATTACHMENTS`].
    pub attachments: &'static [Attachment],
    /// [`Command::SHOWN`].
    pub shown: Shown,
    /// Is there a [`Command::KEPT`]?
    pub kept: bool,
    /// [`Command::SINCE`].
    pub since: &'static [(&'static str, u16)],
}

impl Declared {
    /// What is declared of a command.
    pub const fn of<C: Command>() -> Self {
        Self {
            name: C::NAME,
            called: C::CALLED,
            words: C::WORDS,
            about: C::ABOUT,
            attachments: C::ATTACHMENTS,
            shown: C::SHOWN,
            kept: C::KEPT.is_some(),
            since: C::SINCE,
        }
    }

    /// The field that names files of this kind; none where it brings none along.
    pub fn field_of(&self, kind: AttachmentKind) -> Option<&'static str> {
        let named = self.attachments.iter().find(|attachment| attachment.kind == kind);
        named.map(|attachment| attachment.field)
    }

    /// Is this one of the fields that name files?
    pub fn names_files(&self, field: &str) -> bool {
        self.attachments.iter().any(|attachment| attachment.field == field)
    }

    /// The version of the envelope that first knew all that this says: the oldest server that can read it.
    pub fn envelope_version(&self, args: &Args) -> u16 {
        let said = self.since.iter().filter(|(field, _)| args.has(field));
        said.map(|(_, version)| *version).max().unwrap_or(1)
    }
}

/// What is declared of the command of this name; none where this code does not know it.
pub fn declared(command: &str) -> Option<&'static Declared> {
    crate::DECLARED.iter().copied().flatten().find(|declared| declared.name == command)
}

/// How the command of this name is read by who takes it over; none where it is not kept, or not known.
pub fn kept(command: &str) -> Option<Read> {
    crate::KEPT.iter().copied().flatten().find(|(name, _)| *name == command).and_then(|(_, read)| *read)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// In which version of the envelope a device writes this.
    pub(crate) fn envelope_version<C: Command>(command: &C) -> u16 {
        let json = serde_json::to_string(command).unwrap_or_default();
        Declared::of::<C>().envelope_version(&Args::read(&json))
    }

    #[test]
    fn no_name_is_declared_twice() {
        let mut names: Vec<_> = crate::DECLARED.iter().copied().flatten().map(|known| known.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(all > 20);
    }
}
