//! The port between views and the world: a desk on the server, a device in the browser.

mod asking;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use indgang_domain::attachments::{Piece, VoiceMime};
use indgang_domain::envelope::{Outcome, Status};
use indgang_domain::feature::{self, Args, Declared};
use indgang_domain::json;
use indgang_domain::kernel::id::{BlobId, EnvelopeId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::messages::MarkRead;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::verbs::{Command, Facts, Need, Pending, Shown, Viewer, When};
use leptos::prelude::*;
use serde_json::value::RawValue;
use uuid::Uuid;

pub use self::asking::{Asked, Basis, Carried, once, use_query};

/// What is not there yet.
pub type Soon<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A command on its way into the backend, its type left behind.
pub struct Outgoing {
    /// [`Command::NAME`].
    pub command: &'static str,
    /// The version of the envelope it is written in.
    pub version: u16,
    /// [`Command::WHEN`].
    pub when: When,
    /// [`Command::on`]: what is done in one stream is sent in order.
    pub on: StreamId,
    /// The command as JSON.
    pub args: Box<RawValue>,
    /// What to show meanwhile.
    pub pending: Vec<Pending>,
    /// Pictures and recordings it names, sent before it.
    pub pictures: Vec<Picture>,
    /// The envelope that its form was given, where it may be on its way without script already.
    pub envelope: Option<EnvelopeId>,
}

/// A picture, or a piece of a recording, that a command names.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Its id, made here.
    pub id: BlobId,
    /// The stream whose readers may see it.
    pub stream: StreamId,
    /// `image/jpeg`, `image/png` or `image/webp`; or one of [`VoiceMime`].
    pub mime: String,
    /// Which piece of a recording it is, if one.
    pub piece: Option<Piece>,
    pub bytes: Vec<u8>,
}

/// What became of a submit at once.
#[derive(Clone, Debug)]
pub enum Submitted {
    /// Kept on this device; sent as soon as there is a connection.
    Queued(EnvelopeId),
    /// Judged.
    Settled(Outcome),
    /// Neither kept nor sent.
    Failed(Problem),
}

/// How the device stands to the server, as a person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Link {
    /// Rendered by the server, or connected.
    #[default]
    Online,
    /// No connection; what one does is kept.
    Offline,
}

/// Something this device has not got settled as done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxLine {
    pub id: EnvelopeId,
    /// [`Command::NAME`].
    pub command: String,
    /// The command as JSON.
    pub args: String,
    /// When it was written.
    pub at: Moment,
    /// `None` while it waits; else what became of it.
    pub failed: Option<(Status, Problem)>,
}

