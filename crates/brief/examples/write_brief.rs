//! Writes a brief of a release folder, to be looked at:
//! `cargo run -p concordat-brief --example write_brief -- RELEASE/public MISSION AREA OUT`.
//!
//! Not allowed in here: what the command line needs; it calls the library.

use std::error::Error;
use std::path::PathBuf;

use concordat_brief::{Brief, Release, ReleaseFiles, Selection, Setting, Standing};
use concordat_formats::Licence;
use concordat_store::{create_folders, write_atomic};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [release, mission, area, out] = arguments.as_slice() else {
        return Err("expected RELEASE MISSION AREA OUT".into());
    };
    let (folder, out) = (PathBuf::from(release), PathBuf::from(out));
    let read = |file: &str| std::fs::read(folder.join(file));
    let (manifest, observations) = (read("manifest.json")?, read("observations.csv")?);
    let (indicators, changes) = (read("indicators.csv")?, read("changes.json")?);
    let files =
        ReleaseFiles { manifest: &manifest, observations: &observations, indicators: &indicators, changes: &changes };
    let release = Release::read(&files)?;
    let setting = Setting {
        is_public: release.about.audience == "public",
        standing: Standing::Current,
        publisher: release.about.place_name.clone(),
        licence: Some(Licence::open_government()),
        contact: None,
    };
    let selection = Selection { mission: mission.clone(), area: area.clone(), ..Selection::default() };
    create_folders(&out)?;
    for file in Brief::of(&release, &selection, &setting)?.files()? {
        write_atomic(&out.join(&file.name), &file.bytes)?;
    }
    Ok(())
}
