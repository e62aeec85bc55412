#![doc = include_str!("../README.md")]

/// The stylesheet: CSS without an import and without an address.
pub const STYLE: &str = include_str!("page.css");

#[cfg(test)]
mod tests {
    use super::STYLE;

    #[test]
    fn it_asks_for_nothing_and_closes_what_it_opens() {
        for outside in ["url(", "@import", "http", "</"] {
            assert!(!STYLE.contains(outside), "{outside}");
        }
        assert_eq!(STYLE.matches('{').count(), STYLE.matches('}').count());
    }

    #[test]
    fn every_colour_of_the_light_is_there_in_the_dark_and_on_paper() {
        let themes: Vec<&str> = STYLE.split(":root {").skip(1).collect();
        assert_eq!(themes.len(), 3, "light, dark, paper");
        let named = |theme: &str| -> Vec<String> {
            let block = theme.split('}').next().unwrap_or_default();
            let names = block.split("--").skip(1).filter_map(|rest| rest.split_once(": #"));
            names.map(|(name, _)| name.to_owned()).collect()
        };
        let light = named(themes[0]);
        assert!(light.len() > 10, "{light:?}");
        assert_eq!(named(themes[1]), light);
        assert_eq!(named(themes[2]), light);
    }
}
