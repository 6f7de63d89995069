//! Every kind of view, every query, every command by its name, as the features declare them. Only the server knows them
//! all.

use std::collections::HashMap;

use futures::future::BoxFuture;
use indgang_domain::envelope::Status;
use indgang_domain::feature::{Declared, Feature};
use indgang_domain::form::{self, Fields};
use indgang_domain::kernel::id::{PersonId, StreamId};
use indgang_domain::policy::Action;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::verbs::{Command, Source};
use serde_json::value::RawValue;

use super::change::Change;
use super::feature::{Answered, Applied, Commands, Described, Features, Live, Local, Served, Stored, Views};
use super::reading::Kind;
use super::shape::{Shape, Shapes};
use super::{Actor, Desk, ask};
use crate::store::Trouble;

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
    /// [`Command::KEPT`].
    pub(super) kept: bool,
    pub(super) command: Box<dyn Apply>,
}

/// What a parsed command does.
pub(super) trait Apply: Send + Sync {
    fn apply<'a>(&'a self, change: &'a mut Change<'_, '_>) -> BoxFuture<'a, Result<(), Trouble>>;
    fn arrived_late<'a>(
        &'a self,
        change: &'a mut Change<'_, '_>,
    ) -> BoxFuture<'a, Result<Option<Status>, Trouble>>;
    fn files_held<'a>(&'a self, change: &'a mut Change<'_, '_>) -> BoxFuture<'a, Result<(), Trouble>>;
    fn taken_over<'a>(&'a self, change: &'a mut Change<'_, '_>) -> BoxFuture<'a, Result<(), Trouble>>;
}

impl<C: Applied> Apply for C {
    fn apply<'a>(&'a self, change: &'a mut Change<'_, '_>) -> BoxFuture<'a, Result<(), Trouble>> {
        self.applied(change)
    }

    fn arrived_late<'a>(
        &'a self,
        change: &'a mut Change<'_, '_>,
    ) -> BoxFuture<'a, Result<Option<Status>, Trouble>> {
        Applied::arrived_late(self, change)
    }

    fn files_held<'a>(&'a self, change: &'a mut Change<'_, '_>) -> BoxFuture<'a, Result<(), Trouble>> {
        Applied::files_held(self, change)
    }

    fn taken_over<'a>(&'a self, change: &'a mut Change<'_, '_>) -> BoxFuture<'a, Result<(), Trouble>> {
        Box::pin(async move {
            let renewed = self.renewed(&mut *change).await?;
            renewed.applied(change).await
        })
    }
}

/// A command that came after the access had ended, and is to be kept.
pub struct Late<'a> {
    /// By which name.
    pub command: &'a str,
    /// Its JSON.
    pub args: &'a str,
    /// In which stream it would have been done.
    pub stream: StreamId,
}

/// Keeps such a command for who has the access now.
pub type Keeper = for<'a> fn(&'a mut Change<'_, '_>, Late<'a>) -> BoxFuture<'a, Result<(), Trouble>>;

/// The text that someone chose by this id to be put behind what they write; none where they have no such text.
pub type Phrase = for<'a> fn(&'a Desk, &'a Actor, &'a str) -> BoxFuture<'a, Result<Option<String>, Trouble>>;

type Parser = fn(&str, PersonId) -> Result<Parsed, Problem>;
type FormReader = fn(Fields) -> Result<Box<RawValue>, Problem>;

/// All names.
#[derive(Default)]
pub struct Registry {
    kinds: HashMap<&'static str, Kind>,
    queries: HashMap<&'static str, Answerer>,
    commands: HashMap<&'static str, (Parser, FormReader)>,
    keeper: Option<Keeper>,
    case: Option<Action>,
    phrase: Option<Phrase>,
    /// What travels under each name.
    pub shapes: Shapes,
}

impl Registry {
    /// All that these features declare.
    pub fn of<F: Features>() -> Self {
        let mut registry = Self::default();
        F::enter(&mut registry);
        registry
    }

