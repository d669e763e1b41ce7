//! The bot as a process of its own, with its log.

use std::{
    fs::{self, File},
    path::PathBuf,
    process::ExitStatus,
    time::Duration,
};

use tokio::process::{Child, Command};

use crate::support::floor::PATIENCE;

/// A process of its own. It is killed when this is dropped.
pub(crate) struct Bot {
    child: Child,
    log: PathBuf,
}

impl Bot {
    /// Starts a command whose words go to this file.
    pub(crate) fn start(command: &mut Command, log: PathBuf) -> Self {
        let file = File::create(&log).unwrap();
        command.stdout(file.try_clone().unwrap()).stderr(file);
        let child = command.spawn().unwrap();
        Self { child, log }
    }

    /// What it has said so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// Waits until it says something.
    pub(crate) async fn says(&self, words: &str) {
        self.says_times(words, 1).await;
    }

    /// Waits until it has said something so often.
    pub(crate) async fn says_times(&self, words: &str, times: usize) {
        let said = async {
            while self.log().matches(words).count() < times {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, said).await;
        assert!(in_time.is_ok(), "nothing of `{words}` in {}", self.log());
    }

    /// Asks it to stop, as a container's host does.
    pub(crate) fn terminate(&self) {
        self.signal("-TERM");
    }

    /// Asks it to read its files again.
    pub(crate) fn hang_up(&self) {
        self.signal("-HUP");
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().expect("a process that is not awaited yet");
        let told = std::process::Command::new("kill")
            .args([signal, &id.to_string()])
            .status();
        assert!(told.unwrap().success());
    }

    /// Waits for its end, at most so long.
    pub(crate) async fn end(&mut self, limit: Duration) -> ExitStatus {
        let ended = tokio::time::timeout(limit, self.child.wait()).await;
        let Ok(status) = ended else {
            panic!("not ended within {limit:?}: {}", self.log());
        };
        status.unwrap()
    }

    /// Takes it away without a warning, and waits until it is gone.
    pub(crate) async fn kill(mut self) {
        self.end_at_once().await;
    }

    /// Does the same to one that another is to take the place of.
    pub(crate) async fn end_at_once(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Asks it to stop and waits until it has.
    pub(crate) async fn stop(mut self) -> ExitStatus {
        self.terminate();
        self.end(PATIENCE).await
    }
}
