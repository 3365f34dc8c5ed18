import { type Link, links } from '#close/ledger/rules.ts'
import type { Health } from '#measure/dashboards/contract.ts'

type Value = string | number | undefined

/** A path below the workspace with its search. */
export function pathTo(path: string, search: Record<string, Value>): string {
  const query = new URLSearchParams(
    Object.entries(search).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  )
  return `${path}?${query}`
}

/** The records behind the numbers of a health page. Without a segment the inbox itself shows them. */
export function doors(health: Pick<Health, 'span' | 'segment'>) {
  const { span } = health
  const segment = health.segment ?? undefined
  const loops = { ...span, segment: segment === '' ? 'none' : segment }
  return {
    volume: (channel?: string, from = span.from, to = span.to) =>
      segment === undefined
        ? pathTo('inbox', {
            view: 'all',
            status: '!spam',
            channel,
            occurredFrom: from,
            occurredTo: to,
            sort: 'said_newest',
          })
        : pathTo('health/items', { from, to, channel, segment }),
    reached: (link: Link) => pathTo('loops', { ...loops, state: 'all', reached: link }),
    /** what came so far and no further */
    stopped: (link: Link) => {
      const missing = links[links.indexOf(link) + 1]
      return pathTo('loops', { ...loops, ...(missing ? { missing } : { state: 'closed' }) })
    },
    answers: (answer: string, channel?: string | null) =>
      pathTo('health/items', { ...span, by: 'received', segment, channel: channel ?? undefined, answer }),
    nps: (quarter: { from: string; to: string }, group?: string) =>
      pathTo('health/answers', { from: quarter.from, to: quarter.to, segment, group }),
  }
}
