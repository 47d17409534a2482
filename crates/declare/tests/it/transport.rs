//! Servers and encryption as sources declare them.

use concordat_declare::load;
use concordat_diagnostics::render::concise;

use crate::folder::Folder;

const SOURCE: &str = "sources/middlesbrough-early-years.yaml";
const FOLDER: &str = "  folder:
    path: ../../sample-data/middlesbrough-council/middlesbrough-early-years
    pattern: \"*.csv\"
    unchanged_minutes: 10
";

/// The faults of a place whose source has this transport, and lines behind it.
fn faults(transport: &str) -> Vec<String> {
    let loaded = load(&Folder::south_tees().with(SOURCE, FOLDER, transport));
    loaded.faults.iter().map(concise).collect()
}

fn sftp(pattern: &str, login: &str, key: &str) -> String {
    format!(
        "  sftp: {{host: files.example, user: pipeline, path: /out, pattern: '{pattern}', unchanged_minutes: 10, \
         host_key: '{key}', {login}, timeout_seconds: 30, tries: 3}}\n"
    )
}

const KEY: &str = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const SEALED: &str = "encryption: {age: {identity_file: ../identity}}\n";

#[test]
fn a_server_with_a_pinned_key_and_one_secret_is_read() {
    for login in ["password_environment: SFTP_PASSWORD", "private_key_file: ../key, private_key_environment: SFTP_KEY"]
    {
        assert_eq!(faults(&sftp("*.csv", login, KEY)), <[String; 0]>::default());
        assert_eq!(faults(&(sftp("*.csv.age", login, KEY) + SEALED)), <[String; 0]>::default());
    }
}

#[test]
fn a_server_without_a_fingerprint_or_with_two_secrets_is_refused() {
    let login = "password_environment: SFTP_PASSWORD";
    for key in ["", "MD5:aa", "SHA256:short", &KEY.replace('A', "=")] {
        let told = faults(&sftp("*.csv", login, key));
        assert!(told[0].contains("C105") && told[0].contains("fingerprint"), "{told:?}");
    }
    let unpinned = sftp("*.csv", login, KEY).replace(&format!("host_key: '{KEY}', "), "");
    let told = faults(&unpinned);
    assert!(told.iter().any(|fault| fault.contains("C104 the key 'host_key' is missing")), "{told:?}");
    for login in ["port: 22", "password_file: p, private_key_file: k"] {
        let told = faults(&sftp("*.csv", login, KEY));
        assert!(told[0].contains("where the password is kept"), "{told:?}");
    }
}

#[test]
fn encryption_and_names_of_files_must_say_the_same() {
    let folder = |pattern: &str| FOLDER.replace("*.csv", pattern);
    let told = faults(&folder("*.csv.age"));
    assert!(told[0].contains("names end with .age, and no encryption is declared"), "{told:?}");
    let told = faults(&(folder("*.csv") + SEALED));
    assert!(told[0].contains("names of all files must end with .age"), "{told:?}");
    let told = faults(&(folder("*.csv.age") + "encryption: {age: {}}\n"));
    assert!(told[0].contains("where the identity is kept"), "{told:?}");
}
