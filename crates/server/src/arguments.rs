//! The command line.

use std::path::PathBuf;

use clap::{ArgGroup, Parser, Subcommand, ValueEnum};
use serde::Serialize;

use crate::secret::Secret;

/// Luodi 落地: follows investment projects from lead to production.
#[derive(Debug, Parser)]
#[command(name = "luodi", version, about, max_term_width = 110)]
pub(crate) struct Arguments {
    /// Settings that every command understands.
    #[command(flatten)]
    pub(crate) common: Common,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Settings given on the command line; they win over the environment (LUODI_…) and the file.
#[derive(Debug, Default, clap::Args, Serialize)]
pub(crate) struct Common {
    /// Folder of the embedded database [default: ./luodi-data; of a demo ./luodi-demo]
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<PathBuf>,
    /// postgres://… instead of the embedded database
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) database_url: Option<Secret>,
    /// Settings file [default: ./luodi.toml if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    pub(crate) config: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve GraphQL over HTTP.
    Serve(Serve),
    /// Serve a made-up city from the morning of 2024-10-31; prints a token for an officer of each kind.
    Demo(Demo),
    /// Bring the database up to this version of the program.
    Migrate,
    /// Print the GraphQL schema.
    Schema,
    /// Found an office on an empty database: its province, its agency and an administrator; prints a token.
    Init(Init),
    /// Make, list and take back access tokens.
    #[command(subcommand)]
    Token(Token),
    /// Keep the accounts with which officers sign in.
    #[command(subcommand)]
    User(User),
    /// Keep the working-day calendar: the State Council's days off, year by year.
    #[command(subcommand)]
    Calendar(Calendar),
    /// Read what offices keep their projects in.
    #[command(subcommand)]
    Import(Import),
    /// Check every project's history: whole chain, and the rows it amounts to; the anchors; and what the registry's names
    /// are found by.
    VerifyHistory(VerifyHistory),
    /// Anchor the histories of all projects now, and print the line to be kept elsewhere; the service does so every hour.
    Anchor,
    /// Write all histories and anchors, without personal data, into a file that verify-history checks without the database.
    ExportHistory(ExportHistory),
    /// Erase a person's data from projects and their history; the chain stays whole.
    ErasePerson(ErasePerson),
    /// Say what is wrong with the settings, the database or the access, if anything.
    Doctor,
}

/// Options of `serve`; they win over the environment and the file.
#[derive(Debug, Default, clap::Args, Serialize)]
pub(crate) struct Serve {
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) listen: Option<std::net::SocketAddr>,
}

/// Options of `demo`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Demo {
    /// What `serve` has.
    #[command(flatten)]
    pub(crate) serve: Serve,
    /// Go on with the demo city that is in the database already; without this, the database must be empty.
    #[arg(long)]
    pub(crate) keep: bool,
}

/// Options of `init`.
#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// Name of the province or autonomous region.
    #[arg(long)]
    pub(crate) province: String,
    /// Its GB/T 2260 code.
    #[arg(long, value_name = "CODE")]
    pub(crate) province_code: Option<String>,
    /// Name of the landing office.
    #[arg(long)]
    pub(crate) agency: String,
    /// Name of the administrator.
    #[arg(long)]
    pub(crate) officer: String,
}

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Make a token for an officer and print it, once.
    Create {
        /// The officer's id.
        #[arg(long, value_name = "off_…")]
        officer: String,
        /// What the token is for.
        #[arg(long, default_value = "command line")]
        name: String,
        /// What may be done with it.
        #[arg(long, value_enum, default_value_t = Scope::Write)]
        scope: Scope,
        /// Days until it ends, a hundred years at the most; it never does if not said.
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
        days: Option<u32>,
    },
    /// Show all tokens, without their secret parts.
    List,
    /// Take a token back.
    Revoke {
        /// The token's id.
        #[arg(value_name = "tok_…")]
        token: String,
    },
}

