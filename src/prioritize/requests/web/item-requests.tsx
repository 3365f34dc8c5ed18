import { useEffect, useState } from 'react'
import { longestQuote, onOneLine } from '#analyze/questions/rules.ts'
import { QuoteField } from '#analyze/questions/web/quote-field.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { Go, useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'
import { toast } from '#platform/web/toast.tsx'
import { createRequest, linkEvidence, type Request } from '#prioritize/requests/contract.ts'
import { ImportanceField } from '#prioritize/requests/web/importance-field.tsx'
import { importanceText, StatusMark } from '#prioritize/requests/web/request-parts.tsx'
import { SimilarRequests } from '#prioritize/requests/web/similar-requests.tsx'
import { useItemRequests, useRequestChange } from '#prioritize/requests/web/use-requests.ts'

/** The requests that an item stands behind, and the way to another one: by a press, by w, or with words selected. */
export default function ItemRequests({ feedbackId }: Slots['inbox.below']) {
  const canRead = useCan('requests:read')
  const canWrite = useCan('requests:write')
  const query = useItemRequests(feedbackId, canRead)
  const selected = useSelectedWords()
  const [quote, setQuote] = useState<string>()
  const open = () => setQuote(selected.length <= longestQuote ? selected : '')
  useKeys(
    { w: { run: open, label: 'Request from this item', group: 'Item' } },
    { enabled: canWrite && quote === undefined },
  )
  const linked = query.data?.linked ?? []
  if (linked.length === 0 && !canWrite) return null
  return (
    <section className="mt-5" aria-label="Requests">
      {linked.length > 0 && (
        <>
          <h2 className="sec">Requests</h2>
          <ul>
            {linked.map((one) => (
              <li key={one.evidenceId} className="border-b border-line py-1.5">
                <Go to={`requests/${one.id}`} className="hover:underline">
                  {one.title}
                </Go>
                <span className="help row">
                  <StatusMark status={one.status} />
                  <span className="cut">
                    “{one.quote}”, {importanceText(one.importance)}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {canWrite && (
        // a press must not take the selection away before it is read
        <Button
          kind="ghost"
          size="sm"
          icon="plus"
          keys="w"
          onMouseDown={(event) => event.preventDefault()}
          onClick={open}
        >
          {selected ? 'Request from the selection' : 'Request'}
        </Button>
      )}
      {quote !== undefined && (
        <FromItem feedbackId={feedbackId} selected={quote} onClose={() => setQuote(undefined)} />
      )}
    </section>
  )
}

/** What is selected within the customer's own words; '' without a selection there. */
function useSelectedWords(): string {
  const [words, setWords] = useState('')
  useEffect(() => {
    const read = () => {
      const selection = document.getSelection()
      const isIn = (node: Node | null | undefined) => node?.parentElement?.closest('.verbatim')
      const place = isIn(selection?.anchorNode)
      setWords(place && place === isIn(selection?.focusNode) ? onOneLine(String(selection)) : '')
    }
    document.addEventListener('selectionchange', read)
    return () => document.removeEventListener('selectionchange', read)
  }, [])
  return words
}

function FromItem({
  feedbackId,
  selected,
  onClose,
}: {
  feedbackId: string
  selected: string
  onClose(): void
}) {
  const go = useGo()
  const [title, setTitle] = useState('')
  const [quote, setQuote] = useState(selected)
  const [importance, setImportance] = useState(1)
  const done = (message: string) => (request: Request) => {
    onClose()
    toast({
      message,
      actions: [{ label: 'Open the request', run: () => go(`requests/${request.id}`) }],
    })
  }
  const make = useRequestChange(
    () => call(createRequest, { title: title.trim(), feedbackId, quote, importance }),
    done('The request is written down with their words.'),
  )
  const link = useRequestChange(
    (requestId: string) => call(linkEvidence, { requestId, feedbackId, quote, importance }),
    done('Linked to the request.'),
  )
  const isQuoted = quote !== '' && quote.length <= longestQuote
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Request from this item"
      footer={
        <Button
          kind="primary"
          busy={make.isPending}
          disabled={!isQuoted || !title.trim()}
          onClick={() => make.mutate()}
        >
          Write down
        </Button>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isQuoted && title.trim()) make.mutate()
        }}
      >
        <Field label="What they want" help="A new request, unless one of those offered asks for the same.">
          <TextInput
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            autoFocus
          />
        </Field>
        {isQuoted && (
          <SimilarRequests title={title.trim() || quote} pick="Link" onPick={(one) => link.mutate(one.id)} />
        )}
        <ImportanceField value={importance} onChange={setImportance} />
      </form>
      <div className="mt-4">
        {selected ? (
          <>
            <p className="xs muted">Quote</p>
            <blockquote className="verbatim" dir="auto">
              {quote}
            </blockquote>
          </>
        ) : (
          <QuoteField feedbackId={feedbackId} quote={quote} onQuote={setQuote} />
        )}
      </div>
    </SidePanel>
  )
}
