use super::made::{Made, capability, day, driver, mandate, many, mature};
use super::*;
use crate::plan::shift::Shift;

/// Runs with a stack that a walk by recursion over a large graph would overflow.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(256 * 1024).spawn(run).unwrap().join().unwrap();
}

/// A step as `id:level`.
fn name(plan: &Plan, graph: &Graph, step: StepIx) -> String {
    let item = plan.item(graph.item_of(step));
    format!("{}:{}", item.id, item.steps[graph.nth_of(step)].level)
}

fn names(plan: &Plan, graph: &Graph, steps: impl IntoIterator<Item = StepIx>) -> String {
    let names: Vec<String> = steps.into_iter().map(|step| name(plan, graph, step)).collect();
    names.join(" ")
}

/// The cycles, each as the steps in the order of needing.
fn cycles(plan: &Plan) -> Vec<String> {
    let graph = Graph::new(plan);
    let cycles = graph.item_cycles();
    cycles.iter().map(|it| names(plan, &graph, it.edges.iter().map(|edge| edge.needing))).collect()
}

fn at(plan: &Plan, need: NeedAt) -> String {
    format!("{}.{}", plan.item(need.item).id, need.position)
}

fn moved(plan: &Plan, graph: &Graph, moved: &[Moved]) -> Vec<String> {
    let line = |it: &Moved| {
        let because = match it.because {
            None => String::new(),
            Some(Because::Wave(wave)) => format!(" after {}", plan.wave(wave).id),
            Some(Because::Need(edge)) => format!(" for {}", name(plan, graph, edge.needed)),
        };
        format!("{} {} {}{because}", name(plan, graph, it.step), it.from, it.to)
    };
    moved.iter().map(line).collect()
}

fn item(plan: &Plan, id: &str) -> ItemIx {
    plan.item_by_id(id).unwrap()
}

/// The foundation of a diamond: two capabilities stand on `crm`, a driver on both.
fn diamond() -> Made {
    Made::new(3)
        .with(capability("crm", &[(1, 0)]), &[])
        .with(capability("consent", &[(2, 1)]), &["crm"])
        .with(capability("content", &[(2, 0)]), &["crm"])
        .with(driver("reach", 2), &["consent >= 2", "content"])
}

#[test]
fn needs_are_held_by_the_first_step_that_reaches_the_level() {
    let plan = Made::new(3)
        .with(capability("crm", &[(1, 0), (3, 1), (4, 2)]), &[])
        .with(capability("any", &[(1, 0)]), &["crm"])
        .with(capability("two", &[(1, 1)]), &["crm >= 2"])
        .with(capability("five", &[(1, 2)]), &["crm >= 5"])
        .plan();
    let graph = Graph::new(&plan);
    let needed = |id| names(&plan, &graph, graph.needs_of(item(&plan, id)).map(|edge| edge.needed));
    assert_eq!([needed("any"), needed("two"), needed("five")], ["crm:1", "crm:3", ""]);
    let never: Vec<String> = graph.never_met().iter().map(|need| at(&plan, *need)).collect();
    assert_eq!(never, ["five.0"]);
    let users: Vec<String> = graph.needed_by(item(&plan, "crm")).map(|need| at(&plan, need)).collect();
    assert_eq!(users, ["any.0", "five.0", "two.0"]);
    assert_eq!(names(&plan, &graph, graph.needed_for(StepIx(2)).map(|edge| edge.needed)), "crm:1");
}

#[test]
fn a_need_met_today_holds_nothing_back() {
    let plan = Made::new(2)
        .with(mature("crm", 2, &[(3, 1)]), &[])
        .with(driver("reach", 0), &["crm >= 2"])
        .with(driver("risk", 0), &["crm >= 3"])
        .plan();
    let graph = Graph::new(&plan);
    assert_eq!(graph.met_today(), [NeedAt { item: item(&plan, "reach"), position: 0 }]);
    let late: Vec<Late> = graph.late_needs().collect();
    assert_eq!(late.len(), 1);
    assert_eq!(at(&plan, late[0].need), "risk.0");
    assert_eq!([late[0].live, late[0].needed_live], [day("2026-06-30"), day("2026-12-31")]);
}

