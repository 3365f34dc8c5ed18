import { approveStep } from '#act/cases/commands/approve.ts'
import * as change from '#act/cases/commands/change.ts'
import { decideStep } from '#act/cases/commands/decide.ts'
import * as end from '#act/cases/commands/end.ts'
import { openCase } from '#act/cases/commands/open.ts'
import * as pause from '#act/cases/commands/pause.ts'
import * as steps from '#act/cases/commands/steps.ts'
import type { Case, CaseStep } from '#act/cases/contract.ts'
import { getCase } from '#act/cases/queries.ts'
import { brokenCases } from '#act/cases/test-broken.ts'
import { seedPerson } from '#act/cases/test-seeds.ts'
import { completeAction, logAction } from '#act/corrective-actions/commands.ts'
import { shippedPlaybooks } from '#act/playbooks/library.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId } from '#platform/ids.ts'
import type { TestApp, TestWorkspace } from '#platform/testing/app.ts'

/** What a random walk does next, each as likely as it stands here. */
const acts = [
  'complete',
  'complete',
  'complete',
  'complete',
  'wait',
  'wait',
  'skip',
  'open',
  'pause',
  'resume',
  'escalate',
  'dissatisfied',
  'hand over',
  'areas',
  'resolve',
  'cancel',
  'reopen',
] as const
type Act = (typeof acts)[number]

/** Goes a random way through a playbook with the real commands; answers everything that was wrong on the way. */
export async function walk(t: TestApp, ws: TestWorkspace, choices: readonly number[]): Promise<string[]> {
  const [first = 0, ...rest] = choices
  const keys = [...shippedPlaybooks().keys()]
  const playbook = keys[first % keys.length]!
  const { contactId } = await seedPerson(ws, {
    name: `Walker ${crypto.randomUUID()}`,
    account: `Way ${crypto.randomUUID()}`,
    mrrCents: first % 2 === 0 ? 900_000 : 100_000,
  })
  let one = await ws.run((ctx) => openCase(ctx, { playbook, contactId }))
  const done: string[] = [playbook]
  const wrong: string[] = []
  const look = async () => {
    for (const what of await brokenIn(ws, decodeId('case', one.id)!))
      wrong.push(`${what} after ${done.join(', ')}`)
  }
  await look()
  for (const choice of rest) {
    const act = acts[choice % acts.length]!
    done.push(act)
    if (act === 'wait') {
      t.clock.advance({ hours: 1 + (choice % 200) })
      await t.settle()
    } else await ws.run((ctx) => perform(ctx, one, act, choice)).catch(refused)
    one = await ws.run((ctx) => getCase(ctx, { caseId: decodeId('case', one.id)! }))
    await look()
    if (wrong.length > 0) break
  }
  return wrong
}

/** A command may refuse what makes no sense here; anything else is a fault of the product. */
function refused(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}

async function perform(ctx: Ctx, one: Case, act: Act, choice: number): Promise<void> {
  const caseId = decodeId('case', one.id)!
  const pick = (state: string) => {
    const fitting = one.steps.filter((step) => step.state === state)
    return fitting[choice % Math.max(1, fitting.length)]
  }
  const me = actorMember(ctx)
  if (act === 'complete') return completeNext(ctx, one, pick('open'), choice)
  if (act === 'skip' || act === 'open') {
    const step = act === 'skip' ? (pick('open') ?? pick('ahead')) : (pick('ahead') ?? pick('skipped'))
    if (!step) return
    const stepId = decodeId('step', step.id)!
    await decideStep(ctx, { caseId, stepId, decision: act, reason: 'the walk says so' })
  } else if (act === 'pause') await pause.pauseCase(ctx, { caseId, reason: 'they are away' })
  else if (act === 'resume') await pause.resumeCase(ctx, { caseId })
  else if (act === 'escalate') await change.escalateCase(ctx, { caseId, reason: 'it is grave' })
  else if (act === 'dissatisfied')
    await change.changeCase(ctx, { caseId, isDissatisfied: !one.isDissatisfied })
  else if (act === 'hand over') await change.changeCase(ctx, { caseId, leadId: choice % 3 === 0 ? null : me })
  else if (act === 'areas')
    await change.changeCase(ctx, { caseId, areas: choice % 2 === 0 ? ['implementation'] : ['marketing'] })
  else if (act === 'resolve') await end.resolveCase(ctx, { caseId, resolution: 'The walk is over.' })
  else if (act === 'cancel') await end.cancelCase(ctx, { caseId, reason: 'The walk is over.' })
  else if (act === 'reopen') await end.reopenCase(ctx, { caseId, reason: 'The walk goes on.' })
}

/** Completes an open step with everything it asks for. */
async function completeNext(ctx: Ctx, one: Case, step: CaseStep | undefined, choice: number): Promise<void> {
  if (!step) return
  const [caseId, stepId] = [decodeId('case', one.id)!, decodeId('step', step.id)!]
  if (step.approvalAskedAt) {
    await approveStep(ctx, { caseId, stepId, decision: 'approve' })
    return
  }
  if (step.action === 'corrective-actions') {
    const { id } = await logAction(ctx, {
      caseId,
      kind: 'process',
      finding: 'Nobody looked',
      correction: 'Somebody looks',
      dueOn: ctx.now().toISOString().slice(0, 10),
      whys: [],
    })
    await completeAction(ctx, { actionId: decodeId('capa', id)! })
  }
  const notes = step.evidence.map(({ name }) => [name, 'as it was found'])
  await steps.completeStep(ctx, {
    caseId,
    stepId,
    evidence: Object.fromEntries(notes),
    results: Object.fromEntries(step.asks.map(({ key }) => [key, choice % 2 === 0])),
    touchpoint: { kind: 'call', summary: 'We spoke about it.' },
  })
}

async function brokenIn(ws: TestWorkspace, caseId: string): Promise<string[]> {
  return ws.run(async (ctx) => {
    const rows = await ctx.db.many<{ what: string }>(brokenCases(ws.id, sql`and k.id = ${caseId}`))
    return rows.map(({ what }) => what)
  })
}
