//! An SFTP server on the loopback interface: files in memory, one account, and a transfer that can break off.
//!
//! Not allowed in here: more of the protocol than listing and reading, and an expectation. Tests of other crates use it too.

use std::collections::{BTreeMap, HashMap};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use russh::keys::{Algorithm, HashAlg, PrivateKey, PublicKey};
use russh::server::{Auth, Config, Msg, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId};
use russh_sftp::protocol::{Attrs, Data, File, FileAttributes, Handle, Name, OpenFlags, Status, StatusCode, Version};

/// The folder that all files are in.
pub(crate) const FOLDER: &str = "/out";

/// What the server has and has seen.
#[derive(Default)]
pub(crate) struct State {
    /// Bytes and time of last change (seconds since 1970), by name.
    pub(crate) files: BTreeMap<String, (Vec<u8>, u32)>,
    pub(crate) password: String,
    pub(crate) key: Option<PublicKey>,
    /// Bytes that the first connection sends before it breaks off.
    pub(crate) cut_after: Option<u64>,
    /// Names and positions that were asked for, in order.
    pub(crate) reads: Vec<(String, u64)>,
    /// Logins that were tried: the password, or `key`.
    pub(crate) logins: Vec<String>,
}

/// The server; its thread ends with the test's process.
pub(crate) struct SshServer {
    pub(crate) port: u16,
    pub(crate) fingerprint: String,
    pub(crate) state: Arc<Mutex<State>>,
}

impl SshServer {
    pub(crate) fn start(state: State) -> Self {
        let key = PrivateKey::random(&mut russh::keys::key::safe_rng(), Algorithm::Ed25519).unwrap();
        let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
        let config = Arc::new(Config {
            keys: vec![key],
            auth_rejection_time: Duration::from_millis(10),
            auth_rejection_time_initial: Some(Duration::ZERO),
            ..Config::default()
        });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
            for socket in listener.incoming().flatten() {
                runtime.spawn(serve(Arc::clone(&config), socket, Arc::clone(&shared)));
            }
        });
        Self { port, fingerprint, state }
    }

    /// Adds or replaces a file.
    pub(crate) fn put(&self, name: &str, bytes: &[u8], modified: u32) {
        self.state.lock().unwrap().files.insert(name.to_owned(), (bytes.to_vec(), modified));
    }

    /// Names that were read, each once, delivery notes apart.
    pub(crate) fn read_names(&self) -> Vec<String> {
        let state = self.state.lock().unwrap();
        let mut names: Vec<String> = state.reads.iter().map(|(name, _)| name.clone()).collect();
        names.retain(|name| !name.ends_with(".delivery.json"));
        names.dedup();
        names
    }
}

async fn serve(config: Arc<Config>, socket: TcpStream, state: Arc<Mutex<State>>) {
    let Ok(plug) = socket.try_clone() else { return };
    socket.set_nonblocking(true).unwrap();
    let Ok(stream) = tokio::net::TcpStream::from_std(socket) else { return };
    let connection = Connection { state, plug: Arc::new(plug), channels: HashMap::new() };
    // A client that gives up ends its connection with an error; that is a part of these tests.
    if let Ok(session) = russh::server::run_stream(config, stream, connection).await {
        drop(session.await);
    }
}

struct Connection {
    state: Arc<Mutex<State>>,
    plug: Arc<TcpStream>,
    channels: HashMap<ChannelId, Channel<Msg>>,
}

impl russh::server::Handler for Connection {
    type Error = russh::Error;

