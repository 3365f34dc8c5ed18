import { type Link, links } from '#close/ledger/rules.ts'
import type { Health } from '#measure/dashboards/contract.ts'
import type { MetricKey } from '#measure/metrics/definitions.ts'

type Value = string | number | undefined

/** A path below the workspace with its search. */
export function pathTo(path: string, search: Record<string, Value>): string {
  const query = new URLSearchParams(
    Object.entries(search).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  )
  return `${path}?${query}`
}

/** The records behind the numbers of a health page. */
export function doors(health: Pick<Health, 'span' | 'segment'>) {
  const { span } = health
  const segment = health.segment === '' ? 'none' : (health.segment ?? undefined)
  const loops = { ...span, segment }
  const records = (metric: MetricKey, more: Record<string, Value>) =>
    pathTo('explorer/records', { metric, ...span, segment, ...more })
  return {
    volume: (channel?: string, from = span.from, to = span.to) => records('volume', { from, to, channel }),
    reached: (link: Link) => pathTo('loops', { ...loops, state: 'all', reached: link }),
    /** what came so far and no further */
    stopped: (link: Link) => {
      const missing = links[links.indexOf(link) + 1]
      return pathTo('loops', { ...loops, ...(missing ? { missing } : { state: 'closed' }) })
    },
    answers: (part: string, channel?: string | null) =>
      records('response_time', { part, channel: channel ?? undefined }),
    nps: ({ from, to }: { from: string; to: string }, part?: string) => records('nps', { from, to, part }),
  }
}
