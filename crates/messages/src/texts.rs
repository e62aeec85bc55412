//! Every fixed text, in English and Chinese.

use std::fmt::Display;

use crate::Lang;

/// One method per message: its name, what goes into it, English, Chinese.
macro_rules! texts {
    ($($name:ident($($arg:ident),*) $en:literal $zh:literal;)*) => {
        impl Lang {$(
            #[doc = $en]
            pub fn $name(self, $($arg: impl Display),*) -> String {
                match self {
                    Self::En => format!($en),
                    Self::Zh => format!($zh),
                }
            }
        )*}
    };
}

// Labels, warnings and progress.
texts! {
    error(kind, what) "coupon: error[{kind}]: {what}" "coupon: 错误[{kind}]: {what}";
    warning(what) "coupon: warning: {what}" "coupon: 警告：{what}";
    builtin_sandbox(url) "coupon: no configuration found; using the built-in sandbox at {url}, which forgets when this command ends"
        "coupon: 未找到配置文件；使用内置沙箱 {url}，本命令结束后其数据不保留";
    asked_sandbox(url) "coupon: using the built-in sandbox at {url}, which forgets when this command ends" "coupon: 使用内置沙箱 {url}，本命令结束后其数据不保留";
    write_needs_configuration() "no configuration was found, so nothing is sent: name one with --config, or say --sandbox to send it to the built-in sandbox, which forgets when this command ends"
        "未找到配置文件，未发送任何内容；请用 --config 指定配置文件，或加 --sandbox 发送给内置沙箱，本命令结束后其数据不保留";
    baseline_failed(why) "could not note how many of these coupons the customer holds: {why}" "未能记录该客户已持有的券数：{why}";
    broken_rule(field, problem, rule, letter) "{field}: {problem} ({rule} {letter})" "{field}：{problem}（{rule} {letter}）";
    rule_warning(rule) "an assumed rule is broken, which alone stops no call: {rule}" "不符合一条推定规则（仅此不阻止发送）：{rule}";
    rule_unchecked(rule) "sent unchecked although a rule is broken: {rule}" "按要求不检查，不符合规则仍然发送：{rule}";
    planned(account, calls) "coupon: {account}: about {calls} calls planned" "coupon: {account}：预计约 {calls} 次调用";
    summary(new, changed, same, quarantined, gone, calls) "{new} new, {changed} changed, {same} same, {quarantined} quarantined, {gone} gone, in {calls} calls"
        "新增 {new}，变更 {changed}，未变 {same}，隔离 {quarantined}，消失 {gone}；共 {calls} 次调用";
    digest_line(table, digest) "digest of {table}: {digest}" "{table} 摘要：{digest}";
    holdings(path) "In the ledger {path}:" "台账 {path} 中：";
    recent_coupons() "Some of its coupons (all: `coupon coupons list`):" "部分券（全部请用 `coupon coupons list`）：";
    gap(account, provider, gap) "{account} {provider}: not read in full: {gap}" "{account} {provider}：未读完整：{gap}";
    unread(account, provider, stream, days, why) "{account} {provider}: an answer of {stream} could not be read, so it is asked again by the next sync ({days}): {why}"
        "{account} {provider}：{stream} 的一次应答无法解读（{days}），下次同步会重新读取：{why}";
    quarantine_hint(count) "{count} rows could not be read; they are kept in quarantine: see `coupon quarantine list`" "{count} 行无法解读；已隔离保存：请查看 `coupon quarantine list`";
    no_quarantined_row(id) "no quarantined row has the id {id}; `coupon quarantine list` shows those there are" "隔离区中没有编号为 {id} 的行；请用 `coupon quarantine list` 查看";
    several_quarantined_rows(id) "more than one quarantined row has an id that begins with {id}; give more digits" "隔离区中有多行的编号以 {id} 开头；请多输入几位";
    no_quarantined_rows() "no row is in quarantine here" "隔离区中没有符合条件的行";
    no_writes() "no write is recorded here" "没有符合条件的流水";
    no_customers_addressed(id) "template {id} addresses no customer by name" "模板 {id} 未指定客户";
    nothing_listed(account, provider) "{account} {provider}: nothing is pulled, as no call of this provider lists templates, or coupons by day, by template or by customer; ask for one by its id" "{account} {provider}：没有可拉取的内容：该来源没有接口列出模板，也不能按日期、模板或客户列出券；请按编号查询";
    nothing_synced() "0 rows: nothing was synced into this ledger yet; run `coupon sync`" "0 行：台账中尚无同步数据；请运行 `coupon sync`";
    all_gone(held) "0 rows: all {held} rows of the ledger are gone at the vendor" "0 行：台账中的 {held} 行在厂商处均已消失";
    nothing_matches(given, held) "0 rows: nothing matches {given}; without these options there are {held}" "0 行：没有符合 {given} 的记录；不加这些选项共有 {held} 条";
    unknown_word(option, word) "{option}: nothing in this ledger has the id, code or name {word}" "{option}：台账中没有编号、编码或名称为 {word} 的记录";
    did_you_mean(word) "; did you mean {word}?" "；是否指 {word}？";
    template_by_id(name) "--template: {name} is a name; write the id, as `coupon templates list` shows it" "--template: {name} 是名称；请填写编号，可用 `coupon templates list` 查看";
    several_coupons(id, names) "{id}: several accounts have such a coupon ({names}); choose with --account or --provider" "{id}：多个账户有此券（{names}）；请用 --account 或 --provider 选择";
    vendors_word(word) "{word} (the vendor's word)" "{word}（厂商原词）";
    changed_unread(at) "(changed by you at {at}, not read since)" "（{at} 由您更改，之后未再读取）";
    not_read_again(why) "it is done, but its row could not be read again, so the ledger shows the state before it until the next sync: {why}" "已完成，但未能重新读取该行，下次同步前台账显示更改之前的状态：{why}";
    no_template_details(account, provider, error) "{account} {provider}: templates could not be looked up, coupons are complete without them: {error}" "{account} {provider}：未能查询模板，券数据不受影响：{error}";
    gone_not_marked(account, provider) "{account} {provider}: coupons of customers no longer named were not read, so nothing was marked as gone" "{account} {provider}：未读取已移除客户的券，故未标记消失";
    answered(place, code, message, rows) "coupon: {place}: code {code}{message}, {rows} rows" "coupon: {place}：代码 {code}{message}，{rows} 行";
    stopping() "coupon: stopping once the call under way is over; press Ctrl-C again to stop at once" "coupon: 当前调用结束后停止；再按一次 Ctrl-C 立即停止";
    listening(url) "serving both vendors at {url}; Ctrl-C ends it" "两家厂商的沙箱已启动：{url}；按 Ctrl-C 结束";
    quirks(changed) "quirks: {changed}" "与文档不同的行为开关：{changed}";
    foreign_config(path) "{path} was not written by `coupon sandbox`, so it is kept: name another file, such as `--config-out sandbox.toml`, and use it with `--config sandbox.toml`"
        "{path} 不是由 `coupon sandbox` 写入的，已保留原文件；请换一个文件名，例如 `--config-out sandbox.toml`，并用 `--config sandbox.toml` 指定";
    wrote_config(path) "wrote {path}; use it with --config" "已写入 {path}；用 --config 指定";
    key_line(key) "journal key: {key}" "流水号：{key}";
    fine() "good" "正常";
    answered_refusal(what) "signature accepted; the vendor says: {what}" "签名有效；厂商应答：{what}";
}

