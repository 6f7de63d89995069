//! Lists of types: what a tuple of commands declares.

use super::Declared;
use crate::verbs::Command;

/// A tuple of commands.
pub trait Declares {
    /// What is declared of each.
    const COMMANDS: &'static [Declared] = &[];
}

impl Declares for () {}

macro_rules! tuples {
    ($first:ident $($rest:ident)*) => {
        impl<$first: Command, $($rest: Command),*> Declares for ($first, $($rest,)*) {
            const COMMANDS: &'static [Declared] = &[Declared::of::<$first>(), $(Declared::of::<$rest>()),*];
        }

        tuples!($($rest)*);
    };
    () => {};
}

tuples!(A B C D E F G H I J K L);
