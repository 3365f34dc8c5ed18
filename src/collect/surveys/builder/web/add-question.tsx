import { type FormEvent, useState } from 'react'
import { addQuestion } from '#collect/surveys/builder/contract.ts'
import { choicesOf } from '#collect/surveys/builder/web/choices.ts'
import type { Survey } from '#collect/surveys/contract.ts'
import { kindWords, type QuestionKind, questionKinds } from '#collect/surveys/kinds.ts'
import { useSurveyChange } from '#collect/surveys/web/use-survey-change.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, Select, TextArea, TextInput } from '#platform/web/form.tsx'

/** A new last question: its kind and its words; what else it says is edited in its place. */
export function AddQuestion({ survey, onAdded }: { survey: Survey; onAdded(key: string): void }) {
  const [isOpen, setOpen] = useState(false)
  const [kind, setKind] = useState<QuestionKind>('csat')
  const [wording, setWording] = useState('')
  const [choices, setChoices] = useState('')
  const add = useSurveyChange(
    () =>
      call(addQuestion, {
        surveyId: survey.id,
        kind,
        wording,
        ...(kind === 'choice' && { choices: choicesOf(choices, []) }),
      }),
    'The question was not added',
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate(undefined, {
      onSuccess: (now) => {
        setOpen(false)
        setWording('')
        setChoices('')
        onAdded(now.questions.at(-1)!.key)
      },
    })
  }
  if (!isOpen)
    return (
      <Button className="mt-3" icon="plus" onClick={() => setOpen(true)}>
        Add a question
      </Button>
    )
  return (
    <form onSubmit={submit} aria-label="New question" className="mt-3 grid gap-3">
      <Field label="Kind" help={kindWords[kind].about}>
        <Select
          autoFocus
          value={kind}
          onChange={(event) => setKind(event.target.value as QuestionKind)}
          options={questionKinds.map((value) => ({ value, label: kindWords[value].name }))}
        />
      </Field>
      <Field label="The question">
        <TextInput
          required
          maxLength={300}
          value={wording}
          onChange={(event) => setWording(event.target.value)}
        />
      </Field>
      {kind === 'choice' && (
        <Field label="Its answers" help="One a line, two to twelve.">
          <TextArea rows={4} required value={choices} onChange={(event) => setChoices(event.target.value)} />
        </Field>
      )}
      <div className="row gap-2">
        <Button type="submit" kind="primary" busy={add.isPending}>
          Add it
        </Button>
        <Button kind="ghost" onClick={() => setOpen(false)}>
          Not now
        </Button>
      </div>
    </form>
  )
}