// Set-up.
texts! {
    both_configurations() "--sandbox is the built-in sandbox, which no --config is about; leave out one of them" "--sandbox 使用内置沙箱，与 --config 无关；请去掉其中之一";
    config_place(config, ledger) "configuration {config}, ledger {ledger}" "配置 {config}，台账 {ledger}";
    no_configuration() "no configuration was found; `coupon init` writes one, --config names one" "未找到配置文件；可用 `coupon init` 新建，或用 --config 指定";
    config_sound(path, accounts) "{path}: no fault; accounts that can be called: {accounts}" "{path}：没有错误；{accounts} 个账户可以调用";
    config_faults(path, count) "{path}: each fault is listed: {count} in all" "{path}：{count} 处错误，已逐一列出";
    see_config_check() "`coupon config check` lists every fault at once" "可用 `coupon config check` 一次列出全部错误";
    doctor_found(count) "{count} findings keep calls from being answered" "有 {count} 项异常，调用会失败";
    init_exists(path) "{path} is there already and is kept as it is: name another file with --config, or add [accounts.NAME] to it" "{path} 已存在，未作改动：请用 --config 指定另一文件，或在其中添加 [accounts.名称]";
    init_secret_exists(place) "the secret {place} is there already and is kept as it is: remove it, or give another --name" "密钥 {place} 已存在，未作改动：请先删除，或用 --name 另起名称";
    init_vendor(names) "vendor ({names})" "厂商（{names}）";
    init_name(vendor) "name of this {vendor} account" "{vendor} 账户的名称";
    init_no_vendor(given, names) "there is no vendor {given}; known are {names}" "没有厂商 {given}；可用：{names}";
    init_no_field(given, names) "--field {given}: write FIELD=VALUE; the fields are {names}" "--field {given}：应写作 字段=值；字段有 {names}";
    init_missing(fields) "missing: {fields}" "未填写：{fields}";
    init_checked(what) "coupon: called once: {what}" "coupon：已调用一次：{what}";
    init_not_written(path) "{path} was not written, for the vendor did not answer as it should; --no-check writes it all the same" "厂商应答异常，未写入 {path}；加 --no-check 仍可写入";
    init_keyring(why) "the keyring did not take a secret ({why}); install secret-tool, or use --secrets files" "密钥环未能保存（{why}）；请安装 secret-tool，或使用 --secrets files";
    init_bad_name(name) "--name {name}: write letters, digits, '-' and '_'" "--name {name}：只能使用字母、数字、“-”和“_”";
    init_variables(names) "set these environment variables before you go on: {names}" "请先设置环境变量：{names}";
    init_next(options) "next: `coupon{options} sync`" "下一步：`coupon{options} sync`";
    init_writes() "`coupon init` writes one account of one new file" "`coupon init` 只新建一个文件中的一个账户";
    whole_configuration() "`coupon config` is about a whole file" "`coupon config` 针对整个配置文件";
    status_queue(count) "syncs that wait for a worker or are tried again: {count}" "等待执行或重试的同步：{count}";
    status_waiting(account, seconds, failed) "  {account}: due for {seconds} s, failed {failed} times" "  {account}：已到期 {seconds} 秒，失败 {failed} 次";
    status_unknown(count) "{count} writes have no known outcome: settle them with `coupon journal resolve`" "{count} 个操作结果未知：请用 `coupon journal resolve` 核实";
}