#[test]
fn the_state_of_each_need_agrees_with_the_plan() {
    for today in 0..5 {
        for level in [None, Some(0), Some(1), Some(2), Some(3), Some(4), Some(5)] {
            for reaches in [vec![], vec![(2, 0)], vec![(1, 0), (3, 1)]] {
                let mut plan = Made::new(2)
                    .with(mature("crm", today, &reaches), &[])
                    .with(driver("reach", 0), &["crm"])
                    .plan();
                plan.item_mut(ItemIx(0)).needs[0].level = level;
                let need = plan.items[0].needs[0];
                let state = match Graph::new(&plan).state(&need) {
                    NeedState::MetToday => None,
                    NeedState::By(step) => Some(Some(step.at() - 1)),
                    NeedState::Never => Some(None),
                };
                let expected = (!plan.met_today(&need)).then(|| plan.item(need.item).step_reaching(level));
                assert_eq!(state, expected, "{today} {level:?} {reaches:?}");
            }
        }
    }
}

#[test]
fn preferences_are_apart_from_needs() {
    let plan = Made::new(2)
        .with(capability("analytics", &[(2, 1)]), &["reach"])
        .with_both(driver("reach", 0), &[], &["analytics >= 2", "analytics >= 3"])
        .plan();
    let graph = Graph::new(&plan);
    assert!(graph.item_cycles().is_empty());
    assert_eq!(graph.late_needs().count(), 0);
    let late: Vec<String> = graph.late_preferences(&plan).map(|late| at(&plan, late.need)).collect();
    let never: Vec<String> = graph.preferences_never_met(&plan).map(|need| at(&plan, need)).collect();
    assert_eq!((late, never), (vec!["reach.0".to_string()], vec!["reach.1".to_string()]));
}

#[test]
fn a_diamond_has_layers_and_an_order() {
    let plan = diamond().plan();
    let graph = Graph::new(&plan);
    assert_eq!(names(&plan, &graph, graph.order()), "crm:1 consent:2 content:2 reach:1");
    let layers: Vec<u32> = graph.order().map(|step| graph.layer(step)).collect();
    assert_eq!(layers, [0, 1, 1, 2]);
    assert_eq!(graph.upstream(item(&plan, "reach")).len(), 3);
    assert_eq!(graph.downstream(item(&plan, "content")), [item(&plan, "reach")]);
    assert!(graph.item_cycles().is_empty() && graph.implied_needs().is_empty());
    assert_eq!(
        names(&plan, &graph, graph.held_by(StepIx(3)).map(|edge| edge.needing)),
        "consent:2 content:2"
    );
}

#[test]
fn a_cycle_through_levels_is_none() {
    let plan = Made::new(2)
        .with(capability("consent", &[(2, 0), (3, 1)]), &["w1: crm >= 1"])
        .with(capability("crm", &[(1, 0)]), &["consent >= 2"])
        .plan();
    assert_eq!(cycles(&plan), Vec::<String>::new());
    let plan = Made::new(2)
        .with(capability("consent", &[(2, 0), (3, 1)]), &["crm >= 1"])
        .with(capability("crm", &[(1, 0)]), &["consent >= 3"])
        .plan();
    assert_eq!(cycles(&plan), ["consent:2 crm:1 consent:3"]);
}

#[test]
fn an_item_that_needs_itself_is_a_cycle_of_one() {
    let plan = Made::new(1)
        .with(capability("consent", &[(1, 0)]), &["consent"])
        .with(capability("crm", &[(1, 0)]), &["consent"])
        .plan();
    assert_eq!(cycles(&plan), ["consent:1"]);
    assert_eq!(Graph::new(&plan).order().len(), 2);
}

#[test]
fn two_items_that_need_each_other_are_named_with_their_needs() {
    let plan = Made::new(1)
        .with(capability("crm", &[(1, 0)]), &["steering", "consent"])
        .with(capability("consent", &[(1, 0)]), &["crm"])
        .with(mandate("steering", &[(1, 0)]), &[])
        .plan();
    let graph = Graph::new(&plan);
    let [consent, crm] = ["consent", "crm"].map(|id| graph.step(item(&plan, id), 0).unwrap());
    let edges = vec![
        Edge { needed: crm, needing: consent, need: Some(0) },
        Edge { needed: consent, needing: crm, need: Some(1) },
    ];
    assert_eq!(graph.item_cycles(), [ItemCycle { edges }]);
}

