//! The options of a server's address: those of libpq that the database library does not know.

use std::path::PathBuf;

use coupon_domain::ErrorText;
use tokio_postgres::config::TargetSessionAttrs;

/// How far the server's certificate is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CertificateCheck {
    /// Its authority and the server's name in it.
    Name,
    /// Its authority alone, as libpq's `verify-ca`.
    Authority,
}

/// The options that are taken out of an address, and the address without them.
#[derive(Debug)]
pub(super) struct AddressOptions {
    pub(super) url: String,
    pub(super) check: Option<CertificateCheck>,
    pub(super) root_certificates: Option<PathBuf>,
    pub(super) session: TargetSessionAttrs,
    /// False behind a pooler that gives each transaction another connection.
    pub(super) keeps_session: bool,
}

/// The options that the library reads itself.
const OF_LIBRARY: [&str; 18] = [
    "user",
    "password",
    "dbname",
    "options",
    "application_name",
    "sslmode",
    "sslnegotiation",
    "host",
    "hostaddr",
    "port",
    "connect_timeout",
    "tcp_user_timeout",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "channel_binding",
    "load_balance_hosts",
];

impl AddressOptions {
    /// Reads what stands behind the `?`. The error names an option, and never a value: that may be a password.
    pub(super) fn parse(url: &str) -> Result<Self, ErrorText> {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut kept, mut check, mut root, mut session) =
            (Vec::new(), None, None, TargetSessionAttrs::Any);
        let mut keeps_session = true;
        for option in query.split('&').filter(|option| !option.is_empty()) {
            let Some((name, value)) = option.split_once('=') else {
                let what =
                    ("what follows the ? is not written as option=value", "? 之后应写作 选项=值");
                return Err(what.into());
            };
            match (name, value) {
                ("sslmode", "verify-full") => check = Some(CertificateCheck::Name),
                ("sslmode", "verify-ca") => check = Some(CertificateCheck::Authority),
                ("sslmode", "disable" | "prefer" | "require") => kept.push(option.to_owned()),
                ("sslmode", _) => {
                    let what = (
                        "sslmode is disable, prefer, require, verify-ca or verify-full",
                        "sslmode 应为 `disable`、`prefer`、`require`、`verify-ca` 或 `verify-full`",
                    );
                    return Err(what.into());
                }
                ("sslrootcert", path) => root = Some(decoded(path)?),
                ("target_session_attrs", "any") => session = TargetSessionAttrs::Any,
                ("target_session_attrs", "read-write" | "primary") => {
                    session = TargetSessionAttrs::ReadWrite;
                }
                ("target_session_attrs", "read-only" | "standby" | "prefer-standby") => {
                    let what = (
                        "target_session_attrs names a server that cannot be written; a ledger needs read-write",
                        "target_session_attrs 指向不可写的服务器；台账需要 `read-write`",
                    );
                    return Err(what.into());
                }
                ("target_session_attrs", _) => {
                    let what = (
                        "target_session_attrs is any, read-write or primary",
                        "target_session_attrs 应为 `any`、`read-write` 或 `primary`",
                    );
                    return Err(what.into());
                }
                ("pool_mode", "session") => keeps_session = true,
                ("pool_mode", "transaction") => keeps_session = false,
                ("pool_mode", _) => {
                    let what = (
                        "pool_mode is session or transaction",
                        "pool_mode 应为 `session` 或 `transaction`",
                    );
                    return Err(what.into());
                }
                (known, _) if OF_LIBRARY.contains(&known) => kept.push(option.to_owned()),
                (unknown, _) if is_a_name(unknown) && !query.contains('@') => {
                    let english = format!("it has the unknown option {unknown}");
                    return Err((english, format!("没有选项 `{unknown}`")).into());
                }
                _ => {
                    let what = (
                        "what follows the ? is no option: a ? of the password is written %3F",
                        "? 之后不是选项：密码中的 ? 写作 %3F",
                    );
                    return Err(what.into());
                }
            }
        }
        // As libpq: a file of authorities is there to be used, and the system's stand for names that were checked.
        let is_system = root.as_deref() == Some("system");
        match (&root, check) {
            _ if kept.iter().any(|option| option == "sslmode=disable") => root = None,
            (Some(_), None) if is_system => check = Some(CertificateCheck::Name),
            (Some(_), None) if kept.iter().any(|option| option == "sslmode=require") => {
                check = Some(CertificateCheck::Authority);
            }
            (Some(_), Some(CertificateCheck::Authority)) if is_system => {
                let what = (
                    "sslrootcert=system goes with sslmode=verify-full",
                    "`sslrootcert=system` 须与 `sslmode=verify-full` 同用",
                );
                return Err(what.into());
            }
            _ => {}
        }
        if check.is_some() {
            kept.retain(|option| !option.starts_with("sslmode="));
            kept.push("sslmode=require".to_owned());
        }
        let url = if kept.is_empty() {
            address.to_owned()
        } else {
            format!("{address}?{}", kept.join("&"))
        };
        let root_certificates = root.filter(|_| !is_system).map(PathBuf::from);
        Ok(Self { url, check, root_certificates, session, keeps_session })
    }
}

