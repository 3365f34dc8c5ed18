import { type Product, pause, until } from './product.ts'

export interface ImportOutcome {
  kills: number
  rows: number
  state: string
  /** Rows of the file that are not there exactly once. */
  missing: number
  double: number
  /** Items without their line in the inbox. */
  unlisted: number
}

/** A file is imported while the running product is killed again and again; afterwards the table must equal the file. */
export async function importThroughKills(
  product: Product,
  kills: number,
  rows: number,
): Promise<ImportOutcome> {
  const lines = Array.from(
    { length: rows },
    (_, n) =>
      `${n},"Row ${n}: the export is slow, and the filter ""open"" hides it",email,2026-03-0${(n % 9) + 1}`,
  )
  const file = `id,verbatim,channel,date\n${lines.join('\n')}\n`
  const { id } = await product.must('POST', '/api/v1/imports?name=crash.csv', file)
  await product.must('POST', `/api/v1/imports/${id}/start`, {})
  const state = async () => (await product.must('GET', `/api/v1/imports/${id}`)).state as string
  let done = 0
  for (; done < kills && (await state()) !== 'done'; done++) {
    await pause(150 + Math.random() * 350)
    await product.kill(done % 3 === 2)
    await product.start()
    await letLeaseEnd(product)
  }
  await until('the import is done', 240, async () => {
    if ((await state()) === 'done') return true
    await pause(400)
    return false
  })
  const [counts] = await product.query<{ there: number; double: number; unlisted: number }>(`
    select count(distinct f.verbatim)::int as there, (count(*) - count(distinct f.verbatim))::int as double,
      count(*) filter (where i.id is null)::int as unlisted
    from feedback_items f left join inbox_items i on i.workspace_id = f.workspace_id and i.id = f.id
    where f.verbatim like 'Row %'`)
  return {
    kills: done,
    rows,
    state: await state(),
    missing: rows - counts!.there,
    double: counts!.double,
    unlisted: counts!.unlisted,
  }
}

/** As if half a minute had passed, after which a run that nobody works on is taken over. */
async function letLeaseEnd(product: Product): Promise<void> {
  await product.query(
    `update import_runs set lease_until = now() - interval '1 second' where lease_until is not null`,
  )
  await product.query(`select graphile_worker.add_job('imports.sweep', '{}')`)
}
