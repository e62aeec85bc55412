//! Words that people filter by: an account, a provider, a template, a customer. A word that nothing bears is told from one that
//! finds no row just now.

use std::fmt;

use coupon_domain::{AccountName, Customer, CustomerRef, ProviderName, TemplateRef, nearest};

use crate::{
    error::LedgerError,
    ledger::Ledger,
    read::{LedgerTable, NameRow},
};

/// A word that nothing in the ledger bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// The word, without the blanks around it.
    pub word: String,
    /// The word that was most likely meant.
    pub nearest: Option<String>,
    /// How many other words there are to choose from; 0 if nothing was synced yet.
    pub known: usize,
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing in this ledger is {:?}", self.word)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean {nearest}?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownWord {}

/// A customer as a filter takes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomerWord {
    /// By id or code.
    Ref(CustomerRef),
    /// By name.
    Name(String),
}

/// The account and the provider that a filter is about.
type Source = (Option<AccountName>, Option<ProviderName>);

impl Ledger {
    /// The customer of that id, code or name, in this order.
    ///
    /// # Errors
    /// The inner one: nobody in the ledger bears the word.
    pub async fn customer_named(
        &self,
        word: &str,
        source: Source,
    ) -> Result<Result<CustomerWord, UnknownWord>, LedgerError> {
        let word = word.trim();
        let names = self.names(LedgerTable::Customers, source).await?;
        Ok(if let Some(id) = stored(&names, |row| &row.id, word) {
            Ok(CustomerWord::Ref(CustomerRef::Id(id.into())))
        } else if let Some(code) = stored(&names, |row| &row.code, word) {
            Ok(CustomerWord::Ref(CustomerRef::Code(code)))
        } else if let Some(name) = stored(&names, |row| &row.name, word) {
            Ok(CustomerWord::Name(name))
        } else {
            Err(unknown(word, &names))
        })
    }

    /// The template of that id or name, in this order.
    ///
    /// # Errors
    /// The inner one: no template in the ledger bears the word.
    pub async fn template_named(
        &self,
        word: &str,
        source: Source,
    ) -> Result<Result<TemplateRef, UnknownWord>, LedgerError> {
        let word = word.trim();
        let names = self.names(LedgerTable::Templates, source).await?;
        Ok(if let Some(id) = stored(&names, |row| &row.id, word) {
            Ok(TemplateRef::Id(id.into()))
        } else if let Some(name) = stored(&names, |row| &row.name, word) {
            Ok(TemplateRef::Name(name))
        } else {
            Err(unknown(word, &names))
        })
    }

    /// The customer as the ledger knows one: with the id, the code and the name that it has met together.
    pub async fn customer_of(
        &self,
        customer: &CustomerRef,
        source: Source,
    ) -> Result<Option<Customer>, LedgerError> {
        let is_it = |row: &NameRow| match customer {
            CustomerRef::Id(id) => row.id.as_deref() == Some(id.as_str()),
            CustomerRef::Code(code) => row.code.as_ref() == Some(code),
            CustomerRef::SourceCode(_) => false,
        };
        let names = self.names(LedgerTable::Customers, source).await?;
        let found = names.into_iter().filter(is_it).max_by_key(|row| row.name.is_some());
        Ok(found
            .and_then(|NameRow { id, code, name }| Some(Customer { id: id?.into(), code, name })))
    }

    async fn names(&self, of: LedgerTable, source: Source) -> Result<Vec<NameRow>, LedgerError> {
        self.worker.run(move |backend| backend.names(of, source)).await
    }
}

/// The text as the ledger has it, which may have blanks around it; the one without them first.
fn stored(names: &[NameRow], part: fn(&NameRow) -> &Option<String>, word: &str) -> Option<String> {
    let mut texts = names.iter().filter_map(|row| part(row).as_ref());
    let exact = texts.clone().find(|text| *text == word);
    exact.or_else(|| texts.find(|text| text.trim() == word)).cloned()
}

fn unknown(word: &str, names: &[NameRow]) -> UnknownWord {
    let words = || names.iter().flat_map(|row| [&row.id, &row.code, &row.name]).flatten();
    let nearest = nearest(word, words().map(String::as_str)).map(str::to_owned);
    UnknownWord { word: word.to_owned(), nearest, known: words().count() }
}
