import { z } from 'zod'
import { signalSettings } from '#collect/signals/settings.ts'
import type * as contract from '#measure/correlations/contract.ts'
import type { CorrelationAccount } from '#measure/correlations/contract.ts'
import { correlate, correlationText, type Exposure } from '#measure/correlations/rules.ts'
import {
  type CountedThemes,
  cohortSql,
  countedThemes,
  exposuresSql,
  studyOf,
} from '#measure/correlations/study.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { joiningMany } from '#platform/db/joining-many.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** What goes with an outcome: everything that accounts did before, against those that did not. */
export async function listCorrelations(
  ctx: Ctx,
  input: Omit<Input<typeof contract.listCorrelations>, 'limit'> & { limit?: number },
): Promise<Answer<typeof contract.listCorrelations>> {
  const study = studyOf(ctx, input)
  const themes = await countedThemes(ctx)
  const [rows, labelOf] = await Promise.all([
    joiningMany(ctx, () =>
      ctx.db.many<Omit<Exposure, 'label'>>(sql`
        with ${cohortSql(ctx, study)}, ${exposuresSql(ctx, study, themes)}
        select '' as kind, '' as key, count(*)::integer as accounts, count(hit_on)::integer as hits from cohort
        union all
        select e.kind, e.key, count(*)::integer, count(c.hit_on)::integer
        from exposures e join cohort c on c.id = e.id group by e.kind, e.key`),
    ),
    labels(ctx, themes),
  ])
  const whole = rows.find(({ kind }) => (kind as string) === '')!
  const exposures = rows.filter((row) => row !== whole).map((row) => ({ ...row, label: labelOf(row) }))
  const found = correlate(exposures, whole)
  const { outcome, days, from, at, to } = study
  return {
    ...{ outcome, days, segment: study.segment ?? null, from, at, to },
    accounts: whole.accounts,
    hits: whole.hits,
    compared: found.filter((one) => one.ratio).length,
    data: found.slice(0, input.limit).map((one) => ({
      exposure: exposureKey(one),
      kind: one.kind,
      label: one.label,
      accounts: one.accounts,
      hits: one.hits,
      amongHit: one.amongHit,
      amongOther: one.amongOther,
      ratio: one.ratio ? { ...one.ratio, holds: one.holds } : null,
      text: correlationText(one, outcome),
    })),
  }
}

function exposureKey({ kind, key }: Pick<Exposure, 'kind' | 'key'>): string {
  if (kind === 'silence') return kind
  return `${kind}:${kind === 'theme' ? encodeId('th', key) : key}`
}

/** What an exposure is called. */
async function labels(ctx: Ctx, themes: CountedThemes) {
  const { rules } = await getSetting(ctx, signalSettings)
  return ({ kind, key }: Pick<Exposure, 'kind' | 'key'>): string => {
    if (kind === 'theme') return themes.names.get(key) ?? 'A theme that is gone'
    if (kind === 'signal') return rules.find(({ id }) => id === key)?.name ?? key
    return 'Said nothing'
  }
}

function exposureOf(text: string): Pick<Exposure, 'kind' | 'key'> {
  if (text === 'silence') return { kind: 'silence', key: '' }
  const key = text.slice(text.indexOf(':') + 1)
  if (text.startsWith('signal:')) return { kind: 'signal', key }
  const id = decodeId('th', key)
  if (!id) throw new AppError('not_found', 'theme.not_found', 'There is no such theme. Check the id.')
  return { kind: 'theme', key: id }
}

const Place = z.tuple([z.string(), z.uuid()])

/** The accounts behind a number of a correlation: the same rows and conditions as the number itself. */
export async function listCorrelationAccounts(
  ctx: Ctx,
  input: Input<typeof contract.listCorrelationAccounts>,
): Promise<Answer<typeof contract.listCorrelationAccounts>> {
  const ws = ctx.workspaceId
  const study = studyOf(ctx, input)
  const themes = await countedThemes(ctx)
  const exposure = input.exposure === undefined ? undefined : exposureOf(input.exposure)
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const rows = await joiningMany(ctx, () =>
    ctx.db.many<{
      id: string
      name: string
      place: string
      segment: string
      hit_on: string | null
      times: number | null
    }>(sql`
      with ${cohortSql(ctx, study)}, ${exposuresSql(ctx, study, themes)}
      select c.id, a.name, a.search_text as place, c.segment, c.hit_on, e.times
      from cohort c
      join accounts a on a.workspace_id = ${ws} and a.id = c.id
      left join exposures e on e.id = c.id and ${exposure ? sql`e.kind = ${exposure.kind} and e.key = ${exposure.key}` : sql`false`}
      where true
        ${input.hit === undefined ? sql.empty : input.hit ? sql`and c.hit_on is not null` : sql`and c.hit_on is null`}
        ${input.exposed === undefined ? sql.empty : input.exposed ? sql`and e.id is not null` : sql`and e.id is null`}
        ${place ? sql`and (a.search_text, a.id) > (${place[0]}, ${place[1]}::uuid)` : sql.empty}
      order by a.search_text, a.id limit ${input.limit + 1}`),
  )
  const show = (row: (typeof rows)[number]): CorrelationAccount => ({
    id: encodeId('acct', row.id),
    name: row.name,
    segment: row.segment || null,
    hitOn: row.hit_on,
    times: row.times ?? 0,
  })
  const label = exposure ? (await labels(ctx, themes))(exposure) : null
  const { from, at, to } = study
  return { ...toPage(rows, input.limit, show, (row) => [row.place, row.id]), label, from, at, to }
}
