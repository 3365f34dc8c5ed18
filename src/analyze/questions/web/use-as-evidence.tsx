import { type ReactNode, useState } from 'react'
import { addEvidence } from '#analyze/questions/contract.ts'
import type { Stance } from '#analyze/questions/rules.ts'
import { StanceField } from '#analyze/questions/web/add-evidence.tsx'
import { useQuestionChange, useQuestions } from '#analyze/questions/web/use-questions.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Radio, Select } from '#platform/web/form.tsx'
import { Go, useGo } from '#platform/web/go.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** From an item or a theme to the hypothesis that it speaks for or against. */
export function UseAsEvidence({
  evidence,
  children,
  onClose,
}: {
  /** undefined while there is nothing to link yet */
  evidence: { feedbackId: string; quote: string } | { themeId: string } | undefined
  /** what is linked, and the choice of its words */
  children: ReactNode
  onClose(): void
}) {
  const go = useGo()
  const query = useQuestions({})
  const questions = query.rows
  const [chosen, setChosen] = useState<string>()
  const [stance, setStance] = useState<Stance>('for')
  const [hypothesis, setHypothesis] = useState<string>()
  const question = questions.find((one) => one.id === chosen) ?? questions[0]
  const hypothesisId = question?.hypotheses.some((one) => one.id === hypothesis)
    ? hypothesis
    : question?.hypotheses.length === 1
      ? question.hypotheses[0]!.id
      : undefined
  const add = useQuestionChange(
    () => call(addEvidence, { hypothesisId: hypothesisId!, stance, ...evidence! }),
    ({ id, text }) => {
      toast({
        message: `Linked to “${text}”.`,
        actions: [{ label: 'Open the question', run: () => go(`questions/${id}`) }],
      })
      onClose()
    },
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Use as evidence"
      footer={
        <Button
          kind="primary"
          busy={add.isPending}
          disabled={!evidence || !hypothesisId}
          onClick={() => add.mutate(undefined)}
        >
          Add evidence {stance}
        </Button>
      }
    >
      {children}
      <div className="mt-5">
        {query.error ? (
          <Failed
            error={query.error}
            title="The questions could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.isPending ? (
          <LoadingRows rows={3} />
        ) : !question ? (
          <p>
            No question was asked yet.{' '}
            <Go to="questions" className="link">
              Ask one
            </Go>{' '}
            and come back.
          </p>
        ) : (
          <>
            <Field label="Question">
              <Select
                value={question.id}
                onChange={(event) => setChosen(event.target.value)}
                options={questions.map((one) => ({ value: one.id, label: one.text }))}
              />
            </Field>
            {query.hasNextPage && (
              <Button kind="ghost" size="sm" onClick={() => void query.fetchNextPage()}>
                Older questions
              </Button>
            )}
            <fieldset className="mt-3 grid gap-1">
              <legend className="xs muted">Hypothesis</legend>
              {question.hypotheses.map((one) => (
                <Radio
                  key={one.id}
                  name="hypothesis"
                  label={one.text}
                  checked={one.id === hypothesisId}
                  onChange={() => setHypothesis(one.id)}
                />
              ))}
              {question.hypotheses.length === 0 && (
                <p className="help">
                  It has no hypothesis yet.{' '}
                  <Go to={`questions/${question.id}`} className="link">
                    Add one
                  </Go>{' '}
                  first.
                </p>
              )}
            </fieldset>
            <div className="mt-3">
              <StanceField value={stance} onChange={setStance} />
            </div>
          </>
        )}
      </div>
    </SidePanel>
  )
}
