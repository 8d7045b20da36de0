//! What a browser sees at the address of the service.

use axum::response::Html;

/// The notice page.
pub(crate) async fn page() -> Html<&'static str> {
    Html(include_str!("notice.html"))
}
