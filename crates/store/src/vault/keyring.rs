//! Keys on the disk: each wrapped by the storage key, in a file of its own that can be shredded.
//!
//! A key file says in the clear which extract it belongs to, so that what is due can be found without opening anything; the
//! wrapping binds these words to the key. Not allowed in here: deciding when a key is destroyed.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::key::{DataKey, fill_random, random};
use super::seal::{SealFault, key_ids_of, open, seal};
use super::storage_key::StorageKey;
use crate::error::StoreError;
use crate::home::Home;
use crate::{atomic, folders, read};

/// The id of the house key.
const HOUSE: &str = "house";

/// What a key is for. It stands beside the wrapped key in the clear: ids and dates of declarations, never a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyAbout {
    /// The dataset.
    pub dataset: String,
    /// The id of the delivery.
    pub delivery: String,
    /// The label of the period; absent for what belongs to the delivery as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// When the delivery was received.
    pub received: Timestamp,
}

/// A key file.
#[derive(Serialize, Deserialize)]
struct KeyFile {
    version: u32,
    key: String,
    wrapped_by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about: Option<KeyAbout>,
    nonce: String,
    wrapped: String,
}

/// The keys of a home, for whoever holds its storage key.
#[derive(Debug)]
pub struct Vault {
    folder: PathBuf,
    root: PathBuf,
    storage: StorageKey,
    house: DataKey,
}

impl Vault {
    /// Opens the vault of a home that has one.
    pub(crate) fn open(home: &Home, storage: StorageKey) -> Result<Self, StoreError> {
        let path = home.house_key();
        let read = match read_key(&path, HOUSE, &storage) {
            Err(error) if error.is_not_found() => return Err(StoreError::HouseKeyMissing { path }),
            other => other?,
        };
        let (house, _) = read.ok_or(StoreError::Sealed { path, fault: SealFault::Changed })?;
        Ok(Self::new(home, storage, house))
    }

    /// Opens the vault of a home, or makes one where nothing was ever sealed. Says whether it was made.
    pub(crate) fn open_or_begin(home: &Home, storage: StorageKey) -> Result<(Self, bool), StoreError> {
        let path = home.house_key();
        if path.exists() {
            return Ok((Self::open(home, storage)?, false));
        }
        // A lost house key must not be taken for a new home: what was sealed under it would be lost for good.
        if [home.register(), home.landed_root(), home.keys()].iter().any(|folder| folder.exists()) {
            return Err(StoreError::HouseKeyMissing { path });
        }
        let house = DataKey::new(HOUSE.to_owned(), random().map_err(|source| write_error(&path, source))?);
        write_key(&path, &house, None, &storage)?;
        Ok((Self::new(home, storage, house), true))
    }

    fn new(home: &Home, storage: StorageKey, house: DataKey) -> Self {
        Self { folder: home.keys(), root: home.root().to_path_buf(), storage, house }
    }

    /// The key of what belongs to no extract.
    #[must_use]
    pub fn house(&self) -> &DataKey {
        &self.house
    }

