//! Questions from views: asked of the backend, and answered from what the page carries where the server has made it.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use indgang_domain::json::{self, Unreadable};
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::verbs::{Facts, Need, Query, Source};
use leptos::prelude::*;
use leptos::server::codee::string::FromToStringCodec;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Backend, use_backend};

/// What a query asks the backend for.
#[derive(Clone, Debug, PartialEq)]
enum Asking {
    Views(Vec<Need>),
    /// The answer itself: the query's name and itself as JSON.
    Answer(&'static str, String),
}

/// What a query is answered from. It travels in the page, so that the browser begins with what the server read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Basis {
    /// Views, for a local query.
    Views(Facts),
    /// The server's answer, for a live one.
    Answer(Box<RawValue>),
}

impl Asking {
    fn of<Q: Query>(query: &Q) -> Self {
        match Q::SOURCE {
            Source::Local => Self::Views(query.needs()),
            Source::Live => Self::Answer(Q::NAME, serde_json::to_string(query).unwrap_or_default()),
        }
    }

    /// The same question is written the same, on the server and in the browser.
    fn written(&self) -> String {
        let written = match self {
            Self::Views(needs) => serde_json::to_string(needs),
            Self::Answer(name, args) => return format!("{name} {args}"),
        };
        written.unwrap_or_default()
    }

    async fn fetch(self, backend: Arc<dyn Backend>) -> Result<Basis, Problem> {
        match self {
            Self::Views(needs) => backend.facts(needs).await.map(Basis::Views),
            Self::Answer(name, args) => {
                let args = json::raw(&args).map_err(|_| ProblemKey::Malformed)?;
                backend.live(name, args).await.map(Basis::Answer)
            }
        }
    }
}

impl Basis {
    fn answer<Q: Query>(&self, query: &Q) -> Result<Q::Answer, Problem> {
        match self {
            Self::Views(facts) => query.answer(facts),
            Self::Answer(answer) => Q::read(answer.get()),
        }
    }
}

/// A query that was asked: what it is answered from, and the answer.
#[derive(Debug)]
pub struct Asked<T: Send + Sync + 'static> {
    basis: AsWritten,
    answer: Memo<Option<Result<T, Problem>>>,
}

impl<T: Send + Sync + 'static> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Asked<T> {}

impl<T: Send + Sync + 'static> Asked<T> {
    /// What it is answered from.
    pub fn basis(self) -> AsWritten {
        self.basis
    }

    /// The answer, once there is one.
    pub fn answer(self) -> Memo<Option<Result<T, Problem>>> {
        self.answer
    }
}

/// A query's answer, asked again whenever the query or what it is answered from changes.
pub fn use_query<Q: Query>(query: impl Fn() -> Q + Send + Sync + 'static) -> Asked<Q::Answer> {
    let query = Arc::new(query);
    let asking = query.clone();
    let basis = ask(Box::new(move || Asking::of(&asking())));
    // Read past the resource's own door, which wants to be waited for here: nobody waits (`ui/answered.rs`).
    let read = *basis;
    let answer = Memo::new(move |_| {
        // The query as it was when this came: one that has changed since is on its way.
        let query = untrack(|| query());
        read.read().as_ref().map(|told| told.basis.as_ref().map_err(Clone::clone)?.answer(&query))
    });
    Asked { basis, answer }
}

/// A query's answer as it is now.
///
/// # Errors
/// What the query or the backend says.
pub async fn once<Q: Query>(backend: Arc<dyn Backend>, query: Q) -> Result<Q::Answer, Problem> {
    Asking::of(&query).fetch(backend).await?.answer(&query)
}

/// One code for every query: what it is answered from does not depend on its types.
fn ask(asking: Box<dyn Fn() -> Asking + Send + Sync>) -> AsWritten {
    let backend = use_backend();
    let carried = use_context::<Carried>().unwrap_or_default();
    let revision = backend.revision();
    Resource::new_str(
        move || (asking(), revision.get()),
        move |(asking, _)| {
            let (to, backend) = (asking.written(), backend.clone());
            let carried = carried.answer(&to);
            async move {
                let basis = match carried {
                    Some(basis) => basis,
                    None => asking.fetch(backend).await,
                };
                Told { to, basis }
            }
        },
    )
}

/// What a question is answered from, with the question.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Told {
    to: String,
    basis: Result<Basis, Problem>,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Told {
    type Err = Unreadable;

    fn from_str(written: &str) -> Result<Self, Unreadable> {
        json::read(written)
    }
}

/// It travels as it writes itself, so that the browser reads it as it reads everything else.
pub(crate) type AsWritten = Resource<Told, FromToStringCodec>;

/// What the server's page carries, by the question: a page that the browser builds anew begins with it. It ends when that
/// page stands, for what is asked later wants newer answers.
#[derive(Clone, Debug, Default)]
pub struct Carried(ArcStoredValue<Option<HashMap<String, Result<Basis, Problem>>>>);

impl Carried {
    /// Of what stands in the page, in whatever order.
    pub fn of(written: impl IntoIterator<Item = String>) -> Self {
        let told = written.into_iter().filter_map(|told| told.parse().ok());
        let told = told.map(|Told { to, basis }| (to, basis)).collect();
        Self(ArcStoredValue::new(Some(told)))
    }

    /// The page stands.
    pub fn end(&self) {
        self.0.set_value(None);
    }

    /// Is a page being built from it?
    pub fn is_open(&self) -> bool {
        self.0.with_value(Option::is_some)
    }

    fn answer(&self, to: &str) -> Option<Result<Basis, Problem>> {
        self.0.with_value(|told| told.as_ref()?.get(to).cloned())
    }
}
