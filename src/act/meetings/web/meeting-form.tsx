import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { type Meeting, moveMeeting, planMeeting, proposeMeeting } from '#act/meetings/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, Select, TextInput } from '#platform/web/form.tsx'
import { dateTime } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useSession } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

interface Props {
  caseId: string
  stepId: string
  /** the one to move; a new one is planned otherwise */
  meeting: Meeting | undefined
  onClose(): void
}

interface Wanted {
  on: string
  at: string
  minutes: string
  place: string
  members: readonly string[]
  invitesContact: boolean
}

const lengths = ['15', '30', '45', '60', '90', '120'].map((value) => ({ value, label: `${value} minutes` }))

/** Plans or moves a meeting: when, how long, where, and who comes. */
export function MeetingForm({ caseId, stepId, meeting, onClose }: Props) {
  const slug = useSlug()
  const queries = useQueryClient()
  const { members } = useSession()
  const proposal = useQuery({
    queryKey: ['meeting-proposal', slug, stepId],
    queryFn: () => call(proposeMeeting, { caseId, stepId }),
    gcTime: 0,
  })
  const [wanted, setWanted] = useState<Wanted>()
  const data = proposal.data
  useEffect(() => {
    if (!data) return
    const [on, at] = (meeting ?? data).localStart.split('T')
    const minutes = meeting
      ? Math.round((Date.parse(meeting.endsAt) - Date.parse(meeting.startsAt)) / 60_000)
      : data.minutes
    setWanted({
      on: on!,
      at: at!,
      minutes: String(minutes),
      place: meeting?.place ?? '',
      members: data.members,
      invitesContact: data.kind === 'customer' && data.contact?.address != null,
    })
  }, [data, meeting])
  const save = useMutation({
    mutationFn: (given: Wanted) => {
      const when = {
        startsAt: `${given.on}T${given.at}`,
        minutes: Number(given.minutes),
        place: given.place,
      }
      return meeting
        ? call(moveMeeting, { meetingId: meeting.id, ...when })
        : call(planMeeting, {
            caseId,
            stepId,
            ...when,
            memberIds: [...given.members],
            invitesContact: given.invitesContact,
          })
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['meetings', slug] })
      toast({ message: meeting ? 'Moved. Everybody is asked again.' : 'Planned. The invitations go out.' })
      onClose()
    },
  })
  if (proposal.error)
    return (
      <Failed
        error={proposal.error}
        title="No time could be proposed"
        onRetry={() => void proposal.refetch()}
      />
    )
  if (!data || !wanted) return <LoadingBlock height={220} label="Looking for a time" />
  const put = (change: Partial<Wanted>) => setWanted({ ...wanted, ...change })
  const wrong = fieldErrors(save.error)
  const place = data.zone.split('/').at(-1)!.replaceAll('_', ' ')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(wanted)
  }
  return (
    <form
      className="mt-2.5 grid gap-3"
      aria-label={meeting ? 'Move the meeting' : 'Plan a meeting'}
      onSubmit={submit}
    >
      <div className="grid grid-cols-[1fr_6.5rem] gap-2">
        <Field label="Date" error={wrong.startsAt}>
          <TextInput
            required
            type="date"
            value={wanted.on}
            onChange={(event) => put({ on: event.target.value })}
          />
        </Field>
        <Field label="Time">
          <TextInput
            required
            type="time"
            value={wanted.at}
            onChange={(event) => put({ at: event.target.value })}
          />
        </Field>
      </div>
      <p className="help">
        {place} time.{data.hours && ` Working hours that day: ${data.hours}.`}
        {data.latestAt && ` The step is due ${dateTime(data.latestAt)}.`}
      </p>
      <Field label="Length" error={wrong.minutes}>
        <Select
          options={
            lengths.some((one) => one.value === wanted.minutes)
              ? lengths
              : [{ value: wanted.minutes, label: `${wanted.minutes} minutes` }, ...lengths]
          }
          value={wanted.minutes}
          onChange={(event) => put({ minutes: event.target.value })}
        />
      </Field>
      <Field label="Place or link" optional error={wrong.place}>
        <TextInput
          value={wanted.place}
          maxLength={500}
          placeholder="https://meet.example.com/…"
          onChange={(event) => put({ place: event.target.value })}
        />
      </Field>
      {!meeting && (
        <fieldset>
          <legend className="med">Who is invited</legend>
          <div className="mt-1 grid max-h-52 gap-1 overflow-y-auto">
            {data.kind === 'customer' && data.contact && (
              <Checkbox
                label={data.contact.name}
                help={data.contact.address ?? 'No mail address: cannot be invited.'}
                disabled={data.contact.address === null}
                checked={wanted.invitesContact}
                onChange={(event) => put({ invitesContact: event.target.checked })}
              />
            )}
            {members.map((one) => (
              <Checkbox
                key={one.id}
                label={one.name}
                checked={wanted.members.includes(one.id)}
                onChange={(event) =>
                  put({
                    members: event.target.checked
                      ? [...wanted.members, one.id]
                      : wanted.members.filter((id) => id !== one.id),
                  })
                }
              />
            ))}
          </div>
        </fieldset>
      )}
      {!data.readsAnswers && (
        <p className="help">Answers go to your own calendar: no mailbox is set for this workspace.</p>
      )}
      {save.error && !wrong.startsAt && (
        <p className="text-sla-late" role="alert">
          {save.error.message}
        </p>
      )}
      <div className="row">
        <Button type="submit" kind="primary" busy={save.isPending}>
          {meeting ? 'Move it' : 'Send invitations'}
        </Button>
        <Button kind="ghost" onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  )
}
