//! Early years profile extracts of the two councils. Outcomes are set by quota, so that the published percentages by
//! borough, year and free school meals come out to the nearest whole child; only who lives where is left to chance.
//! No child here exists, and no outcome is drawn at random.

use crate::draw::{Draw, Wheel};
use crate::error::Error;
use crate::files::{Delivery, LineEnd, Table};
use crate::ground::{Borough, Ground};
use crate::quota::{nearest_count, percent_tenths, rounded_quotient};
use crate::sample::SampleFile;
use crate::token::TokenMaker;

/// A school year: label, calendar year it ends in, children assessed in each borough. None was assessed in 2019/20 and
/// 2020/21.
const YEARS: [(&str, u64, [u64; 2]); 6] = [
    ("2017/18", 2018, [2020, 1625]),
    ("2018/19", 2019, [1984, 1593]),
    ("2021/22", 2022, [1905, 1502]),
    ("2022/23", 2023, [1881, 1474]),
    ("2023/24", 2024, [1852, 1447]),
    ("2024/25", 2025, [1823, 1421]),
];

const HEADER: &[&str] =
    &["pupil_pseudonym", "school_year", "lsoa21_code", "sex", "free_school_meals", "good_level_of_development"];

/// What is particular to a council.
struct Council {
    borough: Borough,
    /// Plausible share of children eligible for free school meals, per thousand; settles ties between fitting quotas.
    eligible_per_mille: u64,
    /// Assessed children whose eligibility is not known.
    eligibility_unknown: u64,
    /// Children not assessed, on top of those assessed.
    not_assessed: usize,
    /// Assessed children whose sex is not known (none in years with published counts by sex).
    sex_unknown: u64,
    /// Children whose address is not known.
    address_unknown: usize,
}

const COUNCILS: [Council; 2] = [
    Council {
        borough: Borough::Middlesbrough,
        eligible_per_mille: 380,
        eligibility_unknown: 6,
        not_assessed: 12,
        sex_unknown: 4,
        address_unknown: 8,
    },
    Council {
        borough: Borough::RedcarCleveland,
        eligible_per_mille: 280,
        eligibility_unknown: 5,
        not_assessed: 9,
        sex_unknown: 3,
        address_unknown: 6,
    },
];

/// A group of children and how many of them reached a good level of development.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Group {
    children: u64,
    good: u64,
}

/// The quota of one borough and year.
#[derive(Debug)]
struct Quota {
    /// Eligible for free school meals, not eligible, not known.
    meals: [Group; 3],
    /// Girls, boys, not known.
    sexes: [Group; 3],
}

const MEALS: [&str; 3] = ["yes", "no", "not_known"];
const SEXES: [&str; 3] = ["F", "M", "not_known"];

/// Early years deliveries of both councils.
///
/// # Errors
/// When a published figure is missing or cannot be met.
pub(crate) fn deliveries(ground: &Ground) -> Result<Vec<SampleFile>, Error> {
    let mut files = Vec::new();
    for (label, _, _) in YEARS {
        let rows = children(ground, &COUNCILS[0], label)?;
        let delivery = Delivery {
            supplier: "middlesbrough-council",
            source: "middlesbrough-early-years",
            file: format!("early-years-profile-{}.synthetic.csv", label.replace('/', "-")),
            period: label.to_owned(),
            sent: Some(format!("20{}-10-01", &label[5..])),
            reason: None,
        };
        let table = Table { header: HEADER.to_vec(), rows };
        files.extend(delivery.files(table.csv(LineEnd::Lf)?, table.rows.len())?);
    }
    let mut rows = Vec::new();
    for (label, _, _) in YEARS {
        rows.extend(children(ground, &COUNCILS[1], label)?);
    }
    let delivery = Delivery {
        supplier: "redcar-and-cleveland-council",
        source: "redcar-cleveland-early-years",
        file: "early-years-profile.synthetic.csv".to_owned(),
        period: "all".to_owned(),
        sent: None,
        reason: None,
    };
    let table = Table { header: HEADER.to_vec(), rows };
    files.extend(delivery.files(table.csv(LineEnd::CrLf)?, table.rows.len())?);
    Ok(files)
}

