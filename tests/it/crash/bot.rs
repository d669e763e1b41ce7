//! The bot as a process that can be killed from any thread, at any moment, and whose time is
//! led.

use std::{
    fs::{self, File},
    path::PathBuf,
    process::{Child, Command, ExitStatus},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, sleep};

use crate::support::led::{BotLog, LedTime};

/// Nothing may take longer in real time, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(300);

/// How often the log is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(3);

/// `vigia run`, over all its lives.
pub(super) struct Bot {
    command: Mutex<Command>,
    log: PathBuf,
    child: Mutex<Option<Child>>,
    deaths: Mutex<usize>,
}

impl Bot {
    /// The bot of that command, which is not running yet, with its words in a file.
    pub(super) fn new(mut command: Command, log: PathBuf) -> Self {
        let file = File::create(&log).unwrap();
        command.env("VIGIA_LOG", "warn,vigia=debug");
        command.stdout(file.try_clone().unwrap()).stderr(file);
        Self {
            command: Mutex::new(command),
            log,
            child: Mutex::default(),
            deaths: Mutex::default(),
        }
    }

    fn start(&self) {
        let mut command = self.command.lock().unwrap();
        let before = self.child().replace(command.spawn().unwrap());
        assert!(before.is_none(), "the bot runs already");
    }

    /// Sends SIGKILL. When this returns, the bot is dead.
    pub(super) fn kill(&self) {
        let mut running = self.child();
        if let Some(mut child) = running.take() {
            child.kill().unwrap();
            child.wait().unwrap();
            *lock(&self.deaths) += 1;
        }
    }

    /// Whether it was killed, or has not been started.
    pub(super) fn is_dead(&self) -> bool {
        self.child().is_none()
    }

    /// How often it was killed.
    pub(super) fn deaths(&self) -> usize {
        *lock(&self.deaths)
    }

    /// How it ended, where it did so by itself.
    fn ended(&self) -> Option<ExitStatus> {
        self.child().as_mut()?.try_wait().unwrap()
    }

    /// Sends SIGTERM, unless it is dead.
    fn ask_to_stop(&self) {
        let running = self.child();
        if let Some(child) = running.as_ref() {
            let mut kill = Command::new("kill");
            let sent = kill.args(["-TERM", &child.id().to_string()]).status();
            assert!(sent.unwrap().success());
        }
    }

    /// What it said.
    pub(super) fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        lock(&self.child)
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.kill();
    }
}

pub(super) fn kill_later(bot: &Arc<Bot>, delay: Duration) {
    let bot = Arc::clone(bot);
    tokio::spawn(async move {
        sleep(delay).await;
        bot.kill();
    });
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A bot, its log, and the time that both go by.
pub(super) struct LedBot {
    pub(super) bot: Arc<Bot>,
    pub(super) log: BotLog,
    pub(super) time: LedTime,
    /// Called before each start. The bot is killed so long after it, where that is some time.
    on_start: OnStart,
}

type OnStart = Box<dyn Fn() -> Option<Duration> + Send + Sync>;

impl LedBot {
    pub(super) fn new(mut command: Command, log: PathBuf, time: LedTime) -> Self {
        command.arg("--clock").arg(time.path());
        Self {
            bot: Arc::new(Bot::new(command, log.clone())),
            log: BotLog::open(log),
            time,
            on_start: Box::new(|| None),
        }
    }

    pub(super) fn on_start(
        &mut self,
        on_start: impl Fn() -> Option<Duration> + Send + Sync + 'static,
    ) {
        self.on_start = Box::new(on_start);
    }

    pub(super) fn start(&mut self) {
        self.log.begin_life();
        let delay = (self.on_start)();
        self.bot.start();
        if let Some(delay) = delay {
            kill_later(&self.bot, delay);
        }
    }

    /// Starts the bot again where it was killed, and returns whether it was.
    pub(super) fn revive(&mut self) -> bool {
        let was_killed = self.bot.is_dead();
        if was_killed {
            self.start();
        }
        let ended = self.bot.ended();
        assert!(ended.is_none(), "{ended:?}\n{}", self.bot.said());
        was_killed
    }

    /// Leads the time to what the bot waits for until it has kept another poll.
    pub(super) async fn poll(&mut self) {
        let patience = Patience::new();
        self.revive();
        while !self.log.read_on() {
            if let Some(next) = self.log.next_time(self.time.now()) {
                self.time.lead_to(next);
            }
            patience.wait(&self.bot).await;
            self.revive();
        }
    }

    /// Waits until nothing is left in the outbox.
    pub(super) async fn drain(&mut self) {
        let patience = Patience::new();
        self.revive();
        self.log.read_on();
        while !self.log.is_drained {
            patience.wait(&self.bot).await;
            self.revive();
            self.log.read_on();
        }
    }

    /// Stops the bot in order once nothing is left in its outbox, as `has_left` finds in its
    /// folder afterwards.
    pub(super) async fn finish(&mut self, has_left: impl Fn() -> bool) {
        let patience = Patience::new();
        loop {
            self.drain().await;
            self.bot.ask_to_stop();
            let status = loop {
                if let Some(status) = self.bot.ended() {
                    break status;
                }
                if self.bot.is_dead() {
                    break ExitStatus::default();
                }
                patience.wait(&self.bot).await;
            };
            assert!(status.success(), "{status}\n{}", self.bot.said());
            drop(self.bot.child().take());
            if !has_left() {
                return;
            }
        }
    }
}

/// How long something may still take.
pub(super) struct Patience(Instant);

impl Patience {
    pub(super) fn new() -> Self {
        Self(Instant::now() + PATIENCE)
    }

    /// Waits a moment, and fails where all patience is lost.
    pub(super) async fn wait(&self, bot: &Bot) {
        assert!(Instant::now() < self.0, "no end\n{}", bot.said());
        sleep(LOOK_EVERY).await;
    }
}
