import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { daysBetween } from '#measure/dashboards/rules.ts'
import { pathTo } from '#measure/dashboards/web/links.ts'
import type { RecordsOf } from '#measure/explorer/web/charts.ts'
import { AboutMetric, Groups, Whole } from '#measure/explorer/web/figures.tsx'
import { type Period, periods, spanOf } from '#measure/explorer/web/periods.ts'
import { againstText, finding } from '#measure/explorer/web/words.ts'
import { exportMetric, getMetric, listMetrics, type MetricAnswer } from '#measure/metrics/contract.ts'
import {
  type Dimension,
  dimensions,
  dimensionWords,
  metricKeys,
  metricOf,
} from '#measure/metrics/definitions.ts'
import { steps } from '#measure/metrics/rules.ts'
import { isWeighted, weightedBy } from '#measure/segments/rules.ts'
import { WeightedSection } from '#measure/segments/web/weighted-section.tsx'
import { groupWords } from '#measure/segments/web/words.ts'
import { addressOf, call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { FilterChip } from '#platform/web/chips.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { dateOn, plural, words } from '#platform/web/format.ts'
import { type Search, useAddress, useSlug } from '#platform/web/go.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { saveDrawing } from '#platform/web/save-drawing.ts'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

const compares = {
  before: 'Against the time before',
  year: 'Against a year earlier',
  none: 'Against nothing',
} as const

/** What the address asks for. */
function asked(search: Search) {
  const metric = metricOf(metricKeys.find((key) => key === search.metric) ?? 'nps')
  const period = (Object.keys(periods) as Period[]).find((key) => key === search.period) ?? '13w'
  const known = (name: string | undefined) => metric.by.find((one) => one === name)
  const by = known(search.by)
  const filters: Partial<Record<Dimension, string>> = Object.fromEntries(
    dimensions.flatMap((one) =>
      search[one] !== undefined && metric.by.includes(one) ? [[one, search[one]]] : [],
    ),
  )
  const compare =
    (Object.keys(compares) as (keyof typeof compares)[]).find((key) => key === search.compare) ?? 'before'
  const and = by && known(search.and) !== by ? known(search.and) : undefined
  const step = steps.find((one) => one === search.step)
  const own = search.from && search.to ? { from: search.from, to: search.to } : undefined
  const span = own ?? spanOf(period)
  return { metric, period: own ? undefined : period, filters, by, and, compare, step, span }
}

/** Any metric over time, against another time, by any dimension; every number opens its records. */
export default function ExplorerScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const { metric, period, filters, by, and, compare, step, span } = asked(search)
  const days = daysBetween(span.from, span.to) + 1
  // one segment alone has nothing to be weighed against
  const mayWeigh = isWeighted(metric.key) && !filters.segment && !filters.mrr
  const weight = mayWeigh ? weightedBy.find((one) => one === search.weight) : undefined
  const page = useRef<HTMLDivElement>(null)
  const input = {
    key: metric.key,
    ...filters,
    ...span,
    compare,
    ...(step && { step }),
    ...(by && { by }),
    ...(and && { and }),
  }
  const query = useQuery({
    queryKey: ['metric', slug, input],
    queryFn: ({ signal }) => call(getMetric, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const all = useQuery({
    queryKey: ['metrics', slug],
    queryFn: () => call(listMetrics, {}),
    staleTime: 300_000,
  })
  const answer = query.data
  const records: RecordsOf = ({ span: of = span, group, part }) =>
    pathTo('explorer/records', {
      metric: metric.key,
      ...filters,
      ...Object.fromEntries(Object.keys(filters).map((one) => [`${one}Name`, search[`${one}Name`]])),
      ...(group &&
        answer &&
        Object.fromEntries(
          group.of.flatMap(({ key, label }, i) => [
            [answer.by[i], key],
            [`${answer.by[i]}Name`, label],
          ]),
        )),
      from: of.from,
      to: of.to,
      part,
    })
  const save = (as: 'svg' | 'png') => {
    const drawing = page.current?.querySelector<SVGSVGElement>('.fig svg')
    if (drawing && answer) void saveDrawing(drawing, as, metric.key, finding(answer), spanText(answer))
  }
  const split = (name: 'by' | 'and', value: Dimension | undefined) => (
    <Picker
      label={name === 'by' ? 'Split by' : 'And by'}
      value={[value ?? '']}
      options={[
        { value: '', label: name === 'by' ? 'Not split' : 'Nothing else' },
        ...metric.by
          .filter((one) => name === 'by' || one !== by)
          .map((one) => ({ value: one, label: dimensionWords[one] })),
      ]}
      onPick={(picked) =>
        setSearch({
          [name]: picked || undefined,
          ...(name === 'by' && (!picked || picked === and) && { and: undefined }),
        })
      }
      trigger={
        <Button kind="ghost">
          {value
            ? `${name === 'by' ? 'Split by' : 'and'} ${dimensionWords[value].toLowerCase()}`
            : name === 'by'
              ? 'Not split'
              : 'and by …'}
        </Button>
      }
    />
  )
  return (
    <>
      <TopBar title="Explorer" note={answer && <span className="max-rail:hidden">{spanText(answer)}</span>}>
        <Menu
          label="Save as"
          trigger={<Button>Save as</Button>}
          items={[
            { label: 'Figures (CSV)', onSelect: () => location.assign(addressOf(exportMetric, input, slug)) },
            { label: 'Chart (SVG)', onSelect: () => save('svg'), disabled: !hasChart(answer) },
            { label: 'Chart (PNG)', onSelect: () => save('png'), disabled: !hasChart(answer) },
          ]}
        />
      </TopBar>
      <Toolbar>
        <Picker
          label="Metric"
          value={[metric.key]}
          options={(all.data?.data ?? []).map((one) => ({ value: one.key, label: one.name }))}
          onPick={(key) => setSearch({ metric: key === 'nps' ? undefined : key })}
          trigger={<Button className="font-semibold">{metric.name}</Button>}
        />
        <Picker
          label="Time"
          value={[period ?? '']}
          options={Object.entries(periods).map(([value, label]) => ({ value, label }))}
          onPick={(value) =>
            setSearch({ period: value === '13w' ? undefined : value, from: undefined, to: undefined })
          }
          trigger={
            <Button kind="ghost">
              {period ? periods[period] : days > 0 ? plural(days, 'day') : 'Own dates'}
            </Button>
          }
        />
        <Picker
          label="Step"
          value={[step ?? '']}
          options={[
            { value: '', label: 'As fits' },
            ...steps.map((one) => ({ value: one, label: `Each ${one}` })),
          ]}
          onPick={(value) => setSearch({ step: value || undefined })}
          trigger={<Button kind="ghost">{`Each ${answer?.step ?? step ?? 'week'}`}</Button>}
        />
        <Picker
          label="Compare"
          value={[compare]}
          options={Object.entries(compares).map(([value, label]) => ({ value, label }))}
          onPick={(value) => setSearch({ compare: value === 'before' ? undefined : value })}
          trigger={<Button kind="ghost">{compares[compare]}</Button>}
        />
        {mayWeigh && (
          <Picker
            label="Weight"
            value={[weight ?? '']}
            options={[
              { value: '', label: 'As they answered' },
              ...weightedBy.map((one) => ({ value: one, label: `Weighted by ${groupWords[one].text}` })),
            ]}
            onPick={(value) => setSearch({ weight: value || undefined })}
            trigger={
              <Button kind="ghost">
                {weight ? `Weighted by ${groupWords[weight].text}` : 'As they answered'}
              </Button>
            }
          />
        )}
        {split('by', by)}
        {by && metric.by.length > 1 && split('and', and)}
        {Object.entries(filters).map(([dimension, value]) => (
          <FilterChip
            key={dimension}
            field={dimensionWords[dimension as Dimension]}
            value={search[`${dimension}Name`] ?? words(value)}
            onRemove={() => setSearch({ [dimension]: undefined, [`${dimension}Name`]: undefined })}
          />
        ))}
      </Toolbar>
      <Content padded>
        {query.error && !answer ? (
          <Failed
            error={query.error}
            title="The figures could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : !answer ? (
          <LoadingBlock height={480} label="Loading the figures" />
        ) : (
          <div ref={page} aria-busy={query.isPlaceholderData || undefined}>
            <Whole answer={answer} records={records} />
            {weight && isWeighted(metric.key) && (
              <WeightedSection
                metric={metric.key}
                by={weight}
                span={span}
                survey={filters.survey}
                channel={filters.channel}
              />
            )}
            <Groups
              answer={answer}
              records={records}
              onOnly={(dimension, { key, label }) =>
                setSearch(
                  {
                    [dimension]: key,
                    [`${dimension}Name`]: label,
                    ...(dimension === by ? { by: and, and: undefined } : { and: undefined }),
                  },
                  { push: true },
                )
              }
            />
            <AboutMetric answer={answer} />
          </div>
        )}
      </Content>
    </>
  )
}

const hasChart = (answer: MetricAnswer | undefined) =>
  answer?.points.some((point) => point.figure.value !== null) ?? false

function spanText(answer: MetricAnswer): string {
  const { span, before } = answer
  const against = before ? `, against ${againstText(answer)}` : ''
  return `${dateOn(span.from, 0)} to ${dateOn(span.to, 0)}${against}`
}
