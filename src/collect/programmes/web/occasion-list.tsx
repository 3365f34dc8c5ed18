import { listOccasions, type Occasion } from '#collect/programmes/contract.ts'
import { limitWords } from '#collect/surveys/waves/web/limit-words.ts'
import { call } from '#platform/web/api.ts'
import { Segments } from '#platform/web/form.tsx'
import { date, dateTime } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const states = ['waiting', 'asked', 'left_out'] as const
const stateWords = { waiting: 'Waits', asked: 'Asked', left_out: 'Left out' }

/** What set a programme off, newest first: who was asked, or why nobody was. */
export function OccasionList({ programmeId }: { programmeId: string }) {
  const [search, setSearch] = useAddress()
  const state = states.find((one) => one === search.state)
  const query = usePages(['programme-occasions', programmeId, state], (from, options) =>
    call(listOccasions, { programmeId, limit: 50, ...(state && { state }), ...from }, options),
  )
  return (
    <>
      <div className="mb-3">
        <Segments
          label="Which"
          value={state ?? 'all'}
          onChange={(value) => setSearch({ state: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: 'All' },
            ...states.map((value) => ({ value, label: stateWords[value] })),
          ]}
        />
      </div>
      {query.error ? (
        <Failed
          error={query.error}
          title="The occasions could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : query.isPending ? (
        <LoadingRows rows={6} />
      ) : query.rows.length === 0 ? (
        <Empty title={state ? 'None of this kind' : 'Nothing has set it off yet'}>
          Each quarter, ticket, go-live or event stands here with who was asked, or why nobody was.
        </Empty>
      ) : (
        <table className="tb max-w-6xl">
          <caption className="vh">Occasions, newest first</caption>
          <thead>
            <tr>
              <th scope="col" className="w-32 max-phone:w-24">
                When
              </th>
              <th scope="col">Who</th>
              <th scope="col" className="max-phone:hidden">
                What
              </th>
              <th scope="col">What came of it</th>
            </tr>
          </thead>
          <tbody>
            {query.rows.map((row) => (
              <Line key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
      <Pager
        hasMore={!!query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}

function Line({ row }: { row: Occasion }) {
  const after = [
    row.state === 'waiting' && `due ${dateTime(row.dueAt)}`,
    row.remindedAt && `reminded ${date(row.remindedAt)}`,
    row.answeredAt && `answered ${date(row.answeredAt)}`,
  ].filter(Boolean)
  return (
    <tr>
      <td className="num nowrap text-ink-2">{date(row.happenedAt)}</td>
      <td>
        {row.contactId ? (
          <Go to={`contacts/${row.contactId}`} className="med cut block hover:underline">
            {row.name ?? 'Unnamed contact'}
          </Go>
        ) : (
          <span className="muted">{row.accountName ? 'nobody' : 'the audience'}</span>
        )}
        {row.accountName && <span className="help cut block">{row.accountName}</span>}
      </td>
      <td className="cut text-ink-2 max-phone:hidden">
        {row.about ? (
          <Go to={`${row.about.kind === 'case' ? 'cases' : 'inbox'}/${row.about.id}`} className="link">
            {row.about.kind === 'case' ? 'a case' : 'a feedback item'}
          </Go>
        ) : (
          row.key
        )}
      </td>
      <td>
        {row.waveId ? (
          <Go to={`waves/${row.waveId}`} className="link">
            {stateWords[row.state]}
          </Go>
        ) : (
          stateWords[row.state]
        )}
        {row.why && `${row.state === 'asked' ? ', not sent' : ''}: ${row.why}`}
        {after.length > 0 && <span className="help block">{after.join(', ')}</span>}
        {limitWords(row) && <span className="help block">{limitWords(row)}</span>}
      </td>
    </tr>
  )
}
