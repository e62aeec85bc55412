//! The way from an account to its vendor, examined part by part: proxy, name, connection, clock, address, account.

use std::{
    error::Error as _,
    iter,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use bytes::Bytes;
use coupon_domain::{Details, Effect, Error, ErrorKind, chinese_io_error};
use coupon_transport::{Attempt, ConnectorError, HttpConnector as _, Purpose};
use http::{Request, Response, Uri, header::DATE};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822::DateTimeParser};

use crate::{
    account::Account,
    doctor_line::{DoctorGrade, DoctorLine, DoctorSubject},
    doctor_words::Words,
    system,
};

/// How long the first answer of a vendor is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// A clock this far from the vendor's is worth a warning: the vendors' documents do not say how much they take.
const SOME_SKEW: SignedDuration = SignedDuration::from_secs(30);
/// A clock this far from the vendor's is taken for wrong.
const MUCH_SKEW: SignedDuration = SignedDuration::from_mins(3);

/// All findings about one account.
#[derive(Debug)]
pub struct DoctorReport {
    /// In the order in which they were examined.
    pub lines: Vec<DoctorLine>,
    /// The error of the call that shows whether the account is let in; none if it is.
    pub failure: Option<Error>,
}

impl Account {
    /// Examines the way to the vendor: one request without a signature, and the cheapest call. `now` is the clock of this machine.
    pub async fn examine(&self, now: fn() -> Timestamp) -> DoctorReport {
        let mut report = DoctorReport { lines: Vec::new(), failure: None };
        let uri: Uri = self.base_url.parse().unwrap_or_default();
        let (host, port) = host_and_port(&uri);
        let by_proxy = self.has_proxy && !is_local(host);
        report.tell(self, DoctorSubject::Proxy, proxy(by_proxy));
        let addresses = match by_proxy {
            true => Err(None),
            false => system::addresses(host, port).await.map_err(Some),
        };
        report.tell(self, DoctorSubject::Name, name(host, &addresses));
        let begun = now();
        let answer = self.http.exchange(bare_request(&self.base_url), attempt()).await;
        let ended = now();
        report.tell(self, DoctorSubject::Connection, connection(&answer));
        let skew = answer.as_ref().ok().and_then(|answer| skew(answer, begun, ended));
        report.tell(self, DoctorSubject::Clock, clock(skew));
        let checked = match answer {
            Ok(_) => Some(self.check().await),
            Err(_) => None,
        };
        let said = match &checked {
            Some(Err(error)) => error.details().message.as_deref().and_then(address_in),
            _ => None,
        };
        let remote = addresses.ok().and_then(|all| all.first().copied());
        let own = remote.and_then(|remote| system::own_address(remote).ok());
        report.tell(self, DoctorSubject::Address, address(said, own, by_proxy));
        report.tell(self, DoctorSubject::Account, account(checked.as_ref()));
        let failed = checked.unwrap_or_else(|| {
            let details = Details { message: Some(self.name.to_string()), ..Details::default() };
            Err(Error::new(ErrorKind::Unreachable, Effect::None, details))
        });
        report.failure = failed.err().filter(|error| *error.kind() != ErrorKind::Refused);
        report
    }
}

impl DoctorReport {
    fn tell(&mut self, account: &Account, subject: DoctorSubject, words: Words) {
        let Words { grade, found, advice } = words;
        self.lines.push(DoctorLine {
            account: account.name.to_string(),
            subject,
            grade,
            found_en: found.0,
            found_zh: found.1,
            advice_en: advice.as_ref().map(|advice| advice.0.clone()),
            advice_zh: advice.map(|advice| advice.1),
        });
    }
}

fn attempt() -> Attempt {
    Attempt { purpose: Purpose::Read, timeout: PATIENCE, body_limit: 1 << 20 }
}

/// A request that bears no signature: it asks for nothing, and its answer has the vendor's time.
fn bare_request(base_url: &str) -> Request<Bytes> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = base_url.parse().unwrap_or_default();
    request
}

fn host_and_port(uri: &Uri) -> (&str, u16) {
    let usual = if uri.scheme_str() == Some("http") { 80 } else { 443 };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    (host, uri.port_u16().unwrap_or(usual))
}

fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// The clock of this machine less that of the vendor, as of the middle of the exchange. The vendor tells whole seconds.
fn skew(answer: &Response<Bytes>, begun: Timestamp, ended: Timestamp) -> Option<SignedDuration> {
    let date = answer.headers().get(DATE)?.to_str().ok()?;
    let theirs = DateTimeParser::new().parse_timestamp(date).ok()?;
    let middle = begun.checked_add(ended.duration_since(begun) / 2).ok()?;
    Some(middle.duration_since(theirs))
}

/// The first address of the internet in a text of the vendor.
fn address_in(text: &str) -> Option<IpAddr> {
    let words = text.split(|c: char| !c.is_ascii_hexdigit() && !".:".contains(c));
    words.filter_map(|word| word.trim_matches(['.', ':']).parse().ok()).next()
}

fn proxy(by_proxy: bool) -> Words {
    match (by_proxy, system::proxy_variables().as_slice()) {
        (true, _) => Words::through_proxy(),
        (false, []) => Words::no_proxy(),
        (false, names) => Words::ignored_proxy(&names.join(", ")),
    }
}

