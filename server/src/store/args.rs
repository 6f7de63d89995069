//! What a statement's placeholders stand for, alike on both databases.

use indgang_domain::kernel::id::{
    AbsenceId, AppointmentId, AssignmentId, BlobId, CalendarId, DeviceId, EnvelopeId, FamilyId,
    InterpreterId, LetterId, MemberId, MessageId, MunicipalityId, PersonId, SeriesId, ServiceId, SessionId,
    SlotId, StreamId, TemplateId, ThreadId, UnitId,
};
use indgang_domain::kernel::time::{Day, Moment};
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{Postgres, SqlStr};
use uuid::Uuid;

/// One value. Absent values keep their type, which PostgreSQL asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Numbers, yes and no (1, 0), and moments in milliseconds.
    Int(Option<i64>),
    /// Texts, days, and small values as JSON.
    Text(Option<String>),
    /// Ids.
    Uuid(Option<Uuid>),
    Bytes(Option<Vec<u8>>),
}

/// A statement that reads, and its values.
pub type Question = (SqlStr, Vec<Arg>);

macro_rules! from {
    ($($type:ty => $variant:ident, $value:ident => $convert:expr);+ $(;)?) => {$(
        impl From<$type> for Arg {
            fn from($value: $type) -> Self {
                Self::$variant(Some($convert))
            }
        }
        impl From<Option<$type>> for Arg {
            fn from(value: Option<$type>) -> Self {
                Self::$variant(value.map(|$value| $convert))
            }
        }
    )+};
}

from! {
    i64 => Int, v => v;
    u32 => Int, v => i64::from(v);
    u16 => Int, v => i64::from(v);
    u8 => Int, v => i64::from(v);
    bool => Int, v => i64::from(v);
    Moment => Int, v => v.millis();
    String => Text, v => v;
    &str => Text, v => v.to_owned();
    Day => Text, v => v.to_string();
    Uuid => Uuid, v => v;
    Vec<u8> => Bytes, v => v;
}

macro_rules! from_ids {
    ($($id:ty),+ $(,)?) => {
        from! { $($id => Uuid, v => v.0;)+ }
    };
}

from_ids!(
    AbsenceId,
    AppointmentId,
    AssignmentId,
    BlobId,
    CalendarId,
    DeviceId,
    EnvelopeId,
    FamilyId,
    InterpreterId,
    LetterId,
    MemberId,
    MessageId,
    MunicipalityId,
    PersonId,
    SeriesId,
    ServiceId,
    SessionId,
    SlotId,
    StreamId,
    TemplateId,
    ThreadId,
    UnitId,
);

/// `args![municipality, person, now]`: each turned into an [`Arg`].
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::Arg::from($value)),*] };
}
pub use args;

/// A statement with what its placeholders stand for, for PostgreSQL.
pub(super) fn bind_postgres<'q>(sql: SqlStr, args: Vec<Arg>) -> Query<'q, Postgres, PgArguments> {
    args.into_iter().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Int(value) => query.bind(value),
        Arg::Text(value) => query.bind(value),
        Arg::Uuid(value) => query.bind(value),
        Arg::Bytes(value) => query.bind(value),
    })
}
