//! How Discord says no: a status, a code, and for a body that breaks the rules the path of
//! each fault in it.

use serde_json::{Map, Value, json};

/// A refusal's status, code and sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct FormErrorCode(pub(super) u16, pub(super) u32, pub(super) &'static str);

pub(super) const UNAUTHORISED: FormErrorCode = FormErrorCode(401, 0, "401: Unauthorized");
pub(super) const NO_ROUTE: FormErrorCode = FormErrorCode(404, 0, "404: Not Found");
pub(super) const UNKNOWN_CHANNEL: FormErrorCode = FormErrorCode(404, 10003, "Unknown Channel");
pub(super) const UNKNOWN_GUILD: FormErrorCode = FormErrorCode(404, 10004, "Unknown Guild");
pub(super) const UNKNOWN_MEMBER: FormErrorCode = FormErrorCode(404, 10007, "Unknown Member");
pub(super) const UNKNOWN_MESSAGE: FormErrorCode = FormErrorCode(404, 10008, "Unknown Message");
pub(super) const UNKNOWN_WEBHOOK: FormErrorCode = FormErrorCode(404, 10015, "Unknown Webhook");
pub(super) const UNKNOWN_INTERACTION: FormErrorCode =
    FormErrorCode(404, 10062, "Unknown interaction");
pub(super) const TOO_LARGE: FormErrorCode = FormErrorCode(413, 40005, "Request entity too large");
pub(super) const ALREADY_ANSWERED: FormErrorCode =
    FormErrorCode(400, 40060, "Interaction has already been acknowledged.");
pub(super) const MISSING_ACCESS: FormErrorCode = FormErrorCode(403, 50001, "Missing Access");
pub(super) const FOREIGN_MESSAGE: FormErrorCode =
    FormErrorCode(403, 50005, "Cannot edit a message authored by another user");
pub(super) const EMPTY_MESSAGE: FormErrorCode =
    FormErrorCode(400, 50006, "Cannot send an empty message");
pub(super) const MISSING_PERMISSIONS: FormErrorCode =
    FormErrorCode(403, 50013, "Missing Permissions");
pub(super) const WRONG_CHANNEL_KIND: FormErrorCode =
    FormErrorCode(400, 50024, "Cannot execute action on this channel type");
pub(super) const INVALID_TOKEN: FormErrorCode = FormErrorCode(401, 50027, "Invalid Webhook Token");
pub(super) const ARCHIVED: FormErrorCode = FormErrorCode(400, 50083, "Thread is archived");
pub(super) const INVALID_JSON: FormErrorCode =
    FormErrorCode(400, 50109, "The request body contains invalid JSON.");
pub(super) const NO_REPLY_WITHOUT_HISTORY: FormErrorCode = FormErrorCode(
    400,
    160_002,
    "Cannot reply without permission to read message history",
);
pub(super) const THREAD_EXISTS: FormErrorCode = FormErrorCode(
    400,
    160_004,
    "A thread has already been created for this message",
);
pub(super) const THREAD_LOCKED: FormErrorCode = FormErrorCode(400, 160_005, "Thread is locked");

/// An answer other than success.
#[derive(Clone, Debug)]
pub(super) struct FormRefusal {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl From<FormErrorCode> for FormRefusal {
    fn from(FormErrorCode(status, code, message): FormErrorCode) -> Self {
        Self {
            status,
            body: json!({ "message": message, "code": code }),
        }
    }
}

/// The faults found in one body.
#[derive(Debug, Default)]
pub(super) struct FormCheck {
    faults: Vec<(String, &'static str, String)>,
}

impl FormCheck {
    /// Notes a fault at a dotted path such as `embeds.0.title`.
    pub(super) fn refuse(&mut self, path: &str, code: &'static str, message: &str) {
        self.faults
            .push((path.to_owned(), code, message.to_owned()));
    }

    /// A refusal with this one fault.
    pub(super) fn refusal(path: &str, code: &'static str, message: &str) -> FormRefusal {
        let mut form = Self::default();
        form.refuse(path, code, message);
        form.into_refusal()
    }

