//! Lengths of time as people write them: "30s", "2m", "1h 30m".

use std::time::Duration;

use jiff::SignedDuration;

const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads a length of time of at least a second: a shorter lease is over before it could be renewed.
///
/// # Errors
/// The form, with examples.
pub fn parse_lease(text: &str) -> Result<Duration, String> {
    let length = parse_length_of_time(text)?;
    let wrong = || format!("{text:?} is too short for a lease; write 1s at least");
    (length >= Duration::from_secs(1)).then_some(length).ok_or_else(wrong)
}

/// Reads a length of time above zero, up to a day.
///
/// # Errors
/// The form, with examples.
pub fn parse_length_of_time(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is no length of time up to a day; write 30s, 2m or 1h 30m");
    let length: SignedDuration = text.parse().map_err(|_| wrong())?;
    let fits = |length: &Duration| !length.is_zero() && *length <= A_DAY;
    Duration::try_from(length).ok().filter(fits).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_above_zero_and_at_most_a_day_and_a_lease_lasts_a_second() {
        assert_eq!(parse_length_of_time("1h 30m"), Ok(Duration::from_secs(5400)));
        assert_eq!(parse_length_of_time("200ms"), Ok(Duration::from_millis(200)));
        for wrong in ["0s", "25h", "30", "", "-1s"] {
            assert!(parse_length_of_time(wrong).unwrap_err().contains("30s, 2m or 1h 30m"));
        }
        assert_eq!(parse_lease("1s"), Ok(Duration::from_secs(1)));
        assert!(parse_lease("999ms").unwrap_err().contains("1s at least"));
    }
}
