import type { ClosureRate, getClosure } from '#close/ledger/contract.ts'
import type { Answer } from '#platform/endpoint.ts'
import { DateInput } from '#platform/web/form.tsx'
import { dateOn } from '#platform/web/format.ts'
import { Door, useAddress } from '#platform/web/go.tsx'

type Closure = Answer<typeof getClosure>

const pc = (share: number | null) => (share === null ? '–' : `${Math.round(share)} %`)

/** The share of loops that are closed, in all and by channel, segment and owner; each number opens its loops. */
export function ClosureRates({ closure }: { closure: Closure }) {
  const [, setAddress] = useAddress()
  const time = { from: closure.from, to: closure.to }
  const { all } = closure
  return (
    <>
      <section aria-label="Closure rate">
        <h2 className="sec">
          {all.n === 0 ? 'Nothing was heard in this time' : `${pc(all.share)} of what was heard is closed`}
        </h2>
        <p className="help num">
          <Door to="loops" search={{ state: 'closed', ...time }}>
            {all.closed}
          </Door>{' '}
          of{' '}
          <Door to="loops" search={{ state: 'all', ...time }}>
            {all.n}
          </Door>
          {all.n > 0 && `, ${pc(all.low)} to ${pc(all.high)} with 95 % confidence`}
        </p>
        <form className="row mt-2 flex-wrap" onSubmit={(event) => event.preventDefault()}>
          <DateInput
            aria-label="Heard from"
            value={closure.from}
            max={closure.to}
            onChange={(event) =>
              event.target.value && setAddress({ from: event.target.value, to: closure.to })
            }
          />
          <span className="muted">to</span>
          <DateInput
            aria-label="Heard until"
            value={closure.to}
            min={closure.from}
            onChange={(event) =>
              event.target.value && setAddress({ from: closure.from, to: event.target.value })
            }
          />
        </form>
      </section>
      <Rates title="By channel" name="channel" rates={closure.channels} time={time} />
      <Rates title="By segment" name="segment" rates={closure.segments} time={time} />
      <Rates title="By owner" name="owner" rates={closure.owners} time={time} />
      <section>
        <p className="help">
          Heard {dateOn(closure.from)} to {dateOn(closure.to)}, closed by now. The band is the interval that
          holds the true share in 95 of 100 such samples.{' '}
        </p>
      </section>
    </>
  )
}

function Rates({
  title,
  name,
  rates,
  time,
}: {
  title: string
  name: string
  rates: readonly ClosureRate[]
  time: { from: string; to: string }
}) {
  if (rates.length === 0) return null
  return (
    <section aria-label={title}>
      <h2 className="sec">{title}</h2>
      <ul className="rates num">
        {rates.slice(0, 12).map((one) => (
          <li key={one.key}>
            <span className="cut">{one.label}</span>
            <span className="rate-line" aria-hidden="true">
              {one.low !== null && (
                <>
                  <i
                    className="band"
                    style={{ insetInlineStart: `${one.low}%`, width: `${one.high! - one.low}%` }}
                  />
                  <i className="dot" style={{ insetInlineStart: `${one.share}%` }} />
                </>
              )}
            </span>
            <span className="med text-end" title={`${pc(one.low)} to ${pc(one.high)} with 95 % confidence`}>
              {pc(one.share)}
              <span className="vh">
                , {pc(one.low)} to {pc(one.high)}
              </span>
            </span>
            <span className="help text-end">
              <Door to="loops" search={{ state: 'closed', [name]: one.key, ...time }}>
                {one.closed}
              </Door>
              {' / '}
              <Door to="loops" search={{ state: 'all', [name]: one.key, ...time }}>
                {one.n}
              </Door>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
