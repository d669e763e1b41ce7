//! Checks a template when its file is read, before an alert needs it.
//!
//! minijinja can do more than a sentence on a card needs. A template may name fields,
//! ask whether one is there or is some word, and say what stands for one that is missing;
//! everything else is refused where it stands.

use minijinja::{
    Error,
    machinery::{
        self,
        ast::{BinOp, BinOpKind, CallArg, Expr, Filter, IfCond, Stmt, Test, UnaryOpKind},
    },
    syntax::SyntaxConfig,
};
use strum::VariantNames;

use crate::{
    diagnostic::{SourceError, SourceSpan, alternatives, did_you_mean},
    rules::{
        Severity,
        template::field::{TemplateField, TemplateFieldKind, TemplateOffer},
    },
};

/// The filters, and the number of arguments of each.
const FILTERS: [(&str, usize); 3] = [("default", 1), ("lower", 0), ("upper", 0)];
const TESTS: [&str; 2] = ["defined", "undefined"];
/// The word before the name of a label.
pub(super) const LABELS: &str = "labels";

/// Returns all faults of a template of such a rule, each at its place in the text.
pub(super) fn template_faults(text: &str, offer: &TemplateOffer<'_>) -> Vec<SourceError> {
    let mut check = TemplateCheck {
        text,
        offer,
        faults: Vec::new(),
    };
    match machinery::parse(text, "", template_syntax()) {
        Ok(statement) => check.statement(&statement),
        Err(error) => check.faults.push(syntax_fault(text, &error)),
    }
    check.faults
}

struct TemplateCheck<'a> {
    text: &'a str,
    offer: &'a TemplateOffer<'a>,
    faults: Vec<SourceError>,
}

