import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { listThemes } from '#analyze/themes/contract.ts'
import { SilentSegments } from '#analyze/themes/web/silent-segments.tsx'
import { useSegmentName } from '#customers/accounts/web/use-accounts.ts'
import { daysBetween } from '#measure/dashboards/rules.ts'
import { type Period, periods, spanOf } from '#measure/explorer/web/periods.ts'
import { compareSegments, exportSegments, type SegmentComparison } from '#measure/segments/contract.ts'
import { comparedBy } from '#measure/segments/rules.ts'
import { ComparedTable } from '#measure/segments/web/compared-table.tsx'
import { panelsChart } from '#measure/segments/web/panels.ts'
import {
  comparisonFinding,
  groupWords,
  type Measure,
  measuresOf,
  panelOf,
} from '#measure/segments/web/words.ts'
import { addressOf, call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { Figure } from '#platform/web/figure.tsx'
import { dateOn, dateTime, plural } from '#platform/web/format.ts'
import { useAddress, useSlug } from '#platform/web/go.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { saveDrawing } from '#platform/web/save-drawing.ts'
import { Empty, Failed, LoadingBlock } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

/** Segments, MRR bands or product areas side by side over a time; every number opens its records. */
export default function SegmentsScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const by = comparedBy.find((one) => one === search.by) ?? 'segment'
  const own = search.from && search.to ? { from: search.from, to: search.to } : undefined
  const period = (Object.keys(periods) as Period[]).find((key) => key === search.period) ?? '13w'
  const isWeighted = search.weight === 'base' && by !== 'product'
  const input = { by, ...(own ?? spanOf(period)) }
  const metrics = useRef<HTMLDivElement>(null)
  const themes = useRef<HTMLDivElement>(null)
  const query = useQuery({
    queryKey: ['segment-comparison', slug, input],
    queryFn: ({ signal }) => call(compareSegments, input, { signal }),
    placeholderData: keepPreviousData,
  })
  const found = query.data
  const save = (which: typeof metrics, as: 'svg' | 'png', name: string) => {
    const drawing = which.current?.querySelector<SVGSVGElement>('.fig svg')
    if (drawing && found)
      void saveDrawing(drawing, as, `by-${by}-${name}`, groupWords[by].title, spanText(found))
  }
  return (
    <>
      <TopBar title="Segments" note={found && <span className="max-rail:hidden">{spanText(found)}</span>}>
        <Menu
          label="Save as"
          trigger={<Button>Save as</Button>}
          items={[
            {
              label: 'Figures (CSV)',
              onSelect: () => location.assign(addressOf(exportSegments, input, slug)),
            },
            { label: 'Metrics (SVG)', onSelect: () => save(metrics, 'svg', 'metrics') },
            { label: 'Metrics (PNG)', onSelect: () => save(metrics, 'png', 'metrics') },
            { label: 'Themes (SVG)', onSelect: () => save(themes, 'svg', 'themes') },
            { label: 'Themes (PNG)', onSelect: () => save(themes, 'png', 'themes') },
          ]}
        />
      </TopBar>
      <Toolbar>
        <Tabs
          label="By"
          current={by}
          tabs={comparedBy.map((key) => ({
            key,
            label: groupWords[key].one,
            to: 'segments',
            search: { ...search, by: key === 'segment' ? undefined : key },
          }))}
        />
        <Picker
          label="Time"
          value={[own ? '' : period]}
          options={Object.entries(periods).map(([value, label]) => ({ value, label }))}
          onPick={(value) =>
            setSearch({ period: value === '13w' ? undefined : value, from: undefined, to: undefined })
          }
          trigger={
            <Button kind="ghost">
              {own ? `${daysBetween(own.from, own.to) + 1} days` : periods[period]}
            </Button>
          }
        />
        {by !== 'product' && (
          <Picker
            label="Weight"
            value={[isWeighted ? 'base' : '']}
            options={[
              { value: '', label: 'All as they answered' },
              { value: 'base', label: 'All weighted to our base' },
            ]}
            onPick={(value) => setSearch({ weight: value || undefined })}
            trigger={
              <Button kind="ghost">{isWeighted ? 'All weighted to our base' : 'All as they answered'}</Button>
            }
          />
        )}
      </Toolbar>
      <Content padded>
        {query.error && !found ? (
          <Failed
            error={query.error}
            title="The comparison could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : !found ? (
          <LoadingBlock height={480} label="Loading the comparison" />
        ) : found.groups.length === 0 ? (
          <Empty title="Nothing to compare in this time">
            Nobody said or answered anything, and no account was a customer. Choose a longer time.
          </Empty>
        ) : (
          <div aria-busy={query.isPlaceholderData || undefined}>
            <Compared found={found} metrics={metrics} themes={themes} isWeighted={isWeighted} />
          </div>
        )}
      </Content>
    </>
  )
}

