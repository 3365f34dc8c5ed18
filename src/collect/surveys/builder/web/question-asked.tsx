import { pointWords } from '#collect/surveys/builder/web/question-words.ts'
import type { Survey } from '#collect/surveys/contract.ts'
import { isScored, pointsOf } from '#collect/surveys/kinds.ts'
import { Checkbox, Field, Select } from '#platform/web/form.tsx'

type Question = Survey['questions'][number]
type When = Question['showWhen']

/** When a question is asked: always, or after some answers to an earlier scale or choice. */
export function Asked({
  question,
  questions,
  when,
  onChange,
}: {
  question: Question
  questions: readonly Question[]
  when: When
  onChange(when: When): void
}) {
  const earlier = questions
    .slice(
      0,
      questions.findIndex(({ key }) => key === question.key),
    )
    .filter(({ kind }) => isScored(kind) || kind === 'choice')
  if (earlier.length === 0) return null
  const on = earlier.find(({ key }) => key === when?.question)
  const start = (key: string) => {
    const chosen = earlier.find((one) => one.key === key)
    if (!chosen) return onChange(null)
    if (!isScored(chosen.kind)) return onChange({ question: key, choices: [chosen.choices[0]!.key] })
    onChange({ question: key, to: (chosen.negativeBelow ?? 2) - 1 })
  }
  return (
    <div className="grid gap-2">
      <Field label="It is asked">
        <Select
          value={when?.question ?? ''}
          onChange={(event) => start(event.target.value)}
          options={[
            { value: '', label: 'always' },
            ...earlier.map((one) => ({
              value: one.key,
              label: `after some answers to ${questions.indexOf(one) + 1}. ${one.wording.slice(0, 50)}`,
            })),
          ]}
        />
      </Field>
      {on && when && isScored(on.kind) && <Range on={on} when={when} onChange={onChange} />}
      {on && when?.choices && (
        <fieldset className="grid gap-1">
          <legend className="vh">After these answers</legend>
          {on.choices.map((choice) => (
            <Checkbox
              key={choice.key}
              label={choice.label}
              checked={when.choices!.includes(choice.key)}
              onChange={(event) =>
                onChange({
                  ...when,
                  choices: event.target.checked
                    ? [...when.choices!, choice.key]
                    : when.choices!.filter((key) => key !== choice.key),
                })
              }
            />
          ))}
        </fieldset>
      )}
    </div>
  )
}

function Range({
  on,
  when,
  onChange,
}: {
  on: Question
  when: NonNullable<When>
  onChange(when: When): void
}) {
  if (!isScored(on.kind)) return null
  const points = pointsOf(on.kind)
  const options = points.map((point) => ({ value: String(point), label: pointWords(on.kind, point) }))
  return (
    <div className="grid gap-3 phone:grid-cols-2">
      <Field label="From">
        <Select
          value={String(when.from ?? points[0])}
          onChange={(event) => onChange({ ...when, from: Number(event.target.value) })}
          options={options}
        />
      </Field>
      <Field label="To">
        <Select
          value={String(when.to ?? points.at(-1))}
          onChange={(event) => onChange({ ...when, to: Number(event.target.value) })}
          options={options}
        />
      </Field>
    </div>
  )
}
