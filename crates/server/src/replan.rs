//! Working out plans anew beside serving, and what is said of it.

use std::future::Future;
use std::time::Duration;

use luodi_app::App;
use luodi_app::outlook::{Progress, Told};
use tokio::time::Instant;

use crate::http;

/// How often it is said how far it has come.
const LINES: Duration = Duration::from_secs(10);

/// Works out anew what plans come to, whenever that is to be done, until asked to stop.
pub(crate) async fn keep_planned(app: App, stop: impl Future<Output = ()>) {
    let clock = app.clone();
    let mut said: Option<Instant> = None;
    let tell = move |told| {
        let per_second = |progress: &Progress| progress.per_second(clock.system_now()).round();
        match told {
            Told::Goes(progress) => {
                http::replanning(progress.total - progress.done);
                let line = said.get_or_insert_with(Instant::now);
                if line.elapsed() >= LINES {
                    *line = Instant::now();
                    let Progress { total, done, .. } = progress;
                    tracing::info!(
                        total,
                        done,
                        per_second = per_second(&progress),
                        "plans are being worked out anew"
                    );
                }
            }
            Told::Ends(progress) => {
                http::replanning(0);
                said = None;
                tracing::info!(
                    projects = progress.done,
                    per_second = per_second(&progress),
                    "plans are worked out anew"
                );
            }
        }
    };
    app.run_replanning(tell, stop).await;
}