type Ref = React.RefObject<HTMLDivElement | null>

function Compared({
  found,
  metrics,
  themes,
  isWeighted,
}: {
  found: SegmentComparison
  metrics: Ref
  themes: Ref
  isWeighted: boolean
}) {
  const measures = measuresOf(found)
  const of = groupWords[found.by].one
  const labels = found.groups.map(({ label }) => label)
  const draw = (list: readonly Measure[]) => (width: number) =>
    panelsChart({ width, labels, of, panels: list.map((one) => panelOf(one, found, isWeighted)) })
  const gone = found.groups.filter(({ isGone }) => isGone)
  return (
    <>
      <div ref={metrics}>
        <Figure
          title={comparisonFinding(found)}
          sub={
            <>
              Value, 95 % interval and n of each; the dashed line is all together
              {isWeighted &&
                ', where answers count as if they came in the shares that groups have in our accounts'}
              . Filled: unlikely to be chance against all others, among {plural(found.compared, 'comparison')}
              . Hollow: could be chance.
              {found.without.length > 0 &&
                ` Not known by ${groupWords[found.by].text}: ${found.without.join(', ')}.`}
            </>
          }
          draw={draw(measures.metrics)}
        />
      </div>
      <ComparedTable found={found} measures={measures.metrics} label="Metrics" isWeighted={isWeighted} />
      {measures.themes.length > 0 && (
        <>
          <div ref={themes} className="mt-8 border-t border-line pt-6">
            <Figure
              title="Top themes: who speaks of them"
              sub="Of the accounts that said anything in the time, those that spoke of the theme; each account counts once, and whoever has none counts alone."
              draw={draw(measures.themes)}
            />
          </div>
          <ComparedTable found={found} measures={measures.themes} label="Themes" />
        </>
      )}
      {found.by === 'segment' && <Silent />}
      <p className="help mt-6 max-w-[70ch]">
        {found.by !== 'product' &&
          `Accounts are ${found.by === 'mrr' ? 'in the MRR band' : 'in the segment'} they were in when it happened, and count for the part of the time in which they were. `}
        {gone.length > 0 &&
          `No account is in ${gone.map(({ label }) => label).join(', ')} today; what was said then still counts there. `}
        {found.by === 'segment' && 'The closure rate alone goes by the segment of today. '}
        {found.hiddenGroups > 0 && `${plural(found.hiddenGroups, 'smaller group')} not shown. `}
        Days are those of {found.zone}; as of {dateTime(found.asOf)}.
      </p>
    </>
  )
}

/** Who is silent, as Themes says it, with one step to a survey to them. */
function Silent() {
  const slug = useSlug()
  const nameOf = useSegmentName()
  const query = useQuery({
    queryKey: ['silent', slug],
    queryFn: () => call(listThemes, { limit: 1 }),
    staleTime: 300_000,
  })
  return <SilentSegments silent={query.data?.silent ?? []} segmentName={nameOf} />
}

const spanText = ({ span }: SegmentComparison) => `${dateOn(span.from, 0)} to ${dateOn(span.to, 0)}`