// Plans of writes.
texts! {
    plan(verb, account, provider) "{verb} through {account} ({provider}):" "{verb}，经由 {account}（{provider}）：";
    plan_unknown(named) "{named} (neither the ledger nor the vendor tells more)" "{named}（台账与厂商均无更多信息）";
    plan_parts(id, parts) "{id} ({parts})" "{id}（{parts}）";
    plan_template(what) "  template: {what}" "  模板：{what}";
    plan_new_template(what) "  new template: {what}" "  新模板：{what}";
    plan_customer(what) "  customer: {what}" "  客户：{what}";
    plan_coupon(what) "  coupon: {what}" "  券：{what}";
    plan_code(code) "  number of the new coupon: {code}" "  新券号：{code}";
    plan_validity(from, to) "  valid: {from} to {to}" "  有效期：{from} 至 {to}";
    plan_goods(goods) "  goods: {goods}" "  商品：{goods}";
    plan_held(count) "  the customer holds {count} of them now" "  该客户目前持有 {count} 张";
    plan_held_in_ledger(count) "  the customer held {count} of them when the ledger was last synced" "  该客户在台账上次同步时持有 {count} 张";
    plan_state(from, to) "  state: {from} -> {to}" "  状态：{from} -> {to}";
    plan_order(order) "  order: {order}" "  订单：{order}";
    plan_last_day(from, to) "  last day: {from} -> {to}" "  截止日期：{from} -> {to}";
    plan_field(key, from, to) "  field {key}: {from} -> {to}" "  字段 {key}：{from} -> {to}";
    plan_of_ledger() "  what was before is the ledger's, as of its last sync" "  此前的状态取自台账上次同步";
    plan_not_answered(why) "  the vendor did not tell more: {why}" "  未能向厂商查询更多：{why}";
    plan_rows(send, done, path) "  {send} coupons for the customers of {path}; {done} were issued before; the first of them:" "  为 {path} 中的客户发放 {send} 张；此前已发 {done} 张；其中第一张：";
    confirm() "Send it? [y/N] " "确认发送？[y/N] ";
    not_confirmed() "not sent: confirm with --yes" "未发送：请用 --yes 确认";
    declined() "not sent" "未发送";
    already_done(key, state) "journal {key}: this write is {state} already; nothing was sent" "流水 {key}：该操作已是 {state} 状态；未再发送";
    key_reused(key, stored, given) "journal {key}: this key stands for another write; take another key\n  recorded: {stored}\n  given:    {given}"
        "流水 {key}：该流水号已用于另一操作；请换一个\n  已记录：{stored}\n  本次：  {given}";
    unsettled(key, state) "journal {key}: the same write is recorded as {state} without a known outcome; settle it first with `coupon journal resolve {key}`"
        "流水 {key}：同一操作已记录为 {state}，结果未知；请先用 `coupon journal resolve {key}` 核实";
    settled_not_kept(key, what) "the write ended, but the journal could not be told ({what}); `coupon journal resolve {key}` will"
        "操作已结束，但未能写入流水（{what}）；请用 `coupon journal resolve {key}` 补记";
}