/// Letters and underlines, as all options of libpq are.
fn is_a_name(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The text behind its %XX.
fn decoded(text: &str) -> Result<String, ErrorText> {
    let wrong = || {
        let english = "sslrootcert is no path: a % of it is written %25";
        ErrorText::from((english, "sslrootcert 不是路径：其中的 % 写作 %25"))
    };
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let (digits, behind) = behind.split_at_checked(2).ok_or_else(wrong)?;
        let digits = std::str::from_utf8(digits).map_err(|_| wrong())?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| wrong())?);
        rest = behind;
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> AddressOptions {
        AddressOptions::parse(&format!("postgres://ann@db/shop{query}")).unwrap()
    }

    #[test]
    fn the_options_of_libpq_are_read_and_taken_out() {
        let plain = read("");
        assert_eq!((plain.url.as_str(), plain.check), ("postgres://ann@db/shop", None));
        let full = read("?sslmode=verify-full&sslrootcert=%2Fetc%2Fca%20x.pem&connect_timeout=3");
        assert_eq!(full.url, "postgres://ann@db/shop?connect_timeout=3&sslmode=require");
        assert_eq!(full.check, Some(CertificateCheck::Name));
        assert_eq!(full.root_certificates, Some("/etc/ca x.pem".into()));
        let authority = read("?sslrootcert=/ca.pem&sslmode=require");
        assert_eq!(authority.check, Some(CertificateCheck::Authority));
        assert_eq!(read("?sslmode=verify-ca").check, Some(CertificateCheck::Authority));
        let system = read("?sslrootcert=system");
        assert_eq!((system.check, system.root_certificates), (Some(CertificateCheck::Name), None));
        assert_eq!(read("?sslmode=disable&sslrootcert=/ca.pem").root_certificates, None);
        for (word, session) in [
            ("any", TargetSessionAttrs::Any),
            ("read-write", TargetSessionAttrs::ReadWrite),
            ("primary", TargetSessionAttrs::ReadWrite),
        ] {
            assert_eq!(read(&format!("?target_session_attrs={word}")).session, session);
        }
    }

    #[test]
    fn an_option_that_cannot_be_used_is_named_and_no_value_is() {
        for (query, what) in [
            ("?sslmod=canary", "unknown option sslmod"),
            ("?sslcert=canary", "unknown option sslcert"),
            ("?sslmode=canary", "sslmode is disable"),
            ("?target_session_attrs=standby", "a ledger needs read-write"),
            ("?target_session_attrs=canary", "target_session_attrs is any"),
            ("?canary", "option=value"),
            ("?canary@db=1", "%3F"),
            ("?CANARY=1", "%3F"),
            ("?sslrootcert=%zcanary", "%25"),
            ("?sslmode=verify-ca&sslrootcert=system", "verify-full"),
        ] {
            let error = AddressOptions::parse(&format!("postgres://ann:canary@db/shop{query}"));
            let error = error.unwrap_err().english;
            assert!(error.contains(what), "{query}: {error}");
            assert!(!error.to_lowercase().contains("canary"), "{error}");
        }
    }
}
