//! A kind of record that a vendor's account holds, as a row.

/// Id and text of a row, verbatim.
pub type RecordText = (String, String);

/// A kind of record.
#[derive(Debug)]
pub struct RecordKind {
    /// Its word in an address of the console.
    pub word: &'static str,
    /// Its name in English.
    pub title_en: &'static str,
    /// Its name in Chinese.
    pub title_zh: &'static str,
    /// The operation that shows these records, and so explains their fields.
    pub operation: Option<&'static str>,
    /// Its word in the admin API, which lists the records with their ids.
    pub listed: Option<&'static str>,
    /// The steps that a person may take with one of them.
    pub steps: &'static [RecordStep],
}

/// A step that a person may take with a record.
#[derive(Debug)]
pub struct RecordStep {
    /// The name of the step, as for `POST /_sandbox/step`.
    pub step: &'static str,
    /// The field of the step that names the record.
    pub field: &'static str,
    /// The column of the record with that name.
    pub column: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// Its name in Chinese.
    pub zh: &'static str,
}

impl RecordStep {
    pub(crate) const fn new(
        step: &'static str,
        [field, column]: [&'static str; 2],
        en: &'static str,
        zh: &'static str,
    ) -> Self {
        Self { step, field, column, en, zh }
    }
}
