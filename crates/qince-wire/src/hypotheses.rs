//! DigestHypotheses about a wrong digest: what was signed, with which key, at which time, joined and digested in which way.

use std::cell::Cell;

use coupon_wire::{DiagnosisCause, internal::permutations};
use jiff::{SignedDuration, Timestamp};

use crate::{
    account::{Account, MASK},
    body_variants::body_variants,
    digest_form::DigestForm,
    parsed_request::ParsedRequest,
    reserialize,
    signed_time::{BEIJING, instant},
};

/// Bytes that are digested for one diagnosis at most: some hundredths of a second.
const MOST_BYTES: usize = 8 * 1024 * 1024;
const JOINTS: [&str; 6] = ["|", "", "&", ",", "+", "\n"];
const SPACES: [&str; 5] = ["\n", "\r\n", " ", "\t", "\r"];
/// Body, key and time, in the order in which they are signed.
const RIGHT_ORDER: [usize; 3] = [0, 1, 2];

/// One mistake, or two that only together give the digest found.
pub(crate) struct DigestMistake {
    pub(crate) cause: DiagnosisCause,
    pub(crate) second_cause: Option<DiagnosisCause>,
    /// The text that was signed with the key made unreadable; none where the text is right.
    pub(crate) signed: Option<Vec<u8>>,
}

/// A value and the mistake by which it is another than the right one; none for the right one.
type Alternative<T> = (Option<DiagnosisCause>, T);

/// The choices to try: each wrong one with the right ones of the others, and every two.
struct DigestHypotheses {
    bodies: Vec<Alternative<Vec<u8>>>,
    /// The key that was used, and the same as it is shown.
    keys: Vec<Alternative<(String, String)>>,
    times: Vec<Alternative<String>>,
    joins: Vec<Alternative<(Vec<usize>, &'static str)>>,
    forms: Vec<DigestForm>,
}

/// One combination of the choices.
struct DigestTrial<'a> {
    body: &'a [u8],
    key: &'a (String, String),
    time: &'a str,
    join: &'a (Vec<usize>, &'static str),
    form: &'a DigestForm,
}

impl DigestTrial<'_> {
    /// The text that is signed with this key.
    fn text(&self, key: &str) -> Vec<u8> {
        let (order, joint) = self.join;
        let parts = [self.body, key.as_bytes(), self.time.as_bytes()];
        let parts: Vec<&[u8]> = order.iter().map(|at| parts[*at]).collect();
        parts.join(joint.as_bytes())
    }

    /// These causes, one or two.
    fn mistake(&self, causes: &[DiagnosisCause]) -> DigestMistake {
        let text_is_right = causes.len() == 1 && self.form.cause.is_some();
        DigestMistake {
            cause: causes[0],
            second_cause: causes.get(1).copied().filter(|second| *second != causes[0]),
            signed: (!text_is_right).then(|| self.text(&self.key.1)),
        }
    }
}

/// The simplest mistake that gives the digest of this request. `recoded` is the body in the other encoding.
pub(crate) fn mistake(
    parsed: &ParsedRequest,
    account: &Account,
    recoded: Option<&[u8]>,
) -> Option<DigestMistake> {
    let (found, budget) = (parsed.digest.as_str(), Cell::new(MOST_BYTES));
    let mut hypotheses = DigestHypotheses {
        bodies: right(parsed.body.to_vec()),
        keys: keys(account, &parsed.msg_id),
        times: times(&parsed.timestamp, 60),
        joins: joins(),
        forms: DigestForm::of(found),
    };
    let variants = body_variants(&parsed.body, recoded);
    hypotheses.bodies.extend(variants.into_iter().map(|(cause, body)| (Some(cause), body)));
    if let Some(found) = hypotheses.search(1, found, &budget) {
        return Some(found);
    }
    let key = account.app_key().expose_secret();
    let lower = &DigestForm::plain();
    let fits = |body: &[u8], time: &str| {
        let text = [body, b"|", key.as_bytes(), b"|", time.as_bytes()].concat();
        spend(&budget, text.len()) && lower.fits(&text, key.as_bytes(), found)
    };
    let signed = |cause, body: &[u8], time: &str| DigestMistake {
        cause,
        second_cause: None,
        signed: Some([body, b"|", MASK.as_bytes(), b"|", time.as_bytes()].concat()),
    };
    if let Some(time) = epoch_millis(&parsed.timestamp).find(|time| fits(&parsed.body, time)) {
        return Some(signed(DiagnosisCause::Epoch, &parsed.body, &time));
    }
    let text = std::str::from_utf8(&parsed.body).unwrap_or_default();
    let time = &parsed.timestamp;
    if let Some(body) = reserialize::find(text, |body| fits(body.as_bytes(), time)) {
        return Some(signed(DiagnosisCause::ReserialisedBody, body.as_bytes(), time));
    }
    let rewritten = reserialize::common(text).into_iter();
    hypotheses
        .bodies
        .extend(rewritten.map(|body| (Some(DiagnosisCause::ReserialisedBody), body.into_bytes())));
    hypotheses.times = times(time, 2);
    // Two mistakes are tried within what is left, and no less than half.
    budget.set(budget.get().max(MOST_BYTES / 2));
    hypotheses.search(2, found, &budget)
}

/// Takes a text of this length from the budget; false where nothing is left.
fn spend(budget: &Cell<usize>, length: usize) -> bool {
    let left = budget.get().checked_sub(length + 64);
    budget.set(left.unwrap_or_default());
    left.is_some()
}