#[test]
fn cycles_come_shortest_first_and_one_for_each_loop() {
    let plan = Made::new(1)
        .with(capability("a", &[(1, 0)]), &["b"])
        .with(capability("b", &[(1, 0)]), &["c"])
        .with(capability("c", &[(1, 0)]), &["d", "e"])
        .with(capability("d", &[(1, 0)]), &["a"])
        .with(capability("e", &[(1, 0)]), &["b"])
        .with(capability("x", &[(1, 0)]), &["y", "a"])
        .with(capability("y", &[(1, 0)]), &["x"])
        .plan();
    assert_eq!(cycles(&plan), ["x:1 y:1", "b:1 c:1 e:1"]);
}

#[test]
fn a_cycle_of_ten_thousand_is_found_whole() {
    on_a_small_stack(|| {
        let plan = many(10_000, |nth| vec![(nth + 1) % 10_000]);
        let cycles = Graph::new(&plan).item_cycles();
        assert_eq!(cycles.len(), 1);
        let needing: Vec<u32> = cycles[0].edges.iter().map(|edge| edge.needing.0).collect();
        assert_eq!(needing, (0..10_000).collect::<Vec<_>>());
        assert!(cycles[0].edges.iter().all(|edge| edge.need == Some(0)));
    });
}

#[test]
fn a_chain_of_a_hundred_thousand_takes_no_more_stack_than_one_of_two() {
    on_a_small_stack(|| {
        let plan = many(100_000, |nth| if nth == 0 { vec![] } else { vec![nth - 1] });
        let graph = Graph::new(&plan);
        assert!(graph.item_cycles().is_empty() && graph.implied_needs().is_empty());
        assert!(graph.order().map(|step| step.0).eq(0..100_000));
        assert_eq!(graph.layer(StepIx(99_999)), 99_999);
        assert_eq!(graph.longest_path().len(), 100_000);
        assert_eq!(graph.upstream(ItemIx(99_999)).len(), 99_999);
        assert_eq!(graph.slip_item(ItemIx(0), 1).len(), 100_000);
        let loops = many(100_000, |nth| vec![(nth + 99_999) % 100_000]);
        assert_eq!(Graph::new(&loops).item_cycles()[0].edges.len(), 100_000);
    });
}

