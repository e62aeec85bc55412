//! A configuration as people and programs may see it: no secret is in it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    account_file::{
        AccountFile, ConfiguredRate, ConfiguredTimestamp, ConfiguredV2Money, ConfiguredV2Signing,
        CustomerSource,
    },
    config::Config,
};

/// A configuration without its secrets.
#[derive(Debug, Serialize)]
pub struct ConfigDocument {
    /// The file; none if no file was found.
    pub path: Option<String>,
    /// Where the ledger lies, without a password.
    pub ledger: String,
    /// The fields of each account. A secret is `env:NAME`, `@FILE`, `command:PROGRAM`, or `***` if it stands in the file itself.
    pub accounts: BTreeMap<String, BTreeMap<&'static str, String>>,
}

impl From<&Config> for ConfigDocument {
    fn from(config: &Config) -> Self {
        let accounts = config.accounts.iter().map(|(name, file)| (name.clone(), fields(file)));
        Self {
            path: config.path.as_ref().map(|path| path.display().to_string()),
            ledger: config.ledger.shown(),
            accounts: accounts.collect(),
        }
    }
}

fn fields(file: &AccountFile) -> BTreeMap<&'static str, String> {
    let AccountFile {
        vendor: _,
        base_url,
        allow_http,
        proxy,
        rate,
        since,
        schedule,
        egress,
        page_length,
        open_id,
        grant_code,
        open_key,
        customers,
        v2_signing,
        v2_money,
        openid,
        app_key,
        timestamp,
    } = file;
    // An address with a user or a query is refused where it is called, and may hold a secret.
    let base_url = if base_url.contains(['@', '?']) { "***" } else { base_url };
    let mut fields = BTreeMap::from([
        ("vendor", file.vendor().name.to_owned()),
        ("base_url", base_url.to_owned()),
    ]);
    let secrets = [
        ("proxy", proxy),
        ("open_id", open_id),
        ("grant_code", grant_code),
        ("open_key", open_key),
        ("openid", openid),
        ("app_key", app_key),
    ];
    let secrets = secrets.into_iter().map(|(name, secret)| (name, text(secret.as_ref())));
    let plain = [
        ("allow_http", allow_http.then(|| "true".to_owned())),
        ("rate", rate.map(rate_text)),
        ("since", text(since.as_ref())),
        ("schedule", schedule.clone()),
        ("egress", egress.clone()),
        ("page_length", text(page_length.as_ref())),
        ("customers", customers.as_ref().map(customers_text)),
        ("v2_signing", v2_signing.map(|word| v2_signing_text(word).to_owned())),
        ("v2_money", v2_money.map(|word| v2_money_text(word).to_owned())),
        ("timestamp", timestamp.map(|word| timestamp_text(word).to_owned())),
    ];
    let given = secrets.chain(plain).filter_map(|(name, value)| Some((name, value?)));
    fields.extend(given);
    fields
}

fn text(value: Option<&impl ToString>) -> Option<String> {
    value.map(ToString::to_string)
}

fn rate_text(rate: ConfiguredRate) -> String {
    match rate {
        ConfiguredRate::PerSecond(count) => count.to_string(),
        ConfiguredRate::Unlimited(_) => "unlimited".to_owned(),
    }
}

fn customers_text(source: &CustomerSource) -> String {
    match source {
        CustomerSource::List(ids) => ids.join(", "),
        CustomerSource::File { file } => format!("@{}", file.display()),
    }
}

fn v2_signing_text(word: ConfiguredV2Signing) -> &'static str {
    match word {
        ConfiguredV2Signing::PascalCase => "pascal-case",
        ConfiguredV2Signing::CamelCase => "camel-case",
        ConfiguredV2Signing::PascalCaseWithAction => "pascal-case-with-action",
    }
}

fn v2_money_text(word: ConfiguredV2Money) -> &'static str {
    match word {
        ConfiguredV2Money::Fen => "fen",
        ConfiguredV2Money::Yuan => "yuan",
    }
}

fn timestamp_text(word: ConfiguredTimestamp) -> &'static str {
    match word {
        ConfiguredTimestamp::Beijing => "beijing",
        ConfiguredTimestamp::EpochMillis => "epoch-millis",
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_field_is_shown_and_no_secret() {
        let text = "store = \"postgres://ann:canary@db/shop\"\n[accounts.tea]\nvendor = \"qmai\"\nbase_url = \"https://a.cn\"\n\
            open_id = \"canary\"\ngrant_code = { env = \"CODE\" }\nopen_key = { file = \"k\" }\nproxy = \"http://u:canary@p:1\"\n\
            customers = [\"1\", \"2\"]\nrate = 3\nsince = \"2024-01-01\"\nv2_money = \"yuan\"\nschedule = \"0 3 * * *\"\n\
            [accounts.trade]\nvendor = \"qince\"\nbase_url = \"https://b.cn\"\nopenid = { command = [\"pass\", \"canary\"] }\n\
            rate = \"unlimited\"\n";
        let config = Config::parse(Path::new("c.toml"), text, None, &[]).unwrap();
        let shown = serde_json::to_value(ConfigDocument::from(&config)).unwrap();
        assert_eq!(
            shown,
            serde_json::json!({
                "path": "c.toml",
                "ledger": "postgres://ann@db:5432/shop",
                "accounts": {
                    "tea": {
                        "vendor": "qmai", "base_url": "https://a.cn", "open_id": "***", "grant_code": "env:CODE",
                        "open_key": "@k", "proxy": "***", "customers": "1, 2", "rate": "3", "since": "2024-01-01",
                        "v2_money": "yuan", "schedule": "0 3 * * *",
                    },
                    "trade": {
                        "vendor": "qince", "base_url": "https://b.cn", "openid": "command:pass", "rate": "unlimited",
                    },
                },
            })
        );
    }
}
