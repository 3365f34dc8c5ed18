import { limitWords } from '#collect/surveys/waves/web/limit-words.ts'
import { listReaches, type Reach, reachOutcomes } from '#measure/reaches/contract.ts'
import { call } from '#platform/web/api.ts'
import { Segments } from '#platform/web/form.tsx'
import { dateTime } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const kinds: Record<Reach['kind'], string> = {
  survey: 'Survey',
  reminder: 'Reminder',
  case: 'Case mail',
  update: 'Update',
  meeting: 'Meeting',
}
const byWords = { mail: '', sms: ', by text message', in_app: ', in the product', phone: ', by call' }
const outcomeWords = { reached: 'Reached them', waiting: 'Waits', kept_back: 'Kept back' }

/** All that reached a person and all that did not, with the reason. */
export function ReachesList({ contactId }: { contactId: string }) {
  const [search, setSearch] = useAddress()
  const outcome = reachOutcomes.find((one) => one === search.outcome)
  const query = usePages(['reaches', contactId, outcome], (from, options) =>
    call(listReaches, { contactId, limit: 50, ...(outcome && { outcome }), ...from }, options),
  )
  return (
    <>
      <div className="mb-3">
        <Segments
          label="Which"
          value={outcome ?? 'all'}
          onChange={(value) => setSearch({ outcome: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: 'All' },
            ...reachOutcomes.map((value) => ({ value, label: outcomeWords[value] })),
          ]}
        />
      </div>
      {query.error ? (
        <Failed
          error={query.error}
          title="What reached them could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : query.isPending ? (
        <LoadingRows rows={6} />
      ) : query.rows.length === 0 ? (
        <Empty title={outcome ? 'Nothing of this kind' : 'Nothing was sent to them'}>
          Surveys, reminders, case mail, updates, text messages, cards in the product and calls stand here,
          and why one was kept back.
        </Empty>
      ) : (
        <table className="tb">
          <caption className="vh">What reached them, newest first</caption>
          <thead>
            <tr>
              <th scope="col" className="w-40 max-phone:w-24">
                When
              </th>
              <th scope="col" className="w-24 max-phone:hidden">
                Kind
              </th>
              <th scope="col">What</th>
              <th scope="col">Did it reach them</th>
            </tr>
          </thead>
          <tbody>
            {query.rows.map((row) => (
              <Line key={row.key} row={row} />
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

function Line({ row }: { row: Reach }) {
  const to = row.callId
    ? `calls/${row.callId}`
    : row.smsId
      ? `text-messages?sms=${row.smsId}`
      : row.mailId
        ? `outbox?mail=${row.mailId}`
        : row.waveId
          ? `waves/${row.waveId}`
          : undefined
  const due = row.dueAt && row.outcome === 'waiting' && `Due ${dateTime(row.dueAt)}.`
  const because = [row.why, due, limitWords(row)]
  return (
    <tr>
      <td className="num text-ink-2">{dateTime(row.at)}</td>
      <td className="text-ink-2 max-phone:hidden">
        {kinds[row.kind]}
        {row.channel && byWords[row.channel]}
      </td>
      <td>
        {to ? (
          <Go to={to} className="med cut block hover:underline">
            {row.what}
          </Go>
        ) : (
          <span className="cut block">{row.what}</span>
        )}
      </td>
      <td>
        {row.standing}
        <span className="help block">{because.filter(Boolean).join(' ')}</span>
      </td>
    </tr>
  )
}
