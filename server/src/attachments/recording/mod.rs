//! Recordings from outside: known by what they are and not by what they say they are. Nothing is written anew: Opus that
//! a browser made is small already. A sender of another make may put words beside the voice, as tags; nothing shows them.

mod ogg;
mod webm;

use indgang_domain::attachments::{VOICE_MILLIS_AT_MOST, VoiceMime};
use indgang_domain::problem::{Problem, ProblemKey};

/// Who stops at five minutes stops a moment later.
const A_MOMENT: u64 = 5_000;

/// What a recording is, as far as it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) mime: VoiceMime,
    /// How long, in milliseconds.
    pub(crate) millis: u32,
}

/// Do these bytes begin a recording? Then they are judged as one, and no longer as a picture.
pub(crate) fn begins(bytes: &[u8]) -> bool {
    container(bytes).is_some()
}

fn container(bytes: &[u8]) -> Option<VoiceMime> {
    if bytes.starts_with(webm::BEGIN) {
        Some(VoiceMime::WebM)
    } else {
        bytes.starts_with(ogg::BEGIN).then_some(VoiceMime::Ogg)
    }
}

/// Reads a recording from its beginning, as far as it has come: it may end anywhere.
///
/// # Errors
/// `voice-unreadable` for what is no file with one track of Opus and no other, `voice-too-long` past five minutes.
pub(crate) fn judge(bytes: &[u8]) -> Result<Heard, Problem> {
    let on = |key| Problem::on(key, "voice");
    let mime = container(bytes).ok_or_else(|| on(ProblemKey::VoiceUnreadable))?;
    let millis = match mime {
        VoiceMime::WebM => webm::length(bytes),
        VoiceMime::Ogg => ogg::length(bytes),
    };
    let millis = millis.ok_or_else(|| on(ProblemKey::VoiceUnreadable))?;
    if millis > u64::from(VOICE_MILLIS_AT_MOST) + A_MOMENT {
        return Err(on(ProblemKey::VoiceTooLong));
    }
    let millis = u32::try_from(millis).unwrap_or(VOICE_MILLIS_AT_MOST).min(VOICE_MILLIS_AT_MOST);
    Ok(Heard { mime, millis })
}
