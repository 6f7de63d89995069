//! Threads and messages.

mod apply;
pub(crate) mod new;
mod rows;
pub(crate) mod thread;
mod voice;

use indgang_domain::messages::{MarkRead, MessageView, SaveTranscript, SeenView, SendMessage, ThreadView};

use crate::desk::feature::{applied, stored};

stored! { ThreadView => rows::THREAD, MessageView => rows::MESSAGE, SeenView => rows::SEEN }

applied! {
    SendMessage => apply::send, files: apply::hold_files;
    MarkRead => apply::mark_read;
    SaveTranscript => voice::save_transcript, renew: voice::renew;
}