/// The children of one borough and year as rows, in the order of their pseudonyms.
fn children(ground: &Ground, council: &Council, label: &str) -> Result<Vec<Vec<String>>, Error> {
    let quota = quota(ground, council, label)?;
    let mut draw = Draw::stream(stream_number(council.borough, label));
    let mut outcomes = Vec::new();
    for (outcome, good) in [("yes", true), ("no", false)] {
        let of = |group: &Group| if good { group.good } else { group.children - group.good };
        let meals = repeated(MEALS, quota.meals.map(|group| of(&group)));
        let mut sexes = repeated(SEXES, quota.sexes.map(|group| of(&group)));
        draw.shuffle(&mut sexes);
        outcomes.extend(meals.into_iter().zip(sexes).map(|(meals, sex)| (sex, meals, outcome)));
    }
    for _ in 0..council.not_assessed {
        let sex = if draw.chance(600) { "M" } else { "F" };
        let meals = if draw.chance(council.eligible_per_mille) { "yes" } else { "no" };
        outcomes.push((sex, meals, "not_assessed"));
    }
    draw.shuffle(&mut outcomes);
    placed(ground, council, label, &outcomes, &mut draw)
}

/// Gives each child a pseudonym and a home, and sorts the rows.
fn placed(
    ground: &Ground,
    council: &Council,
    label: &str,
    outcomes: &[(&str, &str, &str)],
    draw: &mut Draw,
) -> Result<Vec<Vec<String>>, Error> {
    let homes = Homes::new(ground, council.borough)?;
    let pupils = TokenMaker::new(&format!("early years: {}", council.borough.name()))?;
    let mut rows: Vec<Vec<String>> = outcomes
        .iter()
        .enumerate()
        .map(|(place, (sex, meals, outcome))| {
            let home = homes.draw(meals, draw);
            let home = if place < council.address_unknown { "" } else { home };
            let pupil = pupils.token(&format!("{label} pupil {place}"));
            [&pupil, label, home, sex, meals, outcome].map(str::to_owned).to_vec()
        })
        .collect();
    rows.sort();
    Ok(rows)
}

/// Where children live: children eligible for free school meals live where more children are deprived.
struct Homes<'a> {
    eligible: Wheel<&'a str>,
    other: Wheel<&'a str>,
}

impl<'a> Homes<'a> {
    fn new(ground: &'a Ground, borough: Borough) -> Result<Self, Error> {
        let what = "small areas of children";
        let weight = |share: u64, aged_4: u64| share * aged_4;
        let areas = || ground.areas_of(borough);
        Ok(Self {
            eligible: Wheel::new(
                what,
                areas().map(|area| (area.code.as_str(), weight(area.deprived_per_mille, area.aged_4))),
            )?,
            other: Wheel::new(
                what,
                areas().map(|area| (area.code.as_str(), weight(1000 - area.deprived_per_mille, area.aged_4))),
            )?,
        })
    }

    fn draw(&self, meals: &str, draw: &mut Draw) -> &'a str {
        let wheel = if meals == "yes" { &self.eligible } else { &self.other };
        wheel.spin(draw)
    }
}

/// The quota that meets the published percentages of a borough and year: all children, those eligible for free school
/// meals, and others. The number eligible is not published, so every number is tried and the best fit kept.
fn quota(ground: &Ground, council: &Council, label: &str) -> Result<Quota, Error> {
    let what = || format!("{}, {label}", council.borough.name());
    let (_, year, cohorts) =
        YEARS.into_iter().find(|year| year.0 == label).ok_or_else(|| Error::Quota { what: what() })?;
    let column = usize::from(council.borough == Borough::RedcarCleveland);
    let assessed = cohorts[column];
    let published = |measure| ground.percentage(measure, year, council.borough);
    let target = Target {
        assessed,
        all_tenths: published("FSP_NEW_GOODDEV")?,
        meals_tenths: [published("FSP_Gooddev_FSM")?, published("FSP_Gooddev_FSM_Other")?],
        exact_good: ground.profile(council.borough, &label.replace("/", ""), "Total").map(|count| count.good),
        eligible: rounded_quotient(assessed * council.eligible_per_mille, 1000),
        unknown: council.eligibility_unknown,
    };
    let meals = target.best_split().ok_or_else(|| Error::Quota { what: what() })?;
    let good = meals.iter().map(|group| group.good).sum();
    let sexes = sexes(ground, council, label, Group { children: assessed, good })?;
    Ok(Quota { meals, sexes })
}

/// Assessed children of a borough and year who are eligible for free school meals, and how many of them reached a good level.
///
/// # Errors
/// As [`deliveries`].
pub(crate) fn eligible(ground: &Ground, borough: Borough, label: &str) -> Result<(u64, u64), Error> {
    let council = COUNCILS.iter().find(|council| council.borough == borough);
    let council = council.ok_or_else(|| Error::Quota { what: label.to_owned() })?;
    let eligible = quota(ground, council, label)?.meals[0];
    Ok((eligible.children, eligible.good))
}

