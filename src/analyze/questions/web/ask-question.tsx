import { useState } from 'react'
import { askQuestion } from '#analyze/questions/contract.ts'
import { mostHypotheses } from '#analyze/questions/rules.ts'
import { useQuestionChange } from '#analyze/questions/web/use-questions.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Select, TextArea } from '#platform/web/form.tsx'
import { useGo } from '#platform/web/go.tsx'
import { useSession } from '#platform/web/session.tsx'

/** A new question with what might be the answer. */
export function AskQuestion({ onClose }: { onClose(): void }) {
  const go = useGo()
  const { member, members } = useSession()
  const [text, setText] = useState('')
  const [maybe, setMaybe] = useState('')
  const [ownerId, setOwnerId] = useState(member.id)
  const hypotheses = maybe
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const ask = useQuestionChange(
    () => call(askQuestion, { text: text.trim(), hypotheses, ownerId }),
    ({ id }) => go(`questions/${id}`),
  )
  const isTooMany = hypotheses.length > mostHypotheses
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Ask a question"
      footer={
        <Button
          kind="primary"
          busy={ask.isPending}
          disabled={!text.trim() || isTooMany}
          onClick={() => ask.mutate(undefined)}
        >
          Ask
        </Button>
      }
    >
      <Field label="Question" help="What would you decide differently if you knew the answer?">
        <TextArea rows={2} maxLength={300} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <Field
        label="Hypotheses, one a line"
        optional
        help="What might be the answer? Evidence is linked to each, for and against."
        error={isTooMany ? `A question has at most ${mostHypotheses}. Ask a second question.` : undefined}
      >
        <TextArea rows={4} value={maybe} onChange={(event) => setMaybe(event.target.value)} />
      </Field>
      <Field label="Owner" help="Sees to it that it is answered.">
        <Select
          value={ownerId}
          onChange={(event) => setOwnerId(event.target.value)}
          options={members.map((one) => ({ value: one.id, label: one.name }))}
        />
      </Field>
    </SidePanel>
  )
}
