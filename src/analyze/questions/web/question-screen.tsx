import '#analyze/themes/web/themes.css'
import '#analyze/questions/web/questions.css'
import { useEffect, useRef, useState } from 'react'
import type { Question } from '#analyze/questions/contract.ts'
import type { Stance } from '#analyze/questions/rules.ts'
import { AddEvidence } from '#analyze/questions/web/add-evidence.tsx'
import { AnswerPanel, AnswerText, EarlierAnswers, ReopenPanel } from '#analyze/questions/web/answer.tsx'
import { HypothesisSection } from '#analyze/questions/web/hypothesis-section.tsx'
import { AddHypothesis, EditQuestion, RemoveQuestion } from '#analyze/questions/web/question-edits.tsx'
import { piecesText } from '#analyze/questions/web/question-parts.tsx'
import { QuestionRail } from '#analyze/questions/web/question-rail.tsx'
import { useQuestion } from '#analyze/questions/web/use-questions.ts'
import { useSegmentName } from '#customers/accounts/web/use-accounts.ts'
import { Button } from '#platform/web/button.tsx'
import { useParam } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { HintBar, TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

const crumbs = [{ label: 'Questions', to: 'questions' }]

/** One question: what might be the answer, what speaks for and against it, and what was decided. */
export default function QuestionScreen() {
  const query = useQuestion(useParam('questionId'))
  if (query.data) return <QuestionPage question={query.data} />
  return (
    <>
      <TopBar title="Question" crumbs={crumbs} />
      {query.isError ? (
        <Failed
          error={query.error}
          title="The question could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : (
        <LoadingBlock height={420} label="Loading the question" />
      )}
    </>
  )
}

type Panel =
  | { kind: 'hypothesis' | 'answer' | 'reopen' | 'edit' | 'remove' }
  | { kind: 'evidence'; hypothesisId: string; stance: Stance }

function QuestionPage({ question }: { question: Question }) {
  const canWrite = useCan('questions:write')
  const canManage = useCan('questions:manage')
  const segmentName = useSegmentName()
  const [panel, open] = useState<Panel>()
  const { hypotheses } = question
  const { current, move, box } = useCurrent(hypotheses.map((one) => one.id))
  const isAnswered = question.state === 'answered'
  // the head shows one line
  const isLong = question.text.length > 90
  const close = () => open(undefined)
  const addTo = (stance: Stance) => {
    const one = hypotheses.find(({ id }) => id === current) ?? hypotheses[0]
    if (one) open({ kind: 'evidence', hypothesisId: one.id, stance })
  }
  const decide = () => open({ kind: isAnswered ? 'reopen' : 'answer' })
  const group = 'Question'
  useKeys(
    {
      j: { run: () => move(1), label: 'Next hypothesis', group },
      k: { run: () => move(-1), label: 'Hypothesis before', group },
      ...(canWrite && {
        e: { run: () => addTo('for'), label: 'Add evidence for', group },
        'Shift+e': { run: () => addTo('against'), label: 'Add evidence against', group },
        w: { run: decide, label: isAnswered ? 'Open again' : 'Answer', group },
        ...(!isAnswered && {
          n: { run: () => open({ kind: 'hypothesis' }), label: 'Add a hypothesis', group },
        }),
      }),
    },
    { enabled: panel === undefined },
  )
  const inPanel = panel?.kind === 'evidence' && hypotheses.find(({ id }) => id === panel.hypothesisId)
  return (
    <>
      <TopBar title={question.text} crumbs={crumbs}>
        {canWrite && (
          <span className="row">
            <Menu
              label="Change the question"
              trigger={<Button kind="ghost" icon="more" aria-label="Change the question" />}
              items={[
                { label: 'Words and owner', onSelect: () => open({ kind: 'edit' }) },
                ...(isAnswered
                  ? []
                  : [{ label: 'Add a hypothesis', keys: 'n', onSelect: () => open({ kind: 'hypothesis' }) }]),
                ...(canManage
                  ? (['line', { label: 'Remove', onSelect: () => open({ kind: 'remove' }) }] as const)
                  : []),
              ]}
            />
            <Button kind={isAnswered ? undefined : 'primary'} keys="w" onClick={decide}>
              {isAnswered ? 'Open again' : 'Answer'}
            </Button>
          </span>
        )}
      </TopBar>
      <WithRail
        label="About the question"
        rail={<QuestionRail question={question} segmentName={segmentName} />}
      >
        <p className={`text-md font-semibold mb-4${isLong ? '' : ' hidden max-phone:block'}`}>
          {question.text}
        </p>
        {question.answer && (
          <section className="answer" aria-label="Answer">
            <h2 className="sec mb-1">Answer</h2>
            <AnswerText answer={question.answer} />
            {question.newEvidence.for + question.newEvidence.against > 0 && (
              <p className="balance">
                New evidence came since: {piecesText(question.newEvidence)}. Does the answer still hold?
              </p>
            )}
          </section>
        )}
        <div ref={box}>
          {hypotheses.map((one) => (
            <HypothesisSection
              key={one.id}
              question={question}
              hypothesis={one}
              isCurrent={one.id === current}
              canWrite={canWrite}
              segmentName={segmentName}
              onAdd={(stance) => open({ kind: 'evidence', hypothesisId: one.id, stance })}
            />
          ))}
        </div>
        {hypotheses.length === 0 && (
          <p className="help">What might be the answer? Nobody has written down a hypothesis yet.</p>
        )}
        {canWrite && !isAnswered && (
          <Button className="mt-4" icon="plus" keys="n" onClick={() => open({ kind: 'hypothesis' })}>
            Hypothesis
          </Button>
        )}
        <EarlierAnswers answers={question.earlier} />
      </WithRail>
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['e'], 'evidence for'],
          [['⇧', 'e'], 'against'],
          ...(isAnswered ? [] : [[['n'], 'hypothesis'] as const]),
          [['w'], isAnswered ? 'open again' : 'answer'],
        ]}
      />
      {panel?.kind === 'hypothesis' && <AddHypothesis question={question} onClose={close} />}
      {panel?.kind === 'answer' && <AnswerPanel question={question} onClose={close} />}
      {panel?.kind === 'reopen' && <ReopenPanel question={question} onClose={close} />}
      {panel?.kind === 'edit' && <EditQuestion question={question} onClose={close} />}
      {panel?.kind === 'remove' && <RemoveQuestion question={question} onClose={close} />}
      {panel?.kind === 'evidence' && inPanel && (
        <AddEvidence hypothesis={inPanel} start={panel.stance} onClose={close} />
      )}
    </>
  )
}

/** The hypothesis that keys act on; moving brings it into sight and gives it the focus. */
function useCurrent(ids: readonly string[]) {
  const [current, setCurrent] = useState<string>()
  const box = useRef<HTMLDivElement>(null)
  const move = (by: 1 | -1) => {
    const at = current === undefined ? (by > 0 ? -1 : 1) : ids.indexOf(current)
    setCurrent(ids[Math.max(0, Math.min(ids.length - 1, at + by))])
  }
  useEffect(() => {
    if (!current) return
    const row = box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(current)}"]`)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return { current, move, box }
}
