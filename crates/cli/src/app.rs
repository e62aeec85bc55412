//! The state that every command starts from: output, language, configuration, accounts, ledger.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, BufWriter},
    path::Path,
};

use coupon_config::{Account, AccountFile, Config, ConfigWarning, RateShare, vendors};
use coupon_domain::{AccountName, ProviderName, nearest};
use coupon_export::write_atomically;
use coupon_ledger::{Environment, Ledger};
use coupon_messages::{Lang, config_warning};
use coupon_sandbox::PUBLIC_ACCOUNT_IDS;
use indicatif::MultiProgress;

use crate::{
    embedded_sandbox::{self, EmbeddedSandbox},
    error::CliError,
    options::Global,
    output::{Out, say},
};

/// One run of the program.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) out: Out,
    pub(crate) lang: Lang,
    pub(crate) global: Global,
    pub(crate) config: Config,
    pub(crate) bars: MultiProgress,
    sandbox: Option<EmbeddedSandbox>,
}

impl App {
    /// Reads the configuration; connects nowhere and resolves no secret.
    pub(crate) fn new(global: Global, lang: Lang, configured: bool) -> Result<Self, CliError> {
        let (file, ledger) = (global.config.as_deref(), global.store.as_ref());
        if file.is_some() && global.sandbox {
            return Err(CliError::Usage(lang.both_configurations()));
        }
        let config = match (configured, global.sandbox) {
            (true, false) => Config::load(file, ledger, PUBLIC_ACCOUNT_IDS)?,
            (true, true) => Config::without_file(ledger, PUBLIC_ACCOUNT_IDS)?,
            (false, _) => Config::without_file(None, PUBLIC_ACCOUNT_IDS)?,
        };
        if let Some(place) = config.plain_secret {
            let warning = ConfigWarning::PlainSecret(place.to_owned());
            say(&lang.warning(config_warning(&warning, lang)));
        }
        if let (Some(path), true) = (&config.path, config.accounts.is_empty()) {
            return Err(CliError::Setup(lang.no_accounts(path.display())));
        }
        let (out, bars) = (Out::new(global.output, lang), MultiProgress::new());
        let app = Self { out, lang, global, config, bars, sandbox: None };
        app.check_names()?;
        Ok(app)
    }

    pub(crate) fn warn(&self, what: &str) {
        say(&self.lang.warning(what));
    }

    /// Writes a file whole or not at all.
    pub(crate) fn write_file(
        &self,
        path: &Path,
        fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
    ) -> Result<(), CliError> {
        write_atomically(path, fill).map_err(|error| {
            CliError::Setup(self.lang.cannot_write(path.display(), self.lang.io(&error)))
        })
    }

    /// Without a configuration, starts the built-in sandbox and knows its accounts.
    pub(crate) async fn known_accounts(&mut self) -> Result<(), CliError> {
        if self.config.path.is_none() && self.sandbox.is_none() {
            let sandbox = embedded_sandbox::start(self.lang).await?;
            let url = &sandbox.base_url;
            say(&match self.global.sandbox {
                true => self.lang.asked_sandbox(url),
                false => self.lang.builtin_sandbox(url),
            });
            self.config.accounts = sandbox.accounts();
            self.sandbox = Some(sandbox);
            self.check_names()?;
        }
        Ok(())
    }

    /// The chosen accounts, as written.
    pub(crate) fn chosen_accounts(&self) -> impl Iterator<Item = (&String, &AccountFile)> {
        let wanted = self.global.account.as_deref();
        let accounts = self.config.accounts.iter();
        accounts.filter(move |(name, _)| wanted.is_none_or(|wanted| wanted == *name))
    }

    /// The providers of the chosen accounts, as written.
    pub(crate) fn sources(&self) -> Vec<(AccountName, ProviderName)> {
        let sources = self.chosen_accounts().flat_map(|(name, file)| {
            let providers = file.vendor().providers.iter();
            providers.map(move |provider| (name.as_str().into(), (*provider).into()))
        });
        sources.collect()
    }

    /// The chosen accounts, ready to be called by people, who share a part of each account's rate where a team shares the
    /// ledger.
    pub(crate) async fn accounts(&mut self) -> Result<Vec<Account>, CliError> {
        let accounts = self.accounts_alone().await?;
        let limited = accounts.iter().any(Account::is_limited);
        if !limited || !self.config.ledger.is_server()? {
            return Ok(accounts);
        }
        let Some(shared) = self.ledger_for(&accounts).await?.shared(1)? else {
            return Ok(accounts);
        };
        let people = RateShare::People(shared);
        Ok(accounts.into_iter().map(|account| account.with_rate_share(people.clone())).collect())
    }

    /// As [`accounts`](Self::accounts), for a write: without a configuration the sandbox must have been asked for by name.
    pub(crate) async fn accounts_to_write(&mut self) -> Result<Vec<Account>, CliError> {
        if self.config.path.is_none() && !self.global.sandbox {
            return Err(CliError::Setup(self.lang.write_needs_configuration()));
        }
        self.accounts().await
    }

