//! `luodi anchor`.

use crate::failure::Failure;
use crate::settings::Settings;
use crate::{anchors, open, output};

/// Prints the line of the latest anchor, which was taken now unless nothing has changed since.
pub(super) async fn run(settings: &Settings) -> Result<(), Failure> {
    let app = open::existing(settings).await?;
    let taken = app.take_anchor().await?;
    let latest = match &taken {
        Some(_) => taken.clone(),
        None => app.last_anchor().await?,
    };
    app.db().close().await;
    match latest {
        Some(anchor) => output::say(anchor),
        None => output::say("尚无可锚定的历史 / there is no history to anchor yet"),
    }
    // Printed before: the line is all that an operator can keep when the file cannot be written.
    if let (Some(anchor), Some(file)) = (taken, settings.anchor_file()) {
        anchors::append(&anchor, &file).map_err(|source| Failure::File { path: file, source })?;
    }
    Ok(())
}
