//! Values of a rule that may differ by severity.

use schemars::JsonSchema;

use crate::{diagnostic::YamlNode, yaml_map};

yaml_map! {
    /// A value for each severity.
    #[schemars(rename = "severities")]
    pub(super) struct BySeverity<'node>("a severity", "`{ warning: …, critical: … }`") {
        /// The value for warnings.
        "warning" => warning: &'node YamlNode;
        /// The value for critical alerts.
        "critical" => critical: &'node YamlNode;
    }
}

/// The schema of one value, or of one for each severity.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "it is a schema only")]
pub(super) enum OneOrEach<T> {
    One(T),
    Each(BySeverity<'static>),
}
