//! The subscription root.

use std::collections::VecDeque;
use std::time::Duration;

use async_graphql::{Context, Subscription};
use futures::{Stream, stream};
use luodi_app::{AppError, feed::Changes};
use luodi_domain::ids::ProjectId;

use super::{failed, language, loaders::Loaders, sight};
use crate::{
    codes::{ErrorCode, PublicError},
    filters::{ProjectFilter, Reader},
    types::{ProjectChange, change_number},
};

/// How long to wait before the database is asked again.
const AWAY: Duration = Duration::from_secs(1);

/// What can be followed, over graphql-transport-ws at `/graphql/ws`. 订阅
#[derive(Debug, Clone, Copy)]
pub struct Subscription;

/// What can be followed, over graphql-transport-ws at `/graphql/ws`. 订阅
#[Subscription]
impl Subscription {
    /// The changes of projects, each once, in one order and without gaps; a client that lost its connection goes on with the
    /// cursor of the last change it has. A change by which a project leaves the filter is not told. 项目变动
    async fn project_changed<'c>(
        &self,
        ctx: &'c Context<'_>,
        #[graphql(
            desc = "Of which projects, as they are when the change is told; of all when not said. 筛选条件"
        )]
        filter: Option<ProjectFilter>,
        #[graphql(
            desc = "The cursor after which to begin: of a change, or `changeCursor`; at the present end when not said. 起始游标"
        )]
        after: Option<String>,
    ) -> Result<impl Stream<Item = Result<ProjectChange, PublicError>> + 'c, PublicError> {
        let sight = sight(ctx)?;
        let filter = filter.map(|filter| filter.read(&mut Reader::new(language(ctx)))).transpose()?;
        let end = sight.change_head().await.map_err(failed(ctx))?;
        let after = match after {
            None => end,
            Some(cursor) => change_number(&cursor).filter(|after| *after <= end).ok_or_else(|| {
                let text = language(ctx).pick(
                    "after 不是已发生变动的游标；请重新查询列表，并从 changeCursor 开始订阅。",
                    "`after` is not the cursor of a change that happened; load the list again and follow it from \
                     `changeCursor`.",
                );
                PublicError::new(ErrorCode::BadUserInput, text)
            })?,
        };
        let follower = Follower {
            changes: sight.changes_after(after, filter),
            loaders: Loaders::of(ctx)?,
            shows_projects: ctx.look_ahead().field("project").exists(),
            ready: VecDeque::new(),
        };
        let failed = failed(ctx);
        Ok(stream::unfold(Some(follower), move |follower| {
            let told = tell(follower);
            let failed = failed.clone();
            async move {
                let (change, follower) = told.await?;
                Some((change.map_err(failed), follower))
            }
        }))
    }
}

/// One subscription under way.
struct Follower<'c> {
    changes: Changes,
    loaders: &'c Loaders,
    shows_projects: bool,
    ready: VecDeque<ProjectChange>,
}

type Told<'c> = (Result<ProjectChange, AppError>, Option<Follower<'c>>);

/// The next change; after an error that does not pass by itself, the end.
async fn tell(follower: Option<Follower<'_>>) -> Option<Told<'_>> {
    let mut follower = follower?;
    loop {
        if let Some(change) = follower.ready.pop_front() {
            return Some((Ok(change), Some(follower)));
        }
        match follower.changes.next().await {
            Ok(changes) => follower.ready = changes.into_iter().map(ProjectChange).collect(),
            Err(AppError::Store(error)) if error.is_transient() => tokio::time::sleep(AWAY).await,
            Err(error) => return Some((Err(error), None)),
        }
        follower.load().await;
    }
}

impl Follower<'_> {
    /// Forgets what was read for the changes before, and reads the projects of these at once.
    async fn load(&self) {
        self.loaders.clear().await;
        if self.shows_projects {
            let ids: Vec<ProjectId> = self.ready.iter().map(|change| change.0.project).collect();
            // What cannot be read now is asked for again, and reported, where it is shown.
            let _ = self.loaders.rounds().drive(self.loaders.many::<ProjectId, _>(ids)).await;
        }
    }
}
