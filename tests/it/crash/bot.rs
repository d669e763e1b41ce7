//! The bot as a process that can be killed from any thread, at any moment.

use std::{
    fs::{self, File},
    path::PathBuf,
    process::{Child, Command, ExitStatus},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

/// `vigia run`, over all its lives.
pub(super) struct Bot {
    command: Mutex<Command>,
    log: PathBuf,
    child: Mutex<Option<Child>>,
    deaths: watch::Sender<usize>,
}

impl Bot {
    /// The bot of that command, with its words in a file. It is not running yet.
    pub(super) fn of(mut command: Command, log: PathBuf) -> Self {
        let file = File::create(&log).unwrap();
        command.env("VIGIA_LOG", "warn,vigia=debug");
        command.stdout(file.try_clone().unwrap()).stderr(file);
        Self {
            command: Mutex::new(command),
            log,
            child: Mutex::default(),
            deaths: watch::Sender::new(0),
        }
    }

    pub(super) fn start(&self) {
        let mut command = self.command.lock().unwrap();
        let before = self.child().replace(command.spawn().unwrap());
        assert!(before.is_none(), "the bot runs already");
    }

    /// SIGKILL. When this returns, the bot is dead.
    pub(super) fn kill(&self) {
        let taken = self.child().take();
        if let Some(mut child) = taken {
            child.kill().unwrap();
            child.wait().unwrap();
            self.deaths.send_modify(|deaths| *deaths += 1);
        }
    }

    /// Whether it is not running, as far as is known.
    pub(super) fn is_dead(&self) -> bool {
        self.child().is_none()
    }

    /// It has ended by itself, and may be started again.
    pub(super) fn bury(&self) {
        drop(self.child().take());
    }

    /// How often it was killed.
    pub(super) fn deaths(&self) -> watch::Receiver<usize> {
        self.deaths.subscribe()
    }

    /// How it ended, where it did so by itself.
    pub(super) fn ended(&self) -> Option<ExitStatus> {
        self.child().as_mut()?.try_wait().unwrap()
    }

    /// SIGTERM.
    pub(super) fn ask_to_stop(&self) {
        let pid = self.child().as_ref().map(Child::id).unwrap();
        let mut kill = Command::new("kill");
        let told = kill.args(["-TERM", &pid.to_string()]).status();
        assert!(told.unwrap().success());
    }

    /// What it said.
    pub(super) fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.kill();
    }
}
