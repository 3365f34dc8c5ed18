import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { encodeId } from '#platform/ids.ts'
import { startProgram } from '#platform/testing/program.ts'
import { prepareToken } from '#platform/tokens/tokens.ts'
import { processorTime } from './cpu.ts'
import { atLeast, median, type Part, say } from './figure.ts'
import { type Lab, type Product, untilHeard } from './lab.ts'
import { request, runLoad } from './load.ts'
import { checked } from './post.ts'
import { sentence } from './words.ts'

const connections = 32
const links = 100
const type = 'application/x-www-form-urlencoded'

/**
 * Answers to the NPS survey, each with its score, reason, words and consent, by the two doors people come through: POST
 * /s/<token> of the page of a mail, each to an invitation of its own, and POST /q/<link> of a link that anybody can answer.
 */
export async function measureAnswers(lab: Lab, rounds: number, seconds: number): Promise<Part> {
  const product = await lab.product('answers', { HEARBACK_TRUSTED_PROXIES: '1' })
  const invited = await invite(product, Math.ceil((rounds + 2) * seconds * 1500))
  const own = invited.splice(0, 1000) // of the bare insert
  const open = await openLinks(product)
  const raw = startProgram(join(process.env.HEARBACK_ROOT!, '.cache/bench/raw-answers.mjs'), [
    product.ownerUrl,
    product.workspaceId,
  ])
  const [, rawPort] = await raw.line(/port (\d+)/)
  let made = 0
  const body = () =>
    new URLSearchParams({
      ...{ asked: 'score reason words contact', score: '9', reason: 'works_well', contact: '1' },
      words: sentence(++made, 120),
    }).toString()
  // Each person has an address of their own, as the doors let only so many through from one.
  const headers = () => ({
    'content-type': type,
    'x-forwarded-for': `10.${(made >> 16) & 255}.${(made >> 8) & 255}.${made & 255}`,
  })
  let asked = 0
  const mail = () => {
    const one = invited[asked++]
    return one && request('POST', `/s/${one.token}?score=9`, headers(), body())
  }
  const link = () => {
    const form = `${body()}&once=${randomBytes(16).toString('base64url')}`
    return request('POST', open[made % links]!, headers(), form)
  }
  const bare = () => request('POST', `/${own[made % own.length]!.id}`, headers(), body())
  const run = (name: string, port: number, next: () => Buffer | undefined) => () =>
    checked(name, runLoad({ port, connections, seconds, next }))
  const doors = {
    mail: run('POST /s/<token>', product.port, mail),
    link: run('POST /q/<link>', product.port, link),
    bare: run('node:http + pg', Number(rawPort), bare),
  }
  for (const ask of Object.values(doors)) await ask() // all warm before the first round counts
  const shares = { mail: [] as number[], link: [] as number[] }
  const speeds = { mail: [] as number[], link: [] as number[], bare: [] as number[] }
  for (let round = 1; round <= rounds; round++) {
    for (const name of ['bare', 'mail', 'link'] as const) {
      speeds[name].push((await doors[name]()).perSecond)
      await untilHeard(product)
    }
    const [bare, mail, link] = [speeds.bare.at(-1)!, speeds.mail.at(-1)!, speeds.link.at(-1)!]
    shares.mail.push(mail / bare)
    shares.link.push(link / bare)
    say(
      `answers ${round}/${rounds}: raw ${bare.toFixed(0)}/s, mail page ${mail.toFixed(0)}/s, web link ${link.toFixed(0)}/s`,
    )
  }
  const costOf = async (pid: number, work: () => Promise<{ requests: number }>) => {
    const before = [processorTime(pid), processorTime(lab.serverPid)] as const
    const { requests } = await work()
    const [node, database] = [processorTime(pid) - before[0], processorTime(lab.serverPid) - before[1]]
    return `${Math.round(node / requests)} µs in node and ${Math.round(database / requests)} µs in PostgreSQL`
  }
  const costs = {
    bare: await costOf(raw.pid, doors.bare),
    mail: await costOf(product.program.pid, doors.mail),
    link: await costOf(product.program.pid, async () => {
      const result = await doors.link()
      await untilHeard(product)
      return result
    }),
  }
  say(`answers, processor time: mail page ${costs.mail}; web link ${costs.link}; raw ${costs.bare}`)
  raw.kill('SIGTERM')
  await raw.ended
  await product.owner.query('delete from survey_sends where invitation_id = any($1::uuid[])', [
    own.map(({ id }) => id),
  ]) // what the bare insert wrote was sent by nobody
  const memory = product.peakMegabytes()
  const settling = await costOf(product.program.pid, () => settle(product))
  await product.stop()
  return {
    figures: [
      atLeast(
        `POST /s/<token>, the page of a survey mail, at ${connections} connections, share of a bare node:http + pg insert`,
        median(shares.mail),
        0.4,
      ),
      atLeast(
        `POST /q/<link>, a survey link anybody can answer, at ${connections} connections, share of the same insert`,
        median(shares.link),
        0.4,
      ),
    ],
    notes: [
      `Every answer has a score, a reason, words and a consent, all sent by one press; those by mail each have an invitation of their own. From the page of a mail they wait two minutes in survey_sends, with an event and a job, which is what is compared; by the link the response, its answers and the feedback item of the words are made at once.`,
      `Mail page ${median(speeds.mail).toFixed(0)} answers/s, web link ${median(speeds.link).toFixed(0)}/s, bare insert ${median(speeds.bare).toFixed(0)}/s; our process at most ${memory.toFixed(0)} MB.`,
      `Processor time of one answer: mail page ${costs.mail}; web link ${costs.link}, with all that hears of it; bare insert ${costs.bare}.`,
      `Settling an answer of the mail page after its two minutes, until all have heard of it: ${settling}.`,
    ],
  }
}

