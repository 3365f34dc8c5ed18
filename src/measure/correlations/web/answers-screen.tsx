import { npsGroups } from '#collect/surveys/rules.ts'
import { listDriverAnswers } from '#measure/correlations/contract.ts'
import { windowOf } from '#measure/correlations/rules.ts'
import { AnswerList } from '#measure/correlations/web/answer-list.tsx'
import { pathTo } from '#measure/dashboards/web/links.ts'
import { call } from '#platform/web/api.ts'
import { FilterChip } from '#platform/web/chips.tsx'
import { Go, useAddress } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The NPS answers that speak of a theme, in the customers' words. */
export default function DriverAnswersScreen() {
  const [search, setSearch] = useAddress()
  const days = windowOf(search.days)
  const { segment, theme } = search
  const group = npsGroups.find((one) => one === search.group)
  const filter = {
    ...(theme !== undefined && { theme }),
    days,
    ...(segment !== undefined && { segment }),
    ...(group && { group }),
  }
  const query = usePages(['driver-answers', filter], (from, options) =>
    call(listDriverAnswers, { ...filter, limit: 50, ...from }, options),
  )
  return (
    <>
      <TopBar
        title="Answers behind the number"
        crumbs={[
          {
            label: 'NPS drivers',
            to: pathTo('correlations', { outcome: 'drivers', days, segment }),
          },
        ]}
      />
      <Toolbar>
        {group && (
          <FilterChip field="Group" value={`${group}s`} onRemove={() => setSearch({ group: undefined })} />
        )}
        {segment !== undefined && (
          <FilterChip field="Segment" value={segment} onRemove={() => setSearch({ segment: undefined })} />
        )}
        <span className="muted xs">of the last {days} days</span>
      </Toolbar>
      <Content>
        <AnswerList
          query={query}
          label="Answers that speak of the theme"
          none="The number is zero."
          words={({ text }) => text}
          who={({ feedbackId, contactName, accountName }) => (
            <>
              <Go to={`inbox/${feedbackId}`} className="med">
                {contactName ?? 'anonymous'}
              </Go>
              <span className="muted">{accountName}</span>
            </>
          )}
        />
      </Content>
    </>
  )
}
