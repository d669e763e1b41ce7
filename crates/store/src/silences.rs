//! What nobody wants to hear of. The commands write it, the watch reads it at each poll.

use chrono::{DateTime, Utc};

use crate::{Store, StoreError, error::InFolder, record, trees::Change};
use vigia_core::alerts::{
    AuditAction, AuditEntry, DiscordUser, Silence, SilenceId, SilenceRequest,
};

const SILENCE: &str = "a silence";
const NEXT: &[u8] = b"silences";

impl Store {
    /// Makes a silence of a wish and notes it in the audit log; on the disk when this
    /// returns.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn silence(&self, wish: SilenceRequest) -> Result<Silence, StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        let id = SilenceId(self.take_number(NEXT, &mut change)?);
        let silence = wish.numbered(id);
        let entry = AuditEntry {
            at: silence.made_at,
            by: Some(silence.by.clone()),
            deed: AuditAction::Silenced(Box::new(silence.clone())),
        };
        self.write_audit(&entry, &mut change)?;
        let value = record::write(SILENCE, &silence)?;
        change.silences.insert(&id.0.to_be_bytes(), value);
        self.apply(&change)?;
        Ok(silence)
    }

    /// Ends a silence and notes it in the audit log; on the disk when this returns. `None`
    /// where there is none of that number, or it was over already.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn end_silence(
        &self,
        id: SilenceId,
        by: DiscordUser,
        at: DateTime<Utc>,
    ) -> Result<Option<Silence>, StoreError> {
        let _turn = self.writing()?;
        let key = id.0.to_be_bytes();
        let value = self.trees().silences.get(key).in_folder(self.path())?;
        let silence: Option<Silence> = value
            .map(|value| record::read(SILENCE, &value))
            .transpose()?;
        let Some(silence) = silence.filter(|silence| !silence.quiet.is_over(at)) else {
            return Ok(None);
        };
        let mut change = Change::default();
        change.silences.remove(&key);
        let entry = AuditEntry {
            at,
            by: Some(by),
            deed: AuditAction::SilenceEnded(Box::new(silence.clone())),
        };
        self.write_audit(&entry, &mut change)?;
        self.apply(&change)?;
        Ok(Some(silence))
    }

    /// The silences that were not over at that time, in the order of their numbers. What
    /// somebody ended is not among them.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn silences(&self, at: DateTime<Utc>) -> Result<Vec<Silence>, StoreError> {
        let mut silences = self.all_silences()?;
        silences.retain(|silence| !silence.quiet.is_over(at));
        Ok(silences)
    }

    pub(super) fn all_silences(&self) -> Result<Vec<Silence>, StoreError> {
        self.trees()
            .silences
            .iter()
            .values()
            .map(|value| record::read(SILENCE, &value.in_folder(self.path())?))
            .collect()
    }
}
