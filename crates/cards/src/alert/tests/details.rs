//! What is too much for a card is in the file that its details come with.

use super::*;
use crate::{
    AudienceView,
    incidents::{IncidentDetails, OpenIncident, details},
};

#[test]
fn all_that_a_card_has_no_room_for_is_in_the_file_of_its_details() {
    let scope = |skill: u64| alert(skill, Severity::Warning, &[(skill, 122)]);
    let alerts: Vec<Alert> = (1..=40).map(scope).collect();
    let of_one = news(EventKind::Refreshed, vec![one()], vec![]).incident;
    let incident = Incident {
        scopes: 40,
        ..of_one
    };
    let names = names();
    let reader = AudienceView {
        now: at("15:05"),
        names: &names,
        names_agents: true,
        command: String::new(),
    };
    let open = OpenIncident {
        incident: &incident,
        alerts: alerts.iter().collect(),
        mark: &IncidentMark::default(),
    };
    let card = details(
        &IncidentDetails::Open(open),
        &operation(),
        &[],
        &reader,
        &words("es-CO"),
    );
    let shown = card.to_string();
    assert!(
        shown.contains("y 25 más; todas están en el archivo"),
        "{shown}"
    );
    let file = card.file.unwrap();
    assert_eq!(file.name, "0000007.csv");
    let rows: Vec<_> = file.text.lines().collect();
    assert_eq!(rows.len(), 41);
    assert_snapshot!(rows[..2].join("\n"), @r#"
    ﻿Regla;Métrica;Dónde;Severidad;Valor;Parte;Total;Límite;Desde;Datos hasta
    high-abandonment;Abandono;skill 40;advertencia;"32,8 %";40;122;5 %;2026-11-17 14:40:00;2026-11-17 15:05:00
    "#);
}
