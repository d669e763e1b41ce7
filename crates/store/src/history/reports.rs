//! The five reports as tables of columns. Each table holds the answers of one poll, of which
//! there are several where a report is asked for one skill after the other.
//!
//! The order of the reports and of the columns is that of version 1 of the records on the
//! disk: a new column or report needs a new version.

use serde::{Deserialize, Serialize};

use crate::{
    StoreError,
    history::columns::{
        AmountColumn, Column, ColumnExtents, ColumnMisfit, CountColumn, LengthColumn, TimeColumn,
        WaitsColumn,
    },
    names::{NameTable, NameTableDraft},
};
use vigia_core::metrics::{
    AgentName, Channel, Facts, Reading, Report, SkillId,
    facts::{
        Abandonment, AgentHolds, ChannelService, Durations, Holds, LengthCalls, ServiceLevel,
        SkillAbandons, SkillSmartHold, SmartHold,
    },
};

/// Defines the table of each report, and the enum of all tables. A report has the name of
/// its facts: `rows` and `total` are their fields, which hold one `Row` for each row.
macro_rules! tables {
    ($($report:ident as $table:ident: $row:ident in $rows:ident $(and $total:ident)? {
        $($field:ident: $column:ty,)+
    })+) => {
        $(
            #[derive(Debug, Serialize, Deserialize)]
            pub(super) struct $table {
                extents: ColumnExtents,
                $($field: $column,)+
            }

            impl $table {
                fn pack(answers: &[&$report], names: &mut NameTableDraft<'_>) -> Self {
                    let (mut extents, mut rows) = (ColumnExtents::default(), Vec::new());
                    for answer in answers {
                        let total = [$(answer.$total.as_ref(),)? None];
                        extents.push(&mut rows, &answer.$rows, total[0]);
                    }
                    Self {
                        extents,
                        $($field: {
                            let values: Vec<_> = rows.iter().map(|row| &row.$field).collect();
                            Column::pack(&values, names)
                        },)+
                    }
                }

                fn answer(&self, answer: usize, names: &NameTable) -> Result<$report, ColumnMisfit> {
                    let row = |row| Ok($row { $($field: self.$field.get(row, names)?,)+ });
                    Ok($report {
                        $rows: self.extents.rows(answer)?.map(row).collect::<Result<_, _>>()?,
                        $($total: self.extents.total(answer)?.map(row).transpose()?,)?
                    })
                }
            }
        )+

        /// The answers of one report.
        #[derive(Debug, Serialize, Deserialize)]
        pub(super) enum ReportColumns {
            $($report($table),)+
        }

        impl ReportColumns {
            /// Packs the answers of one poll to one report.
            ///
            /// # Errors
            /// [`StoreError::WrongFacts`] where an answer has the facts of another report.
            pub(super) fn pack(
                report: Report,
                readings: &[&Reading],
                names: &mut NameTableDraft<'_>,
            ) -> Result<Self, StoreError> {
                match report {
                    $(Report::$report => {
                        let mut answers = Vec::new();
                        for reading in readings {
                            match reading.outcome.as_deref() {
                                Ok(Facts::$report(own)) => answers.push(own),
                                Ok(other) => return Err(StoreError::WrongFacts {
                                    ask: reading.ask,
                                    found: other.report(),
                                }),
                                Err(_) => {}
                            }
                        }
                        Ok(Self::$report($table::pack(&answers, names)))
                    })+
                }
            }

            /// Returns one answer as it was packed.
            pub(super) fn answer(
                &self,
                answer: usize,
                names: &NameTable,
            ) -> Result<Facts, ColumnMisfit> {
                Ok(match self {
                    $(Self::$report(table) => Facts::$report(table.answer(answer, names)?),)+
                })
            }
        }
    };
}

tables! {
    Abandonment as AbandonmentTable: SkillAbandons in skills and all {
        skill: CountColumn<Option<SkillId>>,
        name: CountColumn<Option<String>>,
        abandoned: CountColumn<Option<u64>>,
        by_wait: WaitsColumn,
    }
    ServiceLevel as ServiceLevelTable: ChannelService in channels {
        channel: CountColumn<Channel>,
        offered: CountColumn<Option<u64>>,
        answered: CountColumn<Option<u64>>,
        abandoned: CountColumn<Option<u64>>,
        within_10s: AmountColumn,
        within_20s: AmountColumn,
        within_30s: AmountColumn,
        abandon_rate: AmountColumn,
        asa: TimeColumn,
        ata: TimeColumn,
    }
    SmartHold as SmartHoldTable: SkillSmartHold in skills {
        skill: CountColumn<SkillId>,
        treated: CountColumn<Option<u64>>,
        declined: CountColumn<Option<u64>>,
        accepted: CountColumn<Option<u64>>,
        failed: CountColumn<Option<u64>>,
        reached: CountColumn<Option<u64>>,
        service_level_up: AmountColumn,
    }
    Durations as DurationsTable: LengthCalls in lengths and total {
        length: LengthColumn,
        calls: CountColumn<Option<u64>>,
        minutes: AmountColumn,
        cost: AmountColumn,
        share: AmountColumn,
    }
    Holds as HoldsTable: AgentHolds in agents and total {
        agent: CountColumn<AgentName>,
        uses: CountColumn<Option<u64>>,
        hold: TimeColumn,
        mute: TimeColumn,
        total: TimeColumn,
    }
}
