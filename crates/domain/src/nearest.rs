//! The known word that somebody most likely meant.

/// The known word that is nearest to `given`: the same but for case and blanks, one that begins with it or holds it, else the one
/// with the fewest letters to change, at most a third of them. None if no word is near.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.trim().to_lowercase();
    let letters = given.chars().count();
    let near = known.into_iter().filter_map(|word| {
        let lower = word.to_lowercase();
        let distance = match lower.contains(&given) {
            true => usize::from(lower != given),
            false => distance(&given, &lower),
        };
        let longest = letters.max(lower.chars().count());
        (letters > 0 && distance * 3 <= longest).then_some((distance, word))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, word)| word)
}

/// How many letters must be put in, taken out or changed, or neighbours swapped, to make one text the other.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let (mut before, mut row): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=to.len()).collect());
    for (done, letter) in from.iter().enumerate() {
        let mut next = vec![done + 1];
        for (at, other) in to.iter().enumerate() {
            let changed = row[at] + usize::from(letter != other);
            let mut least = changed.min(next[at] + 1).min(row[at + 1] + 1);
            let is_swap = done > 0 && at > 0 && from[done - 1] == *other && to[at - 1] == *letter;
            if is_swap {
                least = least.min(before[at - 1] + 1);
            }
            next.push(least);
        }
        (before, row) = (row, next);
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_a_strange_one_has_none() {
        let known = ["expired", "used", "available", "已过期"];
        assert_eq!(nearest("expird", known), Some("expired"));
        assert_eq!(nearest(" USED ", known), Some("used"));
        assert_eq!(nearest("avail", known), Some("available"));
        assert_eq!(nearest("已过其", known), Some("已过期"));
        assert_eq!(nearest("zzzz", known), None);
        assert_eq!(nearest(" ", known), None);
        assert_eq!(nearest("tea", ["trade", "te"]), Some("te"));
    }

    #[test]
    fn letters_are_counted_as_people_do() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("usde", "used"), 1);
        assert_eq!(distance("端午协议", "端午节协议"), 1);
    }
}
