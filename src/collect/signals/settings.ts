import { z } from 'zod'
import { Rule } from '#collect/signals/contract.ts'
import { setting } from '#platform/settings/settings.ts'

const common = { isOn: true, features: [], segments: [] }

/** The rules a workspace begins with; what it makes of them is its own. */
const first: Rule[] = [
  { ...common, id: 'drop', name: 'Use fell by a third', kind: 'drop', threshold: 33, least: 10 },
  { ...common, id: 'errors', name: 'Twice the errors', kind: 'errors', threshold: 2, least: 10 },
  { ...common, id: 'silence', name: 'No sign-in for 14 days', kind: 'silence', threshold: 14, least: 5 },
]

export const signalSettings = setting('signals', z.object({ rules: z.array(Rule).max(50).default(first) }))
