import { useState } from 'react'
import {
  answerQuestion,
  type Question,
  type QuestionAnswer,
  reopenQuestion,
} from '#analyze/questions/contract.ts'
import { useQuestionChange } from '#analyze/questions/web/use-questions.ts'
import { useThemeNames } from '#analyze/themes/web/theme-pick.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Select, TextArea } from '#platform/web/form.tsx'
import { date, plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { useSession } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { toast } from '#platform/web/toast.tsx'

/** The answer in words, who decided on it and when, and what follows. */
export function AnswerText({ answer }: { answer: QuestionAnswer }) {
  const { follows, followsTheme, followsCaseId } = answer
  return (
    <>
      <p className="whitespace-pre-wrap">{answer.answer}</p>
      <p className="help mt-1">
        Decided by {answer.decidedBy.name}, {date(answer.decidedAt)}
      </p>
      {(follows || followsTheme || followsCaseId) && (
        <div className="mt-2">
          <span className="sec">What follows: </span>
          {follows && <span className="whitespace-pre-wrap">{follows} </span>}
          {followsTheme && (
            <Go to={`themes/${followsTheme.id}`} className="n">
              {followsTheme.name}
            </Go>
          )}{' '}
          {followsCaseId && <Slot name="question.case" caseId={followsCaseId} />}
        </div>
      )}
    </>
  )
}

/** Answers that no longer stand, with why. */
export function EarlierAnswers({ answers }: { answers: readonly QuestionAnswer[] }) {
  if (answers.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="sec mb-1">Earlier answers</h2>
      {answers.map((one) => (
        <article key={one.id} className="earlier">
          <AnswerText answer={one} />
          {one.reopened && (
            <p className="help mt-1">
              Opened again {date(one.reopened.at)}
              {one.reopened.by && ` by ${one.reopened.by}`}
              {one.reopened.because && `: ${one.reopened.because}`}
            </p>
          )}
        </article>
      ))}
    </section>
  )
}

/** Writes down the answer. A person decides; what it rests on is said before. */
export function AnswerPanel({ question, onClose }: { question: Question; onClose(): void }) {
  const { member, members } = useSession()
  const [answer, setAnswer] = useState(question.earlier[0]?.answer ?? '')
  const [decidedById, setDecidedById] = useState(member.id)
  const [follows, setFollows] = useState('')
  const [themeId, setThemeId] = useState<string>()
  const [caseId, setCaseId] = useState<string>()
  const themes = useThemeNames()
  const theme = themes.data?.data.find((one) => one.id === themeId)
  const give = useQuestionChange(
    () =>
      call(answerQuestion, {
        questionId: question.id,
        answer: answer.trim(),
        decidedById,
        ...(follows.trim() && { follows: follows.trim() }),
        ...(themeId && { followsThemeId: themeId }),
        ...(caseId && { followsCaseId: caseId }),
      }),
    () => {
      toast({ message: 'The question is answered.' })
      onClose()
    },
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Answer the question"
      footer={
        <Button
          kind="primary"
          busy={give.isPending}
          disabled={!answer.trim()}
          onClick={() => give.mutate(undefined)}
        >
          Answer
        </Button>
      }
    >
      <p className="text-ink-2">{question.text}</p>
      <Doubts question={question} />
      <Field label="Answer" help="What holds, as far as the evidence says.">
        <TextArea
          rows={5}
          maxLength={5000}
          value={answer}
          onChange={(event) => setAnswer(event.target.value)}
        />
      </Field>
      <Field label="Who decided">
        <Select
          value={decidedById}
          onChange={(event) => setDecidedById(event.target.value)}
          options={members.map((one) => ({ value: one.id, label: one.name }))}
        />
      </Field>
      <Field label="What follows" optional help="In words; with a theme or a case where there is one.">
        <TextArea
          rows={2}
          maxLength={2000}
          value={follows}
          onChange={(event) => setFollows(event.target.value)}
        />
      </Field>
      <div className="row mt-2 flex-wrap">
        <Picker
          label="Theme"
          value={themeId ? [themeId] : []}
          options={(themes.data?.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          onPick={(id) => setThemeId(id === themeId ? undefined : id)}
          trigger={<Button size="sm">{theme ? `Theme: ${theme.name}` : 'A theme'}</Button>}
        />
        <Slot name="question.pick-case" value={caseId} onPick={setCaseId} />
      </div>
    </SidePanel>
  )
}

/** What speaks for a second look before it is decided. */
function Doubts({ question }: { question: Question }) {
  const open = question.hypotheses.filter((one) => one.state === 'open').length
  const oneSided = question.hypotheses.filter((one) => one.balance === 'only_for').length
  const bare = question.hypotheses.every((one) => one.evidence.length === 0)
  const doubts = [
    bare && 'No evidence is linked yet.',
    open > 0 && `${plural(open, 'hypothesis is', 'hypotheses are')} still open.`,
    oneSided > 0 && `Nothing speaks against ${plural(oneSided, 'hypothesis', 'hypotheses')} yet.`,
  ].filter(Boolean)
  return doubts.length > 0 && <p className="help mt-1 mb-3">{doubts.join(' ')}</p>
}

/** Opens an answered question again, with why. */
export function ReopenPanel({ question, onClose }: { question: Question; onClose(): void }) {
  const [because, setBecause] = useState('')
  const reopen = useQuestionChange(
    () =>
      call(reopenQuestion, {
        questionId: question.id,
        ...(because.trim() && { because: because.trim() }),
      }),
    () => {
      toast({ message: 'The question is open again.' })
      onClose()
    },
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Open the question again"
      footer={
        <Button kind="primary" busy={reopen.isPending} onClick={() => reopen.mutate(undefined)}>
          Open again
        </Button>
      }
    >
      <Field
        label="Why the answer no longer stands"
        optional
        help="The answer stays below the question, as an earlier one."
      >
        <TextArea
          rows={3}
          maxLength={1000}
          value={because}
          onChange={(event) => setBecause(event.target.value)}
        />
      </Field>
    </SidePanel>
  )
}
