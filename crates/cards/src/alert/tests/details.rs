//! What is too much for a card is in the file that its details come with.

use super::*;
use crate::{
    AudienceView,
    incidents::{IncidentDetails, OpenIncident, details},
};
use vigia_core::alerts::{AuditAction, AuditEntry, IncidentLogEntry};

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
    high-abandonment;Abandono;skill 40;aviso;"32,8 %";40;122;5 %;2026-11-17 14:40:00;2026-11-17 15:05:00
    "#);
}

#[test]
fn the_details_tell_what_happened_and_when_among_what_people_did() {
    let mut incident = news(EventKind::Refreshed, vec![one()], vec![]).incident;
    let figure = |part, of| Some((Metric::AbandonRate, seen(part, of, "15:00").sample));
    let entry = |clock, kind, severity, figure| IncidentLogEntry {
        at: at(clock),
        kind,
        severity,
        figure,
        open: 2,
        over: 1,
    };
    incident.log = vec![
        entry("14:50", EventKind::Fired, Severity::Warning, figure(5, 90)),
        entry(
            "14:55",
            EventKind::Escalated,
            Severity::Critical,
            figure(12, 122),
        ),
        entry("15:00", EventKind::NoData, Severity::Critical, None),
        entry("15:02", EventKind::Improved, Severity::Critical, None),
    ];
    let acknowledged = AuditEntry {
        at: at("14:53"),
        by: Some(ana(None).by),
        deed: AuditAction::Acknowledged {
            operation: operation(),
            incident: incident.id,
            note: None,
        },
    };
    let (names, alert) = (names(), one());
    let reader = AudienceView {
        now: at("15:05"),
        names: &names,
        names_agents: true,
        command: String::new(),
    };
    let open = OpenIncident {
        incident: &incident,
        alerts: vec![&alert],
        mark: &IncidentMark::default(),
    };
    let words = words("en");
    let case = IncidentDetails::Open(open);
    let card = details(&case, &operation(), &[acknowledged], &reader, &words);
    let lines = card.lines[card.lines.len() - 5..].iter();
    let lines: Vec<_> = lines.map(ToString::to_string).collect();
    assert_snapshot!(lines.join("\n"), @r#"
    14:50 · alert (warning): 5.6 % (5 of 90)
    🙋 at 14:53 Ana took it
    14:55 · escalated to critical: 9.8 % (12 of 122)
    15:00 · no data
    15:02 · some are over: 2 open, 1 over
    "#);
}
