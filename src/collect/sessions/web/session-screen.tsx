import { useState } from 'react'
import {
  type DraftHighlight,
  HighlightFields,
  noHighlight,
  sentHighlights,
} from '#collect/highlights/web/highlight-fields.tsx'
import { HighlightList } from '#collect/highlights/web/highlight-list.tsx'
import { addSessionHighlights, changeSession, type Session } from '#collect/sessions/contract.ts'
import { kindWords } from '#collect/sessions/rules.ts'
import { Participants } from '#collect/sessions/web/participants.tsx'
import { useResearchSession, useSessionChange } from '#collect/sessions/web/use-sessions.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextArea } from '#platform/web/form.tsx'
import { dateTime } from '#platform/web/format.ts'
import { useParam } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** One session: who takes part and what they agreed to, the guide, notes, and what was said. */
export default function SessionScreen() {
  const sessionId = useParam('sessionId')
  const canWrite = useCan('feedback:write')
  const { data, error, refetch } = useResearchSession(sessionId)
  const move = useSessionChange((state: Session['state']) => call(changeSession, { sessionId, state }), {
    failed: 'Nothing was changed',
  })
  if (error)
    return <Failed error={error} title="The session could not be read" onRetry={() => void refetch()} />
  if (!data) return <LoadingRows label="Loading the session" />
  const at = data.heldAt ?? data.plannedAt
  return (
    <>
      <TopBar
        title={data.title}
        crumbs={[{ label: 'Sessions', to: 'sessions' }]}
        note={[kindWords[data.kind].toLowerCase(), data.state, at && dateTime(at)].filter(Boolean).join(', ')}
      >
        {canWrite && data.state === 'cancelled' && (
          <Button busy={move.isPending} onClick={() => move.mutate('planned')}>
            Plan again
          </Button>
        )}
        {canWrite && data.state === 'planned' && (
          <>
            <Button disabled={move.isPending} onClick={() => move.mutate('cancelled')}>
              Call off
            </Button>
            <Button kind="primary" busy={move.isPending} onClick={() => move.mutate('held')}>
              It was held
            </Button>
          </>
        )}
      </TopBar>
      <Content padded>
        <div className="grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="grid content-start gap-6">
            <Writing key={data.id} session={data} canWrite={canWrite} />
            <Said session={data} canWrite={canWrite} />
          </div>
          <Participants session={data} canWrite={canWrite} />
        </div>
      </Content>
    </>
  )
}

function Writing({ session, canWrite }: { session: Session; canWrite: boolean }) {
  const [guide, setGuide] = useState(session.guide.join('\n'))
  const [notes, setNotes] = useState(session.notes)
  const save = useSessionChange(
    () =>
      call(changeSession, {
        sessionId: session.id,
        notes,
        guide: guide.split('\n').flatMap((line) => line.trim() || []),
      }),
    { failed: 'Nothing was saved', done: () => toast({ message: 'The session was saved.' }) },
  )
  return (
    <section aria-label="Guide and notes" className="grid gap-4">
      <Field label="Guide" help="One question a line.">
        <TextArea
          rows={5}
          value={guide}
          disabled={!canWrite}
          onChange={(event) => setGuide(event.target.value)}
        />
      </Field>
      <Field label="Notes">
        <TextArea
          rows={8}
          maxLength={50_000}
          value={notes}
          disabled={!canWrite}
          onChange={(event) => setNotes(event.target.value)}
        />
      </Field>
      {canWrite && (
        <div>
          <Button busy={save.isPending} onClick={() => save.mutate(undefined)}>
            Save
          </Button>
        </div>
      )}
    </section>
  )
}

function Said({ session, canWrite }: { session: Session; canWrite: boolean }) {
  const [list, setList] = useState<DraftHighlight[]>([noHighlight])
  const add = useSessionChange(
    () => call(addSessionHighlights, { sessionId: session.id, highlights: sentHighlights(list) }),
    { failed: 'The highlights were not added', done: () => setList([noHighlight]) },
  )
  // Only who agreed is quoted by name.
  const people = session.participants.flatMap((one) => (one.consent === 'given' ? [one.contact] : []))
  return (
    <section aria-label="What was said" className="grid gap-3">
      {session.highlights.length > 0 && (
        <>
          <h2 className="sec">Said</h2>
          <HighlightList list={session.highlights} />
        </>
      )}
      {canWrite && session.state === 'held' && (
        <>
          <HighlightFields list={list} people={people} onChange={setList} />
          <div>
            <Button
              kind="primary"
              disabled={sentHighlights(list).length === 0}
              busy={add.isPending}
              onClick={() => add.mutate(undefined)}
            >
              Add to the inbox
            </Button>
          </div>
        </>
      )}
      {session.state !== 'held' && <p className="help">Highlights are noted once the session was held.</p>}
    </section>
  )
}
