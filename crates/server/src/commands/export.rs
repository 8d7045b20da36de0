//! `luodi export-history`.

use std::fs::File;
use std::io::{self, BufWriter};
use std::os::unix::fs::OpenOptionsExt as _;

use luodi_app::record::{ExportError, Exported};

use crate::arguments::ExportHistory;
use crate::failure::Failure;
use crate::settings::Settings;
use crate::{open, output};

pub(super) async fn run(settings: &Settings, options: ExportHistory) -> Result<(), Failure> {
    let path = options.file;
    let failed = |source: io::Error| Failure::File { path: path.clone(), source };
    let app = open::existing(settings).await?;
    // Project names and codes are for those who may read the database; an older dump is nobody's to overwrite.
    let file = File::options().write(true).create_new(true).mode(0o600).open(&path).map_err(failed)?;
    let mut writer = BufWriter::new(file);
    let exported = app.export_history(&mut writer).await.map_err(|error| match error {
        ExportError::Store(error) => Failure::Database(error),
        ExportError::Write(error) => failed(error),
    })?;
    writer.get_ref().sync_all().map_err(failed)?;
    app.db().close().await;
    let Exported { anchors, administration, rows, .. } = exported;
    output::say(format_args!(
        "已导出 {rows} 条记录 {anchors} 个锚点 {administration} 条管理记录 / exported {rows} rows, {anchors} anchors, \
         {administration} rows of administration"
    ));
    Ok(())
}