// `coupon journal resolve`.
texts! {
    resolve_builtin() "nothing can be looked up in the built-in sandbox, which forgets when a command ends; name a configuration with --config"
        "内置沙箱在命令结束后即清空，无从查询；请用 --config 指定配置文件";
    resolve_hint(key) "its outcome is not known: settle it with `coupon journal resolve {key}` before you repeat it" "结果未知：重复之前请先用 `coupon journal resolve {key}` 核实";
    nothing_unknown() "no write without a known outcome" "没有结果未知的操作";
    still_unknown(count) "still without a known outcome: {count}; each is listed with the reason" "仍有 {count} 个操作结果未知；原因已逐一列出";
    other_accounts_write(key, account) "journal {key}: it went through account {account}, which is not among the chosen ones; name a configuration that has it" "流水 {key}：该操作经由账户 {account}，不在所选账户之中；请指定含该账户的配置";
    looked_up(why) "looked up at the vendor: {why}" "向厂商查询所得：{why}";
    said_by_hand() "somebody looked at the vendor and says so" "已由人工到厂商处核实";
    never_left(key) "journal {key}: it was recorded and never sent, so it cannot be done; say --outcome not-done" "流水 {key}：已记录但从未发送，不可能已完成；请用 --outcome not-done";
    seen_settled() "it was settled before" "此前已有结果";
    seen_never_left() "it was recorded and never sent; now it cannot be" "已记录但从未发送，此后也不会再发送";
    seen_leaving() "it may be leaving just now; ask again in a minute, or name its key to stop it" "可能正要发送；请一分钟后再查，或指定流水号以阻止发送";
    seen_read_failed(why) "the vendor could not be asked: {why}" "未能向厂商查询：{why}";
    seen_incomplete() "not all could be read at the vendor; look there yourself" "厂商的部分数据无法解读；请自行核实";
    seen_no_reader() "this write cannot be looked up by reading; look at the vendor yourself" "此操作无法通过查询核实；请到厂商处自行核实";
    seen_early(why, since) "{why}; but a write may arrive late: ask again after {since}" "{why}；但操作可能延迟到达：请在 {since} 之后再查";
    seen_later(why, key) "{why}; but write {key} came later and may have changed it" "{why}；但之后的操作 {key} 可能已将其改变";
    seen_template(id) "template {id} of that day has its name, days and amount" "当日的模板 {id} 名称、日期与金额一致";
    seen_templates(count, writes) "{count} templates of that day have its name, days and amount, and {writes} writes of unknown outcome asked for such; compare them at the vendor" "当日有 {count} 个模板名称、日期与金额一致，而结果未知的同样操作有 {writes} 个；请到厂商处比对";
    seen_template_like(id) "template {id} of that day has its name, but other days or another amount; compare it at the vendor" "当日的模板 {id} 名称一致，但日期或金额不同；请到厂商处比对";
    seen_no_template() "no template of that day has its name" "当日没有同名模板";
    seen_by_name() "the template or the customer is named in a way that cannot be looked up; look at the vendor yourself" "模板或客户的指定方式无法查询；请到厂商处自行核实";
    seen_not_listed() "the vendor does not list the template" "厂商未列出该模板";
    seen_ended() "the template is ended" "模板已终止";
    seen_open() "the template is not ended" "模板未终止";
    seen_state(state) "its state is {state}" "其状态为 {state}";
    seen_no_last_day() "the vendor tells no last day of the template" "厂商未给出模板的截止日期";
    seen_last_day(day) "the template's last day is {day}" "模板的截止日期为 {day}";
    seen_none_held() "the customer holds no coupon of the template" "客户未持有该模板的券";
    seen_not_counted(now) "the customer holds {now}, and it is not known how many before; look at the vendor yourself" "客户持有 {now} 张，但发送前的数量未知；请到厂商处自行核实";
    seen_as_many(before, now) "the customer held {before} before, holds {now} now, and no more came than other writes account for" "客户此前持有 {before} 张，现有 {now} 张，没有其他操作之外的新增";
    seen_one_more(before, now) "the customer held {before} before and holds {now} now" "客户此前持有 {before} 张，现有 {now} 张";
    seen_other_time(before, now) "the customer held {before} before and holds {now} now, but the new one came at another time" "客户此前持有 {before} 张，现有 {now} 张，但新增的券时间不符";
    seen_other_number(before, now) "the customer held {before} before and holds {now} now, which this write alone does not account for; look at the vendor yourself" "客户此前持有 {before} 张，现有 {now} 张，并非仅由此操作造成；请到厂商处自行核实";
    seen_no_coupon() "the vendor knows no coupon of this code" "厂商没有此编码的券";
    seen_coupon() "the vendor has the coupon" "厂商已有该券";
    seen_other_coupon() "a coupon of this code is there, but it is older, of another agreement or another customer's; look at the vendor yourself" "此编码的券存在，但更早生成，或属于其他协议或客户；请到厂商处自行核实";
    seen_rival(key) "the coupon is there, but write {key} asked for the same code" "该券存在，但操作 {key} 使用了同一编码";
    seen_used() "the coupon is used in that order" "该券已用于该订单";
    seen_other_order(order) "the coupon is used in another order, {order}" "该券已用于另一订单 {order}";
    seen_no_order() "the coupon is used, and the vendor does not name the order; look there, then --outcome" "该券已使用，但厂商未给出订单号；请到厂商处核实后使用 --outcome";
    no_use_recorded() "the journal does not know the last use of this coupon as done; name its request id with --used-as" "流水中此券最近一次核销未知是否完成，或没有核销；请用 --used-as 指明核销时的请求编号";
    seen_pending() "the coupon still waits for approval" "该券仍待审批";
    seen_no_fields() "the vendor tells no custom fields of the coupon" "厂商未给出该券的自定义字段";
    seen_fields() "the coupon has these fields" "该券的字段与此一致";
    seen_other_field(key) "the coupon's field {key} is not so" "该券的字段 {key} 与此不符";
}

