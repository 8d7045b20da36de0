//! `luodi init`.

use luodi_app::AppError;
use luodi_app::access::Office;
use luodi_domain::access::TokenScope;
use luodi_domain::codes::RegionCode;
use luodi_domain::refusal::{Rule, Segment};

use crate::arguments::Init;
use crate::failure::Failure;
use crate::settings::Settings;
use crate::{open, output};

pub(super) async fn run(settings: &Settings, options: Init) -> Result<(), Failure> {
    let province_code = options.province_code.as_deref().map(RegionCode::parse).transpose()?;
    let office = Office {
        province: options.province,
        province_code,
        agency: options.agency,
        officer: options.officer,
    };
    // Before anything is made that a refusal would leave behind.
    office.check().map_err(AppError::from)?;
    let app = open::app(settings).await?;
    let founded = app.found_office(office).await.map_err(|error| match error.refusal() {
        Some(refusal) if refusal.rule == Rule::Duplicate && refusal.at == [Segment::Field("officer")] => {
            Failure::Founded
        }
        _ => error.into(),
    })?;
    let token =
        app.create_token(founded.officer, "first administrator".to_owned(), TokenScope::Write, None).await?;
    output::say(format_args!("region  {}", founded.region));
    output::say(format_args!("agency  {}", founded.agency));
    output::say(format_args!("officer {}", founded.officer));
    output::say(format_args!("token   {}", token.text));
    app.db().close().await;
    Ok(())
}
