//! The errors of a ledger in Chinese.

use crate::error::LedgerError;

impl LedgerError {
    /// The error in Chinese. One that only a damaged file or a fault of ours causes stays English.
    pub fn chinese(&self) -> String {
        match self {
            Self::OtherRealm { path, found, asked } => {
                format!("{}：此台账属于 {found} 账户，而非 {asked}", path.display())
            }
            Self::NotALedger { path, what } => {
                format!("{}：不是台账或已损坏：{what}", path.display())
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
                "{0}：{source}；旁边的 {0}-wal 和 {0}-shm 属于同一台账：其所有者和权限应与台账相同，不要删除非空的 -wal",
                path.display()
            ),
            Self::OtherAccount { path, name } => {
                format!("{}：账户 {name} 与台账中同名账户不同；请改名或使用新台账", path.display())
            }
            Self::AccountLocked { path, name, holder } => {
                let holder = holder.as_ref().map(|holder| {
                    format!("（{}；若该进程已不在，{} 秒后释放）", holder.process, holder.seconds)
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
            Self::Postgres { path, what, .. } => {
                format!("{}：{what}；请检查地址、服务器及权限", path.display())
            }
            Self::Pooler { path, what } => format!(
                "{}：{what}；服务器前有事务模式的连接池：请直接填写服务器地址，把连接池改为会话模式（pgbouncer: pool_mode = session），或在 PgBouncer 1.21 以上并设置 max_prepared_statements 时，在地址后加 ?pool_mode=transaction",
                path.display()
            ),
            Self::BadAddress { what } => format!(
                "不是有效的 PostgreSQL 地址（{what}）；应写作 postgres://用户:密码@主机/数据库，密码中的特殊字符写作 %XX"
            ),
            Self::Tls { path, what } => {
                format!(
                    "{}：{what}；请安装系统证书，或用 ?sslrootcert= 指定证书文件，若网络可信可加 ?sslmode=disable",
                    path.display()
                )
            }
            other => other.to_string(),
        }
    }
}
