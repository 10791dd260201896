//! Words about changes: why something was not done.

use crate::draft::Refused;
use crate::plan::tell::tell;
use crate::plan::telling::Telling;

/// Why something was refused, and what to do, in one line.
pub(super) fn refusal(refused: &Refused) -> Telling {
    let Refused { message, help, .. } = refused;
    if help.is_empty() { message.clone() } else { tell!("{}. {}", message, help) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    use crate::disk::Memory;
    use crate::draft::asked::{self, Also};
    use crate::draft::{Change, Draft, Title};
    use crate::plan::Plan;
    use crate::plan::address::{Address, Table};
    use crate::plan::shift::Shift;
    use crate::scenario::Try;
    use crate::source::Limits;
    use crate::wording::aloud::Aloud;

    /// Ids that are words of titles as well, and one that is the id of a wave.
    const PLAN: &str = r#"format = 1
[plan]
name = "P"
currency = "EUR"
start = 2026-01-01
horizon = 2028-12-31
[wave.by]
name = "First wave"
start = 2026-01-01
end = 2026-12-31
[wave.two]
name = "Second wave"
start = 2027-01-01
end = 2027-12-31
[market.north]
name = "The north"
[driver.to]
name = "More visits"
wave = "by"
value = 100
[capability.crm]
name = "Client file"
wave = "by"
owner = "Ann"
[capability.plain]
wave = "two"
[kpi.rate]
name = "Share of visits"
measures = ["to"]
[[reading]]
kpi = "rate"
date = 2026-03-31
value = 4
"#;

    fn draft() -> Draft {
        let store = Memory::default().with("plan.toml", PLAN);
        Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap()
    }

    /// What a change is called, and how it is said, as asked for and once it is done.
    fn told(change: Result<Change, Refused>) -> [String; 3] {
        let title = change.unwrap().title;
        told_of(&title, &[draft().plan()], false)
    }

    fn told_of(title: &Title, plans: &[&Plan], room: bool) -> [String; 3] {
        let aloud = Aloud { plans, room };
        [title.to_string(), aloud.said(title), title.done(aloud)]
    }

    #[test]
    fn each_kind_of_change_is_called_by_ids_and_said_by_names() {
        let draft = draft();
        let at = |words: &str| asked::address(&draft, words).unwrap();
        let words = |of: &[&str]| of.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            told(asked::moved(&draft, "to", "two", None)),
            ["move to to two", "move More visits to Second wave", "Moved More visits to Second wave"]
        );
        // Of two ids the name of a thing is that of its own kind: `by` is a wave here, and a word there.
        let slip = Try::slip(at("wave.by"), Shift { months: 3, days: 0 }).title;
        assert_eq!(
            told_of(&slip, &[draft.plan()], false),
            ["slip by by 3 months", "slip First wave by 3 months", "Slipped First wave by 3 months"]
        );
        let earlier = Try::slip(at("to"), Shift { months: -1, days: 0 }).title;
        assert_eq!(
            told_of(&earlier, &[draft.plan()], false)[1..],
            ["bring More visits forward by 1 month", "Brought More visits forward by 1 month"]
        );
        assert_eq!(
            told(asked::set(&draft, "crm.owner", "to")),
            [
                "set capability.crm.owner to to",
                "set owner of Client file to to",
                "Set owner of Client file to to"
            ]
        );
        // What gets another name goes by the one that it had, before and after.
        let title = asked::set(&draft, "crm.name", "X").unwrap().title;
        let renamed = PLAN.replace("Client file", "X");
        let store = Memory::default().with("plan.toml", renamed);
        let renamed = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        for plans in [[draft.plan(), renamed.plan()], [renamed.plan(), draft.plan()]] {
            assert_eq!(told_of(&title, &plans, false)[1], "set name of Client file to X");
        }
        assert_eq!(
            told(asked::edited(&draft, &at("crm"), &[("owner", "Bob"), ("note", "by two")])),
            [
                "edit capability.crm: owner, note",
                "edit Client file: owner, note",
                "Edited Client file: owner, note"
            ]
        );
        assert_eq!(
            told(asked::edited(&draft, &at("crm"), &[("owner", "")]))[1..],
            ["remove owner of Client file", "Removed owner of Client file"]
        );
        assert_eq!(
            told(asked::edited(&draft, &at("reading[rate 2026-03-31]"), &[("value", "5")])),
            [
                "set rate 2026-03-31 to 5",
                "set Share of visits 2026-03-31 to 5",
                "Set Share of visits 2026-03-31 to 5"
            ]
        );
        assert_eq!(
            told(asked::removed(&draft, "to", Also::References))[..2],
            ["remove driver.to with 1 reference", "remove More visits with 1 reference"]
        );
        // What has no name keeps its id, and so does what is renamed.
        assert_eq!(
            told(asked::moved(&draft, "plain", "by", None))[1..],
            ["move plain to First wave", "Moved plain to First wave"]
        );
        assert_eq!(
            told(asked::renamed(&draft, "to", "more"))[1..],
            ["rename to to more", "Renamed to to more"]
        );
        assert_eq!(
            told(asked::added(&draft, "wave", &words(&["three", "start=2028-01-01"])))[1..],
            ["add wave three", "Added wave three"]
        );
        assert_eq!(
            told(asked::added(&draft, "action", &words(&["date=2026-03-01", "what=Go"])))[2],
            "Added action"
        );
        // What is new has a name where a plan has it.
        let later = asked::added(&draft, "kpi", &words(&["rate-2"])).unwrap().title;
        assert_eq!(told_of(&later, &[draft.plan()], false)[2], "Added kpi rate-2");
        // Fixes speak for themselves, and what nobody knows is done all the same.
        assert_eq!(told_of(&"leave out `a`".into(), &[], false)[2], "Left out `a`");
        assert_eq!(told_of(&"tidy up".into(), &[], false)[2], "Done: tidy up");
    }

    #[test]
    fn before_a_room_what_is_private_has_neither_name_nor_id() {
        let text = PLAN.replace("[driver.to]\n", "[driver.to]\nprivate = true\n");
        let store = Memory::default().with("plan.toml", text);
        let draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        let title = asked::moved(&draft, "to", "two", None).unwrap().title;
        assert_eq!(told_of(&title, &[draft.plan()], true)[1], "move █████ private to Second wave");
        assert_eq!(told_of(&title, &[draft.plan()], false)[1], "move More visits to Second wave");
    }

    #[test]
    fn what_is_told_by_ids_is_said_by_names_with_them_or_beside_what_it_is_about() {
        let draft = draft();
        let of = |table, id: &str| Address::new(table, id);
        let told = Telling::from("value of ").code(of(Table::Driver, "to")).words(": 1 → 2");
        assert_eq!(told, "value of `to`: 1 → 2");
        let aloud = Aloud { plans: &[draft.plan()], room: false };
        assert_eq!(aloud.said(&told), "value of More visits: 1 → 2");
        assert_eq!(aloud.with_ids(&told), "value of More visits (`to`): 1 → 2");
        assert_eq!(aloud.said_beside(&told, &of(Table::Driver, "to")), "value: 1 → 2");
        let moves = Telling::default().code(of(Table::Capability, "crm")).words(" moves");
        assert_eq!(aloud.said_beside(&moves, &of(Table::Capability, "crm")), "moves");
        // Beside something else it says what it is about; of what nobody knows, the id.
        assert_eq!(aloud.said_beside(&moves, &of(Table::Driver, "to")), "Client file moves");
        assert_eq!(aloud.said(&Telling::default().code(of(Table::Driver, "nobody"))), "`nobody`");
        // Waves are known by their names alone.
        assert_eq!(aloud.with_ids(&Telling::default().code(of(Table::Wave, "by"))), "First wave");
    }

    /// A driver has the id of a key, a market that of a team, and a wave that of a gate: each is told as what it is.
    #[test]
    fn messages_are_said_by_names_of_what_they_name_and_all_else_stays() {
        let text = PLAN.replace("[driver.to]", "[driver.owner]").replace("\"to\"", "\"owner\"");
        let text = text + "[gate.two]\nname = \"Second gate\"\nwave = \"two\"\n";
        let store = Memory::default().with("plan.toml", text);
        let draft = Draft::open(&store, &[PathBuf::from("plan.toml")], Limits::default()).unwrap();
        let aloud = Aloud { plans: &[draft.plan()], room: false };
        let of = |table, id: &str| Address::new(table, id);
        let [crm, two] = [of(Table::Capability, "crm"), of(Table::Wave, "two")];
        let given = tell!("give {} its `owner` of `{}` in {}", crm.by_id(), "north", two.by_id());
        assert_eq!(given, "give `crm` its `owner` of `north` in `two`");
        assert_eq!(aloud.message(&given), "give “Client file” its `owner` of `north` in “Second wave”");
        let gate = tell!("{} needs {}", of(Table::Gate, "two").by_id(), of(Table::Driver, "owner").by_id());
        assert_eq!(aloud.message(&gate), "“Second gate” needs “More visits”");
        assert_eq!(aloud.message(&Telling::from("`crm` and `")), "`crm` and `");
        let plain = tell!("{} has no name", of(Table::Capability, "plain").by_id());
        assert_eq!(aloud.message(&plain), "`plain` has no name");
    }
}