// Usage and setup errors.
texts! {
    no_such_account(name, known) "--account: there is no account {name}; the configuration has: {known}" "--account：没有账户 {name}；配置中有：{known}";
    no_such_provider(name, known) "--provider: there is no provider {name} here; there is: {known}" "--provider：没有 {name}；可选：{known}";
    several_accounts(names) "several accounts could do this ({names}); name one with --account" "多个账户均可执行（{names}）；请用 --account 指定";
    several_providers(names) "several providers could do this ({names}); name one with --provider" "多个来源均可执行（{names}）；请用 --provider 指定";
    nobody_can(what) "no account of the configuration can do this: {what}" "配置中没有账户支持：{what}";
    no_accounts(path) "{path}: no account is configured; add [accounts.NAME] or remove the file to use the built-in sandbox" "{path}：未配置账户；请添加 [accounts.名称]，或删除该文件以使用内置沙箱";
    mixed_realms() "the accounts are sandbox and real ones; one ledger never holds both: choose with --account, or split the configuration" "同时选中了沙箱账户和真实账户；一个台账不能混存：请用 --account 选择，或拆分配置";
    no_such_operation(name) "there is no operation {name}; `coupon operations` lists all" "没有操作 {name}；`coupon operations` 可列出全部";
    undocumented(name) "no document has {name}: what is known of it was seen at public clients and pages, or is your own" "文档中没有 {name}：已知内容来自公开客户端与页面，或由您自行指定";
    bad_path(path, why) "--path {path}: {why}" "--path {path}：{why}";
    unreadable_file(path, why) "{path}: {why}" "{path}：{why}";
    bad_json(place, why) "{place}: not what is expected here: {why}" "{place}：内容不符：{why}";
    not_found(what) "{what}: neither the ledger nor a vendor that could be asked knows it" "{what}：台账与可查询的厂商均无此记录";
    not_in_ledger(what) "{what}: not in the ledger, and no vendor can be asked for it this way; run `coupon sync`, or name --customer" "{what}：台账中没有，也无法向厂商查询；请先运行 `coupon sync`，或加 --customer";
    sign_timestamp() "a url needs --timestamp as 14 digits of Beijing time or 13 of epoch milliseconds" "生成 url 时 --timestamp 应为 14 位北京时间或 13 位毫秒时间戳";
    sign_msg_id() "--msg-id must be 1 to 32 letters, digits, '-' or '_'" "--msg-id 应为 1 到 32 个字母、数字、- 或 _";
    interrupted() "interrupted; run again to go on" "已中断；再次运行即可继续";
    incomplete() "done, but with gaps or rows that could not be read" "已完成，但有缺口或无法解读的行";
    stopped_thread() "a part of this program ended unexpectedly; please report it" "程序内部异常结束；请反馈";
}

// `coupon worker`.
texts! {
    recover_too_soon(recover_after, lease) "a worker cannot be given up after {recover_after} s while its lease lasts {lease} s; make --recover-after longer than --lease"
        "租约为 {lease} 秒，不能在 {recover_after} 秒后即认定工作进程已失效；请把 --recover-after 设得比 --lease 更长";
    needs_server() "workers share a PostgreSQL database; name it with --ledger postgres://USER@HOST/DATABASE" "工作进程须共用 PostgreSQL 数据库；请用 --ledger postgres://用户@主机/数据库 指定";
    working(accounts, labels) "coupon: working for {accounts} accounts{labels}; Ctrl-C ends it at the next page boundary" "coupon: 负责 {accounts} 个账户{labels}；按 Ctrl-C 在页边界结束";
    all_accounts() "a worker serves all accounts of its configuration" "工作进程负责配置中的全部账户";
    all_of_account() "workers sync all providers of an account" "工作进程同步账户的全部来源";
    with_labels(labels) ", calling from {labels}" "，出口标签 {labels}";
    watched_at(url) "coupon: health and metrics at {url}" "coupon: 健康检查与指标：{url}";
    enqueued(account) "coupon: {account}: left to the workers" "coupon: {account}：已交给工作进程";
    bad_label(label) "{label} is no label; write letters, digits, '-', '_' or '.'" "{label} 不是有效的标签；只能用字母、数字、-、_、.";
}

