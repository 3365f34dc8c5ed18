import '#prioritize/scoring/web/scoring.css'
import { useState } from 'react'
import type { Call } from '#platform/endpoint.ts'
import { money, plural } from '#platform/web/format.ts'
import { Go, useGo } from '#platform/web/go.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useRows } from '#platform/web/rows.ts'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { StatusMark } from '#prioritize/requests/web/request-parts.tsx'
import type { rankRequests, ScoredRequest } from '#prioritize/scoring/contract.ts'
import {
  missingText,
  RankBar,
  rangeText,
  ScoreTerms,
  scoreText,
} from '#prioritize/scoring/web/score-parts.tsx'
import { useRanking } from '#prioritize/scoring/web/use-scoring.ts'

/** Requests by score, each with its rank, how sure it is, and why on a press. */
export default function RankedRequests({
  filter,
}: {
  filter: Pick<Call<typeof rankRequests>, 'group' | 'owner' | 'area' | 'account' | 'q'>
}) {
  const query = useRanking(filter)
  const go = useGo()
  const [open, setOpen] = useState<string>()
  const rows = query.rows.map((row) => ({ ...row, id: row.request.id }))
  const { box, rowProps } = useRows(rows, {
    one: 'request',
    group: 'Requests',
    onOpen: (row) => go(`requests/${row.id}`),
    onEnd: () => void query.fetchNextPage(),
  })
  if (query.isPending) return <LoadingRows label="Loading the ranking" />
  if (query.isError && rows.length === 0)
    return (
      <Failed
        error={query.error}
        title="The ranking could not be read"
        onRetry={() => void query.refetch()}
      />
    )
  if (rows.length === 0)
    return <Empty title="Nothing is ranked here">Requests that are open or coming compete for a rank.</Empty>
  const { of = 0, model } = query.data?.pages[0] ?? {}
  return (
    <>
      <table className="tb full requests-tb ranked-tb">
        <caption className="vh">Requests by score</caption>
        <thead>
          <tr>
            <th scope="col" className="w-14">
              Rank
            </th>
            <th scope="col">Request</th>
            <th scope="col" className="w-44 max-rail:hidden">
              How sure
            </th>
            <th scope="col" className="w-28">
              {model?.name ?? 'Score'}
            </th>
            <th scope="col" className="w-20 rt max-phone:hidden">
              Accounts
            </th>
            <th scope="col" className="w-24 max-wide:hidden">
              MRR behind it
            </th>
            <th scope="col" className="w-32 max-phone:hidden">
              Status
            </th>
          </tr>
        </thead>
        <tbody ref={box}>
          {rows.map((row, i) => (
            <tr key={row.id} {...rowProps(row, i)}>
              <Cells
                row={row}
                of={of}
                isOpen={open === row.id}
                onWhy={() => setOpen(open === row.id ? undefined : row.id)}
              />
            </tr>
          ))}
        </tbody>
      </table>
      <Pager
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
      <p className="help px-5 py-3 max-w-[60rem]">
        Ranked among the {plural(of, 'request')} that are open or coming and have a score. The range holds
        eight of ten chances: effort is a range, and who has asked so far a sample.{' '}
        <Go to="weights" className="link">
          Weights
        </Go>
      </p>
    </>
  )
}

function Cells({
  row,
  of,
  isOpen,
  onWhy,
}: {
  row: ScoredRequest
  of: number
  isOpen: boolean
  onWhy(): void
}) {
  const { request } = row
  return (
    <>
      <td className="num font-semibold">{row.rank ?? ''}</td>
      <td className="min-w-0">
        <Go to={`requests/${request.id}`} className="med cut block">
          {request.title}
        </Go>
        {isOpen ? (
          <ScoreTerms score={row} />
        ) : (
          <span className="help cut block">
            {row.rank === null
              ? missingText(row.missing)
              : (request.priority.caution ?? request.area?.name ?? '')}
          </span>
        )}
      </td>
      <td className="max-rail:hidden">
        {row.rank !== null && (
          <span className="row gap-2">
            <RankBar {...row} of={of} />
            <span className="help num nowrap">{rangeText(row)}</span>
          </span>
        )}
      </td>
      <td className="num">
        {row.score === null ? (
          <span className="muted">none</span>
        ) : (
          <>
            <b className="font-semibold">{scoreText(row.score)}</b>{' '}
            <button type="button" className="n xs" aria-expanded={isOpen} onClick={onWhy}>
              why<span className="vh"> {request.title}</span>
            </button>
          </>
        )}
      </td>
      <td className="rt num max-phone:hidden">
        {request.demand.accounts || <span className="muted">none</span>}
      </td>
      <td className="num max-wide:hidden">
        {request.demand.mrrCents > 0 ? (
          money(request.demand.mrrCents, request.demand.currency)
        ) : (
          <span className="muted">none</span>
        )}
      </td>
      <td className="max-phone:hidden">
        <StatusMark status={request.status} />
      </td>
    </>
  )
}
