//! What was written while the access lasted, and arrived after: set aside, shown to its author and to who came after.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::attachments::{Photo, Spoken};
use crate::kernel::id::{EnvelopeId, FamilyId, PersonId, StreamId, ThreadId};
use crate::kernel::time::Moment;
use crate::policy::Action;
use crate::stream::View;
use crate::verbs::Command;

/// The feature: what was set aside.
pub struct Feature;

impl crate::feature::Feature for Feature {
    type Views = (QuarantineView,);
    type Local = ();
    type Live = ();
    type Commands = (SendOn, Discard);
}

/// What was set aside, in the own stream of each who may settle it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuarantineView {
    /// Which family.
    pub family: FamilyId,
    /// Its name.
    pub family_name: String,
    /// Where it was meant for: a thread, or another stream.
    pub thread: ThreadId,
    /// Who wrote it.
    pub author: PersonId,
    /// Their name.
    pub author_name: String,
    /// When, by the server's clock.
    pub authored: Moment,
    /// By which name its author had sent it; a message where that is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// What it says.
    pub text: String,
    /// The pictures in it. Who has the thread may look at them.
    #[serde(default)]
    pub photos: Vec<Photo>,
    /// What was said aloud.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Spoken>,
    /// The viewer has the thread, and may send it on.
    pub may_send_on: bool,
}

impl View for QuarantineView {
    const KIND: &'static str = "quarantine";
}

/// Send it anew, as one's own. What a former release kept is sent on in its author's name, with one's own beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendOn {
    /// The envelope that was set aside.
    pub id: EnvelopeId,
    /// Where it was meant for.
    pub thread: ThreadId,
}

impl Command for SendOn {
    const NAME: &'static str = "Quarantine.SendOn";
    const ACTION: Action = Action::SendMessage;
    const ABOUT: &'static [&'static str] = &["thread", "id"];
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"id":"01920000-0000-7000-8000-000000000001","thread":"01920000-0000-7000-8000-000000000001"}"#];

    fn on(&self, _by: PersonId) -> StreamId {
        self.thread.into()
    }

    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.thread.into(), by.into()]
    }
}

/// Let it go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Discard {
    /// The envelope that was set aside.
    pub id: EnvelopeId,
}

impl Command for Discard {
    const NAME: &'static str = "Quarantine.Discard";
    const ACTION: Action = Action::SettleQuarantine;
    const ABOUT: &'static [&'static str] = &["id"];
    const EXAMPLES: &'static [&'static str] = &[r#"{"id":"01920000-0000-7000-8000-000000000001"}"#];

    fn on(&self, by: PersonId) -> StreamId {
        by.into()
    }
}