// `coupon sign diagnose`.
texts! {
    captured_url(why) "not a URL: {why}" "不是有效的 URL";
    captured_quote(place) "{place}: a quote is not closed; take the whole command" "{place}：引号未闭合；请取完整的命令";
    captured_not_curl(place) "{place}: no curl command: its first word must be curl" "{place}：不是 curl 命令：第一个词应为 curl";
    captured_stdin(place) "{place}: the body came from standard input (-d @-), which the command does not hold; give it with --url and --body" "{place}：正文来自标准输入（-d @-），命令中没有；请用 --url 与 --body 给出";
    captured_variable(place, name) "{place}: {name} is a value that only the shell knew; write the value itself" "{place}：{name} 的值只有当时的 shell 知道；请写出实际的值";
    captured_option(place, option) "{place}: the body that {option} makes is not told by the command; capture the bytes and give them with --raw" "{place}：{option} 生成的正文无法由命令得知；请抓取原始字节，用 --raw 给出";
    captured_tool(place, tool) "{place}: this is for {tool}; copy the request as cURL" "{place}：这是 {tool} 的写法；请以 cURL 格式复制请求";
    captured_har(place, line, column) "{place}: not a HAR file, at line {line}, column {column}" "{place}：不是 HAR 文件：第 {line} 行第 {column} 列";
    captured_entries(place, count) "{place}: {count} POST requests are in it; say which one with --entry, from 1" "{place}：其中有 {count} 个 POST 请求；请用 --entry 指明第几个（从 1 数起）";
    captured_har_body(place) "{place}: it was saved without the body of the request; save it with content" "{place}：保存时没有包含请求正文；请连同内容一起保存";
    captured_no_url(place) "{place}: no URL" "{place}：没有 URL";
    captured_not_http(place) "{place}: no HTTP request: its first line must be like POST /path HTTP/1.1" "{place}：不是 HTTP 请求：第一行应形如 POST /path HTTP/1.1";
    captured_coded(place, name, value) "{place}: {name}: {value} is not taken apart; capture the plain body and give it with --url and --body" "{place}：不支持 {name}：{value}；请取原始正文，用 --url 与 --body 给出";
    captured_cut(place, said, found) "{place}: Content-Length is {said}, but only {found} bytes of body are there; capture the whole body" "{place}：Content-Length 为 {said}，正文却只有 {found} 字节；请截取完整正文";
    explain_no_call(vendor, why) "this is no call of {vendor}: {why}" "这不是 {vendor} 的调用：{why}";
    explain_other_path(vendor, others) "this is no call of {vendor}: nothing of it answers at this path; {others}" "这不是{vendor}的调用：路径不符；{others}";
    explain_other_vendor(vendor, key) "for a call of {vendor} give --{key}" "{vendor}的调用请用 --{key}";
    explain_wrong(cause) "the signature is wrong: {cause}" "签名不对：{cause}";
    explain_right() "the signature is right" "签名正确";
    explain_operation(name, vendor) "operation: {name} ({vendor})" "操作：{name}（{vendor}）";
    explain_cause(cause) "cause: {cause}" "原因：{cause}";
    explain_expected(text) "should be signed: {text}" "应签原文：{text}";
    explain_signed(text) "was signed: {text}" "实签原文：{text}";
    explain_difference(at, of) "first difference: byte {at} of {of}, counted from 0" "首个差异：{of}的第 {at} 字节（从 0 起）";
}

// `coupon coupons issue --file customers.csv`.
texts! {
    bulk_of_what() "a CSV of customers goes with --template ID or --agreement NAME; without them --file takes one command as JSON and nothing else" "客户 CSV 须与 --template ID 或 --agreement 名称 一起使用；否则 --file 只接受一条 JSON 命令";
    bulk_no_stdin() "--file -: a CSV of customers must be a file, so that the same one can be given again after an interruption" "--file -：客户 CSV 须为文件，以便中断后再次提供同一文件";
    bulk_no_rows(names) "no customer in this file; it needs a first line with the names of its columns ({names}, …) and a line for each customer" "文件中没有客户；首行应为列名（{names} 等），其后每行一个客户";
    bulk_unknown_column(name, known) "there is no column {name}; known are {known}, and a name that begins with # is a note" "没有列 {name}；可用：{known}；以 # 开头的列视为备注";
    bulk_column_twice(name) "column {name} stands there twice; keep one" "列 {name} 重复；请保留一个";
    bulk_whose(names) "exactly one of {names} must be among the columns" "列中必须有且仅有 {names} 之一";
    bulk_line_break() "a line break within a cell: is a quote not closed? Write each row on one line" "单元格内有换行：是否引号未闭合？请每行写一条";
    bulk_cells(found, wanted) "{found} cells where the header has {wanted}; put text with a comma in quotes" "有 {found} 个单元格，而表头为 {wanted} 个；含逗号的文本请加引号";
    bulk_nameless() "something stands in a column without a name; name it, or begin the name with # for a note" "无列名的列中有内容；请补列名，备注列请以 # 开头";
    bulk_no_customer(column) "column {column}: blank; name the customer" "列 {column}：空白；请填写客户";
    bulk_mangled(column, text) "column {column}: {text} is what a spreadsheet made of a longer number; format the column as text, paste the ids again and export anew" "列 {column}：{text} 已被电子表格改写；请将该列设为文本格式，重新粘贴编号后再导出";
    bulk_not_a_day(column, text) "column {column}: {text} is no day; write 2026-12-31" "列 {column}：{text} 不是日期；应写作 2026-12-31";
    bulk_wrong_cell(column, text, why) "column {column}: {text} is {why}" "列 {column}：{text} {why}";
    bulk_item(text, form) "column items: {text}: {form}; several with ; between them" "列 items: {text}：应写作 商品=数量/单位，如 7087421684223516948=2/箱 或 code:P-01=2/箱，多项以 ; 分隔";
    bulk_twice(line) "the same customer as on line {line}, and each line is a coupon; remove one, or say --allow-duplicates" "与第 {line} 行客户相同，而每行发一张券；请删除其一，或加 --allow-duplicates";
    bulk_code_twice(line) "the same code as on line {line}; every coupon has its own" "与第 {line} 行券号相同；每张券的券号须唯一";
    bulk_broken(count, path) "{count} lines of {path} are broken, nothing was sent; mend them and run this again" "{path} 有 {count} 行有误，未发送任何内容；请改正后再次运行";
    bulk_other_results(path) "{path}: holds something else than the results of this batch. If the file of customers was changed: what it brought before would be issued again, so put only what is missing into a new file. To issue all of it, name another file with --results" "{path}：不是本批的结果文件。若客户文件已改动：此前已发的会再发一次，请只把未发的行放入新文件；如确需全部发放，请用 --results 指定另一文件";
    bulk_other_ledger(path, key, ledger) "{path}: lists {key}, of which {ledger} knows nothing: an earlier run had another ledger, and what it issued would be issued again; name that one with --ledger" "{path}：列有 {key}，而 {ledger} 中没有：此前使用的是另一个台账，其已发的券会再发一次；请用 --ledger 指定原来的台账";
    bulk_otherwise(place, key, stored, given) "{place}: journal {key} has another coupon for this line; give the options of the first run, or another --key\n  recorded: {stored}\n  given:    {given}" "{place}：流水 {key} 中该行的券与本次不同；请使用首次运行的选项，或换一个 --key\n  已记录：{stored}\n  本次：  {given}";
    bulk_no_baseline() "not all coupons of the template could be read, so how many a customer held before is not noted" "未能读全该模板的券，故不记录客户此前的持有数";
    bulk_refused(count, place, why, path) "{count} refused by the vendor, first {place}: {why}; all are in {path}, and running this again tries them again" "厂商拒绝 {count} 行，首个为 {place}：{why}；全部见 {path}，再次运行将重试";
    bulk_unknown(count, path, lines) "{count} lines of {path} have no known outcome ({lines}); run `coupon journal resolve`, then this again, or say --keep-going to leave them as they are" "{path} 有 {count} 行结果未知（{lines}）；请先运行 `coupon journal resolve` 再重试，或加 --keep-going 暂且跳过";
}

