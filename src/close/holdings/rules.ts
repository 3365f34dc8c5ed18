import type { Holdings } from '#close/holdings/contract.ts'

const words: readonly [keyof Holdings, string, string][] = [
  ['cases', 'case', 'cases'],
  ['steps', 'open step', 'open steps'],
  ['actions', 'corrective action', 'corrective actions'],
  ['items', 'item of the inbox', 'items of the inbox'],
  ['accounts', 'account', 'accounts'],
  ['areas', 'product area', 'product areas'],
  ['questions', 'question', 'questions'],
  ['requests', 'request', 'requests'],
  ['calls', 'survey call', 'survey calls'],
  ['programmes', 'programme that calls', 'programmes that call'],
  ['readings', 'mail to read before it leaves', 'mails to read before they leave'],
]

/** "2 cases, 5 open steps (1 late), 3 accounts"; undefined when nothing waits on them. */
export function holdingsText(held: Holdings): string | undefined {
  const parts = words.flatMap(([key, one, many]) => {
    const count = held[key]
    if (count === 0) return []
    const late = key === 'steps' && held.lateSteps > 0 ? ` (${held.lateSteps} late)` : ''
    return [`${count} ${count === 1 ? one : many}${late}`]
  })
  return parts.length > 0 ? parts.join(', ') : undefined
}
