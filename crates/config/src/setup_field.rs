//! The fields that a new account is asked for.

/// A field of a new account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetupField {
    /// Its name in the configuration.
    pub name: &'static str,
    /// The value that is taken where none is given.
    pub default: Option<&'static str>,
    /// The kind of its value.
    pub kind: SetupKind,
    /// Its meaning in English.
    pub about_en: &'static str,
    /// The same in Chinese.
    pub about_zh: &'static str,
}

/// The kind of a value of a new account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupKind {
    /// Plain text, which stands in the configuration itself.
    Text,
    /// A secret that is shown while it is typed: an id.
    Id,
    /// A secret that is not shown while it is typed.
    Key,
    /// Ids of customers with commas between them, or the path of a file.
    Customers,
}

impl SetupField {
    const fn new(
        name: &'static str,
        kind: SetupKind,
        about_en: &'static str,
        about_zh: &'static str,
    ) -> Self {
        Self { name, default: None, kind, about_en, about_zh }
    }

    pub(crate) const fn text(
        name: &'static str,
        default: Option<&'static str>,
        about_en: &'static str,
        about_zh: &'static str,
    ) -> Self {
        Self { default, ..Self::new(name, SetupKind::Text, about_en, about_zh) }
    }

    pub(crate) const fn id(
        name: &'static str,
        about_en: &'static str,
        about_zh: &'static str,
    ) -> Self {
        Self::new(name, SetupKind::Id, about_en, about_zh)
    }

    pub(crate) const fn key(
        name: &'static str,
        about_en: &'static str,
        about_zh: &'static str,
    ) -> Self {
        Self::new(name, SetupKind::Key, about_en, about_zh)
    }

    pub(crate) const fn customers(about_en: &'static str, about_zh: &'static str) -> Self {
        Self::new("customers", SetupKind::Customers, about_en, about_zh)
    }
}
