import type { SuggestedField } from '#organize/classify/contract.ts'
import { areaPath } from '#organize/tags/rules.ts'

const sentimentLabels: Record<string, string> = {
  positive: 'Positive',
  neutral: 'Neutral',
  negative: 'Negative',
  mixed: 'Mixed',
}
const urgencyLabels: Record<string, string> = { now: 'Now', soon: 'Soon', later: 'Can wait' }

/** The words for a value of a suggested field. */
export function labelsOf(
  field: SuggestedField,
  value: string,
  words: {
    types: ReadonlyMap<string, string>
    priorities: ReadonlyMap<string, string>
    areas: readonly { id: string; parentId: string | null; name: string }[]
  },
): string {
  if (field === 'type') return words.types.get(value) ?? value
  if (field === 'priority') return words.priorities.get(value) ?? value
  if (field === 'area') return areaPath(words.areas, value).join(' › ') || 'A removed area'
  return (field === 'sentiment' ? sentimentLabels : urgencyLabels)[value] ?? value
}
