//! What a rule is: its name and weight, why breaking it hurts, and how it is found.

use chrono::NaiveDate;

use crate::figures::Figures;
use crate::finding::{Finding, Severity};
use crate::graph::Graph;
use crate::plan::Plan;
use crate::plan::aspect::Aspect;
use crate::plan::id::ItemIx;
use crate::plan::item::{Dimension, Item, Need};
use crate::status::{self, Lateness};

/// A rule that a plan is held to.
pub struct Rule {
    /// Its name, in kebab-case; names the fault, subject first, and reads after "allow".
    pub name: &'static str,
    /// The family it belongs to.
    pub family: Family,
    /// How much a finding of it weighs.
    pub severity: Severity,
    /// What it holds, in one sentence.
    pub holds: &'static str,
    /// Why breaking it hurts the programme.
    pub why: &'static str,
    /// A plan that breaks it, and nothing else. `«` and `»` stand around the value at fault.
    pub bad: &'static str,
    /// The same plan with the fault mended.
    pub good: &'static str,
    /// How it is found.
    pub found: Found,
}

/// How findings of a rule come about.
#[derive(Clone, Copy)]
pub enum Found {
    /// While the files are read.
    Reading,
    /// While the files are read, by one that stands beside them in both examples.
    Beside {
        /// Its path below the plan's folder.
        file: &'static str,
        /// What it says.
        text: &'static str,
    },
    /// By looking at the plan that was read.
    Checking {
        /// What it reads of the plan, by figures and graphs too: where an edit touches none of it, the rule
        /// finds what it found before, and is not asked again.
        reads: &'static [Aspect],
        /// The check.
        check: fn(&Context<'_>, &mut Vec<Finding>),
    },
    /// By looking for what is missing or comes too late. Where something of a plan could not be read, such a
    /// rule would tell of what that left out, fault after fault for one that is said already: it waits until
    /// all can be read.
    Missing {
        /// What it reads of the plan, as above.
        reads: &'static [Aspect],
        /// The check.
        check: fn(&Context<'_>, &mut Vec<Finding>),
    },
    /// By comparing the plan with what it was at a commit; it holds only where one is named.
    Comparing {
        /// The plan as it was before both examples.
        before: &'static str,
        /// The check; it finds nothing where [`Context::before`] is `None`.
        check: fn(&Context<'_>, &mut Vec<Finding>),
    },
    /// After all others, from the places in the plan's list of the waivers that hid nothing.
    Settling(fn(&Context<'_>, &[usize], &mut Vec<Finding>)),
}

/// What a rule looks at.
pub struct Context<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its items and waves as graphs.
    pub graph: &'a Graph,
    /// Its figures, computed when first asked for.
    pub figures: &'a Figures<'a>,
    /// The plan as it was at the commit that it is compared with.
    pub before: Option<&'a Plan>,
}

impl<'a> Context<'a> {
    /// The needs, or the preferences, of items for mandates that are live in time and have expired when the step that
    /// holds them is live, with the last day on which they are in force.
    #[must_use]
    pub fn expired_needs(&self, list: impl Fn(&'a Item) -> &'a [Need]) -> Vec<(ItemIx, &'a Need, NaiveDate)> {
        let plan = self.plan;
        let mut all = Vec::new();
        // Only mandates expire, and few of them: most of a plan's many needs need not be looked at.
        let mut ends = vec![false; plan.items.len()];
        let mandates = plan.items_of(Dimension::Leadership);
        let ending = mandates.filter(|(_, item)| item.mandate().is_some_and(|it| it.until.is_some()));
        ending.for_each(|(ix, _)| ends[ix.at()] = true);
        if !ends.contains(&true) {
            return all;
        }
        for (ix, item) in plan.items() {
            for need in list(item).iter().filter(|need| ends[need.item.at()]) {
                let live = plan.step_live(ix, Plan::step_of_need(item, need));
                let late = live.and_then(|live| status::lateness(self.figures, need, live));
                let Some(Lateness::Expired(until)) = late else { continue };
                let needed = plan.item(need.item).step_reaching(need.level);
                // What is live too late as well is told as that.
                if needed.and_then(|step| plan.step_live(need.item, step)) <= live {
                    all.push((ix, need, until));
                }
            }
        }
        all
    }
}

/// A family of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the family of that name")]
pub enum Family {
    Format,
    Waves,
    Strategy,
    OperatingModel,
    Leadership,
    Kpis,
    Value,
    Hygiene,
}

impl Family {
    /// All families, in the order of the registry.
    pub const ALL: [Self; 8] = [
        Self::Format,
        Self::Waves,
        Self::Strategy,
        Self::OperatingModel,
        Self::Leadership,
        Self::Kpis,
        Self::Value,
        Self::Hygiene,
    ];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Waves => "waves",
            Self::Strategy => "strategy",
            Self::OperatingModel => "operating-model",
            Self::Leadership => "leadership",
            Self::Kpis => "kpis",
            Self::Value => "value",
            Self::Hygiene => "hygiene",
        }
    }
}