/** Contacts invited by a wave, with the token of each; written at once, as what is measured is what they send. */
async function invite(product: Product, count: number): Promise<{ id: string; token: string }[]> {
  const { workspaceId, owner } = product
  const { rows } = await owner.query<{ id: string }>(
    `with made as (
      insert into waves (workspace_id, id, survey_id, name, state, started_by_kind, started_at, filled_at, closes_at, invited_count, terms)
      select $1, gen_random_uuid(), id, 'Bench', 'sent', 'key', now(), now(), now() + interval '20 days', $2, '{"channel": "mail"}'
      from surveys where workspace_id = $1 and key = 'nps' returning id, survey_id
    ),
    people as (
      insert into contacts (workspace_id, id, name, email, created_at, updated_at)
      select $1, gen_random_uuid(), 'Person ' || n, 'p' || n || '@customer.example', now(), now() from generate_series(1, $2::int) n
      returning id
    )
    insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, invited_at, delivered_at, expires_at)
    select $1, gen_random_uuid(), made.id, made.survey_id, people.id, now(), now(), now() + interval '20 days' from made, people
    returning id`,
    [workspaceId, count],
  )
  const made = rows.map(({ id }) => ({ id, ...prepareToken(workspaceId) }))
  await owner.query(
    `insert into tokens (workspace_id, id, purpose, hash, subject_id, created_at)
     select $1, id, 'survey', hash, subject_id, now() from unnest($2::uuid[], $3::bytea[], $4::uuid[]) t (id, hash, subject_id)`,
    [workspaceId, made.map(({ row }) => row.id), made.map(({ row }) => row.hash), made.map(({ id }) => id)],
  )
  await owner.query('analyze contacts, invitations, tokens')
  return made
}

/** So many links that none of them lets too few through in a minute; their paths. */
async function openLinks({ port, key, owner, workspaceId }: Product): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `select id from surveys where workspace_id = $1 and key = 'nps'`,
    [workspaceId],
  )
  const paths: string[] = []
  for (let n = 1; n <= links; n++) {
    const response = await fetch(
      `http://127.0.0.1:${port}/api/v1/surveys/${encodeId('srv', rows[0]!.id)}/links`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ name: `Link ${n}` }),
      },
    )
    if (!response.ok) throw new Error(await response.text())
    paths.push(new URL(((await response.json()) as { url: string }).url).pathname)
  }
  return paths
}

/** Lets the two minutes of everything that waits be over, and waits until all of it counts and was heard of. */
async function settle(product: Product): Promise<{ requests: number }> {
  const { owner } = product
  const waiting = async () =>
    (await owner.query<{ count: number }>('select count(*)::int as count from survey_sends')).rows[0]!.count
  const requests = await waiting()
  await owner.query(`update survey_sends set sent_at = sent_at - interval '10 minutes'`)
  await owner.query(`
    update graphile_worker._private_jobs set run_at = now()
    where task_id = (select id from graphile_worker._private_tasks where identifier = 'surveys.settle_sends')`)
  while ((await waiting()) > 0) await new Promise((done) => setTimeout(done, 200))
  await untilHeard(product)
  return { requests }
}
