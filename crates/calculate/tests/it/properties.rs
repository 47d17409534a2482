//! What must hold for every table: the order of rows and the cutting of groups change nothing.
//!
//! Not allowed here: numbers of a method.

use concordat_calculate::{Settings, Table, calculate, method, write_csv};
use proptest::prelude::*;

fn run(name: &str, csv: &str) -> Table {
    let table = Table::from_csv(csv.as_bytes()).unwrap();
    calculate(method::find(name).unwrap(), &table, &Settings::default()).unwrap().table
}

fn numbers(table: &Table, row: usize) -> Vec<f64> {
    table.columns().iter().filter_map(|column| column.cells.text(row).parse().ok()).collect()
}

fn csv(header: &str, rows: &[Vec<u32>]) -> String {
    let line = |row: &Vec<u32>| row.iter().map(u32::to_string).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().fold(format!("{header}\n"), |text, row| text + &line(row))
}

/// Rows of one area: an age band each, events, people, standard people.
fn bands() -> impl Strategy<Value = Vec<Vec<u32>>> {
    prop::collection::vec((0..60_u32, 100..9_000_u32, 1..7_000_u32), 2..25)
        .prop_map(|rows| rows.into_iter().map(|(x, n, w)| vec![1, x, n, w, 10 * w + 1, 20_000]).collect())
}

const BANDS: &str = "area,x,n,stdpop,x_ref,n_ref";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_rows_changes_nothing((given, shuffled) in bands().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))) {
        for name in ["dsr", "isr", "aggregate"] {
            // Columns that a method does not know would divide the groups.
            let keep = |rows: &[Vec<u32>]| -> Vec<Vec<u32>> {
                let places: &[usize] = match name { "dsr" => &[0, 1, 2, 3], "isr" => &[0, 1, 2, 4, 5], _ => &[0, 1, 2] };
                rows.iter().map(|row| places.iter().map(|place| row[*place]).collect()).collect()
            };
            let header: Vec<&str> = BANDS.split(',').collect();
            let header = match name { "dsr" => header[..4].join(","), "isr" => "area,x,n,x_ref,n_ref".to_owned(), _ => header[..3].join(",") };
            let one = write_csv(&run(name, &csv(&header, &keep(&given))));
            let other = write_csv(&run(name, &csv(&header, &keep(&shuffled))));
            prop_assert_eq!(one, other);
        }
    }

    #[test]
    fn cutting_a_group_into_parts_changes_nothing(x in 0..1_000_u32, n in 1_000..9_000_u32, part in 0.0..1.0_f64) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares of small numbers")]
        let share = |whole: u32| (f64::from(whole) * part) as u32;
        let (x1, n1) = (share(x), share(n).clamp(1, n - 1));
        prop_assume!(x1 <= n1 && x - x1 <= n - n1);
        let whole = run("aggregate", &csv("area,x,n", &[vec![1, x, n]]));
        let parts = run("aggregate", &csv("area,x,n", &[vec![1, x1, n1], vec![1, x - x1, n - n1]]));
        prop_assert_eq!(write_csv(&whole), write_csv(&parts));
    }

    #[test]
    fn another_group_changes_nothing(mine in bands(), others in bands()) {
        let four = |rows: &[Vec<u32>], area: u32| -> Vec<Vec<u32>> {
            rows.iter().map(|row| vec![area, row[1], row[2], row[3]]).collect()
        };
        let alone = run("dsr", &csv("area,x,n,stdpop", &four(&mine, 1)));
        let mixed: Vec<Vec<u32>> = four(&others, 2).into_iter().chain(four(&mine, 1)).collect();
        let beside = run("dsr", &csv("area,x,n,stdpop", &mixed));
        prop_assert_eq!(numbers(&alone, 0), numbers(&beside, 1));
    }
}