    /// An optional text, which blank or absent is `None`. Lengths are counted after trimming.
    pub(super) fn text<'v>(
        &mut self,
        holder: &'v Value,
        path: &str,
        key: &str,
        most: usize,
    ) -> Option<&'v str> {
        let at = join(path, key);
        let text = match holder.get(key) {
            None | Some(Value::Null) => return None,
            Some(Value::String(text)) => text.trim(),
            Some(_) => {
                self.refuse(&at, "BASE_TYPE_BAD_STRING", "Must be a string.");
                return None;
            }
        };
        if text.chars().count() > most {
            let message = format!("Must be {most} or fewer in length.");
            self.refuse(&at, "BASE_TYPE_MAX_LENGTH", &message);
        }
        (!text.is_empty()).then_some(text)
    }

    /// A text that must be there and must not be blank.
    pub(super) fn required<'v>(
        &mut self,
        holder: &'v Value,
        path: &str,
        key: &str,
        most: usize,
    ) -> Option<&'v str> {
        let before = self.faults.len();
        let text = self.text(holder, path, key, most);
        if text.is_none() && self.faults.len() == before {
            let at = join(path, key);
            self.refuse(&at, "BASE_TYPE_REQUIRED", "This field is required");
        }
        text
    }

    /// An optional list of at most so many.
    pub(super) fn list<'v>(
        &mut self,
        holder: &'v Value,
        path: &str,
        key: &str,
        most: usize,
    ) -> &'v [Value] {
        let at = join(path, key);
        match holder.get(key) {
            None | Some(Value::Null) => &[],
            Some(Value::Array(list)) => {
                if list.len() > most {
                    let message = format!("Must be {most} or fewer in length.");
                    self.refuse(&at, "BASE_TYPE_MAX_LENGTH", &message);
                }
                list
            }
            Some(_) => {
                self.refuse(&at, "LIST_TYPE_CONVERT", "Only iterables may be used");
                &[]
            }
        }
    }

    /// A whole number within a range.
    pub(super) fn number(
        &mut self,
        holder: &Value,
        path: &str,
        key: &str,
        (least, most): (u64, u64),
    ) -> Option<u64> {
        let value = holder.get(key).filter(|value| !value.is_null())?;
        let number = value.as_u64().filter(|it| (least..=most).contains(it));
        if number.is_none() {
            let message = format!("Must be a number from {least} to {most}.");
            self.refuse(&join(path, key), "NUMBER_TYPE_RANGE", &message);
        }
        number
    }

    /// Whether the body stands.
    pub(super) fn finish(self) -> Result<(), FormRefusal> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(self.into_refusal())
        }
    }

    fn into_refusal(self) -> FormRefusal {
        let mut errors = Map::new();
        for (path, code, message) in self.faults {
            let steps: Vec<&str> = path.split('.').collect();
            put(
                &mut errors,
                &steps,
                json!({ "code": code, "message": message }),
            );
        }
        FormRefusal {
            status: 400,
            body: json!({
                "message": "Invalid Form Body", "code": 50035, "errors": errors,
            }),
        }
    }
}

/// The path of a key within a path.
pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn put(errors: &mut Map<String, Value>, steps: &[&str], fault: Value) {
    let Some((first, rest)) = steps.split_first() else {
        if let Value::Array(list) = errors.entry("_errors").or_insert(json!([])) {
            list.push(fault);
        }
        return;
    };
    if let Value::Object(inner) = errors.entry(*first).or_insert(json!({})) {
        put(inner, rest, fault);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_stands_at_its_path() {
        let body = json!({ "title": "x".repeat(5), "name": "  " });
        let mut form = FormCheck::default();
        form.text(&body, "embeds.0", "title", 4);
        form.required(&body, "embeds.0", "name", 4);
        let refusal = form.finish().unwrap_err();
        assert_eq!(
            refusal.body["errors"]["embeds"]["0"]["title"]["_errors"][0]["code"],
            "BASE_TYPE_MAX_LENGTH"
        );
        assert_eq!(
            refusal.body["errors"]["embeds"]["0"]["name"]["_errors"][0]["code"],
            "BASE_TYPE_REQUIRED"
        );
    }
}
