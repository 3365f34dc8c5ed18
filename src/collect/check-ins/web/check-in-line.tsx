import type { CheckInRow, Promised } from '#collect/check-ins/contract.ts'
import { keepPromise } from '#collect/check-ins/contract.ts'
import { moodWords } from '#collect/check-ins/rules.ts'
import { useCheckInChange } from '#collect/check-ins/web/use-check-ins.ts'
import { call } from '#platform/web/api.ts'
import { dateOn, dateTime, plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'

/** When a check-in is or was, in a few words. */
export function whenWords(row: CheckInRow): string {
  if (row.heldAt) return `held ${dateTime(row.heldAt)}`
  if (row.state === 'due') return row.plannedAt ? `at ${dateTime(row.plannedAt)}` : `by ${dateOn(row.dueOn!)}`
  return `${row.state}, ${dateOn(row.opensOn!)} to ${dateOn(row.dueOn!)}`
}

/** One check-in in a list: the account, who holds it, and when. */
export function CheckInLine({ row }: { row: CheckInRow }) {
  const about = [
    row.holder?.name ?? 'nobody holds it',
    row.standsInFor && `for ${row.standsInFor.name}`,
    row.mood && `${moodWords[row.mood].toLowerCase()} mood`,
    row.highlightCount > 0 && plural(row.highlightCount, 'highlight'),
  ]
  return (
    <>
      <span className="lead" title={row.holder ? `Held by ${row.holder.name}` : 'Nobody holds it'}>
        <Avatar name={row.holder?.name} />
      </span>
      <div className="grow min-w-0">
        <div className="l1">
          <span className="t med cut">{row.account.name}</span>
        </div>
        <div className="l2">
          <span className="cut">{about.filter(Boolean).join(' · ')}</span>
        </div>
      </div>
      <div className="end">
        <span className={`num xs nowrap ${row.state === 'missed' ? 'text-sla-late font-medium' : 'muted'}`}>
          {whenWords(row)}
        </span>
      </div>
    </>
  )
}

/** Promises with a box to tick when they are kept. */
export function Promises({ list, withAccount }: { list: readonly Promised[]; withAccount?: boolean }) {
  const canWrite = useCan('feedback:write')
  const keep = useCheckInChange((one: { promiseId: string; isKept: boolean }) => call(keepPromise, one), {
    failed: 'The promise was not changed',
    done: (promise) =>
      toast({
        message: promise.keptAt ? 'The promise is kept.' : 'The promise is open again.',
        ...(promise.keptAt && {
          undo: async () => keep.mutate({ promiseId: promise.id, isKept: false }),
        }),
      }),
  })
  return (
    <ul>
      {list.map((one) => (
        <li key={one.id} className="row items-start py-1">
          <input
            type="checkbox"
            className="box mt-0.5"
            aria-label={`Kept: ${one.words}`}
            checked={one.keptAt !== null}
            disabled={!canWrite || keep.isPending}
            onChange={(event) => keep.mutate({ promiseId: one.id, isKept: event.target.checked })}
          />
          <span className="grow min-w-0">
            <Go to={`check-ins/${one.checkInId}`} className="block">
              {one.words}
            </Go>
            <span className="help block">
              {[withAccount && one.account.name, one.owner?.name].filter(Boolean).join(', ')}
            </span>
          </span>
          <span className={`num xs nowrap pt-0.5 ${one.isLate ? 'text-sla-late font-medium' : 'muted'}`}>
            {one.keptAt ? 'kept' : `by ${dateOn(one.dueOn)}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
