//! What proves to a server who we are: a password, or a private key in OpenSSH's form.
//!
//! Not allowed in here: showing it.

use std::path::Path;
use std::sync::Arc;

use concordat_declare::source::SftpTransport;
use concordat_diagnostics::Diagnostic;
use russh::client::{AuthResult, Handle, Handler};
use russh::keys::{PrivateKey, PrivateKeyWithHashAlg};

use crate::secret::Kept;

/// A password or a private key.
pub(super) enum Secret {
    Password(String),
    Key(Arc<PrivateKey>),
}

impl Secret {
    /// From where the source says that it is kept.
    pub(super) fn find(base: &Path, transport: &SftpTransport) -> Result<Self, Diagnostic> {
        let (environment, file) = (transport.private_key_environment.as_deref(), transport.private_key_file.as_deref());
        let key = Kept { environment, file };
        if key.is_declared() {
            let text = key.find(base, " hold(s) no private key")?;
            let read = PrivateKey::from_openssh(&text).ok().filter(|key| !key.is_encrypted());
            let words = " hold(s) something that is not a private key in OpenSSH's form without a passphrase";
            return read.map(|key| Self::Key(Arc::new(key))).ok_or_else(|| key.fault(words));
        }
        let (environment, file) = (transport.password_environment.as_deref(), transport.password_file.as_deref());
        Kept { environment, file }.find(base, " hold(s) no password").map(Self::Password)
    }

    /// Tells the server, which has shown the declared key before.
    pub(super) async fn prove<H: Handler>(
        &self,
        handle: &mut Handle<H>,
        user: &str,
    ) -> Result<AuthResult, russh::Error> {
        match self {
            Self::Password(password) => handle.authenticate_password(user, password).await,
            Self::Key(key) => {
                let key = PrivateKeyWithHashAlg::new(Arc::clone(key), None);
                handle.authenticate_publickey(user, key).await
            }
        }
    }
}
