import { type FormEvent, useState } from 'react'
import { choicesOf } from '#collect/surveys/builder/web/choices.ts'
import { Asked } from '#collect/surveys/builder/web/question-asked.tsx'
import { NegativeAnswers } from '#collect/surveys/builder/web/question-negative.tsx'
import { changeSurvey, type Survey } from '#collect/surveys/contract.ts'
import { isScored } from '#collect/surveys/kinds.ts'
import { useSurveyChange } from '#collect/surveys/web/use-survey-change.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, TextArea, TextInput } from '#platform/web/form.tsx'
import { languageName } from '#platform/web/format.ts'
import { useCan } from '#platform/web/session.tsx'

type Question = Survey['questions'][number]

/** The words of a question in one language, as fields. */
function wordsIn(question: Question, language: string, own: string) {
  const isOwn = language === own
  const other = question.wordings[language]
  return {
    wording: (isOwn ? question.wording : other?.wording) ?? '',
    low: (isOwn ? question.lowLabel : other?.lowLabel) ?? '',
    high: (isOwn ? question.highLabel : other?.highLabel) ?? '',
    choices: question.choices
      .map((choice) => (isOwn ? choice.label : (other?.choices?.[choice.key] ?? choice.label)))
      .join('\n'),
  }
}

/** One question: its words in the language of the preview; in the survey's own also what counts as negative and when it is asked. */
export function QuestionEditor({
  survey,
  question,
  language,
}: {
  survey: Survey
  question: Question
  language: string
}) {
  const canChange = useCan('surveys:manage')
  const isOwn = language === survey.language
  const [words, setWords] = useState(wordsIn(question, language, survey.language))
  const [rules, setRules] = useState({
    isRequired: question.isRequired,
    isMultiple: question.isMultiple,
    negativeBelow: question.negativeBelow,
    negativeChoices: question.negativeChoices,
    showWhen: question.showWhen,
  })
  const put = (change: Partial<typeof words>) => setWords({ ...words, ...change })
  const save = useSurveyChange(
    () =>
      call(changeSurvey, {
        surveyId: survey.id,
        questions: [
          isOwn
            ? {
                key: question.key,
                wording: words.wording,
                lowLabel: words.low || null,
                highLabel: words.high || null,
                ...(question.kind === 'choice' && { choices: choicesOf(words.choices, question.choices) }),
                ...rules,
              }
            : { key: question.key, wordings: { [language]: inLanguage() } },
        ],
      }),
    'The question was not changed',
  )
  function inLanguage() {
    const labels = words.choices.split('\n')
    return {
      wording: words.wording,
      ...(words.low && { lowLabel: words.low }),
      ...(words.high && { highLabel: words.high }),
      ...(question.choices.length > 0 && {
        choices: Object.fromEntries(
          question.choices.map((choice, at) => [choice.key, labels[at]?.trim() || choice.label]),
        ),
      }),
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined)
  }
  const hasEnds = isScored(question.kind) && question.kind !== 'agreement' && question.kind !== 'helpfulness'
  return (
    <form onSubmit={submit} aria-label={`Question ${question.key}`} className="mt-3 ms-8">
      <fieldset disabled={!canChange} className="grid gap-3">
        <Field
          label={`The question, ${languageName(language)}`}
          help="{{contact.firstName}}, {{brand.name}} and earlier answers such as {{answer.score}} are filled in."
        >
          <TextArea
            rows={2}
            required
            maxLength={300}
            dir="auto"
            value={words.wording}
            onChange={(event) => put({ wording: event.target.value })}
          />
        </Field>
        {hasEnds && (
          <div className="grid gap-3 phone:grid-cols-2">
            <Field label="What the lowest means">
              <TextInput
                maxLength={60}
                dir="auto"
                value={words.low}
                onChange={(event) => put({ low: event.target.value })}
              />
            </Field>
            <Field label="What the highest means">
              <TextInput
                maxLength={60}
                dir="auto"
                value={words.high}
                onChange={(event) => put({ high: event.target.value })}
              />
            </Field>
          </div>
        )}
        {question.kind === 'choice' && (
          <Field
            label="Its answers"
            help={
              isOwn
                ? 'One a line, at most 12. Changing the words of a line keeps its earlier answers.'
                : 'One a line, in the order of the survey’s own language.'
            }
          >
            <TextArea
              rows={Math.max(3, question.choices.length)}
              dir="auto"
              value={words.choices}
              onChange={(event) => put({ choices: event.target.value })}
            />
          </Field>
        )}
        {isOwn && (
          <>
            <NegativeAnswers
              question={question}
              below={rules.negativeBelow}
              choices={rules.negativeChoices}
              onChange={(change) => setRules({ ...rules, ...change })}
            />
            <Asked
              question={question}
              questions={survey.questions}
              when={rules.showWhen}
              onChange={(showWhen) => setRules({ ...rules, showWhen })}
            />
            <Checkbox
              label="It must be answered"
              checked={rules.isRequired}
              onChange={(event) => setRules({ ...rules, isRequired: event.target.checked })}
            />
            {question.kind === 'choice' && (
              <Checkbox
                label="Several answers may be chosen"
                checked={rules.isMultiple}
                onChange={(event) => setRules({ ...rules, isMultiple: event.target.checked })}
              />
            )}
          </>
        )}
        {canChange && (
          <div>
            <Button type="submit" busy={save.isPending}>
              Save as version {survey.version + 1}
            </Button>
          </div>
        )}
      </fieldset>
    </form>
  )
}
