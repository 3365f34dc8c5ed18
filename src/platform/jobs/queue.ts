import { makeWorkerUtils } from 'graphile-worker'
import type pg from 'pg'

/**
 * Brings the job queue's own schema up to date as the role that owns it, and gives the application one door into it:
 * `enqueue_jobs`, which runs with the queue owner's rights because its tables refuse everybody else.
 */
export async function prepareQueue(jobsPool: pg.Pool): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: jobsPool })
  await utils.migrate()
  await utils.release()
  await jobsPool
    .query(`
    create or replace function graphile_worker.enqueue_jobs(jobs jsonb) returns void
      language sql security definer set search_path = graphile_worker, pg_temp
      as $$
        select count(graphile_worker.add_job(
          job->>'task', (job->'payload')::json, job->>'queue', coalesce((job->>'runAt')::timestamptz, now()), 12,
          job->>'key', null, null, coalesce(job->>'keyMode', 'replace')))
        -- in one order, so that two who write the same jobs never wait for each other in a circle
        from (select job from jsonb_array_elements(jobs) as job order by job->>'key') as ordered
      $$`)
    .catch(async (error) => {
      // Two processes starting at once both write the same definition; the loser's error is harmless.
      if ((error as { code?: string }).code !== 'XX000') throw error
    })
  await jobsPool.query('revoke all on function graphile_worker.enqueue_jobs(jsonb) from public')
  await jobsPool.query('grant usage on schema graphile_worker to hearback_app')
  await jobsPool.query('grant execute on function graphile_worker.enqueue_jobs(jsonb) to hearback_app')
}
