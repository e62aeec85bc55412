//! The bar of a long command, drawn on a terminal only.

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::app::App;

impl App {
    /// A bar over `length` steps, shown by the template of the chosen language. It is hidden where nobody watches.
    pub(crate) fn progress_bar(&self, length: u64, en: &str, zh: &str) -> ProgressBar {
        if self.global.no_progress || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template(self.lang.pick(en, zh));
        let style = style.expect("the templates are well formed").progress_chars("=> ");
        // Bars of accounts that are synced side by side stand below each other.
        let bar = self.bars.add(ProgressBar::new(length).with_style(style));
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}
