//! Policy: what the checks hold a plan to.

/// The thresholds that a plan may set, by the rule that they belong to, with their defaults.
pub const THRESHOLDS: &[(&str, f64)] = &[
    ("back-loaded", 60.0),
    ("change-overload", 6.0),
    ("confidence-ahead-of-stage", 0.9),
    ("customized-in-parallel", 1.0),
    ("forecast-below-plan", 10.0),
    ("front-loaded", 60.0),
    ("kpi-stale", 1.5),
    ("maturity-leap", 2.0),
    ("too-many-drivers", 4.0),
];

/// What simulation assumes where the plan does not say it, with its defaults: the share of its planned
/// months that a ramp takes at worst, and at best.
pub const ASSUMPTIONS: &[(&str, f64)] = &[("ramp-high", 1.5), ("ramp-low", 0.8)];

/// `[policy]`: switches and thresholds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// Rules that are switched off, as the plan names them.
    pub allow: Vec<Box<str>>,
    /// Rules whose warnings are raised to errors, as the plan names them.
    pub deny: Vec<Box<str>>,
    /// Drivers newly in focus per wave, where the wave says nothing.
    pub focus: Option<u32>,
    /// Thresholds and assumptions that the plan sets, by rule or name.
    pub thresholds: Vec<(&'static str, f64)>,
}

impl Policy {
    /// The threshold of a rule, or an assumption: what the plan sets, or the default.
    #[must_use]
    pub fn threshold(&self, rule: &str) -> f64 {
        let of = |list: &[(&'static str, f64)]| {
            list.iter().find(|(name, _)| *name == rule).map(|(_, threshold)| *threshold)
        };
        of(&self.thresholds).or_else(|| of(THRESHOLDS)).or_else(|| of(ASSUMPTIONS)).unwrap_or(f64::INFINITY)
    }
}
