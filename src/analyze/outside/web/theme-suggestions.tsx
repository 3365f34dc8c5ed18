import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type Asked,
  askAboutTheme,
  decideOutside,
  getThemeOutside,
  type OutsideResult,
} from '#analyze/outside/contract.ts'
import { isWaiting, Source, Standing } from '#analyze/outside/web/source.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Go, useSlug } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'
import { Sure } from '#platform/web/suggestion.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

type Of<K extends OutsideResult['kind']> = Extract<OutsideResult, { kind: K }>

/** What a model outside makes of a theme, beside what was found here. Nothing where it is off and was never asked. */
export default function ThemeSuggestions({ themeId, phrases }: Slots['theme.words']) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canWrite = useCan('themes:write')
  const key = ['theme-outside', slug, themeId]
  const outside = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(getThemeOutside, { themeId }, { signal }),
    refetchInterval: ({ state }) =>
      isWaiting(state.data?.name) || isWaiting(state.data?.summary) ? 1000 : false,
  })
  const ask = useMutation({
    mutationFn: (purpose: 'theme_name' | 'theme_summary') => call(askAboutTheme, { themeId, purpose }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
    onError: (error) => toastError(error, 'Nothing was asked'),
  })
  const decide = useMutation({
    mutationFn: (given: { callId: string; decision: 'accepted' | 'dismissed' }) => call(decideOutside, given),
    onSuccess: async (asked) => {
      const name = asked.decision === 'accepted' && asked.result?.kind === 'theme_name' && asked.result.name
      for (const changed of [key, ['themes'], ['theme']])
        await queries.invalidateQueries({ queryKey: changed })
      toast({ message: name ? `The theme is called “${name}”.` : 'Dismissed.' })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  const data = outside.data
  if (!data) return null
  const open = (asked: Asked | null) => (asked && asked.decision === null ? asked : null)
  const [name, summary] = [open(data.name), open(data.summary)]
  const mayAsk = (isOn: boolean, asked: Asked | null) =>
    canWrite && isOn && (asked === null || asked.result !== null)
  const decider = (asked: Asked) => (decision: 'accepted' | 'dismissed') =>
    decide.mutate({ callId: asked.id, decision })
  const dismisser = (asked: Asked) => (canWrite ? () => decider(asked)('dismissed') : undefined)
  const again = (isOn: boolean, purpose: 'theme_name' | 'theme_summary') =>
    canWrite && isOn ? () => ask.mutate(purpose) : undefined
  const [asksName, asksSummary] = [mayAsk(data.names, name), mayAsk(data.summaries, summary)]
  if (!name && !summary && !asksName && !asksSummary) return null
  return (
    <section className="mt-6" aria-label="Suggestions of the outside model">
      <h2 className="sec mb-1">Suggested from outside</h2>
      {name?.result?.kind === 'theme_name' ? (
        <Name
          asked={name}
          result={name.result}
          phrases={phrases}
          onDecide={canWrite ? decider(name) : undefined}
          isBusy={decide.isPending}
        />
      ) : (
        name && (
          <Standing asked={name} onAgain={again(data.names, 'theme_name')} onDismiss={dismisser(name)} />
        )
      )}
      {summary?.result?.kind === 'theme_summary' ? (
        <Summary asked={summary} result={summary.result} onDismiss={dismisser(summary)} />
      ) : (
        summary && (
          <Standing
            asked={summary}
            onAgain={again(data.summaries, 'theme_summary')}
            onDismiss={dismisser(summary)}
          />
        )
      )}
      {(asksName || asksSummary) && (
        <div className="row mt-2 flex-wrap">
          {asksName && (
            <Button size="sm" busy={ask.isPending} onClick={() => ask.mutate('theme_name')}>
              {name ? 'Suggest another name' : 'Suggest a name'}
            </Button>
          )}
          {asksSummary && (
            <Button size="sm" busy={ask.isPending} onClick={() => ask.mutate('theme_summary')}>
              {summary ? 'Sum it up again' : 'Sum it up'}
            </Button>
          )}
          <span className="help">Its phrases and up to 12 quotes are sent, without personal data.</span>
        </div>
      )}
    </section>
  )
}

function Name({
  asked,
  result,
  phrases,
  onDecide,
  isBusy,
}: {
  asked: Asked
  result: Of<'theme_name'>
  phrases: readonly string[]
  onDecide: ((decision: 'accepted' | 'dismissed') => void) | undefined
  isBusy: boolean
}) {
  useKeys(
    { y: { run: () => onDecide?.('accepted'), label: 'Use the suggested name', group: 'Theme' } },
    { enabled: onDecide !== undefined && !isBusy },
  )
  return (
    <div className="sug flex-wrap">
      <div className="sk">Name</div>
      <div className="grow min-w-60">
        <Heading words={result.name} confidence={result.confidence} />
        {result.summary && <p className="text-ink-2">{result.summary}</p>}
        <p className="why">
          {result.because && `Why: ${sentence(result.because)} `}
          {phrases.length > 0 && `Found here: ${phrases.slice(0, 3).join(', ')}.`}
        </p>
        <p className="why">
          <Source asked={asked} />
        </p>
      </div>
      {onDecide && (
        <span className="row">
          <Button size="sm" kind="ghost" disabled={isBusy} onClick={() => onDecide('dismissed')}>
            Dismiss
          </Button>
          <Button size="sm" keys="y" disabled={isBusy} onClick={() => onDecide('accepted')}>
            Use this name
          </Button>
        </span>
      )}
    </div>
  )
}

/** Closed by a full stop, whether the model wrote one or not. */
const sentence = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`)

/** How sure a model says it is: nobody has measured whether that is so. */
function Heading({ words, confidence }: { words: string; confidence: number | null }) {
  return (
    <p className="row flex-wrap">
      <span className="med">{words}</span>
      {confidence === null ? (
        <span className="help">does not say how sure it is</span>
      ) : (
        <>
          <Sure confidence={confidence} /> <span className="help">by its own word</span>
        </>
      )}
    </p>
  )
}

function Summary({
  asked,
  result,
  onDismiss,
}: {
  asked: Asked
  result: Of<'theme_summary'>
  onDismiss: (() => void) | undefined
}) {
  const shown = [...new Set(result.sentences.flatMap((sentence) => sentence.quotes))]
  return (
    <div className="sug flex-wrap">
      <div className="sk">Summary</div>
      <div className="grow min-w-60">
        <Heading words="In a few sentences" confidence={result.confidence} />
        <ul className="grid gap-1 mt-1 text-ink-2">
          {result.sentences.map((sentence) => (
            <li key={sentence.text}>
              {sentence.text}{' '}
              <span className="xs nowrap">
                {sentence.quotes.map((quote) => (
                  <Go
                    key={quote}
                    to={`inbox/${quote}`}
                    className="link me-1"
                    aria-label={`Quote ${shown.indexOf(quote) + 1} it rests on`}
                  >
                    [{shown.indexOf(quote) + 1}]
                  </Go>
                ))}
              </span>
            </li>
          ))}
        </ul>
        <p className="why">
          {result.because && `Why: ${sentence(result.because)} `}
          {result.refused > 0 &&
            `${result.refused === 1 ? 'One sentence was' : `${result.refused} sentences were`} left out for want of a quote that was sent.`}
        </p>
        <p className="why">
          <Source asked={asked} />
        </p>
      </div>
      {onDismiss && (
        <Button size="sm" kind="ghost" onClick={onDismiss}>
          Dismiss
        </Button>
      )}
    </div>
  )
}
