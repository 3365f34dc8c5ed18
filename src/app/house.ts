import { docsPages } from '#app/docs.tsx'
import { healthPages } from '#app/health.ts'
import { consumers, pages, projections, routes, schedules, tasks } from '#app/modules.ts'
import { teamAppPages } from '#app/team-app.ts'
import type { Config } from '#platform/config.ts'
import { type Connection, createPool } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import { createDoor, type Door } from '#platform/door.ts'
import { drainTask } from '#platform/events/drain.ts'
import { sweepTask } from '#platform/events/sweep.ts'
import { Waker } from '#platform/events/wake.ts'
import { createHttp } from '#platform/http/app.ts'
import type { Route } from '#platform/http/on.ts'
import type { HtmlPage } from '#platform/http/page.ts'
import { SignIn } from '#platform/identity/auth.ts'
import { createAuthenticate } from '#platform/identity/authenticate.ts'
import { identityRoutes } from '#platform/identity/routes.ts'
import { createJobsPool } from '#platform/jobs/pool.ts'
import { runDueJobs, startWorker, type Worker } from '#platform/jobs/worker.ts'

export interface Connections {
  app: Connection
  jobs: Connection
}

/** The assembled product over one database: its HTTP side, its worker, and the door for commands. */
export interface House {
  door: Door
  http: ReturnType<typeof createHttp>
  routes: readonly Route[]
  pages: readonly HtmlPage[]
  signIn: SignIn
  startWorker(): Promise<Worker>
  /** Delivers every event and runs every due job, until nothing is left to do. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** Puts the house together; nothing listens or runs yet. */
export function openHouse(parts: {
  config: Config
  connections: Connections
  now?: () => Date
  checkAnswers?: boolean
  hashPassword?: (password: string) => Promise<string>
}): House {
  const { config, connections } = parts
  const pool = createPool(connections.app, { max: config.DATABASE_POOL, name: 'app' })
  const jobsPool = createJobsPool(connections.jobs)

  const waker = new Waker(consumers, async (wakeUps) => {
    const jobs = wakeUps.map((payload) => ({
      task: 'events.drain',
      payload,
      key: `drain ${payload.consumer} ${payload.workspaceId}`,
      keyMode: 'preserve_run_at',
    }))
    await door.outside((db) =>
      db.run(sql`select graphile_worker.enqueue_jobs(${JSON.stringify(jobs)}::jsonb)`),
    )
  })
  const door = createDoor({ config, pool, projections, waker, now: parts.now })
  const signIn = new SignIn(config, connections.app, parts.hashPassword)
  const authenticate = createAuthenticate(door, signIn)
  const allRoutes = [...identityRoutes({ signIn, forgetKeys: authenticate.forgetKeys }), ...routes]
  const allPages = [...healthPages(jobsPool), ...docsPages(allRoutes), ...pages, ...teamAppPages]
  const http = createHttp({
    door,
    routes: allRoutes,
    pages: allPages,
    authenticate,
    checkAnswers: parts.checkAnswers,
  })
  const sweep = sweepTask(consumers)
  const allTasks = [...tasks, drainTask(consumers), sweep]

  return {
    door,
    http,
    routes: allRoutes,
    pages: allPages,
    signIn,
    startWorker: () =>
      startWorker({
        jobsPool,
        door,
        tasks: allTasks,
        schedules,
        sweep: () => sweep.run({}, door, new AbortController().signal),
        isAlone: config.DATABASE_URL === undefined,
      }),
    async settle() {
      for (;;) {
        await waker.flush()
        // A test moves the house's clock, not the database's: what is due by ours is due.
        if (parts.now)
          await jobsPool.query(
            `update graphile_worker._private_jobs set run_at = now() where id in (
               select id from graphile_worker._private_jobs where run_at > now() and run_at <= $1
               for update skip locked)`, // who writes one right now is not waited for: not in a circle either
            [door.now()],
          )
        await sweep.run({}, door, new AbortController().signal)
        const { rows } = await jobsPool.query(
          'select count(*)::int as due from graphile_worker.jobs where run_at <= now() and attempts < max_attempts',
        )
        if (rows[0].due === 0) return
        await runDueJobs({ jobsPool, door, tasks: allTasks })
      }
    },
    async close() {
      await waker.flush()
      await Promise.all([pool.end(), jobsPool.end(), signIn.close()])
    },
  }
}
