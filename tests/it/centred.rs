//! Dependencies opened from elsewhere: what they are built around.

use crate::driven::{model, press};

/// What Dependencies are built around after some keys, by its id.
fn centre(keys: &str) -> String {
    let model = model(keys, 80, 24);
    model.desk().settings.focus.as_ref().map(|at| at.key.to_string()).unwrap_or_default()
}

/// By hand: of the pilot only the helpers are late; of the whole town only what needs cases at 4.
#[test]
fn from_a_wave_it_is_the_late_step_that_most_others_need() {
    assert_eq!(centre("h g 3"), "helpers");
    assert_eq!(centre("3"), "errors");
}

#[test]
fn from_an_item_it_is_the_item_and_from_a_kpi_what_it_measures() {
    assert_eq!(centre("/ payments <enter> 3"), "payments");
    let mut model = model("4 j k", 80, 24);
    let kpi = model.desk().sheet.current().map(|spot| spot.at.key.clone()).unwrap();
    let plan = model.work.plan();
    let measured = plan.kpi(plan.kpi_by_id(&kpi).unwrap()).measures[0].to;
    let id = plan.item(measured).id.clone();
    press(&mut model, "3");
    assert_eq!(model.desk().settings.focus.as_ref().map(|at| &*at.key), Some(&*id));
}
