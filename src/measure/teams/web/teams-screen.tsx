import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { type Period, periods, spanOf } from '#measure/explorer/web/periods.ts'
import { panelsChart } from '#measure/segments/web/panels.ts'
import { exportTeamPerformance, getTeamPerformance, type TeamPerformance } from '#measure/teams/contract.ts'
import { LoadTable, OutcomeTable } from '#measure/teams/web/tables.tsx'
import { teamPanels, teamsFinding } from '#measure/teams/web/words.ts'
import { addressOf, call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { Figure } from '#platform/web/figure.tsx'
import { dateOn } from '#platform/web/format.ts'
import { Door, useAddress, useSlug } from '#platform/web/go.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { saveDrawing } from '#platform/web/save-drawing.ts'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

/** Load, lateness and outcomes of teams, by name; persons only for managers, and oneself. */
export default function TeamsScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const period = (Object.keys(periods) as Period[]).find((key) => key === search.period) ?? '13w'
  const input = search.from && search.to ? { from: search.from, to: search.to } : spanOf(period)
  const figure = useRef<HTMLDivElement>(null)
  const query = useQuery({
    queryKey: ['team-performance', slug, input],
    queryFn: ({ signal }) => call(getTeamPerformance, input, { signal }),
    placeholderData: keepPreviousData,
  })
  const found = query.data
  const save = (as: 'svg' | 'png') => {
    const drawing = figure.current?.querySelector<SVGSVGElement>('.fig svg')
    if (drawing && found) void saveDrawing(drawing, as, 'teams', 'Teams', spanText(found))
  }
  return (
    <>
      <TopBar title="Teams" note={found && <span className="max-rail:hidden">{spanText(found)}</span>}>
        <Menu
          label="Save as"
          trigger={<Button>Save as</Button>}
          items={[
            {
              label: 'Figures (CSV)',
              onSelect: () => location.assign(addressOf(exportTeamPerformance, input, slug)),
            },
            { label: 'Chart (SVG)', onSelect: () => save('svg') },
            { label: 'Chart (PNG)', onSelect: () => save('png') },
          ]}
        />
      </TopBar>
      <Toolbar>
        <Picker
          label="Time"
          value={[period]}
          options={Object.entries(periods).map(([value, label]) => ({ value, label }))}
          onPick={(value) =>
            setSearch({ period: value === '13w' ? undefined : value, from: undefined, to: undefined })
          }
          trigger={<Button kind="ghost">{periods[period]}</Button>}
        />
      </Toolbar>
      <Content padded>
        {query.error && !found ? (
          <Failed
            error={query.error}
            title="The figures could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : !found ? (
          <LoadingBlock height={480} label="Loading the figures" />
        ) : (
          <div aria-busy={query.isPlaceholderData || undefined}>
            <Performance found={found} figure={figure} />
          </div>
        )}
      </Content>
    </>
  )
}

function Performance({
  found,
  figure,
}: {
  found: TeamPerformance
  figure: React.RefObject<HTMLDivElement | null>
}) {
  const { teams, persons, seesAll } = found
  const hasTeams = teams.some(({ kind }) => kind === 'team')
  const drawn = teams.filter(({ kind }) => kind !== 'nobody')
  const manages = useCan('members:manage')
  return (
    <>
      <div ref={figure}>
        <Figure
          title={teamsFinding(found)}
          sub="By name, with 95 % interval and n; the line is everybody together. Teams take different cases: a difference between them says nothing of who works better."
          draw={(width) =>
            panelsChart({
              width,
              of: 'Team',
              labels: drawn.map(({ name }) => name),
              panels: teamPanels(found, drawn),
            })
          }
        />
      </div>
      {!hasTeams && (
        <p className="help mt-2 max-w-[70ch]">
          There are no teams yet. {manages && <Door to="settings/teams">Say who takes the same cases</Door>}
          {manages ? ', and each has a row here.' : 'Admins say who takes the same cases.'}
        </p>
      )}
      <h2 className="mt-6 font-semibold">What there is to do now</h2>
      <LoadTable found={found} rows={teams} of="Team" />
      <h2 className="mt-6 font-semibold">What came of it, {spanText(found)}</h2>
      <OutcomeTable found={found} rows={teams} of="Team" />
      {persons.length > 0 && (
        <section className="mt-8 border-t border-line pt-6" aria-label={seesAll ? 'Persons' : 'You'}>
          <h2 className="font-semibold">{seesAll ? 'Persons' : 'You'}</h2>
          <p className="help mt-1 max-w-[70ch]">
            {seesAll
              ? 'By name. Shown to managers, admins and owners; everybody else sees their own row. Few cases say little of a person, and whoever takes the hard ones is late more often.'
              : 'Your own row, which only you and managers see.'}
          </p>
          <LoadTable found={found} rows={persons} of="Person" />
          <OutcomeTable found={found} rows={persons} of="Person" />
        </section>
      )}
      <p className="help mt-6 max-w-[70ch]">
        A step counts for who has it, a case for who leads it, a team for who is in it today; who is in two
        teams counts in both. Each is for who is here and not away. Days away are working days of the time up
        to today. What came of it is shown from three people on, else to managers only.
      </p>
    </>
  )
}

const spanText = ({ span }: TeamPerformance) => `${dateOn(span.from, 0)} to ${dateOn(span.to, 0)}`
