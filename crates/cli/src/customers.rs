//! The customers whose coupons a Qmai account pulls: a list, or a file of ids.

use std::fs;

use coupon_domain::{CustomerId, CustomerRef};

use crate::{config::CustomersFile, exit::Failure, fields::Fields};

/// Reads the ids. None configured is an empty list: nothing can be pulled then.
pub(crate) fn read(
    file: Option<&CustomersFile>,
    fields: &Fields<'_>,
) -> Result<Vec<CustomerRef>, Failure> {
    let ids = match file {
        None => Vec::new(),
        Some(CustomersFile::List(ids)) => ids.clone(),
        Some(CustomersFile::File { file }) => {
            let path = fields.config.beside(file);
            let text = fs::read_to_string(&path)
                .map_err(|error| fields.bad("customers", format!("{}: {error}", path.display())))?;
            first_column(&text)
        }
    };
    ids.into_iter()
        .map(|id| {
            let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
            let why = fields.lang.pick("customer ids are digits, not", "客户 id 应为数字,而不是");
            let bad = || fields.bad("customers", format!("{why} {id:?}"));
            if digits { Ok(CustomerRef::Id(CustomerId::new(id.as_str()))) } else { Err(bad()) }
        })
        .collect()
}

/// One id a line, further columns ignored; blank lines, `#` comments and one heading are left out.
fn first_column(text: &str) -> Vec<String> {
    let lines = text.trim_start_matches('\u{feff}').lines();
    let cells = lines.map(|line| {
        line.split([',', ';', '\t']).next().unwrap_or_default().trim().trim_matches('"')
    });
    let cells = cells.filter(|cell| !cell.is_empty() && !cell.starts_with('#')).enumerate();
    let is_heading = |cell: &str| !cell.bytes().any(|byte| byte.is_ascii_digit());
    let ids = cells.filter(|&(at, cell)| at > 0 || !is_heading(cell));
    ids.map(|(_, cell)| cell.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stand_in_the_first_column() {
        let text = "\u{feff}customer_id,name\n\"100004\",小王\n\n# gone\n100005\n";
        assert_eq!(first_column(text), ["100004", "100005"]);
        assert_eq!(first_column("1\n2\n"), ["1", "2"]);
    }
}
