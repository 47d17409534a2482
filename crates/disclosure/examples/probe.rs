//! probe
use concordat_disclosure::*;
use std::collections::*;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let floor: u64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let only: Vec<String> = std::env::args().skip(3).collect();
    let peers = std::fs::read_to_string(format!("{dir}/peers.csv")).unwrap();
    for line in std::fs::read_to_string(format!("{dir}/instances.csv")).unwrap().lines().skip(1) {
        let f: Vec<&str> = line.split(',').collect();
        if !only.is_empty() && !only.iter().any(|o| f[0] == o) { continue; }
        let t: u64 = f[1].parse().unwrap();
        println!("== {} T={} optimum {} ", f[0], t, f[5]);
        for p in peers.lines().filter(|p| p.starts_with(&format!("{},", f[0]))) {
            let q: Vec<&str> = p.split(',').collect();
            if q[6]=="0" && q[7]=="0" || q[1]=="ARGUS_MOD" {
            print!(" {}:{}/{} E{} N{};", q[1], q[3], q[4], q[6], q[7]);}
        }
        println!();
        let table = load(dir.as_str(), f[0], t);
        probe(&table, floor, t);
    }
}
fn load(dir: &str, name: &str, t: u64) -> CellTable {
    let cells = std::fs::read_to_string(format!("{dir}/instances/{name}.cells.csv")).unwrap();
    let hier = std::fs::read_to_string(format!("{dir}/instances/{name}.hier.csv")).unwrap();
    let mut lines = cells.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let nd = head.len()-2;
    let rows: Vec<(Vec<&str>, u64)> = lines.map(|l| { let v: Vec<&str> = l.split(',').collect(); (v[..nd].to_vec(), v[nd].parse().unwrap()) }).collect();
    let policy = Policy { id: "p".into(), hide_from: 1, hide_to: t-1, round_to: None, guard_complement: false, already_public: false };
    let key = |v: &[&str]| CellKey::new(v.join("|"));
    let cs = rows.iter().map(|(v,c)| Cell { key: key(v), count: *c, contributors: *c, policy: 0, publication: Publication::Published }).collect();
    let mut h: BTreeMap<(usize,&str,&str),Vec<&str>> = BTreeMap::new();
    for l in hier.lines().skip(1) { let v: Vec<&str> = l.split(',').collect(); let d = head.iter().position(|x| *x==v[0]).unwrap(); h.entry((d,v[2],v[1])).or_default().push(v[3]); }
    let mut sums = vec![];
    for (v,_) in &rows { for d in 0..nd { for ((_,_,_),ch) in h.range((d,v[d],"")..).take_while(|((a,b,_),_)| *a==d && *b==v[d]) {
        let children = ch.iter().map(|c| { let mut w=v.clone(); w[d]=c; key(&w) }).collect();
        sums.push(Sum { parent: key(v), children });
    }}}
    let _ = t;
    CellTable::new(cs, sums, vec![policy]).unwrap()
}
