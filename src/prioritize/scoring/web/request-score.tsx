import '#prioritize/scoring/web/scoring.css'
import { Go } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { quadrants } from '#prioritize/scoring/rules.ts'
import { RateFields } from '#prioritize/scoring/web/rate-fields.tsx'
import { missingText, RankBar, rankSentence, ScoreTerms } from '#prioritize/scoring/web/score-parts.tsx'
import { useScore } from '#prioritize/scoring/web/use-scoring.ts'

/** The score of a request on its page and in a review: rank, place in the matrix, terms, and what people say of it. */
export default function RequestScore({ requestId }: { requestId: string }) {
  const score = useScore(requestId).data
  const canWrite = useCan('requests:write')
  if (!score) return null
  return (
    <section aria-label="Score">
      <div className="row mb-1">
        <h2 className="sec grow">Score</h2>
        <Go to="weights" className="link xs">
          {score.model.name}
          {score.model.kind === 'weighted' && `, version ${score.model.version}`}
        </Go>
      </div>
      <p className="num">{rankSentence(score)}</p>
      <RankBar {...score} isCurrent />
      {score.quadrant && (
        <p className="mt-1">
          <Go to="matrix" className="link">
            {quadrants[score.quadrant].name}
          </Go>
          <span className="help">, {quadrants[score.quadrant].words}</span>
        </p>
      )}
      {score.terms.length > 0 && <ScoreTerms score={score} />}
      {score.rank === null && (
        <p className="help">
          {score.terms.length === 0
            ? 'Only requests that are open or coming compete for a rank.'
            : missingText(score.missing)}
        </p>
      )}
      {canWrite && (
        <details className="mt-2" open={score.rank === null && score.terms.length > 0}>
          <summary className="link xs">Rate</summary>
          <div className="mt-2">
            <RateFields key={requestId} requestId={requestId} said={score.said} />
          </div>
        </details>
      )}
    </section>
  )
}
