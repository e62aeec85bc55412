//! Parts of OpenAPI documents, for every vendor alike.

pub(crate) mod answers_seen;
pub(crate) mod document;
pub(crate) mod one_type;
pub(crate) mod plain;
pub(crate) mod rules;
