//! An enum whose variants are written down once: with them come the list of all, and what each is in words.

/// Declares an enum with `ALL` in the order written, and `about`. What stands after `unlisted` is no part of `ALL`.
macro_rules! listed {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $(#[doc = $about:literal] $variant:ident,)+
        }
        $(unlisted { $(#[$other_meta:meta])+ $other:ident })?
    ) => {
        $(#[$meta])*
        pub enum $name {
            $(#[doc = $about] $variant,)+
            $($(#[$other_meta])+ $other,)?
        }

        impl $name {
            /// All of them, in this order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What it is, in a sentence: for the printed table.
            pub const fn about(self) -> &'static str {
                match self {
                    $(Self::$variant => $about,)+
                    $(Self::$other => "",)?
                }
            }
        }
    };
}

pub(crate) use listed;
