//! The engine: threads, memory and spill, shared by all sessions of a process.
//!
//! It runs asynchronous work and hands out a blocking interface. Not allowed in here: tables, SQL, approvals.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use datafusion::execution::disk_manager::{DiskManager, DiskManagerMode};
use datafusion::execution::memory_pool::{FairSpillPool, GreedyMemoryPool, MemoryPool};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use tokio::runtime::{Builder, Runtime};

use crate::error::EngineError;
use crate::session::Session;
use crate::spill::SpillFolder;

/// Plans are walked recursively, and an unoptimised build takes some 20 kB of stack for each level. Enough for the
/// largest query that `size` lets through; the system hands out only what is used.
const STACK_BYTES: usize = 128 * 1024 * 1024;

/// Threads that wait for files beside the worker threads.
const FILE_THREADS: usize = 16;

/// How much longer than its limit a query is waited for, so that it can report its end itself.
const GRACE: Duration = Duration::from_millis(500);

/// What the engine may use of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineOptions {
    /// Worker threads, and partitions a query is split into; at least one. With one, a query is not split at all.
    pub threads: usize,
    /// Memory for sorting, grouping and joining, in bytes, over all sessions together.
    pub memory_bytes: usize,
    /// Folder for what does not fit into memory; without one a query that needs more fails. The files are encrypted under
    /// a key that is written nowhere, and are removed when the query ends.
    pub spill: Option<PathBuf>,
}

/// A running query engine. Cheap to clone; the threads end when the last clone and the last session are gone.
#[derive(Debug, Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// `None` only while being dropped.
    runtime: Option<Runtime>,
    options: EngineOptions,
    memory: Arc<dyn MemoryPool>,
}

impl Engine {
    /// Starts the threads.
    ///
    /// # Errors
    /// [`EngineError::Start`] when no thread is asked for, or the system gives none.
    pub fn new(options: EngineOptions) -> Result<Self, EngineError> {
        if options.threads == 0 {
            return Err(EngineError::Start { reason: "at least one thread is needed".to_owned() });
        }
        let runtime = Builder::new_multi_thread()
            .worker_threads(options.threads)
            .thread_stack_size(STACK_BYTES)
            .max_blocking_threads(FILE_THREADS)
            .thread_name("engine")
            .enable_time()
            .build()
            .map_err(|error| EngineError::Start { reason: error.to_string() })?;
        let memory: Arc<dyn MemoryPool> = if options.spill.is_some() {
            Arc::new(FairSpillPool::new(options.memory_bytes))
        } else {
            Arc::new(GreedyMemoryPool::new(options.memory_bytes))
        };
        let runtime = Some(runtime);
        Ok(Self { shared: Arc::new(Shared { runtime, options, memory }) })
    }

    /// A new session: no tables, and nothing that could find any.
    ///
    /// # Errors
    /// [`EngineError::Start`] when the spill folder cannot be used.
    pub fn session(&self) -> Result<Session, EngineError> {
        Session::new(self.clone())
    }

    pub(crate) fn threads(&self) -> usize {
        self.shared.options.threads
    }

    /// Memory for sorting, grouping and joining, in bytes, over all sessions together.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.shared.options.memory_bytes
    }

    /// An execution environment of its own for each session, over the shared memory pool.
    pub(crate) fn environment(&self) -> Result<Arc<RuntimeEnv>, EngineError> {
        let mode = match &self.shared.options.spill {
            Some(folder) => DiskManagerMode::Custom(Arc::new(SpillFolder::new(folder)?)),
            None => DiskManagerMode::Disabled,
        };
        RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::clone(&self.shared.memory))
            .with_disk_manager_builder(DiskManager::builder().with_mode(mode))
            .build_arc()
            .map_err(|_| EngineError::Start { reason: "the spill folder cannot be used".to_owned() })
    }

    /// Runs `work` on the engine's threads and waits for it; may be called from any thread, asynchronous or not.
    /// Past a limit in seconds the work is dropped at its next pause, and the wait ends shortly after it in any case.
    pub(crate) fn wait_for<T, F>(&self, work: F, limit_seconds: Option<u64>) -> Result<T, EngineError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, EngineError>> + Send + 'static,
    {
        let runtime = self.shared.runtime.as_ref().ok_or(EngineError::Stopped)?;
        let (sender, receiver) = sync_channel(1);
        let limited = async move {
            let Some(limit_seconds) = limit_seconds else { return work.await };
            let ended = tokio::time::timeout(Duration::from_secs(limit_seconds), work).await;
            ended.unwrap_or(Err(EngineError::TooLong { limit_seconds }))
        };
        // The handle is not needed: when the work fails within itself, the sender goes with it and the wait ends.
        drop(runtime.spawn(async move { sender.send(limited.await).is_ok() }));
        let Some(limit_seconds) = limit_seconds else {
            return receiver.recv().unwrap_or(Err(EngineError::Stopped));
        };
        // Planning has no pauses: without this the caller would wait for the whole of it.
        match receiver.recv_timeout(Duration::from_secs(limit_seconds) + GRACE) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout) => Err(EngineError::TooLong { limit_seconds }),
            Err(RecvTimeoutError::Disconnected) => Err(EngineError::Stopped),
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // An ordinary drop waits for the threads, which is forbidden where the caller is itself asynchronous.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
