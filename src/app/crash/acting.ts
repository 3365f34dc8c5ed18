import { randomUUID } from 'node:crypto'
import type { Case } from '#act/cases/contract.ts'
import { brokenCases } from '#act/cases/test-broken.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { halfTransitions } from './halves.ts'
import { type Product, pause, until } from './product.ts'

/** A move of a case that was asked for, and what it leaves on the case. */
interface Move {
  path: string
  body: unknown
  idempotencyKey: string
  /** words that stand on the case exactly once when it was done */
  mark: string
  answer: 'none' | 'done' | 'refused'
  /** the case that it opened */
  opened?: string
}

export interface ActingOutcome {
  kills: number
  /** Kills that left a move without an answer, and kills that left clocks standing that were due. */
  hits: number
  clockHits: number
  moves: number
  done: number
  /** Acknowledged, and not on the case exactly once; or refused, and there. */
  lost: string[]
  /** What stood half done, or with nobody owing the next step, after a kill or at the end. */
  broken: string[]
  /** Warnings and escalations that fired. */
  fired: number
  /** Clocks that were started, and those that ended not exactly once when every case had ended. */
  clocks: number
  unended: number
}

const clients = 6
const playbooks = ['nps-detractor', 'general-complaint', 'critical-bug', 'post-support-negative']

/**
 * Six clients complete steps, escalate, hand over and open cases without pause; again and again, while also the clocks of all
 * open steps run out, the running product is killed with -9 in the middle, every third time together with the database,
 * and started again. Whatever got no answer is repeated with the same key.
 */
export async function actThroughKills(
  product: Product,
  kills: number,
  cases: number,
  movesBetween: number,
): Promise<ActingOutcome> {
  const colleagues = await seedColleagues(product)
  const caseIds: string[] = []
  for (let n = 0; n < cases; n++) caseIds.push(await openFirst(product, n))
  const moves: Move[] = []
  const broken: string[] = []
  let [hits, clockHits] = [0, 0]
  for (let kill = 1; kill <= kills; kill++) {
    let isOver = false
    let answered = 0
    const work = Array.from({ length: clients }, async () => {
      while (!isOver) {
        const move = await chooseMove(product, caseIds, colleagues)
        if (move === 'gone') return
        if (!move) continue
        moves.push(move)
        await make(product, move)
        if (move.answer === 'none') return
        answered += 1
        if (move.opened) caseIds.push(move.opened)
      }
    })
    await until(`${movesBetween} moves are answered`, 120, async () => {
      await pause(5)
      return answered >= movesBetween
    })
    await letClocksRunOut(product)
    await pause(Math.random() * 300)
    await product.kill(kill % 3 === 0)
    isOver = true
    await Promise.all(work)
    const unanswered = moves.filter((move) => move.answer === 'none')
    if (unanswered.length > 0) hits += 1
    await product.start()
    if ((await clocksDue(product)) > 0) clockHits += 1
    broken.push(...(await wrongIn(product)).map((what) => `${what} after kill ${kill}`))
    for (const move of unanswered) {
      await make(product, move)
      if (move.opened) caseIds.push(move.opened)
    }
  }
  await until('every clock that is due has fired', 120, async () => {
    await pause(500)
    return (await clocksDue(product)) === 0
  })
  broken.push(...(await wrongIn(product)).map((what) => `${what} once all clocks had fired`))
  const lost = await lostIn(product, moves)
  const [fired] = await product.query<{ count: number }>(`select count(*)::int as count from case_step_rungs`)
  const open = await product.query<{ id: string }>(`select id from cases where status = 'open'`)
  for (const { id } of open)
    await product.must('POST', `/api/v1/cases/${encodeId('case', id)}/resolve`, {
      resolution: 'The test is over.',
    })
  broken.push(...(await wrongIn(product)).map((what) => `${what} at the end`))
  return {
    kills,
    hits,
    clockHits,
    moves: moves.length,
    done: moves.filter((move) => move.answer === 'done').length,
    lost,
    broken,
    fired: fired!.count,
    ...(await ends(product)),
  }
}

/** Colleagues who lead cases and a manager who hears of what is late; nobody signs in as them. */
async function seedColleagues(product: Product): Promise<string[]> {
  const [workspace] = await product.query<{ id: string }>(`select id from workspaces`)
  product.workspaceId = workspace!.id
  const ids: string[] = []
  for (const [name, role] of Object.entries({ Ana: 'agent', Ben: 'agent', Kim: 'agent', Mia: 'manager' })) {
    const id = newId()
    if (role === 'agent') ids.push(encodeId('mem', id))
    await product.query(
      `insert into members (workspace_id, id, user_id, name, email, role, positions, created_at)
       values ($1, $2, $3, $3, lower($3) || '@crash.example', $4, $5, now())`,
      [product.workspaceId, id, name, role, role === 'agent' ? ['customer-success-manager'] : []],
    )
  }
  return ids
}

async function openFirst(product: Product, n: number): Promise<string> {
  const contact = await product.must('POST', '/api/v1/contacts', {
    name: `Customer ${n}`,
    email: `customer${n}@customer.example`,
  })
  const playbook = playbooks[n % playbooks.length]
  return (await product.must('POST', '/api/v1/cases', { playbook, contactId: contact.id })).id
}

