import { useState } from 'react'
import { addHighlights, type CheckIn, changeCheckIn, skipCheckIn } from '#collect/check-ins/contract.ts'
import { howWords, moodWords } from '#collect/check-ins/rules.ts'
import { Promises, whenWords } from '#collect/check-ins/web/check-in-line.tsx'
import { useCheckIn, useCheckInChange, usePromises } from '#collect/check-ins/web/use-check-ins.ts'
import {
  type DraftHighlight,
  HighlightFields,
  sentHighlights,
} from '#collect/highlights/web/highlight-fields.tsx'
import { HighlightList } from '#collect/highlights/web/highlight-list.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { Field, Select, TextArea, TextInput } from '#platform/web/form.tsx'
import { asField, dateOn, dateTime } from '#platform/web/format.ts'
import { Go, useGo, useParam } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** One check-in: what to prepare, or what was said. */
export default function CheckInScreen() {
  const go = useGo()
  const checkInId = useParam('checkInId')
  const canWrite = useCan('feedback:write')
  const [isSkipping, setSkipping] = useState(false)
  const { data, error, refetch } = useCheckIn(checkInId)
  if (error)
    return <Failed error={error} title="The check-in could not be read" onRetry={() => void refetch()} />
  if (!data) return <LoadingRows label="Loading the check-in" />
  return (
    <>
      <TopBar
        title={data.account.name}
        crumbs={[{ label: 'Check-ins', to: 'check-ins' }]}
        note={data.state === 'due' ? `check-in due by ${dateOn(data.dueOn!)}` : `check-in ${whenWords(data)}`}
      >
        {canWrite && data.state !== 'held' && (
          <>
            {data.state === 'due' && (
              <Button className="max-phone:hidden" onClick={() => setSkipping(true)}>
                Skip
              </Button>
            )}
            <Button
              kind="primary"
              onClick={() => go('check-ins/note', { search: { account: data.account.id } })}
            >
              Note down
            </Button>
          </>
        )}
      </TopBar>
      <Content padded>
        <div className="grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_20rem]">
          {data.state === 'held' ? (
            <Held checkIn={data} canWrite={canWrite} />
          ) : (
            <Ahead key={data.id} checkIn={data} canWrite={canWrite && data.state === 'due'} />
          )}
          <Facts checkIn={data} />
        </div>
      </Content>
      {isSkipping && <Skip checkInId={data.id} onClose={() => setSkipping(false)} />}
    </>
  )
}

