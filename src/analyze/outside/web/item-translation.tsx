import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { askTranslation, getTranslation } from '#analyze/outside/contract.ts'
import { isWaiting, Source, Standing } from '#analyze/outside/web/source.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { languageName } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'
import { toastError } from '#platform/web/toast.tsx'

const primary = (tag: string) => tag.toLowerCase().split(/[-_]/)[0]!

/** An item in the reader's language, on demand, below the words it stands for. */
export default function ItemTranslation({ feedbackId, language }: Slots['inbox.words']) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canWrite = useCan('feedback:write')
  const own = primary(navigator.language)
  const isForeign = language !== null && primary(language) !== own
  const key = ['translation', slug, feedbackId, own]
  const translation = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(getTranslation, { feedbackId, language: own }, { signal }),
    enabled: isForeign,
    refetchInterval: ({ state }) => (isWaiting(state.data?.asked) ? 1000 : false),
  })
  const ask = useMutation({
    mutationFn: () => call(askTranslation, { feedbackId, language: own }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
    onError: (error) => toastError(error, 'Nothing was asked'),
  })
  const data = translation.data
  if (!isForeign || !data) return null
  const { asked } = data
  const result = asked?.result?.kind === 'translation' ? asked.result : undefined
  const mayAsk = data.mayAsk && canWrite
  if (asked && result)
    return (
      <section className="mt-3" aria-label="Translation">
        <h2 className="sec">{languageName(own)}, translated by a machine</h2>
        <p className="mt-1 whitespace-pre-wrap text-ink-2" lang={own} dir="auto">
          {result.text}
        </p>
        <p className="help mt-1">
          <Source asked={asked} />
          {result.isCut && '. Only the beginning was sent'}
        </p>
      </section>
    )
  if (asked && (mayAsk || isWaiting(asked)))
    return (
      <div className="mt-3">
        <Standing asked={asked} onAgain={mayAsk ? () => ask.mutate() : undefined} />
      </div>
    )
  if (!mayAsk) return null
  return (
    <div className="row mt-3 flex-wrap">
      <Button size="sm" busy={ask.isPending} onClick={() => ask.mutate()}>
        Translate into {languageName(own)}
      </Button>
      <span className="help">It is sent to the outside model without personal data.</span>
    </div>
  )
}
