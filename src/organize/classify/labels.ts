import type { SuggestedField } from '#organize/classify/contract.ts'
import { listAreas } from '#organize/tags/queries.ts'
import { areaPath } from '#organize/tags/rules.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

const sentimentLabels: Record<string, string> = {
  positive: 'Positive',
  neutral: 'Neutral',
  negative: 'Negative',
  mixed: 'Mixed',
}
const urgencyLabels: Record<string, string> = { now: 'Now', soon: 'Soon', later: 'Can wait' }
const negativeLabels: Record<string, string> = { yes: 'Negative answer', no: 'Not negative' }

/** The workspace's words for codes. */
export interface Words {
  types: ReadonlyMap<string, string>
  priorities: ReadonlyMap<string, string>
  areas: readonly { id: string; parentId: string | null; name: string }[]
}

/** Reads the workspace's words for codes. */
export async function readWords(ctx: Ctx): Promise<Words> {
  const [categories, areas] = await Promise.all([getSetting(ctx, categorySettings), listAreas(ctx)])
  return {
    types: new Map(categories.types.map((type) => [type.code, type.label])),
    priorities: new Map(categories.priorities.map((priority) => [priority.code, priority.label])),
    areas: areas.map((area) => ({ id: area.id, parentId: area.parent_id, name: area.name })),
  }
}

/** The words for a value of a suggested field. */
export function labelsOf(field: SuggestedField, value: string, words: Words): string {
  if (field === 'type') return words.types.get(value) ?? value
  if (field === 'priority') return words.priorities.get(value) ?? value
  if (field === 'area') return areaPath(words.areas, value).join(' › ') || 'A removed area'
  return (
    { sentiment: sentimentLabels, urgency: urgencyLabels, negative: negativeLabels }[field][value] ?? value
  )
}

/** A value as people and programs see it. */
export function shownValue(field: SuggestedField, value: string): string {
  return field === 'area' ? encodeId('area', value) : value
}
