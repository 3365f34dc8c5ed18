import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { pathTo } from '#measure/dashboards/web/links.ts'
import { getOutcomeFigures, type OutcomeFigures, type Trend } from '#measure/outcomes/contract.ts'
import { changeSub, negativeFinding, onTimeFinding, scoreFinding } from '#measure/outcomes/web/findings.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { barChart, shareBar } from '#platform/web/charts.ts'
import { Picker } from '#platform/web/combobox.tsx'
import { Figure } from '#platform/web/figure.tsx'
import { count, dateOn, percent } from '#platform/web/format.ts'
import { Door, useAddress, useSlug } from '#platform/web/go.tsx'
import { lineChart } from '#platform/web/line-chart.ts'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

/** How cases end: the figures of the runbook, each of which opens the cases or answers it counts. */
export default function OutcomesScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const { survey, playbook } = search
  const query = useQuery({
    queryKey: ['outcomes', slug, survey, playbook],
    queryFn: ({ signal }) =>
      call(getOutcomeFigures, { ...(survey && { survey }), ...(playbook && { playbook }) }, { signal }),
    placeholderData: keepPreviousData,
  })
  const figures = query.data
  const title = figures?.playbooks.find(({ key }) => key === playbook)?.title
  return (
    <>
      <TopBar
        title="How cases end"
        crumbs={[{ label: 'Cases', to: 'cases' }]}
        note={
          figures && (
            <span className="max-rail:hidden">{`${dateOn(figures.since, 0)} to ${dateOn(figures.until, 0)}`}</span>
          )
        }
      >
        <Picker
          label="Survey"
          value={[figures?.negative?.surveyKey ?? '']}
          options={(figures?.surveys ?? []).map((one) => ({ value: one.key, label: one.name }))}
          onPick={(value) => setSearch({ survey: value })}
          trigger={<Button kind="ghost">{`Survey: ${figures?.negative?.survey ?? 'none'}`}</Button>}
        />
        <Picker
          label="Playbook"
          value={[playbook ?? '']}
          options={[
            { value: '', label: 'All playbooks' },
            ...(figures?.playbooks ?? []).map((one) => ({ value: one.key, label: one.title })),
          ]}
          onPick={(value) => setSearch({ playbook: value || undefined })}
          trigger={<Button kind="ghost">{`Playbook: ${playbook ? (title ?? playbook) : 'all'}`}</Button>}
        />
      </TopBar>
      <Content padded>
        {query.error && !figures ? (
          <Failed
            error={query.error}
            title="The figures could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : figures ? (
          <Figures figures={figures} playbook={playbook} />
        ) : (
          <LoadingBlock height={480} label="Loading the figures" />
        )}
      </Content>
    </>
  )
}

interface Props {
  figures: OutcomeFigures
  playbook: string | undefined
}

function Figures({ figures, playbook }: Props) {
  const { negative, onTime } = figures
  const ended = (more: Record<string, string | undefined>) =>
    pathTo('cases', { view: 'resolved', playbook, ...more })
  return (
    <div className="grid gap-x-11 gap-y-8 wide:grid-cols-2">
      <Figure
        title={negativeFinding(negative)}
        sub={
          negative && (
            <>
              Share of negative answers to {negative.survey} by quarter, with its 95 % interval.{' '}
              {changeSub(negative)}
            </>
          )
        }
        {...(negative && {
          draw: (width: number) =>
            shareLine(width, negative, 'negative', ({ from, to }) =>
              pathTo(`surveys/${negative.surveyId}/answers`, { negative: 'true', from, to }),
            ),
        })}
      />
      <ScoreFigure figures={figures} playbook={playbook} />
      <Figure
        title={onTimeFinding(onTime)}
        sub={
          <>
            Resolved cases of which no step was late, by the quarter they were resolved in.{' '}
            {changeSub(onTime)}
          </>
        }
        {...(onTime.quarters.some(({ share }) => share) && {
          draw: (width: number) =>
            shareLine(width, onTime, 'on time', ({ from, to }) =>
              ended({ resolvedFrom: from, resolvedTo: to, onTime: 'true' }),
            ),
        })}
      >
        <Late
          onTime={onTime}
          to={(from, to) => ended({ resolvedFrom: from, resolvedTo: to, onTime: 'false' })}
        />
      </Figure>
      <Figure
        title={figures.causes[0] ? `Most often: ${figures.causes[0].cause}` : 'No cause was named yet'}
        sub="What resolved cases were caused by, where somebody said so."
        {...(figures.causes.length > 0 && {
          draw: (width: number) =>
            barChart({
              width,
              labelRoom: 132,
              bars: figures.causes.map(({ cause, cases }) => ({
                label: cause,
                value: cases,
                link: { to: ended({ cause, resolvedFrom: figures.since }), says: `${cause}: ${cases}` },
              })),
            }),
        })}
      />
    </div>
  )
}