    /// The same, with who keeps what came too late.
    #[must_use]
    pub fn with_keeper(self, keeper: Keeper) -> Self {
        Self { keeper: Some(keeper), ..self }
    }

    /// The same, with what one may do to a stream that is a family's case to one.
    #[must_use]
    pub fn with_case(self, case: Action) -> Self {
        Self { case: Some(case), ..self }
    }

    /// The same, with what may be put into a form.
    #[must_use]
    pub fn with_phrase(self, phrase: Phrase) -> Self {
        Self { phrase: Some(phrase), ..self }
    }

    pub(super) fn keeper(&self) -> Option<Keeper> {
        self.keeper
    }

    pub(super) fn case(&self) -> Option<Action> {
        self.case
    }

    /// The text of this id, as this actor has it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn phrase(&self, desk: &Desk, actor: &Actor, id: &str) -> Result<Option<String>, Trouble> {
        let Some(phrase) = self.phrase else { return Ok(None) };
        phrase(desk, actor, id).await
    }

    pub(super) fn feature<F: Served>(&mut self) {
        <F as Feature>::Views::enter(self);
        <F as Feature>::Local::enter(self);
        <F as Feature>::Live::enter(self);
        <F as Feature>::Commands::enter(self);
    }

    pub(super) fn view<V: Stored>(&mut self) {
        self.kinds.insert(V::KIND, V::ROWS);
        self.shapes.views.push(Shape::of::<V>(V::KIND, &[]));
    }

    pub(super) fn local<Q: Described>(&mut self) {
        debug_assert!(Q::SOURCE == Source::Local, "{} is answered by the server alone", Q::NAME);
        self.queries
            .insert(Q::NAME, Box::new(|desk, actor, args| Box::pin(ask::local::<Q>(desk, actor, args))));
        self.describe::<Q>();
    }

    pub(super) fn live<Q: Answered>(&mut self) {
        debug_assert!(Q::SOURCE == Source::Live, "{} is answered from views", Q::NAME);
        self.queries
            .insert(Q::NAME, Box::new(|desk, actor, args| Box::pin(ask::live::<Q>(desk, actor, args))));
        self.describe::<Q>();
    }

    fn describe<Q: Described>(&mut self) {
        let answer = Shape::of::<Q::Answer>(Q::NAME, &[]);
        self.shapes.queries.push((Shape::of::<Q>(Q::NAME, Q::EXAMPLES), answer));
    }

    pub(super) fn command<C: Applied>(&mut self) {
        self.commands.insert(C::NAME, (parse::<C>, read_form::<C>));
        self.shapes.commands.push((Shape::of::<C>(C::NAME, C::EXAMPLES), Declared::of::<C>()));
    }

    pub(super) fn find_kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }

    pub(super) fn find_query(&self, name: &str) -> Option<&Answerer> {
        self.queries.get(name)
    }

    /// A command from its JSON; `None` where this server does not know its name.
    pub(super) fn parse(&self, name: &str, args: &str, by: PersonId) -> Option<Result<Parsed, Problem>> {
        self.commands.get(name).map(|(parser, _)| parser(args, by))
    }

    /// A command's JSON from a form's fields; `None` where this server does not know its name.
    pub fn read_form(&self, name: &str, fields: Fields) -> Option<Result<Box<RawValue>, Problem>> {
        self.commands.get(name).map(|(_, reader)| reader(fields))
    }
}

fn parse<C: Applied>(args: &str, by: PersonId) -> Result<Parsed, Problem> {
    let command: C = serde_json::from_str(args).map_err(|error| problem_of(&error.to_string()))?;
    command.check()?;
    Ok(Parsed {
        action: C::ACTION,
        on: command.on(by),
        streams: command.streams(by),
        kept: C::KEPT.is_some(),
        command: Box::new(command),
    })
}

fn read_form<C: Command>(fields: Fields) -> Result<Box<RawValue>, Problem> {
    let command: C = form::read(fields)?;
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
