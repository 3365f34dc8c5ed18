import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getOpenAnswers, listOpenAnswers, type OpenAnswer } from '#analyze/open-answers/contract.ts'
import '#analyze/themes/web/themes.css'
import { SentimentBar } from '#analyze/themes/web/theme-parts.tsx'
import type { Sentiment as Feeling } from '#organize/classify/contract.ts'
import { call } from '#platform/web/api.ts'
import { count, date, plural } from '#platform/web/format.ts'
import { Door, Go, useSlug } from '#platform/web/go.tsx'
import { Sentiment } from '#platform/web/marks.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

type Part = { sentiment: Feeling } | { theme: string }

const feelings = ['negative', 'neutral', 'mixed', 'positive'] as const

/** What is said in answer to a question in words: how it feels, and its themes; each count opens its answers. */
export default function QuestionWords({ surveyId, question, waveId }: Slots['survey.words']) {
  const slug = useSlug()
  const canRead = useCan('themes:read')
  const [part, setPart] = useState<Part>()
  const query = useQuery({
    queryKey: ['open-answers', slug, surveyId, question, waveId],
    queryFn: () => call(getOpenAnswers, { surveyId, question, ...(waveId && { wave: waveId }) }),
    enabled: canRead,
  })
  if (!canRead) return null
  if (query.error)
    return (
      <Failed error={query.error} title="The words could not be read" onRetry={() => void query.refetch()} />
    )
  if (!query.data) return <LoadingRows rows={3} />
  const { answers, isWhole, since, sentiment, themes, without } = query.data
  if (answers === 0) return null
  const isChosen = (one: Part) => JSON.stringify(one) === JSON.stringify(part)
  const choice = (one: Part, label: string, says: string) => (
    <button
      type="button"
      className={`num cursor-pointer underline underline-offset-4 ${isChosen(one) ? 'font-semibold' : 'decoration-dotted'}`}
      aria-pressed={isChosen(one)}
      aria-label={says}
      onClick={() => setPart(isChosen(one) ? undefined : one)}
    >
      {label}
    </button>
  )
  return (
    <div className="mt-2 grid grid-cols-1 gap-3">
      <SentimentBar sentiment={sentiment} />
      <p className="row flex-wrap gap-x-3">
        {feelings
          .filter((one) => sentiment[one] > 0)
          .map((one) => (
            <span key={one}>
              {choice({ sentiment: one }, `${count(sentiment[one])} ${one}`, `${sentiment[one]} ${one}`)}
            </span>
          ))}
      </p>
      {!isWhole && since && (
        <p className="help">
          Of the newest {count(answers)} answers, since {date(since)}. Older ones are in their themes.
        </p>
      )}
      {themes.length === 0 ? (
        <p className="help">No theme in these answers.</p>
      ) : (
        <ul className="grid grid-cols-1 gap-4" aria-label="Themes of the answers">
          {themes.map((theme) => (
            <li key={theme.themeId} className="grid grid-cols-1 gap-1">
              <span className="row gap-3">
                <Door to={`themes/${theme.themeId}`} className="cut min-w-0 grow font-medium">
                  {theme.name}
                </Door>
                <span className="w-24 flex-none">
                  <SentimentBar sentiment={theme.sentiment} />
                </span>
                <span className="flex-none">
                  {choice(
                    { theme: theme.themeId },
                    plural(theme.mentions, 'mention'),
                    `${plural(theme.mentions, 'mention')} of ${theme.name}`,
                  )}
                </span>
              </span>
              {theme.quotes.map((quote) => (
                <Quote key={quote.responseId} quote={quote} />
              ))}
            </li>
          ))}
        </ul>
      )}
      {without > 0 && (
        <p className="help">
          {choice(
            { theme: 'none' },
            plural(without, 'answer'),
            `${plural(without, 'answer')} without a theme`,
          )}{' '}
          without a theme.
        </p>
      )}
      {part && <Answers surveyId={surveyId} question={question} waveId={waveId} part={part} />}
    </div>
  )
}

/** An answer opens its item; while there is none, whoever gave it. */
const placeOf = ({ feedbackId, contactId }: OpenAnswer) =>
  feedbackId ? `inbox/${feedbackId}` : contactId ? `contacts/${contactId}` : null

function Quote({ quote }: { quote: OpenAnswer }) {
  const to = placeOf(quote)
  const who = [quote.contactName, quote.accountName].filter(Boolean).join(', ')
  return (
    <blockquote className="min-w-0 wrap-anywhere border-s-2 border-line ps-3 text-ink-2">
      {to ? <Go to={to}>“{quote.text}”</Go> : `“${quote.text}”`}
      {who && <span className="help"> {who}</span>}
    </blockquote>
  )
}

function Answers({ surveyId, question, waveId, part }: Slots['survey.words'] & { part: Part }) {
  const filter = { surveyId, question, ...(waveId && { wave: waveId }), ...part }
  const query = usePages(['open-answer-list', filter], (from, options) =>
    call(listOpenAnswers, { ...filter, limit: 10, ...from }, options),
  )
  if (query.error && query.rows.length === 0)
    return (
      <Failed
        error={query.error}
        title="The answers could not be read"
        onRetry={() => void query.refetch()}
      />
    )
  if (query.isPending) return <LoadingRows rows={3} />
  return (
    <div>
      <ul className="list" aria-label="Answers chosen">
        {query.rows.map((row) => (
          <li key={row.responseId} className="item">
            <span className="grow min-w-0">
              <span className="l1">
                {placeOf(row) ? (
                  <Go to={placeOf(row)!} className="cut t">
                    {row.text}
                  </Go>
                ) : (
                  <span className="cut t">{row.text}</span>
                )}
              </span>
              <span className="l2">
                <span className="cut">
                  {[row.contactName, row.accountName].filter(Boolean).join(', ') || 'anonymous'}
                </span>
                <Sentiment value={row.sentiment} bare />
              </span>
            </span>
            <span className="end">
              <span className="clock">{date(row.answeredAt)}</span>
            </span>
          </li>
        ))}
      </ul>
      <Pager
        hasMore={!!query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </div>
  )
}
