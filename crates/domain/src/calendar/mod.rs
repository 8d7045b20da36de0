//! The calendar 工作日历.

use crate::coded::coded_enum;

coded_enum! {
    /// What kind of days a limit counts.
    pub enum DayUnit {
        /// 工作日.
        Working = "WORKING",
        /// 自然日.
        Calendar = "CALENDAR",
    }
}
