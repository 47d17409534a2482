//! One connection to a server: its key compared with the declared one, login, and the file protocol on top.
//!
//! Not allowed in here: a key that is not declared, and the words of the libraries in a message.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use concordat_declare::source::SftpTransport;
use concordat_diagnostics::{Diagnostic, codes};
use russh::Disconnect;
use russh::client::{self, Handle};
use russh::keys::HashAlg;
use russh::keys::PublicKeyOrCertificate;
use russh_sftp::client::{Config, SftpSession, error::Error as SftpError};
use russh_sftp::protocol::StatusCode;

use crate::retry::Failed;

use super::about;
use super::login::Secret;

/// Compares the server's key with the declared one, and keeps the fingerprint of another for the message.
struct Pinned {
    declared: String,
    shown: Arc<OnceLock<String>>,
}

impl client::Handler for Pinned {
    type Error = russh::Error;

    async fn check_server_key(&mut self, server: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        let PublicKeyOrCertificate::PublicKey { key, .. } = server else { return Ok(false) };
        let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
        let known = fingerprint == self.declared;
        if !known {
            let _first = self.shown.set(fingerprint);
        }
        Ok(known)
    }
}

/// A connection that is made when it is needed, and again after it broke.
pub(super) struct Link<'a> {
    pub(super) transport: &'a SftpTransport,
    secret: Secret,
    open: Option<(Handle<Pinned>, SftpSession)>,
}

impl<'a> Link<'a> {
    pub(super) fn new(transport: &'a SftpTransport, secret: Secret) -> Self {
        Self { transport, secret, open: None }
    }

    /// How long a pause may be.
    pub(super) fn patience(&self) -> Duration {
        Duration::from_secs(u64::from(self.transport.timeout_seconds.max(1)))
    }

    /// Does something with the connection, which is given up when the transport failed.
    pub(super) async fn guarded<T>(
        &mut self,
        one: impl AsyncFnOnce(&mut Self) -> Result<T, Failed>,
    ) -> Result<T, Failed> {
        let outcome = one(self).await;
        if let Err(Failed::Transport(_)) = outcome {
            self.open = None;
        }
        outcome
    }

    /// The file protocol on a connection that stands.
    pub(super) async fn session(&mut self) -> Result<&SftpSession, Failed> {
        if self.open.is_none() {
            let made = tokio::time::timeout(self.patience() * 2, self.connect()).await;
            self.open = Some(made.map_err(|_| Failed::Transport(SILENT))??);
        }
        self.open.as_ref().map(|(_, session)| session).ok_or(Failed::Transport(BROKEN))
    }

    /// Says good-bye.
    pub(super) async fn close(&mut self) {
        if let Some((handle, _)) = self.open.take() {
            // All files are here; how the server takes leave does not matter.
            let leaving = handle.disconnect(Disconnect::ByApplication, "", "");
            let _left = tokio::time::timeout(Duration::from_secs(1), leaving).await;
        }
    }

    async fn connect(&self) -> Result<(Handle<Pinned>, SftpSession), Failed> {
        let patience = self.patience();
        let config = client::Config { inactivity_timeout: Some(patience), nodelay: true, ..client::Config::default() };
        let shown = Arc::new(OnceLock::new());
        let pinned = Pinned { declared: self.transport.host_key.value.clone(), shown: Arc::clone(&shown) };
        let address = (self.transport.host.value.as_str(), self.transport.port);
        let connected = client::connect(Arc::new(config), address, pinned).await;
        let mut handle = connected.map_err(|error| self.unconnected(&error, shown.get()))?;
        let proved = self.secret.prove(&mut handle, &self.transport.user).await.map_err(|error| broken(&error))?;
        if !proved.success() {
            let message = about(self.transport).say(" refused the login of account ").declared(&self.transport.user);
            return Err(Diagnostic::error(&codes::LOGIN_REFUSED, message).into());
        }
        let channel = handle.channel_open_session().await.map_err(|error| broken(&error))?;
        channel.request_subsystem(true, "sftp").await.map_err(|error| broken(&error))?;
        let config = Config { request_timeout_secs: patience.as_secs(), ..Config::default() };
        let session = SftpSession::new_with_config(channel.into_stream(), config).await;
        Ok((handle, session.map_err(|error| self.told(&error))?))
    }

    fn unconnected(&self, error: &russh::Error, shown: Option<&String>) -> Failed {
        if let russh::Error::UnknownKey = error {
            let mut message = about(self.transport).say(" shows a key that is not the declared one");
            if let Some(shown) = shown {
                message = message.say(": its fingerprint is ").declared(shown);
            }
            return Diagnostic::error(&codes::SERVER_UNKNOWN, message).into();
        }
        if let russh::Error::NoCommonAlgo { .. } = error {
            let message = about(self.transport).say(" offers no method of encryption or key that is taken for safe");
            return Diagnostic::error(&codes::TRANSPORT_FAILED, message).into();
        }
        broken(error)
    }

    /// What an answer of the file protocol means.
    pub(super) fn told(&self, error: &SftpError) -> Failed {
        let refuse = |words| Failed::from(Diagnostic::error(&codes::SERVER_REFUSED, about(self.transport).say(words)));
        match error {
            SftpError::Status(status) => match status.status_code {
                StatusCode::NoSuchFile => {
                    let message = about(self.transport).say(" has no folder or file of that name any more");
                    Diagnostic::error(&codes::NOTHING_DELIVERED, message).into()
                }
                StatusCode::PermissionDenied => refuse(" does not let this account read there"),
                StatusCode::ConnectionLost | StatusCode::NoConnection => Failed::Transport(BROKEN),
                _ => refuse(" refused to list or to send"),
            },
            SftpError::Timeout => Failed::Transport(SILENT),
            _ => Failed::Transport(BROKEN),
        }
    }
}

pub(super) const SILENT: &str = "the server was silent for too long";
pub(super) const BROKEN: &str = "the transfer broke off";

fn broken(error: &russh::Error) -> Failed {
    Failed::Transport(match error {
        russh::Error::ConnectionTimeout | russh::Error::KeepaliveTimeout | russh::Error::InactivityTimeout => SILENT,
        russh::Error::IO(_) => "no connection could be made, or it broke off",
        _ => BROKEN,
    })
}
