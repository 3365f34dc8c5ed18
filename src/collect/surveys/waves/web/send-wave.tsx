import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Survey } from '#collect/surveys/contract.ts'
import type { WaveWay } from '#collect/surveys/rules.ts'
import { type Recipients, sendSurvey } from '#collect/surveys/waves/contract.ts'
import type { ChosenAudience } from '#collect/surveys/waves/web/audience.tsx'
import { choiceWords, type WaveChoices } from '#collect/surveys/waves/web/wave-choices.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { plural } from '#platform/web/format.ts'
import { useGo } from '#platform/web/go.tsx'
import { toast } from '#platform/web/toast.tsx'

/** What each gets, and how fast. */
function waysOf({ byMail, bySms, inApp, byPhone }: Recipients, isLater: boolean): string {
  const now = isLater ? '' : ' now'
  if (byPhone > 0) return 'Each becomes a call to make, on Today of whoever calls.'
  if (inApp > 0) return 'It waits for each in your product, and is shown when they come by.'
  if (bySms === 0) return `Each gets one mail${now}, at the pace of the mail settings.`
  const texts = 'not at night where they are, at the pace of the settings.'
  if (byMail === 0) return `Each gets one text message${now}, ${texts}`
  return `${plural(byMail, 'gets', 'get')} one mail and ${plural(bySms, 'gets', 'get')} one text message${now}; these ${texts}`
}

/** The last look before a wave is sent: to how many, to whom, and that it cannot be taken back. */
export function SendWave({
  survey,
  counts,
  audience,
  channel,
  callerId,
  choices,
  overrideReason,
  open,
  onClose,
}: {
  survey: Survey
  counts: Recipients
  audience: ChosenAudience
  channel: WaveWay
  callerId: string | undefined
  choices: WaveChoices
  overrideReason: string | undefined
  open: boolean
  onClose(): void
}) {
  const go = useGo()
  const queries = useQueryClient()
  const send = useMutation({
    mutationFn: () =>
      call(sendSurvey, {
        surveyId: survey.id,
        people: counts.people,
        channel,
        ...(channel === 'phone' && callerId && { callerId }),
        ...(choices.activeOnly && { activeOnly: true }),
        ...(choices.samplePercent < 100 && { samplePercent: choices.samplePercent }),
        ...(choices.mornings > 0 && { mornings: choices.mornings }),
        ...(choices.reminderDays > 0 && { reminderDays: choices.reminderDays }),
        ...(audience.segments && { audience: { segments: audience.segments } }),
        ...(overrideReason && { overrideReason }),
      }),
    onSuccess: async (wave) => {
      onClose()
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => /^(survey|wave|recipient)/.test(String(queryKey[0])),
      })
      toast({ message: `${plural(counts.people, 'person is', 'people are')} being asked.` })
      go(`waves/${wave.id}`)
    },
    onError: () =>
      void queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]) === 'recipients' }),
  })
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Send “${survey.name}” to ${plural(counts.people, 'person', 'people')}`}
      description={
        <>
          {audience.segments && <p className="mb-2">Audience: {audience.words}.</p>}
          <p>
            {waysOf(counts, choices.mornings > 0)} {choiceWords(choices)} What has not left can be stopped;
            what has left cannot be taken back. Answers count until {survey.answerDays} days from today.
          </p>
          {overrideReason && <p className="mt-2">Asked again because: {overrideReason}</p>}
          {send.error && (
            <p className="mt-2 text-sla-late" role="alert">
              {send.error.message}
            </p>
          )}
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Do not send</Button>
          <Button kind="primary" busy={send.isPending} onClick={() => send.mutate()}>
            Send to {plural(counts.people, 'person', 'people')}
          </Button>
        </>
      }
    />
  )
}
