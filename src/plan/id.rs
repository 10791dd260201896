//! Ids and the dense indices that stand for them inside a plan.

/// An id as the plan writes it: the key of its table, in kebab-case.
pub type Id = Box<str>;

/// Whether `text` is kebab-case: lower-case letters and digits in parts joined by single hyphens.
#[must_use]
pub fn is_kebab_case(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut hyphen = true;
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => hyphen = false,
            b'-' if !hyphen => hyphen = true,
            _ => return false,
        }
    }
    !hyphen
}

macro_rules! index {
    ($(#[doc = $doc:literal] $name:ident)+) => {
        $(
            #[doc = $doc]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub u32);

            impl $name {
                /// The position as a slice index.
                #[must_use]
                pub fn at(self) -> usize {
                    self.0 as usize
                }
            }

            impl From<usize> for $name {
                #[expect(clippy::cast_possible_truncation, reason = "a plan's files are far smaller than 4 GiB")]
                fn from(position: usize) -> Self {
                    Self(position as u32)
                }
            }
        )+
    };
}

index! {
    /// A driver, capability or mandate: position in `Plan::items`.
    ItemIx
    /// A wave: position in `Plan::waves`.
    WaveIx
    /// A market: position in `Plan::markets`.
    MarketIx
    /// A brand: position in `Plan::brands`.
    BrandIx
    /// A customer type: position in `Plan::customer_types`.
    CustomerTypeIx
    /// A KPI: position in `Plan::kpis`.
    KpiIx
    /// An objective: position in `Plan::objectives`.
    ObjectiveIx
    /// A pool: position in `Plan::pools`.
    PoolIx
    /// A trade-off: position in `Plan::tradeoffs`.
    TradeoffIx
    /// A gate: position in `Plan::gates`.
    GateIx
    /// A business unit: position in `Plan::units`.
    UnitIx
}

#[cfg(test)]
mod tests {
    use super::is_kebab_case;

    #[test]
    fn ids_are_kebab_case() {
        for good in ["a", "crm", "low-access-2", "2fa"] {
            assert!(is_kebab_case(good), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "a_b", "a b", "é"] {
            assert!(!is_kebab_case(bad), "{bad}");
        }
    }
}
