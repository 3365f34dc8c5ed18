import { useQuery } from '@tanstack/react-query'
import { callWords, listCalls, type SurveyCall } from '#collect/surveys/calls/contract.ts'
import { getWave } from '#collect/surveys/waves/contract.ts'
import { call } from '#platform/web/api.ts'
import { Segments } from '#platform/web/form.tsx'
import { dateTime, plural } from '#platform/web/format.ts'
import { Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const shows = {
  mine: { label: 'Mine to make', query: { mine: 'true', open: 'true' }, none: 'You have nobody to call' },
  open: { label: 'To make', query: { open: 'true' }, none: 'Nobody is to be called' },
  made: { label: 'Made', query: { open: 'false' }, none: 'No call was made yet' },
} as const
type Show = keyof typeof shows

/** The calls of surveys, those first that are to be tried first; of one wave with `?wave=`. */
export default function CallsScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const { wave } = search
  const show: Show = search.show === 'made' || search.show === 'open' ? search.show : wave ? 'open' : 'mine'
  const ofWave = useQuery({
    queryKey: ['wave', slug, wave],
    queryFn: () => call(getWave, { waveId: wave! }),
    enabled: wave !== undefined,
  })
  const list = usePages(['survey-calls', show, wave], (from, options) =>
    call(listCalls, { ...shows[show].query, ...(wave && { wave }), limit: 50, ...from }, options),
  )
  return (
    <>
      <TopBar
        title="Calls"
        crumbs={[
          { label: 'Surveys', to: 'surveys' },
          ...(wave ? [{ label: ofWave.data?.name ?? 'Wave', to: `waves/${wave}` }] : []),
        ]}
      />
      <Content padded>
        <div className="mb-3">
          <Segments<Show>
            label="Which calls"
            value={show}
            onChange={(value) => setSearch({ show: value })}
            options={(Object.keys(shows) as Show[]).map((value) => ({ value, label: shows[value].label }))}
          />
        </div>
        {list.error ? (
          <Failed
            error={list.error}
            title="The calls could not be read"
            onRetry={() => void list.refetch()}
          />
        ) : list.isPending ? (
          <LoadingRows />
        ) : list.rows.length === 0 ? (
          <Empty title={shows[show].none}>
            A survey that goes by calls, or a programme that calls, makes one for each person.
          </Empty>
        ) : (
          <>
            <table className="tb max-w-5xl">
              <caption className="vh">Calls</caption>
              <thead>
                <tr>
                  <th scope="col">Person</th>
                  <th scope="col" className="max-phone:hidden">
                    Survey
                  </th>
                  <th scope="col" className="max-phone:hidden">
                    Calls
                  </th>
                  <th scope="col">Stands</th>
                </tr>
              </thead>
              <tbody>
                {list.rows.map((one) => (
                  <Line key={one.id} one={one} />
                ))}
              </tbody>
            </table>
            <Pager
              hasMore={!!list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </>
        )}
      </Content>
    </>
  )
}

function Line({ one }: { one: SurveyCall }) {
  return (
    <tr>
      <td>
        <Go to={`calls/${one.id}`} className="med cut block hover:underline">
          {one.name ?? 'Unnamed contact'}
        </Go>
        <span className="help cut num block">
          {[one.phone ?? 'no number', one.accountName].filter(Boolean).join(', ')}
        </span>
      </td>
      <td className="cut text-ink-2 max-phone:hidden">{one.surveyName}</td>
      <td className="cut text-ink-2 max-phone:hidden">{one.assigneeName}</td>
      <td>
        {callWords[one.state]}
        <span className="help num block">
          {[
            one.state === 'open' ? `from ${dateTime(one.tryAt)}` : one.settledAt && dateTime(one.settledAt),
            one.tries > 0 && plural(one.tries, 'try', 'tries'),
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
      </td>
    </tr>
  )
}