impl TemplateCheck<'_> {
    fn refuse(&mut self, at: SourceSpan, message: impl Into<String>, help: impl Into<String>) {
        let fault = SourceError::at(at, message, "not here").help(help);
        self.faults.push(fault);
    }

    fn statements(&mut self, statements: &[Stmt<'_>]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        let at = match statement {
            Stmt::Template(template) => return self.statements(&template.children),
            Stmt::EmitRaw(_) => return,
            Stmt::EmitExpr(emitted) => return self.expression(&emitted.expr),
            Stmt::IfCond(condition) => return self.condition(condition),
            Stmt::ForLoop(it) => it.span(),
            Stmt::WithBlock(it) => it.span(),
            Stmt::Set(it) => it.span(),
            Stmt::SetBlock(it) => it.span(),
            Stmt::AutoEscape(it) => it.span(),
            Stmt::FilterBlock(it) => it.span(),
            Stmt::Do(it) => it.span(),
        };
        let at = source_span(at);
        let tag = self.text.get(at.start..at.end).unwrap_or_default();
        let word = tag.split_whitespace().next().unwrap_or_default();
        let end = at.start + word.len();
        self.faults
            .push(unknown_tag(SourceSpan { end, ..at }, word));
    }

    fn condition(&mut self, condition: &IfCond<'_>) {
        self.expression(&condition.expr);
        self.statements(&condition.true_body);
        self.statements(&condition.false_body);
    }

    fn expression(&mut self, expression: &Expr<'_>) {
        let at = source_span(expression.span());
        match expression {
            Expr::Var(name) => {
                self.field(name.id, at);
            }
            Expr::Const(_) => {}
            Expr::GetAttr(it) => self.attribute(&it.expr, it.name, at),
            Expr::UnaryOp(it) => match it.op {
                UnaryOpKind::Not => self.expression(&it.expr),
                UnaryOpKind::Neg => self.no_arithmetic(at),
            },
            Expr::BinOp(it) => self.operation(it, at),
            Expr::IfExpr(it) => {
                self.expression(&it.test_expr);
                self.expression(&it.true_expr);
                if let Some(otherwise) = &it.false_expr {
                    self.expression(otherwise);
                }
            }
            Expr::Filter(it) => self.filter(it, at),
            Expr::Test(it) => self.test(it, at),
            Expr::Compare(it) => {
                let start = source_span(it.expr.span()).start;
                let at = SourceSpan { start, ..at };
                self.refuse(
                    at,
                    "two things are compared at a time",
                    "join comparisons with `and`",
                );
            }
            Expr::GetItem(_)
            | Expr::Slice(_)
            | Expr::Call(_)
            | Expr::List(_)
            | Expr::Tuple(_)
            | Expr::Map(_) => {
                let message = "a template names fields, and computes nothing";
                self.refuse(at, message, "write a field, such as `{{ value }}`");
            }
        }
    }

    fn no_arithmetic(&mut self, at: SourceSpan) {
        let message = "a template does not calculate: figures are shown as on the card";
        self.refuse(at, message, "name the field alone, such as `{{ value }}`");
    }

    fn operation(&mut self, it: &BinOp<'_>, at: SourceSpan) {
        let start = source_span(it.left.span()).start;
        let at = SourceSpan { start, ..at };
        match it.op {
            BinOpKind::ScAnd | BinOpKind::ScOr => {
                self.expression(&it.left);
                self.expression(&it.right);
            }
            BinOpKind::Eq | BinOpKind::Ne => self.compare(&it.left, [&it.right]),
            BinOpKind::In => match &it.right {
                Expr::List(list) => self.compare(&it.left, &list.items),
                Expr::Tuple(list) => self.compare(&it.left, &list.items),
                _ => self.refuse(
                    source_span(it.right.span()),
                    "`in` wants the words that may be meant",
                    "write them as `[\"Ana\", \"Luis\"]`, or as `[12, 15]`",
                ),
            },
            BinOpKind::Lt | BinOpKind::Lte | BinOpKind::Gt | BinOpKind::Gte => self.refuse(
                at,
                "a template does not measure: figures are shown as on the card",
                "limits belong to `when`; a template can ask for `severity == \"critical\"`",
            ),
            BinOpKind::Add
            | BinOpKind::Sub
            | BinOpKind::Mul
            | BinOpKind::Div
            | BinOpKind::FloorDiv
            | BinOpKind::Rem
            | BinOpKind::Pow
            | BinOpKind::Concat => self.no_arithmetic(at),
        }
    }

    /// A field or a label can be compared with words, where it is not shown in the reader's
    /// own way.
    fn compare<'e, 's: 'e>(
        &mut self,
        left: &Expr<'s>,
        words: impl IntoIterator<Item = &'e Expr<'s>>,
    ) {
        let at = source_span(left.span());
        let field = match left {
            Expr::Var(name) => match self.field(name.id, at) {
                Some(field) => Some(field),
                None => return,
            },
            Expr::GetAttr(it) => {
                self.attribute(&it.expr, it.name, at);
                None
            }
            _ => {
                let message = "a comparison begins with a field";
                let help = "write it as `severity == \"critical\"`";
                return self.refuse(at, message, help);
            }
        };
        let kind = field.map_or(TemplateFieldKind::Word, TemplateField::kind);
        if let (TemplateFieldKind::Shown, Some(field)) = (kind, field) {
            let message = format!(
                "`{}` is shown as on the card: it equals no word",
                field.name()
            );
            let help = "a template can compare names, numbers of skills, labels and `severity`";
            return self.refuse(at, message, help);
        }
        for word in words {
            self.word(field, kind, word);
        }
    }

    /// Checks a word that a field is compared with.
    fn word(&mut self, field: Option<TemplateField>, kind: TemplateFieldKind, word: &Expr<'_>) {
        let at = source_span(word.span());
        let Expr::Const(constant) = word else {
            let help = "write a text in quotes, or the number of a skill";
            return self.refuse(at, "a field is compared with what you write", help);
        };
        let text = constant.value.as_str();
        let is_number = constant.value.is_integer();
        match (kind, text) {
            (TemplateFieldKind::Number, _) if !is_number => {
                self.refuse(at, "a skill has a number", "write it without quotes");
            }
            (TemplateFieldKind::Word, None) => {
                self.refuse(at, "a name is a text", "put quotes around it");
            }
            (TemplateFieldKind::Word, Some(text)) if field == Some(TemplateField::Severity) => {
                self.severity(text, at);
            }
            (TemplateFieldKind::Word | TemplateFieldKind::Number | TemplateFieldKind::Shown, _) => {
            }
        }
    }

    fn severity(&mut self, word: &str, at: SourceSpan) {
        let names = Severity::VARIANTS;
        if !names.contains(&word) {
            let message = format!("`{word}` is no severity");
            self.refuse(at, message, suggestion(word, names.iter().copied()));
        }
    }

    /// Returns the field of that name, where the rule has it.
    fn field(&mut self, name: &str, at: SourceSpan) -> Option<TemplateField> {
        let field = TemplateField::from_name(name);
        let lack = field.map(|field| self.offer.lacks(field));
        match (field, lack) {
            (Some(field), Some(None)) => return Some(field),
            (_, Some(Some(why))) => {
                let message = format!("there is no `{name}` here: {why}");
                let help = format!("expected {}", alternatives(self.known()));
                self.refuse(at, message, help);
            }
            (_, _) if name == LABELS => self.refuse(
                at,
                "labels are named one by one",
                self.labels_help("labels.team"),
            ),
            (_, _) => {
                let message = format!("`{name}` is no field of a description");
                let help = suggestion(name, self.known());
                self.refuse(at, message, help);
            }
        }
        None
    }

    fn known(&self) -> impl Iterator<Item = &'static str> {
        self.offer.fields().map(TemplateField::name)
    }

    /// Checks what follows a dot: a label.
    fn attribute(&mut self, of: &Expr<'_>, name: &str, at: SourceSpan) {
        match of {
            Expr::Var(var) if var.id == LABELS => {
                let labels = || self.offer.labels.iter().copied();
                if !labels().any(|label| label == name) {
                    let help = match did_you_mean(name, labels()) {
                        Some(meant) => format!("did you mean `{LABELS}.{meant}`?"),
                        None => self.labels_help(&format!("{LABELS}.{name}")),
                    };
                    let message = format!("the rule has no label `{name}`");
                    self.refuse(at, message, help);
                }
            }
            Expr::Var(var) if TemplateField::from_name(var.id).is_some() => {
                if self.field(var.id, source_span(of.span())).is_some() {
                    let message = format!("`{}` has no parts", var.id);
                    self.refuse(at, message, format!("write `{}` alone", var.id));
                }
            }
            Expr::Var(_) => self.expression(of),
            of => {
                let message = "one dot at most, for a label";
                self.refuse(source_span(of.span()), message, "write `{{ labels.team }}`");
            }
        }
    }

    fn labels_help(&self, example: &str) -> String {
        let labels: Vec<String> = self
            .offer
            .labels
            .iter()
            .map(|label| format!("{LABELS}.{label}"))
            .collect();
        if labels.is_empty() {
            format!("`{example}` needs a label under `labels:` of this rule")
        } else {
            format!(
                "expected {}",
                alternatives(labels.iter().map(String::as_str))
            )
        }
    }

    fn filter(&mut self, it: &Filter<'_>, at: SourceSpan) {
        if let Some(value) = &it.expr {
            self.expression(value);
        }
        let known = FILTERS.iter().find(|(name, _)| *name == it.name);
        let at = match &it.expr {
            Some(value) => self.named_after(source_span(value.span()), it.name, at),
            None => at,
        };
        match known {
            None => {
                let names = FILTERS.iter().map(|(name, _)| *name);
                let message = format!("`{}` is no filter of a description", it.name);
                self.refuse(at, message, suggestion(it.name, names));
            }
            Some((_, wanted)) if it.args.len() != *wanted => {
                let (wanted, help) = match wanted {
                    0 => ("nothing", "write `{{ severity | upper }}`"),
                    _ => ("one text", "write `{{ usual | default(\"unknown\") }}`"),
                };
                let message = format!("`{}` wants {wanted} in brackets", it.name);
                self.refuse(at, message, help);
            }
            Some(_) => {}
        }
        for argument in &it.args {
            match argument {
                CallArg::Pos(value) => self.expression(value),
                CallArg::Kwarg(_, value)
                | CallArg::PosSplat(value)
                | CallArg::KwargSplat(value) => {
                    self.refuse(
                        source_span(value.span()),
                        "a filter takes a plain text",
                        "write a text",
                    );
                }
            }
        }
    }

    fn test(&mut self, it: &Test<'_>, at: SourceSpan) {
        self.expression(&it.expr);
        if !TESTS.contains(&it.name) || !it.args.is_empty() {
            let at = self.named_after(source_span(it.expr.span()), it.name, at);
            let message = format!("`is {}` is no question of a description", it.name);
            let help = match did_you_mean(it.name, TESTS) {
                Some(meant) => format!("did you mean `is {meant}`?"),
                None => "write `{% if usual %}` for what may be missing, or \
                         `severity == \"critical\"`"
                    .to_owned(),
            };
            self.refuse(at, message, help);
        }
    }

    /// Returns the place of the word that follows what is at `before`, within `whole`.
    fn named_after(&self, before: SourceSpan, word: &str, whole: SourceSpan) -> SourceSpan {
        let rest = self.text.get(before.end..whole.end);
        let found = rest.and_then(|rest| rest.find(word));
        found.map_or(whole, |at| SourceSpan {
            start: before.end + at,
            end: before.end + at + word.len(),
        })
    }
}

