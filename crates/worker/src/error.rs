//! Errors of a worker.

use std::{error::Error as Cause, iter};

use coupon_domain::ErrorText;
use coupon_ledger::LedgerError;
use graphile_worker::DbError;
use thiserror::Error;

/// Why a worker could not begin, or a job not be handed over.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WorkerError {
    /// No schedule.
    #[error(
        "{text:?} is no schedule; write the five fields of cron in Beijing time, such as \"*/15 * * * *\" or \"0 3 * * *\""
    )]
    Schedule {
        /// The text that was given.
        text: String,
    },
    /// The queue's tables could not be made, read or written.
    #[error(
        "the queue in the ledger's database: {}; check the server, and that its user may make or owns the schema coupon_queue",
        what.english
    )]
    Queue {
        /// The queue's error, with the server's SQLSTATE.
        what: ErrorText,
    },
    /// The ledger's address says that a pooler stands before the server and gives each transaction another connection.
    #[error(
        "a worker hears of new work over one connection: name the server itself, or a pooler in session mode, without pool_mode=transaction"
    )]
    NoSession,
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The address for health and metrics is taken.
    #[error("{address}: {source}")]
    Listen {
        /// The address.
        address: String,
        /// The system's error.
        source: std::io::Error,
    },
}

impl WorkerError {
    pub(crate) fn queue(error: &(dyn Cause + 'static)) -> Self {
        let chinese = match code_of(error) {
            Some(code) => format!("SQLSTATE {code}{}", chinese_of(&code).unwrap_or_default()),
            None => "无法连接，或连接中断".to_owned(),
        };
        Self::Queue { what: (with_causes(error), chinese).into() }
    }
}

/// The error with its causes, each said once. The queue's library leaves out what the server said, but for its code, so that
/// the code is worded here.
pub(crate) fn with_causes(error: &(dyn Cause + 'static)) -> String {
    let mut text = String::new();
    for cause in iter::successors(Some(error), |cause| (*cause).source()) {
        let said = cause.to_string();
        if !text.contains(&said) {
            let between = if text.is_empty() { "" } else { ": " };
            text = format!("{text}{between}{said}");
        }
        if let Some(code) = cause.downcast_ref::<DbError>().and_then(DbError::code) {
            let words = words_of(code).map(|words| format!(": {words}")).unwrap_or_default();
            text = format!("{text}{words}, SQLSTATE {code}");
        }
    }
    text
}

/// The SQLSTATE of an error of the queue's library.
pub(crate) fn code_of(error: &(dyn Cause + 'static)) -> Option<String> {
    let mut causes = iter::successors(Some(error), |cause| (*cause).source());
    let database = causes.find_map(|cause| cause.downcast_ref::<DbError>());
    database.and_then(DbError::code).map(str::to_owned)
}

/// The server's words for the codes that a queue meets.
fn words_of(code: &str) -> Option<&'static str> {
    Some(match code {
        "08P01" => "protocol violation, as a pooler answers",
        "25006" => "cannot write: the server is a standby or read-only",
        "26000" => {
            "prepared statement does not exist: a pooler in transaction mode stands before the server; name the server \
             itself, or set the pooler to session mode"
        }
        "28P01" => "password authentication failed",
        "3D000" => "the database does not exist",
        "42501" => "permission denied",
        "42P01" => "a table does not exist",
        "42P05" => {
            "prepared statement already exists: a pooler in transaction mode stands before the server; name the server \
             itself, or set the pooler to session mode"
        }
        "53100" => "disk full",
        "53300" => "too many connections",
        "55P03" => "a lock was not given in time",
        "57P01" => "the server was shut down, or ended the connection",
        "57P03" => "the server is starting or stopping",
        _ => return None,
    })
}

/// The same in Chinese.
fn chinese_of(code: &str) -> Option<&'static str> {
    Some(match code {
        "08P01" => "：协议不符，连接池常有此应答",
        "25006" => "：服务器为备库或只读，无法写入",
        "26000" | "42P05" => {
            "：服务器前有事务模式的连接池；请直接填写服务器地址，或将连接池设为会话模式"
        }
        "28P01" => "：密码未通过",
        "3D000" => "：数据库不存在",
        "42501" => "：没有权限",
        "42P01" => "：缺少数据表",
        "53100" => "：磁盘已满",
        "53300" => "：连接数过多",
        "55P03" => "：等待锁超时",
        "57P01" => "：服务器已关闭，或断开了连接",
        "57P03" => "：服务器正在启动或停止",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_queues_error_is_said_in_words() {
        let said = |code| WorkerError::queue(&DbError::with_code("db error", code)).to_string();
        assert!(said("42501").contains("db error: permission denied, SQLSTATE 42501"));
        assert!(said("42P05").contains("pooler in transaction mode"), "{}", said("42P05"));
        assert!(said("99999").contains("db error, SQLSTATE 99999"), "{}", said("99999"));
    }
}
