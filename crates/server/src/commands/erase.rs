//! `luodi erase-person`.

use luodi_app::record::{self, HistoryField, Remnant};
use luodi_domain::ids::ProjectId;

use crate::arguments::ErasePerson;
use crate::failure::Failure;
use crate::settings::Settings;
use crate::{open, output};

pub(super) async fn run(settings: &Settings, options: ErasePerson) -> Result<(), Failure> {
    let only = options.project.as_deref().map(ProjectId::parse).transpose()?;
    let text = options.text.parse()?;
    let app = open::existing(settings).await?;
    let person = record::ErasePerson { text, only, free_texts: options.free_texts };
    let erased = app.erase_person(&person).await?;
    output::say(format_args!("已删除 {} 处个人信息 / erased in {} places", erased.places, erased.places));
    for mention in &erased.mentions {
        output::say(history_line(mention));
    }
    if !erased.mentions.is_empty() {
        let count = erased.mentions.len();
        output::say(format_args!(
            "另有 {count} 处自由文本提及, 请人工核对; 确需删除的加 --free-texts --yes / {count} free texts mention it: \
             look at them; --free-texts --yes erases them"
        ));
    }
    let remnants = erased.remnants.as_deref().unwrap_or_default();
    for remnant in remnants {
        output::say(remnant_line(remnant));
    }
    if erased.remnants.is_none() {
        output::say(
            "未能查找该文本的其余出处, 原因见日志; 请再运行一次 / the other places in which it stands could not be looked at, \
             the log says why: run this once more",
        );
    }
    if !remnants.is_empty() {
        let count = remnants.len();
        output::say(format_args!(
            "另有 {count} 处仍写有该文本, 本命令不能删除 (哈希所含的明文、其他表的列或更长的姓名), 当前值可用相应操作更正 / {count} \
             places still hold it and are not erased (hashed plain text, columns of other tables, longer names): correct \
             what is current by the command for it"
        ));
    }
    app.db().close().await;
    Ok(())
}

fn history_line(HistoryField { project, sequence, field }: &HistoryField) -> String {
    format!("{project} 第 {sequence} 条 / row {sequence}: {field}")
}

fn remnant_line(remnant: &Remnant) -> String {
    match remnant {
        Remnant::History(field) => history_line(field),
        Remnant::Column { of, column } => format!("{of}: {column}"),
    }
}
