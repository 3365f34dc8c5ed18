import { useSegments } from '#customers/accounts/web/use-accounts.ts'
import { outcomes, outcomeWords, windowOf, windows } from '#measure/correlations/rules.ts'
import { Associations } from '#measure/correlations/web/associations.tsx'
import { DriverFigures } from '#measure/correlations/web/drivers.tsx'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { useAddress, useSlug } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

/** What goes with churn, renewals, detractors and less use, and what themes cost in NPS points. */
export default function CorrelationsScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const segments = useSegments()
  const outcome = outcomes.find((one) => one === search.outcome)
  const view = search.outcome === 'drivers' ? 'drivers' : (outcome ?? 'churn')
  const days = windowOf(search.days)
  const segment = search.segment
  const shared = { days, ...(segment !== undefined && { segment }) }
  const kept = { days: search.days, segment }
  const file = new URLSearchParams(view === 'drivers' ? shared : { outcome: view, ...shared })
  const name = segments.data?.data.find((one) => one.key === segment)?.name ?? segment
  return (
    <>
      <TopBar title="What goes with churn">
        <a
          className="btn sm ghost"
          href={`/w/${slug}/api/v1/${view === 'drivers' ? 'drivers' : 'correlations'}/export?${file}`}
          download
        >
          CSV
        </a>
      </TopBar>
      <Toolbar>
        <Tabs
          label="Outcome"
          current={view}
          tabs={[
            ...outcomes.map((key) => ({
              key,
              label: outcomeWords[key].title,
              to: 'correlations',
              search: { ...kept, outcome: key === 'churn' ? undefined : key },
            })),
            {
              key: 'drivers',
              label: 'NPS drivers',
              to: 'correlations',
              search: { ...kept, outcome: 'drivers' },
            },
          ]}
        />
        <Picker
          label="Time"
          value={[days]}
          options={windows.map((one) => ({ value: String(one), label: `${one} days` }))}
          onPick={(value) => setSearch({ days: value === '180' ? undefined : value })}
          trigger={<Button kind="ghost">{`${days} days`}</Button>}
        />
        <Picker
          label="Segment"
          value={[segment ?? '']}
          options={[
            { value: '', label: 'All segments' },
            ...(segments.data?.data ?? []).map((one) => ({ value: one.key, label: one.name })),
          ]}
          onPick={(value) => setSearch({ segment: value || undefined })}
          trigger={<Button kind="ghost">{`Segment: ${name ?? 'all'}`}</Button>}
        />
      </Toolbar>
      <Content padded>
        {view === 'drivers' ? <DriverFigures {...shared} /> : <Associations outcome={view} {...shared} />}
        <p className="help mt-6 max-w-[66ch]">
          What goes together need not be cause and effect: accounts that speak of a theme may differ in more
          than that. Of all that holds here at most one in twenty is expected to be chance.
        </p>
      </Content>
    </>
  )
}
