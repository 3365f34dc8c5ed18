import { askedQuestions } from '#collect/surveys/branching.ts'
import { pointWords } from '#collect/surveys/builder/web/question-words.ts'
import type { Survey } from '#collect/surveys/contract.ts'
import { givenOf, isScored, pointsOf, type Said, scaleOf } from '#collect/surveys/kinds.ts'
import { languageAmong } from '#collect/surveys/texts/languages.ts'
import { Checkbox, Field, Radio, TextArea, TextInput } from '#platform/web/form.tsx'

type Question = Survey['questions'][number]
/** What somebody said, by question. */
export type Answers = Record<string, Said>

/** The questions that are asked after what was said so far, one below the other, in a language. */
export function questionsAsked(survey: Survey, said: Answers): Question[] {
  const given = new Map(survey.questions.map(({ key, kind }) => [key, givenOf(kind, said[key])]))
  return askedQuestions(
    survey.questions.map((question) => ({
      ...question,
      negative_below: question.negativeBelow,
      negative_choices: question.negativeChoices,
      show_when: question.showWhen,
    })),
    given,
  )
}

/** What was said to the questions that are asked; what was said before another answer led elsewhere is left out. */
export function saidTo(survey: Survey, said: Answers): Answers {
  return Object.fromEntries(
    questionsAsked(survey, said).flatMap(({ key }): [string, Said][] => {
      const value = said[key]
      return value === undefined || (typeof value === 'string' && value.trim() === '') ? [] : [[key, value]]
    }),
  )
}

/** A survey to be filled in for somebody who says it: branching as on their page, in their language. */
export function SurveyForm({
  survey,
  name,
  locale,
  said,
  onChange,
}: {
  survey: Survey
  /** who is asked */
  name: string
  locale: string | null
  said: Answers
  onChange(said: Answers): void
}) {
  const language = languageAmong(survey.languages, locale) ?? survey.language
  const put = (text: string) =>
    text
      .replaceAll('{{brand.name}}', survey.brandShown)
      .replaceAll('{{contact.firstName}}', name.split(' ')[0]!)
      .replace(/\{\{answer\.([a-z0-9_]+)\}\}/g, (_, key: string) => String(said[key] ?? '…'))
  const set = (key: string, value: Said | undefined) => {
    const { [key]: _, ...others } = said
    onChange(value === undefined ? others : { ...others, [key]: value })
  }
  return (
    <div className="grid gap-4" lang={language} dir={/^ar/.test(language) ? 'rtl' : 'ltr'}>
      {questionsAsked(survey, said).map((question) => (
        <Asked
          key={question.key}
          question={question}
          words={question.wordings[language]}
          put={put}
          value={said[question.key]}
          onChange={(value) => set(question.key, value)}
        />
      ))}
    </div>
  )
}

function Asked({
  question,
  words,
  put,
  value,
  onChange,
}: {
  question: Question
  words: Question['wordings'][string] | undefined
  put(text: string): string
  value: Said | undefined
  onChange(value: Said | undefined): void
}) {
  const { key, kind } = question
  const wording = put(words?.wording ?? question.wording)
  if (kind === 'text' || kind === 'details')
    return (
      <Field label={wording} optional={!question.isRequired}>
        {kind === 'text' ? (
          <TextArea
            rows={3}
            maxLength={5000}
            dir="auto"
            value={String(value ?? '')}
            onChange={(event) => onChange(event.target.value || undefined)}
          />
        ) : (
          <TextInput
            maxLength={200}
            dir="auto"
            value={String(value ?? '')}
            onChange={(event) => onChange(event.target.value || undefined)}
          />
        )}
      </Field>
    )
  if (kind === 'consent')
    return (
      <Checkbox
        label={wording}
        checked={value === 1}
        onChange={(event) => onChange(event.target.checked ? 1 : undefined)}
      />
    )
  if (isScored(kind) && kind !== 'agreement' && kind !== 'helpfulness')
    return (
      <fieldset>
        <legend className="mb-1 font-medium">{wording}</legend>
        <div className="flex flex-wrap gap-1">
          {pointsOf(kind).map((point) => (
            <label
              key={point}
              className="num relative grid size-8 place-items-center rounded-2 border border-control-line has-checked:bg-ink has-checked:text-ink-inverse has-focus-visible:outline-2 has-focus-visible:outline-focus"
            >
              <input
                type="radio"
                name={key}
                className="absolute inset-0 cursor-pointer opacity-0"
                required={question.isRequired}
                checked={value === point}
                onChange={() => onChange(point)}
              />
              {point}
            </label>
          ))}
        </div>
        <p className="help mt-1">
          {[words?.lowLabel ?? question.lowLabel, words?.highLabel ?? question.highLabel]
            .map((label, at) => label && `${at === 0 ? scaleOf(kind).min : scaleOf(kind).max}: ${put(label)}`)
            .filter(Boolean)
            .join(', ')}
        </p>
      </fieldset>
    )
  const options = isScored(kind)
    ? pointsOf(kind).map((point) => ({ value: point as number | string, label: pointWords(kind, point) }))
    : question.choices.map((one) => ({ value: one.key, label: words?.choices?.[one.key] ?? one.label }))
  const chosen = Array.isArray(value) ? value : []
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{wording}</legend>
      {options.map((option) =>
        question.isMultiple ? (
          <Checkbox
            key={option.value}
            label={put(option.label)}
            checked={chosen.includes(String(option.value))}
            onChange={(event) => {
              const rest = chosen.filter((one) => one !== option.value)
              const next = event.target.checked ? [...rest, String(option.value)] : rest
              onChange(next.length > 0 ? next : undefined)
            }}
          />
        ) : (
          <Radio
            key={option.value}
            name={key}
            label={put(option.label)}
            checked={value === option.value || chosen.includes(String(option.value))}
            onChange={() => onChange(typeof option.value === 'number' ? option.value : [option.value])}
          />
        ),
      )}
    </fieldset>
  )
}
