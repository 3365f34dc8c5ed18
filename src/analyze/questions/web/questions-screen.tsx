import { useState } from 'react'
import type { QuestionRow } from '#analyze/questions/contract.ts'
import { AskQuestion } from '#analyze/questions/web/ask-question.tsx'
import { piecesText, stateWords } from '#analyze/questions/web/question-parts.tsx'
import { type QuestionFilter, useQuestions } from '#analyze/questions/web/use-questions.ts'
import { Button } from '#platform/web/button.tsx'
import { plural, shortDate } from '#platform/web/format.ts'
import { useAddress, useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Content, HintBar, TopBar } from '#platform/web/page.tsx'
import { PagedList } from '#platform/web/paged-list.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Empty } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

const views = {
  open: { label: 'Not answered', filter: { answered: 'false' } },
  mine: { label: 'Mine', filter: { answered: 'false' } },
  answered: { label: 'Answered', filter: { answered: 'true' } },
  all: { label: 'All', filter: {} },
} as const satisfies Record<string, { label: string; filter: QuestionFilter }>
type View = keyof typeof views

/** The questions that analysis starts from. */
export default function QuestionsScreen() {
  const [address] = useAddress()
  const go = useGo()
  const { member } = useSession()
  const canWrite = useCan('questions:write')
  const view = (address.view && address.view in views ? address.view : 'open') as View
  const query = useQuestions({ ...views[view].filter, ...(view === 'mine' && { owner: member.id }) })
  const [asking, setAsking] = useState(false)
  useKeys(
    canWrite ? { n: { run: () => setAsking(true), label: 'Ask a question', group: 'Questions' } } : {},
    { enabled: !asking },
  )
  const ask = canWrite && (
    <Button kind="primary" icon="plus" keys="n" onClick={() => setAsking(true)}>
      Ask
    </Button>
  )
  return (
    <>
      <TopBar
        title="Questions"
        tabs={
          <Tabs
            label="Views"
            current={view}
            tabs={(Object.keys(views) as View[]).map((key) => ({
              key,
              label: views[key].label,
              to: 'questions',
              search: { view: key === 'open' ? undefined : key },
            }))}
          />
        }
      >
        {ask}
      </TopBar>
      <Content>
        <PagedList
          label={views[view].label}
          noun="questions"
          query={query}
          empty={<NoQuestions view={view} />}
          onOpen={(id) => go(`questions/${id}`)}
          nameOf={(row) => row.text}
          render={(row) => <QuestionLine row={row} />}
        />
      </Content>
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'open'],
          [['n'], 'ask'],
          [['?'], 'all keys'],
        ]}
      />
      {asking && <AskQuestion onClose={() => setAsking(false)} />}
    </>
  )
}

function QuestionLine({ row }: { row: QuestionRow }) {
  const supported = row.hypotheses.filter((one) => one.state === 'supported')
  const about = row.answer
    ? row.answer
    : row.hypotheses.length === 0
      ? 'No hypothesis yet'
      : row.hypotheses.length === 1
        ? row.hypotheses[0]!.text
        : `${plural(row.hypotheses.length, 'hypothesis', 'hypotheses')}${supported.length > 0 ? `, ${supported.length} supported` : ''}: ${row.hypotheses.map((one) => one.text).join(' · ')}`
  return (
    <>
      <span className="lead" title={row.owner ? `Owner: ${row.owner.name}` : 'No owner'}>
        <Avatar name={row.owner?.name} />
      </span>
      <div className="grow min-w-0">
        <div className="l1">
          <span className="t med cut">{row.text}</span>
        </div>
        <div className="l2">
          <span className="cut">
            {piecesText(row.evidence)} · {row.decidedBy && `${row.decidedBy}: `}
            {about}
          </span>
        </div>
      </div>
      <div className="end">
        <span className="muted num xs nowrap">{shortDate(row.decidedAt ?? row.createdAt)}</span>
        {row.state !== 'open' && <span className="tag">{stateWords[row.state]}</span>}
      </div>
    </>
  )
}

function NoQuestions({ view }: { view: View }) {
  if (view === 'answered')
    return <Empty title="Nothing is answered yet">Answers stand here with who decided on them.</Empty>
  return (
    <Empty title={view === 'all' ? 'No question was asked yet' : 'No question is open'}>
      Analysis starts from a question, such as “Why do trial accounts leave in the first month?”. Ask one,
      write down what might be the answer, and link what customers say for and against it.
    </Empty>
  )
}
