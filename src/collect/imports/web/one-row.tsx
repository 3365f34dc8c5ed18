import { useState } from 'react'
import type { ImportRun } from '#collect/imports/contract.ts'
import { count, date } from '#platform/web/format.ts'
import { Verbatim } from '#platform/web/marks.tsx'

/** One row as it would arrive; another at a press. */
export function OneRow({ run }: { run: ImportRun }) {
  const [at, setAt] = useState(0)
  const samples = run.check?.samples ?? []
  const sample = samples[at % Math.max(1, samples.length)]
  return (
    <div>
      <h2 className="sec">One row, as it would arrive</h2>
      {sample ? (
        <>
          <p className="help num mt-0.5 mb-1.5">
            Line {count(sample.line)}.{' '}
            {samples.length > 1 && (
              <button type="button" className="link" onClick={() => setAt(at + 1)}>
                Another row
              </button>
            )}
          </p>
          {run.kind === 'feedback' ? (
            <Arriving item={sample.item as unknown as Arrival} />
          ) : (
            <Facts item={sample.item} />
          )}
        </>
      ) : (
        <p className="help mt-0.5">The dry run shows it.</p>
      )}
    </div>
  )
}

interface Arrival {
  verbatim: string
  title: string | null
  channel: string
  rating: number | null
  ratingMax: number | null
  occurredAt: string | null
  isHistory: boolean
  language: string | null
  contact: { name: string | null; email: string | null } | null
  account: { name: string | null } | null
  context: { tags?: string[] }
}

function Arriving({ item }: { item: Arrival }) {
  const facts = [
    item.contact?.name ?? item.contact?.email,
    item.account?.name,
    item.rating === null ? undefined : `${item.rating} of ${item.ratingMax}`,
    item.occurredAt ? date(item.occurredAt) : 'said now',
    item.channel.replaceAll('_', ' '),
    item.context.tags?.join(', '),
    item.isHistory ? 'history' : 'starts a clock',
  ]
  return (
    <>
      {item.title && <p className="med">{item.title}</p>}
      <Verbatim text={item.verbatim} lang={item.language} />
      <p className="help mt-1.5">{facts.filter(Boolean).join(', ')}</p>
    </>
  )
}

function Facts({ item }: { item: Record<string, unknown> }) {
  const entries = Object.entries(item).filter(([, value]) => value !== undefined && value !== null)
  return (
    <dl>
      {entries.map(([name, value]) => (
        <div key={name} className="row">
          <dt className="help w-32">{name}</dt>
          <dd className="cut">{Array.isArray(value) ? value.join(', ') : String(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
