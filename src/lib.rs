//! Groundswell: transformation roadmaps as code.
//!
//! A plan is a folder of TOML files in git: adoption **waves**, each moving three dimensions in step
//! (strategy: value **drivers**; operating model: **capabilities**; leadership: **mandates**), with the
//! **gates** between them, the **KPIs** that tell whether it works, and the record of what happened.
//! The program `swell` checks such a plan, computes what it is worth, and shows it in the terminal.
//!
//! # The house
//!
//! A singular file is a thing, a plural file the registry of such things, one line each, and the folder
//! of that name holds them, one a file. Adding a rule, a report, a printed view, a screen or a command is
//! one file and one line. Each module imports only from those above it in this table; a test holds it.
//!
//! | module | what it is |
//! |---|---|
//! | [`order`] | short lists put in order, by one sort for all of them |
//! | [`disk`] | the one place that touches files |
//! | [`git`] | the one place that asks git: the files of a revision, a plan's history, settings |
//! | [`safe`] | plan text made safe for a sink |
//! | [`plan`] | the model: what the files say, resolved and in one order; addresses |
//! | [`wording`] | figures in words and digits, and things by the names that they go by |
//! | [`finding`] | what is wrong, where, and what to do |
//! | [`graph`] | items and waves as graphs: cycles, order, chains, what a slip moves |
//! | [`figures`] | every number derived from a plan, once, when first asked for |
//! | [`simulation`] | what may become of a plan: many runs with drawn values, risks and ramps |
//! | [`status`] | where each item stands, in one word and one glyph |
//! | [`register`] | risks, exceptions, trade-offs, objectives, pools, archetypes, learnings: what is listed, in which order, with which figures |
//! | [`trace`], [`traces`] | where a figure comes from: rule, arithmetic, inputs; all families of figures, one a file |
//! | [`source`] | TOML and the model: text to plan, address to file, line and column |
//! | [`rule`], [`rules`] | what a rule is; all rules, one a file |
//! | [`check`] | runs the rules, holds findings to policy and waivers, puts them in order |
//! | [`impact`] | what a slip does: what moves, value lost, gates, KPIs, findings |
//! | [`merge`] | three texts of one file, or of a whole plan: by id and key, never by line |
//! | [`draft`] | a plan being edited: changes, undo and redo |
//! | [`scenario`] | what is tried with a plan: edits and slips, as a list that can be kept |
//! | [`explain`] | the page of a rule: what, why, an example, how to mend it, settings |
//! | [`diff`] | two plans: what changed, what it does, and why; by address, never by text |
//! | [`history`] | one plan over its revisions: what moved, by whom, with which decision |
//! | [`workspace`] | an open plan, as views look at it |
//! | [`report`], [`reports`] | what a report of findings is; all reports, one a file |
//! | [`show`], [`shows`] | what a printed view is; all printed views, one a file |
//! | [`minutes`] | the minutes of a meeting, from what was recorded |
//! | [`tui`] | the terminal interface: pure update, read-only views, one performer of effects |
//! | [`cli`] | arguments in, text and exit code out; all commands, one a file |
//!
//! # Where a change goes
//!
//! - A new field: the model in `plan/`, its line in `source/schema.rs`, its reading in `source/read/`, and in
//!   `trace/reads.rs` the figures that it goes into; in `trace/decided.rs` those whose pages have its line though it is
//!   no number of theirs.
//! - A new rule: a file in `rules/` with its reason and two example plans, and its line in `rules.rs`; one that
//!   finds what is missing says so in how it is found, and waits while a plan cannot be read whole. What its message
//!   names it tells by address, with `tell!` of `plan/tell.rs`, as a refusal does: screens say names, reports ids.
//! - A new figure: `figures/`, with the source of its formula; its trace in `traces/` and its line in
//!   `traces.rs`, with the rows that `show figures` tells of it, all that a view shows; what it is made of in
//!   `trace/reads.rs`; then the views that show it.
//! - A new screen: a file in `tui/views/` and its line in `tui/views.rs`; what it can do is an action. What asks
//!   or shows something over a screen: a file in `tui/overlays/` that is an overlay, its line in `tui/overlays.rs`,
//!   and the action that opens it.
//!
//! # What never happens
//!
//! - Reading a plan never fails: what is faulty is a finding, and the rest is there.
//! - Rules never see text; reports and views never see TOML.
//! - Nothing in the library asks the clock, the locale or the environment; only [`cli`] and the terminal
//!   behind [`tui`] do.
//! - Text from a plan reaches no sink but through [`safe`].
//! - What is private reaches no pipe, file or room unasked: views and prints withhold it by [`plan::veil`], pages that
//!   explain and messages by what [`source`] knows of it.

pub mod check;
pub mod cli;
pub mod diff;
pub mod disk;
pub mod draft;
pub mod explain;
pub mod figures;
pub mod finding;
pub mod git;
pub mod graph;
pub mod history;
pub mod impact;
pub mod merge;
pub mod minutes;
pub mod order;
pub mod plan;
pub mod register;
pub mod report;
pub mod reports;
pub mod rule;
pub mod rules;
pub mod safe;
pub mod scenario;
pub mod show;
pub mod shows;
pub mod simulation;
pub mod source;
pub mod status;
pub mod trace;
pub mod traces;
pub mod tui;
pub mod wording;
pub mod workspace;
