import { useState } from 'react'
import type { ActionRow } from '#act/corrective-actions/contract.ts'
import { type ActionKind, kinds } from '#act/corrective-actions/rules.ts'
import { LogAction } from '#act/corrective-actions/web/action-form.tsx'
import { costOf, kindWords, nextWord, stateWord } from '#act/corrective-actions/web/action-words.ts'
import { useActionCounts, useActions } from '#act/corrective-actions/web/use-actions.ts'
import { Button } from '#platform/web/button.tsx'
import { Select } from '#platform/web/form.tsx'
import { useAddress, useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Content, HintBar, TopBar } from '#platform/web/page.tsx'
import { PagedList } from '#platform/web/paged-list.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

const views = {
  open: { label: 'Open', filter: {} },
  mine: { label: 'Mine', filter: { owner: 'me' } },
  overdue: { label: 'Overdue', filter: { overdue: 'true' } },
  check: { label: 'To check', filter: { state: 'done', toCheck: 'true' } },
  done: { label: 'Done', filter: { state: 'done' } },
  effective: { label: 'Effective', filter: { state: 'effective' } },
  all: { label: 'All', filter: { state: 'all' } },
} as const
type View = keyof typeof views

const emptyWords: Record<View, [string, string]> = {
  open: ['No action is open', 'Log what keeps a finding from coming back: on a case, on a theme, or here.'],
  mine: ['No open action is yours', 'Actions that you own stand here by their due date.'],
  overdue: ['Nothing is overdue', 'Every open action is within its time.'],
  check: [
    'Nothing waits for a check',
    'Done actions stand here when a person has to say whether they helped.',
  ],
  done: [
    'No action waits for its check',
    'What is done is checked eight weeks later, unless another day was chosen.',
  ],
  effective: ['Nothing was found effective yet', 'Actions stand here once it was seen that they helped.'],
  all: [
    'No action was logged yet',
    'Log what keeps a finding from coming back: on a case, on a theme, or here.',
  ],
}

/** The log of corrective actions, what is due first at the top. */
export default function ActionsScreen() {
  const [address, setAddress] = useAddress()
  const go = useGo()
  const canWrite = useCan('cases:write')
  const view = (address.view && address.view in views ? address.view : 'open') as View
  const kind = kinds.find((one) => one === address.kind)
  const counts = useActionCounts()
  const query = useActions({ ...views[view].filter, ...(kind && { kind }) })
  const [isLogging, setLogging] = useState(false)
  useKeys(
    canWrite
      ? { n: { run: () => setLogging(true), label: 'Log an action', group: 'Corrective actions' } }
      : {},
    { enabled: !isLogging },
  )
  const count: Partial<Record<View, number | undefined>> = {
    open: counts.data?.open,
    mine: counts.data?.mine,
    overdue: counts.data?.overdue,
    check: counts.data?.toCheck,
  }
  const [title, text] = emptyWords[view]
  return (
    <>
      <TopBar
        title="Corrective actions"
        tabs={
          <Tabs
            label="Views"
            current={view}
            tabs={(Object.keys(views) as View[]).map((key) => ({
              key,
              label: views[key].label,
              ...(count[key] ? { count: count[key] } : {}),
              to: 'actions',
              search: { view: key === 'open' ? undefined : key, kind },
            }))}
          />
        }
      >
        <Select
          aria-label="Kind"
          className="w-36 flex-none max-phone:hidden"
          value={kind ?? ''}
          onChange={(event) => setAddress({ kind: event.target.value || undefined })}
          options={[
            { value: '', label: 'Every kind' },
            ...kinds.map((one: ActionKind) => ({ value: one, label: kindWords[one] })),
          ]}
        />
        {canWrite && (
          <Button kind="primary" icon="plus" keys="n" onClick={() => setLogging(true)}>
            Log
          </Button>
        )}
      </TopBar>
      <Content>
        <PagedList
          label={views[view].label}
          noun="corrective actions"
          query={query}
          empty={<Empty title={title}>{text}</Empty>}
          onOpen={(id) => go(`actions/${id}`)}
          nameOf={(row) => row.finding}
          render={(row) => <ActionLine row={row} />}
        />
      </Content>
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'open'],
          [['n'], 'log'],
          [['?'], 'all keys'],
        ]}
      />
      {isLogging && (
        <LogAction onClose={() => setLogging(false)} onLogged={({ id }) => go(`actions/${id}`)} />
      )}
    </>
  )
}

/** One action in a list: what was found, of which kind, who owns it, how it stands and by when. */
function ActionLine({ row }: { row: ActionRow }) {
  const about = [
    `CAPA ${row.number}`,
    kindWords[row.kind],
    row.owner?.name ?? 'nobody owns it',
    row.theme?.name,
    row.case?.title,
    costOf(row),
  ]
  return (
    <>
      <span className="lead" title={row.owner ? `Owner: ${row.owner.name}` : 'No owner'}>
        <Avatar name={row.owner?.name} />
      </span>
      <div className="grow min-w-0">
        <div className="l1">
          <span className="t med cut">{row.finding}</span>
        </div>
        <div className="l2">
          <span className="cut">{about.filter(Boolean).join(' · ')}</span>
        </div>
      </div>
      <div className="end">
        <span className={`num xs nowrap ${row.isOverdue ? 'text-sla-late font-medium' : 'muted'}`}>
          {nextWord(row)}
        </span>
        <span className="tag">{stateWord(row)}</span>
      </div>
    </>
  )
}
