//! Signing in by an identity provider, which is a package of others: people go through its pages.

mod astray;
mod provider;
mod signing_in;
mod trouble;
mod visitor;

use std::net::TcpListener;

use luodi_testkit::process::{Service, held_port};
use provider::{Provider, SECRET};
use visitor::{Page, Visitor};

use super::home::Home;
use super::office::Office;

/// Who the specialist is at the provider.
const SUBJECT: &str = "ma.xiaomei.1987";

/// The office with its specialist's account, served anew with a provider.
struct Reception<'a> {
    office: Office<'a>,
    provider: Provider,
    /// Where browsers find the service.
    base: String,
}

impl<'a> Reception<'a> {
    /// With the provider that discovery tells of.
    fn open(home: &'a Home) -> Self {
        Self::with(home, 0, &[])
    }

    /// With a provider whose clock goes so far ahead, and further settings, in which `{issuer}` stands for its address.
    #[track_caller]
    fn with(home: &'a Home, seconds_ahead: i64, more: &[(&str, &str)]) -> Self {
        let mut office = Office::found(home);
        let add = ["user", "add", "--officer", office.id("specialist"), "--login", "maxm", "--no-password"];
        home.ran(&add);
        let (held, port) = reserved();
        let base = format!("http://127.0.0.1:{port}");
        let provider = Provider::at_hand(&base, seconds_ahead);
        home.ran(&["user", "link", "maxm", "--issuer", &provider.issuer, "--subject", SUBJECT]);
        drop(held);
        office.service = serve(home, port, &provider.issuer, more);
        Self { office, provider, base }
    }

    /// A page of the service.
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Goes to the provider's door, as a button of the service has it.
    #[track_caller]
    fn sent(&self, visitor: &mut Visitor) -> String {
        let page = visitor.get(&self.url("/session/oidc/start?to=/projects%3Ftext%3Da"));
        assert_eq!(page.status, 303, "{}", page.text);
        page.location.unwrap()
    }

    /// Signs in as somebody: what the service says when he is back.
    #[track_caller]
    fn signed_in(&self, visitor: &mut Visitor, who: &str) -> Page {
        let url = self.sent(visitor);
        let back = visitor.through(url, who);
        visitor.get(&back)
    }

    /// Who the visitor is to the service.
    fn who(&self, visitor: &Visitor) -> String {
        let cookie = visitor.cookies.get(&self.base).and_then(|kept| kept.get("luodi"));
        let cookie = cookie.map_or_else(String::new, |cookie| format!("luodi={cookie}"));
        let mut request = self.office.administrator.request(r#"{"query":"{ viewer { role } }"}"#);
        let headers = request.headers_mut();
        headers.remove("authorization");
        headers.insert("cookie", cookie.parse().unwrap());
        headers.insert("x-luodi", "1".parse().unwrap());
        *request.uri_mut() = self.url("/graphql").parse().unwrap();
        self.office.administrator.send(request).unwrap().summary()
    }

    /// Ends all: the log tells no secret and of no fault.
    #[track_caller]
    fn close(self, secrets: &[&str]) {
        let log = self.office.service.log();
        for secret in [SECRET, SUBJECT].iter().chain(secrets) {
            assert!(!log.contains(secret), "{secret} in {log}");
        }
        self.office.close();
        self.provider.stop();
    }
}

/// A port that nobody else is given until the listener goes: the provider has to know it before the service is started.
fn reserved() -> (TcpListener, u16) {
    let held = held_port().unwrap();
    let port = held.local_addr().unwrap().port();
    (held, port)
}

/// Serves on a port with a provider.
#[track_caller]
fn serve(home: &Home, port: u16, issuer: &str, more: &[(&str, &str)]) -> Service {
    let base = format!("http://127.0.0.1:{port}");
    let mut options = home.options();
    options.port = Some(port);
    let given = [
        ("LUODI_INSECURE_COOKIES", "true"),
        ("LUODI_OIDC_ISSUER", issuer),
        ("LUODI_OIDC_CLIENT_ID", "luodi"),
        ("LUODI_OIDC_CLIENT_SECRET", SECRET),
        ("LUODI_OIDC_REDIRECT_BASE", &base),
    ];
    // Of two of a name the later counts; one of no text is none.
    for (name, value) in given.iter().chain(more) {
        options.environment.retain(|(known, _)| known != name);
        if !value.is_empty() {
            options.environment.push(((*name).into(), value.replace("{issuer}", issuer).into()));
        }
    }
    Service::start(&options).unwrap()
}
