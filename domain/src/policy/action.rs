//! All that can be done, from the lines that say who may do it.

/// Declares `Action` and `ACTIONS` from the table's lines: `/// What it is.` above `line(Name, &[Lens, …]),`.
macro_rules! actions {
    ($(#[doc = $about:literal] line($action:ident, $by:expr)$(.$but:ident($whom:expr))*,)+) => {
        $crate::policy::listed::listed! {
            /// All that can be seen or done. Who may: [`ACTIONS`].
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum Action {
                $(#[doc = $about] $action,)+
            }
        }

        /// Who may do what: a line for each action.
        pub const ACTIONS: &[ActionLine] = &[$(line(Action::$action, $by)$(.$but($whom))*),+];
    };
}

pub(super) use actions;
