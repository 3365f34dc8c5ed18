import { afterAll, describe, expect, test } from 'vitest'
import { beginImport, cancelRun } from '#collect/imports/commands/control.ts'
import { uploadFile } from '#collect/imports/commands/upload.ts'
import { workOnImport } from '#collect/imports/commands/work.ts'
import * as contract from '#collect/imports/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { bundleProgram, startProgram } from '#platform/testing/program.ts'

const t = await testApp()
const program = await bundleProgram('src/platform/testing/programs/import-worker.ts')
afterAll(() => program.remove())

const actor = { kind: 'job', name: 'test' } as const
/** Chunks have 1,000 rows. */
const long = 5000
const short = 3000

/** Rows that cannot be read, rows that come twice, people and quoted line ends among the others. */
function file(rows: number): string {
  let text = 'date,stars,text,email,company\n'
  for (let i = 0; i < rows; i++) {
    const date = i % 97 === 0 ? '31/02/2020' : `${String((i % 28) + 1).padStart(2, '0')}/03/2020`
    const words = i % 50 === 1 ? 'The same words again and again' : `Thing ${i}, said\nin "" two lines`
    text +=
      i % 211 === 0
        ? 'ragged,row\n'
        : `${date},${(i % 5) + 1},"${words}",p${i % 300}@firm${i % 20}.example,Firm ${i % 20}\n`
  }
  return text
}

async function upload(ws: TestWorkspace, rows: number): Promise<string> {
  async function* body() {
    yield Buffer.from(file(rows))
  }
  const run = await uploadFile(t.house.door, ws.id, actor, {
    name: 'long.csv',
    kind: 'feedback',
    body: body(),
  })
  return decodeId('imp', run.id)!
}

/** Everything the import wrote, without ids and times that differ between two runs. */
async function written(ws: TestWorkspace, id: string) {
  return ws.run(async (ctx) => {
    const items = await ctx.db.many(sql`
      select f.external_id, f.verbatim, f.rating, f.occurred_at, f.is_history, c.email, a.name
      from feedback_items f
      left join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = f.contact_id
      left join accounts a on a.workspace_id = ${ctx.workspaceId} and a.id = f.account_id
      where f.workspace_id = ${ctx.workspaceId} order by f.external_id`)
    const errors = await ctx.db.many(sql`
      select line, code, message, cells from import_errors where workspace_id = ${ctx.workspaceId} order by line`)
    const inbox = await ctx.db.one(
      sql`select count(*) as n from inbox_items where workspace_id = ${ctx.workspaceId}`,
    )
    const told = await ctx.db.one(sql`
      select sum(jsonb_array_length(payload -> 'ids')) as n from events where workspace_id = ${ctx.workspaceId} and type = 'feedback.received'`)
    const run = await ctx.db.one(sql`
      select state, rows_read, created_count, skipped_count, error_count, error_groups from import_runs where workspace_id = ${ctx.workspaceId} and id = ${id}`)
    return { items, errors, inbox, told, run }
  })
}

async function undisturbed(rows: number) {
  const ws = await t.workspace()
  const id = await upload(ws, rows)
  await ws.run((ctx) => beginImport(ctx, id))
  await workOnImport(t.house.door, ws.id, id)
  return written(ws, id)
}

describe('an import that is interrupted', () => {
  test('by kill -9, again and again, ends with the very same rows as one that was not', async () => {
    const expected = await undisturbed(long)
    expect(expected.run).toMatchObject({ state: 'done', rows_read: long })
    const ws = await t.workspace()
    const id = await upload(ws, long)
    await ws.run((ctx) => beginImport(ctx, id))
    let kills = 0
    for (let round = 0; ; round++) {
      const child = startProgram(program.file, [ws.id, id], {
        env: { ...t.env, HEARBACK_TEST_NOW: t.clock.now().toISOString() },
      })
      if (round < 5) {
        // Somewhere inside the chunk after the one it just reported.
        await Promise.race([child.line(/^read /), child.ended])
        await new Promise((resolve) => setTimeout(resolve, 5 + 23 * round))
        child.kill('SIGKILL')
        if ((await child.ended) === 'SIGKILL') kills++
      } else {
        expect(await child.ended, child.output).toBe(0)
      }
      const state = await ws.run((ctx) =>
        ctx.db.one<{ state: string }>(
          sql`select state from import_runs where workspace_id = ${ctx.workspaceId} and id = ${id}`,
        ),
      )
      if (state.state === 'done') break
      expect(round, child.output).toBeLessThan(20)
      t.clock.advance({ minutes: 1 })
    }
    expect(kills).toBeGreaterThan(2)
    expect(await written(ws, id)).toEqual(expected)
  })

  test('is taken up by the sweep when its process is gone, and by nobody else before', async () => {
    const ws = await t.workspace()
    const id = await upload(ws, short)
    await ws.run((ctx) => beginImport(ctx, id))
    const child = startProgram(program.file, [ws.id, id], {
      env: { ...t.env, HEARBACK_TEST_NOW: t.clock.now().toISOString(), HEARBACK_TEST_STOP: '1' },
    })
    await child.line(/^read /)
    await workOnImport(t.house.door, ws.id, id)
    const still = await ws.run((ctx) =>
      ctx.db.one<{ state: string; fence: number }>(
        sql`select state, fence from import_runs where workspace_id = ${ctx.workspaceId} and id = ${id}`,
      ),
    )
    expect(still).toEqual({ state: 'running', fence: 1 })
    child.kill('SIGKILL')
    await child.ended
    t.clock.advance({ minutes: 1 })
    const { tasks } = await import('#collect/imports/jobs.ts')
    await tasks
      .find((task) => task.name === 'imports.sweep')!
      .run({}, t.house.door, new AbortController().signal)
    await t.settle()
    expect(
      await ws.owner.call(contract.getImport, {
        importId: `${(await ws.owner.call(contract.listImports, {})).data[0]!.id}`,
      }),
    ).toMatchObject({ state: 'done', rowsRead: short })
  })

  test('by a person keeps what is in, and goes on from there', async () => {
    const expected = await undisturbed(short)
    const ws = await t.workspace()
    const id = await upload(ws, short)
    await ws.run((ctx) => beginImport(ctx, id))
    let isCancelled = false
    await workOnImport(t.house.door, ws.id, id, {
      onProgress: (run) => {
        if (run.rowsRead < 1000 || isCancelled) return
        isCancelled = true
        void ws.run((ctx) => cancelRun(ctx, id))
      },
    })
    const { data } = await ws.owner.call(contract.listImports, {})
    expect(data[0]).toMatchObject({ state: 'cancelled', verbs: ['resume', 'undo'] })
    expect(data[0]!.rowsRead).toBeLessThan(short)
    await ws.owner.call(contract.resumeImport, { importId: data[0]!.id })
    await t.settle()
    expect(await written(ws, id)).toEqual(expected)
  })

  test('a process that was thought dead writes nothing any more', async () => {
    const ws = await t.workspace()
    const id = await upload(ws, short)
    await ws.run((ctx) => beginImport(ctx, id))
    const late = startProgram(program.file, [ws.id, id], {
      env: { ...t.env, HEARBACK_TEST_NOW: t.clock.now().toISOString(), HEARBACK_TEST_STOP: '1' },
    })
    await late.line(/^read /)
    t.clock.advance({ minutes: 1 })
    await workOnImport(t.house.door, ws.id, id)
    const before = await written(ws, id)
    late.kill('SIGCONT')
    await late.ended
    expect(await written(ws, id)).toEqual(before)
    expect(before.run).toMatchObject({ state: 'done', rows_read: short })
  })
})