    /// The chosen accounts, each called at its whole rate.
    pub(crate) async fn accounts_alone(&mut self) -> Result<Vec<Account>, CliError> {
        self.known_accounts().await?;
        let resolve = |(name, file): (&String, &AccountFile)| {
            let account = Account::resolve(name, file, &self.config)?;
            if let Some(place) = &account.plain_secret {
                let warning = ConfigWarning::PlainSecret(place.clone());
                self.warn(&config_warning(&warning, self.lang));
            }
            Ok(account)
        };
        self.chosen_accounts().map(resolve).collect()
    }

    /// The ledger as it stands, for looking.
    pub(crate) fn ledger(&self) -> Result<Ledger, CliError> {
        Ok(self.config.ledger.open_for_reading(self.environment()?)?)
    }

    /// The ledger as it stands, for changing what is in it.
    pub(crate) fn ledger_to_change(&self) -> Result<Ledger, CliError> {
        Ok(self.config.ledger.open(self.environment()?, false)?)
    }

    /// The ledger for writing, made if there is none, with these accounts registered.
    pub(crate) async fn ledger_for(&self, accounts: &[Account]) -> Result<Ledger, CliError> {
        let environment = self.same(accounts.iter().map(|account| account.environment))?;
        let ledger = self.config.ledger.open(environment, true)?;
        for account in accounts {
            let vendor = account.vendor.name;
            ledger.register_account(&account.name, vendor, &account.fingerprint).await?;
        }
        Ok(ledger)
    }

    /// An error if one of these global options was given to a command that cannot heed it.
    pub(crate) fn refuse(&self, given: &[(&str, bool)], why: &str) -> Result<(), CliError> {
        match given.iter().find(|(_, given)| *given) {
            Some((option, _)) => Err(CliError::Usage(self.lang.not_taken(option, why))),
            None => Ok(()),
        }
    }

    /// True unless another provider was named.
    pub(crate) fn wants_provider(&self, name: &str) -> bool {
        self.global.provider.as_deref().is_none_or(|wanted| wanted == name)
    }

    /// The environment of all the chosen accounts, as far as the configuration tells.
    fn environment(&self) -> Result<Environment, CliError> {
        if self.config.path.is_none() {
            return Ok(Environment::Sandbox);
        }
        let sandboxes = self.config.sandboxes();
        self.same(self.chosen_accounts().map(|(_, file)| file.environment(&sandboxes)))
    }

    fn same(
        &self,
        mut environments: impl Iterator<Item = Environment>,
    ) -> Result<Environment, CliError> {
        let first = environments.next().unwrap_or(Environment::Real);
        match environments.all(|environment| environment == first) {
            true => Ok(first),
            false => Err(CliError::Setup(self.lang.mixed_realms())),
        }
    }

    /// The chosen account and provider, as a filter of the ledger.
    pub(crate) fn source(&self) -> (Option<AccountName>, Option<ProviderName>) {
        let Global { account, provider, .. } = &self.global;
        (account.as_deref().map(Into::into), provider.as_deref().map(Into::into))
    }

    /// As [`ledger`](Self::ledger), after the chosen account was found among its accounts or those of the configuration.
    pub(crate) async fn searched_ledger(&self) -> Result<Ledger, CliError> {
        let ledger = self.ledger()?;
        if let Some(name) = &self.global.account {
            let accounts = ledger.accounts().await?;
            let known = accounts.iter().map(|account| account.name.as_str());
            let known: BTreeSet<&str> =
                known.chain(self.config.accounts.keys().map(String::as_str)).collect();
            self.check_word(name, &known, |name, known| self.lang.not_in_this_ledger(name, known))?;
        }
        Ok(ledger)
    }

    /// A message about a word that is not among the known ones, with the nearest of these.
    fn check_word(
        &self,
        word: &str,
        known: &BTreeSet<&str>,
        message: impl FnOnce(&str, String) -> String,
    ) -> Result<(), CliError> {
        if known.contains(word) {
            return Ok(());
        }
        let list = known.iter().copied().collect::<Vec<_>>().join(", ");
        let near = nearest(word, known.iter().copied());
        let near = near.map(|near| self.lang.did_you_mean(near)).unwrap_or_default();
        Err(CliError::Usage(message(word, list) + &near))
    }

    /// The accounts of the built-in sandbox are known once it runs; the providers are known before.
    fn check_names(&self) -> Result<(), CliError> {
        let is_known = !self.config.accounts.is_empty();
        if let Some(name) = self.global.account.as_deref().filter(|_| is_known) {
            let known = self.config.accounts.keys().map(String::as_str).collect();
            self.check_word(name, &known, |name, known| self.lang.no_such_account(name, known))?;
        }
        let offered: BTreeSet<&str> = match is_known {
            true => self
                .chosen_accounts()
                .flat_map(|(_, file)| file.vendor().providers)
                .copied()
                .collect(),
            false => vendors().iter().flat_map(|vendor| vendor.providers).copied().collect(),
        };
        match &self.global.provider {
            Some(name) => self
                .check_word(name, &offered, |name, known| self.lang.no_such_provider(name, known)),
            None => Ok(()),
        }
    }
}
