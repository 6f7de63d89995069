//! Writing, and having read.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MessageView, SeenView};
use crate::attachments::{Attachment, AttachmentKind, PHOTOS_AT_MOST, Photo, Voice};
use crate::kernel::id::{BlobId, MessageId, PersonId, StreamId, ThreadId};
use crate::kernel::text::MessageText;
use crate::kernel::time::Moment;
use crate::people::Language;
use crate::policy::Action;
use crate::problem::{Problem, ProblemKey};
use crate::verbs::{Command, Pending, Read, Reads, Shown, Viewer};

/// Write a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendMessage {
    /// Made by the sender.
    pub id: MessageId,
    pub thread: ThreadId,
    /// What; may be absent where there are pictures or a recording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<MessageText>,
    /// In which language.
    #[serde(default)]
    pub language: Language,
    /// At most ten pictures, sent before.
    #[serde(default)]
    pub photos: Vec<BlobId>,
    /// What was said aloud, sent before. Since version 2 of the envelope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
}

impl Command for SendMessage {
    const NAME: &'static str = "Messages.SendMessage";
    const ACTION: Action = Action::SendMessage;
    const CALLED: &'static str = "message";
    const WORDS: &'static [&'static str] = &["text"];
    const ABOUT: &'static [&'static str] = &["thread"];
    const ATTACHMENTS: &'static [Attachment] = &[
        Attachment::of("photos", AttachmentKind::Photo),
        Attachment::of("voice", AttachmentKind::Recording),
    ];
    const SHOWN: Shown = Shown::InPlace;
    const KEPT: Option<Read> = Some(&[("id", Reads::Nothing), ("language", Reads::Nothing)]);
    const SINCE: &'static [(&'static str, u16)] = &[("voice", 2)];
    const EXAMPLES: &'static [&'static str] = &[
        r#"{"id":"01920000-0000-7000-8000-000000000001","thread":"01920000-0000-7000-8000-000000000001","text":"Hej 👋","language":"da","photos":[]}"#,
        r#"{"id":"01920000-0000-7000-8000-000000000001","thread":"01920000-0000-7000-8000-000000000001","photos":["01920000-0000-7000-8000-000000000001"]}"#,
        r#"{"id":"01920000-0000-7000-8000-000000000001","thread":"01920000-0000-7000-8000-000000000001","voice":{"chunks":["01920000-0000-7000-8000-000000000001"],"mime":"audio/webm;codecs=opus","millis":61400}}"#,
    ];

    fn on(&self, _by: PersonId) -> StreamId {
        self.thread.into()
    }

    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.thread.into(), by.into()]
    }

    fn check(&self) -> Result<(), Problem> {
        if self.text.is_none() && self.photos.is_empty() && self.voice.is_none() {
            return Err(Problem::on(ProblemKey::TextEmpty, "text"));
        }
        if self.photos.len() > PHOTOS_AT_MOST {
            return Err(Problem::on(ProblemKey::TooMany, "photos"));
        }
        self.voice.as_ref().map_or(Ok(()), Voice::check)
    }

    fn pending(&self, by: &Viewer, at: Moment) -> Vec<Pending> {
        let view = MessageView {
            text: self.text.clone().map(String::from).unwrap_or_default(),
            photos: self.photos.iter().copied().map(Photo::of_unknown_size).collect(),
            voice: self.voice.clone().map(Voice::spoken),
            ..MessageView::begun(by.person, at, self.language)
        };
        Pending::of(self.thread, self.id, &view).into_iter().collect()
    }
}

/// I have read so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkRead {
    pub thread: ThreadId,
    /// The last position read.
    pub position: i64,
}

impl Command for MarkRead {
    const NAME: &'static str = "Messages.MarkRead";
    const ACTION: Action = Action::MarkRead;
    const ABOUT: &'static [&'static str] = &["thread"];
    const SHOWN: Shown = Shown::Nowhere;
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"thread":"01920000-0000-7000-8000-000000000001","position":3}"#];

    fn on(&self, _by: PersonId) -> StreamId {
        self.thread.into()
    }

    fn streams(&self, by: PersonId) -> Vec<StreamId> {
        vec![self.thread.into(), by.into()]
    }

    fn pending(&self, by: &Viewer, _at: Moment) -> Vec<Pending> {
        let view = SeenView {
            thread: self.thread,
            person: by.person,
            name: String::new(),
            read_to: self.position,
            own_after: 0,
        };
        // Beside the real mark, not over it: whichever has read further counts.
        Pending::of(by.person, self.thread, &view).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::attachments::VoiceMime;
    use crate::feature::tests::envelope_version;

    fn message(voice: Option<Voice>) -> SendMessage {
        let (id, thread) = (MessageId(Uuid::nil()), ThreadId(Uuid::nil()));
        SendMessage { id, thread, text: None, language: Language::Da, photos: Vec::new(), voice }
    }

    fn voice() -> Voice {
        Voice { chunks: vec![BlobId(Uuid::nil())], mime: VoiceMime::WebM, millis: 1_000 }
    }

    #[test]
    fn what_says_nothing_new_is_written_as_servers_of_before_read_it() {
        assert_eq!(envelope_version(&message(None)), 1);
        assert_eq!(envelope_version(&message(Some(voice()))), 2);
    }

    #[test]
    fn a_voice_alone_is_a_message() {
        assert_eq!(message(Some(voice())).check(), Ok(()));
        assert_eq!(message(None).check(), Err(Problem::on(ProblemKey::TextEmpty, "text")));
        let nothing = Voice { chunks: Vec::new(), ..voice() };
        assert_eq!(message(Some(nothing)).check(), Err(Problem::on(ProblemKey::VoiceMissing, "voice")));
    }

    #[test]
    fn a_message_of_before_is_read() {
        let former = r#"{"position":1,"at":"2026-03-05T11:00:00Z","author":"00000000-0000-0000-0000-000000000000",
            "author_name":"Camilla","side":"family","language":"da","text":"Hej","photos":[],"sent_on_by":null}"#;
        assert_eq!(serde_json::from_str::<MessageView>(former).ok().map(|view| view.voice), Some(None));
    }
}