fn name(host: &str, addresses: &Result<Vec<SocketAddr>, Option<std::io::Error>>) -> Words {
    match addresses {
        Err(None) => Words::name_by_proxy(host),
        Err(Some(error)) => Words::name_unknown(host, &error.to_string(), &chinese_io_error(error)),
        Ok(found) if found.is_empty() => Words::name_unknown(host, "no address", "没有地址"),
        Ok(found) => {
            let all: Vec<String> = found.iter().map(|one| one.ip().to_string()).collect();
            Words::name_known(host, &all.join(", "))
        }
    }
}

fn connection(answer: &Result<Response<Bytes>, ConnectorError>) -> Words {
    match answer {
        Ok(answer) => Words::connected(answer.status().as_u16()),
        Err(error) => {
            let causes = iter::successors(error.source(), |&cause| cause.source());
            let text: Vec<String> = causes.clone().map(ToString::to_string).collect();
            let system = causes.filter_map(|cause| cause.downcast_ref::<std::io::Error>()).last();
            let chinese = system.map_or_else(|| "无法建立连接".to_owned(), chinese_io_error);
            Words::not_connected(&text.join(": "), &chinese)
        }
    }
}

fn clock(skew: Option<SignedDuration>) -> Words {
    match skew {
        None => Words::no_date(),
        Some(skew) if skew.abs() > MUCH_SKEW => Words::skewed(skew, DoctorGrade::Bad),
        Some(skew) if skew.abs() > SOME_SKEW => Words::skewed(skew, DoctorGrade::Warning),
        Some(skew) => Words::clock_right(skew),
    }
}

fn address(said: Option<IpAddr>, own: Option<IpAddr>, by_proxy: bool) -> Words {
    match (said, own) {
        (Some(said), _) => Words::address_said(said),
        (None, _) if by_proxy => Words::address_of_proxy(),
        (None, Some(own)) if own.is_loopback() => Words::address_local(own),
        (None, Some(own)) if is_private(own) => Words::address_private(own),
        (None, Some(own)) => Words::address_public(own),
        (None, None) => Words::address_unknown(),
    }
}

/// True for an address that is translated into another one on the way out.
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            ip.is_private() || ip.is_link_local() || (first == 100 && (64..128).contains(&second))
        }
        IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

fn account(checked: Option<&coupon_domain::Result<()>>) -> Words {
    match checked {
        None => Words::not_asked(),
        Some(Ok(())) => Words::let_in(),
        Some(Err(error)) => match error.kind() {
            ErrorKind::Refused => Words::refused(error),
            ErrorKind::Credentials => Words::not_let_in(error),
            _ => Words::not_answered(error),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_date_tells_how_far_the_clock_is_off() {
        let mut answer = Response::new(Bytes::new());
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (begun, ended) = (at("2026-01-02T03:04:05Z"), at("2026-01-02T03:04:07Z"));
        assert_eq!(skew(&answer, begun, ended), None);
        for (date, seconds, grade) in [
            ("Fri, 02 Jan 2026 03:04:06 GMT", 0, DoctorGrade::Good),
            ("Fri, 02 Jan 2026 03:03:26 GMT", 40, DoctorGrade::Warning),
            ("Fri, 02 Jan 2026 03:14:06 GMT", -600, DoctorGrade::Bad),
        ] {
            answer.headers_mut().insert(DATE, date.parse().unwrap());
            let found = skew(&answer, begun, ended);
            assert_eq!(found, Some(SignedDuration::from_secs(seconds)), "{date}");
            assert_eq!(clock(found).grade, grade, "{date}");
        }
        answer.headers_mut().insert(DATE, "yesterday".parse().unwrap());
        assert_eq!(clock(skew(&answer, begun, ended)).grade, DoctorGrade::Unknown);
    }

    #[test]
    fn the_address_is_the_one_that_the_vendor_says_else_one_that_can_be_told_from_here() {
        assert_eq!(address_in("IP 203.0.113.7 不在白名单中"), Some("203.0.113.7".parse().unwrap()));
        assert_eq!(address_in("来源[203.0.113.7:5021]"), None);
        assert_eq!(address_in("code 12.5: no"), None);
        let ip = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        for (said, own, by_proxy, grade, part) in [
            (ip("203.0.113.7"), ip("10.0.0.2"), false, DoctorGrade::Warning, "203.0.113.7"),
            (None, ip("10.0.0.2"), false, DoctorGrade::Unknown, "10.0.0.2"),
            (None, ip("100.64.1.1"), false, DoctorGrade::Unknown, "100.64.1.1"),
            (None, ip("203.0.113.9"), false, DoctorGrade::Good, "203.0.113.9"),
            (None, ip("127.0.0.1"), false, DoctorGrade::Good, "127.0.0.1"),
            (None, None, true, DoctorGrade::Unknown, "proxy"),
            (None, None, false, DoctorGrade::Unknown, "cannot be told"),
        ] {
            let words = address(said, own, by_proxy);
            assert_eq!(words.grade, grade, "{words:?}");
            assert!(words.found.0.contains(part), "{words:?}");
        }
    }

    #[test]
    fn host_and_port_are_those_of_the_address() {
        let of = |text: &str| {
            let uri: Uri = text.parse().unwrap();
            let (host, port) = host_and_port(&uri);
            (host.to_owned(), port)
        };
        assert_eq!(of("https://a.cn/gateway"), ("a.cn".to_owned(), 443));
        assert_eq!(of("http://[::1]:9"), ("::1".to_owned(), 9));
        assert!(is_local("127.0.0.1") && !is_local("a.cn"));
    }
}
