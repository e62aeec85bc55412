//! `coupon doctor`: what stands between each account and its vendor, with what to do about it.

use coupon_config::{Account, DoctorGrade, DoctorLine, DoctorSubject};
use coupon_messages::Lang;
use coupon_transport::AttemptContext;

use crate::{app::App, error::CliError};

pub(crate) async fn run(app: &mut App) -> Result<(), CliError> {
    app.known_accounts().await?;
    let (mut lines, mut failure) = (Vec::new(), None);
    for (name, file) in app.chosen_accounts() {
        match Account::resolve(name, file, &app.config) {
            Ok(account) => {
                let report = account.examine(|| AttemptContext::from_system().now).await;
                lines.extend(report.lines);
                failure = failure.or(report.failure.map(CliError::Vendor));
            }
            Err(error) => {
                lines.push(DoctorLine {
                    account: name.clone(),
                    subject: DoctorSubject::Configuration,
                    grade: DoctorGrade::Bad,
                    found_en: error.to_string(),
                    found_zh: error.chinese(),
                    advice_en: Some(Lang::En.see_config_check()),
                    advice_zh: Some(Lang::Zh.see_config_check()),
                });
                failure.get_or_insert(CliError::Config(error));
            }
        }
    }
    let lang = app.lang;
    let headers = [
        lang.pick("account", "账户"),
        lang.pick("examined", "检查项"),
        lang.pick("result", "结果"),
        lang.pick("found", "情况"),
        lang.pick("what to do", "处理办法"),
    ];
    let bad = lines.iter().filter(|line| line.grade == DoctorGrade::Bad).count();
    let mut list = app.out.list(&headers);
    for line in &lines {
        list.push(line, |line| {
            let advice = |text: &Option<String>| text.clone().unwrap_or_default();
            let (en, zh) = (advice(&line.advice_en), advice(&line.advice_zh));
            let names = [line.subject.names(), line.grade.names()];
            let mut cells = vec![line.account.clone()];
            cells.extend(names.map(|(en, zh)| lang.pick(en, zh).to_owned()));
            cells.push(lang.pick(&line.found_en, &line.found_zh).to_owned());
            cells.push(lang.pick(&en, &zh).to_owned());
            cells
        })?;
    }
    list.finish()?;
    match failure {
        Some(failure) => Err(failure),
        None if bad > 0 => Err(CliError::Setup(lang.doctor_found(bad))),
        None => Ok(()),
    }
}
