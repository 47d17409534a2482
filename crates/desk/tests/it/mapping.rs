//! Mappings in declarations: each fault at its line, with the nearest name.
//!
//! Not allowed in here: agreements that are not needed for it.

use crate::support::{COUNTS_SOURCE, loaded};

fn faults(mapping: &str) -> Vec<String> {
    let loaded = loaded(&format!("{COUNTS_SOURCE}{mapping}"));
    let said = loaded.faults.iter().map(|fault| {
        let place = fault.place.as_ref().unwrap();
        let help = fault.help.as_ref().map_or("", |help| help.as_str());
        format!("{}:{}:{} {} {} {help}", place.file, place.line, place.column, fault.code, fault.message)
    });
    said.collect()
}

#[test]
fn a_mapping_of_what_exists_is_fine() {
    let mapping = "mapping:\n  columns: {'Ward Code': ward}\n  codes: {age_band: {'young': '10-14'}, ward: {'North': W01}}\n  \
                   periods: {month: dd/mm/yyyy}\n";
    assert!(faults(mapping).is_empty(), "{:?}", faults(mapping));
}

#[test]
fn what_does_not_exist_is_told_with_the_nearest_name() {
    for (mapping, fault) in [
        (
            "  columns: {'Ward Code': wrad}",
            "sources/kettle-counts.yaml:14:26 C106 there is no column 'wrad' did you mean 'ward'?",
        ),
        (
            "  codes: {age_bnd: {'young': '10-14'}}",
            "14:30 C106 there is no column of codes or areas 'age_bnd' did you mean 'age_band'?",
        ),
        ("  codes: {age_band: {'young': '10-15'}}", "14:31 C106 there is no code '10-15' did you mean '10-14'?"),
        ("  codes: {visitors: {'many': '9'}}", "C106 there is no column of codes or areas 'visitors'"),
        ("  codes: {age_band: {'15-17': '10-14'}}", "14:31 C110 '15-17' is a code of the list already"),
        (
            "  periods: {month: dd/mm/yyy}",
            "14:20 C106 there is no form of periods 'dd/mm/yyy' did you mean 'dd/mm/yy'?",
        ),
        ("  periods: {month: yyyy-yy}", "14:20 C105 'yyyy-yy' cannot tell a month"),
        ("  periods: {ward: yyyy-mm}", "C106 there is no column of periods 'ward'"),
        ("  columns: {'A': ward, 'B': ward}", "C107 the column 'ward' is mapped in line 14 too"),
        ("  colums: {}", "C103 unknown key 'colums' did you mean 'columns'?"),
    ] {
        let found = faults(&format!("mapping:\n{mapping}\n"));
        assert!(found.iter().any(|one| one.contains(fault)), "{fault}\n{found:?}");
    }
}
