//! What lies over a view: what is asked, shown or filled in before a key goes to the view again. One a file;
//! which of them is open is [`super::model::Overlay`].

pub mod adding;
pub mod capture;
pub mod comparing;
pub mod copying;
pub mod explain;
pub mod finder;
pub mod fixes;
pub mod form;
pub mod fuzzy;
pub mod help;
pub mod history;
pub mod ignoring;
pub mod line;
pub mod menu;
pub mod minuting;
pub mod outside;
pub mod page;
pub mod proposals;
pub mod question;
pub mod reading;
pub mod recovery;
pub mod removing;
pub mod shown;
pub mod slipping;
pub mod splitting;
pub mod unlike;
