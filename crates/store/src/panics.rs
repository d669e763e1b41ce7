//! sled asserts on some kinds of damage where it should return an error. Such a panic becomes the
//! error of the store, and its raw text would only hide that.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
    thread,
};

thread_local! {
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Does work on sled's files; a panic in it is `None`, and its text is not printed.
pub(super) fn catch_panic<T>(work: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let is_of_sled = || {
                thread::current()
                    .name()
                    .is_some_and(|it| it.starts_with("sled"))
            };
            if !IS_CAUGHT.get() && !is_of_sled() {
                print(panic);
            }
        }));
    });
    let before = IS_CAUGHT.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work)).ok();
    IS_CAUGHT.set(before);
    done
}
