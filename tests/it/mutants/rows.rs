//! Faults of one kind each, row by row.

use super::{At, Edit, Mutant, replace};

/// The file, the table, what stands there, what stands there instead (added at the end of the table if
/// nothing stood there), the rule, where it points (the table's header if nothing is said), and errors
/// that follow from it.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

/// What they are called.
pub(super) const FAMILY: &str = "row by row";

const PLAN: &str = "omnichannel/plan.toml";
const STRATEGY: &str = "omnichannel/strategy.toml";
const MODEL: &str = "omnichannel/operating-model.toml";
const LEADERS: &str = "omnichannel/leadership.toml";
const KPIS: &str = "omnichannel/kpis.toml";
const Q1: &str = "omnichannel/record/2026-q1.toml";
const Q3: &str = "omnichannel/record/2026-q3.toml";
const TOWN: &str = "first.toml";

const ROWS: &[Row] = &[
    // ---- the file itself
    (PLAN, "[plan]", "horizon = 2029", "horizon 2029", "syntax-error", "horizon 2029", &[]),
    (
        PLAN,
        "[risk.crm-vendor]",
        "delays",
        "name = \"Again\"\ndelays",
        "syntax-error",
        "name = \"Again\"",
        &[],
    ),
    (PLAN, "[gate.engage-exit]", "", "<<<<<<< ours", "merge-conflict", "<<<<<<< ours", &[]),
    (KPIS, "[kpi.cxq]", "Panel of 640", "Panel\u{202e} of 640", "unsafe-text", "note", &[]),
    (STRATEGY, "[driver.reach]", "Reach low-access", "Reach\u{200b} low-access", "unsafe-text", "name", &[]),
    (
        STRATEGY,
        "[driver.launch]",
        "[driver.launch]",
        "[driver.reach]",
        "duplicate-id",
        "",
        // Who names the driver that lost its id finds none.
        &["unknown-id"],
    ),
    (
        LEADERS,
        "[mandate.steering]",
        "[mandate.steering]",
        "[mandate.crm]",
        "duplicate-id",
        "",
        &["unknown-id"],
    ),
    (
        STRATEGY,
        "[objective.licence]",
        "name = \"Keep the licence to contact customers\"\n",
        "",
        "name-missing",
        "",
        &[],
    ),
    // ---- leadership
    (
        LEADERS,
        "[mandate.sponsorship]",
        "until = 2027-04-30",
        "until = 2026-09-30",
        "mandate-too-small",
        "@[wave.engage]@budget",
        &[],
    ),
    (
        LEADERS,
        "[mandate.sponsorship]",
        "limit = 4_600_000",
        "limit = 4_500_000",
        "mandate-too-small",
        "@[wave.engage]@budget",
        &[],
    ),
    (
        LEADERS,
        "[mandate.funding-scale]",
        "limit = 8_150_000",
        "limit = 7_000_000",
        "mandate-too-small",
        "@[wave.scale]@budget",
        &[],
    ),
    (
        LEADERS,
        "[mandate.funding-scale]",
        "until = 2029-01-31",
        "until = 2028-09-30",
        "mandate-too-small",
        "@[wave.embed]@budget",
        &[],
    ),
    (
        LEADERS,
        "[mandate.funding-scale]",
        "granted = 2027-03-23",
        "granted = 2027-06-23",
        "mandate-too-small",
        "@[wave.scale]@budget",
        &["mandate-out-of-scope"],
    ),
    (
        LEADERS,
        "[mandate.sponsorship]",
        "\"se\", ",
        "",
        "mandate-out-of-scope",
        "@[wave.foundation]@\"se\"",
        &[],
    ),
    (LEADERS, "[mandate.sponsorship]", "\"de\", ", "", "mandate-out-of-scope", "@[wave.engage]@\"de\"", &[]),
    (LEADERS, "[mandate.steering]", "embed = 4", "embed = 2", "mandate-shrinks", "embed = 2", &[]),
    (LEADERS, "[mandate.programme-office]", "engage = 3", "engage = 1", "mandate-shrinks", "engage = 1", &[]),
    (LEADERS, "[mandate.buy-in]", "scale = 3", "scale = 1", "mandate-shrinks", "scale = 1", &[]),
    (LEADERS, "[mandate.buy-in]", "theme = \"communication\"\n", "", "theme-uncovered", "@[plan]@", &[]),
    (LEADERS, "[mandate.change-lead]", "theme = \"change\"\n", "", "theme-uncovered", "@[plan]@", &[]),
    (
        LEADERS,
        "[mandate.buy-in]",
        "holder = \"Head of Internal Communication\"\n",
        "",
        "without-owner",
        "",
        &[],
    ),
    (
        TOWN,
        "[mandate]",
        "reaches = { pilot = 1, town = 2 }, limit = 660_000",
        "reaches = { town = 2 }, limit = 660_000",
        "leadership-missing",
        "[wave]@pilot = {",
        &["mandate-too-small"],
    ),
    (
        TOWN,
        "[mandate]",
        "limit = 660_000",
        "limit = 600_000",
        "mandate-too-small",
        "[wave]@budget = 300_000",
        &[],
    ),
    // ---- operating model
    (MODEL, "[capability.crm]", "owner = \"CRM product owner\"\n", "", "without-owner", "", &[]),
    (MODEL, "[capability.consent]", "owner = \"Privacy office\"\n", "", "without-owner", "", &[]),
    (MODEL, "[capability.training]", "owner = \"Head of Learning\"\n", "", "without-owner", "", &[]),
    (
        MODEL,
        "[capability.brand-plan]",
        "target = 3",
        "target = 2",
        "need-never-met",
        "[capability.journey-design]@\"brand-plan >= 3\"",
        &[],
    ),
    (MODEL, "[capability.deputies]", "maturity = 0 ", "maturity = 3 ", "maturity-falls", "embed = 2", &[]),
    (
        MODEL,
        "[capability.next-best-action]",
        "maturity = 0",
        "maturity = 4",
        "maturity-falls",
        "scale = 2,",
        &[],
    ),
    (
        MODEL,
        "[capability.deputies]",
        "reaches = { embed = 2 }",
        "reaches = { embed = 4 }",
        "maturity-leap",
        "embed = 4",
        &[],
    ),
    (MODEL, "[capability.remote]", "start = 2026-09-01", "start = 2026-05-01", "wave-dates", "start", &[]),
    (MODEL, "[capability.remote]", "end = 2027-02-26", "end = 2027-06-26", "wave-dates", "end = 2027", &[]),
    (MODEL, "[capability.ai-drafting]", "wave = \"unplanned\"\n", "", "item-without-wave", "", &[]),
    (MODEL, "[capability.remote]", "dk = 2, ", "", "blind-spot", "maturity", &[]),
    (
        PLAN,
        "[wave.embed]",
        "opens = { market = [\"cn\"] }",
        "",
        "scope-never-opened",
        "omnichannel/strategy.toml@[market.cn]@",
        &[],
    ),
    (
        PLAN,
        "[wave.scale]",
        "brand = [\"pulmetra\"], ",
        "",
        "scope-never-opened",
        "omnichannel/strategy.toml@[brand.pulmetra]@",
        &[],
    ),
    (
        PLAN,
        "[wave.engage]",
        ", customer-type = [\"gp\"]",
        "",
        "scope-never-opened",
        "omnichannel/strategy.toml@[customer-type.gp]@",
        &[],
    ),
    (
        PLAN,
        "[policy]",
        "change-overload = 24",
        "change-overload = 20",
        "change-overload",
        "@[wave.engage]@",
        &[],
    ),
    // ---- strategy and value
    (
        STRATEGY,
        "[driver.remote-contact]",
        "wave = \"engage\"",
        "wave = \"scale\"",
        "split-group",
        "[driver.field-time]@together",
        &[],
    ),
    (
        STRATEGY,
        "[driver.agency]",
        "stage = \"planned\"",
        "stage = \"executing\"",
        "stage-ahead-of-evidence",
        "stage",
        &[],
    ),
    (
        STRATEGY,
        "[driver.engagement]",
        "stage = \"executing\"",
        "stage = \"implemented\"",
        "stage-ahead-of-evidence",
        "stage",
        &[],
    ),
    (
        STRATEGY,
        "[driver.reach]",
        "responsible = \"Campaign team\"",
        "responsible = \"General manager Nordics\"",
        "without-owner",
        "responsible",
        &[],
    ),
    // ---- record
    (
        Q3,
        "[[decision]]\ndate = 2026-07-07",
        "outcome = \"conditions\"",
        "outcome = \"go\"",
        "gate-ahead-of-evidence",
        "outcome",
        &[],
    ),
    (
        Q3,
        "[[action]]\ndate = 2026-07-07",
        "done = 2026-10-05",
        "done = 2027-10-05",
        "reading-in-future",
        "done = 2027-10-05",
        &[],
    ),
    (
        Q1,
        "[[decision]]\ndate = 2026-03-17",
        "affects = [\"crm\"]",
        "affects = [\"crmm\"]",
        "unknown-id",
        "crmm",
        &[],
    ),
    (
        PLAN,
        "[[waiver]]",
        "on = \"launch\"",
        "on = \"agency\"",
        "preference-out-of-order",
        "omnichannel/strategy.toml@[driver.launch]@\"next-best-action >= 3\"",
        &[],
    ),
    (
        PLAN,
        "[[waiver]]",
        "rule = \"preference-out-of-order\"",
        "rule = \"preference-out-of-ordr\"",
        "unknown-id",
        "preference-out-of-ordr",
        &[],
    ),
    // ---- the town
    (
        TOWN,
        "[driver]",
        "needs = [\"cases\", \"helpers\"]",
        "needs = [\"cases\", \"helpers >= 3\"]",
        "need-after-use",
        "\"helpers >= 3\"], value = 5",
        &[],
    ),
    (
        TOWN,
        "[capability]",
        "town = 3 }, cost = { pilot = 190_000",
        "town = 2 }, cost = { pilot = 190_000",
        "need-never-met",
        "[driver]@\"forms >= 3\"",
        &[],
    ),
    (TOWN, "[wave]", "budget = 360_000", "budget = 260_000", "over-budget", "260_000", &[]),
    (TOWN, "[kpi]", "town = 60", "town = 5", "target-against-direction", "town = 5", &[]),
    (
        TOWN,
        "[kpi]",
        "better = \"higher\"",
        "better = \"lower\"",
        "target-against-direction",
        "town = 60",
        &[],
    ),
    (
        TOWN,
        "[driver]",
        "needs = [\"forms >= 3\", \"cases",
        "needs = [\"formss >= 3\", \"cases",
        "unknown-id",
        "formss",
        &[],
    ),
    (
        TOWN,
        "[kpi]",
        "measures = [\"visits\", \"errors\"]",
        "measures = [\"visits\"]",
        "driver-without-kpi",
        "[driver]@errors",
        &[],
    ),
    (TOWN, "[wave]", "end = 2026-09-30", "end = 2025-09-30", "wave-dates", "end = 2025-09-30", &[]),
    (
        PLAN,
        "[[present]]\nview = \"roadmap\"",
        "view = \"roadmap\"",
        "view = \"roadmapp\"",
        "unknown-value",
        "view",
        &[],
    ),
];

