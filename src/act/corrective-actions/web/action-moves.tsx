import { type ReactNode, useState } from 'react'
import {
  type Action,
  cancelAction,
  checkAction,
  completeAction,
  reopenAction,
} from '#act/corrective-actions/contract.ts'
import { checkAfterDays } from '#act/corrective-actions/rules.ts'
import { useActionChange } from '#act/corrective-actions/web/use-actions.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { DateInput, Field, Radio, TextArea } from '#platform/web/form.tsx'
import { toast } from '#platform/web/toast.tsx'

export type MovePanel = 'complete' | 'check' | 'reopen' | 'cancel'

/** The panel of one move: what has to be said with it. */
export function ActionMove({ action, move, onClose }: { action: Action; move: MovePanel; onClose(): void }) {
  const Panel = { complete: Complete, check: Check, reopen: Reopen, cancel: Cancel }[move]
  return <Panel action={action} onClose={onClose} />
}

interface Props {
  action: Action
  onClose(): void
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

function Complete({ action, onClose }: Props) {
  const [correction, setCorrection] = useState(action.correction ?? '')
  const [prevention, setPrevention] = useState(action.prevention ?? '')
  const [note, setNote] = useState('')
  const [checkOn, setCheckOn] = useState(inDays(checkAfterDays))
  const complete = useActionChange(
    () =>
      call(completeAction, {
        actionId: action.id,
        checkOn,
        ...(correction.trim() && { correction }),
        ...(prevention.trim() && { prevention }),
        ...(note.trim() && { note }),
      }),
    {
      failed: 'The action is still open',
      done: (done) => {
        toast({ message: `CAPA ${done.number} is done.` })
        onClose()
      },
    },
  )
  return (
    <Panel
      title={`Complete CAPA ${action.number}`}
      onClose={onClose}
      button={
        <Button
          kind="primary"
          busy={complete.isPending}
          disabled={!(correction.trim() || prevention.trim()) || !checkOn}
          onClick={() => complete.mutate(undefined)}
        >
          Complete
        </Button>
      }
    >
      <Field label="Correction" help="What was put right for those it happened to.">
        <TextArea
          rows={3}
          maxLength={2000}
          value={correction}
          onChange={(event) => setCorrection(event.target.value)}
        />
      </Field>
      <Field label="Prevention" help="What keeps it from coming back. One of the two is needed.">
        <TextArea
          rows={3}
          maxLength={2000}
          value={prevention}
          onChange={(event) => setPrevention(event.target.value)}
        />
      </Field>
      <Field label="Note" optional>
        <TextArea rows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <Field
        label="Check whether it helped on"
        help={
          action.theme
            ? `The mentions of “${action.theme.name}” are compared by themselves; when it did not help, the action opens again.`
            : 'The owner is asked on that day. With a theme it would be checked by itself.'
        }
      >
        <DateInput value={checkOn} onChange={(event) => setCheckOn(event.target.value)} />
      </Field>
    </Panel>
  )
}

function Check({ action, onClose }: Props) {
  const [result, setResult] = useState<'effective' | 'ineffective'>()
  const [note, setNote] = useState('')
  const check = useActionChange(() => call(checkAction, { actionId: action.id, result: result!, note }), {
    failed: 'The check was not kept',
    done: (done) => {
      toast({
        message:
          done.state === 'open' ? `CAPA ${done.number} is open again.` : `CAPA ${done.number} is effective.`,
      })
      onClose()
    },
  })
  return (
    <Panel
      title={`Did CAPA ${action.number} help?`}
      onClose={onClose}
      button={
        <Button
          kind="primary"
          busy={check.isPending}
          disabled={!result || !note.trim()}
          onClick={() => check.mutate(undefined)}
        >
          Keep the check
        </Button>
      }
    >
      <fieldset className="grid gap-1.5">
        <legend className="vh">Result</legend>
        <Radio
          name="result"
          label="Effective"
          help="It has not come back."
          checked={result === 'effective'}
          onChange={() => setResult('effective')}
        />
        <Radio
          name="result"
          label="It did not help"
          help="The action opens again, due in two weeks."
          checked={result === 'ineffective'}
          onChange={() => setResult('ineffective')}
        />
      </fieldset>
      <Field label="What it shows in">
        <TextArea rows={3} maxLength={1900} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </Panel>
  )
}

function Reopen({ action, onClose }: Props) {
  const reopen = useActionChange((reason: string) => call(reopenAction, { actionId: action.id, reason }), {
    failed: 'Nothing was changed',
    done: onClose,
  })
  return (
    <Because
      title={`Open CAPA ${action.number} again`}
      verb="Open again"
      help="It is due in two weeks then, unless it is due later."
      busy={reopen.isPending}
      onSay={(reason) => reopen.mutate(reason)}
      onClose={onClose}
    />
  )
}

function Cancel({ action, onClose }: Props) {
  const cancel = useActionChange((reason: string) => call(cancelAction, { actionId: action.id, reason }), {
    failed: 'Nothing was changed',
    done: onClose,
  })
  return (
    <Because
      title={`Drop CAPA ${action.number}`}
      verb="Drop"
      busy={cancel.isPending}
      onSay={(reason) => cancel.mutate(reason)}
      onClose={onClose}
    />
  )
}

function Because({
  title,
  verb,
  help,
  busy,
  onSay,
  onClose,
}: {
  title: string
  verb: string
  help?: string
  busy: boolean
  onSay(reason: string): void
  onClose(): void
}) {
  const [reason, setReason] = useState('')
  return (
    <Panel
      title={title}
      onClose={onClose}
      button={
        <Button kind="primary" busy={busy} disabled={!reason.trim()} onClick={() => onSay(reason)}>
          {verb}
        </Button>
      }
    >
      <Field label="Why" help={help}>
        <TextArea
          rows={3}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </Panel>
  )
}

function Panel({
  title,
  button,
  onClose,
  children,
}: {
  title: string
  button: ReactNode
  onClose(): void
  children: ReactNode
}) {
  return (
    <SidePanel open onClose={onClose} title={title} footer={button}>
      <div className="grid gap-3.5">{children}</div>
    </SidePanel>
  )
}
