//! When money counts for its present value.

use super::words::words;

words! {
    /// The convention by which a month's money is discounted to the plan's start.
    Discounting {
        /// Each month from its own middle.
        MidMonth = "mid-month",
        /// All months of a plan year at one moment, half a year earlier than `end-of-year`; the first year
        /// not at all.
        MidYear = "mid-year",
        /// All months of a plan year at one moment, a year after the one before; the first year not at all:
        /// it is what is laid out at the start.
        EndOfYear = "end-of-year",
    }
}
