//! The errors of a ledger in Chinese.

use std::{error::Error, io};

use coupon_domain::chinese_io_error;

use crate::error::LedgerError;

impl LedgerError {
    /// The error in Chinese. A server's own message is kept as it is.
    pub fn chinese(&self) -> String {
        match self {
            Self::NotFound { path } => format!("{}：没有台账", path.display()),
            Self::OtherRealm { path, found, asked } => {
                let (found, asked) = (environment(found), environment(asked));
                format!("{}：此台账属于{found}账户，而非{asked}账户", path.display())
            }
            Self::NotALedger { path, what } => {
                format!("{}：不是台账或已损坏：{}", path.display(), what.chinese)
            }
            Self::UnknownAccount { path, name } => {
                format!("{}：账户 {name} 尚未登记；写入其数据之前请先登记", path.display())
            }
            Self::Corrupt { path, table, place, column } => format!(
                "{}：{table} 第 {place} 行的列 {column} 无法读取；请恢复备份，或同步到新台账",
                path.display()
            ),
            Self::NoFullReading { path, account, provider } => {
                format!("{}：{account} {provider} 没有进行中的全量读取", path.display())
            }
            Self::Sqlite { path, source } => format!(
                "{}：{}；请检查磁盘和文件权限",
                path.display(),
                of_database(source.as_ref())
            ),
            Self::Io { path, source } => {
                format!("{}：{}；请检查目录权限", path.display(), chinese_io_error(source))
            }
            Self::Stopped { path } => {
                format!("{}：台账的线程已停止；请重新启动并报告此问题", path.display())
            }
            Self::Newer { path, found, ours } => {
                format!(
                    "{}：由更新版本写入（结构版本 {found}，本程序为 {ours}）；请升级本程序",
                    path.display()
                )
            }
            Self::Older { path } => {
                format!(
                    "{}：由较早版本写入，当前用户无权升级；请由其所有者运行一次任意命令",
                    path.display()
                )
            }
            Self::LogOfOthers { path } => format!(
                "{0}：部分数据仍在 {0}-wal 中，没有 {0}-shm 时当前用户无法读取；请由台账所有者运行一次任意命令",
                path.display()
            ),
            Self::FilesBeside { path, source } => format!(
                "{0}：{1}；旁边的 {0}-wal 和 {0}-shm 属于同一台账：其所有者和权限应与台账相同，不要删除非空的 -wal",
                path.display(),
                of_database(source.as_ref())
            ),
            Self::OtherAccount { path, name } => {
                format!("{}：账户 {name} 与台账中同名账户不同；请改名或使用新台账", path.display())
            }
            Self::AccountLocked { path, name, holder } => {
                let holder = holder.as_ref().map(|holder| {
                    let process = holder.process.replace(", process ", "，进程 ");
                    format!("（{process}；若该进程已不在，{} 秒后释放）", holder.seconds)
                });
                let holder = holder.unwrap_or_default();
                format!("{}：账户 {name} 正在同步{holder}；请等待其结束", path.display())
            }
            Self::TakenOver { path, name } => {
                format!(
                    "{}：本进程停顿过久，账户 {name} 已交给其他进程；未写入的内容已放弃，下次同步会重新读取",
                    path.display()
                )
            }
            Self::AlreadyClosed { path, name } => {
                format!("{}：对账 {name} 已关闭；请换一个名称", path.display())
            }
            Self::Busy { path } => {
                format!("{}：另一程序占用过久；请结束它或稍后再试", path.display())
            }
            Self::Postgres { path, source, .. } => format!(
                "{}：{}；请检查地址、服务器及权限",
                path.display(),
                of_database(source.as_ref())
            ),
            Self::Pooler { path, .. } => format!(
                "{}：服务器前有事务模式的连接池：请直接填写服务器地址，把连接池改为会话模式（pgbouncer: pool_mode = session），或在 PgBouncer 1.21 以上并设置 max_prepared_statements 时，在地址后加 ?pool_mode=transaction",
                path.display()
            ),
            Self::BadAddress { what } => format!(
                "不是有效的 PostgreSQL 地址（{}）；应写作 postgres://用户:密码@主机/数据库，密码中的特殊字符写作 %XX",
                what.chinese
            ),
            Self::Tls { path, what } => {
                format!(
                    "{}：{}；请安装系统证书，或用 ?sslrootcert= 指定证书文件，若网络可信可加 ?sslmode=disable",
                    path.display(),
                    what.chinese
                )
            }
        }
    }
}

fn environment(word: &str) -> &'static str {
    if word == "sandbox" { "沙箱" } else { "正式" }
}

/// The words for an error of a database: the server's own message, or the kind of the failure.
fn of_database(error: &(dyn Error + 'static)) -> String {
    #[cfg(feature = "sqlite")]
    if let Some(error) = error.downcast_ref::<rusqlite::Error>() {
        return of_sqlite(error);
    }
    let mut next = Some(error);
    while let Some(cause) = next {
        #[cfg(feature = "postgres")]
        if let Some(told) = cause.downcast_ref::<postgres::error::DbError>() {
            return format!("服务器：{}（{}）", told.message(), told.code().code());
        }
        #[cfg(feature = "postgres")]
        if cause.is::<rustls::Error>() {
            return "TLS 连接失败：服务器的证书未通过检查，或双方的协议不符".to_owned();
        }
        if let Some(system) = cause.downcast_ref::<io::Error>() {
            match system.get_ref() {
                // An error that another library put into one of the system.
                Some(inner) if inner.source().is_some() || !inner.to_string().contains(LOOKUP) => {
                    next = Some(inner);
                    continue;
                }
                _ => return chinese_io_error(system),
            }
        }
        next = cause.source();
    }
    "无法连接，或连接中断".to_owned()
}

/// In the error of a host's name that nobody knows.
const LOOKUP: &str = "lookup address";

#[cfg(feature = "sqlite")]
fn of_sqlite(error: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode;

    let word = match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) => "无法打开",
        Some(ErrorCode::ReadOnly) => "只能读取",
        Some(ErrorCode::PermissionDenied) => "没有权限",
        Some(ErrorCode::DiskFull) => "磁盘已满",
        Some(ErrorCode::SystemIoFailure) => "读写失败",
        Some(ErrorCode::OutOfMemory) => "内存不足",
        Some(ErrorCode::TooBig) => "内容过大",
        _ => {
            let code = error.sqlite_error().map(|error| error.extended_code);
            return code
                .map_or_else(|| "SQLite 错误".to_owned(), |code| format!("SQLite 错误 {code}"));
        }
    };
    format!("SQLite {word}")
}
