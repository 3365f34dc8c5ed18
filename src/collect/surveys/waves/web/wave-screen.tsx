import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { channelWords } from '#collect/surveys/channels.ts'
import { getWave, stopWave, type WaveResult } from '#collect/surveys/waves/contract.ts'
import { useSegmentWords } from '#collect/surveys/waves/web/audience.tsx'
import { wayWords } from '#collect/surveys/waves/web/channel-choice.tsx'
import { limitWords } from '#collect/surveys/waves/web/limit-words.ts'
import { WavePeople } from '#collect/surveys/waves/web/wave-people.tsx'
import { WaveScores } from '#collect/surveys/waves/web/wave-scores.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { count, date, dateTime, plural } from '#platform/web/format.ts'
import { Door, useAddress, useParam, useSlug } from '#platform/web/go.tsx'
import { TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

const shows = ['figures', 'asked', 'silent', 'left_out'] as const
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
                tab('asked', 'Asked', one.invited),
                tab('silent', 'Not answered', Math.max(0, one.invited - one.answered - one.provisional)),
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
        <WithRail label="Facts" rail={<Facts wave={one} />}>
          <WaveScores wave={one} />
        </WithRail>
      ) : (
        <WavePeople waveId={waveId} show={show} />
      )}
    </>
  )
}

const states = {
  filling: 'being written',
  open: 'open until the month is over',
  sent: 'all is written',
  stopped: 'stopped',
}
const mailWords: Record<string, string> = {
  waiting: 'waiting for a mail server or a person',
  queued: 'next to be sent',
  claimed: 'being sent',
  handing_over: 'being handed over',
  accepted: 'sent',
  deferred: 'put off, tried again',
  failed: 'not sent',
  uncertain: 'perhaps sent',
  suppressed: 'held back',
  undelivered: 'not delivered',
}

const textWords: Record<string, string> = { ...mailWords, waiting: 'waiting for a provider or a person' }

function Facts({ wave }: { wave: WaveResult }) {
  const segmentWords = useSegmentWords()
  const audienceOf = ({ audience: { segments, accounts, contacts } }: WaveResult) =>
    [
      segments && `contacts of ${segmentWords(segments)}`,
      accounts !== null && `contacts of ${plural(accounts, 'chosen account')}`,
      contacts !== null && plural(contacts, 'chosen contact'),
    ]
      .filter(Boolean)
      .join(', ') || 'all active contacts'
  const texts = Object.entries(wave.texts).filter(([, n]) => n > 0)
  const mails = Object.entries(wave.mails).filter(([, n]) => n > 0)
  return (
    <>
      <section>
        <h2 className="mb-1 font-semibold">The wave</h2>
        <dl className="kv">
          <dt>State</dt>
          <dd>{states[wave.state]}</dd>
          <dt>Audience</dt>
          <dd>{audienceOf(wave)}</dd>
          <dt>Goes by</dt>
          <dd>{wayWords[wave.channel]}</dd>
          <dt>Started</dt>
          <dd className="num">{dateTime(wave.startedAt)}</dd>
          <dt>Open until</dt>
          <dd className="num">{date(wave.closesAt)}</dd>
          {limitWords(wave) && (
            <>
              <dt>Limit</dt>
              <dd>{limitWords(wave)}</dd>
            </>
          )}
        </dl>
      </section>
      {mails.length > 0 && (
        <section>
          <h2 className="mb-1 font-semibold">Its mails</h2>
          <ul>
            {mails.map(([state, n]) => (
              <li key={state} className="flex gap-3 py-0.5">
                <Door to={`outbox?state=${state}`} className="num w-12 text-end">
                  {count(n)}
                </Door>
                {mailWords[state] ?? state}
              </li>
            ))}
          </ul>
        </section>
      )}
      {texts.length > 0 && (
        <section>
          <h2 className="mb-1 font-semibold">Its text messages</h2>
          <ul>
            {texts.map(([state, n]) => (
              <li key={state} className="flex gap-3 py-0.5">
                <Door to={`text-messages?state=${state}`} className="num w-12 text-end">
                  {count(n)}
                </Door>
                {textWords[state] ?? state}
              </li>
            ))}
          </ul>
        </section>
      )}
      {wave.byChannel.length > 1 || wave.channel !== 'mail' ? <ByChannel wave={wave} /> : null}
      <section>
        <h2 className="mb-1 font-semibold">
          {wave.excluded === 0
            ? 'Nobody was left out'
            : `${plural(wave.excluded, 'person was', 'people were')} left out`}
        </h2>
        <ul>
          {wave.exclusions.map((one) => (
            <li key={one.reason} className="flex gap-3 py-0.5">
              <Door
                to={`waves/${wave.id}?show=left_out&reason=${one.reason}`}
                className="num w-12 flex-none text-end"
              >
                {count(one.people)}
              </Door>
              {one.why}
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** How many answered of those it reached, by the way it went. */
function ByChannel({ wave }: { wave: WaveResult }) {
  return (
    <section>
      <h2 className="mb-1 font-semibold">Response rate</h2>
      <dl className="kv">
        {wave.byChannel.map((one) => (
          <Fragment key={one.channel}>
            <dt>{channelWords[one.channel]}</dt>
            <dd className="num">
              {one.responseRate === null ? 'none delivered' : `${one.responseRate} %`}
              <span className="help block">
                {count(one.answered)} of {count(one.delivered)} delivered
              </span>
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}

function Stop({ wave }: { wave: WaveResult }) {
  const queries = useQueryClient()
  const canStop = useCan('surveys:manage')
  const [asking, ask] = useState(false)
  const left = [wave.mails, wave.texts].reduce(
    (sum, { queued = 0, deferred = 0, waiting = 0 }) => sum + queued + deferred + waiting,
    0,
  )
  const stop = useMutation({
    mutationFn: () => call(stopWave, { waveId: wave.id }),
    onSuccess: async () => {
      ask(false)
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => /^(wave|mail|sms|recipient)/.test(String(queryKey[0])),
      })
      toast({ message: 'The wave is stopped. Answers already given stay.' })
    },
    onError: (error) => toastError(error, 'The wave goes on'),
  })
  if (!canStop || wave.state === 'stopped' || (wave.state === 'sent' && left === 0)) return null
  return (
    <>
      <Button onClick={() => ask(true)}>Stop the wave</Button>
      <Dialog
        open={asking}
        onClose={() => ask(false)}
        title={`Stop “${wave.name}”`}
        description={`${plural(left, 'message that has not left stays here', 'messages that have not left stay here')}, and nobody further is asked. Those already asked can still answer.`}
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
