import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type ForeseenOccasion,
  listProgrammes,
  previewOccasions,
  raiseOccasions,
} from '#collect/programmes/contract.ts'
import { toldTriggers, triggerWords } from '#collect/programmes/rules.ts'
import { channelWords } from '#collect/surveys/channels.ts'
import { listContacts } from '#customers/contacts/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { Checkbox, Field, Select, TextInput } from '#platform/web/form.tsx'
import { dateTime, plural } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { toast } from '#platform/web/toast.tsx'

interface Props {
  /** whom it happened to: these contacts, or those of an account */
  to: { contactIds: readonly string[] } | { accountId: string }
  about?: { aboutFeedbackId: string }
  onClose(): void
}

/** "Ask for feedback after …": tells a programme what happened, once one has seen who is asked, when, and who is not. */
export function AskAfter({ to, about, onClose }: Props) {
  const slug = useSlug()
  const queries = useQueryClient()
  const [chosen, choose] = useState<string>()
  const [what, setWhat] = useState('')
  const [isOpenedByUs, setOpenedByUs] = useState(false)
  const [override, setOverride] = useState('')
  const accountId = 'accountId' in to ? to.accountId : undefined
  const contacts = useQuery({
    queryKey: ['contacts', slug, 'of account', accountId],
    queryFn: () => call(listContacts, { account: accountId!, limit: 100 }),
    enabled: accountId !== undefined,
  })
  const people = 'contactIds' in to ? to.contactIds : (contacts.data?.data.map((one) => one.id) ?? [])
  const programmes = useQuery({
    queryKey: ['programmes', slug, 'told'],
    queryFn: () => call(listProgrammes, { limit: 100 }),
  })
  const told = (programmes.data?.data ?? []).filter((one) => one.isOn && toldTriggers.includes(one.trigger))
  const programme = told.find((one) => one.id === chosen) ?? told[0]
  const key = what.trim()
  const overrideReason = override.trim().length >= 3 ? override.trim() : undefined
  const input = programme && {
    programmeId: programme.id,
    events: people.map((contactId) => ({
      // One thing that happened to several asks each of them once.
      key: people.length > 1 ? `${key || 'it'} ${contactId}` : key || 'it',
      contactId,
      isOpenedByUs: isOpenedByUs && programme.trigger === 'ticket_resolved',
      ...(overrideReason && { overrideReason }),
      ...about,
    })),
  }
  const preview = useQuery({
    queryKey: ['programme-foreseen', slug, input],
    queryFn: () => call(previewOccasions, input!),
    enabled: input !== undefined && people.length > 0,
    placeholderData: (before) => before,
  })
  const foreseen = preview.data?.data ?? []
  const asked = foreseen.filter((one) => one.reason === null)
  const tell = useMutation({
    mutationFn: () => call(raiseOccasions, input!),
    onSuccess: async () => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => /^(programme|reaches|follow-ups|wave)/.test(String(queryKey[0])),
      })
      toast({ message: `${plural(asked.length, 'person is', 'people are')} asked.` })
      onClose()
    },
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title="Ask for feedback after …"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={tell.isPending}
            disabled={key === '' || asked.length === 0 || preview.isFetching}
            onClick={() => tell.mutate()}
          >
            Ask {plural(asked.length, 'person', 'people')}
          </Button>
        </>
      }
    >
      {!programme ? (
        <p className="mt-3">
          {programmes.isPending
            ? 'Looking for programmes.'
            : 'No programme that is on asks after single events. '}
          {!programmes.isPending && (
            <Go to="programmes" className="link">
              Turn one on
            </Go>
          )}
        </p>
      ) : (
        <div className="mt-3 grid gap-3">
          <Field label="What happened" help={triggerWords[programme.trigger].help}>
            <Select
              value={programme.id}
              onChange={(event) => choose(event.target.value)}
              options={told.map((one) => ({
                value: one.id,
                label: `${triggerWords[one.trigger].label} (${one.name})`,
              }))}
            />
          </Field>
          <Field label="Which" help="Such as a ticket or a release. The same one asks nobody twice.">
            <TextInput value={what} maxLength={160} onChange={(event) => setWhat(event.target.value)} />
          </Field>
          {programme.trigger === 'ticket_resolved' && (
            <Checkbox
              label="One of us opened the ticket"
              checked={isOpenedByUs}
              onChange={(event) => setOpenedByUs(event.target.checked)}
            />
          )}
          {(overrideReason || foreseen.some((one) => one.reason === 'asked_recently')) && (
            <Field
              label="Why they are asked within 30 days all the same"
              optional
              help="A service change or a complex issue. It is kept."
            >
              <TextInput
                value={override}
                maxLength={300}
                onChange={(event) => setOverride(event.target.value)}
              />
            </Field>
          )}
          <Foreseen people={foreseen} survey={programme.surveyName} />
          {(tell.error ?? preview.error) && (
            <p className="text-sla-late" role="alert">
              {(tell.error ?? preview.error)?.message}
            </p>
          )}
        </div>
      )}
    </Dialog>
  )
}

function Foreseen({ people, survey }: { people: readonly ForeseenOccasion[]; survey: string }) {
  return (
    <ul aria-label="What will happen" className="max-h-48 overflow-auto">
      {people.map((one) => (
        <li key={one.contactId} className="border-b border-line py-1">
          <span className="med">{one.name ?? 'Unnamed contact'}</span>{' '}
          {one.why
            ? `is not asked: ${one.why}.`
            : `is asked “${survey}” ${channelWords[one.channel].toLowerCase()}, ${dateTime(one.dueAt)} at the earliest.`}
        </li>
      ))}
    </ul>
  )
}
