//! What was written while the access lasted, and arrived after: set aside, shown to its author and to who came after.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use uuid::Uuid;

use crate::appointments::{AppointmentKind, AppointmentView};
use crate::attachments::{Photo, Spoken};
use crate::kernel::id::{EnvelopeId, FamilyId, MemberId, PersonId, StreamId, ThreadId};
use crate::kernel::time::{Day, Moment};
use crate::letters::LetterView;
use crate::messages::MessageView;
use crate::policy::Action;
use crate::problem::{Problem, ProblemKey};
use crate::stream::View;
use crate::verbs::{Command, Facts, Need, Query};

/// The feature: what was set aside.
pub struct Feature;

impl crate::feature::Feature for Feature {
    type Views = (QuarantineView,);
    type Local = (WhatItIsAbout,);
    type Live = ();
    type Commands = (SendOn, Discard);
}

/// What was set aside, in the own stream of each who may settle it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuarantineView {
    pub family: FamilyId,
    pub family_name: String,
    /// Where it was meant for: a thread, or another stream.
    pub thread: ThreadId,
    /// Who wrote it.
    pub author: PersonId,
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
    /// What was chosen in it: the rest of a key `kept.…` in the texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<String>,
    /// The days it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<KeptDay>,
    /// Whom of the family it is about, where it says so; all of it where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<MemberId>>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<WhatItIsAbout>,
    /// The viewer has the thread, and may send it on.
    pub may_send_on: bool,
}

impl View for QuarantineView {
    const KIND: &'static str = "quarantine";
}

/// A day that something set aside names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeptDay {
    /// As what: the rest of a key `kept.…` in the texts.
    pub name: String,
    pub day: Day,
}

/// The thing that something set aside is about, as the viewer sees it now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhatItIsAbout {
    /// Its kind of view.
    pub kind: String,
    #[schema(value_type = String, format = "uuid")]
    pub id: Uuid,
}

/// What tells one such thing from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Subject {
    /// Who wrote it, where someone did.
    pub by: Option<String>,
    /// What kind of meeting, where it is one.
    pub meeting: Option<AppointmentKind>,
    /// Written when, or when it begins.
    pub at: Option<Moment>,
}

impl Query for WhatItIsAbout {
    const NAME: &'static str = "Quarantine.WhatItIsAbout";
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"kind":"letter","id":"01920000-0000-7000-8000-000000000001"}"#];
    type Answer = Subject;

    fn needs(&self) -> Vec<Need> {
        let need = match self.kind.as_str() {
            MessageView::KIND => Need::thing::<MessageView>(self.id),
            LetterView::KIND => Need::thing::<LetterView>(self.id),
            AppointmentView::KIND => Need::thing::<AppointmentView>(self.id),
            _ => return Vec::new(),
        };
        vec![need]
    }

    fn answer(&self, facts: &Facts) -> Result<Subject, Problem> {
        let written = |by, at| Subject { by: Some(by), meeting: None, at: Some(at) };
        match self.kind.as_str() {
            MessageView::KIND => {
                facts.one::<MessageView>(self.id).map(|fact| written(fact.view.author_name, fact.view.at))
            }
            LetterView::KIND => {
                facts.one::<LetterView>(self.id).map(|fact| written(fact.view.author_name, fact.view.at))
            }
            AppointmentView::KIND => facts.one::<AppointmentView>(self.id).map(|fact| {
                let meeting = fact.view;
                Subject { by: None, meeting: Some(meeting.kind), at: meeting.starts }
            }),
            _ => Err(ProblemKey::NotFound.into()),
        }
    }
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
