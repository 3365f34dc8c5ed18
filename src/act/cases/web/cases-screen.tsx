import { CaseLine } from '#act/cases/web/case-row.tsx'
import { useCaseCounts, useCaseRows } from '#act/cases/web/use-cases.ts'
import { useCauses } from '#act/outcomes/web/outcome-fields.tsx'
import { Button } from '#platform/web/button.tsx'
import { FilterChip } from '#platform/web/chips.tsx'
import { Select } from '#platform/web/form.tsx'
import { dateOn } from '#platform/web/format.ts'
import { Go, useAddress, useGo } from '#platform/web/go.tsx'
import { Content, HintBar, Toolbar, TopBar } from '#platform/web/page.tsx'
import { PagedList } from '#platform/web/paged-list.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

const views = {
  mine: { label: 'Mine', filter: { lead: 'me' } },
  open: { label: 'Open', filter: {} },
  late: { label: 'Late', filter: { late: 'true' } },
  vacant: { label: 'No lead', filter: { lead: 'none' } },
  resolved: { label: 'Resolved', filter: { status: 'resolved' } },
  cancelled: { label: 'Dropped', filter: { status: 'cancelled' } },
} as const
type View = keyof typeof views

const emptyWords: Record<View, [string, string]> = {
  mine: [
    'No case is yours',
    'A case opens by itself when somebody scores you 0 to 6. Its lead is the owner of the account, else a manager.',
  ],
  open: ['No case is open', 'A case opens by itself when somebody scores you 0 to 6.'],
  late: ['Nothing is late', 'Every open step is within its time.'],
  vacant: ['Every case has a lead', 'A case without a lead would stand here until somebody takes it.'],
  resolved: ['No case is resolved yet', 'Resolved cases stand here with what came of them.'],
  cancelled: ['No case was dropped', 'Cases that should not have been opened stand here.'],
}

/** The cases of a view, what is due first at the top. */
export function CaseList({ path, start }: { path: string; start: View }) {
  const [address, setAddress] = useAddress()
  const go = useGo()
  const view = (address.view && address.view in views ? address.view : start) as View
  const filter = {
    ...views[view].filter,
    ...(address.account && { account: address.account }),
    ...(address.contact && { contact: address.contact }),
    ...(address.playbook && { playbook: address.playbook }),
    ...(address.cause && { cause: address.cause }),
    ...endFilter(address),
  }
  const counts = useCaseCounts()
  const query = useCaseRows(filter)
  const canMeasure = useCan('metrics:read')
  const count: Partial<Record<View, number | undefined>> = {
    mine: counts.data?.mine,
    open: counts.data?.open,
    late: counts.data?.late,
    vacant: counts.data?.vacant,
  }
  const [title, text] = emptyWords[view]
  return (
    <>
      <TopBar
        title={path === 'my-cases' ? 'My cases' : 'Cases'}
        tabs={
          <Tabs
            label="Views"
            current={view}
            tabs={(Object.keys(views) as View[]).map((key) => ({
              key,
              label: views[key].label,
              ...(count[key] ? { count: count[key] } : {}),
              to: path,
              search: { view: key === start ? undefined : key, cause: address.cause },
            }))}
          />
        }
      >
        {(address.cause || view === 'resolved') && (
          <CauseFilter value={address.cause} onPick={(cause) => setAddress({ cause })} />
        )}
        {canMeasure && (
          <Go to="outcomes" className="btn ghost max-phone:hidden">
            How cases end
          </Go>
        )}
      </TopBar>
      <EndChips />
      <Content>
        <PagedList
          label={views[view].label}
          noun="cases"
          query={query}
          empty={
            <Empty
              title={title}
              actions={
                view !== 'open' && (
                  <Button onClick={() => go('cases', { search: { view: 'open' } })}>All open cases</Button>
                )
              }
            >
              {text}
            </Empty>
          }
          onOpen={(id) => go(`cases/${id}`)}
          nameOf={(row) => row.title}
          render={(row) => <CaseLine row={row} />}
        />
      </Content>
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'open'],
          [['?'], 'all keys'],
        ]}
      />
    </>
  )
}

const scoredWords = { any: 'before and after', better: 'better', same: 'the same', worse: 'worse' } as const
const dayForm = /^\d{4}-\d\d-\d\d$/

/** The part of the address that asks how and when cases ended; what makes no sense there is left out. */
function endFilter(address: Record<string, string | undefined>) {
  const { resolvedFrom, resolvedTo, onTime, scored } = address
  return {
    ...(resolvedFrom && dayForm.test(resolvedFrom) && { resolvedFrom }),
    ...(resolvedTo && dayForm.test(resolvedTo) && { resolvedTo }),
    ...((onTime === 'true' || onTime === 'false') && { onTime }),
    ...(scored && scored in scoredWords && { scored: scored as keyof typeof scoredWords }),
  }
}

/** What a number of the figures asked for, each part with a way to take it off. */
function EndChips() {
  const [address, setAddress] = useAddress()
  const { resolvedFrom, resolvedTo, onTime, scored } = endFilter(address)
  if (!resolvedFrom && !resolvedTo && !onTime && !scored && !address.playbook) return null
  const span = [
    resolvedFrom && `from ${dateOn(resolvedFrom, 0)}`,
    resolvedTo && `to ${dateOn(resolvedTo, 0)}`,
  ]
  return (
    <Toolbar>
      {(resolvedFrom || resolvedTo) && (
        <FilterChip
          field="Resolved"
          value={span.filter(Boolean).join(' ')}
          onRemove={() => setAddress({ resolvedFrom: undefined, resolvedTo: undefined })}
        />
      )}
      {onTime && (
        <FilterChip
          field="Steps"
          value={onTime === 'true' ? 'all on time' : 'some late'}
          onRemove={() => setAddress({ onTime: undefined })}
        />
      )}
      {scored && (
        <FilterChip
          field="Score after"
          value={scoredWords[scored]}
          onRemove={() => setAddress({ scored: undefined })}
        />
      )}
      {address.playbook && (
        <FilterChip
          field="Playbook"
          value={address.playbook}
          onRemove={() => setAddress({ playbook: undefined })}
        />
      )}
    </Toolbar>
  )
}

/** Cases of one cause; a cause that is on the list no more still shows its cases. */
function CauseFilter({
  value,
  onPick,
}: {
  value: string | undefined
  onPick(cause: string | undefined): void
}) {
  const causes = useCauses().data?.causes ?? []
  return (
    <Select
      aria-label="Cause"
      className="w-44 flex-none max-phone:w-32"
      value={value ?? ''}
      options={[
        { value: '', label: 'Every cause' },
        ...[...new Set([...causes, ...(value ? [value] : [])])].map((one) => ({ value: one, label: one })),
      ]}
      onChange={(event) => onPick(event.target.value || undefined)}
    />
  )
}

/** Every case of the workspace. */
export default function CasesScreen() {
  return <CaseList path="cases" start="open" />
}
