import { type ReactNode, useState } from 'react'
import { type Case, type CaseStep, completeStep, getCase } from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import { logTouchpoint } from '#act/touchpoints/contract.ts'
import { addCaseNote } from '#act/watchers/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Composer, type ComposerKind } from '#platform/web/composer.tsx'
import { TextInput } from '#platform/web/form.tsx'
import { PickingText } from '#platform/web/picking-text.tsx'
import { useSession } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'

export type WriteKind = 'mail' | 'call' | 'meeting' | 'note'
export const writeKinds: readonly ComposerKind<WriteKind>[] = [
  { value: 'mail', label: 'Mail', icon: 'mail' },
  { value: 'call', label: 'Call', icon: 'phone' },
  { value: 'meeting', label: 'Meeting', icon: 'calendar' },
  { value: 'note', label: 'Note', icon: 'note' },
]

interface Props {
  one: Case
  step: CaseStep | undefined
  kind: Exclude<WriteKind, 'mail'>
  answers: Record<string, boolean>
  onKind(kind: WriteKind): void
  note?: ReactNode
}

/** Logs a call, a meeting or a note. Where the open step reaches the customer, a call or meeting completes it. */
export function LogTouch({ one, step, kind, answers, onKind }: Props) {
  const change = useCaseChange(one.id)
  const { members } = useSession()
  const [summary, setSummary] = useState('')
  const [minutes, setMinutes] = useState('')
  const asks = step?.approve != null && !step.approvedAt && !step.mayApprove
  const reaches =
    step?.state === 'open' && (step.action === 'send-update' || step.action === 'call' || step.tells) && !asks
  const completes = reaches && kind !== 'note'
  const length = Number(minutes)
  const wrong = minutes !== '' && !(Number.isInteger(length) && length >= 0 && length <= 1440)
  const blocked = !summary.trim() || wrong
  const mentioned = kind === 'note' ? members.filter((each) => summary.includes(`@${each.name}`)) : []
  const log = (finish: boolean) => {
    if (blocked) return
    const durationMinutes = minutes === '' ? undefined : length
    change.mutate(
      {
        run: async () => {
          if (finish && step && kind !== 'note') {
            return call(completeStep, {
              caseId: one.id,
              stepId: step.id,
              results: answers,
              touchpoint: { kind, summary, durationMinutes },
            })
          }
          if (kind === 'note')
            await call(addCaseNote, {
              caseId: one.id,
              text: summary,
              mentionIds: mentioned.map((each) => each.id),
            })
          else await call(logTouchpoint, { caseId: one.id, kind, summary, durationMinutes })
          return call(getCase, { caseId: one.id })
        },
        failed: 'Nothing was logged, the text is still here',
      },
      {
        onSuccess: () => {
          setSummary('')
          setMinutes('')
          toast({
            message: finish
              ? `Logged. “${step!.title}” is done.`
              : kind === 'note'
                ? 'Note kept.'
                : 'Logged.',
          })
        },
      },
    )
  }
  const words = {
    call: 'What was said, what you agreed',
    meeting: 'Who met, what you agreed',
    note: 'For us only; the customer never sees it',
  }
  return (
    <Composer
      kinds={writeKinds}
      kind={kind}
      onKind={onKind}
      blocked={blocked}
      onSend={() => log(completes)}
      lines={
        kind !== 'note' && (
          <>
            <label className="muted" htmlFor="touch-minutes">
              Minutes
            </label>
            <TextInput
              id="touch-minutes"
              inputMode="numeric"
              className="w-20"
              value={minutes}
              aria-invalid={wrong || undefined}
              onChange={(event) => setMinutes(event.target.value)}
            />
          </>
        )
      }
      status={
        wrong
          ? 'Write whole minutes, at most 1440.'
          : !summary.trim()
            ? 'Write down what happened first.'
            : completes
              ? `Completes “${step!.title}”.`
              : kind === 'note'
                ? mentioned.length > 0
                  ? `Stays inside. ${mentioned.map((each) => each.name).join(', ')} will be told.`
                  : 'Stays inside. @ mentions a colleague.'
                : 'Logged on the case.'
      }
      actions={
        <>
          {completes && (
            <Button disabled={blocked} busy={change.isPending} onClick={() => log(false)}>
              Log only
            </Button>
          )}
          <Button
            kind="primary"
            keys="Ctrl ↵"
            disabled={blocked}
            busy={change.isPending}
            onClick={() => log(completes)}
          >
            {completes ? 'Log and complete' : kind === 'note' ? 'Keep note' : 'Log'}
          </Button>
        </>
      }
    >
      <PickingText
        className="plain"
        aria-label={words[kind]}
        placeholder={words[kind]}
        value={summary}
        onChange={setSummary}
        signs={
          kind === 'note'
            ? [
                {
                  sign: '@',
                  label: 'Mention',
                  options: members.map((each) => ({ value: each.id, label: each.name, hint: each.role })),
                  textOf: (option) => `@${option.label} `,
                },
              ]
            : []
        }
      />
    </Composer>
  )
}
