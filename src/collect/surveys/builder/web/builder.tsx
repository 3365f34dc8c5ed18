import { type KeyboardEvent, useState } from 'react'
import { moveQuestion, restoreQuestion, retireQuestion } from '#collect/surveys/builder/contract.ts'
import { AddQuestion } from '#collect/surveys/builder/web/add-question.tsx'
import { MailWording } from '#collect/surveys/builder/web/mail-wording.tsx'
import { QuestionEditor } from '#collect/surveys/builder/web/question-editor.tsx'
import { aboutQuestion } from '#collect/surveys/builder/web/question-words.ts'
import { SurveyPreview } from '#collect/surveys/builder/web/survey-preview.tsx'
import type { Survey } from '#collect/surveys/contract.ts'
import { useSurveyChange } from '#collect/surveys/web/use-survey-change.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'

/** The questions of a survey in order, the one that is edited, and what people see of it. */
export function Builder({ survey }: { survey: Survey }) {
  const canChange = useCan('surveys:manage')
  const [language, setLanguage] = useState(survey.language)
  const [open, setOpen] = useState<string>()
  const move = useSurveyChange(
    ({ key, after }: { key: string; after: string | null }) =>
      call(moveQuestion, { surveyId: survey.id, key, after }),
    'The question was not moved',
  )
  const restore = useSurveyChange(
    ({ key, after }: { key: string; after: string | null }) =>
      call(restoreQuestion, { surveyId: survey.id, key, after }),
    'The question was not put back',
  )
  const retire = useSurveyChange(async (key: string) => {
    const at = survey.questions.findIndex((one) => one.key === key)
    const after = survey.questions[at - 1]?.key ?? null
    const changed = await call(retireQuestion, { surveyId: survey.id, key })
    toast({
      message: `Question ${at + 1} is taken out. Its answers stay.`,
      undo: () => restore.mutateAsync({ key, after }),
    })
    return changed
  }, 'The question was not taken out')
  const moveBy = (at: number, by: -1 | 1) => {
    const { questions } = survey
    const to = at + by
    if (to < 0 || to >= questions.length || move.isPending) return
    const after = by === 1 ? questions[to]!.key : (questions[to - 1]?.key ?? null)
    move.mutate({ key: questions[at]!.key, after })
  }
  const onKey = (at: number) => (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    moveBy(at, event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <div className="grid gap-8 wide:grid-cols-[minmax(0,1fr)_minmax(20rem,24rem)]">
      <div className="grid content-start gap-6">
        <section aria-label="Questions">
          <div className="row mb-2">
            <h2 className="grow text-md font-semibold">Questions</h2>
            {canChange && survey.questions.length > 1 && (
              <span className="help max-phone:hidden">Alt with up or down moves a question</span>
            )}
          </div>
          {survey.questions.length === 0 && (
            <p className="help mb-2">
              It asks nothing yet. Add the first question; a scale comes best first.
            </p>
          )}
          <ol className="border-t border-line">
            {survey.questions.map((question, at) => (
              <li key={question.key} className="border-b border-line py-2">
                <div className="row items-start gap-2">
                  <span className="num mt-0.5 grid size-6 flex-none place-items-center rounded-full border border-line-strong text-xs">
                    {at + 1}
                  </span>
                  <button
                    type="button"
                    className="min-w-0 grow text-start"
                    aria-expanded={open === question.key}
                    onKeyDown={canChange ? onKey(at) : undefined}
                    onClick={() => setOpen(open === question.key ? undefined : question.key)}
                  >
                    <span className="med block">{question.wording}</span>
                    <span className="help block">{aboutQuestion(question, survey.questions)}</span>
                  </button>
                  {canChange && (
                    <span className="row flex-none gap-1">
                      <Button
                        kind="ghost"
                        size="sm"
                        aria-label={`Move question ${at + 1} up`}
                        disabled={at === 0}
                        onClick={() => moveBy(at, -1)}
                      >
                        ↑
                      </Button>
                      <Button
                        kind="ghost"
                        size="sm"
                        aria-label={`Move question ${at + 1} down`}
                        disabled={at === survey.questions.length - 1}
                        onClick={() => moveBy(at, 1)}
                      >
                        ↓
                      </Button>
                      <Button
                        kind="ghost"
                        size="sm"
                        aria-label={`Take question ${at + 1} out`}
                        onClick={() => retire.mutate(question.key)}
                      >
                        Take out
                      </Button>
                    </span>
                  )}
                </div>
                {open === question.key && (
                  <QuestionEditor
                    key={`${survey.version} ${language}`}
                    survey={survey}
                    question={question}
                    language={language}
                  />
                )}
              </li>
            ))}
          </ol>
          {canChange && <AddQuestion survey={survey} onAdded={setOpen} />}
        </section>
        <MailWording key={`${survey.version} ${language}`} survey={survey} language={language} />
      </div>
      <SurveyPreview survey={survey} language={language} onLanguage={setLanguage} />
    </div>
  )
}
