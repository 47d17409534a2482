//! What to know about each folder of made-up extracts for the nine missions. Text only: what stands here is written beside
//! the files by the room of readme notes, and nothing is computed.

/// Folder, title, and what to know about it.
pub(crate) const NOTES: [(&str, &str, &str); 44] = [
    (
        "middlesbrough-council/middlesbrough-childhood-disadvantage",
        "Children in the reception year known to be disadvantaged, Middlesbrough",
        "Contract `early-years-disadvantage`. One CSV file for each period, each with a delivery note. Children on the\n\
         list of school meals are as many, and reach a good level as often, as in the early years profile extract, which\n\
         is shaped to published percentages. How many others the other lists know is made up.",
    ),
    (
        "redcar-and-cleveland-council/redcar-cleveland-childhood-disadvantage",
        "Children in the reception year known to be disadvantaged, Redcar and Cleveland",
        "Contract `early-years-disadvantage`. One CSV file with all periods, a full refresh, without a delivery note.\n\
         Children on the list of school meals are as many, and reach a good level as often, as in the early years profile\n\
         extract, which is shaped to published percentages. How many others the other lists know is made up.",
    ),
    (
        "middlesbrough-council/middlesbrough-key-stage-2",
        "Key stage 2 results, Middlesbrough pupils",
        "Contract `key-stage-2-results`. One CSV file for each period, each with a delivery note. The columns of 2022/23\n\
         stand in another order than those of later years. Percentages at the expected standard of disadvantaged and\n\
         other pupils equal the published ones to the nearest child (`../../open/dfe-lait-key-stage-2`). The number of\n\
         pupils is made up.",
    ),
    (
        "redcar-and-cleveland-council/redcar-cleveland-key-stage-2",
        "Key stage 2 results, Redcar and Cleveland pupils",
        "Contract `key-stage-2-results`. One CSV file with all periods, a full refresh, without a delivery note.\n\
         Percentages at the expected standard of disadvantaged and other pupils equal the published ones to the nearest\n\
         child (`../../open/dfe-lait-key-stage-2`). The number of pupils is made up.",
    ),
    (
        "middlesbrough-council/middlesbrough-participation",
        "Young people of academic age 16 and 17, Middlesbrough",
        "Contract `participation-age-16-17`. One Parquet file for each period, every column plain text, each with a\n\
         delivery note. Percentages not in education, employment or training, and of these with not known, equal the\n\
         published ones to the nearest person (`../../open/dfe-lait-economic-factors`). Who was lost sight of in\n\
         September, and who found them, is made up.",
    ),
    (
        "redcar-and-cleveland-council/redcar-cleveland-participation",
        "Young people of academic age 16 and 17, Redcar and Cleveland",
        "Contract `participation-age-16-17`. One Parquet file for each period, every column plain text, each with a\n\
         delivery note. Percentages not in education, employment or training, and of these with not known, equal the\n\
         published ones to the nearest person (`../../open/dfe-lait-economic-factors`). Who was lost sight of in\n\
         September, and who found them, is made up.",
    ),
    (
        "south-tees-hospitals/south-tees-hospitals-self-harm",
        "Emergency department attendances for self-harm, ages 10 to 24",
        "Contract `self-harm-attendances`. One CSV file for each period, each with a delivery note. The file of 2023/24\n\
         was sent again, corrected; its note says why. Every number in it is made up.",
    ),
    (
        "tees-esk-and-wear-valleys/tees-esk-wear-valleys-young-referrals",
        "Referrals of young people to mental health services",
        "Contract `young-peoples-referrals`. One CSV file for each period, each with a delivery note. Every number in it\n\
         is made up.",
    ),
    (
        "tees-youth-counselling/tees-youth-counselling-referrals",
        "Referrals of young people to counselling",
        "Contract `young-peoples-referrals`. One CSV file with all periods, a full refresh, without a delivery note.\n\
         Every number in it is made up. Tees Youth Counselling is a made-up charity.",
    ),
    (
        "middlesbrough-council/middlesbrough-pupil-survey",
        "Pupils asked how satisfied they are with their lives, both boroughs",
        "Contract `experience-survey`. One CSV file with all periods, a full refresh, with a delivery note. Every number\n\
         in it is made up.",
    ),
    (
        "middlesbrough-council/middlesbrough-council-tax-support",
        "Children of households with council tax support, Middlesbrough",
        "Contract `council-tax-support-children`. One Parquet file for each period, every column plain text, each with a\n\
         delivery note. Every number in it is made up.",
    ),
    (
        "redcar-and-cleveland-council/redcar-cleveland-council-tax-support",
        "Children of households with council tax support, Redcar and Cleveland",
        "Contract `council-tax-support-children`. One Parquet file for each period, every column plain text, each with a\n\
         delivery note. Every number in it is made up.",
    ),
    (
        "tees-advice/tees-advice-cases",
        "Debt and benefits advice to households with children",
        "Contract `advice-cases`. One CSV file with all periods, a full refresh, without a delivery note. Every number in\n\
         it is made up. Tees Advice is a made-up charity.",
    ),
    (
        "cleveland-fire-brigade/cleveland-fire-incidents",
        "Deliberate fires attended",
        "Contract `place-incidents`. One CSV file with all periods, a full refresh, with a delivery note. Every number in\n\
         it is made up.",
    ),
    (
        "middlesbrough-council/middlesbrough-fly-tipping",
        "Fly-tipping cleared up, Middlesbrough",
        "Contract `place-incidents`. One CSV file with all periods, a full refresh, with a delivery note. A third of the\n\
         last month has not been entered yet. Every number in it is made up.",
    ),
    (
        "redcar-and-cleveland-council/redcar-cleveland-fly-tipping",
        "Fly-tipping cleared up, Redcar and Cleveland",
        "Contract `place-incidents`. One CSV file with all periods, a full refresh, without a delivery note. A third of\n\
         the last month has not been entered yet. Every number in it is made up.",
    ),
    (
        "redcar-and-cleveland-council/redcar-cleveland-residents-survey",
        "Residents asked whether what they do in life is worthwhile, both boroughs",
        "Contract `experience-survey`. One CSV file with all periods, a full refresh, with a delivery note. Every number\n\
         in it is made up.",
    ),
    (
        "middlesbrough-council/middlesbrough-community-offers",
        "Stop-smoking and weight offers, Middlesbrough",
        "Contract `community-offers`. One CSV file for each period, each with a delivery note. Every number in it is made\n\
         up.",
    ),
    (
        "redcar-and-cleveland-council/redcar-cleveland-community-offers",
        "Stop-smoking and weight offers, Redcar and Cleveland",
        "Contract `community-offers`. One CSV file with all periods, a full refresh, without a delivery note. Every\n\
         number in it is made up.",
    ),
    (
        "north-east-north-cumbria-icb/icb-social-prescribing",
        "Social prescribing by link workers of general practices",
        "Contract `community-offers`. One CSV file for each period, each with a delivery note. Every number in it is made\n\
         up.",
    ),
    (
        "south-tees-hospitals/south-tees-hospitals-maternities",
        "Maternities of women living in the two boroughs",
        "Contract `maternities`. One Parquet file for each period, every column plain text, each with a delivery note.\n\
         Breastfeeding at 6 to 8 weeks equals the published percentages to the nearest child up to 2023/24\n\
         (`../../open/dfe-lait-health`). The year after, smoking, and the number of maternities are made up.",
    ),
    (
        "middlesbrough-council/middlesbrough-year-6-measurements",
        "Children measured in year 6, Middlesbrough",
        "Contract `year-6-measurements`. One CSV file for each period, each with a delivery note. Percentages equal the\n\
         published ones to the nearest child (`../../open/dfe-lait-health`). The number measured is made up.",
    ),
    (
        "redcar-and-cleveland-council/redcar-cleveland-year-6-measurements",
        "Children measured in year 6, Redcar and Cleveland",
        "Contract `year-6-measurements`. One CSV file with all periods, a full refresh, without a delivery note.\n\
         Percentages equal the published ones to the nearest child (`../../open/dfe-lait-health`). The number measured is\n\
         made up.",
    ),
    (
        "middlesbrough-council/middlesbrough-homelessness-needs",
        "Households owed a homelessness duty and their support needs, Middlesbrough",
        "Contract `homelessness-needs`. One CSV file for each period, each with a delivery note. Households of January to\n\
         March 2025, those with one support need or more, and those with three or more equal the statutory homelessness\n\
         tables A1 and A3 of the Ministry of Housing, Communities and Local Government (311, 243 and 113 in\n\
         Middlesbrough; 106, 56 and 13 in Redcar and Cleveland), and so do households of October to December 2025 (448\n\
         and 56). All else is made up.",
    ),
    (
        "redcar-and-cleveland-council/redcar-cleveland-homelessness-needs",
        "Households owed a homelessness duty and their support needs, Redcar and Cleveland",
        "Contract `homelessness-needs`. One CSV file with all periods, a full refresh, without a delivery note.\n\
         Households of January to March 2025, those with one support need or more, and those with three or more equal the\n\
         statutory homelessness tables A1 and A3 of the Ministry of Housing, Communities and Local Government (311, 243\n\
         and 113 in Middlesbrough; 106, 56 and 13 in Redcar and Cleveland), and so do households of October to December\n\
         2025 (448 and 56). All else is made up.",
    ),
    (
        "north-east-ambulance-service/north-east-ambulance-falls",
        "Falls of older people that an ambulance was called to",
        "Contract `falls-incidents`. One Parquet file for each period, every column plain text, each with a delivery\n\
         note. Every number in it is made up.",
    ),
    (
        "cleveland-fire-brigade/cleveland-fire-falls",
        "Older people lifted after a fall",
        "Contract `falls-incidents`. One CSV file with all periods, a full refresh, with a delivery note. Every number in\n\
         it is made up.",
    ),
    (
        "middlesbrough-council/middlesbrough-telecare-falls",
        "Falls reported through telecare, both boroughs",
        "Contract `falls-incidents`. One CSV file with all periods, a full refresh, with a delivery note. Every number in\n\
         it is made up.",
    ),
    (
        "south-tees-hospitals/south-tees-hospitals-falls-attended",
        "Emergency department attendances after a fall, aged 65 and over",
        "Contract `falls-incidents`. One Parquet file for each period, every column plain text, each with a delivery\n\
         note. Every number in it is made up.",
    ),
    (
        "redcar-and-cleveland-council/redcar-cleveland-older-residents-survey",
        "People aged 65 and over asked how much say they have over daily life, both boroughs",
        "Contract `experience-survey`. One CSV file with all periods, a full refresh, with a delivery note. Every number\n\
         in it is made up.",
    ),
    (
        "north-east-north-cumbria-icb/icb-deaths",
        "Deaths of adult residents and the ninety days before them",
        "Contract `deaths-last-90-days`. One Parquet file for each period, every column plain text, each with a delivery\n\
         note. Deaths in care homes of 2020 to 2023 equal the published ones (`../../open/ons-care-home-deaths`). All\n\
         else is made up.",
    ),
    (
        "tees-hospice/tees-hospice-carers-survey",
        "Bereaved carers asked how well the person was cared for in the last three months, both boroughs",
        "Contract `experience-survey`. One CSV file with all periods, a full refresh, without a delivery note. Every\n\
         number in it is made up. Tees Hospice is a made-up charity.",
    ),
    (
        "middlesbrough-council/south-tees-school-meals-list",
        "Children on the school meals list, kept by Middlesbrough Council for both boroughs",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, with a delivery note. Records that\n\
         may be linked with those of other agencies by keyed match-keys; who is known to whom is made up.",
    ),
    (
        "redcar-and-cleveland-council/south-tees-council-tax-support-list",
        "Children of households on council tax support, kept by Redcar and Cleveland for both boroughs",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, with a delivery note. Records that\n\
         may be linked with those of other agencies by keyed match-keys; who is known to whom is made up.",
    ),
    (
        "south-tees-hospitals/south-tees-hospitals-health-visiting",
        "Children whom a health visitor is concerned about",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, with a delivery note. Records that\n\
         may be linked with those of other agencies by keyed match-keys; who is known to whom is made up.",
    ),
    (
        "tees-homes/tees-homes-arrears",
        "Children of households in rent arrears",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, without a delivery note. The\n\
         association is late: nothing after February 2026 has come. Records that may be linked with those of other\n\
         agencies by keyed match-keys; who is known to whom is made up. Tees Homes is a made-up housing association.",
    ),
    (
        "tees-advice/tees-advice-families",
        "Children of households that are advised",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, without a delivery note. Records\n\
         that may be linked with those of other agencies by keyed match-keys; who is known to whom is made up. Tees\n\
         Advice is a made-up charity.",
    ),
    (
        "middlesbrough-council/south-tees-careers-tracking",
        "Young people not in learning or work, tracked for both boroughs",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, with a delivery note. Records that\n\
         may be linked with those of other agencies by keyed match-keys; who is known to whom is made up.",
    ),
    (
        "tees-esk-and-wear-valleys/tees-esk-wear-valleys-camhs",
        "Contacts of young people with mental health services",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, with a delivery note. Records that\n\
         may be linked with those of other agencies by keyed match-keys; who is known to whom is made up.",
    ),
    (
        "tees-youth-counselling/tees-youth-counselling-contacts",
        "Contacts of young people with counselling",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, without a delivery note. Records\n\
         that may be linked with those of other agencies by keyed match-keys; who is known to whom is made up. Tees Youth\n\
         Counselling is a made-up charity.",
    ),
    (
        "south-tees-hospitals/south-tees-hospitals-self-harm-links",
        "Emergency department attendances of young people for self-harm, for linkage",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, with a delivery note. Records that\n\
         may be linked with those of other agencies by keyed match-keys; who is known to whom is made up.",
    ),
    (
        "tees-hospice/tees-hospice-caseload",
        "People on the caseload of the hospice",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, without a delivery note. Records\n\
         that may be linked with those of other agencies by keyed match-keys; who is known to whom is made up. Tees\n\
         Hospice is a made-up charity.",
    ),
    (
        "north-east-north-cumbria-icb/icb-palliative-register",
        "People on the palliative care registers of general practices",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, with a delivery note. Records that\n\
         may be linked with those of other agencies by keyed match-keys; who is known to whom is made up.",
    ),
    (
        "south-tees-hospitals/south-tees-hospitals-emergency-links",
        "Emergency admissions of people aged 65 and over, for linkage",
        "Contract `service-contacts`. One CSV file with all periods, a full refresh, with a delivery note. Records that\n\
         may be linked with those of other agencies by keyed match-keys; who is known to whom is made up.",
    ),
];
