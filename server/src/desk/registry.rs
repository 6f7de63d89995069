//! Every kind of view, every live query, every command: only the server knows them all.

use std::collections::HashMap;

use futures::future::BoxFuture;
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{PersonId, StreamId};
use indgang_domain::policy::Action;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::verbs::{Command, Query, Source};
use serde_json::value::RawValue;

use super::deed::Deed;
use super::reading::Kind;
use super::{Actor, Desk, ask};
use crate::store::Trouble;
use crate::{appointments, booking, families, letters, messages, people, quarantine, staff};

/// A query by its name.
pub(super) type Answerer = Box<
    dyn for<'a> Fn(&'a Desk, &'a Actor, &'a str) -> BoxFuture<'a, Result<Box<RawValue>, Trouble>>
        + Send
        + Sync,
>;

/// A command by its name, parsed.
pub(super) struct Parsed {
    pub(super) action: Action,
    pub(super) on: StreamId,
    pub(super) streams: Vec<StreamId>,
    pub(super) deed: Box<dyn Apply>,
}

/// What a parsed command does.
pub(super) trait Apply: Send + Sync {
    fn apply<'a>(&'a self, deed: &'a mut Deed<'_, '_>) -> BoxFuture<'a, Result<(), Trouble>>;
    fn set_aside<'a>(&'a self, deed: &'a mut Deed<'_, '_>) -> BoxFuture<'a, Result<Option<Status>, Trouble>>;
}

/// Answers one live query.
pub type Answers<Q> =
    for<'a> fn(&'a Desk, &'a Actor, Q) -> BoxFuture<'a, Result<<Q as Query>::Answer, Trouble>>;
/// Applies one command.
pub type Applies<C> = for<'a> fn(&'a mut Deed<'_, '_>, &'a C) -> BoxFuture<'a, Result<(), Trouble>>;
/// What becomes of a command that arrives after the access has ended; `None` where nothing does.
pub type SetsAside<C> =
    for<'a> fn(&'a mut Deed<'_, '_>, &'a C) -> BoxFuture<'a, Result<Option<Status>, Trouble>>;

struct Typed<C> {
    command: C,
    apply: Applies<C>,
    set_aside: SetsAside<C>,
}

impl<C: Command> Apply for Typed<C> {
    fn apply<'a>(&'a self, deed: &'a mut Deed<'_, '_>) -> BoxFuture<'a, Result<(), Trouble>> {
        (self.apply)(deed, &self.command)
    }

    fn set_aside<'a>(&'a self, deed: &'a mut Deed<'_, '_>) -> BoxFuture<'a, Result<Option<Status>, Trouble>> {
        (self.set_aside)(deed, &self.command)
    }
}

#[cfg(test)]
type Names = std::collections::BTreeSet<&'static str>;
type Parser = Box<dyn Fn(&str, PersonId) -> Result<Parsed, Problem> + Send + Sync>;
type FormReader = fn(&str) -> Result<Box<RawValue>, Problem>;

/// All names.
pub struct Registry {
    kinds: HashMap<&'static str, Kind>,
    queries: HashMap<&'static str, Answerer>,
    commands: HashMap<&'static str, (Parser, FormReader)>,
}

impl Registry {
    /// Everything this server knows.
    pub fn whole() -> Self {
        let mut registry = Self { kinds: HashMap::new(), queries: HashMap::new(), commands: HashMap::new() };
        families::register(&mut registry);
        messages::register(&mut registry);
        letters::register(&mut registry);
        appointments::register(&mut registry);
        booking::register(&mut registry);
        people::register(&mut registry);
        staff::register(&mut registry);
        quarantine::register(&mut registry);
        registry
    }

    /// A kind of view.
    pub fn kind(&mut self, kind: Kind) {
        self.kinds.insert(kind.name, kind);
    }

    /// A query that is answered from views.
    pub fn local<Q: Query>(&mut self) {
        debug_assert!(Q::SOURCE == Source::Local, "a live query needs an answerer");
        self.queries
            .insert(Q::NAME, Box::new(|desk, actor, args| Box::pin(ask::local::<Q>(desk, actor, args))));
    }

    /// A query that the server alone answers.
    pub fn live<Q: Query>(&mut self, answers: Answers<Q>) {
        self.queries.insert(
            Q::NAME,
            Box::new(move |desk, actor, args| Box::pin(ask::live::<Q>(desk, actor, args, answers))),
        );
    }

    /// A command that is refused when it arrives after the access has ended.
    pub fn command<C: Command>(&mut self, apply: Applies<C>) {
        self.command_set_aside::<C>(apply, |_, _| Box::pin(std::future::ready(Ok(None))));
    }

    /// A command that is not lost when it arrives after the access has ended.
    pub fn command_set_aside<C: Command>(&mut self, apply: Applies<C>, set_aside: SetsAside<C>) {
        let parser: Parser = Box::new(move |args, by| {
            let command: C = serde_json::from_str(args).map_err(|error| problem_of(&error.to_string()))?;
            command.check()?;
            Ok(Parsed {
                action: C::ACTION,
                on: command.on(by),
                streams: command.streams(by),
                deed: Box::new(Typed { command, apply, set_aside }),
            })
        });
        self.commands.insert(C::NAME, (parser, read_form::<C>));
    }

    pub(super) fn find_kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }

    pub(super) fn find_query(&self, name: &str) -> Option<&Answerer> {
        self.queries.get(name)
    }

    /// The names of all kinds, queries and commands.
    #[cfg(test)]
    pub(crate) fn names(&self) -> (Names, Names, Names) {
        let names = |keys: Vec<&&'static str>| keys.into_iter().copied().collect();
        (
            names(self.kinds.keys().collect()),
            names(self.queries.keys().collect()),
            names(self.commands.keys().collect()),
        )
    }

    /// A command from its JSON; `None` where this server does not know its name.
    pub(super) fn parse(&self, name: &str, args: &str, by: PersonId) -> Option<Result<Parsed, Problem>> {
        self.commands.get(name).map(|(parser, _)| parser(args, by))
    }

    /// A command's JSON from a form's fields; `None` where this server does not know its name.
    pub fn read_form(&self, name: &str, fields: &str) -> Option<Result<Box<RawValue>, Problem>> {
        self.commands.get(name).map(|(_, reader)| reader(fields))
    }
}

fn read_form<C: Command>(fields: &str) -> Result<Box<RawValue>, Problem> {
    let command: C = serde_html_form::from_str(fields).map_err(|error| problem_of(&error.to_string()))?;
    serde_json::value::to_raw_value(&command).map_err(|_| ProblemKey::Malformed.into())
}

/// The problem inside a parser's error: our own types put their key first; anything else is a wrong form.
fn problem_of(error: &str) -> Problem {
    // "unknown variant …" is the parser's own word, not our key.
    let ours =
        ProblemKey::ALL.iter().find(|key| **key != ProblemKey::Unknown && error.starts_with(key.as_str()));
    // Which field it was the parser does not say.
    ours.copied().unwrap_or(ProblemKey::Malformed).into()
}
