//! Ids that always follow from a readable path such as `kbh/borger`.

use uuid::Uuid;

/// The world's own namespace; drawn once, never changed.
const WORLD: Uuid = Uuid::from_u128(0x1d9a_6c1e_5b0f_4d6e_9a37_0c6b_52f4_81e7);

pub(super) fn id<T: From<Uuid>>(path: &str) -> T {
    T::from(Uuid::new_v5(&WORLD, path.as_bytes()))
}
