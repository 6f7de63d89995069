//! Lists of types: what a tuple of commands declares.

use super::Declared;
use crate::verbs::{Command, Read};

/// A tuple of commands.
pub trait Declares {
    /// What is declared of each.
    const COMMANDS: &'static [Declared] = &[];
    /// How each is read by who takes it over, by its name. Apart from the rest: no device looks it up, and so none carries it.
    const KEPT: &'static [(&'static str, Option<Read>)] = &[];
}

impl Declares for () {}

macro_rules! tuples {
    ($first:ident $($rest:ident)*) => {
        impl<$first: Command, $($rest: Command),*> Declares for ($first, $($rest,)*) {
            const COMMANDS: &'static [Declared] = &[Declared::of::<$first>(), $(Declared::of::<$rest>()),*];
            const KEPT: &'static [(&'static str, Option<Read>)] =
                &[($first::NAME, $first::KEPT), $(($rest::NAME, $rest::KEPT)),*];
        }

        tuples!($($rest)*);
    };
    () => {};
}

tuples!(A B C D E F G H I J K L);
