//! What can be done next with an answer, on buttons below its card.

use crate::commands::{
    AnswerForm, ReportCommand, ReportQuestion,
    answer::AnsweredQuestion,
    question::{AnswerDelivery, QuestionToken, TokenVerb},
};
use vigia_cards::{CardButton, Words};

/// The buttons, most likely first. On a card for everybody stand only those whose answer
/// can be private.
pub(crate) fn buttons(
    question: &ReportQuestion,
    answered: &AnsweredQuestion,
    may_ask: impl Fn(ReportCommand) -> bool,
    words: &Words,
) -> Vec<CardButton> {
    let own = |verb, id| button(verb, question, words.say(id, &[]));
    let next = question.next();
    let next =
        may_ask(next.command).then(|| button(TokenVerb::Next, &next, next.command.typed(words)));
    let (refresh, csv) = (
        own(TokenVerb::Refresh, "button-refresh"),
        own(TokenVerb::Csv, "button-csv"),
    );
    if question.delivery == AnswerDelivery::Shared {
        return [Some(refresh), Some(csv), next]
            .into_iter()
            .flatten()
            .collect();
    }
    let mut buttons = vec![own(TokenVerb::Share, "button-share"), refresh, csv];
    if answered.has_trend {
        buttons.push(picture(question, words));
    }
    buttons.extend(pages(question, answered.sheet.pages, words));
    buttons.extend(next);
    buttons
}

fn picture(question: &ReportQuestion, words: &Words) -> CardButton {
    let (shows, id) = match question.shows {
        AnswerForm::Breakdown => (AnswerForm::Trend, "button-trend"),
        AnswerForm::Trend => (AnswerForm::Breakdown, "button-breakdown"),
    };
    let other = ReportQuestion {
        shows,
        ..question.clone()
    };
    button(TokenVerb::View, &other, words.say(id, &[]))
}

/// Back and on. At an end one of them stands still.
fn pages(question: &ReportQuestion, pages: usize, words: &Words) -> Vec<CardButton> {
    let Some(last) = u16::try_from(pages).unwrap_or(u16::MAX).checked_sub(1) else {
        return Vec::new();
    };
    if last == 0 {
        return Vec::new();
    }
    let page = question.page.min(last);
    let to = |target: u16, id| CardButton {
        is_enabled: target != page,
        ..button(
            TokenVerb::Page,
            &ReportQuestion {
                page: target,
                ..question.clone()
            },
            words.say(id, &[]),
        )
    };
    vec![
        to(page.saturating_sub(1), "button-back"),
        to(page.saturating_add(1).min(last), "button-on"),
    ]
}

fn button(verb: TokenVerb, question: &ReportQuestion, label: String) -> CardButton {
    CardButton {
        label,
        press: QuestionToken::of(verb, question).to_string(),
        is_enabled: true,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::DateTime;
    use chrono_tz::America::Bogota;

    use super::*;
    use crate::commands::range::NamedPeriod;
    use vigia_cards::{Locale, report::ReportAnswer};
    use vigia_core::metrics::{SkillSelection, TimeWindow};

    fn question(command: ReportCommand, page: u16) -> ReportQuestion {
        let until = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let length = Duration::from_secs(3_600);
        ReportQuestion {
            command,
            operation: None,
            skills: SkillSelection::All,
            channel: None,
            agent: None,
            period: NamedPeriod::Last(length),
            window: TimeWindow::ending(until, length),
            compare: None,
            order: None,
            top: None,
            page,
            shows: AnswerForm::Breakdown,
            delivery: AnswerDelivery::Private,
            notes: Vec::new(),
        }
    }

    fn answered(pages: usize, has_trend: bool) -> AnsweredQuestion {
        AnsweredQuestion {
            sheet: ReportAnswer {
                pages,
                ..ReportAnswer::default()
            },
            read_at: DateTime::UNIX_EPOCH,
            has_trend,
        }
    }

    fn labels(question: &ReportQuestion, answered: &AnsweredQuestion) -> String {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let buttons = buttons(question, answered, |_| true, &words);
        let presses: std::collections::HashSet<_> =
            buttons.iter().map(|button| &button.press).collect();
        assert_eq!(presses.len(), buttons.len(), "each does something else");
        let label = |button: &CardButton| {
            if button.is_enabled {
                button.label.clone()
            } else {
                format!("({})", button.label)
            }
        };
        buttons.iter().map(label).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn the_buttons_are_what_can_be_done() {
        let told = |page, pages, has_trend| {
            labels(
                &question(ReportCommand::Abandon, page),
                &answered(pages, has_trend),
            )
        };
        insta::assert_snapshot!(
            [told(0, 1, true), told(0, 3, false), told(1, 3, true), told(2, 3, false), told(9, 3, false)].join("\n"),
            @r#"
        Compartir | Actualizar | CSV | Tendencia | /servicio
        Compartir | Actualizar | CSV | (◀ Anterior) | Siguiente ▶ | /servicio
        Compartir | Actualizar | CSV | Tendencia | ◀ Anterior | Siguiente ▶ | /servicio
        Compartir | Actualizar | CSV | ◀ Anterior | (Siguiente ▶) | /servicio
        Compartir | Actualizar | CSV | ◀ Anterior | (Siguiente ▶) | /servicio
        "#
        );
        let trend = ReportQuestion {
            shows: AnswerForm::Trend,
            ..question(ReportCommand::Service, 0)
        };
        assert!(labels(&trend, &answered(1, true)).contains("Desglose"));
    }

    #[test]
    fn a_card_for_everybody_has_only_what_is_answered_in_private() {
        let shared = ReportQuestion {
            delivery: AnswerDelivery::Shared,
            ..question(ReportCommand::Hold, 1)
        };
        let told = labels(&shared, &answered(4, true));
        assert_eq!(told, "Actualizar | CSV | /duracion");
    }

    #[test]
    fn a_question_that_is_not_for_them_is_not_offered() {
        let words = Words::new(Locale::from_tag("en"), Bogota);
        let may_ask = |command| command != ReportCommand::Durations;
        let question = question(ReportCommand::Hold, 0);
        let buttons = buttons(&question, &answered(1, false), may_ask, &words);
        let labels: Vec<_> = buttons.iter().map(|button| button.label.as_str()).collect();
        assert_eq!(labels, ["Share", "Refresh", "CSV"]);
    }

    #[test]
    fn no_answer_has_more_than_two_rows_of_five() {
        for command in ReportCommand::ALL {
            let words = Words::new(Locale::from_tag("pt-BR"), Bogota);
            let all = buttons(&question(command, 1), &answered(9, true), |_| true, &words);
            assert!(all.len() <= 10, "{}", all.len());
            assert!(
                all.iter()
                    .all(|button| button.press.len() <= CardButton::PRESS)
            );
        }
    }
}
