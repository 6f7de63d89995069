//! What a feature adds on the server to what it declares: how its views are read, its live queries answered, its commands
//! applied. What is declared and has no such thing here does not compile.

use futures::future::BoxFuture;
use indgang_domain::envelope::Status;
use indgang_domain::feature::Feature;
use indgang_domain::stream::View;
use indgang_domain::verbs::{Command, Query};
use utoipa::ToSchema;

use super::change::Change;
use super::reading::Kind;
use super::registry::Registry;
use super::{Actor, Desk};
use crate::store::Trouble;

/// A view that is read from rows.
pub trait Stored: View + ToSchema {
    /// Which.
    const ROWS: Kind;
}

/// A query that the server alone answers.
pub trait Answered: Query<Answer: ToSchema> + ToSchema {
    /// The answer, as this actor may see it now.
    fn answered<'a>(
        self,
        desk: &'a Desk,
        actor: &'a Actor,
    ) -> BoxFuture<'a, Result<<Self as Query>::Answer, Trouble>>;
}

/// A command that is applied to rows.
pub trait Applied: Command + ToSchema {
    /// Changes what it changes, and tells.
    fn applied<'a>(&'a self, change: &'a mut Change<'_, '_>) -> BoxFuture<'a, Result<(), Trouble>>;

    /// What becomes of it where it arrives after the access has ended; `None` where it is as if it never came.
    fn arrived_late<'a>(
        &'a self,
        change: &'a mut Change<'_, '_>,
    ) -> BoxFuture<'a, Result<Option<Status>, Trouble>> {
        let _ = change;
        Box::pin(std::future::ready(Ok(None)))
    }

    /// Claims what was sent before it, where the command is kept for who comes after: it stays as long as the command.
    fn files_held<'a>(&'a self, change: &'a mut Change<'_, '_>) -> BoxFuture<'a, Result<(), Trouble>> {
        let _ = change;
        Box::pin(std::future::ready(Ok(())))
    }

    /// The same on what there is now, for who takes it over: they decide by what they see.
    fn renewed<'a>(&'a self, change: &'a mut Change<'_, '_>) -> BoxFuture<'a, Result<Self, Trouble>> {
        let _ = change;
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// A feature whose every part the server has.
pub trait Served: Feature<Views: Views, Local: Local, Live: Live, Commands: Commands> {}
impl<F: Feature<Views: Views, Local: Local, Live: Live, Commands: Commands>> Served for F {}

/// How views are read: `stored! { ThreadView => rows::THREAD }`.
macro_rules! stored {
    ($($view:ty => $rows:expr),* $(,)?) => {$(
        impl $crate::desk::feature::Stored for $view {
            const ROWS: $crate::desk::reading::Kind = $rows;
        }
    )*};
}

/// How live queries are answered: `answered! { Times => times::answer }`.
macro_rules! answered {
    ($($query:ty => $answer:path),* $(,)?) => {$(
        impl $crate::desk::feature::Answered for $query {
            fn answered<'a>(
                self,
                desk: &'a $crate::desk::Desk,
                actor: &'a $crate::desk::Actor,
            ) -> futures::future::BoxFuture<
                'a,
                Result<<Self as indgang_domain::verbs::Query>::Answer, $crate::store::Trouble>,
            > {
                Box::pin($answer(desk, actor, self))
            }
        }
    )*};
}

/// How commands are applied, `applied! { EndContact => apply::end; SendMessage => apply::send, files: apply::hold }`: with what
/// becomes of one that comes `late`, of its `files` where it is kept, and of its revision where it is taken over (`renew`).
macro_rules! applied {
    ($($command:ty => $apply:path $(, late: $late:path)? $(, files: $files:path)? $(, renew: $renew:path)?);* $(;)?) => {$(
        impl $crate::desk::feature::Applied for $command {
            fn applied<'a>(
                &'a self,
                change: &'a mut $crate::desk::change::Change<'_, '_>,
            ) -> futures::future::BoxFuture<'a, Result<(), $crate::store::Trouble>> {
                Box::pin($apply(change, self))
            }

            $(fn arrived_late<'a>(
                &'a self,
                change: &'a mut $crate::desk::change::Change<'_, '_>,
            ) -> futures::future::BoxFuture<
                'a,
                Result<Option<indgang_domain::envelope::Status>, $crate::store::Trouble>,
            > {
                Box::pin($late(change, self))
            })?

            $(fn files_held<'a>(
                &'a self,
                change: &'a mut $crate::desk::change::Change<'_, '_>,
            ) -> futures::future::BoxFuture<'a, Result<(), $crate::store::Trouble>> {
                Box::pin($files(change, self))
            })?

            $(fn renewed<'a>(
                &'a self,
                change: &'a mut $crate::desk::change::Change<'_, '_>,
            ) -> futures::future::BoxFuture<'a, Result<Self, $crate::store::Trouble>> {
                Box::pin($renew(change, self))
            })?
        }
    )*};
}

pub(crate) use {answered, applied, stored};

/// A tuple of features, of views, of queries or of commands, each taken in by the registry.
macro_rules! lists {
    ($($(#[$doc:meta])* $list:ident of $one:ident by $take:ident;)*) => {$(
        $(#[$doc])*
        pub trait $list {
            /// Takes each of them in.
            fn enter(registry: &mut Registry);
        }

        impl $list for () {
            fn enter(_: &mut Registry) {}
        }

        lists! { @tuples $list $one $take A B C D E F G H I J K L M N O P }
    )*};
    (@tuples $list:ident $one:ident $take:ident $first:ident $($rest:ident)*) => {
        impl<$first: $one, $($rest: $one),*> $list for ($first, $($rest,)*) {
            fn enter(registry: &mut Registry) {
                registry.$take::<$first>();
                $(registry.$take::<$rest>();)*
            }
        }

        lists! { @tuples $list $one $take $($rest)* }
    };
    (@tuples $list:ident $one:ident $take:ident) => {};
}

/// A query that is answered from views, with a description.
pub trait Described: Query<Answer: ToSchema> + ToSchema {}
impl<Q: Query<Answer: ToSchema> + ToSchema> Described for Q {}

lists! {
    /// All features.
    Features of Served by feature;
    /// A feature's views.
    Views of Stored by view;
    /// A feature's local queries.
    Local of Described by local;
    /// A feature's live queries.
    Live of Answered by live;
    /// A feature's commands.
    Commands of Applied by command;
}
