//! Why a command ended in failure, in words for the person at the keyboard.

use std::net::SocketAddr;
use std::path::PathBuf;

use luodi_app::calendar::DaysOffFileError;
use luodi_app::files::{FilesError, VaultError};
use luodi_app::{AppError, StoreError};
use luodi_graphql::language::Language;
use luodi_graphql::messages::{self, PermitNames};

/// Why a command ended in failure. Chinese first, English after it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A settings file was named and is not there.
    #[error("找不到配置文件 {0} / no settings file {0}")]
    NoSettingsFile(PathBuf),
    /// A setting is missing, unknown or of the wrong kind.
    #[error("配置有误 / wrong setting: {0}")]
    Settings(Box<figment::Error>),
    /// A number with which the service could not work.
    #[error(
        "配置 {setting} 应在 {least} 至 {most} 之间, 收到 {found} / the setting {setting} must be between {least} and {most}, \
         got {found}"
    )]
    SettingRange {
        /// The setting.
        setting: &'static str,
        /// The number.
        found: u64,
        /// The smallest allowed.
        least: u64,
        /// The largest allowed.
        most: u64,
    },
    /// The origin of our own pages cannot be one.
    #[error(
        "public_origin 应为 https://主机[:端口], 末尾不带斜杠 / public_origin must be https://host[:port], without a slash at \
         its end"
    )]
    PublicOrigin,
    /// The settings of the identity provider cannot work.
    #[error(transparent)]
    Oidc(#[from] crate::oidc::OidcFault),
    /// The settings of the store of files cannot work.
    #[error(transparent)]
    S3(#[from] crate::bucket::S3Fault),
    /// A file of days off cannot be right.
    #[error(
        "{path} 第 {line} 行有误, 未作任何更改 / {path} is wrong in {fault}; nothing was changed",
        line = .fault.line
    )]
    DaysOff {
        /// The file.
        path: PathBuf,
        /// Where, and why.
        fault: DaysOffFileError,
    },
    /// The year is in the calendar already.
    #[error(
        "{0} 年放假安排已公布, 未作任何更改: 确需更正请加 --replace / the days off of {0} are published already, nothing was \
         changed: add --replace to correct them"
    )]
    YearPublished(i32),
    /// A ledger cannot be read.
    #[error("{path}: {words}", path = .path.display(), words = both(.words))]
    Ledger {
        /// The file.
        path: PathBuf,
        /// Why.
        words: luodi_domain::words::Words,
    },
    /// The database address cannot be read.
    #[error("database_url 应为 postgres://… 或 sqlite:… / database_url must be postgres://… or sqlite:…")]
    DatabaseUrl,
    /// A file named on the command line, or that of the anchors, cannot be read or written.
    #[error("无法读写文件 {path}: {source} / cannot read or write the file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The data folder cannot be made.
    #[error("无法创建数据目录 {path}: {source} / cannot make the data folder {path}: {source}")]
    DataFolder {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The place where files are kept is of no use.
    #[error("文件存放处不可用{zh} / the place where files are kept is of no use: {en}", zh = vault_text(.0), en = .0)]
    Vault(#[from] VaultError),
    /// What was asked of files failed.
    #[error("文件无法核对 / files cannot be compared: {0}")]
    Files(#[from] FilesError),
    /// The place where files are kept is another database's.
    #[error(
        "文件存放处属于另一数据库, 未作任何更改: 存放处标记 (luodi-office) 为 {marked}, 本数据库为 {own}; 请检查 --data、--database-url \
         与 files; 确属本库 (如恢复了较早的备份) 的, 删除该标记后重试 / the place where files are kept is another database's, nothing \
         was changed: its marker (luodi-office) says {marked}, this database is {own}; check --data, --database-url and files; if \
         it is this one's after all, such as after a restored backup, remove the marker and try again"
    )]
    OtherOffice {
        /// The id that stands in the place.
        marked: String,
        /// The database's.
        own: String,
    },
    /// The place where files are kept holds none that the database knows.
    #[error(
        "文件存放处 {0} 中的文件本数据库一概不知, 未作任何更改: 请检查 --data、--database-url 与 files 或 s3 / the files in {0} are all \
         unknown to this database, nothing was changed: check --data, --database-url and files or s3"
    )]
    UnknownFiles(String),
    /// There is no folder of files.
    #[error(
        "找不到存放文件的目录 {0}: 请检查配置 files / no folder of files at {0}: check the setting files"
    )]
    NoFiles(PathBuf),
    /// There is no database to work on.
    #[error(
        "{0} 中没有数据库: 请检查 --data, 或先运行 luodi init / no database in {0}: check --data, or run `luodi init` first"
    )]
    NoDatabase(PathBuf),
    /// The database has none of the tables.
    #[error(
        "数据库尚未初始化: 请检查地址, 或先运行 luodi init / the database is not set up: check the address, or run \
         `luodi init` first"
    )]
    Empty,
    /// The database is older than the program.
    #[error(
        "数据库有 {0} 项迁移未执行: 请先停用服务并运行 luodi migrate / {0} migrations are not applied: stop the service \
         and run `luodi migrate` first"
    )]
    Outdated(usize),
    /// It is not clear for which administrator the account is.
    #[error(
        "没有账号的在岗管理员有 {0} 名, 请用 --officer off_… 指定 (尚未建立办公室的先运行 luodi init) / {0} administrators in service \
         have no account: name one with --officer off_… (run `luodi init` first if no office is founded)"
    )]
    WhichAdministrator(usize),
    /// No password came.
    #[error(
        "标准输入中没有密码: 请输入一行密码, 或加 --generate / no password on standard input: give one in a line, or add \
         --generate"
    )]
    NoPassword,
    /// The office is there already.
    #[error(
        "办公室已建立, 不能再次 init; 新令牌用 luodi token create --officer off_… / an office is founded here already; make \
         further tokens with `luodi token create --officer off_…`"
    )]
    Founded,
    /// The demo wants an empty database.
    #[error(
        "数据库中已有数据, 不能填充演示城市: 请换一个空目录, 已有的演示城市请加 --keep / the database holds something already: \
         choose an empty one, or add --keep if it is the demo city"
    )]
    NotEmpty,
    /// The database holds another office.
    #[error(
        "数据库中不是演示城市, 拒绝以演示时钟运行 / the database holds an office of its own and no demo city: refusing to serve \
         it by the demo's clock"
    )]
    NotDemo,
    /// The demo city cannot be made.
    #[error("无法生成演示城市 / the demo city cannot be made: {0}")]
    Demo(#[from] luodi_demo::DemoError),
    /// The database does not answer.
    #[error("数据库无法使用 / the database cannot be used: {0}")]
    Database(#[from] StoreError),
    /// The database is not of this version.
    #[error("数据库迁移失败 / migration failed: {0}")]
    Migration(String),
    /// A use case failed or refused.
    #[error("{}", app_text(.0))]
    App(#[from] AppError),
    /// An id on the command line is wrong.
    #[error("编号有误 / wrong id: {0}")]
    Id(#[from] luodi_domain::ids::IdError),
    /// A text on the command line is nobody's name or number.
    #[error(
        "--text 至少要有两个字, 单字会出现在大量无关文本中; 未作任何更改 / --text needs at least two characters: a single \
         one stands in many texts that are about somebody else; nothing was changed"
    )]
    PersonText(#[from] luodi_app::record::PersonTextError),
    /// A region code on the command line is wrong.
    #[error("行政区划代码有误 / wrong region code: {0}")]
    RegionCode(#[from] luodi_domain::codes::RegionCodeError),
    /// Others could reach the service and nobody could use it.
    #[error(
        "拒绝监听 {0}: 除本机外监听前须先创建账号 (luodi user add --admin --login NAME) 或访问令牌 (luodi token create --officer \
         off_…) / refusing to listen on {0}: beyond loopback there must be an account (luodi user add --admin --login NAME) or \
         a token (luodi token create --officer off_…) first"
    )]
    NoAccess(SocketAddr),
    /// Passwords and cookies would cross a network in the clear.
    #[error(
        "拒绝监听 {0}: insecure_cookies 只能用于本机 / refusing to listen on {0}: insecure_cookies is for loopback only"
    )]
    InsecureCookies(SocketAddr),
    /// The address is taken or not ours.
    #[error("无法监听 {address}: {source} / cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Somebody would not wait for an orderly end.
    #[error("已立即终止, 未完成的请求被中断 / ended at once; what was under way was cut off")]
    Interrupted,
    /// The server stopped with an error.
    #[error("服务中断 / the server stopped: {0}")]
    Server(std::io::Error),
    /// The log or the metrics cannot be set up.
    #[error("日志或指标无法启动 / log or metrics cannot start: {0}")]
    Observability(String),
    /// The runtime cannot start.
    #[error("运行环境无法启动 / the runtime cannot start: {0}")]
    Runtime(std::io::Error),
    /// A check found something.
    #[error("发现 {0} 处问题 / {0} problems found")]
    Findings(usize),
}

/// What somebody can do about a place for files, where it is known.
const fn vault_text(error: &VaultError) -> &'static str {
    match error {
        VaultError::Denied(_) => {
            ": 对象存储拒绝访问, 请检查密钥、区域和本机时钟, 以及读、写、删除和列出的权限"
        }
        VaultError::NoBucket => ": 对象存储中没有该存储桶, 请检查配置 s3.bucket",
        _ => "",
    }
}

/// A refusal in the words that the API has for it.
fn app_text(error: &AppError) -> String {
    let Some(refusal) = error.refusal() else { return error.to_string() };
    let say = |language| messages::refusal(language, refusal, &refusal.at, &PermitNames::new());
    format!("{} / {}", say(Language::Zh), say(Language::En))
}

fn both(words: &luodi_domain::words::Words) -> String {
    format!("{} / {}", words.zh, words.en)
}
