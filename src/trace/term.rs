//! The arithmetic of a figure: how its value follows from its inputs.

use std::ops::Range;

/// Sums of more inputs than this are shown by their total.
const SHOWN: usize = 4;

/// An expression over the inputs of a trace. Its depth is that of a formula, never that of a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// An input, by its place.
    Input(usize),
    /// The sum of all inputs from a place on.
    All(usize),
    /// The sum of the inputs from one place up to another.
    Part(usize, usize),
    /// A number that the rule names.
    Number(f64),
    /// A sum.
    Sum(Vec<Term>),
    /// The first less the second.
    Difference(Box<[Term; 2]>),
    /// A product.
    Product(Vec<Term>),
    /// The first divided by the second.
    Quotient(Box<[Term; 2]>),
    /// The first to the power of the second.
    Power(Box<[Term; 2]>),
    /// The smaller of both.
    Least(Box<[Term; 2]>),
    /// The larger of both.
    Most(Box<[Term; 2]>),
    /// What the inputs from a place on leave of something, each a share of it, at most all: what the first leaves is
    /// what the second takes its share of.
    Leave(Box<Term>, usize),
}

/// How tightly a term binds, the loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binds {
    Sum,
    Product,
    Power,
    Word,
}

impl Term {
    /// The first less the second.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self::Difference(Box::new([self, other]))
    }

    /// The first divided by the second.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        Self::Quotient(Box::new([self, other]))
    }

    /// The factor that is left where the inputs from a place on are shares of `base` that overlap on what there is of
    /// it, at most 1.
    #[must_use]
    pub fn overlapping(base: Self, room: Self, from: usize) -> Self {
        let taken = Self::Number(1.0).minus(Self::Leave(Box::new(base), from));
        let together = Self::Product(vec![room, taken]);
        Self::Least(Box::new([Self::Number(1.0), together.over(Self::All(from))]))
    }

    /// Its value.
    #[must_use]
    pub fn value(&self, inputs: &[f64]) -> f64 {
        match self {
            Self::Input(place) => inputs.get(*place).copied().unwrap_or(f64::NAN),
            Self::All(from) => inputs.iter().skip(*from).sum(),
            Self::Part(from, to) => inputs.get(*from..*to).map_or(f64::NAN, |part| part.iter().sum()),
            Self::Number(number) => *number,
            Self::Sum(terms) => terms.iter().map(|term| term.value(inputs)).sum(),
            Self::Difference(both) => both[0].value(inputs) - both[1].value(inputs),
            Self::Product(terms) => terms.iter().map(|term| term.value(inputs)).product(),
            Self::Quotient(both) => both[0].value(inputs) / both[1].value(inputs),
            Self::Power(both) => both[0].value(inputs).powf(both[1].value(inputs)),
            Self::Least(both) => both[0].value(inputs).min(both[1].value(inputs)),
            Self::Most(both) => both[0].value(inputs).max(both[1].value(inputs)),
            Self::Leave(all, from) => {
                let all = all.value(inputs);
                inputs
                    .iter()
                    .skip(*from)
                    .map(|part| 1.0 - if all > 0.0 { (part / all).min(1.0) } else { 1.0 })
                    .product()
            }
        }
    }

    /// It in words and signs, with each input written by `input`; `all` writes the total of some inputs,
    /// where they are many.
    #[must_use]
    pub fn written(
        &self,
        count: usize,
        input: &dyn Fn(usize) -> String,
        all: &dyn Fn(Range<usize>) -> String,
    ) -> String {
        let inner = |term: &Self, binds: Binds| {
            let text = term.written(count, input, all);
            if term.binds(count) < binds { format!("({text})") } else { text }
        };
        let joined = |terms: &[Self], sign: &str, binds: Binds| {
            terms.iter().map(|term| inner(term, binds)).collect::<Vec<_>>().join(sign)
        };
        let sum = |from: usize, to: usize| match to.saturating_sub(from) {
            many if many > SHOWN => all(from..to),
            _ => (from..to).map(input).collect::<Vec<_>>().join(" + "),
        };
        match self {
            Self::Input(place) => input(*place),
            Self::All(from) => sum(*from, count),
            Self::Part(from, to) => sum(*from, *to),
            Self::Number(number) => super::value::digits(*number),
            Self::Sum(terms) => joined(terms, " + ", Binds::Sum),
            Self::Difference(both) => {
                format!("{} − {}", inner(&both[0], Binds::Sum), inner(&both[1], Binds::Product))
            }
            Self::Product(terms) => joined(terms, " × ", Binds::Product),
            Self::Quotient(both) => {
                format!("{} ÷ {}", inner(&both[0], Binds::Product), inner(&both[1], Binds::Power))
            }
            Self::Power(both) => {
                format!("{} ^ {}", inner(&both[0], Binds::Word), inner(&both[1], Binds::Word))
            }
            Self::Least(both) => {
                format!("the smaller of {} and {}", inner(&both[0], Binds::Sum), inner(&both[1], Binds::Sum))
            }
            Self::Most(both) => {
                format!("the larger of {} and {}", inner(&both[0], Binds::Sum), inner(&both[1], Binds::Sum))
            }
            Self::Leave(all, from) => {
                let all = inner(all, Binds::Power);
                let left = |place: usize| format!("(1 − {} ÷ {all})", input(place));
                match count.saturating_sub(*from) {
                    many if many > SHOWN => format!("(what {many} shares of {all} leave)"),
                    _ => (*from..count).map(left).collect::<Vec<_>>().join(" × "),
                }
            }
        }
    }

    fn binds(&self, count: usize) -> Binds {
        match self {
            Self::Sum(terms) if terms.len() > 1 => Binds::Sum,
            Self::All(from) if (2..=SHOWN).contains(&count.saturating_sub(*from)) => Binds::Sum,
            Self::Part(from, to) if (2..=SHOWN).contains(&to.saturating_sub(*from)) => Binds::Sum,
            Self::Difference(_) | Self::Least(_) | Self::Most(_) => Binds::Sum,
            Self::Product(terms) if terms.len() > 1 => Binds::Product,
            Self::Sum(terms) | Self::Product(terms) => {
                terms.first().map_or(Binds::Word, |term| term.binds(count))
            }
            Self::Quotient(_) | Self::Leave(..) => Binds::Product,
            Self::Power(_) => Binds::Power,
            Self::Number(number) if *number < 0.0 => Binds::Sum,
            Self::Input(_) | Self::All(_) | Self::Part(..) | Self::Number(_) => Binds::Word,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_writes_what_it_computes() {
        let rate = Term::Sum(vec![Term::Number(1.0), Term::Input(0)]);
        let years = Term::Sum(vec![Term::Input(1), Term::Number(0.5)]).over(Term::Number(12.0));
        let discount = Term::Number(1.0).over(Term::Power(Box::new([rate, years])));
        let letters = |place: usize| ["r", "m"][place].to_owned();
        assert_eq!(discount.written(2, &letters, &|_| String::new()), "1 ÷ (1 + r) ^ ((m + 0.5) ÷ 12)");
        assert!((discount.value(&[0.1, 11.5]) - 1.0 / 1.1).abs() < 1e-12);
        let net = Term::Input(0).minus(Term::All(1));
        let name = |place: usize| format!("x{place}");
        let name_of_all = |places: Range<usize>| format!("x{} to x{}", places.start, places.end - 1);
        assert_eq!(net.written(3, &name, &name_of_all), "x0 − (x1 + x2)");
        assert_eq!(net.written(9, &name, &|_| "all".into()), "x0 − all");
        assert!((net.value(&[5.0, 1.0, 2.0]) - 2.0).abs() < 1e-12);
        let mean = Term::Part(1, 3).over(Term::Number(2.0));
        assert_eq!(mean.written(3, &name, &name_of_all), "(x1 + x2) ÷ 2");
        assert_eq!(Term::Part(1, 9).written(9, &name, &name_of_all), "x1 to x8");
        assert!((mean.value(&[5.0, 1.0, 2.0]) - 1.5).abs() < 1e-12);
    }
}
