import { useState } from 'react'
import { createSession, listSessions, type SessionRow } from '#collect/sessions/contract.ts'
import { kinds, kindWords, type SessionKind } from '#collect/sessions/rules.ts'
import { useSessionChange } from '#collect/sessions/web/use-sessions.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Select, TextArea, TextInput } from '#platform/web/form.tsx'
import { dateTime, plural } from '#platform/web/format.ts'
import { useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Content, HintBar, TopBar } from '#platform/web/page.tsx'
import { PagedList } from '#platform/web/paged-list.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** Interviews, focus groups and user tests, the newest first. */
export default function SessionsScreen() {
  const go = useGo()
  const canWrite = useCan('feedback:write')
  const [isPlanning, setPlanning] = useState(false)
  const query = usePages(['sessions'], (from, options) => call(listSessions, { limit: 50, ...from }, options))
  useKeys(
    canWrite ? { n: { run: () => setPlanning(true), label: 'Plan a session', group: 'Sessions' } } : {},
    { enabled: !isPlanning },
  )
  return (
    <>
      <TopBar title="Sessions">
        {canWrite && (
          <Button kind="primary" icon="plus" keys="n" onClick={() => setPlanning(true)}>
            Plan
          </Button>
        )}
      </TopBar>
      <Content>
        <PagedList
          label="Sessions"
          noun="sessions"
          query={query}
          empty={
            <Empty title="No session yet">
              Plan an interview, a focus group or a user test. What is said there becomes feedback.
            </Empty>
          }
          onOpen={(id) => go(`sessions/${id}`)}
          nameOf={(row) => row.title}
          render={(row) => <Line row={row} />}
        />
      </Content>
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'open'],
          [['n'], 'plan'],
          [['?'], 'all keys'],
        ]}
      />
      {isPlanning && <PlanSession onClose={() => setPlanning(false)} />}
    </>
  )
}

function Line({ row }: { row: SessionRow }) {
  const at = row.heldAt ?? row.plannedAt
  return (
    <>
      <span className="lead" title={row.lead ? `Led by ${row.lead.name}` : 'Nobody leads it'}>
        <Avatar name={row.lead?.name} />
      </span>
      <div className="grow min-w-0">
        <div className="l1">
          <span className="t med cut">{row.title}</span>
        </div>
        <div className="l2">
          <span className="cut">
            {[
              kindWords[row.kind],
              plural(row.participantCount, 'participant'),
              `${row.consentCount} agreed`,
              row.highlightCount > 0 && plural(row.highlightCount, 'highlight'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </div>
      </div>
      <div className="end">
        <span className="muted num xs nowrap">{at && dateTime(at)}</span>
        <span className="tag">{row.state}</span>
      </div>
    </>
  )
}

function PlanSession({ onClose }: { onClose(): void }) {
  const go = useGo()
  const [kind, setKind] = useState<SessionKind>('interview')
  const [title, setTitle] = useState('')
  const [at, setAt] = useState('')
  const [guide, setGuide] = useState('')
  const plan = useSessionChange(
    () =>
      call(createSession, {
        kind,
        title,
        plannedAt: at ? new Date(at).toISOString() : null,
        guide: guide.split('\n').flatMap((line) => line.trim() || []),
      }),
    { failed: 'The session was not planned', done: (session) => go(`sessions/${session.id}`) },
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Plan a session"
      footer={
        <Button
          kind="primary"
          disabled={!title.trim()}
          busy={plan.isPending}
          onClick={() => plan.mutate(undefined)}
        >
          Plan
        </Button>
      }
    >
      <div className="grid gap-3.5">
        <Field label="Title">
          <TextInput maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        <Field label="Kind">
          <Select
            value={kind}
            onChange={(event) => setKind(event.target.value as SessionKind)}
            options={kinds.map((one) => ({ value: one, label: kindWords[one] }))}
          />
        </Field>
        <Field label="When" optional>
          <TextInput type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />
        </Field>
        <Field label="Guide" optional help="One question a line.">
          <TextArea rows={6} value={guide} onChange={(event) => setGuide(event.target.value)} />
        </Field>
      </div>
    </SidePanel>
  )
}
