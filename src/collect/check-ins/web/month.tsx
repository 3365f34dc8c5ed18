import { useQuery } from '@tanstack/react-query'
import { checkInCalendar } from '#collect/check-ins/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { time } from '#platform/web/format.ts'
import { Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Content } from '#platform/web/page.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import './check-ins.css'

const dayMs = 86_400_000
const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const text = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const stateWords = { due: 'due', held: 'held', missed: 'missed', skipped: 'skipped', ahead: 'opens' }

/** The days of the weeks that a month lies in, from Monday on. */
function daysOf(month: string): string[] {
  const first = at(`${month}-01`)
  const from = first - ((new Date(first).getUTCDay() + 6) % 7) * dayMs
  const days: string[] = []
  for (let day = from; text(day).slice(0, 7) <= month || days.length % 7 > 0; day += dayMs)
    days.push(text(day))
  return days
}

const shifted = (month: string, by: number) => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return text(Date.UTC(year, number - 1 + by, 1)).slice(0, 7)
}

/** The check-ins of a month, day by day; a list of days where the screen is small. */
export function Month({ who }: { who: 'me' | 'all' }) {
  const slug = useSlug()
  const [address, setAddress] = useAddress()
  const now = text(Date.now())
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(address.month ?? '') ? address.month! : now.slice(0, 7)
  const query = useQuery({
    queryKey: ['check-ins', slug, 'month', month, who],
    queryFn: () => call(checkInCalendar, { month, who }),
    placeholderData: (before) => before,
  })
  const title = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    at(`${month}-01`),
  )
  if (query.isError)
    return (
      <Failed
        error={query.error}
        title="The month could not be loaded"
        onRetry={() => void query.refetch()}
      />
    )
  const of = (day: string) => query.data?.data.filter((one) => one.on === day) ?? []
  return (
    <Content padded>
      <div className="row pb-3">
        <h2 className="sec grow">{title}</h2>
        <Button
          icon="back"
          aria-label="Month before"
          onClick={() => setAddress({ month: shifted(month, -1) })}
        />
        <Button onClick={() => setAddress({ month: undefined })}>This month</Button>
        <Button
          icon="next"
          aria-label="Next month"
          onClick={() => setAddress({ month: shifted(month, 1) })}
        />
      </div>
      {query.isPending ? (
        <LoadingBlock height={420} label="Loading the month" />
      ) : (
        <ol className="month" aria-label={title}>
          {daysOf(month).map((day) => {
            const list = of(day)
            const name = new Intl.DateTimeFormat('en', {
              weekday: 'short',
              day: 'numeric',
              timeZone: 'UTC',
            }).format(at(day))
            return (
              <li
                key={day}
                className={day.slice(0, 7) === month ? '' : 'other'}
                aria-current={day === now ? 'date' : undefined}
                data-empty={list.length === 0 || undefined}
              >
                <span className="day num xs">{name}</span>
                <ul>
                  {list.slice(0, 6).map((one) => (
                    <li key={one.id ?? one.account.id}>
                      <Go
                        to={one.id ? `check-ins/${one.id}` : `accounts/${one.account.id}`}
                        className={`entry ${one.state}`}
                        title={`${one.account.name}, ${stateWords[one.state]}`}
                      >
                        <span className="cut">{one.account.name}</span>
                        <span className="xs">
                          {one.state === 'due' && one.plannedAt ? time(one.plannedAt) : stateWords[one.state]}
                        </span>
                      </Go>
                    </li>
                  ))}
                  {list.length > 6 && <li className="help">and {list.length - 6} more</li>}
                </ul>
              </li>
            )
          })}
        </ol>
      )}
      {query.data?.isCut && (
        <p className="help pt-2">There are more than fit here. Choose “Mine” to see all of yours.</p>
      )}
    </Content>
  )
}
