import type { SmsSettings } from '#platform/sms/contract.ts'
import { count, dateTime } from '#platform/web/format.ts'
import { Door } from '#platform/web/go.tsx'

type Health = SmsSettings['health']

const figures: { key: keyof Health & string; label: string; state: string }[] = [
  { key: 'accepted', label: 'taken by the provider', state: 'accepted' },
  { key: 'delivered', label: 'of these reported as delivered', state: 'accepted' },
  { key: 'undelivered', label: 'not delivered', state: 'undelivered' },
  { key: 'failed', label: 'refused', state: 'failed' },
  { key: 'uncertain', label: 'perhaps sent', state: 'uncertain' },
  { key: 'deferred', label: 'put off, tried again', state: 'deferred' },
  { key: 'waiting', label: 'waiting for a provider or a person', state: 'waiting' },
]

/** How the last day went, each number with its messages behind it, and what went wrong last. */
export function SmsHealth({ health }: { health: Health }) {
  const isReported = health.accepted === 0 || health.lastDeliveredAt !== null
  return (
    <>
      <ul>
        {figures
          .filter(({ key }) => key === 'accepted' || Number(health[key]) > 0)
          .map(({ key, label, state }) => (
            <li key={key} className="flex gap-3 py-0.5">
              <Door to={`text-messages?state=${state}`} className="num w-12 flex-none text-end">
                {count(Number(health[key]))}
              </Door>
              {label}
            </li>
          ))}
      </ul>
      {health.lastTrouble && (
        <p>
          <span className="med">Last trouble</span>, {dateTime(health.lastTrouble.at)}:{' '}
          {health.lastTrouble.why}
        </p>
      )}
      {!isReported && (
        <p className="help">
          The provider has reported no message as delivered yet. Some networks never do; if none ever is, look
          whether it can reach the address of Hearback.
        </p>
      )}
    </>
  )
}
