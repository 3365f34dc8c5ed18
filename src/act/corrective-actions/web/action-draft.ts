import type { ActionKind } from '#act/corrective-actions/rules.ts'

/** What stands in the form of an action. */
export interface Draft {
  kind: ActionKind
  finding: string
  whys: string[]
  cause: string
  correction: string
  prevention: string
  ownerId: string
  dueOn: string
  themeId: string
  cost: string
  currency: string
}

/** A draft as it is sent: what is empty is null. */
export function sent(draft: Draft) {
  const cost = costCents(draft.cost)
  return {
    kind: draft.kind,
    finding: draft.finding.trim(),
    whys: draft.whys.map((why) => why.trim()).filter(Boolean),
    cause: draft.cause.trim() || null,
    correction: draft.correction.trim() || null,
    prevention: draft.prevention.trim() || null,
    ownerId: draft.ownerId || null,
    dueOn: draft.dueOn,
    themeId: draft.themeId || null,
    costCents: cost ?? null,
    currency: cost === undefined ? null : draft.currency,
  }
}

/** An amount as people write it, in cents; undefined when it is none. */
export function costCents(text: string): number | undefined {
  const value = text.trim().replace(',', '.')
  return /^\d{1,7}(\.\d{1,2})?$/.test(value) ? Math.round(Number(value) * 100) : undefined
}