function Ahead({ checkIn, canWrite }: { checkIn: CheckIn; canWrite: boolean }) {
  const { members } = useSession()
  const [agenda, setAgenda] = useState(checkIn.agenda)
  const [at, setAt] = useState(asField(checkIn.plannedAt))
  const [holder, setHolder] = useState(checkIn.holder?.id ?? '')
  const save = useCheckInChange(
    () =>
      call(changeCheckIn, {
        checkInId: checkIn.id,
        agenda,
        plannedAt: at ? new Date(at).toISOString() : null,
        ...(holder && holder !== checkIn.holder?.id && { holderId: holder }),
      }),
    { failed: 'Nothing was saved', done: () => toast({ message: 'The check-in is prepared.' }) },
  )
  return (
    <section aria-label="Preparation" className="grid content-start gap-4">
      <Field label="Agenda">
        <TextArea
          rows={6}
          maxLength={5000}
          disabled={!canWrite}
          value={agenda}
          onChange={(event) => setAgenda(event.target.value)}
        />
      </Field>
      {canWrite && (
        <>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rail:grid-cols-2">
            <Field label="Agreed for" optional>
              <TextInput type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />
            </Field>
            <Field label="Held by">
              <Select
                value={holder}
                onChange={(event) => setHolder(event.target.value)}
                options={[
                  ...(checkIn.holder ? [] : [{ value: '', label: 'Nobody' }]),
                  ...members.map((one) => ({ value: one.id, label: one.name })),
                ]}
              />
            </Field>
          </div>
          <div>
            <Button busy={save.isPending} onClick={() => save.mutate(undefined)}>
              Save
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

function Held({ checkIn, canWrite }: { checkIn: CheckIn; canWrite: boolean }) {
  const [more, setMore] = useState<DraftHighlight[]>([])
  const add = useCheckInChange(
    () => call(addHighlights, { checkInId: checkIn.id, highlights: sentHighlights(more) }),
    { failed: 'The highlights were not added', done: () => setMore([]) },
  )
  return (
    <section aria-label="What was said" className="grid content-start gap-5">
      {checkIn.agenda && (
        <div>
          <h2 className="sec">Agenda</h2>
          <p className="mt-1 whitespace-pre-wrap">{checkIn.agenda}</p>
        </div>
      )}
      <div>
        <h2 className="sec">Notes</h2>
        <p className="mt-1 whitespace-pre-wrap">{checkIn.notes || 'Nothing was written down.'}</p>
      </div>
      {checkIn.highlights.length > 0 && (
        <div>
          <h2 className="sec">Highlights</h2>
          <HighlightList list={checkIn.highlights} />
        </div>
      )}
      {canWrite && (
        <div className="grid gap-3">
          <HighlightFields list={more} people={checkIn.contacts} onChange={setMore} />
          {sentHighlights(more).length > 0 && (
            <div>
              <Button kind="primary" busy={add.isPending} onClick={() => add.mutate(undefined)}>
                Add to the inbox
              </Button>
            </div>
          )}
        </div>
      )}
    </section>
  )
}

function Facts({ checkIn }: { checkIn: CheckIn }) {
  const facts: [string, string | null | undefined][] = [
    ['Held by', checkIn.holder?.name],
    ['In place of', checkIn.standsInFor?.name],
    ['Period', checkIn.opensOn && `${dateOn(checkIn.opensOn)} to ${dateOn(checkIn.dueOn!)}`],
    ['How', checkIn.how && howWords[checkIn.how]],
    ['Mood', checkIn.mood && moodWords[checkIn.mood]],
    ['Skipped', checkIn.reason],
    ['With', [...checkIn.contacts, ...checkIn.members].map((one) => one.name).join(', ')],
  ]
  return (
    <aside className="grid content-start gap-5" aria-label="Facts">
      <dl className="kv">
        <dt>Account</dt>
        <dd>
          <Go to={`accounts/${checkIn.account.id}`} className="link">
            {checkIn.account.name}
          </Go>
        </dd>
        {facts.map(
          ([name, value]) => value && [<dt key={`${name}t`}>{name}</dt>, <dd key={`${name}d`}>{value}</dd>],
        )}
      </dl>
      {checkIn.state === 'due' && <OpenPromises accountId={checkIn.account.id} />}
      {checkIn.promises.length > 0 && (
        <section>
          <h2 className="sec">Promised</h2>
          <Promises list={checkIn.promises} />
        </section>
      )}
      {checkIn.before && (
        <section>
          <h2 className="sec">
            <Go to={`check-ins/${checkIn.before.id}`}>Before, {dateTime(checkIn.before.heldAt)}</Go>
          </h2>
          <p className="mt-1 whitespace-pre-wrap">{checkIn.before.notes || 'Nothing was written down.'}</p>
        </section>
      )}
    </aside>
  )
}

/** What was promised to the account before and is not kept. */
function OpenPromises({ accountId }: { accountId: string }) {
  const { data } = usePromises({ account: accountId })
  if (!data || data.data.length === 0) return null
  return (
    <section>
      <h2 className="sec">Promised before</h2>
      <Promises list={data.data} />
    </section>
  )
}

function Skip({ checkInId, onClose }: { checkInId: string; onClose(): void }) {
  const [reason, setReason] = useState('')
  const skip = useCheckInChange(() => call(skipCheckIn, { checkInId, reason }), {
    failed: 'It was not skipped',
    done: onClose,
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title="Skip this check-in"
      footer={
        <Button
          kind="primary"
          disabled={!reason.trim()}
          busy={skip.isPending}
          onClick={() => skip.mutate(undefined)}
        >
          Skip
        </Button>
      }
    >
      <Field label="Why" help="The next one comes as planned.">
        <TextInput
          autoFocus
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </Dialog>
  )
}
