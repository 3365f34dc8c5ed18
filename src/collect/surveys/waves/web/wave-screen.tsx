import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { getWave, stopWave, type WaveResult } from '#collect/surveys/waves/contract.ts'
import { WaveFacts } from '#collect/surveys/waves/web/wave-facts.tsx'
import { WavePeople } from '#collect/surveys/waves/web/wave-people.tsx'
import { WaveScores } from '#collect/surveys/waves/web/wave-scores.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { plural } from '#platform/web/format.ts'
import { useAddress, useParam, useSlug } from '#platform/web/go.tsx'
import { TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

const shows = ['figures', 'asked', 'silent', 'not_sent', 'left_out'] as const
type Show = (typeof shows)[number]

/** One wave: its figures, and the people behind each of them. */
export default function WaveScreen() {
  const slug = useSlug()
  const waveId = useParam('waveId')
  const [search] = useAddress()
  const show: Show = shows.find((one) => one === search.show) ?? 'figures'
  const wave = useQuery({
    queryKey: ['wave', slug, waveId],
    queryFn: () => call(getWave, { waveId }),
    refetchInterval: (query) => (query.state.data?.state === 'filling' ? 1500 : 20_000),
  })
  if (wave.error)
    return (
      <Failed error={wave.error} title="The wave could not be read" onRetry={() => void wave.refetch()} />
    )
  const one = wave.data
  const tab = (key: Show, label: string, n?: number) => ({
    key,
    label,
    count: n,
    to: `waves/${waveId}`,
    search: key === 'figures' ? {} : { show: key },
  })
  return (
    <>
      <TopBar
        title={one?.name ?? 'Wave'}
        crumbs={[
          { label: 'Surveys', to: 'surveys' },
          ...(one ? [{ label: 'Waves', to: `surveys/${one.surveyId}/waves` }] : []),
        ]}
        tabs={
          one && (
            <Tabs
              label="Wave"
              current={show}
              tabs={[
                tab('figures', 'Figures'),
                tab('asked', 'Asked', one.invited - one.notSent),
                tab('silent', 'Not answered', one.silent),
                ...(one.notSent > 0 ? [tab('not_sent', 'Not sent', one.notSent)] : []),
                tab('left_out', 'Left out', one.excluded),
              ]}
            />
          )
        }
      >
        {one && <Stop wave={one} />}
      </TopBar>
      {!one ? (
        <LoadingBlock height={400} />
      ) : show === 'figures' ? (
        <WithRail label="Facts" rail={<WaveFacts wave={one} />}>
          <WaveScores wave={one} />
        </WithRail>
      ) : (
        <WavePeople of={{ wave: waveId }} place={`waves/${waveId}`} show={show} />
      )}
    </>
  )
}

function Stop({ wave }: { wave: WaveResult }) {
  const queries = useQueryClient()
  const canStop = useCan('surveys:manage')
  const [asking, ask] = useState(false)
  const { messages, cards, calls, reminders } = wave.pending
  const goes = [
    messages > 0 && plural(messages, 'message that has not left', 'messages that have not left'),
    cards > 0 && `${plural(cards, 'card')} in the product`,
    calls > 0 && plural(calls, 'call to make', 'calls to make'),
    reminders > 0 && plural(reminders, 'reminder'),
  ].filter((one) => one !== false)
  const stop = useMutation({
    mutationFn: () => call(stopWave, { waveId: wave.id }),
    onSuccess: async () => {
      ask(false)
      await queries.invalidateQueries({
        predicate: ({ queryKey }) =>
          /^(wave|mail|sms|recipient|survey-call|today|programme)/.test(String(queryKey[0])),
      })
      toast({ message: 'The wave is stopped. Answers already given stay.' })
    },
    onError: (error) => toastError(error, 'The wave goes on'),
  })
  if (!canStop || wave.state === 'stopped' || (wave.state === 'sent' && goes.length === 0)) return null
  return (
    <>
      <Button onClick={() => ask(true)}>Stop the wave</Button>
      <Dialog
        open={asking}
        onClose={() => ask(false)}
        title={`Stop “${wave.name}”`}
        description={`${goes.length > 0 ? `Taken back: ${goes.join(', ')}. ` : ''}Nobody further is asked. Whoever has a link can still answer.`}
        footer={
          <>
            <Button onClick={() => ask(false)}>Go on sending</Button>
            <Button kind="danger" busy={stop.isPending} onClick={() => stop.mutate()}>
              Stop the wave
            </Button>
          </>
        }
      />
    </>
  )
}