    async fn auth_password(&mut self, user: &str, password: &str) -> Result<Auth, russh::Error> {
        let mut state = self.state.lock().unwrap();
        state.logins.push(password.to_owned());
        let right = user == "pipeline" && !state.password.is_empty() && state.password == password;
        Ok(if right { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, russh::Error> {
        let mut state = self.state.lock().unwrap();
        state.logins.push("key".to_owned());
        let known = state.key.as_ref().is_some_and(|known| known.key_data() == key.public_key.key_data());
        Ok(if user == "pipeline" && known { Auth::Accept } else { Auth::reject() })
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: russh::server::ChannelOpenHandle,
        _session: &mut Session,
    ) -> Result<(), russh::Error> {
        self.channels.insert(channel.id(), channel);
        reply.accept().await;
        Ok(())
    }

    async fn subsystem_request(
        &mut self,
        id: ChannelId,
        _name: &str,
        session: &mut Session,
    ) -> Result<(), russh::Error> {
        if let Some(channel) = self.channels.remove(&id) {
            session.channel_success(id)?;
            let (state, plug) = (Arc::clone(&self.state), Arc::clone(&self.plug));
            russh_sftp::server::run(channel.into_stream(), Files { state, plug, listed: false, sent: 0 }).await;
        }
        Ok(())
    }
}

/// One use of the file protocol. A handle is the name of its file.
struct Files {
    state: Arc<Mutex<State>>,
    plug: Arc<TcpStream>,
    listed: bool,
    sent: u64,
}

impl Files {
    fn attributes(&self, name: &str) -> Result<FileAttributes, StatusCode> {
        let state = self.state.lock().unwrap();
        let (bytes, modified) = state.files.get(name).ok_or(StatusCode::NoSuchFile)?;
        let size = Some(bytes.len() as u64);
        // A plain file that its owner reads and writes.
        Ok(FileAttributes { size, permissions: Some(0o100_600), mtime: Some(*modified), ..FileAttributes::empty() })
    }
}

fn name_of(path: &str) -> Result<String, StatusCode> {
    let name = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
    name.map(str::to_owned).ok_or(StatusCode::NoSuchFile)
}

fn fine(id: u32) -> Status {
    Status { id, status_code: StatusCode::Ok, error_message: String::new(), language_tag: String::new() }
}

impl russh_sftp::server::Handler for Files {
    type Error = StatusCode;

    fn unimplemented(&self) -> StatusCode {
        StatusCode::OpUnsupported
    }

    async fn init(&mut self, _version: u32, _extensions: HashMap<String, String>) -> Result<Version, StatusCode> {
        Ok(Version::new())
    }

    async fn opendir(&mut self, id: u32, path: String) -> Result<Handle, StatusCode> {
        self.listed = false;
        if path == FOLDER { Ok(Handle { id, handle: path }) } else { Err(StatusCode::NoSuchFile) }
    }

    async fn readdir(&mut self, id: u32, _handle: String) -> Result<Name, StatusCode> {
        if std::mem::replace(&mut self.listed, true) {
            return Err(StatusCode::Eof);
        }
        let names: Vec<String> = self.state.lock().unwrap().files.keys().cloned().collect();
        let files = names.iter().map(|name| Ok(File::new(name.as_str(), self.attributes(name)?)));
        Ok(Name { id, files: files.collect::<Result<_, StatusCode>>()? })
    }

    async fn stat(&mut self, id: u32, path: String) -> Result<Attrs, StatusCode> {
        Ok(Attrs { id, attrs: self.attributes(&name_of(&path)?)? })
    }

    async fn fstat(&mut self, id: u32, handle: String) -> Result<Attrs, StatusCode> {
        Ok(Attrs { id, attrs: self.attributes(&handle)? })
    }

    async fn open(
        &mut self,
        id: u32,
        filename: String,
        _flags: OpenFlags,
        _attributes: FileAttributes,
    ) -> Result<Handle, StatusCode> {
        let name = name_of(&filename)?;
        self.attributes(&name)?;
        Ok(Handle { id, handle: name })
    }

    async fn close(&mut self, id: u32, _handle: String) -> Result<Status, StatusCode> {
        Ok(fine(id))
    }

    async fn read(&mut self, id: u32, handle: String, offset: u64, len: u32) -> Result<Data, StatusCode> {
        let mut state = self.state.lock().unwrap();
        state.reads.push((handle.clone(), offset));
        if state.cut_after.is_some_and(|most| self.sent >= most) {
            state.cut_after = None;
            drop(self.plug.shutdown(Shutdown::Both));
            return Err(StatusCode::ConnectionLost);
        }
        let (bytes, _) = state.files.get(&handle).ok_or(StatusCode::NoSuchFile)?;
        let from = usize::try_from(offset).unwrap().min(bytes.len());
        let to = from.saturating_add(usize::try_from(len).unwrap()).min(bytes.len());
        if from == to {
            return Err(StatusCode::Eof);
        }
        self.sent += (to - from) as u64;
        Ok(Data { id, data: bytes[from..to].to_vec() })
    }
}