/// What a split by free school meals has to meet.
struct Target {
    assessed: u64,
    all_tenths: u64,
    meals_tenths: [u64; 2],
    exact_good: Option<u64>,
    eligible: u64,
    unknown: u64,
}

impl Target {
    /// The split with the fewest misses, nearest to the plausible number of eligible children.
    fn best_split(&self) -> Option<[Group; 3]> {
        let tried = (self.assessed / 10)..(self.assessed * 6 / 10);
        tried
            .map(|eligible| self.split(eligible))
            .min_by_key(|split| (self.miss(split), split[0].children.abs_diff(self.eligible), split[0].children))
    }

    /// Each group at the whole child nearest to its percentage; children of unknown eligibility do as the others do.
    fn split(&self, eligible: u64) -> [Group; 3] {
        let [eligible_tenths, other_tenths] = self.meals_tenths;
        let others = self.assessed - eligible - self.unknown;
        [(eligible, eligible_tenths), (others, other_tenths), (self.unknown, other_tenths)]
            .map(|(children, tenths)| Group { children, good: nearest_count(children, tenths) })
    }

    /// First how far all children are from the published count or percentage, then how many groups do not round to theirs.
    fn miss(&self, split: &[Group; 3]) -> (u64, usize) {
        let good: u64 = split.iter().map(|group| group.good).sum();
        let overall = self.exact_good.map_or_else(
            || percent_tenths(good, self.assessed).abs_diff(self.all_tenths),
            |exact| good.abs_diff(exact),
        );
        let groups = split
            .iter()
            .zip(self.meals_tenths)
            .filter(|(group, tenths)| percent_tenths(group.good, group.children) != *tenths)
            .count();
        (overall, groups)
    }
}

/// Girls, boys and not known: the published counts where there are some, else the published difference of 2017/18.
fn sexes(ground: &Ground, council: &Council, label: &str, all: Group) -> Result<[Group; 3], Error> {
    let year = label.replace('/', "");
    let count = |year: &str, sex: &str| ground.profile(council.borough, year, sex);
    if let Some(girls) = count(&year, "Gender Female") {
        let girls = Group { children: girls.children, good: girls.good };
        let boys = Group { children: all.children - girls.children, good: all.good - girls.good };
        return Ok([girls, boys, Group { children: 0, good: 0 }]);
    }
    let missing = || Error::MissingFigure { what: format!("{}, 2017/18 by sex", council.borough.name()) };
    let girls = count("201718", "Gender Female").ok_or_else(missing)?;
    let boys = count("201718", "Gender Male").ok_or_else(missing)?;
    let lead = percent_tenths(girls.good, girls.children).saturating_sub(percent_tenths(boys.good, boys.children));
    let unknown = Group { children: council.sex_unknown, good: council.sex_unknown / 2 };
    let known = Group { children: all.children - unknown.children, good: all.good - unknown.good };
    let children = rounded_quotient(known.children * 488, 1000);
    // Girls have the common share plus the boys' part of the lead.
    let good = rounded_quotient(
        children * known.good * 1000 + lead * children * (known.children - children),
        known.children * 1000,
    );
    let boys = Group { children: known.children - children, good: known.good - good };
    Ok([Group { children, good }, boys, unknown])
}

fn repeated(words: [&'static str; 3], counts: [u64; 3]) -> Vec<&'static str> {
    let times = |count| usize::try_from(count).unwrap_or(0);
    words.into_iter().zip(counts).flat_map(|(word, count)| vec![word; times(count)]).collect()
}

fn stream_number(borough: Borough, label: &str) -> u64 {
    let year = YEARS.iter().position(|year| year.0 == label).unwrap_or(0);
    100 + 10 * u64::from(borough == Borough::RedcarCleveland) + u64::try_from(year).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_split_rounds_to_all_three_percentages() {
        let target = Target {
            assessed: 1823,
            all_tenths: 616,
            meals_tenths: [535, 665],
            exact_good: None,
            eligible: 690,
            unknown: 6,
        };
        let split = target.best_split().unwrap();
        assert_eq!(target.miss(&split), (0, 0));
        assert_eq!(split.iter().map(|group| group.children).sum::<u64>(), 1823);
    }
}
