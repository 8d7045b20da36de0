//! A browser that goes where it is sent, with the cookies of each place, and fills in the provider's forms.

use std::collections::BTreeMap;
use std::time::Duration;

use ureq::Agent;
use ureq::http::header::{LOCATION, SET_COOKIE};
use ureq::http::{Request, Response};

/// So many redirects and forms take somebody through the provider, at the most.
const MOST: usize = 12;

/// Somebody with a browser.
#[derive(Clone)]
pub(super) struct Visitor {
    agent: Agent,
    /// By origin and name. Browsers keep cookies of all ports together; here the provider and the service are two hosts.
    pub(super) cookies: BTreeMap<String, BTreeMap<String, String>>,
}

/// What a page said.
pub(super) struct Page {
    pub(super) status: u16,
    /// Where it sends on, in full.
    pub(super) location: Option<String>,
    /// Cookies as they were set.
    pub(super) set: Vec<String>,
    pub(super) retry_after: Option<String>,
    pub(super) text: String,
}

impl Visitor {
    pub(super) fn new() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_mins(1)));
        Self { agent: config.build().new_agent(), cookies: BTreeMap::new() }
    }

    /// Goes to an address.
    pub(super) fn get(&mut self, url: &str) -> Page {
        let request = self.request("GET", url).header("accept", "text/html,*/*;q=0.8");
        let answer = self.agent.run(request.body(()).unwrap()).unwrap();
        self.read(url, answer)
    }

    /// Sends a form.
    fn post(&mut self, url: &str, form: &str) -> Page {
        let request = self.request("POST", url).header("content-type", "application/x-www-form-urlencoded");
        let answer = self.agent.run(request.body(form.to_owned()).unwrap()).unwrap();
        self.read(url, answer)
    }

    fn request(&self, method: &str, url: &str) -> ureq::http::request::Builder {
        let mut request = Request::builder().method(method).uri(url).header("user-agent", "Test/1.0");
        if let Some(kept) = self.cookies.get(origin(url)).filter(|kept| !kept.is_empty()) {
            let all: Vec<String> = kept.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", all.join("; "));
        }
        request
    }

    fn read(&mut self, url: &str, answer: Response<ureq::Body>) -> Page {
        let (head, mut body) = answer.into_parts();
        let text = |value: &ureq::http::HeaderValue| value.to_str().unwrap().to_owned();
        let set: Vec<String> = head.headers.get_all(SET_COOKIE).iter().map(text).collect();
        let kept = self.cookies.entry(origin(url).to_owned()).or_default();
        for cookie in &set {
            let (pair, rest) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() || rest.contains("Max-Age=0") {
                kept.remove(name);
            } else {
                kept.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = head.headers.get(LOCATION).map(|to| match text(to) {
            path if path.starts_with('/') => format!("{}{path}", origin(url)),
            full => full,
        });
        Page {
            status: head.status.as_u16(),
            location,
            set,
            retry_after: head.headers.get("retry-after").map(text),
            text: body.read_to_string().unwrap(),
        }
    }

    /// Signs in at the provider as somebody, from where the service sent him to where the provider sends him back.
    #[track_caller]
    pub(super) fn through(&mut self, mut url: String, who: &str) -> String {
        for _ in 0..MOST {
            if url.contains("/session/oidc/callback?") {
                return url;
            }
            let page = self.get(&url);
            url = match (page.location, page.status) {
                (Some(location), _) => location,
                (None, 200) => {
                    let form = if page.text.contains(r#"value="login""#) {
                        format!("prompt=login&login={who}&password=any")
                    } else {
                        "prompt=consent".to_owned()
                    };
                    let sent = self.post(&quoted(&page.text, r#"action=""#), &form);
                    sent.location.unwrap_or_else(|| panic!("{} {}", sent.status, sent.text))
                }
                (None, status) => panic!("{status} {url}: {}", page.text),
            };
        }
        panic!("still at the provider: {url}");
    }

    /// Turns back at the provider's form.
    #[track_caller]
    pub(super) fn turn_back(&mut self, mut url: String) -> String {
        for _ in 0..MOST {
            if url.contains("/session/oidc/callback?") {
                return url;
            }
            let page = self.get(&url);
            url = page.location.unwrap_or_else(|| quoted(&page.text, r#"<a href=""#));
        }
        panic!("still at the provider: {url}");
    }
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> &str {
    let host = url.find("://").unwrap() + 3;
    let end = url[host..].find(['/', '?']).map_or(url.len(), |end| host + end);
    &url[..end]
}

/// What stands in quotes after a text in a page.
#[track_caller]
fn quoted(page: &str, before: &str) -> String {
    let at = page.find(before).unwrap_or_else(|| panic!("no {before} in {page}")) + before.len();
    page[at..].split('"').next().unwrap().to_owned()
}
