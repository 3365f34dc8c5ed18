import { Fragment } from 'react'
import { channelWords, type InvitationChannel } from '#collect/surveys/channels.ts'
import type { WaveResult } from '#collect/surveys/waves/contract.ts'
import { useSegmentWords } from '#collect/surveys/waves/web/audience.tsx'
import { wayWords } from '#collect/surveys/waves/web/channel-choice.tsx'
import { limitWords } from '#collect/surveys/waves/web/limit-words.ts'
import { notSentSearch, placeWords } from '#collect/surveys/waves/web/wave-people.tsx'
import { count, date, dateTime, plural } from '#platform/web/format.ts'
import { Door, Go } from '#platform/web/go.tsx'

const states = {
  filling: 'being written',
  open: 'open until the month is over',
  sent: 'all is written',
  stopped: 'stopped',
}

/** What a wave is, where its messages, cards and calls stand, and who was not asked; each number opens its people. */
export function WaveFacts({ wave }: { wave: WaveResult }) {
  const segmentWords = useSegmentWords()
  const audienceOf = ({ audience: { segments, roles, accounts, contacts } }: WaveResult) =>
    [
      segments && `contacts of ${segmentWords(segments)}`,
      accounts !== null && `contacts of ${plural(accounts, 'chosen account')}`,
      roles && `those marked ${roles.map((role) => role.replaceAll('-', ' ')).join(' or ')}`,
      contacts !== null && plural(contacts, 'chosen contact'),
    ]
      .filter(Boolean)
      .join(', ') || 'all active contacts'
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
      <Places wave={wave} title="Its mails" channel="mail" places={wave.mails} />
      <Places wave={wave} title="Its text messages" channel="sms" places={wave.texts} />
      <Places wave={wave} title="Its cards" channel="in_app" places={wave.cards} />
      <Places wave={wave} title="Its calls" channel="phone" places={wave.calls} />
      {wave.byChannel.length > 1 || wave.channel !== 'mail' ? <ByChannel wave={wave} /> : null}
      {wave.notSent > 0 && (
        <section>
          <h2 className="mb-1 font-semibold">
            {plural(wave.notSent, 'person was', 'people were')} not reached
          </h2>
          <ul>
            {wave.notSentReasons.map((one) => (
              <li key={`${one.channel} ${one.reason}`} className="flex gap-3 py-0.5">
                <Door to={`waves/${wave.id}?${notSentSearch(one)}`} className="num w-12 flex-none text-end">
                  {count(one.people)}
                </Door>
                {one.why}
              </li>
            ))}
          </ul>
        </section>
      )}
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

/** How many of its mails, text messages, cards or calls stand where. */
function Places({
  wave,
  title,
  channel,
  places,
}: {
  wave: WaveResult
  title: string
  channel: InvitationChannel
  places: Partial<Record<string, number>>
}) {
  const found = Object.entries(places)
  if (found.length === 0) return null
  return (
    <section>
      <div className="row mb-1">
        <h2 className="grow font-semibold">{title}</h2>
        {channel === 'phone' && (
          <Go to={`calls?wave=${wave.id}`} className="link xs">
            All calls
          </Go>
        )}
      </div>
      <ul>
        {found.map(([place, n]) => (
          <li key={place} className="flex gap-3 py-0.5">
            <Door
              to={`waves/${wave.id}?show=asked&by=${channel}&place=${place}`}
              className="num w-12 flex-none text-end"
            >
              {count(n ?? 0)}
            </Door>
            {placeWords(channel, place)}
          </li>
        ))}
      </ul>
    </section>
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
