//! `luodi doctor`: what is wrong, if anything.

use luodi_app::App;
use luodi_app::files::Vault;

use crate::failure::Failure;
use crate::oidc::Provider;
use crate::settings::{self, Settings};
use crate::{bucket, open, output};

pub(super) async fn run(settings: &Settings) -> Result<(), Failure> {
    let mut problems = 0;
    output::say(format_args!(
        "配置 / settings: ok (database: {}, listen: {})",
        settings.place(),
        settings.listen
    ));
    for variable in settings::unknown_variables() {
        output::say(format_args!(
            "配置 / settings: {variable} 不是配置项, 已忽略 / is no setting and is ignored"
        ));
    }
    if let Err(fault) = Provider::of(settings) {
        problems += 1;
        output::say(format_args!("统一身份认证 / identity provider: {fault}"));
    }
    problems += files(settings).await;
    let db = match open::database(settings).await {
        Err(failure @ (Failure::NoDatabase(_) | Failure::Database(_))) => {
            output::say(format_args!("数据库 / database: {failure}"));
            return Err(Failure::Findings(problems + 1));
        }
        opened => opened?,
    };
    output::say("数据库 / database: ok");
    let status = db.migration_status().await.map_err(|error| Failure::Migration(error.to_string()))?;
    if status.pending.is_empty() {
        output::say("版本 / version: ok");
    } else {
        problems += 1;
        output::say(format_args!(
            "版本 / version: {0} 项迁移待执行, 请运行 luodi migrate / {0} migrations are waiting; run `luodi migrate` (`luodi \
             serve` does it too)",
            status.pending.len()
        ));
        db.close().await;
        return Err(Failure::Findings(problems));
    }
    let app = App::new(db, luodi_app::Clocks::system(), luodi_app::Ids::random())?;
    if app.has_officers().await? {
        output::say("人员 / officers: ok");
    } else {
        problems += 1;
        output::say("人员 / officers: 无, 请运行 luodi init / none; run `luodi init`");
    }
    if app.has_usable_access().await? {
        output::say("账号与令牌 / accounts and tokens: ok");
    } else {
        problems += 1;
        output::say(
            "账号与令牌 / accounts and tokens: 没有可用的账号或令牌, 请运行 luodi user add --admin --login NAME / none that could be used; \
             run `luodi user add --admin --login NAME` or `luodi token create --officer off_…`",
        );
    }
    problems += place(&app, settings).await?;
    app.db().close().await;
    if problems == 0 { Ok(()) } else { Err(Failure::Findings(problems)) }
}

/// Whether the files that are kept are this database's.
async fn place(app: &App, settings: &Settings) -> Result<usize, Failure> {
    // What is wrong with the place itself was said.
    let Ok(files) = open::existing_files(app, settings).await else { return Ok(0) };
    if let Err(error) = files.ours().await {
        output::say(format_args!("附件 / files: {}", open::not_ours(error, settings)));
        return Ok(1);
    }
    let lying = files.lying().await?;
    if lying.unknown.is_empty() {
        return Ok(0);
    }
    output::say(format_args!(
        "附件 / files: {0} 个文件在数据库中没有记录, 满 30 天后清除 (多于有记录的 {1} 个时不清除) / {0} files are unknown to the database; \
         they are cleared away after 30 days, unless they are more than the {1} known",
        lying.unknown.len(),
        lying.known
    ));
    Ok(usize::from(lying.is_mostly_unknown()))
}

/// Whether files can be kept; a folder is made at the first start.
async fn files(settings: &Settings) -> usize {
    let folder = settings.files_folder();
    let bucket = match bucket::named(settings) {
        Ok(bucket) => bucket,
        Err(fault) => {
            output::say(format_args!("附件 / files: {fault}"));
            return 1;
        }
    };
    let place = bucket.as_ref().map_or_else(|| folder.display().to_string(), ToString::to_string);
    let in_bucket = bucket.is_some();
    let kept = async {
        let vault = match bucket {
            Some(bucket) => bucket::vault(bucket, settings)?,
            None if folder.is_dir() => Vault::in_folder(&folder)?,
            None => return Ok("将在启动时创建 / will be made at the start"),
        };
        Ok::<_, Failure>(vault.probe().await.map(|()| "ok")?)
    };
    let (said, problems) = match kept.await {
        Ok(said) => (said.to_owned(), 0),
        Err(fault) => (fault.to_string(), 1),
    };
    output::say(format_args!("附件 / files: {said} ({place})"));
    if settings.database_url.is_some() && settings.files.is_none() && !in_bucket {
        output::say(
            "附件 / files: 多副本须用 files 指定共用的目录或配置 s3 / several replicas need a folder that all of them see, named by \
             the setting files, or a bucket, by s3",
        );
    }
    problems
}