#[test]
fn a_loop_leaves_the_rest_in_order() {
    let plan = Made::new(2)
        .with(capability("a", &[(1, 1)]), &["b"])
        .with(capability("b", &[(1, 0)]), &["a", "root"])
        .with(capability("leaf", &[(1, 1)]), &["a"])
        .with(capability("root", &[(1, 0)]), &[])
        .plan();
    let graph = Graph::new(&plan);
    // `b` is live before `a`, so it is the need of `b` that is left out.
    assert_eq!(names(&plan, &graph, graph.order()), "root:1 b:1 a:1 leaf:1");
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let items = |order: [usize; 5]| {
        let mut made = Made::new(2);
        for nth in order {
            made = match nth {
                0 => made.with(capability("a", &[(1, 0), (2, 1)]), &["c", "b"]),
                1 => made.with(capability("b", &[(1, 1)]), &["d"]),
                2 => made.with(capability("c", &[(1, 0)]), &["a >= 2", "m"]),
                3 => made.with(driver("d", 0), &["b"]),
                _ => made.with(mandate("m", &[(1, 0), (2, 1)]), &[]),
            };
        }
        let plan = made.plan();
        let graph = Graph::new(&plan);
        let slip = moved(&plan, &graph, &graph.slip_item(item(&plan, "m"), 9));
        (cycles(&plan), names(&plan, &graph, graph.order()), slip, graph.longest_path())
    };
    let expected = items([0, 1, 2, 3, 4]);
    assert_eq!(expected.0, ["d:1 b:1", "a:1 c:1 a:2"]);
    for order in [[4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [1, 3, 0, 4, 2]] {
        assert_eq!(items(order), expected);
    }
}

#[test]
fn waves_fold_the_needs_behind_them() {
    let plan = Made::new(2)
        .with(capability("consent", &[(2, 1)]), &["crm"])
        .with(capability("crm", &[(1, 0)]), &["steering"])
        .with(capability("data", &[(1, 0)]), &["consent"])
        .with(driver("reach", 1), &["crm", "consent"])
        .with(mandate("steering", &[(1, 0)]), &[])
        .plan();
    let graph = Graph::new(&plan);
    let [w0, w1] = [WaveIx(0), WaveIx(1)];
    let (forth, back) =
        (WaveEdge { first: w0, later: w1, needs: 2 }, WaveEdge { first: w1, later: w0, needs: 1 });
    assert_eq!(graph.wave_edges(), [back, forth]);
    assert_eq!(graph.wave_cycles(), [WaveCycle { edges: vec![back, forth] }]);
    let behind: Vec<Edge> = graph.needs_between(w1, w0).collect();
    assert_eq!(names(&plan, &graph, behind.iter().map(|edge| edge.needing)), "data:1");
    assert_eq!([graph.after(w0), graph.after(w1)], [&[] as &[WaveIx], &[w0]]);
}

#[test]
fn waves_come_after_what_the_plan_says() {
    let mut plan = Made::new(4).plan();
    plan.waves[1].end = day("2027-02-28");
    let graph = Graph::new(&plan);
    for (ix, _) in plan.waves() {
        assert_eq!(graph.after(ix), plan.after(ix));
    }
    assert_eq!(graph.after(WaveIx(2)), [WaveIx(0)]);
}

/// By hand: waves are half a year each. The path goes through the second wave, since the one through `content`,
/// live in June 2026, waits for half a year before `reach` begins in January 2027.
#[test]
fn the_critical_path_takes_most_calendar_time() {
    let mut plan = diamond().plan();
    let graph = Graph::new(&plan);
    assert_eq!(names(&plan, &graph, graph.longest_path()), "crm:1 consent:2 reach:1");
    assert_eq!(graph.chains().words(StepIx(0)), "18 months from Jan 2026 to Jun 2027");
    assert_eq!(names(&plan, &graph, graph.chain_to(item(&plan, "content"))), "crm:1 content:2");
    // Work on `consent` that starts in November touches two months only, after four of waiting; it is still
    // the last that `reach` waits for.
    let consent = item(&plan, "consent").at();
    plan.item_mut(ItemIx::from(consent)).start = Some(day("2026-11-20"));
    let graph = Graph::new(&plan);
    assert_eq!(names(&plan, &graph, graph.longest_path()), "crm:1 consent:2 reach:1");
    let waits = "14 months from Jan 2026 to Jun 2027, with 4 months of waiting between";
    assert_eq!(graph.chains().words(StepIx(0)), waits);
    let slack = |id| graph.slack(graph.step(item(&plan, id), 0).unwrap());
    assert_eq!([slack("crm"), slack("content"), slack("reach")], [0, 365, 0]);
}

/// By hand: five items of one wave that need one another in a row are worked on in the same half year, and take
/// six months and not thirty; with one more in the second wave, a year. None of the five has slack.
#[test]
fn steps_of_one_wave_stand_side_by_side() {
    let mut made = Made::new(2).with(capability("a", &[(1, 0)]), &[]);
    for (id, needs) in [("b", "a"), ("c", "b"), ("d", "c"), ("e", "d")] {
        made = made.with(capability(id, &[(1, 0)]), &[needs]);
    }
    let mut plan = made.with(capability("f", &[(1, 1)]), &["e"]).plan();
    let graph = Graph::new(&plan);
    let chains = graph.chains();
    let step = |id| graph.step(item(&plan, id), 0).unwrap();
    assert_eq!(chains.words(step("e")), "6 months from Jan 2026 to Jun 2026");
    assert_eq!(names(&plan, &graph, graph.longest_path()), "a:1 b:1 c:1 d:1 e:1 f:1");
    assert_eq!(chains.words(step("f")), "12 months from Jan 2026 to Dec 2026");
    assert_eq!(["a", "b", "c", "d", "e", "f"].map(|id| chains.added(step(id))), [6, 0, 0, 0, 0, 6]);
    assert_eq!(["a", "b", "c", "d"].map(|id| graph.slack(step(id))), [0; 4]);
    // Their own dates say otherwise: `a` is live in February, so that `b` has the four months to June alone,
    // and `c`, which begins in May, none that `b` has not.
    let [a, c] = ["a", "c"].map(|id| item(&plan, id));
    plan.item_mut(a).live = Some(day("2026-02-15"));
    plan.item_mut(c).start = Some(day("2026-05-10"));
    let graph = Graph::new(&plan);
    let chains = graph.chains();
    let step = |id| graph.step(item(&plan, id), 0).unwrap();
    assert_eq!(["a", "b", "c", "d", "e", "f"].map(|id| chains.added(step(id))), [2, 4, 0, 0, 0, 6]);
    assert_eq!(chains.words(step("f")), "12 months from Jan 2026 to Dec 2026");
}

/// Whatever a plan says, even against its own order, no chain is longer than from the plan's start to its last
/// live date.
#[test]
fn no_chain_is_longer_than_the_plan() {
    let mut plan = Made::new(3)
        .with(capability("late", &[(1, 2)]), &[])
        .with(capability("early", &[(1, 0)]), &["late"])
        .with(capability("next", &[(1, 1)]), &["early"])
        .with(capability("last", &[(1, 2)]), &["next", "late"])
        .plan();
    let words = |plan: &Plan, id: &str| {
        let graph = Graph::new(plan);
        let longest = graph.order().map(|step| graph.chains().months(step)).max();
        assert!(longest <= Some(18), "January 2026 to June 2027");
        graph.chains().words(graph.step(item(plan, id), 0).unwrap())
    };
    // The half year of `late`, and that of `early` a year before it.
    let both = "12 months from Jan 2026 to Jun 2027, with 6 months of waiting between";
    assert_eq!(words(&plan, "early"), both);
    // Work before the plan begins is a fault, and takes no time.
    let early = item(&plan, "early");
    plan.item_mut(early).start = Some(day("2020-01-01"));
    assert_eq!(words(&plan, "early"), both);
}

#[test]
fn a_slip_in_a_diamond_moves_only_what_it_must() {
    let plan = diamond().plan();
    let graph = Graph::new(&plan);
    let slip = |id, months| moved(&plan, &graph, &graph.slip_item(item(&plan, id), months));
    assert_eq!(slip("content", 3), ["content:2 2026-06-30 2026-09-30"]);
    assert_eq!(
        slip("crm", 7),
        [
            "crm:1 2026-06-30 2027-01-31",
            "consent:2 2026-12-31 2027-01-31 for crm:1",
            "content:2 2026-06-30 2027-01-31 for crm:1",
        ]
    );
    assert_eq!(
        slip("consent", 8),
        ["consent:2 2026-12-31 2027-08-31", "reach:1 2027-06-30 2027-08-31 for consent:2"]
    );
    assert!(slip("crm", 0).is_empty());
}

#[test]
fn a_slip_leaves_what_is_late_already() {
    let plan = Made::new(3)
        .with(capability("crm", &[(1, 0)]), &[])
        .with(capability("data", &[(1, 2)]), &["crm"])
        .with(driver("reach", 1), &["data"])
        .plan();
    let graph = Graph::new(&plan);
    let slip = graph.slip_item(item(&plan, "crm"), 6);
    assert_eq!(moved(&plan, &graph, &slip), ["crm:1 2026-06-30 2026-12-31"]);
}

#[test]
fn a_wave_that_slips_pushes_those_after_it_whole() {
    let mut plan = diamond().plan();
    // A month of air between the last two.
    plan.waves[2].start = day("2027-02-01");
    let graph = Graph::new(&plan);
    let slip = graph.slip_wave(WaveIx(0), 2);
    let months: Vec<(WaveIx, i32)> = slip.waves.iter().map(|moved| (moved.wave, moved.by.months)).collect();
    assert_eq!(months, [(WaveIx(0), 2), (WaveIx(1), 2), (WaveIx(2), 1)]);
    assert_eq!(slip.waves[2].to, (day("2027-03-01"), day("2027-07-31")));
    assert_eq!(slip.waves[2].because, Some(WaveIx(1)));
    assert_eq!(
        moved(&plan, &graph, &slip.steps),
        [
            "crm:1 2026-06-30 2026-08-31",
            "consent:2 2026-12-31 2027-02-28 after w0",
            "content:2 2026-06-30 2026-08-31",
            "reach:1 2027-06-30 2027-07-31 after w1",
        ]
    );
}

/// A delay of an item or, by its number, of a wave.
fn late(plan: &Plan, what: &str, months: u32) -> Delay {
    let wave = what.strip_prefix('w').and_then(|nth| nth.parse().ok()).map(WaveIx);
    let what = wave.map_or_else(|| Delayed::Item(item(plan, what)), Delayed::Wave);
    Delay { what, by: Shift::months(months) }
}

#[test]
fn several_delays_move_what_the_latest_of_them_moves() {
    let plan = diamond().plan();
    let graph = Graph::new(&plan);
    let slip = |delays: &[Delay]| {
        let slip = graph.slip(delays, Past::NOTHING);
        (slip.waves.len(), moved(&plan, &graph, &slip.steps))
    };
    let (crm, consent) = (late(&plan, "crm", 7), late(&plan, "consent", 8));
    let both = [
        "crm:1 2026-06-30 2027-01-31",
        "consent:2 2026-12-31 2027-08-31",
        "content:2 2026-06-30 2027-01-31 for crm:1",
        "reach:1 2027-06-30 2027-08-31 for consent:2",
    ];
    assert_eq!(slip(&[crm, consent]), (0, both.map(String::from).to_vec()));
    assert_eq!(slip(&[consent, crm]), slip(&[crm, consent]));
    assert_eq!(slip(&[crm, late(&plan, "crm", 2)]), slip(&[crm]));
    // The wave moves its steps and those after it by two months; the item by one more.
    let steps = [
        "crm:1 2026-06-30 2026-08-31",
        "consent:2 2026-12-31 2027-03-31",
        "content:2 2026-06-30 2026-08-31",
        "reach:1 2027-06-30 2027-08-31 after w1",
    ];
    let delays = [late(&plan, "w0", 2), late(&plan, "consent", 3)];
    assert_eq!(slip(&delays), (3, steps.map(String::from).to_vec()));
}

#[test]
fn what_has_happened_is_late_no_more() {
    let plan = diamond().plan();
    let graph = Graph::new(&plan);
    let as_of = day("2026-06-30");
    let live = |step: StepIx| graph.live(step) <= as_of;
    let past = Past { as_of, live: &live };
    let slip = |what, months| graph.slip(&[late(&plan, what, months)], past);
    assert_eq!(slip("crm", 9), Slip::default(), "live");
    assert_eq!(slip("w0", 9), Slip::default(), "over");
    let as_of = day("2026-10-15");
    let running = graph.slip(&[late(&plan, "w1", 2)], Past { as_of, live: &live });
    assert_eq!(running.waves[0].to, (day("2026-07-01"), day("2027-02-28")), "begun, and ends later");
    let steps = ["consent:2 2026-12-31 2027-02-28", "reach:1 2027-06-30 2027-08-31 after w1"];
    assert_eq!(moved(&plan, &graph, &running.steps), steps);
}

#[test]
fn the_plan_after_a_slip_has_the_dates_of_the_slip() {
    let mut plan = diamond().plan();
    plan.as_of = day("2026-10-15");
    let consent = item(&plan, "consent");
    let held = plan.item_mut(consent);
    (held.start, held.end) = (Some(day("2026-09-01")), Some(day("2026-12-01")));
    plan.item_mut(consent).live = Some(day("2026-12-15"));
    let graph = Graph::new(&plan);
    // Live early: it stays, though its wave ends later.
    let live = |step: StepIx| graph.item_of(step) == consent;
    let slip = graph.slip(&[late(&plan, "w1", 2)], Past { as_of: plan.as_of, live: &live });
    let after = slip.applied_to(&graph, &plan);
    let dates = |plan: &Plan, id| plan.first_live(item(plan, id)).unwrap().to_string();
    assert_eq!(["consent", "reach"].map(|id| dates(&after, id)), ["2026-12-15", "2027-08-31"]);
    assert_eq!((after.waves[1].start, after.waves[1].end), (day("2026-07-01"), day("2027-02-28")));
    assert_eq!((after.waves[2].start, after.waves[2].end), (day("2027-03-01"), day("2027-08-31")));
    let dates = (after.items[consent.at()].start, after.items[consent.at()].end);
    assert_eq!(dates, (Some(day("2026-09-01")), Some(day("2027-02-01"))), "only what lies ahead moves");
    // Nothing else has changed, and the graph of it says the same.
    let graph_after = Graph::new(&after);
    assert!(slip.steps.iter().all(|moved| graph_after.live(moved.step) == moved.to));
    assert_eq!(Slip::default().applied_to(&graph, &plan), plan);
}

#[test]
fn waves_that_overlap_on_purpose_overlap_no_more() {
    let mut plan = diamond().plan();
    plan.waves[1].start = day("2026-05-01");
    plan.waves[1].after = Some(vec![crate::plan::about::Link { to: WaveIx(0), nth: 0 }]);
    let slip = Graph::new(&plan).slip_wave(WaveIx(0), 3);
    assert_eq!(slip.waves[1].to, (day("2026-08-01"), day("2027-03-31")));
}

#[test]
fn a_need_that_others_imply_is_found_with_what_implies_it() {
    let plan = Made::new(2)
        .with(capability("crm", &[(1, 0), (2, 0)]), &[])
        .with(capability("data", &[(1, 0)]), &["crm >= 2"])
        .with(capability("consent", &[(1, 0)]), &["data"])
        .with(driver("reach", 1), &["crm", "consent", "data", "consent >= 1"])
        .plan();
    let graph = Graph::new(&plan);
    let implied: Vec<String> = graph
        .implied_needs()
        .iter()
        .map(|it| format!("{} by {}", at(&plan, it.need), name(&plan, &graph, it.by.needed)))
        .collect();
    assert_eq!(implied, ["reach.0 by consent:1", "reach.2 by consent:1", "reach.3 by consent:1"]);
}

#[test]
fn implied_needs_agree_with_a_search_of_everything() {
    let mut dice = fastrand::Rng::with_seed(7);
    for count in [60; 50].into_iter().chain([1500]) {
        let needs: Vec<Vec<u32>> = (0..count)
            .map(|nth: u32| {
                (0..dice.usize(0..4)).filter(|_| nth > 0).map(|_| dice.u32(0..nth.max(1))).collect()
            })
            .collect();
        let plan = many(count, |nth| needs[nth as usize].clone());
        let graph = Graph::new(&plan);
        let stands_on = |one: u32, other: u32| graph.upstream(ItemIx(one)).contains(&ItemIx(other));
        let mut expected = Vec::new();
        for (nth, list) in needs.iter().enumerate() {
            for (position, need) in list.iter().enumerate() {
                let twice = list[..position].contains(need);
                if twice || list.iter().any(|other| stands_on(*other, *need)) {
                    expected.push(NeedAt { item: ItemIx::from(nth), position: position as u32 });
                }
            }
        }
        let found: Vec<NeedAt> = graph.implied_needs().iter().map(|implied| implied.need).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn what_is_implied_is_looked_for_again_only_where_needs_changed() {
    let all = |nth: u32| (0..nth).collect();
    let graph = Graph::new(&many(3, all));
    assert_eq!(graph.implied().len(), 1);
    let mut plan = many(3, all);
    plan.horizon += chrono::TimeDelta::days(1);
    let again = Graph::renewed(&graph, &many(3, all), &plan);
    assert_eq!(again.implied.get().map(|it| it.len()), Some(1));
    let chain = many(3, |nth| nth.checked_sub(1).into_iter().collect());
    let chain = Graph::renewed(&graph, &plan, &chain);
    assert!(chain.implied.get().is_none() && chain.implied().is_empty());
}

#[test]
fn an_item_that_needs_everything_costs_no_more_than_its_needs() {
    // A chain of 20,000 and, last, an item that needs them all: the first of them too far back in the
    // order to be judged.
    let chain = |nth: u32| if nth == 0 { vec![] } else { vec![nth - 1] };
    let plan = many(20_001, |nth| if nth == 20_000 { (0..nth).collect() } else { chain(nth) });
    let graph = Graph::new(&plan);
    let implied = graph.implied_needs();
    assert!(implied.iter().map(|implied| implied.need.position).eq(11_776..19_999));
    assert_eq!(graph.slip_item(ItemIx(0), 3).len(), 20_001);
}
