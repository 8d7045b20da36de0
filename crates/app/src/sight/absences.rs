//! Who stands in for whom, and who records for whom, as far as the caller may know: of those whom he may call, and where he
//! is one of the two.

use std::collections::HashMap;

use luodi_domain::ids::{AbsenceId, OfficerId, RecorderId};
use luodi_domain::registry::{Absence, Recorder};
use luodi_store::{absences, recorders};

use super::Sight;
use crate::AppError;

impl Sight {
    /// The absences of officers that are not over, the first to begin first; of those whom the caller may call.
    pub async fn absences(
        &self,
        officers: &[OfficerId],
    ) -> Result<HashMap<OfficerId, Vec<Absence>>, AppError> {
        let known: Vec<OfficerId> = self.contacts(officers).await?.into_keys().collect();
        let found = absences::ahead_of(&mut self.app.db.read().await?, &known, self.app.today()).await?;
        let mut by_officer: HashMap<OfficerId, Vec<Absence>> = HashMap::new();
        for absence in found {
            by_officer.entry(absence.officer).or_default().push(absence);
        }
        Ok(by_officer)
    }

    /// An absence, over or not.
    pub async fn absence(&self, id: AbsenceId) -> Result<Option<Absence>, AppError> {
        let found = absences::by_ids(&mut self.app.db.read().await?, &[id]).await?.pop();
        let Some(absence) = found else { return Ok(None) };
        let own = [Some(absence.officer), Some(absence.deputy), absence.recorded_by];
        let known = own.contains(&Some(self.viewer.officer))
            || self.contacts(&[absence.officer]).await?.contains_key(&absence.officer);
        Ok(known.then_some(absence))
    }

    /// The absences in which the caller himself acts today, whomever he is acting for now.
    pub async fn stood_in_for(&self) -> Result<Vec<Absence>, AppError> {
        let mut conn = self.app.db.read().await?;
        Ok(absences::by_deputy(&mut conn, self.person, self.app.today()).await?)
    }

    /// Who records for leaders; of those whom the caller may call.
    pub async fn recorders(
        &self,
        leaders: &[OfficerId],
    ) -> Result<HashMap<OfficerId, Vec<Recorder>>, AppError> {
        let known: Vec<OfficerId> = self.contacts(leaders).await?.into_keys().collect();
        let found = recorders::of_leaders(&mut self.app.db.read().await?, &known).await?;
        let mut by_leader: HashMap<OfficerId, Vec<Recorder>> = HashMap::new();
        for recorder in found {
            by_leader.entry(recorder.leader).or_default().push(recorder);
        }
        Ok(by_leader)
    }

    /// A recorder, former or not.
    pub async fn recorder(&self, id: RecorderId) -> Result<Option<Recorder>, AppError> {
        let found = recorders::by_ids(&mut self.app.db.read().await?, &[id]).await?.pop();
        let Some(recorder) = found else { return Ok(None) };
        let known = [recorder.leader, recorder.officer].contains(&self.viewer.officer)
            || self.contacts(&[recorder.leader]).await?.contains_key(&recorder.leader);
        Ok(known.then_some(recorder))
    }

    /// For which leaders the caller records.
    pub async fn recorded_for(&self) -> Result<Vec<Recorder>, AppError> {
        Ok(recorders::of_officer(&mut self.app.db.read().await?, self.viewer.officer).await?)
    }
}