impl DigestHypotheses {
    /// The first combination of exactly this number of mistakes that gives the digest found.
    fn search(&self, mistakes: usize, found: &str, budget: &Cell<usize>) -> Option<DigestMistake> {
        let too_many =
            |causes: &[Option<DiagnosisCause>]| causes.iter().flatten().count() > mistakes;
        for form in &self.forms {
            for (join_cause, join) in &self.joins {
                if too_many(&[form.cause, *join_cause]) {
                    continue;
                }
                for (key_cause, key) in &self.keys {
                    let causes = [form.cause, *join_cause, *key_cause];
                    if too_many(&causes) {
                        continue;
                    }
                    for (time_cause, time) in &self.times {
                        let causes = [form.cause, *join_cause, *key_cause, *time_cause];
                        if too_many(&causes) {
                            continue;
                        }
                        for (body_cause, body) in &self.bodies {
                            let tried = DigestTrial { body, key, time, join, form };
                            let causes: Vec<DiagnosisCause> =
                                std::iter::once(*body_cause).chain(causes).flatten().collect();
                            if causes.len() != mistakes {
                                continue;
                            }
                            let text = tried.text(&key.0);
                            if !spend(budget, text.len()) {
                                return None;
                            }
                            if form.fits(&text, key.0.as_bytes(), found) {
                                return Some(tried.mistake(&causes));
                            }
                        }
                    }
                }
            }
        }
        None
    }
}

fn right<T>(value: T) -> Vec<Alternative<T>> {
    vec![(None, value)]
}

fn keys(account: &Account, msg_id: &str) -> Vec<Alternative<(String, String)>> {
    let (key, openid) = (account.app_key().expose_secret(), account.openid().expose_secret());
    let mut keys = right((key.to_owned(), MASK.to_owned()));
    let mut add = |cause, with: &dyn Fn(&str) -> String| {
        keys.push((Some(cause), (with(key), with(MASK))));
    };
    for space in SPACES {
        add(DiagnosisCause::KeyWithLineEnd, &|key| format!("{key}{space}"));
        add(DiagnosisCause::KeyWithLineEnd, &|key| format!("{space}{key}"));
    }
    for quote in ['"', '\'', '`'] {
        add(DiagnosisCause::KeyInQuotes, &|key| format!("{quote}{key}{quote}"));
    }
    add(DiagnosisCause::WrongKey, &|_| String::new());
    for word in ["null", "None", "undefined"] {
        add(DiagnosisCause::WrongKey, &|_| word.to_owned());
    }
    for id in [openid, msg_id] {
        keys.push((Some(DiagnosisCause::WrongKey), (id.to_owned(), MASK.to_owned())));
    }
    keys
}

/// The times that may stand in the signature instead of the one in the path: at most so many seconds beside it.
fn times(text: &str, seconds: i64) -> Vec<Alternative<String>> {
    let mut times = right(text.to_owned());
    times
        .extend(["\n", "\r\n"].map(|end| (Some(DiagnosisCause::LineEnds), format!("{text}{end}"))));
    let Some(instant) = instant(text) else { return times };
    let same_form = |time: Timestamp| match text.len() {
        14 => digits(time),
        _ => time.as_millisecond().to_string(),
    };
    let mut later = |cause, by: SignedDuration| {
        if let Ok(time) = instant.checked_add(by) {
            times.push((Some(cause), same_form(time)));
        }
    };
    for hours in -14..=14 {
        let cause = match hours {
            0 => continue,
            -8 | 8 => DiagnosisCause::Utc,
            -12 | 12 => DiagnosisCause::TwelveHours,
            _ => DiagnosisCause::TimeZone,
        };
        later(cause, SignedDuration::from_hours(hours));
    }
    for second in 1..=seconds {
        later(DiagnosisCause::TimeTakenTwice, SignedDuration::from_secs(second));
        later(DiagnosisCause::TimeTakenTwice, SignedDuration::from_secs(-second));
    }
    if text.len() != 14 {
        times.push((Some(DiagnosisCause::Epoch), digits(instant)));
    }
    times.push((Some(DiagnosisCause::Epoch), instant.as_second().to_string()));
    times
}

fn digits(time: Timestamp) -> String {
    BEIJING.to_datetime(time).strftime("%Y%m%d%H%M%S").to_string()
}

/// The thousand milliseconds of the second in the path.
fn epoch_millis(text: &str) -> impl Iterator<Item = String> {
    let seconds = instant(text).map(|instant| instant.as_second());
    let of_second = |second: i64| (0..1000).map(move |milli| format!("{second}{milli:03}"));
    seconds.into_iter().flat_map(of_second)
}

fn joins() -> Vec<Alternative<(Vec<usize>, &'static str)>> {
    let mut joins = right((RIGHT_ORDER.to_vec(), JOINTS[0]));
    for order in permutations(&RIGHT_ORDER) {
        for joint in JOINTS {
            if order != RIGHT_ORDER || joint != JOINTS[0] {
                joins.push((Some(DiagnosisCause::KeyOrder), (order.clone(), joint)));
            }
        }
    }
    // Without the time, and without the key.
    joins.push((Some(DiagnosisCause::KeyOrder), (vec![0, 1], JOINTS[0])));
    joins.push((Some(DiagnosisCause::KeyOrder), (vec![0, 2], JOINTS[0])));
    joins
}
