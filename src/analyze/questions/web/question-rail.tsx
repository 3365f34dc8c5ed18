import type { Question } from '#analyze/questions/contract.ts'
import { piecesText, stateWords } from '#analyze/questions/web/question-parts.tsx'
import { biasSentence, biasText, restsOnFew } from '#analyze/themes/web/theme-parts.tsx'
import { count, date, money } from '#platform/web/format.ts'
import { Icon } from '#platform/web/icons.tsx'

/** Who asks and decides, and what stands behind all evidence together. */
export function QuestionRail({
  question,
  segmentName,
}: {
  question: Question
  segmentName: (key: string) => string
}) {
  const { weight, currency, answer, hypotheses } = question
  const { bias } = weight
  const isBiased = restsOnFew(bias)
  const pieces = {
    for: hypotheses.reduce((sum, one) => sum + one.pieces.for, 0),
    against: hypotheses.reduce((sum, one) => sum + one.pieces.against, 0),
  }
  return (
    <>
      <section>
        <h2 className="sec mb-1">The question</h2>
        <dl className="kv">
          <dt>State</dt>
          <dd>{stateWords[question.state]}</dd>
          <dt>Owner</dt>
          <dd>{question.owner?.name ?? 'nobody'}</dd>
          <dt>Asked</dt>
          <dd className="num">
            {date(question.createdAt)} by {question.askedBy}
          </dd>
          {answer && (
            <>
              <dt>Decided</dt>
              <dd className="num">
                {date(answer.decidedAt)} by {answer.decidedBy.name}
              </dd>
            </>
          )}
        </dl>
      </section>
      <section className={isBiased ? 'bg-sunken' : undefined}>
        <h2 className={isBiased ? 'bias' : 'sec'}>
          {isBiased && <Icon name="chart" small />}
          {isBiased ? biasSentence(bias, segmentName) : 'Behind the evidence'}
        </h2>
        <dl className="kv mt-1">
          <dt>Evidence</dt>
          <dd className="num">{piecesText(pieces)}</dd>
          <dt>Items</dt>
          <dd className="num">{count(weight.items)}</dd>
          <dt>Accounts</dt>
          <dd className="num">{count(weight.accounts)}</dd>
          <dt>MRR</dt>
          <dd className="num">{money(weight.mrrCents, currency)}</dd>
          {!isBiased && weight.items > 0 && (
            <>
              <dt>Who says it</dt>
              <dd>{biasText(bias, segmentName)}</dd>
            </>
          )}
        </dl>
        <p className="help mt-2">
          Quoted items and the items of 12 weeks of its themes, each once; merged items and accounts count as
          one.
        </p>
      </section>
    </>
  )
}