    /// Whether the home is under the sample's key, which is published.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.storage.is_sample()
    }

    /// A new key, which is on the disk to stay before anything can be sealed under it.
    ///
    /// # Errors
    /// When it cannot be written, or the operating system gives no random numbers.
    pub fn create_key(&self, about: &KeyAbout) -> Result<DataKey, StoreError> {
        let mut id = [0; 8];
        fill_random(&mut id).map_err(|source| write_error(&self.folder, source))?;
        let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = self.path(&id);
        let key = DataKey::new(id, random().map_err(|source| write_error(&path, source))?);
        write_key(&path, &key, Some(about), &self.storage)?;
        Ok(key)
    }

    /// A key by its id.
    ///
    /// # Errors
    /// `KeyMissing` when it is not there or was shredded, `WrongStorageKey`, or `Sealed` when its file was changed.
    pub fn key(&self, id: &str) -> Result<DataKey, StoreError> {
        self.read(id)?.map(|(key, _)| key).ok_or_else(|| self.missing(id))
    }

    /// What a key is for; `None` of one that was shredded and not yet removed.
    ///
    /// # Errors
    /// As [`Vault::key`].
    pub fn about(&self, id: &str) -> Result<Option<KeyAbout>, StoreError> {
        Ok(self.read(id)?.and_then(|(_, about)| about))
    }

    /// Whether a key is there, without opening it.
    #[must_use]
    pub fn has_key(&self, id: &str) -> bool {
        self.path(id).is_file()
    }

    /// Ids of all keys of extracts, sorted.
    ///
    /// # Errors
    /// `List`.
    pub fn key_ids(&self) -> Result<Vec<String>, StoreError> {
        let names = read::list_files(&self.folder)?;
        Ok(names.iter().filter_map(|name| name.strip_suffix(".json")).map(str::to_owned).collect())
    }

    /// Destroys a key: its file is overwritten, made to last so, and removed. Says whether there was one.
    ///
    /// A disk that writes elsewhere than it is told (flash, copy-on-write) may keep the old bytes for a while; they are
    /// wrapped, and of no use without the storage key.
    ///
    /// # Errors
    /// `Write` or `Remove`.
    pub fn shred_key(&self, id: &str) -> Result<bool, StoreError> {
        let path = self.path(id);
        if !path.is_file() {
            return Ok(false);
        }
        folders::overwrite(&path)?;
        folders::remove_file(&path)
    }

    /// Seals bytes under the house key into a file below the home, in the place of what was there.
    ///
    /// # Errors
    /// A failure to write.
    pub fn write_sealed(&self, path: &Path, plain: &[u8]) -> Result<(), StoreError> {
        let sealed = seal(&self.house, &self.context(path), plain).map_err(|source| write_error(path, source))?;
        atomic::write_atomic(path, &sealed)
    }

    /// Opens a file that [`Vault::write_sealed`] wrote.
    ///
    /// # Errors
    /// `Read`, or `Sealed`.
    pub fn read_sealed(&self, path: &Path) -> Result<Vec<u8>, StoreError> {
        self.open_bytes(path, &self.house)
    }

    /// Opens a file of the home that was sealed under a key, with its place below the home as context.
    ///
    /// # Errors
    /// `Read`, or `Sealed`.
    pub fn open_bytes(&self, path: &Path, key: &DataKey) -> Result<Vec<u8>, StoreError> {
        let sealed = read::read_bytes(path)?;
        open(key, &self.context(path), &sealed).map_err(|fault| StoreError::Sealed { path: path.to_path_buf(), fault })
    }

    /// Opens a file of the home that was sealed under the key of one extract, and gives that key too.
    ///
    /// # Errors
    /// As [`Vault::key`], `Read`, or `Sealed`.
    pub fn open_extract(&self, path: &Path) -> Result<(DataKey, Vec<u8>), StoreError> {
        let fault = |fault| StoreError::Sealed { path: path.to_path_buf(), fault };
        let sealed = read::read_bytes(path)?;
        let ids = key_ids_of(&sealed).map_err(fault)?;
        let [id] = ids.as_slice() else { return Err(fault(SealFault::OtherKey)) };
        let key = self.key(id)?;
        let plain = open(&key, &self.context(path), &sealed).map_err(fault)?;
        Ok((key, plain))
    }

    /// A name for something in the home that tells nothing of it, always the same for the same text.
    #[must_use]
    pub fn name_for(&self, text: &str) -> String {
        let name = self.house.derived(&format!("name of {text}"));
        name[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Ids of the keys that a sealed file needs.
    ///
    /// # Errors
    /// `Read`, or `Sealed` when it is no sealed file.
    pub fn keys_needed(path: &Path) -> Result<Vec<String>, StoreError> {
        let sealed = read::read_bytes(path)?;
        key_ids_of(&sealed).map_err(|fault| StoreError::Sealed { path: path.to_path_buf(), fault })
    }

    /// What binds a file to its place: where it lies below the home, with `/` on every system.
    #[must_use]
    pub fn context(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        parts.join("/")
    }

    fn read(&self, id: &str) -> Result<Option<(DataKey, Option<KeyAbout>)>, StoreError> {
        match read_key(&self.path(id), id, &self.storage) {
            Err(error) if error.is_not_found() => Err(self.missing(id)),
            other => other,
        }
    }

    fn missing(&self, id: &str) -> StoreError {
        StoreError::KeyMissing { path: self.path(id) }
    }

    fn path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }
}