function shareLine(
  width: number,
  trend: Trend,
  what: string,
  to: (quarter: Trend['quarters'][number]) => string,
) {
  const first = trend.quarters.findIndex(({ share }) => share !== null)
  return lineChart({
    width,
    height: 232,
    unit: '%',
    domain: [0, 100],
    show: (value) => `${Math.round(value)} %`,
    points: trend.quarters.slice(Math.max(0, first)).map((quarter) => {
      const { share } = quarter
      return {
        label: quarter.name,
        value: share && 100 * share.share,
        ...(share && { low: 100 * share.low, high: 100 * share.high, n: share.of }),
        link: {
          to: to(quarter),
          says: share ? `${quarter.name}: ${share.n} of ${share.of} ${what}` : `${quarter.name}: none`,
        },
      }
    }),
  })
}

/** The cases of the latest quarter that were not in time. */
function Late({ onTime, to }: { onTime: Trend; to(from: string, to: string): string }) {
  const latest = onTime.quarters.findLast(({ share }) => share !== null)
  if (!latest?.share) return null
  const late = latest.share.of - latest.share.n
  return (
    <p className="help mt-2">
      {latest.name}: <Door to={to(latest.from, latest.to)}>{count(late)}</Door> of {count(latest.share.of)}{' '}
      with a late step.
    </p>
  )
}

/** The same customers before and after, on one scale for all surveys. */
function ScoreFigure({ figures, playbook }: Props) {
  const { pairs, better, same, worse, change } = figures.scores
  const cases = (scored: string) =>
    pathTo('cases', { view: 'resolved', playbook, scored, resolvedFrom: figures.since })
  const points = (value: number) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(Math.round(value))}`
  return (
    <Figure
      title={scoreFinding(figures.scores)}
      sub={
        change ? (
          <>
            <Door to={cases('any')}>{count(pairs)}</Door> customers answered before and after their case, in
            per cent of the scale: {Math.round(change.before)} → {Math.round(change.after)}. Change{' '}
            {points(change.low)} to {points(change.high)} at 95 %,{' '}
            {change.couldBeChance ? 'could be chance' : 'unlikely to be chance'}.
          </>
        ) : (
          'A change is shown from five customers who answered before and after their case.'
        )
      }
      {...(pairs > 0 && {
        draw: (width: number) =>
          shareBar({
            width,
            parts: [
              {
                label: 'worse',
                value: worse,
                ink: 'nps-detractor',
                link: { to: cases('worse'), says: `${worse} worse` },
              },
              {
                label: 'the same',
                value: same,
                ink: 'nps-passive',
                link: { to: cases('same'), says: `${same} the same` },
              },
              {
                label: 'better',
                value: better,
                ink: 'nps-promoter',
                link: { to: cases('better'), says: `${better} better, ${percent(better / pairs)}` },
              },
            ],
          }),
      })}
    />
  )
}