/// Faults that no rule can tell from a plan that is meant so, and why.
pub(super) const UNTOLD: &[(&str, Row)] = &[
    (
        "a rate of 80 % is in range: somewhere money is worth that little",
        (PLAN, "[plan]", "discount-rate = 0.08", "discount-rate = 0.8", "out-of-range", "0.8", &[]),
    ),
    (
        "shares may add up to less than the whole: what is left is nobody's",
        (STRATEGY, "[market.us]", "share = 0.16", "share = 0.06", "shares-exceed-whole", "share", &[]),
    ),
    (
        "nothing says what a reading should have been",
        (
            "omnichannel/record/2026-q4.toml",
            "[[reading]]\nkpi = \"reps-trained\"",
            "value = 67",
            "value = 76",
            "reading-gap",
            "value",
            &[],
        ),
    ),
    (
        "a sum that was spent was spent, whatever was planned",
        (
            Q1,
            "[[spent]]\nitem = \"campaign-run\"",
            "value = 18_000",
            "value = 81_000",
            "over-budget",
            "value",
            &[],
        ),
    ),
    (
        "what a driver is worth its owner says, as long as nothing is realized",
        (
            STRATEGY,
            "[driver.launch]",
            "likely = 5_200_000",
            "likely = 6_000_000",
            "claim-exceeds-pool",
            "likely",
            &[],
        ),
    ),
];

pub(super) fn all() -> Vec<Mutant> {
    ROWS.iter().copied().map(mutant).collect()
}

pub(super) fn mutant(row: Row) -> Mutant {
    let (file, table, from, to, rule, place, related) = row;
    let edit = if from.is_empty() { Edit::Add(to.into()) } else { replace(from, to) };
    // `file@table@text`, where the file may be the plan's own or the one that is edited.
    let parts: Vec<&str> = place.split('@').collect();
    let at = match parts.as_slice() {
        [text] => At::new(file, table, text),
        [there, text] => At::new(file, there, text),
        ["", there, text] => At::new(PLAN, there, text),
        [other, there, text] => At::new(other, there, text),
        _ => panic!("{place}"),
    };
    let on = At::new(file, table, "");
    Mutant { family: FAMILY, on, edit, rule, at: vec![at], help: String::new(), related }
}