/** What somebody does next with a case, chosen at random; nothing where it owes nothing, `gone` without the product. */
async function chooseMove(
  product: Product,
  caseIds: readonly string[],
  colleagues: readonly string[],
): Promise<Move | 'gone' | undefined> {
  const caseId = oneOf(caseIds)
  const found = await product.call('GET', `/api/v1/cases/${caseId}`).catch(() => undefined)
  if (found?.status !== 200) return 'gone'
  const mark = `${randomUUID()}`
  const move = (verb: string, body: unknown): Move => ({
    path: `/api/v1/cases${verb}`,
    body,
    idempotencyKey: randomUUID(),
    mark,
    answer: 'none',
  })
  const { status, playbook, contact, steps } = found.body as Case
  if (status !== 'open') return move('', { playbook, contactId: contact!.id, title: mark })
  const chance = Math.random()
  if (chance < 0.15) return move(`/${caseId}/escalate`, { reason: mark })
  if (chance < 0.4) return move(`/${caseId}/hand-over`, { toId: oneOf(colleagues), note: mark })
  const owed = steps.filter((step) => step.state === 'open' || step.needsDecision)
  if (owed.length === 0) return
  const step = oneOf(owed)
  // What a colleague has to agree to, and corrective actions, are walked through elsewhere.
  if (step.needsDecision || step.approve || step.action === 'corrective-actions')
    return move(`/${caseId}/steps/${step.id}/decide`, { decision: 'skip', reason: mark })
  return move(`/${caseId}/steps/${step.id}/complete`, {
    evidence: Object.fromEntries(step.evidence.map(({ name }) => [name, 'as it was found'])),
    results: Object.fromEntries(step.asks.map(({ key }) => [key, false])),
    touchpoint: { kind: 'call', summary: mark },
  })
}

async function make(product: Product, move: Move): Promise<void> {
  const { status, body } = await product
    .call('POST', move.path, move.body, { 'idempotency-key': move.idempotencyKey })
    .catch(() => ({ status: 0, body: undefined }))
  if (status > 0 && status < 500) move.answer = status < 300 ? 'done' : 'refused'
  if (status === 201) move.opened = body.id
}

/** As if two months had passed: every clock that runs has run out, all at once, and is looked at. */
async function letClocksRunOut(product: Product): Promise<void> {
  const earlier = (column: string) => `${column} = ${column} - interval '60 days'`
  const columns = ['counted_from_at', 'earliest_at', 'aim_at', 'latest_at', 'next_rung_at']
  await product.query(`
    begin;
    select id from cases where status = 'open' order by id for update;
    update case_steps set ${columns.map(earlier).join(', ')} where state = 'open' and next_rung_at > now();
    update cases k set next_due_at = (select min(s.latest_at) from case_steps s
      where s.workspace_id = k.workspace_id and s.case_id = k.id and s.state = 'open') where k.status = 'open';
    commit;
    select graphile_worker.add_job('cases.sweep', '{}')`)
}

async function clocksDue(product: Product): Promise<number> {
  const [row] = await product.query<{ count: number }>(
    `select count(*)::int as count from case_steps where state = 'open' and next_rung_at <= now()`,
  )
  return row!.count
}

async function wrongIn(product: Product): Promise<string[]> {
  const all = [brokenCases(product.workspaceId, sql.empty), halfTransitions(product.workspaceId)]
  const found: string[] = []
  for (const one of all) {
    const { text, values } = one.compile()
    found.push(...(await product.query<{ what: string }>(text, values)).map(({ what }) => what))
  }
  return found
}

/** Moves whose words do not stand on their case as often as they were acknowledged: once, or not at all. */
async function lostIn(product: Product, moves: readonly Move[]): Promise<string[]> {
  const rows = await product.query<{ words: string }>(
    `select summary as words from touchpoints where case_id is not null
     union all select reason from case_steps where state = 'skipped' and reason is not null
     union all select title from cases`,
  )
  const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/
  const times = new Map<string, number>()
  for (const { words } of rows) {
    const mark = uuid.exec(words)?.[0]
    if (mark) times.set(mark, (times.get(mark) ?? 0) + 1)
  }
  return moves
    .filter((move) => (times.get(move.mark) ?? 0) !== (move.answer === 'done' ? 1 : 0))
    .map((move) => `${move.path} was ${move.answer} and stands ${times.get(move.mark) ?? 0} times`)
}

async function ends(product: Product): Promise<{ clocks: number; unended: number }> {
  const [row] = await product.query<{ clocks: number; unended: number }>(`
    select count(*)::int as clocks, count(*) filter (where o.starts <> 1 or o.ends <> 1)::int as unended from (
      select s.id, count(*) filter (where e.type = 'case.step_opened') as starts,
        count(*) filter (where e.type in ('case.step_done', 'case.step_skipped'))
          + (s.state = 'cancelled')::int as ends
      from case_steps s
      join events e on e.workspace_id = s.workspace_id and e.subject_id = s.case_id and e.payload->>'stepId' = s.id::text
      group by s.id, s.state having count(*) filter (where e.type = 'case.step_opened') > 0) o`)
  return row!
}

const oneOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!
