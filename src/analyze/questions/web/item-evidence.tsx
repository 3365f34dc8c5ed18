import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getQuotable } from '#analyze/questions/contract.ts'
import { longestQuote } from '#analyze/questions/rules.ts'
import { QuoteField } from '#analyze/questions/web/quote-field.tsx'
import { UseAsEvidence } from '#analyze/questions/web/use-as-evidence.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Go, useSlug } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'

/** The hypotheses that an item is evidence for or against, and the way to quote it for another. */
export default function ItemEvidence({ feedbackId }: Slots['inbox.below']) {
  const slug = useSlug()
  const canWrite = useCan('questions:write')
  const [using, setUsing] = useState(false)
  const [quote, setQuote] = useState('')
  const item = useQuery({
    queryKey: ['quotable', slug, feedbackId],
    queryFn: ({ signal }) => call(getQuotable, { feedbackId }, { signal }),
    enabled: useCan('questions:read'),
  })
  useKeys(
    { q: { run: () => setUsing(true), label: 'Use as evidence', group: 'Item' } },
    { enabled: canWrite && !using },
  )
  const uses = item.data?.uses ?? []
  if (uses.length === 0 && !canWrite) return null
  return (
    <section className="mt-5" aria-label="Evidence">
      {uses.length > 0 && (
        <>
          <h2 className="sec">Evidence</h2>
          <ul>
            {uses.map((use) => (
              <li key={use.hypothesisId} className="border-b border-line py-1.5">
                <Go to={`questions/${use.questionId}`} className="hover:underline">
                  {use.question}
                </Go>
                <span className="help block">
                  {use.stance} “{use.hypothesis}”
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {canWrite && (
        <Button kind="ghost" size="sm" icon="link" keys="q" onClick={() => setUsing(true)}>
          Use as evidence
        </Button>
      )}
      {using && (
        <UseAsEvidence
          evidence={quote && quote.length <= longestQuote ? { feedbackId, quote } : undefined}
          onClose={() => setUsing(false)}
        >
          <QuoteField feedbackId={feedbackId} quote={quote} onQuote={setQuote} />
        </UseAsEvidence>
      )}
    </section>
  )
}
