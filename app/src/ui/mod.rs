//! The pieces that screens are made of. They know words and shapes, no family.

pub mod answered;
pub mod avatar;
pub mod dial;
pub mod empty;
pub mod field;
pub mod icon;
pub mod in_sight;
pub mod install;
pub mod live;
pub mod notice;
pub mod page;
pub mod paragraphs;
pub mod reactive;
pub mod says;
pub mod textarea;
pub mod time;
pub mod waiting;

pub use answered::answered;
pub use avatar::{Avatar, Faces, initials};
pub use dial::dial;
pub use empty::Empty;
pub use field::{Choose, ChooseDay, ChooseTime, Confirm, Pick, WriteLine};
pub use icon::{Icon, Kind};
pub use in_sight::once_in_sight;
pub use install::{Install, InstallCard};
pub(crate) use live::provide_moment;
pub use live::{use_awake, use_moment};
pub use notice::{Loading, Notice, ProblemNotice};
pub(crate) use page::provide_journey;
pub use page::{Heading, Main, ProblemPage, focus_heading};
pub use paragraphs::{paragraphs, quoted};
pub use reactive::{reactive, words};
pub use says::says;
pub use textarea::inside_textarea;
pub use time::Time;
pub use waiting::Waiting;
