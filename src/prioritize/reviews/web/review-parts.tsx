import { type FormEvent, type ReactNode, useState } from 'react'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { DateInput, Select, TextInput } from '#platform/web/form.tsx'
import { dateOn } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { type ActionItem, addActionItem, closeActionItem, type Review } from '#prioritize/reviews/contract.ts'
import { kindWords } from '#prioritize/reviews/rules.ts'
import { useRoomChange } from '#prioritize/reviews/web/use-reviews.ts'

/** "9 to 15 Nov": the days a review looks back on. */
export const periodText = ({ periodFrom, periodTo }: Pick<Review, 'periodFrom' | 'periodTo'>) =>
  `${dateOn(periodFrom)} to ${dateOn(periodTo)}`

/** A heading with what stands at its right. */
export function Head({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="row items-baseline">
      <h2 className="sec grow">{title}</h2>
      {children && <span className="muted num xs">{children}</span>}
    </div>
  )
}

/** One action item: a press says that it is done; dropping it asks why. */
export function ActionLine({ item, showKind }: { item: ActionItem; showKind?: boolean }) {
  const canWrite = useCan('requests:write')
  const [isAsking, ask] = useState<'done' | 'dropped'>()
  const [outcome, setOutcome] = useState('')
  const close = useRoomChange(
    (state: 'open' | 'done' | 'dropped') =>
      call(closeActionItem, {
        actionItemId: item.id,
        state,
        ...(outcome.trim() && state !== 'open' && { outcome }),
      }),
    {
      done: () => {
        ask(undefined)
        setOutcome('')
      },
    },
  )
  const isOpen = item.state === 'open'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    close.mutate(isAsking!)
  }
  return (
    <li className="action-item">
      <button
        type="button"
        className="tick-button"
        disabled={!canWrite || close.isPending}
        aria-label={isOpen ? `Done: ${item.text}` : `Open again: ${item.text}`}
        aria-pressed={item.state === 'done'}
        onClick={() => (isOpen ? ask('done') : close.mutate('open'))}
      >
        <span className={`tick${item.state === 'done' ? ' on' : item.isOverdue ? ' late' : ''}`}>
          {item.state === 'done' && <Icon name="check" />}
        </span>
      </button>
      <div className="grow min-w-0">
        <p className={item.state === 'dropped' ? 'line-through text-ink-3' : ''}>{item.text}</p>
        <p className={`help ${item.isOverdue ? '!text-sla-late' : ''}`}>
          {item.owner?.name ?? 'Nobody'}, {item.isOverdue ? 'was due' : 'due'} {dateOn(item.dueOn)}
          {showKind && (
            <>
              {', '}
              <Go to={`reviews/${item.reviewId}`} className="link">
                {kindWords[item.kind].toLowerCase()}
              </Go>
            </>
          )}
          {item.request && (
            <>
              {', '}
              <Go to={`requests/${item.request.id}`} className="link">
                {item.request.title}
              </Go>
            </>
          )}
        </p>
        {item.outcome && (
          <p className="help">
            {item.state === 'dropped' ? 'Dropped: ' : ''}
            {item.outcome}
          </p>
        )}
        {isAsking && (
          <form className="mt-1.5 grid gap-1.5" onSubmit={submit}>
            <TextInput
              autoFocus
              aria-label={isAsking === 'done' ? 'What came of it' : 'Why it is dropped'}
              placeholder={isAsking === 'done' ? 'What came of it, if anything' : 'Why it is dropped'}
              maxLength={1000}
              value={outcome}
              onChange={(event) => setOutcome(event.target.value)}
            />
            <span className="row gap-1.5">
              <Button
                type="submit"
                size="sm"
                kind="primary"
                busy={close.isPending}
                disabled={isAsking === 'dropped' && !outcome.trim()}
              >
                {isAsking === 'done' ? 'Done' : 'Drop'}
              </Button>
              <Button size="sm" onClick={() => ask(isAsking === 'done' ? 'dropped' : 'done')}>
                {isAsking === 'done' ? 'Drop it instead' : 'It is done'}
              </Button>
              <Button size="sm" kind="ghost" onClick={() => ask(undefined)}>
                Close
              </Button>
            </span>
          </form>
        )}
      </div>
    </li>
  )
}

/** Who does what by when, on one line each. */
export function AddAction({ reviewId, requestId }: { reviewId: string; requestId?: string | undefined }) {
  const { members, member } = useSession()
  const [text, setText] = useState('')
  const [ownerId, setOwner] = useState(member.id)
  const [dueOn, setDue] = useState('')
  const add = useRoomChange(
    () => call(addActionItem, { reviewId, text, ownerId, dueOn, ...(requestId && { requestId }) }),
    { done: () => setText('') },
  )
  const wrong = fieldErrors(add.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <form className="mt-2 grid gap-1.5" onSubmit={submit} aria-label="Add an action item">
      <TextInput
        required
        aria-label="What is to be done"
        placeholder="What is to be done"
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex flex-wrap gap-1.5">
        <Select
          aria-label="Who does it"
          className="grow basis-28 min-w-0"
          value={ownerId}
          onChange={(event) => setOwner(event.target.value)}
          options={members.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <DateInput
          required
          aria-label="By when"
          className="grow basis-28 min-w-0"
          value={dueOn}
          onChange={(event) => setDue(event.target.value)}
        />
        <Button type="submit" busy={add.isPending} disabled={!text.trim() || !dueOn}>
          Agree
        </Button>
      </div>
      {wrong.dueOn && <p className="help !text-sla-late">{wrong.dueOn}</p>}
    </form>
  )
}
