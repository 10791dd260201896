//! How long a ramp takes is drawn, and value follows it as its closed form says.

use std::path::PathBuf;

use groundswell::disk::Memory;
use groundswell::figures::Figures;
use groundswell::graph::Graph;
use groundswell::simulation::{Settings, Simulation};
use groundswell::source::{Limits, Source};

/// By hand: 10,000 a month come in 24 months at full value, and a straight ramp of L months takes L ÷ 2 of them. L is 10
/// months times a number between 0.8 and 1.5, most often 1: (0.8 + 4 + 1.5) ÷ 6 = 1.05 on average, give or take
/// (1.5 − 0.8) ÷ 6. So 240,000 − 10,000 × 5.25 are to be expected, which is 187,500, give or take 50,000 × 0.7 ÷ 6, which is
/// 5,833. Told month by month a ramp is off by no more than an eighth of a month over its length, 125 here.
#[test]
fn a_ramp_that_is_drawn_has_the_moments_of_its_closed_form() {
    const RUNS: u32 = 20_000;
    let text = "format = 1\n[plan]\ncurrency = \"EUR\"\nstart = 2026-01-01\nhorizon = 2028-12-31\nas-of = 2026-01-01\n\
                [wave.one]\nstart = 2026-01-01\nend = 2026-12-31\n\
                [driver.a]\nwave = \"one\"\nvalue = 120_000\nramp = { months = 10, shape = \"linear\" }\n";
    let store = Memory::default().with("plan.toml", text);
    let plan = Source::read(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap().plan;
    let settings = Settings { runs: Some(RUNS), ..Settings::default() };
    let value = Simulation::of(&Figures::new(&plan), &Graph::new(&plan), &settings).value;
    let (mean, deviation) = (value.mean.value / 100.0, value.deviation / 100.0);
    let error = 5_833.0 / f64::from(RUNS).sqrt();
    assert!((mean - 187_500.0).abs() < 4.0 * error + 125.0, "{mean}");
    assert!((deviation - 5_833.0).abs() < 0.03 * 5_833.0, "{deviation}");
}
