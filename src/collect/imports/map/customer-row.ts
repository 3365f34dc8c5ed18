import type { z } from 'zod'
import { AccountRow } from '#customers/accounts/contract.ts'
import { ContactRow } from '#customers/contacts/contract.ts'
import { cellText, tagsOf } from './cells.ts'
import { parseDate } from './dates.ts'
import type { RowFault, RowPlan } from './feedback-row.ts'
import { parseCents } from './numbers.ts'

const lifecycles: readonly [RegExp, 'prospect' | 'active' | 'churned'][] = [
  [/^(churned|lost|inactive|former|cancel+ed|ended|gekundigt|ehemalig)/i, 'churned'],
  [/^(prospect|lead|trial|opportunity|evaluating|interessent|subscriber|marketing ?qualified)/i, 'prospect'],
  [/^(active|customer|live|paying|won|current|client|aktiv|kunde|evangelist)/i, 'active'],
]

/** What one row says about an account, by the plan; or why it cannot be taken. */
export function accountOf(cells: readonly string[], plan: RowPlan): AccountRow | RowFault {
  const row: Record<string, unknown> = {}
  const trouble = read(cells, plan, (field, text, { column, date }) => {
    if (field === 'mrr') {
      row.mrrCents = parseCents(text)
      row.currency ??= plan.defaults.currency
      return row.mrrCents === undefined
        ? `“${text}” in “${column}” is no amount. Write a number such as 1,200.50.`
        : undefined
    }
    if (field === 'goLiveOn' || field === 'renewalOn') {
      row[field] = parseDate(text, date ?? 'ymd')
        ?.toISOString()
        .slice(0, 10)
      return row[field] === undefined
        ? `“${text}” in “${column}” is no date in the chosen form. Check it, or choose how dates are read.`
        : undefined
    }
    if (field === 'lifecycle') {
      row.lifecycle = lifecycles.find(([pattern]) => pattern.test(text))?.[1]
      return row.lifecycle
        ? undefined
        : `“${text}” in “${column}” is no lifecycle. Write prospect, active or churned.`
    }
    row[field] = field === 'currency' ? text.toUpperCase() : text
    return undefined
  })
  return trouble ?? checked(AccountRow, row, plan)
}

/** What one row says about a contact, by the plan; or why it cannot be taken. */
export function contactOf(cells: readonly string[], plan: RowPlan): ContactRow | RowFault {
  const row: Record<string, unknown> = {}
  const trouble = read(cells, plan, (field, text, { column }) => {
    if (field === 'roles') row.roles = [...((row.roles as string[] | undefined) ?? []), ...tagsOf(text)]
    else if (field === 'unsubscribed') {
      const isYes = /^(true|yes|y|1|ja|oui|si|x|unsubscribed|opted out)$/i.test(text)
      if (!isYes && !/^(false|no|n|0|nein|non|subscribed)$/i.test(text))
        return `“${text}” in “${column}” is neither yes nor no.`
      row.unsubscribed = isYes
    } else row[field] = text
    return undefined
  })
  return trouble ?? checked(ContactRow, row, plan)
}

function read(
  cells: readonly string[],
  plan: RowPlan,
  take: (field: string, text: string, use: RowPlan['uses'][number]) => string | undefined,
): RowFault | undefined {
  for (const use of plan.uses) {
    const text = cellText(cells, use.index)
    if (text === '') continue
    const message = take(use.field, text, use)
    if (message) return { code: `row.${use.field}`, message }
  }
  return undefined
}

function checked<S extends z.ZodType>(
  shape: S,
  row: Record<string, unknown>,
  plan: RowPlan,
): z.output<S> | RowFault {
  const result = shape.safeParse(row)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const field = String(issue.path[0] ?? 'row')
  const use = plan.uses.find((one) => one.field === field || (one.field === 'mrr' && field === 'mrrCents'))
  const where = use ? `“${use.column}”` : `The ${field}`
  const message =
    issue.code === 'invalid_type' && row[field] === undefined
      ? 'is empty. Fill it or remove the row.'
      : `${issue.message}.`
  return { code: `row.${field}`, message: `${where} ${message}` }
}
