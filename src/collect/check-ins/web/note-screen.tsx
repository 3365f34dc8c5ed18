import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { holdCheckIn } from '#collect/check-ins/contract.ts'
import { hows, howWords, moods, moodWords } from '#collect/check-ins/rules.ts'
import { Promises } from '#collect/check-ins/web/check-in-line.tsx'
import { PromiseFields } from '#collect/check-ins/web/promise-fields.tsx'
import {
  useAccountCheckIns,
  useCheckIn,
  useCheckInChange,
  usePromises,
} from '#collect/check-ins/web/use-check-ins.ts'
import {
  type DraftHighlight,
  HighlightFields,
  noHighlight,
  sentHighlights,
} from '#collect/highlights/web/highlight-fields.tsx'
import { useAccount } from '#customers/accounts/web/use-accounts.ts'
import { listContacts } from '#customers/contacts/contract.ts'
import { contactLabel } from '#customers/contacts/rules.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, Segments, TextArea, TextInput } from '#platform/web/form.tsx'
import { dateTime } from '#platform/web/format.ts'
import { useAddress, useGo, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useSession } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

interface Draft {
  how: (typeof hows)[number]
  heldAt: string
  notes: string
  mood: (typeof moods)[number] | 'none'
  contactIds: string[]
  memberIds: string[]
  promises: { words: string; dueOn: string }[]
  highlights: DraftHighlight[]
}

const key = (accountId: string) => `hearback check-in ${accountId}`

/** What was typed before on this device, so that a call or a dead battery loses nothing. */
function typedBefore(accountId: string, fresh: Draft): Draft {
  try {
    return { ...fresh, ...JSON.parse(localStorage.getItem(key(accountId)) ?? '{}') }
  } catch {
    return fresh
  }
}

/** Notes down a talk with an account. */
export default function NoteScreen() {
  const [address] = useAddress()
  const accountId = address.account ?? ''
  if (!accountId)
    return (
      <>
        <TopBar title="Note down a check-in" crumbs={[{ label: 'Check-ins', to: 'check-ins' }]} />
        <Empty title="No account is chosen" tall>
          Open an account and choose “Note down” there.
        </Empty>
      </>
    )
  return <Note key={accountId} accountId={accountId} />
}

function Note({ accountId }: { accountId: string }) {
  const slug = useSlug()
  const account = useAccount(accountId)
  const contacts = useQuery({
    queryKey: ['contacts', slug, 'of', accountId],
    queryFn: () => call(listContacts, { account: accountId, limit: 100 }),
  })
  if (account.error)
    return (
      <Failed
        error={account.error}
        title="The account could not be read"
        onRetry={() => void account.refetch()}
      />
    )
  if (!account.data || !contacts.data) return <LoadingRows label="Loading the account" />
  const people = contacts.data.data.map((one) => ({ id: one.id, name: contactLabel(one) }))
  return <NoteForm accountId={account.data.id} name={account.data.name} people={people} />
}

