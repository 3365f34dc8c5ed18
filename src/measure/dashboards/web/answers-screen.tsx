import { npsGroups } from '#collect/surveys/rules.ts'
import { type AnswerFilter, listAnswerRecords } from '#measure/dashboards/contract.ts'
import { AnswerList } from '#measure/dashboards/web/answer-list.tsx'
import { call } from '#platform/web/api.ts'
import { FilterChip } from '#platform/web/chips.tsx'
import { dateOn, plural } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The NPS answers a score was counted from. */
export default function AnswerRecordsScreen() {
  const [search, setSearch] = useAddress()
  const group = npsGroups.find((one) => one === search.group)
  const filter: AnswerFilter = {
    from: search.from ?? '2000-01-01',
    to: search.to ?? new Date().toISOString().slice(0, 10),
    ...(search.segment !== undefined && { segment: search.segment }),
    ...(group && { group }),
  }
  const query = usePages(['health-answers', filter], (from, options) =>
    call(listAnswerRecords, { ...filter, limit: 50, ...from }, options),
  )
  const total = query.data?.pages[0]?.total
  return (
    <>
      <TopBar
        title="NPS answers"
        crumbs={[{ label: 'Feedback health', to: 'health' }]}
        note={total !== undefined && plural(total, 'answer')}
      />
      <Toolbar>
        <span className="muted xs nowrap num">
          answered {dateOn(filter.from, 0)} to {dateOn(filter.to, 0)}
        </span>
        {filter.segment !== undefined && (
          <FilterChip
            field="Segment"
            value={filter.segment}
            onRemove={() => setSearch({ segment: undefined })}
          />
        )}
        {filter.group && (
          <FilterChip
            field="Group"
            value={`${filter.group}s`}
            onRemove={() => setSearch({ group: undefined })}
          />
        )}
      </Toolbar>
      <Content>
        <AnswerList
          query={query}
          label={plural(total ?? query.rows.length, 'answer')}
          none="Nobody answered in this time and group."
          words={({ words }) => words}
          who={({ contactId, contactName, accountId, accountName }) => (
            <>
              {contactId ? (
                <Go to={`contacts/${contactId}`} className="med">
                  {contactName ?? 'Unnamed contact'}
                </Go>
              ) : (
                <span className="muted">anonymous</span>
              )}
              {accountId && (
                <Go to={`accounts/${accountId}`} className="muted">
                  {accountName}
                </Go>
              )}
            </>
          )}
        />
      </Content>
    </>
  )
}