// Exports, reconciliation, report.
texts! {
    exported(rows, files, manifest) "{rows} rows in {files} files, named by {manifest}" "共 {rows} 行，{files} 个文件，清单为 {manifest}";
    changed_meanwhile() "a sync wrote meanwhile: every row is whole, but they are of different moments" "导出期间有同步写入：每行完整，但时刻不一";
    decimals_as_text(count) "{count} decimals are too long for their number column; they stand in the text column beside it" "{count} 个小数超出数值列范围；原值见旁边的文本列";
    one_file_is_a_workbook() "one file for every table is a workbook: leave --format out, or name xlsx" "所有表合为一个文件时只能是工作簿：请去掉 --format，或用 xlsx";
    written_to(path) "written to {path}" "已写入 {path}";
    too_many_rows(what, most) "{what}: more than {most} rows, which is all that a sheet holds; export a part of them, or without --one-file" "{what}：超过一个工作表的上限 {most} 行；请缩小范围，或去掉 --one-file";
    spreadsheet_is_for_csv() "--excel goes with --format csv; other formats keep every text as it is" "--excel 仅用于 --format csv；其他格式本就保留原文";
    provider_not_in_this_ledger(name, known) "--provider: {name} is not in this ledger, which knows: {known}" "--provider：台账中没有 {name}；有：{known}";
    not_in_this_ledger(name, known) "--account: {name} is not in this ledger, which knows: {known}" "--account：台账中没有 {name}；有：{known}";
    cannot_write(path, why) "{path}: {why}; check the disk and the folder's permissions" "{path}：{why}；请检查磁盘与目录权限";
    export_busy(path) "{path}: another export is writing here; wait until it ends" "{path}：另一导出正在写入；请等待其结束";
    not_a_link(path) "{path}: not a link of an export; remove it, or name another folder" "{path}：不是导出所建的链接；请删除它，或换一个目录";
    not_a_manifest(path, what) "{path}: not a manifest of an export: {what}; name another folder, or remove it" "{path}：不是导出清单：{what}；请换一个目录，或删除该文件";
    format_refuses(path, what) "{path}: {what}; export in another format" "{path}：{what}；请改用其他格式";
    not_taken(option, why) "{option} cannot be taken into account here: {why}; leave it out" "此处不支持 {option}：{why}；请去掉该选项";
    whole_ledger() "a report is about the whole ledger" "报告针对整个台账";
    state_is_of_coupons() "only coupons are chosen by state" "只有券可以按状态筛选";
    all_providers() "a reconciliation is about all providers of an account" "对账针对账户的全部来源";
    before_subcommand() "write it behind the name of the subcommand" "请写在子命令之后";
    as_it_was() "what was closed is shown as it was" "已关闭的对账按原样显示";
    wrote_file(path) "wrote {path}" "已写入 {path}";
    reconciled(since, until, accounts, orders) "{since} to {until}, {accounts}, {orders} orders in the file" "{since} 至 {until}，{accounts}，订单文件 {orders} 个订单";
    read_as(title, grade, note) "read as {title} ({grade}): {note}" "按{title}读取（{grade}）：{note}";
    no_known_form(names) "no known form; name its columns with --map FILE (order_no, time, voucher_amount, …), or a ready map with --map NAME: {names}"
        "不是已知的格式；请用 --map 给出映射文件（order_no、time、voucher_amount 等），或现成映射的名称：{names}";
    several_forms(names) "more than one known form fits: {names}; name one with --map" "符合不止一种已知格式：{names}；请用 --map 指定其一";
    no_such_map(name, names) "--map: there is no file {name}, and no ready map of this name; there is: {names}" "--map：没有文件 {name}，也没有同名的现成映射；现成映射有：{names}";
    map_is_a_file(name) "--map: {name} is the file of this name, not the ready map" "--map：使用名为 {name} 的文件，而非现成映射";
    excluded(count) "{count} lines do not count, by `where` of the map" "按映射的 where,{count} 行不计";
    widening_line(line, day, days) "line {line}, of {day}, alone lies {days} days apart and widens the range; check it, or name --since and --until"
        "仅第 {line} 行（{day}）与其他行相隔 {days} 天，使对账范围扩大；请核对该行，或指定 --since 与 --until";
    orders_without_uses(account, count) "{account}: {count} orders with a discount cannot be compared: the vendor's coupons name no order" "{account}：{count} 个有抵扣的订单无法比对：厂商的券不含订单";
    agrees() "everything that can be compared agrees" "可比对的全部一致";
    disagrees(count) "{count} places where orders and coupons do not agree" "订单与券有 {count} 处不一致";
    used_without_numbers(place, count) "{place}: {count} used coupons cannot be compared: the vendor names no order" "{place}：{count} 张已使用的券无法比对：厂商不提供订单";
    used_without_column(place, count) "{place}: {count} used coupons cannot be compared: the mapping names no column for them" "{place}：{count} 张已使用的券无法比对：映射未给出对应列";
    no_common_order(orders, ledger) "no order number of the file is in the ledger in this range: the file has {orders}, the ledger {ledger}; is order_no in the map the right column, and is this the shop's file of these days?"
        "文件中的订单号在该范围的台账中一个也没有：文件中如 {orders}，台账中如 {ledger}；请确认映射中的 order_no 是否选对了列，以及是否为该店铺该时段的文件";
    undated(count) "{count} used coupons bear no day and no order of the file, so they belong to no month" "{count} 张已使用的券既无日期也无对应订单，不属于任何月份";
    closed_before(name) "--close: {name} is closed already and stays as it was; take another name" "--close: {name} 已关闭，不可更改；请换一个名称";
    no_such_run(name, known) "--show: no reconciliation {name} was closed; there is: {known}" "--show：没有已关闭的对账 {name}；有：{known}";
    range_unknown() "the order file names no day; name --since and --until" "订单文件没有日期；请指定 --since 与 --until";
    empty_range(since, until) "--since {since} is after --until {until}" "--since {since} 晚于 --until {until}";
    not_csv(path, what) "{path}: {what}; save it as CSV in UTF-8, with a header and as many cells in each line" "{path}：{what}；请存为 UTF-8 的 CSV，含表头，各行列数一致";
    table_encoding(encoding) "read as {encoding}" "按 {encoding} 编码读取";
    table_left_out(header, lines) "header on line {header}; lines {lines} are not of the table and left out" "表头在第 {header} 行；第 {lines} 行不属于表格，已略去";
    table_hidden(count, lines) "{count} hidden rows ({lines}); hidden in the map says whether they count" "隐藏行 {count} 行（第 {lines} 行）；映射中的 hidden 决定是否计入";
    table_repeated(lines) "lines {lines} repeat the header and are left out" "第 {lines} 行重复表头，已略去";
    table_sheets(sheet, others) "sheet {sheet} is read; {others} has these columns too" "读取工作表 {sheet}；{others} 也有这些列";
    cells_of_line(line, found, expected) "line {line} has {found} cells, the header {expected}" "第 {line} 行有 {found} 格，表头有 {expected} 格";
    other_amount(path, line, order, first, map) "{path}, line {line}: order {order} has another amount than on line {first}; change amount_per in {map}"
        "{path} 第 {line} 行：订单 {order} 的金额与第 {first} 行不同；请修改 {map} 中的 amount_per";
    no_column(path, column, found, map) "{path}: no column {column} (it has {found}); change {map}" "{path}：没有列 {column}（现有 {found}）；请修改 {map}";
    nothing_to_compare(map) "{map}: neither voucher_amount nor goods_quantity is given; name the column to compare" "{map}：未给出 voucher_amount 或 goods_quantity；请指定要比对的列";
    whose_orders(map) "{map}: no account column and no --account; give one of them" "{map}：未给出账户列，也未指定 --account；请给出其一";
    other_account(path, line, account, known) "{path}, line {line}: account {account} is not among {known}" "{path} 第 {line} 行：账户 {account} 不在 {known} 之中";
    wrong_cell(path, line, column, text, what) "{path}, line {line}, column {column}: {text} is {what}" "{path} 第 {line} 行，列 {column}：{text} {what}";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_take_their_values_in_both_languages() {
        assert_eq!(
            Lang::En.no_such_operation("x"),
            "there is no operation x; `coupon operations` lists all"
        );
        assert!(Lang::Zh.no_such_operation("x").contains("没有操作 x"));
    }
}
