import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addHypothesis, changeQuestion, type Question, removeQuestion } from '#analyze/questions/contract.ts'
import { useQuestionChange } from '#analyze/questions/web/use-questions.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog, SidePanel } from '#platform/web/dialog.tsx'
import { Field, Select, TextArea } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { useGo } from '#platform/web/go.tsx'
import { useSession } from '#platform/web/session.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** What might be the answer, too. */
export function AddHypothesis({ question, onClose }: { question: Question; onClose(): void }) {
  const [text, setText] = useState('')
  const add = useQuestionChange(
    () => call(addHypothesis, { questionId: question.id, text: text.trim() }),
    onClose,
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Add a hypothesis"
      footer={
        <Button
          kind="primary"
          busy={add.isPending}
          disabled={!text.trim()}
          onClick={() => add.mutate(undefined)}
        >
          Add
        </Button>
      }
    >
      <Field label="Hypothesis" help="A sentence that evidence can speak for or against.">
        <TextArea rows={3} maxLength={500} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
    </SidePanel>
  )
}

/** The words of a question and its owner. */
export function EditQuestion({ question, onClose }: { question: Question; onClose(): void }) {
  const { members } = useSession()
  const [text, setText] = useState(question.text)
  const [ownerId, setOwnerId] = useState(question.owner?.id ?? '')
  const isAnswered = question.state === 'answered'
  const save = useQuestionChange(
    () =>
      call(changeQuestion, {
        questionId: question.id,
        ...(text.trim() !== question.text && { text: text.trim() }),
        ownerId: ownerId || null,
      }),
    onClose,
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Change the question"
      footer={
        <Button
          kind="primary"
          busy={save.isPending}
          disabled={!text.trim()}
          onClick={() => save.mutate(undefined)}
        >
          Save
        </Button>
      }
    >
      <Field label="Question" help={isAnswered ? 'Open it again to change its words.' : undefined}>
        <TextArea
          rows={2}
          maxLength={300}
          readOnly={isAnswered}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Field label="Owner">
        <Select
          value={ownerId}
          onChange={(event) => setOwnerId(event.target.value)}
          options={[
            { value: '', label: 'Nobody' },
            ...members.map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
      </Field>
    </SidePanel>
  )
}

/** Removing cannot be taken back: what goes is said before. */
export function RemoveQuestion({ question, onClose }: { question: Question; onClose(): void }) {
  const go = useGo()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => call(removeQuestion, { questionId: question.id }),
    onSuccess: () => {
      for (const key of ['questions', 'quotable']) void queries.invalidateQueries({ queryKey: [key] })
      toast({ message: 'The question is removed.' })
      go('questions')
    },
    onError: (error) => toastError(error, 'The question was not removed'),
  })
  const answers = question.earlier.length + (question.answer ? 1 : 0)
  return (
    <Dialog
      open
      onClose={onClose}
      title="Remove the question"
      description={`“${question.text}” goes with ${plural(question.hypotheses.length, 'hypothesis', 'hypotheses')} and ${plural(answers, 'answer')}. Items and themes stay. It cannot be taken back.`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        </>
      }
    />
  )
}