/// What may be done with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scope {
    /// Asking, and following what happens.
    Read,
    /// Changing as well, as far as the officer may.
    Write,
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Make an account for an officer. The password is read from standard input, a line of 10 to 128 characters, or made.
    #[command(group(ArgGroup::new("whose").required(true).args(["officer", "admin"])))]
    Add {
        /// The officer's id.
        #[arg(long, value_name = "off_…")]
        officer: Option<String>,
        /// For the one administrator who has no account yet: whom `init` has entered.
        #[arg(long)]
        admin: bool,
        /// What is typed to sign in: 3 to 64 letters, digits, `.`, `_` and `-`.
        #[arg(long, value_name = "NAME")]
        login: String,
        /// Make a one-time password and print it, once; it must be changed first.
        #[arg(long)]
        generate: bool,
        /// Without a password that anybody knows: the officer signs in by the identity provider, see `link`.
        #[arg(long, conflicts_with = "generate")]
        no_password: bool,
    },
    /// Show all accounts.
    List,
    /// Make a one-time password for an account and print it, once; its sessions end.
    Reset {
        /// The account's login.
        login: String,
    },
    /// Let an account that failures have locked try again at once.
    Unlock {
        /// The account's login.
        login: String,
    },
    /// Let whoever is this at an identity provider sign in with an account.
    Link {
        /// The account's login.
        login: String,
        /// Who he is there.
        #[command(flatten)]
        identity: IdentityAt,
    },
    /// Let nobody sign in with an account by being this at an identity provider; the sessions that began so end.
    Unlink {
        /// The account's login.
        login: String,
        /// Who he is there.
        #[command(flatten)]
        identity: IdentityAt,
    },
    /// Remove an account; its sessions end, the officer stays.
    Remove {
        /// The account's login.
        login: String,
    },
}

/// What to do with the calendar.
#[derive(Debug, Subcommand)]
pub(crate) enum Calendar {
    /// Publish the days off of a year as a file has them, such as those of the product in crates/reference/data/days_off.
    Add {
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Replace what is published of the year.
        #[arg(long)]
        replace: bool,
    },
    /// Show which years are published, and how far the calendar reaches.
    List,
}

/// What to read.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// A ledger of projects: .xlsx, .xls or .csv. Says what it reads and what it refuses, and why; nothing is entered.
    Ledger(LedgerFile),
}

/// Options of `import ledger`.
#[derive(Debug, clap::Args)]
pub(crate) struct LedgerFile {
    /// The file.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Only read it: entering what was read is not part of this version.
    #[arg(long, required = true)]
    pub(crate) dry_run: bool,
    /// The sheet; of several that look like a ledger the first one if not said.
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// Write what was read into this file too.
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
}

/// Who somebody is at an identity provider.
#[derive(Debug, clap::Args)]
pub(crate) struct IdentityAt {
    /// The provider, as its tokens name it; the page that refuses to let him in says it.
    #[arg(long, value_name = "URL")]
    pub(crate) issuer: String,
    /// The person, as the provider names him; that page says it too.
    #[arg(long, value_name = "ID")]
    pub(crate) subject: String,
}

/// Options of `verify-history`.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyHistory {
    /// Only this project, and nothing of the registry.
    #[arg(long, value_name = "prj_…", conflicts_with_all = ["dump", "anchors"])]
    pub(crate) project: Option<String>,
    /// Check this file, which export-history wrote, and no database.
    #[arg(long, value_name = "FILE")]
    pub(crate) dump: Option<PathBuf>,
    /// Read every attached file too, and hold it against the record.
    #[arg(long, conflicts_with = "dump")]
    pub(crate) files: bool,
    /// Hold the anchors against this copy, which was kept where the database's administrators cannot write.
    #[arg(long, value_name = "FILE")]
    pub(crate) anchors: Option<PathBuf>,
}

/// Options of `export-history`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportHistory {
    /// The file; it must not be there yet.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// Options of `erase-person`.
#[derive(Debug, clap::Args)]
pub(crate) struct ErasePerson {
    /// The name or telephone number, as it was entered.
    #[arg(long)]
    pub(crate) text: String,
    /// Only in this project.
    #[arg(long, value_name = "prj_…")]
    pub(crate) project: Option<String>,
    /// Erase the free texts in which it stands too, each as a whole. Without this they are listed: read them first.
    #[arg(long, requires = "yes")]
    pub(crate) free_texts: bool,
    /// Confirms --free-texts: what is erased is gone for good.
    #[arg(long, requires = "free_texts")]
    pub(crate) yes: bool,
}
