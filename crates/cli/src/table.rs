//! Columns that line up, also with characters two columns wide.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// Widths are taken from this many rows; later cells that are wider stick out, so that a long list needs no memory.
const LOOKED_AT: usize = 500;

/// A table on its way out.
#[derive(Debug)]
pub(crate) struct Table {
    headers: Vec<String>,
    widths: Vec<usize>,
    waiting: Vec<Vec<String>>,
    begun: bool,
}

impl Table {
    pub(crate) fn new(headers: &[&str]) -> Self {
        let headers: Vec<String> = headers.iter().map(|&header| header.to_owned()).collect();
        let widths = headers.iter().map(|header| header.width()).collect();
        Self { headers, widths, waiting: Vec::new(), begun: false }
    }

    pub(crate) fn push(&mut self, cells: Vec<String>, to: &mut impl Write) -> io::Result<()> {
        let cells: Vec<String> = cells.iter().map(|cell| visible(cell)).collect();
        if self.begun {
            return self.write(&cells, to);
        }
        for (width, cell) in self.widths.iter_mut().zip(&cells) {
            *width = cell.width().max(*width);
        }
        self.waiting.push(cells);
        if self.waiting.len() == LOOKED_AT { self.begin(to) } else { Ok(()) }
    }

    pub(crate) fn finish(mut self, to: &mut impl Write) -> io::Result<()> {
        if self.begun { Ok(()) } else { self.begin(to) }
    }

    fn begin(&mut self, to: &mut impl Write) -> io::Result<()> {
        self.begun = true;
        self.write(&self.headers, to)?;
        let rule: Vec<String> = self.widths.iter().map(|&width| "-".repeat(width)).collect();
        self.write(&rule, to)?;
        for cells in std::mem::take(&mut self.waiting) {
            self.write(&cells, to)?;
        }
        Ok(())
    }

    fn write(&self, cells: &[String], to: &mut impl Write) -> io::Result<()> {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(&self.widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        writeln!(to, "{}", line.trim_end())
    }
}

/// Text without control characters: a vendor's text must not move the cursor.
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns() {
        let mut to = Vec::new();
        let mut table = Table::new(&["name", "state"]);
        table.push(vec!["满减券".to_owned(), "used".to_owned()], &mut to).unwrap();
        table.push(vec!["a\u{1b}[2J".to_owned(), "open".to_owned()], &mut to).unwrap();
        table.finish(&mut to).unwrap();
        let shown = String::from_utf8(to).unwrap();
        assert_eq!(shown, "name    state\n------  -----\n满减券  used\na [2J   open\n");
    }

    #[test]
    fn a_long_list_is_written_as_it_comes() {
        let mut to = Vec::new();
        let mut table = Table::new(&["n"]);
        for n in 0..LOOKED_AT + 5 {
            table.push(vec![n.to_string()], &mut to).unwrap();
        }
        assert_eq!(String::from_utf8(to.clone()).unwrap().lines().count(), LOOKED_AT + 2 + 5);
        table.finish(&mut to).unwrap();
        assert_eq!(String::from_utf8(to).unwrap().lines().count(), LOOKED_AT + 2 + 5);
    }
}
