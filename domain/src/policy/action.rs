//! All that can be seen or done.

use super::listed::listed;

listed! {
    /// All that can be seen or done. Who may: [`super::table::ACTIONS`].
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Action {
        /// See the family: members, contact persons, shared appointments.
        ReadFamily,
        /// See a thread: messages, letters, and what is private to its owner.
        ReadThread,
        /// See one's own things: settings, read marks, what was set aside.
        ReadOwn,
        /// See the unit: colleagues, absences, standard answers.
        ReadUnit,
        /// Write in a thread.
        SendMessage,
        /// Mark a thread as read.
        MarkRead,
        /// Write down what a recording says.
        SaveTranscript,
        /// Send a letter and ask for help with it.
        AskAboutLetter,
        /// Say what a letter means for the person.
        EndLetter,
        /// Say that what a letter asked for is done.
        FinishLetter,
        /// Change one's own language, text size, theme.
        SaveSettings,
        /// End one's own logins.
        EndSession,
        /// Propose a meeting, offer times, say how it went.
        PlanAppointment,
        /// Agree on a time, cancel, say that one cannot come.
        AnswerAppointment,
        /// Hold, book or wish for a time.
        BookAppointment,
        /// Keep time free for what families book.
        PublishSlot,
        /// Say that a colleague is away and who stands in.
        SetAbsence,
        /// Change the unit's standard answers.
        SaveTemplate,
        /// Give a family a contact person, or end that.
        AssignContact,
        /// Tell the audit that a family's page was opened.
        NoteOpened,
        /// Take over or discard what was set aside for oneself.
        SettleQuarantine,
    }
}
