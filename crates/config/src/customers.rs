//! The customers whose coupons an account reads: a list, or a file of ids.

use coupon_domain::{CustomerId, CustomerRef};

use crate::{
    account_fields::AccountFields,
    account_file::CustomerSource,
    error::{ConfigError, ConfigErrorCause},
    secret_source::resolve_relative_to,
    system,
};

/// Reads the ids. Without a source the list is empty.
pub(crate) fn read(
    source: Option<&CustomerSource>,
    fields: &AccountFields<'_>,
) -> Result<Vec<CustomerRef>, ConfigError> {
    let bad = |cause| fields.error("customers", cause);
    let ids = match source {
        None => Vec::new(),
        Some(CustomerSource::List(ids)) => ids.clone(),
        Some(CustomerSource::File { file }) => {
            let text = system::file(&resolve_relative_to(fields.config, file));
            first_column(&text.map_err(|error| bad(ConfigErrorCause::System(error)))?)
        }
    };
    ids.into_iter()
        .map(|id| {
            let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
            match digits {
                true => Ok(CustomerRef::Id(CustomerId::new(id.as_str()))),
                false => Err(bad(ConfigErrorCause::CustomerId { id })),
            }
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
