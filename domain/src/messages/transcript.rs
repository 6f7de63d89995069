//! Writing down what was said aloud, for those who cannot hear it, or not now.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::MessageView;
use crate::kernel::id::{MessageId, PersonId, StreamId, ThreadId};
use crate::kernel::text::MessageText;
use crate::policy::Action;
use crate::stream::View;
use crate::verbs::{Command, Read, Reads};

/// Write down what a recording says. The family reads it under the recording, with who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveTranscript {
    pub thread: ThreadId,
    pub message: MessageId,
    /// The revision that was seen; 0 where nothing was written down yet.
    pub revision: i64,
    /// What it says.
    pub text: MessageText,
}

impl Command for SaveTranscript {
    const NAME: &'static str = "Messages.SaveTranscript";
    const ACTION: Action = Action::SaveTranscript;
    const CALLED: &'static str = "voice";
    const WORDS: &'static [&'static str] = &["text"];
    const ABOUT: &'static [&'static str] = &["thread", "message"];
    const KEPT: Option<Read> =
        Some(&[("message", Reads::Thing(MessageView::KIND)), ("revision", Reads::Nothing)]);
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"thread":"01920000-0000-7000-8000-000000000001","message":"01920000-0000-7000-8000-000000000001","revision":0,"text":"Kan vi ses?"}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.thread.into()
    }
}