function NoteForm({
  accountId,
  name,
  people,
}: {
  accountId: string
  name: string
  people: readonly { id: string; name: string }[]
}) {
  const go = useGo()
  const { member, members } = useSession()
  const { list } = useAccountCheckIns(accountId)
  const due = list.data?.data.find((one) => one.state === 'due')
  const [draft, setDraft] = useState<Draft>(() =>
    typedBefore(accountId, {
      how: 'call',
      heldAt: '',
      notes: '',
      mood: 'none',
      contactIds: [],
      memberIds: [member.id],
      promises: [],
      highlights: [noHighlight],
    }),
  )
  useEffect(() => {
    try {
      localStorage.setItem(key(accountId), JSON.stringify(draft))
    } catch {
      // A full or forbidden store only means that the draft lives as long as the page.
    }
  }, [accountId, draft])
  const set = (more: Partial<Draft>) => setDraft((now) => ({ ...now, ...more }))
  const save = useCheckInChange(
    () =>
      call(holdCheckIn, {
        accountId,
        how: draft.how,
        notes: draft.notes,
        mood: draft.mood === 'none' ? null : draft.mood,
        ...(draft.heldAt && { heldAt: new Date(draft.heldAt).toISOString() }),
        contactIds: draft.contactIds,
        memberIds: draft.memberIds,
        promises: draft.promises.filter((one) => one.words.trim() && one.dueOn),
        highlights: sentHighlights(draft.highlights),
      }),
    {
      failed: 'Not noted down; your words are still here',
      done: (checkIn) => {
        localStorage.removeItem(key(accountId))
        toast({ message: `The check-in with ${name} is noted down.` })
        go(`check-ins/${checkIn.id}`, { replace: true })
      },
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined)
  }
  const tick = (field: 'contactIds' | 'memberIds', id: string) =>
    set({
      [field]: draft[field].includes(id) ? draft[field].filter((one) => one !== id) : [...draft[field], id],
    })
  const quoted = people.filter((one) => draft.contactIds.includes(one.id))
  return (
    <>
      <TopBar title={name} crumbs={[{ label: 'Check-ins', to: 'check-ins' }]} note="note down a check-in" />
      <Content padded>
        <div className="grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,1fr)_20rem]">
          <form onSubmit={submit} className="grid gap-4" aria-label="Check-in">
            <div className="row flex-wrap gap-3">
              <Segments
                label="How"
                value={draft.how}
                onChange={(how) => set({ how })}
                options={hows.map((one) => ({ value: one, label: howWords[one] }))}
              />
              <Segments
                label="Mood"
                value={draft.mood}
                onChange={(mood) => set({ mood })}
                options={[
                  { value: 'none' as const, label: 'No mood' },
                  ...moods.map((one) => ({ value: one, label: moodWords[one] })),
                ]}
              />
            </div>
            <Field label="Notes" help="What you talked about. For us alone.">
              <TextArea
                rows={6}
                maxLength={20_000}
                value={draft.notes}
                onChange={(event) => set({ notes: event.target.value })}
              />
            </Field>
            <fieldset>
              <legend className="med mb-1">Who was there</legend>
              <div className="grid gap-x-4 rail:grid-cols-2">
                {people.map((one) => (
                  <Checkbox
                    key={one.id}
                    label={one.name}
                    checked={draft.contactIds.includes(one.id)}
                    onChange={() => tick('contactIds', one.id)}
                  />
                ))}
                {members
                  .filter(
                    (one) => one.id === member.id || draft.memberIds.includes(one.id) || members.length <= 12,
                  )
                  .map((one) => (
                    <Checkbox
                      key={one.id}
                      label={`${one.name} (us)`}
                      checked={draft.memberIds.includes(one.id)}
                      onChange={() => tick('memberIds', one.id)}
                    />
                  ))}
              </div>
              {people.length === 0 && <p className="help">Nobody is known at this account yet.</p>}
            </fieldset>
            <HighlightFields
              list={draft.highlights}
              people={quoted.length > 0 ? quoted : people}
              onChange={(highlights) => set({ highlights })}
            />
            <PromiseFields list={draft.promises} onChange={(promises) => set({ promises })} />
            <Field label="When" optional help="Now when left empty.">
              <TextInput
                type="datetime-local"
                value={draft.heldAt}
                onChange={(event) => set({ heldAt: event.target.value })}
              />
            </Field>
            <div>
              <Button type="submit" kind="primary" busy={save.isPending}>
                Note down
              </Button>
            </div>
          </form>
          <Before accountId={accountId} {...(due && { dueId: due.id })} />
        </div>
      </Content>
    </>
  )
}

/** What to read before the talk: the agenda, the last notes, and what is promised. */
function Before({ accountId, dueId }: { accountId: string; dueId?: string }) {
  const promises = usePromises({ account: accountId })
  const open = promises.data?.data ?? []
  return (
    <aside className="grid content-start gap-5">
      {dueId && <Prepared checkInId={dueId} />}
      {open.length > 0 && (
        <section>
          <h2 className="sec">Promised before</h2>
          <Promises list={open} />
        </section>
      )}
    </aside>
  )
}

function Prepared({ checkInId }: { checkInId: string }) {
  const { data } = useCheckIn(checkInId)
  if (!data || (!data.agenda && !data.before)) return null
  return (
    <>
      {data.agenda && (
        <section>
          <h2 className="sec">Agenda</h2>
          <p className="mt-1 whitespace-pre-wrap">{data.agenda}</p>
        </section>
      )}
      {data.before && (
        <section>
          <h2 className="sec">Last time, {dateTime(data.before.heldAt)}</h2>
          <p className="mt-1 whitespace-pre-wrap">{data.before.notes || 'Nothing was written down.'}</p>
        </section>
      )}
    </>
  )
}
