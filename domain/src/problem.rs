//! The one error that reaches people: a key that every language has a sentence for, and the field it is about.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $key:tt),+ $(,)?) => {
        /// What can be wrong. Each is a key under `problem` in every locale; the sentence says what to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        pub enum ProblemKey {
            $($(#[$doc])* #[serde(rename = $key)] $name,)+
            /// From a newer server: shown as "something went wrong, try again".
            #[serde(other, rename = "unknown")]
            Unknown,
        }

        impl ProblemKey {
            /// Every key, so that a test can hold each language to it.
            pub const ALL: &[Self] = &[$(Self::$name,)+ Self::Unknown];

            /// The key as it travels and as it stands in the locales.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                    Self::Unknown => "unknown",
                }
            }
        }
    };
}

problems! {
    /// Nothing was written.
    TextEmpty = "text-empty",
    /// Longer than the field holds.
    TextTooLong = "text-too-long",
    /// Holds characters that turn the reading direction.
    TextDirection = "text-direction",
    /// Holds control characters.
    TextControl = "text-control",
    /// It is not there, or not for you: one answer for both.
    NotFound = "not-found",
    /// You may see it but not do this.
    NotAllowed = "not-allowed",
    /// Nobody is logged in, or the login has ended.
    LoggedOut = "logged-out",
    /// Someone else changed it first; both texts are shown.
    Conflict = "conflict",
    /// Written before the access ended; kept for a colleague to take over.
    Quarantined = "quarantined",
    /// A passing trouble: tried again by itself.
    Later = "later",
    /// There is no connection, and this needs one.
    Offline = "offline",
    /// The request's form is wrong.
    Malformed = "malformed",
    /// A command or version that this server does not know.
    UnknownCommand = "unknown-command",
    /// A query that this server does not know.
    UnknownQuery = "unknown-query",
    /// The same id was used for something else.
    IdReused = "id-reused",
    /// More bytes than allowed.
    TooLarge = "too-large",
    /// More items than allowed.
    TooMany = "too-many",
    /// Too many requests; wait a little.
    TooFast = "too-fast",
    /// Not a picture that can be opened.
    PictureUnreadable = "picture-unreadable",
    /// A named attachment has not arrived.
    PictureMissing = "picture-missing",
    /// Not a PDF that can be taken.
    DocumentUnreadable = "document-unreadable",
    /// A PDF of more than 5 MiB.
    DocumentTooLarge = "document-too-large",
    /// A named PDF has not arrived.
    DocumentMissing = "document-missing",
    /// Not a recording in Opus that can be taken.
    VoiceUnreadable = "voice-unreadable",
    /// A piece of a recording has not arrived.
    VoiceMissing = "voice-missing",
    /// A recording longer than five minutes.
    VoiceTooLong = "voice-too-long",
    /// There is a recording already that is not sent.
    VoiceWaits = "voice-waits",
    /// The microphone was not allowed.
    MicrophoneRefused = "microphone-refused",
    /// There is no microphone, or another program has it.
    MicrophoneMissing = "microphone-missing",
    /// The letter has been ended already.
    LetterEnded = "letter-ended",
    /// "You must" needs both what and by when.
    DeadlineMissing = "deadline-missing",
    /// The end lies before the beginning, or before today.
    DatesReversed = "dates-reversed",
    /// Longer than a year, or too far from today.
    DatesTooFar = "dates-too-far",
    /// Someone else has taken that time.
    TimeTaken = "time-taken",
    /// No time of day to meet at: not on five minutes, too long, in the past.
    TimeWrong = "time-wrong",
    /// Whoever is asked to be there is not free then.
    NotFree = "not-free",
    /// It is over, cancelled, or not yet agreed: this cannot be done with it.
    AppointmentOver = "appointment-over",
    /// It has not begun yet.
    NotBegun = "not-begun",
    /// It is too close to be changed here.
    TooLate = "too-late",
    /// The family has booked or wished for as much as it may at once.
    TooManyBooked = "too-many-booked",
    /// The hold has expired.
    HoldExpired = "hold-expired",
    /// Nobody of the team interprets that language.
    NoInterpreter = "no-interpreter",
    /// Nobody was named to be there, or where it is.
    PlaceMissing = "place-missing",
    /// A video link begins with https.
    LinkWrong = "link-wrong",
    /// The person named cannot stand in here.
    NotStaffHere = "not-staff-here",
    /// The request came from another site.
    WrongOrigin = "wrong-origin",
    /// This app is too old to send; update it, nothing is lost.
    TooOld = "too-old",
    /// The browser refuses to keep things; the app works online only.
    StorageRefused = "storage-refused",
}

/// A problem as it travels: in outcomes, in `application/problem+json`, and on screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Which sentence to show.
    pub key: ProblemKey,
    /// The field it is about, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Problem {
    /// A problem about the whole.
    pub fn new(key: ProblemKey) -> Self {
        Self { key, field: None }
    }

    /// A problem about one field.
    pub fn on(key: ProblemKey, field: &str) -> Self {
        Self { key, field: Some(field.to_owned()) }
    }
}

impl From<ProblemKey> for Problem {
    fn from(key: ProblemKey) -> Self {
        Self::new(key)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key.as_str())
    }
}

impl std::error::Error for Problem {}
