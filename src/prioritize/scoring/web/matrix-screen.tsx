import '#prioritize/scoring/web/scoring.css'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Answer } from '#platform/endpoint.ts'
import { Select } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { Go, useAddress, useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { HintBar, Toolbar, TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingBlock } from '#platform/web/states.tsx'
import { AreaFilter, OwnerFilter } from '#prioritize/requests/web/request-filters.tsx'
import type { getMatrix, Place } from '#prioritize/scoring/contract.ts'
import { effortAt, effortOf, quadrantOf, quadrants } from '#prioritize/scoring/rules.ts'
import { MatrixField, type Put, useDrag } from '#prioritize/scoring/web/matrix-field.tsx'
import { Chosen, Ranks } from '#prioritize/scoring/web/matrix-rail.tsx'
import { matrixScale } from '#prioritize/scoring/web/matrix-scale.ts'
import { useMatrix, useRate } from '#prioritize/scoring/web/use-scoring.ts'
import { number } from '#prioritize/scoring/words.ts'

/** Impact against effort: which requests come first, and how sure that is. */
export default function MatrixScreen() {
  const [address, setAddress] = useAddress()
  const group = address.show === 'coming' || address.show === 'all' ? address.show : 'undecided'
  const query = useMatrix({
    ...(group !== 'all' && { group }),
    ...(address.area && { area: address.area }),
    ...(address.owner && { owner: address.owner }),
  })
  return (
    <>
      <TopBar title="Matrix" note={query.data && `ranked by ${query.data.model.name}`}>
        <Go to="requests" search={{ order: 'score' }} className="btn">
          List
        </Go>
        <Go to="weights" className="btn">
          Weights
        </Go>
      </TopBar>
      <Toolbar>
        <Select
          aria-label="Requests"
          className="w-44 flex-none"
          value={group}
          onChange={(event) =>
            setAddress({ show: event.target.value === 'undecided' ? undefined : event.target.value })
          }
          options={[
            { value: 'undecided', label: 'That need a decision' },
            { value: 'coming', label: 'That are coming' },
            { value: 'all', label: 'Both' },
          ]}
        />
        <AreaFilter />
        <OwnerFilter />
      </Toolbar>
      {query.data ? (
        <Matrix matrix={query.data} />
      ) : query.isError ? (
        <Failed
          error={query.error}
          title="The matrix could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : (
        <LoadingBlock height={520} label="Loading the matrix" />
      )}
    </>
  )
}

/** Arrow keys write once a hand rests. */
const restMs = 700

function Matrix({ matrix }: { matrix: Answer<typeof getMatrix> }) {
  const { highEffort, effortUnit, of, unplaced, more } = matrix
  const canWrite = useCan('requests:write')
  const [address, setAddress] = useAddress()
  const go = useGo()
  const current = address.request
  const select = (id: string | undefined) => setAddress({ request: id })
  // what was put and is not read back yet
  const [put, setPut] = useState<Record<string, Put>>({})
  const rate = useRate()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const scale = useMemo(() => matrixScale(matrix.placed, highEffort), [matrix.placed, highEffort])
  const withPut = (place: Place): Place => {
    const to = put[place.id]
    if (!to) return place
    return {
      ...place,
      impact: to.impact,
      effort: { ...effortAt(to.middle, place.effort), middle: to.middle },
      quadrant: quadrantOf(to.impact, to.middle, highEffort),
    }
  }
  const placed = [...matrix.placed, ...unplaced.filter((one) => put[one.id])].map(withPut)
  const aside = unplaced.filter((one) => !put[one.id])
  const all = [...matrix.placed, ...unplaced]
  const write = (
    place: Place,
    impact: number,
    effort: { low: number; high: number; confidence?: number | null },
  ) => {
    const { middle } = effortOf(effort.low, effort.high, null)!
    const { name } = quadrants[quadrantOf(impact, middle, highEffort)]
    setPut((others) => ({ ...others, [place.id]: { impact, middle } }))
    rate.mutate(
      {
        requestId: place.id,
        values: [{ factor: 'impact', value: impact }],
        effort,
        message: `${place.title}: ${name}, impact ${number(impact)}, ${number(effort.low)}–${number(effort.high)} ${effortUnit}`,
      },
      {
        onSettled: () => setPut(({ [place.id]: _, ...others }) => others),
      },
    )
  }
  const move = (id: string, to: Put, rest = 0) => {
    const place = all.find((one) => one.id === id)
    if (!place) return
    setPut((others) => ({ ...others, [id]: to }))
    clearTimeout(timer.current)
    timer.current = setTimeout(() => write(place, to.impact, effortAt(to.middle, place.effort)), rest)
  }
  const drag = useDrag((id, at) => {
    select(id)
    move(id, { impact: scale.impact(at.y), middle: scale.effort(at.x) })
  })
  const order = placed.map((one) => one.id)
  const step = (by: number) => {
    const next = order[Math.max(0, Math.min(order.length - 1, order.indexOf(current ?? '') + by))]
    if (!next) return
    select(next)
    drag.box.current?.querySelector<HTMLElement>(`[data-place="${CSS.escape(next)}"]`)?.focus()
  }
  useKeys({
    j: { run: () => step(1), label: 'Next request', group: 'Matrix' },
    k: { run: () => step(-1), label: 'Request before', group: 'Matrix' },
    o: { run: () => current && go(`requests/${current}`), label: 'Open the request', group: 'Matrix' },
  })
  const chosen = [...placed, ...aside].find((one) => one.id === current)
  const dragged = drag.drag && aside.find((one) => one.id === drag.drag!.id)
  if (all.length === 0)
    return (
      <Empty title="No request fits">
        Requests that are open or coming stand here once they are written down.
      </Empty>
    )
  return (
    <>
      <WithRail
        label="Ranks"
        rail={
          <>
            {chosen && (
              <Chosen
                place={chosen}
                isBusy={rate.isPending}
                onPut={({ impact, effort }) =>
                  write(chosen, impact, { ...effort, confidence: chosen.effort?.confidence ?? null })
                }
                {...{ highEffort, effortUnit, canWrite }}
              />
            )}
            {aside.length > 0 && (
              <section aria-labelledby="aside">
                <h2 className="sec mb-1" id="aside">
                  Not placed yet
                </h2>
                <p className="help mb-2">
                  {canWrite
                    ? 'Drag one into the matrix, or choose it and type its impact and effort.'
                    : 'Impact or effort is missing.'}
                </p>
                <div className="aside-of">
                  {aside.map((one) => (
                    <button
                      key={one.id}
                      type="button"
                      aria-pressed={one.id === current}
                      onClick={() => select(one.id)}
                      {...(canWrite && drag.props(one.id))}
                    >
                      <span className="cut">{one.title}</span>
                      <span className="help nowrap">
                        {one.impact === null && !one.effort
                          ? ''
                          : one.impact === null
                            ? 'no impact'
                            : 'no effort'}
                      </span>
                    </button>
                  ))}
                </div>
              </section>
            )}
            <Ranks placed={matrix.placed} of={of} current={current} onSelect={select} />
          </>
        }
      >
        <MatrixField
          {...{ placed, scale, of, highEffort, effortUnit, current, drag, canWrite }}
          onSelect={select}
          onMove={(place, to) => move(place.id, to, restMs)}
        />
        {more > 0 && (
          <p className="help mt-3">{plural(more, 'more request')} fit; narrow the choice to see them.</p>
        )}
      </WithRail>
      <HintBar
        keys={[
          [['j', 'k'], 'choose'],
          ...(canWrite ? ([[['↑', '↓', '←', '→'], 'move it']] as const) : []),
          [['o'], 'open'],
          [['Ctrl z'], 'undo'],
        ]}
      />
      {dragged && (
        <div className="carried" style={{ left: drag.drag!.x, top: drag.drag!.y }}>
          {dragged.title}
        </div>
      )}
    </>
  )
}
