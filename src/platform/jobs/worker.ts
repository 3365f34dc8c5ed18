import { EventEmitter } from 'node:events'
import {
  Logger,
  parseCronItems,
  type Runner,
  run,
  runOnce,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import type pg from 'pg'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { Alive } from '#platform/jobs/alive.ts'
import type { Schedule, Task } from '#platform/jobs/task.ts'
import { log } from '#platform/log.ts'

const quiet = new Logger(() => (level, message) => {
  if (level === 'error') log.error(message)
  else if (level === 'warning') log.warn(message)
})

function taskList(tasks: readonly Task[], door: Door, signal: AbortSignal): TaskList {
  return Object.fromEntries(
    tasks.map((task) => [
      task.name,
      async (payload: unknown, helpers: { job: { id: string; attempts: number } }) => {
        try {
          await task.run(task.payload.parse(payload ?? {}), door, signal)
        } catch (error) {
          const final =
            error instanceof AppError && error.kind !== 'unavailable' && error.kind !== 'rate_limited'
          log.error(
            { err: error, task: task.name, job: helpers.job.id, attempt: helpers.job.attempts },
            final ? 'job ended' : 'job failed, will be tried again',
          )
          if (!final) throw error
        }
      },
    ]),
  )
}

export interface Worker {
  stop(): Promise<void>
}

/** Starts working off jobs and schedules; `stop` lets running jobs end. */
export async function startWorker(options: {
  jobsPool: pg.Pool
  door: Door
  tasks: readonly Task[]
  schedules: readonly Schedule[]
  /** Finds events whose wake-up was lost; run each second. */
  sweep: () => Promise<void>
  concurrency?: number
  /** Whether no other process can be working on this database: what is locked then belongs to the dead. */
  isAlone?: boolean
}): Promise<Worker> {
  const alive = new Alive(options.jobsPool)
  if (options.isAlone) await alive.releaseAll()
  const events: WorkerEvents = new EventEmitter()
  // Jobs are locked in the name of the pool or of the worker, as the queue likes.
  events.on('pool:create', ({ workerPool }) => alive.add(workerPool.id))
  events.on('worker:create', ({ worker }) => alive.add(worker.workerId))
  const abort = new AbortController()
  const sweeping = setInterval(
    () => void options.sweep().catch((error) => log.warn({ err: error }, 'sweep failed, next in a second')),
    1000,
  )
  const runner: Runner = await run({
    pgPool: options.jobsPool,
    taskList: taskList(options.tasks, options.door, abort.signal),
    parsedCronItems: parseCronItems(
      options.schedules.map(({ cron, task }) => ({ match: cron, task: task.name })),
    ),
    concurrency: options.concurrency ?? 4,
    pollInterval: 2000,
    noHandleSignals: true,
    logger: quiet,
    events,
  })
  alive.start()
  return {
    async stop() {
      clearInterval(sweeping)
      abort.abort()
      await runner.stop()
      alive.stop()
    },
  }
}

/** Works off every job that is due now, then returns (tests and the command line). */
export async function runDueJobs(options: {
  jobsPool: pg.Pool
  door: Door
  tasks: readonly Task[]
}): Promise<void> {
  await runOnce({
    pgPool: options.jobsPool,
    taskList: taskList(options.tasks, options.door, new AbortController().signal),
    noHandleSignals: true,
    logger: quiet,
  })
}
