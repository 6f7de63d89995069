//! What a person is in the municipality.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::listed::listed;

listed! {
    /// What a person is in the municipality.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
    #[serde(rename_all = "kebab-case")]
    pub enum Role {
        /// Nobody is logged in.
        Anonymous,
        /// An adult in a family.
        Adult,
        /// A young person in a family, 15 to 17.
        Young,
        /// Someone in the family team: contact person, substitute, or neither, as the lens says.
        Staff,
        /// Leads the family team.
        TeamLead,
        /// A GP.
        Doctor,
        /// The social worker at a clinic.
        ClinicSocialWorker,
        /// Visits people who call 1-1-2 again and again.
        BridgeBuilder,
        /// The municipality's one way in for handovers.
        MunicipalEntry,
        /// Case worker at the job centre.
        CaseWorker,
        /// Meets people where they are.
        OutreachWorker,
        /// Runs the system.
        Admin,
        /// Watches over the looking.
        DataProtectionOfficer,
    }
    unlisted {
        /// One that this program does not know: of a newer server, or of a release before a rollback. May nothing.
        #[serde(other)]
        Unknown
    }
}