/// What the wrapping binds to a key: its id, what wraps it, and what it is for.
fn bound(id: &str, wrapped_by: &str, about: Option<&KeyAbout>) -> String {
    let about = serde_json::to_string(&about).unwrap_or_default();
    format!("concordat data key 1\n{id}\n{wrapped_by}\n{about}")
}

fn cipher(storage: &StorageKey) -> Option<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, storage.secret()).ok().map(LessSafeKey::new)
}

fn write_key(path: &Path, key: &DataKey, about: Option<&KeyAbout>, storage: &StorageKey) -> Result<(), StoreError> {
    let mut nonce = [0; 12];
    fill_random(&mut nonce).map_err(|source| write_error(path, source))?;
    let wrapped_by = storage.id();
    let aad = bound(key.id(), &wrapped_by, about);
    let mut wrapped = key.secret().to_vec();
    let cipher = cipher(storage);
    let sealed = cipher.and_then(|cipher| {
        let nonce = Nonce::assume_unique_for_key(nonce);
        cipher.seal_in_place_append_tag(nonce, Aad::from(aad.as_bytes()), &mut wrapped).ok()
    });
    sealed.ok_or_else(|| write_error(path, std::io::Error::other("a key cannot be wrapped")))?;
    let file = KeyFile {
        version: 1,
        key: key.id().to_owned(),
        wrapped_by,
        about: about.cloned(),
        nonce: STANDARD.encode(nonce),
        wrapped: STANDARD.encode(wrapped),
    };
    atomic::write_atomic(path, &serde_json::to_vec(&file).unwrap_or_default())
}

/// A key and what it is for; `None` where the file was overwritten and not yet removed.
fn read_key(path: &Path, id: &str, storage: &StorageKey) -> Result<Option<(DataKey, Option<KeyAbout>)>, StoreError> {
    let bytes = read::read_bytes(path)?;
    if bytes.iter().all(|byte| *byte == 0) {
        return Ok(None);
    }
    let changed = || StoreError::Sealed { path: path.to_path_buf(), fault: SealFault::Changed };
    let file: KeyFile = serde_json::from_slice(&bytes).map_err(|_| changed())?;
    if file.version != 1 || file.key != id {
        return Err(changed());
    }
    let given = storage.id();
    if file.wrapped_by != given {
        let path = path.to_path_buf();
        return Err(StoreError::WrongStorageKey { path, wrapped_by: file.wrapped_by, given });
    }
    let secret = unwrap(&file, storage).ok_or_else(changed)?;
    Ok(Some((DataKey::new(file.key, secret), file.about)))
}

fn unwrap(file: &KeyFile, storage: &StorageKey) -> Option<Zeroizing<[u8; 32]>> {
    let nonce = Nonce::try_assume_unique_for_key(&STANDARD.decode(&file.nonce).ok()?).ok()?;
    let mut wrapped = Zeroizing::new(STANDARD.decode(&file.wrapped).ok()?);
    let aad = bound(&file.key, &file.wrapped_by, file.about.as_ref());
    let plain = cipher(storage)?.open_in_place(nonce, Aad::from(aad.as_bytes()), &mut wrapped).ok()?;
    let secret: [u8; 32] = (&*plain).try_into().ok()?;
    Some(Zeroizing::new(secret))
}

fn write_error(path: &Path, source: std::io::Error) -> StoreError {
    StoreError::Write { path: path.to_path_buf(), source }
}
