import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getQuotable } from '#analyze/questions/contract.ts'
import { longestQuote, onOneLine } from '#analyze/questions/rules.ts'
import { call } from '#platform/web/api.ts'
import { Field, TextArea } from '#platform/web/form.tsx'
import { shortDate } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

/** Short enough to be quoted whole when nothing is selected. */
const wholeUpTo = 280

/** Words to select in: a field that is read-only has no caret in Chromium, and no selection by keys. */
function keepAsItIs(field: HTMLTextAreaElement | null) {
  field?.addEventListener('beforeinput', (event) => event.preventDefault())
}

/** The words of an item, of which some are selected, by mouse, touch or Shift and arrows, to be quoted. */
export function QuoteField({
  feedbackId,
  quote,
  onQuote,
}: {
  feedbackId: string
  quote: string
  onQuote(quote: string): void
}) {
  const slug = useSlug()
  const item = useQuery({
    queryKey: ['quotable', slug, feedbackId],
    queryFn: ({ signal }) => call(getQuotable, { feedbackId }, { signal }),
  })
  const text = item.data?.text ?? ''
  const whole = text.length <= wholeUpTo ? onOneLine(text) : ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the words are there
  useEffect(() => onQuote(whole), [whole])
  if (item.error)
    return (
      <Failed error={item.error} title="The item could not be read" onRetry={() => void item.refetch()} />
    )
  if (!item.data) return <LoadingBlock height={140} label="Loading the item" />
  const who = [item.data.contactName, item.data.accountName].filter(Boolean).join(', ') || 'Anonymous'
  return (
    <>
      <Field
        label={`${who}, ${shortDate(item.data.occurredAt)}`}
        help={`Select the words to quote${whole ? '; without a selection all of it is quoted' : ''}.`}
        error={
          quote.length > longestQuote
            ? `A quote has at most ${longestQuote} characters. Select less.`
            : undefined
        }
      >
        <TextArea
          ref={keepAsItIs}
          aria-readonly
          inputMode="none"
          dir="auto"
          rows={Math.min(10, Math.max(3, Math.ceil(text.length / 60)))}
          defaultValue={text}
          onSelect={(event) => {
            const { selectionStart, selectionEnd } = event.currentTarget
            onQuote(onOneLine(text.slice(selectionStart, selectionEnd)) || whole)
          }}
        />
      </Field>
      {quote && (
        <div className="mt-3" aria-live="polite">
          <p className="xs muted">Quote</p>
          <blockquote className="verbatim" dir="auto">
            {quote}
          </blockquote>
        </div>
      )}
      {item.data.uses.length > 0 && (
        <p className="help mt-2">
          Evidence already: {item.data.uses.map((use) => `“${use.hypothesis}” (${use.stance})`).join(', ')}
        </p>
      )}
    </>
  )
}
