use concordat_difference::*;
fn main(){
 let a:Vec<String>=std::env::args().collect();
 let rd=|f:&str|{let p=std::path::Path::new(f);
  let b=|n:&str|std::fs::read(p.join(n)).unwrap();
  let (o,i,l,m)=(b("observations.csv"),b("indicators.csv"),b("lineage.ndjson"),b("manifest.json"));
  Release::read("x",Standing::Published,Files{observations_csv:&o,indicators_csv:&i,lineage_ndjson:&l,manifest_json:&m})};
 let o=rd(&a[1]).unwrap(); let n=rd(&a[2]).unwrap();
 let g=|i:usize|a.get(i).filter(|s|!s.is_empty()).cloned();
 let q=Question{indicator:a[3].clone(),area:a[4].clone(),period:g(5),measure:g(6),sex:g(7),against:g(8),group:g(9)};
 match difference(&o,&n,&q){Ok(d)=>{ for l in d.lines(){println!("{:12} {:20} {:>8} {}",l.part,l.cause,l.value.map_or(String::new(),|v|v.to_string()),l.because);} println!("{}",d.sentence);},Err(e)=>{let d=e.diagnostic();println!("{} {} | {}",d.code,d.message,d.help.unwrap_or_default());}}
}
