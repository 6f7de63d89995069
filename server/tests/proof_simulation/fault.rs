//! What goes wrong.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fault {
    LostRequest,
    LostAnswer,
    DoubledRequest,
    DoubledAnswer,
    Swapped,
    LostNudge,
    AskedToComeLater,
    NoConnection,
    Crash,
    CrashHalfway,
    CrashBeforeStored,
    DiskFull,
    ClockWrong,
    GrantEnded,
}

pub(crate) const ALL: [Fault; 14] = [
    Fault::LostRequest,
    Fault::LostAnswer,
    Fault::DoubledRequest,
    Fault::DoubledAnswer,
    Fault::Swapped,
    Fault::LostNudge,
    Fault::AskedToComeLater,
    Fault::NoConnection,
    Fault::Crash,
    Fault::CrashHalfway,
    Fault::CrashBeforeStored,
    Fault::DiskFull,
    Fault::ClockWrong,
    Fault::GrantEnded,
];
