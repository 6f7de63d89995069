//! What this device keeps for one person: ids in clear, content sealed. Where the browser refuses to keep anything,
//! the same shelves stand in memory, unsealed, and the app works online only.

mod disk;
mod kv;
mod pictures;
mod records;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use indgang_domain::kernel::id::{DeviceId, PersonId};

use self::disk::Disk;
use self::kv::{Kv, Part, Write};
use crate::cipher::{Cipher, Refused, new_data_key, new_device_key};
use crate::js;

pub(crate) use self::records::Row;

const DEVICE_KEY: &str = "device";
const DEVICE_SLOT: &str = "slot:device";

/// One person's store.
pub(crate) struct Store {
    name: String,
    kv: RefCell<Rc<Kv>>,
    /// The disk that takes no more: what waits on it is still read, and let go when it is done.
    full: RefCell<Option<Rc<Kv>>>,
    cipher: Option<Cipher>,
    device: DeviceId,
    lasts: Cell<bool>,
}

/// The name of a person's database, lock and channel.
pub(crate) fn name_of(person: PersonId) -> String {
    format!("indgang-{person}")
}

impl Store {
    /// On disk, made if it is not there yet.
    ///
    /// # Errors
    /// Where the browser refuses: private mode, blocked storage, no cryptography.
    pub(crate) async fn open(person: PersonId) -> Result<Self, Refused> {
        let name = name_of(person);
        let disk = Disk::open(&name).await?;
        let cipher = match unlock(&disk).await {
            Ok(cipher) => cipher,
            Err(refused) => {
                disk.close();
                return Err(refused);
            }
        };
        let kv = Rc::new(Kv::Disk(disk));
        let mut store = Self {
            name,
            kv: RefCell::new(kv),
            full: RefCell::default(),
            cipher: Some(cipher),
            device: DeviceId(js::mint()),
            lasts: Cell::new(true),
        };
        match store.meta::<DeviceId>("device").await? {
            Some(device) => store.device = device,
            None => store.set_meta("device", &store.device).await?,
        }
        Ok(store)
    }

    /// In memory, until the page goes.
    pub(crate) fn passing(person: PersonId) -> Self {
        let kv = RefCell::new(Rc::new(Kv::memory()));
        Self {
            name: name_of(person),
            kv,
            full: RefCell::default(),
            cipher: None,
            device: DeviceId(js::mint()),
            lasts: Cell::new(false),
        }
    }

    /// What is kept outlives the page.
    pub(crate) fn lasts(&self) -> bool {
        self.lasts.get()
    }

    /// From here on in memory: the disk takes no more. What it has stays there for another day.
    pub(crate) fn turn_passing(&self) {
        if self.lasts.replace(false) {
            *self.full.borrow_mut() = Some(self.kv.replace(Rc::new(Kv::memory())));
        }
    }

    /// This browser profile, as envelopes name it.
    pub(crate) fn device(&self) -> DeviceId {
        self.device
    }

    /// The database's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Ends the connection; every later call is refused.
    pub(crate) fn close(&self) {
        for kv in [Some(self.kv()), self.full()].into_iter().flatten() {
            if let Kv::Disk(disk) = &*kv {
                disk.close();
            }
        }
    }

    /// Deletes all of it.
    ///
    /// # Errors
    /// Where another tab does not let go of it.
    pub(crate) async fn destroy(&self) -> Result<(), Refused> {
        self.close();
        self.turn_passing();
        Disk::delete(&self.name).await
    }

    fn kv(&self) -> Rc<Kv> {
        self.kv.borrow().clone()
    }

    fn full(&self) -> Option<Rc<Kv>> {
        self.full.borrow().clone()
    }

    /// Seals first: a transaction ends by itself when anything else is awaited inside it.
    async fn put(&self, part: Part, key: String, plain: Vec<u8>) -> Result<Write, Refused> {
        let bytes = match &self.cipher {
            Some(cipher) => cipher.seal(&place(part, &key), &plain).await?,
            None => plain,
        };
        Ok(Write::Put(part, key, bytes))
    }

    async fn read(&self, part: Part, key: &str) -> Result<Option<Vec<u8>>, Refused> {
        let found = match (self.kv().read(part, key).await?, self.full()) {
            (None, Some(full)) => full.read(part, key).await?,
            (found, _) => found,
        };
        let Some(bytes) = found else { return Ok(None) };
        match &self.cipher {
            Some(cipher) => cipher.open(&place(part, key), &bytes).await.map(Some),
            None => Ok(Some(bytes)),
        }
    }

    async fn range(&self, part: Part, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Refused> {
        let sealed = self.kv().range(part, prefix).await?;
        let Some(cipher) = &self.cipher else { return Ok(sealed) };
        let on_shelf = place(part, "");
        let placed = sealed.into_iter().map(|(key, bytes)| (place(part, &key), bytes)).collect();
        let plain = cipher.open_all(placed).await;
        Ok(plain.into_iter().map(|(place, bytes)| (place[on_shelf.len()..].to_owned(), bytes)).collect())
    }

    async fn write(&self, batch: Vec<Write>, strict: bool) -> Result<(), Refused> {
        if let Some(full) = self.full() {
            let gone = batch.iter().filter(|write| write.is_final()).cloned().collect();
            // What stays by mistake is sent once more, and answered as the first time.
            _ = full.write(gone, strict).await;
        }
        self.kv().write(batch, strict).await
    }
}

fn place(part: Part, key: &str) -> String {
    format!("{}/{key}", part.name())
}

/// The data key from its slot, or a new one. Where the slot does not open nothing is thrown away: it may open another day.
async fn unlock(disk: &Disk) -> Result<Cipher, Refused> {
    if let Some(cipher) = opened(disk).await? {
        return Ok(cipher);
    }
    let (key, raw) = (new_device_key().await?, new_data_key()?);
    let slot = Cipher::with(key.clone())?.seal(DEVICE_SLOT, &raw).await?;
    // Another tab may have been first: then it is that one's key for both.
    disk.put_keys_if_none(DEVICE_KEY, &key, DEVICE_SLOT, &slot).await?;
    match opened(disk).await {
        Ok(Some(cipher)) => Ok(cipher),
        // Some browsers take the key and give back something else: better to know now.
        _ => Err(Refused),
    }
}

async fn opened(disk: &Disk) -> Result<Option<Cipher>, Refused> {
    let (Some(key), Some(slot)) = (disk.key(DEVICE_KEY).await?, disk.read(Part::Keys, DEVICE_SLOT).await?)
    else {
        return Ok(None);
    };
    let raw = Cipher::with(key)?.open(DEVICE_SLOT, &slot).await?;
    Cipher::of(&raw).await.map(Some)
}
