import type pg from 'pg'
import type { Registry } from 'prom-client'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { htmlPage } from '#platform/http/page.ts'

const text = (body: string, status = 200, type = 'text/plain; charset=utf-8') =>
  new Response(body, { status, headers: { 'content-type': type, 'cache-control': 'no-store' } })

/** Probes for whoever runs the server: live means the process answers, ready means that its database does too. */
export function healthPages(jobsPool: pg.Pool) {
  let registry: Promise<Registry> | undefined
  const start = async () => {
    // Loaded when somebody first scrapes: a start does not pay for it.
    const { collectDefaultMetrics, Gauge, Registry } = await import('prom-client')
    const made = new Registry()
    collectDefaultMetrics({ register: made })
    new Gauge({
      name: 'hearback_jobs',
      help: 'Jobs by state',
      labelNames: ['state'],
      registers: [made],
      async collect() {
        const { rows } = await jobsPool.query(`
          select count(*) filter (where attempts < max_attempts and run_at <= now()) as due,
            count(*) filter (where attempts < max_attempts and run_at > now()) as scheduled,
            count(*) filter (where attempts >= max_attempts) as failed from graphile_worker.jobs`)
        for (const state of ['due', 'scheduled', 'failed']) this.set({ state }, Number(rows[0][state]))
      },
    })
    return made
  }
  return [
    htmlPage({ method: 'GET', path: '/health/live', access: 'public', limitPerMinute: 6000 }, () =>
      text('live\n'),
    ),
    htmlPage(
      { method: 'GET', path: '/health/ready', access: 'public', limitPerMinute: 6000 },
      async (_c, door) => {
        await door.outside((db) => db.one(sql`select 1 as one`))
        return text('ready\n')
      },
    ),
    htmlPage(
      { method: 'GET', path: '/metrics', access: 'public', limitPerMinute: 600 },
      async (_c, _door, caller) => {
        if (
          caller.address !== '127.0.0.1' &&
          caller.address !== '0:0:0:0::/64' &&
          caller.address !== 'unknown'
        ) {
          throw new AppError(
            'forbidden',
            'metrics.local_only',
            'Metrics are given to callers on this machine only. Scrape them from here.',
          )
        }
        registry ??= start()
        const metrics = await registry
        return text(await metrics.metrics(), 200, metrics.contentType)
      },
    ),
  ]
}
