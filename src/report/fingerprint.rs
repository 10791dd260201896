//! What tells a finding from all others and stays when lines move: services match findings of two runs
//! by it.

use rustc_hash::FxHashMap;

use super::repository_path;
use crate::check::{Checked, Reported};

/// The fingerprints of all findings, in their order: sixteen digits each, no two alike.
///
/// They are made of the plan, the rule and the address of the value at fault; where a fault of the text
/// has no address, of its file and what stands on the line. Of several alike, each counts on.
#[must_use]
pub fn fingerprints(checked: &[Checked]) -> Vec<String> {
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let findings = checked.iter().flat_map(|plan| plan.findings.iter().map(move |found| (plan, found)));
    let mut print = |(plan, found): (&Checked, &Reported)| {
        let mut hash = subject(plan, found);
        let nth = seen.entry(hash).or_default();
        *nth += 1;
        if *nth > 1 {
            hash = fnv(fnv(hash, &nth.to_string()), "again");
        }
        format!("{hash:016x}")
    };
    findings.map(&mut print).collect()
}

fn subject(plan: &Checked, found: &Reported) -> u64 {
    let own = repository_path(plan.source.paths().next().unwrap_or_default());
    let hash = fnv(fnv(START, &own), found.finding.rule);
    match found.address() {
        Some(address) => fnv(hash, &address.to_string()),
        None => {
            let line = plan.source.text(found.spot.file).line(found.spot.start.line).trim();
            fnv(fnv(hash, &repository_path(&found.spot.path)), line)
        }
    }
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, which will not change with a library or a machine; parts are told apart by a byte that no
/// text holds.
fn fnv(start: u64, text: &str) -> u64 {
    let bytes = text.bytes().chain(std::iter::once(0xff));
    bytes.fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