fn source_span(at: machinery::Span) -> SourceSpan {
    SourceSpan {
        start: at.start_offset as usize,
        end: at.end_offset as usize,
    }
}

/// Suggests the word that was probably meant, or else names all that are known.
fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match did_you_mean(word, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("expected {}", alternatives(known)),
    }
}

/// A line that holds nothing but a tag leaves no empty line behind.
pub(super) fn template_syntax() -> SyntaxConfig {
    let mut builder = SyntaxConfig::builder();
    builder.trim_blocks(true).lstrip_blocks(true);
    builder.build().unwrap_or_default()
}

/// The fault of a text that minijinja cannot read, in the terms of those who wrote it.
fn syntax_fault(text: &str, error: &Error) -> SourceError {
    let range = error.range().unwrap_or_default();
    let start = range.start.min(text.len());
    let span = SourceSpan {
        start,
        end: range.end.clamp(start, text.len()),
    };
    let found = error.detail().unwrap_or("it cannot be read");
    if let Some(word) = found.strip_prefix("unknown statement ") {
        return unknown_tag(span, word);
    }
    if found.contains("end of input") || found.contains("end of string") {
        let message = "broken template: it ends too early";
        return SourceError::at(span, message, "nothing follows").help(
            "each `{{` needs its `}}`, each quote its other one, and each `{% if … %}` its \
             `{% endif %}`",
        );
    }
    let found = found
        .replace("end of variable block", "`}}`")
        .replace("end of block", "`%}`");
    SourceError::at(span, format!("broken template: {found}"), "here").help(
        "write `{{ value }}` for a field, and `{% if usual %}` … `{% endif %}` for what \
         may be missing",
    )
}

fn unknown_tag(at: SourceSpan, word: &str) -> SourceError {
    if ["elif", "else", "endif"].contains(&word) {
        let message = format!("`{{% {word} %}}` has no `{{% if … %}}` before it");
        return SourceError::at(at, message, "ends nothing")
            .help("take it away, or write the `if`");
    }
    let message = format!("a description has no `{{% {word} … %}}`");
    SourceError::at(at, message, "not here").help("it knows `{% if … %}` alone")
}
