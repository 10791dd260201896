//! XML as reports need it: elements with attributes and a line of text. Written here because no writer
//! keeps out what XML 1.0 cannot hold, which is most of the work; tests read it with a parser.

use std::borrow::Cow;

use crate::safe;

/// An XML document that is being written.
#[derive(Debug)]
pub struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Default for Xml {
    fn default() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into(), open: Vec::new() }
    }
}

impl Xml {
    /// Opens an element; [`Xml::close`] closes it.
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.head(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.text.extend(["</", name, ">\n"]);
        }
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.head(name, attributes);
        self.text.push_str("/>\n");
    }

    /// An element that holds lines of text.
    pub fn lines(&mut self, name: &str, attributes: &[(&str, &str)], lines: &[String]) {
        self.head(name, attributes);
        let escaped: Vec<String> = lines.iter().map(|line| escape(line)).collect();
        self.text.extend([">", &escaped.join("\n"), "</", name, ">\n"]);
    }

    /// The document, with all elements closed.
    #[must_use]
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn head(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.extend(["<", name]);
        for (key, value) in attributes {
            self.text.extend([" ", key, "=\"", &escape(value), "\""]);
        }
    }

    fn indent(&mut self) {
        self.text.push_str(&"  ".repeat(self.open.len()));
    }
}

/// A text as one line of XML, in an attribute or between tags. The controls that XML cannot hold are
/// pictures by then; what would command a CI runner that logs the file is a reference.
fn escape(text: &str) -> String {
    let line: Cow<'_, str> = safe::line(text);
    let mut brackets = safe::runner_brackets(&line).map(|(_, bracket)| bracket).peekable();
    let command = line.trim_start().starts_with("::").then(|| line.len() - line.trim_start().len());
    let mut escaped = String::with_capacity(line.len());
    for (at, character) in line.char_indices() {
        let bracket = brackets.next_if_eq(&at).is_some();
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push_str(&format!("&lt;U+{:04X}&gt;", character as u32)),
            _ if bracket || command == Some(at) => escaped.push_str(&format!("&#{};", character as u32)),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_an_element() {
        let mut xml = Xml::default();
        xml.open("a", &[("b", "\"<&>\u{1b}\u{0}\u{ffff}")]);
        xml.lines("c", &[], &["::error::x ]]>".into(), "##vso[x]\n</c>".into()]);
        let text = xml.finish();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <a b=\"&quot;&lt;&amp;&gt;␛␀&lt;U+FFFF&gt;\">\n  \
             <c>&#58;:error::x ]]&gt;\n##vso&#91;x] &lt;/c&gt;</c>\n</a>\n"
        );
    }
}
