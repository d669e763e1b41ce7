//! Draws pictures off the threads that answer: each once, however many people ask for it, and no more
//! at a time than there are cores.

use std::{
    collections::VecDeque,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    thread::available_parallelism,
};

use tokio::{
    sync::{OnceCell, Semaphore},
    task::spawn_blocking,
};

use vigia_cards::charts::{Chart, render_png};

/// The pictures that are kept for those who ask the same a moment later.
const KEPT: usize = 16;

/// The pictures of the process.
static PICTURES: LazyLock<PicturePool> = LazyLock::new(|| {
    let cores = available_parallelism().map_or(1, usize::from);
    PicturePool::new(cores)
});

/// Draws a chart, or takes the picture that was drawn of the same chart. `None` where it cannot be
/// drawn.
pub(super) async fn draw_picture(chart: &Chart) -> Option<Arc<[u8]>> {
    PICTURES.draw(chart, render).await
}

fn render(chart: &Chart) -> Result<Vec<u8>, String> {
    render_png(chart).map_err(|error| error.to_string())
}

/// The picture of a chart, once it is drawn.
type Drawing = Arc<OnceCell<Option<Arc<[u8]>>>>;

struct PicturePool {
    turns: Arc<Semaphore>,
    lately: Mutex<VecDeque<(Chart, Drawing)>>,
}

impl PicturePool {
    fn new(at_once: usize) -> Self {
        Self {
            turns: Arc::new(Semaphore::new(at_once)),
            lately: Mutex::default(),
        }
    }

    async fn draw(
        &self,
        chart: &Chart,
        render: impl FnOnce(&Chart) -> Result<Vec<u8>, String> + Send + 'static,
    ) -> Option<Arc<[u8]>> {
        let drawing = self.find_drawing(chart);
        let drawn = drawing.get_or_init(|| async {
            let turn = Arc::clone(&self.turns).acquire_owned().await;
            let chart = chart.clone();
            // The turn ends with the drawing, also if nobody waits for it any more.
            let work = move || {
                let drawn = render(&chart);
                drop(turn);
                drawn
            };
            let drawn = spawn_blocking(work)
                .await
                .map_err(|panic| panic.to_string());
            match drawn.and_then(|drawn| drawn) {
                Ok(bytes) => Some(bytes.into()),
                Err(error) => {
                    tracing::warn!(error, "a picture cannot be drawn and is left out");
                    None
                }
            }
        });
        drawn.await.clone()
    }

    fn find_drawing(&self, chart: &Chart) -> Drawing {
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, drawing)) = lately.iter().find(|(drawn, _)| drawn == chart) {
            return Arc::clone(drawing);
        }
        if lately.len() == KEPT {
            lately.pop_front();
        }
        let drawing = Drawing::default();
        lately.push_back((chart.clone(), Arc::clone(&drawing)));
        drawing
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;
    use vigia_cards::charts::{BarChart, Plot};

    use super::*;

    fn chart(alt: &str) -> Chart {
        Chart {
            plot: Plot::Bars(BarChart {
                heading: String::new(),
                rows: vec![],
                whole: None,
                tick: None,
            }),
            alt: alt.to_owned(),
        }
    }

    #[tokio::test]
    async fn a_hundred_people_who_ask_the_same_get_one_drawing() {
        let (pool, drawn) = (PicturePool::new(2), Arc::new(AtomicUsize::new(0)));
        let asked = (0..100).map(|_| {
            let drawn = Arc::clone(&drawn);
            let render = move |_: &Chart| {
                drawn.fetch_add(1, Ordering::SeqCst);
                Ok(vec![1])
            };
            async { pool.draw(&chart("the same"), render).await }
        });
        let pictures = join_all(asked).await;
        assert!(
            pictures
                .iter()
                .all(|picture| picture.as_deref() == Some(&[1]))
        );
        assert_eq!(drawn.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn no_more_are_drawn_at_once_than_there_are_cores() {
        let pool = PicturePool::new(2);
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let asked = (0..40).map(|number| {
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            let render = move |_: &Chart| {
                let running = now.fetch_add(1, Ordering::SeqCst) + 1;
                most.fetch_max(running, Ordering::SeqCst);
                std::thread::yield_now();
                now.fetch_sub(1, Ordering::SeqCst);
                Ok(vec![1])
            };
            let (pool, chart) = (&pool, chart(&number.to_string()));
            async move { pool.draw(&chart, render).await }
        });
        join_all(asked).await;
        assert!(most.load(Ordering::SeqCst) <= 2);
        assert_eq!(pool.lately.lock().unwrap().len(), KEPT);
    }

    #[tokio::test]
    async fn a_drawing_that_fails_or_panics_costs_only_the_picture() {
        let pool = PicturePool::new(1);
        let (broken, panics, well) = (chart("broken"), chart("panics"), chart("well"));
        let drawn = pool.draw(&broken, |_| Err("no room".to_owned())).await;
        assert_eq!(drawn, None);
        let drawn = pool.draw(&panics, |_| panic!("a fault")).await;
        assert_eq!(drawn, None);
        let drawn = pool.draw(&well, |_| Ok(vec![1])).await;
        assert_eq!(drawn.as_deref(), Some(&[1][..]));
    }
}
