//! Every operation of every vendor, in one shape.

use coupon_qince_wire as qince;
use coupon_qmai_wire as qmai;
use serde_json::Value;

/// An operation as the derived files show it.
#[derive(Debug)]
pub struct Operation {
    /// "qmai" or "qince": folder of its fixtures, and name of its page.
    pub vendor: &'static str,
    /// "voucher.getVoucherInfos".
    pub name: &'static str,
    /// Path of the URL, without account and signature. If several operations share the path, the action follows.
    pub path: String,
    /// "read" or "write".
    pub kind: &'static str,
    /// How well it is known, as a letter.
    pub grade: char,
    /// Schema of the whole body of a request.
    pub request: Value,
    /// Schema of the call in it: for Qince all of it, for Qmai what stands in the envelope.
    pub call: Value,
    /// Schema of the answer.
    pub reply: Value,
    /// Schema of one row of the answer.
    pub row: Value,
}

impl Operation {
    /// Folder of its fixtures, from the root.
    pub fn folder(&self) -> String {
        format!("fixtures/{}/{}", self.vendor, self.name)
    }

    /// The endpoint file, from the root.
    pub fn source(&self) -> String {
        let (module, name) = self.name.split_once('.').expect("module and name");
        format!("crates/{}-wire/src/{module}/{}.rs", self.vendor, snake_case(name))
    }
}

/// All of them, Qmai first, each vendor's in the order of its documents.
pub fn operations() -> Vec<Operation> {
    let qmai = qmai::operations_with_schemas().into_iter().map(|with| Operation {
        vendor: "qmai",
        name: with.operation.name,
        path: match with.operation.action {
            Some(action) => format!("/{} `{action}`", with.operation.path),
            None => format!("/{}", with.operation.path),
        },
        kind: with.operation.kind.as_str(),
        grade: with.operation.grade.letter(),
        request: with.request,
        call: with.params,
        reply: with.reply,
        row: with.row,
    });
    let qince = qince::operations_with_schemas().into_iter().map(|with| Operation {
        vendor: "qince",
        name: with.operation.name,
        path: format!("/api/{}", with.operation.path),
        kind: with.operation.kind.as_str(),
        grade: with.operation.grade.letter(),
        call: with.request.clone(),
        request: with.request,
        reply: with.reply,
        row: with.row,
    });
    qmai.chain(qince).collect()
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        match c {
            '-' | '.' => snake.push('_'),
            'A'..='Z' => {
                snake.push('_');
                snake.push(c.to_ascii_lowercase());
            }
            _ => snake.push(c),
        }
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::root;

    #[test]
    fn every_operation_has_its_file() {
        let operations = operations();
        assert_eq!(operations.len(), qmai::OPERATIONS.len() + qince::OPERATIONS.len());
        for operation in operations {
            assert!(root().join(operation.source()).is_file(), "{}", operation.source());
        }
    }
}
