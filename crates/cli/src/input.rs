//! Text that a user gives: on the line, in a file, or through standard input.

use std::{
    fs,
    io::{self, Read},
    path::PathBuf,
    str::FromStr,
};

use bytes::Bytes;
use coupon_messages::Lang;
use serde::de::DeserializeOwned;

use crate::error::CliError;

/// Where text comes from: itself, `@FILE`, or `-`. Its bytes are taken as they are.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    Text(String),
    File(PathBuf),
    Stdin,
}

impl FromStr for Input {
    type Err = std::convert::Infallible;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        Ok(match given.strip_prefix('@') {
            _ if given == "-" => Self::Stdin,
            Some(path) => Self::File(path.into()),
            None => Self::Text(given.to_owned()),
        })
    }
}

impl Input {
    pub(crate) fn read(&self, lang: Lang) -> Result<Bytes, CliError> {
        match self {
            Self::Text(text) => Ok(text.clone().into()),
            Self::File(path) => fs::read(path).map(Bytes::from).map_err(|error| {
                CliError::Usage(lang.unreadable_file(path.display(), lang.io(&error)))
            }),
            Self::Stdin => {
                let mut bytes = Vec::new();
                io::stdin().read_to_end(&mut bytes)?;
                Ok(bytes.into())
            }
        }
    }
}

/// A JSON document from `--file F`; `-` is standard input.
pub(crate) fn document<T: DeserializeOwned>(file: &str, lang: Lang) -> Result<T, CliError> {
    let input = if file == "-" { Input::Stdin } else { Input::File(file.into()) };
    let bytes = input.read(lang)?;
    serde_json::from_slice(&bytes)
        .map_err(|error| CliError::Usage(lang.bad_json(file, lang.parse(error))))
}

#[cfg(test)]
mod tests {
    use coupon_domain::{CreateTemplate, Issue};

    #[test]
    fn the_files_that_the_readme_shows_can_be_read() {
        let readme = include_str!("../README.md");
        let blocks = readme.split("```json\n").skip(1);
        let blocks: Vec<&str> = blocks.map(|rest| rest.split("```").next().unwrap()).collect();
        let template: CreateTemplate = serde_json::from_str(blocks[0]).unwrap();
        assert_eq!(template.name, "满100减20");
        let issue: Issue = serde_json::from_str(blocks[1]).unwrap();
        assert_eq!((issue.lines.len(), issue.recovery_days), (1, Some(10)));
    }
}