impl OutboxLine {
    /// What is known of the command by its name.
    pub fn declared(&self) -> Option<&'static Declared> {
        feature::declared(&self.command)
    }

    /// Where a person is shown how it goes. What this code does not know is told of like most.
    pub fn shown(&self) -> Shown {
        self.declared().map_or(Shown::Listed, |declared| declared.shown)
    }

    /// What someone wrote in it.
    pub fn words(&self) -> Option<String> {
        Some(Args::read(&self.args).words(self.declared()?)?.into_owned())
    }

    /// Is it about the thing with this id?
    pub fn is_about(&self, id: &str) -> bool {
        self.declared().is_some_and(|declared| Args::read(&self.args).is_about(declared, id))
    }

    /// Do these fields say the same in it?
    pub fn says(&self, fields: &[(&'static str, String)]) -> bool {
        let args = Args::read(&self.args);
        fields.iter().all(|(name, text)| args.text(name).as_deref() == Some(text))
    }

    /// The command, if it is of this type.
    pub fn command_of<C: Command>(&self) -> Option<C> {
        (self.command == C::NAME).then(|| json::read(&self.args).ok())?
    }
}

/// Answers queries, takes commands. Implemented by the server's desk and by the browser's device.
pub trait Backend: Send + Sync + 'static {
    /// Who looks, if someone is logged in.
    fn viewer(&self) -> Option<Viewer>;
    /// The views that a local query is answered from.
    fn facts(&self, needs: Vec<Need>) -> Soon<Result<Facts, Problem>>;
    /// The answer to a live query.
    fn live(&self, query: &'static str, args: Box<RawValue>) -> Soon<Result<Box<RawValue>, Problem>>;
    /// Takes a command.
    fn submit(&self, outgoing: Outgoing) -> Soon<Submitted>;
    /// A new id.
    fn mint(&self) -> Uuid;
    /// The clock. Rendering uses [`crate::boot::Boot::now`] instead, which both sides agree on.
    fn now(&self) -> Moment;
    /// Moves whenever what queries are answered from has changed.
    fn revision(&self) -> Signal<u64>;
    /// Connected or not.
    fn link(&self) -> Signal<Link>;
    /// What waits or failed.
    fn outbox(&self) -> Signal<Vec<OutboxLine>>;
    /// Lets a failed item go; its text is gone with it.
    fn dismiss(&self, envelope: EnvelopeId) -> Soon<()>;
    /// Where to load a picture of a stream from, offline too. `None` where it cannot be had now.
    fn picture(&self, stream: StreamId, blob: BlobId) -> Soon<Option<String>>;
    /// Where to load a recording of a stream from, its pieces put together, offline too. `None` where it cannot be had now.
    fn recording(&self, _: StreamId, _: Vec<BlobId>, _: VoiceMime) -> Soon<Option<String>> {
        Box::pin(async { None })
    }
    /// A picture, or a piece of a recording, that was made here and is not sent.
    fn unsent(&self, blob: BlobId) -> Soon<Option<Vec<u8>>>;
    /// What stands in a thread was rendered: where nothing happens in the page afterwards, that is all there is to tell
    /// that it was read.
    fn rendered(&self, _: MarkRead) {}
    /// A kept draft.
    fn draft(&self, key: String) -> Soon<Option<String>>;
    /// Keeps a draft; an empty one is let go.
    fn keep_draft(&self, key: String, text: String) -> Soon<()>;
    /// A kept recording that is not sent yet.
    fn kept(&self, _: String) -> Soon<Option<Vec<u8>>> {
        Box::pin(async { None })
    }
    /// Keeps a recording as it grows; an empty one is let go.
    fn keep(&self, _: String, _: Vec<u8>) -> Soon<()> {
        Box::pin(async {})
    }
    /// Is the server there, asked now?
    fn reach_server(&self) -> Soon<bool> {
        Box::pin(async { true })
    }
    /// Empties this device's store; the login is ended by the caller's form post.
    fn forget_everything(&self) -> Soon<()>;
    /// Why nothing can be kept on this device (online only), if so.
    fn cannot_keep(&self) -> Signal<Option<ProblemKey>>;
    /// Why nothing is sent although there may be a connection: logged out, or too old. What one does is kept.
    fn cannot_send(&self) -> Signal<Option<ProblemKey>> {
        Signal::stored(None)
    }
}

/// The backend in this view's context.
///
/// # Panics
/// Never in the app: both entries provide it before anything renders.
pub fn use_backend() -> Arc<dyn Backend> {
    expect_context::<Arc<dyn Backend>>()
}

/// Submits a command with the pictures it names, in the envelope that its form was given, if it was.
pub async fn submit<C: Command>(
    backend: Arc<dyn Backend>,
    command: C,
    pictures: Vec<Picture>,
    envelope: Option<EnvelopeId>,
) -> Submitted {
    match outgoing(&*backend, &command, pictures) {
        Ok(outgoing) => backend.submit(Outgoing { envelope, ..outgoing }).await,
        Err(problem) => Submitted::Failed(problem),
    }
}

/// A command made ready for the backend.
///
/// # Errors
/// What the command's own rules say; `logged-out` where nobody is there.
pub fn outgoing<C: Command>(
    backend: &dyn Backend,
    command: &C,
    pictures: Vec<Picture>,
) -> Result<Outgoing, Problem> {
    command.check()?;
    let viewer = backend.viewer().ok_or(ProblemKey::LoggedOut)?;
    let args = serde_json::value::to_raw_value(command).map_err(|_| ProblemKey::Malformed)?;
    let pending = command.pending(&viewer, backend.now());
    let version = Declared::of::<C>().envelope_version(&Args::read(args.get()));
    let on = command.on(viewer.person);
    Ok(Outgoing { command: C::NAME, version, when: C::WHEN, on, args, pending, pictures, envelope: None })
}
