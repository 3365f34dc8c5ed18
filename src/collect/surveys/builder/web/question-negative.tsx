import { pointWords } from '#collect/surveys/builder/web/question-words.ts'
import type { Survey } from '#collect/surveys/contract.ts'
import { isScored, pointsOf } from '#collect/surveys/kinds.ts'
import { Checkbox, Field, Select } from '#platform/web/form.tsx'

/** Which answers of a question are negative: numbers up to one, or some of its choices. */
export function NegativeAnswers({
  question,
  below,
  choices,
  onChange,
}: {
  question: Survey['questions'][number]
  below: number | null
  choices: readonly string[]
  onChange(change: { negativeBelow?: number | null; negativeChoices?: string[] }): void
}) {
  if (isScored(question.kind)) {
    const { kind } = question
    const points = pointsOf(kind)
    const options = [
      { value: '', label: 'None' },
      ...points.map((point) => ({
        value: String(point + 1),
        label: point === points[0] ? pointWords(kind, point) : `${pointWords(kind, point)} and lower`,
      })),
    ]
    return (
      <Field label="Negative answers" help="They are flagged for managers, and playbooks may open a case.">
        <Select
          value={below === null ? '' : String(below)}
          onChange={(event) => {
            const { value } = event.target
            onChange({ negativeBelow: value === '' ? null : Number(value) })
          }}
          options={options}
        />
      </Field>
    )
  }
  if (question.kind !== 'choice') return null
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">Negative answers</legend>
      {question.choices.map((choice) => (
        <Checkbox
          key={choice.key}
          label={choice.label}
          checked={choices.includes(choice.key)}
          onChange={(event) =>
            onChange({
              negativeChoices: event.target.checked
                ? [...choices, choice.key]
                : choices.filter((key) => key !== choice.key),
            })
          }
        />
      ))}
    </fieldset>
  )
}
