import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Case, CaseStep } from '#act/cases/contract.ts'
import { cancelMeeting, type InviteeAnswer, type Meeting, moveMeeting } from '#act/meetings/contract.ts'
import { meetingKind } from '#act/meetings/rules.ts'
import { MeetingForm } from '#act/meetings/web/meeting-form.tsx'
import { useMeetings } from '#act/meetings/web/use-meetings.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { dateTime, time } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** The time of a step that is a call or a meeting: who is invited, what they answered, and how to move it. */
export function StepMeeting({ one, step }: { one: Case; step: CaseStep }) {
  const canWrite = useCan('cases:write')
  const [form, setForm] = useState<'plan' | 'move'>()
  const meetings = useMeetings(one.id).data?.data ?? []
  const meeting = meetings.find((each) => each.stepId === step.id && each.state === 'planned')
  if (!meetingKind(step.action)) return null
  if (form)
    return (
      <MeetingForm
        caseId={one.id}
        stepId={step.id}
        meeting={form === 'move' ? meeting : undefined}
        onClose={() => setForm(undefined)}
      />
    )
  if (!meeting)
    return canWrite ? (
      <Button icon="calendar" className="mt-2.5" onClick={() => setForm('plan')}>
        Plan a time
      </Button>
    ) : null
  return <Planned meeting={meeting} canWrite={canWrite} onMove={() => setForm('move')} />
}

const answerWords: Record<InviteeAnswer, string> = {
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'perhaps',
  none: 'not answered yet',
  proposed: 'proposes another time',
}

function Planned({ meeting, canWrite, onMove }: { meeting: Meeting; canWrite: boolean; onMove(): void }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => call(cancelMeeting, { meetingId: meeting.id }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['meetings', slug] })
      toast({ message: 'Called off. Everybody invited is told.' })
    },
    onError: (error) => toastError(error, 'The meeting still stands'),
  })
  const move = useMutation({
    mutationFn: ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) =>
      call(moveMeeting, {
        meetingId: meeting.id,
        startsAt,
        minutes: Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000),
        place: meeting.place,
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['meetings', slug] })
      toast({ message: 'Moved. Everybody invited is asked again.' })
    },
    onError: (error) => toastError(error, 'It was not moved'),
  })
  const isLink = /^https:\/\//.test(meeting.place)
  return (
    <fieldset className="mt-2.5 min-w-0" aria-label="Meeting">
      <p className="med num">
        {dateTime(meeting.startsAt)} to {time(meeting.endsAt)}
      </p>
      {meeting.isOutsideHours && <p className="text-sla-soon">Outside working hours.</p>}
      {meeting.place &&
        (isLink ? (
          <a className="link break-all" href={meeting.place} rel="noreferrer" target="_blank">
            {meeting.place}
          </a>
        ) : (
          <p className="break-words text-ink-2">{meeting.place}</p>
        ))}
      <ul className="mt-1.5" aria-label="Invited">
        {meeting.invitees.map((one) => (
          <li key={one.address} className="py-0.5">
            <span className="row flex-wrap">
              <span className="cut grow" title={one.address}>
                {one.name || one.address}
              </span>
              <span className={one.answer === 'declined' ? 'font-medium text-sla-late' : 'text-ink-2'}>
                {answerWords[one.answer]}
              </span>
            </span>
            {one.comment && <span className="help block">“{one.comment}”</span>}
            {one.proposed && (
              <span className="row mt-1 flex-wrap">
                <span className="num grow">
                  {dateTime(one.proposed.startsAt)} to {time(one.proposed.endsAt)}
                </span>
                {canWrite && (
                  <Button
                    size="sm"
                    busy={move.isPending}
                    aria-label={`Move to the time of ${one.name || one.address}`}
                    onClick={() => move.mutate(one.proposed!)}
                  >
                    Move there
                  </Button>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
      {canWrite && (
        <div className="row mt-2 flex-wrap">
          <Button size="sm" onClick={onMove}>
            Move
          </Button>
          <Button size="sm" kind="ghost" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            Call off
          </Button>
        </div>
      )}
    </fieldset>
  )
}
