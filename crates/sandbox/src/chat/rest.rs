//! The HTTP side: a request comes in, is kept on record, meets its fault, and is answered.

use std::sync::Arc;

use axum::{
    extract::{ConnectInfo, Path, Query, State as Extract, WebSocketUpgrade},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use secrecy::ExposeSecret;
use serde_json::Value;

use super::{
    connection,
    faults::{self, ChatFault, FaultEffect, FaultMoment},
    form::FormRefusal,
    pace,
    request::ApiCall,
    server::ChatShared,
    socket::SocketWire,
};

/// Opens a websocket of the gateway.
pub(super) async fn gateway(
    Extract(shared): Extract<Arc<ChatShared>>,
    Query(query): Query<Vec<(String, String)>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let known = query.iter().any(|(key, value)| key == "v" && value == "10");
    if !known {
        return StatusCode::BAD_REQUEST.into_response();
    }
    upgrade.on_upgrade(|socket| connection::serve(socket, shared))
}

/// Gives out a file of a message.
pub(super) async fn attachment(
    Extract(shared): Extract<Arc<ChatShared>>,
    Path((message, file, _)): Path<(u64, u64, String)>,
) -> Response {
    let state = shared.lock();
    let files = state.message(message).map(|message| &message.files);
    let file = files.into_iter().flatten().find(|it| it.id == file);
    let Some(file) = file else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // A file came from outside: only pictures are shown as what they claim to be.
    let media = match file.media.as_str() {
        media @ ("image/png" | "image/jpeg" | "image/gif" | "image/webp") => media,
        _ => "application/octet-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, media),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, file.bytes.clone()).into_response()
}

/// Takes a request, lets faults strike it, and answers.
pub(super) async fn rest(
    Extract(shared): Extract<Arc<ChatShared>>,
    ConnectInfo(wire): ConnectInfo<SocketWire>,
    request: axum::extract::Request,
) -> Response {
    let mut call = ApiCall::of(&request, |headers| is_authorised(&shared, headers));
    let read = call.read_body(request).await;
    let (number, fault, left) = shared.change(|state| {
        let number = state.requests.len();
        let mut record = call.record(number);
        let left = state.count(&call);
        let is_over = left.as_ref().is_some_and(|left| left.is_over);
        let fault = if is_over {
            None
        } else {
            faults::take(&mut state.faults, &call)
        };
        record.injected = fault.is_some();
        state.requests.push(record);
        (number, fault, left)
    });
    shared.call_hook(number, FaultMoment::Before);
    if let Some(left) = left.as_ref().filter(|left| left.is_over) {
        return turn_away(&shared, number, left);
    }
    if let Some(fault) = fault.as_ref().filter(|it| it.moment == FaultMoment::Before) {
        return strike(&shared, fault, number, &wire).await;
    }
    let (status, body) = shared.change(|state| {
        let answer = read.and_then(|()| state.answer(&call));
        let (status, body) = match answer {
            Ok(reply) => (reply.status, reply.body),
            Err(FormRefusal { status, body }) => (status, body),
        };
        if let Some(record) = state.requests.get_mut(number) {
            record.reply = body.clone();
            record.took_effect = status < 400;
            record.status = fault.is_none().then_some(status);
        }
        (status, body)
    });
    shared.call_hook(number, FaultMoment::After);
    if let Some(fault) = fault {
        return strike(&shared, &fault, number, &wire).await;
    }
    let mut response = respond(status, &body);
    if let Some(left) = left {
        left.tell(&mut response);
    }
    response
}

/// Refuses what is too much in too short a time, and changes nothing.
fn turn_away(shared: &ChatShared, number: usize, left: &pace::RateLeft) -> Response {
    let body = left.refusal();
    shared.change(|state| {
        if let Some(record) = state.requests.get_mut(number) {
            record.status = Some(429);
            record.reply = body.clone();
        }
    });
    let mut response = respond(429, &body);
    left.tell(&mut response);
    response
}

fn is_authorised(shared: &ChatShared, headers: &HeaderMap) -> bool {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|it| it.to_str().ok());
    let state = shared.lock();
    given.and_then(|it| it.strip_prefix("Bot ")) == Some(state.settings.token.expose_secret())
}

pub(super) fn respond(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if body.is_null() {
        return status.into_response();
    }
    let headers = [(header::CONTENT_TYPE, "application/json")];
    (status, headers, body.to_string()).into_response()
}

/// Does a fault's harm to a request.
async fn strike(
    shared: &ChatShared,
    fault: &ChatFault,
    number: usize,
    wire: &SocketWire,
) -> Response {
    let answered = |status: u16| {
        shared.change(|state| {
            if let Some(record) = state.requests.get_mut(number) {
                record.status = Some(status);
            }
        });
    };
    match fault.harm {
        FaultEffect::Status(status, code) => {
            answered(status);
            respond(status, &faults::body(status, code))
        }
        FaultEffect::RateLimit { wait, global } => {
            answered(429);
            pace::rate_limited(wait, global)
        }
        FaultEffect::Silence(length) => {
            tokio::select! {
                () = tokio::time::sleep(length) => {}
                () = shared.stop.cancelled() => {}
            }
            wire.hang_up().await
        }
        FaultEffect::HangUp => wire.hang_up().await,
    }
}
