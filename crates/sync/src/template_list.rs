//! The list of all templates, where the vendor has one.

use coupon_domain::{DateField, ErrorKind, ErrorText, Window, beijing_date};

use crate::{
    run::{SyncRun, SyncStop},
    summary::{Stream, SyncError, Warning},
};

/// No bound on either side: everything.
pub(crate) const EVERYTHING: Window = Window { by: DateField::Created, from: None, to: None };

impl SyncRun<'_> {
    pub(crate) fn lists_templates(&self) -> bool {
        !self.capabilities.templates.is_empty() || self.capabilities.templates_whole
    }

    /// Reads all templates where no day narrows their list: it is short, and nothing else would show a new one.
    pub(crate) async fn templates_without_days(&mut self) -> Result<(), SyncStop> {
        if !self.capabilities.templates.is_empty() || !self.capabilities.templates_whole {
            return Ok(());
        }
        let today = beijing_date((self.settings.clock)());
        match self.template_list().await? {
            Some(true) => self.checkpoint(Stream::TemplatesAll, today).await,
            Some(false) | None => Ok(()),
        }
    }

    /// Reads all templates; true if none can have been missed. Where coupons name templates besides, an account that may not ask,
    /// or is refused, gets one warning, and `None`: its coupons are read all the same.
    pub(crate) async fn template_list(&mut self) -> Result<Option<bool>, SyncStop> {
        let (stream, provider) = (Stream::TemplatesAll, self.provider);
        let ask = |page| provider.templates(&EVERYTHING, page);
        let is_extra = self.capabilities.templates.is_empty();
        match self.read(stream, ask, None, true).await {
            Err(SyncStop::Error(SyncError::Provider(error)))
                if is_extra
                    && matches!(error.kind(), ErrorKind::Credentials | ErrorKind::Refused) =>
            {
                let error = ErrorText::from(&error);
                self.summary.warnings.push(Warning::NoTemplateDetails { error });
                Ok(None)
            }
            read => {
                let read = read?;
                let whole = read.whole;
                self.stream(stream).gaps.extend(read.gap(None));
                Ok(Some(whole))
            }
        }
    }
}
