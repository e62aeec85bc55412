//! Ready maps: forms of files that are public, each with its columns. They are data, in `maps/`.

use std::{
    io::{Read, Seek},
    sync::LazyLock,
};

use coupon_sheet::{SheetError, first_rows, is_column_name};
use serde::{Deserialize, Serialize};

use super::mapping::Mapping;
use crate::html::PageLanguage;

/// The last line in which a header is looked for.
const HEADER_WITHIN: u64 = 100;

/// The mapping of a known form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadyMap {
    /// The name that a user gives, such as `wechat-trade`.
    pub name: &'static str,
    /// The form and its mapping.
    #[serde(flatten)]
    pub form: FileForm,
}

/// A known form of order files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileForm {
    /// The form in English text.
    pub title_en: String,
    /// The form in Chinese text.
    pub title_zh: String,
    /// The public place where the header is seen.
    pub source: String,
    /// How sure the mapping is.
    pub grade: MapGrade,
    /// The column that is compared and the lines that are left out, in English text.
    pub note_en: String,
    /// The same in Chinese text.
    pub note_zh: String,
    /// Names that stand in a header of this form, in any order, and in no header of another known form.
    pub header: Vec<String>,
    /// Which column means what.
    pub map: Mapping,
}

/// How sure a ready map is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MapGrade {
    /// Header and meaning stand in public documents, or in public programs that read real files.
    Seen,
    /// The header is seen; that its column is the discount of the shop is assumed.
    Assumed,
}

impl FileForm {
    /// Its title, its grade, and what is compared.
    pub fn words(&self, language: PageLanguage) -> [&str; 3] {
        let grade = match self.grade {
            MapGrade::Seen => language.of("seen", "已见"),
            MapGrade::Assumed => language.of("assumed", "推定"),
        };
        match language {
            PageLanguage::En => [&self.title_en, grade, &self.note_en],
            PageLanguage::Zh => [&self.title_zh, grade, &self.note_zh],
        }
    }
}

/// Name and text of each map.
macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../maps/", $name, ".toml")))),*]
    };
}

static MAPS: LazyLock<Vec<ReadyMap>> = LazyLock::new(|| {
    let texts = embedded![
        "wechat-trade",
        "wechat-trade-early",
        "wechat-fund",
        "wechat-personal",
        "alipay-merchant",
        "alipay-personal",
        "meituan",
        "jd",
        "taobao",
        "youzan",
        "douyin",
    ];
    let map =
        |(name, text)| ReadyMap { name, form: toml::from_str(text).expect("a test reads it") };
    texts.into_iter().map(map).collect()
});

impl ReadyMap {
    /// Every ready map.
    pub fn all() -> &'static [Self] {
        &MAPS
    }

    /// The ready map of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::all().iter().find(|map| map.name == name)
    }

    /// The ready maps whose header stands in a file.
    ///
    /// # Errors
    /// A file that holds no table.
    pub fn fitting(file: impl Read + Seek) -> Result<Vec<&'static Self>, SheetError> {
        let rows = first_rows(file, HEADER_WITHIN)?;
        let has =
            |row: &Vec<String>, name: &String| row.iter().any(|cell| is_column_name(cell, name));
        let fits =
            |map: &&Self| rows.iter().any(|row| map.form.header.iter().all(|name| has(row, name)));
        Ok(Self::all().iter().filter(fits).collect())
    }
}
