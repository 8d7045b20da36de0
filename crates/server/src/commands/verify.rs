//! `luodi verify-history`.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use luodi_app::record::{Checked, Finding, Outside, verify_dump};
use luodi_domain::ids::ProjectId;

use crate::arguments::VerifyHistory;
use crate::failure::Failure;
use crate::settings::Settings;
use crate::{open, output};

pub(super) async fn run(settings: &Settings, options: VerifyHistory) -> Result<(), Failure> {
    let only = options.project.as_deref().map(ProjectId::parse).transpose()?;
    let copy = options.anchors.as_deref().map(outside).transpose()?;
    let mut findings = 0_usize;
    let tell = |finding: &dyn Display| {
        findings += 1;
        output::say(finding);
    };
    let checked = match &options.dump {
        Some(file) => dump(file, copy.as_ref(), tell)?,
        None => database(settings, only, copy.as_ref(), options.files, tell).await?,
    };
    let Checked { projects, rows, administration, anchors } = checked;
    output::say(format_args!(
        "已核验 {projects} 个项目 {rows} 条记录 {anchors} 个锚点 {administration} 条管理记录 / checked {projects} projects, \
         {rows} rows, {anchors} anchors, {administration} rows of administration"
    ));
    if findings == 0 { Ok(()) } else { Err(Failure::Findings(findings)) }
}

async fn database(
    settings: &Settings,
    only: Option<ProjectId>,
    copy: Option<&Outside>,
    files: bool,
    mut tell: impl FnMut(&dyn Display),
) -> Result<Checked, Failure> {
    let app = open::existing(settings).await?;
    let checked = app.verify_history(only, |finding: Finding| tell(&finding)).await?;
    if let Some(copy) = copy {
        app.compare_anchors(copy, |finding| tell(&finding)).await?;
    }
    if files {
        let files = open::existing_files(&app, settings).await?;
        files.ours().await.map_err(|error| open::not_ours(error, settings))?;
        let read = files.check(only, |finding| tell(&finding)).await?;
        output::say(format_args!("已读取并核对 {read} 个附件 / read and compared {read} attached files"));
        if only.is_none() {
            let unknown = files.lying().await?.unknown.len();
            output::say(format_args!(
                "数据库中没有的文件 {unknown} 个 / {unknown} files unknown to the database"
            ));
        }
    }
    app.db().close().await;
    Ok(checked)
}

fn dump(path: &Path, copy: Option<&Outside>, mut tell: impl FnMut(&dyn Display)) -> Result<Checked, Failure> {
    let failed = |source| Failure::File { path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    verify_dump(BufReader::new(file), copy, |finding| tell(&finding)).map_err(failed)
}

/// A copy of the anchors, called in findings as on the command line.
fn outside(path: &Path) -> Result<Outside, Failure> {
    let content = fs::read(path).map_err(|source| Failure::File { path: path.to_owned(), source })?;
    Ok(Outside::new(path.display().to_string(), content))
}
