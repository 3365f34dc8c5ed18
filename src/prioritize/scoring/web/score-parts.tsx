import { count, plural } from '#platform/web/format.ts'
import type { Score } from '#prioritize/scoring/contract.ts'
import { number } from '#prioritize/scoring/words.ts'

type Ranked = Pick<Score, 'rank' | 'rankLow' | 'rankHigh'>

/** "2–6", or "3" where nothing else is likely. */
export const rangeText = ({ rankLow, rankHigh }: Ranked) =>
  rankLow === rankHigh ? count(rankLow ?? 0) : `${count(rankLow!)}–${count(rankHigh!)}`

/** A score as it is read: whole from 10 on. */
export const scoreText = (score: number) => (score >= 10 ? count(Math.round(score)) : number(score))

/** Where a rank lies among all, as a dot on its range. */
export function RankBar({
  rank,
  rankLow,
  rankHigh,
  of,
  isCurrent,
}: Ranked & { of: number; isCurrent?: boolean }) {
  if (rank === null) return null
  const at = (value: number) => `${(100 * (value - 1)) / Math.max(1, of - 1)}%`
  return (
    <span className={`rankbar${isCurrent ? ' cur' : ''}`} aria-hidden="true">
      <i style={{ insetInlineStart: at(rankLow!), width: `calc(${at(rankHigh! - rankLow! + 1)} + 6px)` }} />
      <b style={{ insetInlineStart: at(rank) }} />
    </span>
  )
}

/** "Rank 3 of 24, 2 to 6 likely" */
export const rankSentence = ({ rank, rankLow, rankHigh, of }: Ranked & { of: number }) =>
  rank === null
    ? 'No rank'
    : `Rank ${rank} of ${count(of)}${rankLow === rankHigh ? '' : `, ${rankLow} to ${rankHigh} is likely`}`

/** A score term by term: points out of the most there are, or what RICE multiplies. */
export function ScoreTerms({
  score,
}: {
  score: Pick<Score, 'terms' | 'score' | 'scoreLow' | 'scoreHigh'> & Partial<Pick<Score, 'model'>>
}) {
  const most = Math.max(...score.terms.map((one) => one.most ?? 0), 1)
  return (
    <ul className="terms">
      {score.terms.map((one, i) => (
        <li key={one.factor}>
          <span className="k">
            {one.points === null && i > 0 && <b aria-hidden="true">{one.lowerIsBetter ? '÷ ' : '× '}</b>}
            {one.name}
          </span>
          {one.points === null ? (
            <span className="v num">{one.counts === null ? '?' : number(one.counts)}</span>
          ) : (
            <>
              <span className="b" aria-hidden="true">
                <i style={{ width: `${(100 * one.points) / most}%` }} />
                <u style={{ width: `${(100 * (one.most! - one.points)) / most}%` }} />
              </span>
              <span className="v num">
                {number(one.points)}
                <span className="vh"> of {number(one.most!)} points</span>
              </span>
            </>
          )}
          <span className="w">
            {one.text}
            {one.points !== null && one.lowerIsBetter && ', less is better'}
          </span>
        </li>
      ))}
      {score.score !== null && (
        <li className="sum">
          <span className="k">Score</span>
          {score.terms[0]?.points !== null && <span className="b" />}
          <span className="v num">{scoreText(score.score)}</span>
          <span className="w num">
            {scoreText(score.scoreLow!)} to {scoreText(score.scoreHigh!)} is likely
          </span>
        </li>
      )}
    </ul>
  )
}

/** Which neighbours cannot be told apart: the order between them is a choice. */
export function togetherText(rows: readonly (Ranked & { rank: number | null })[]): string {
  const ranked = rows.filter((row) => row.rank !== null)
  const groups: number[][] = []
  ranked.forEach((row, i) => {
    const before = ranked[i - 1]
    const isWith = before && before.rankHigh! >= row.rank! && row.rankLow! <= before.rank!
    if (isWith) groups.at(-1)!.push(row.rank!)
    else groups.push([row.rank!])
  })
  const close = groups.filter((group) => group.length > 1)
  if (ranked.length < 2) return ''
  if (close.length === 0) return 'Every rank can be told from the next.'
  const words = close
    .slice(0, 3)
    .map((group) => (group.length === 2 ? `${group[0]} and ${group[1]}` : `${group[0]} to ${group.at(-1)}`))
  return `${words.join('; ')} cannot be told apart: the order there is a choice, not a finding.`
}

/** What is missing for a score, in words. */
export const missingText = (missing: readonly string[]) =>
  missing.length === 0
    ? ''
    : `${plural(missing.length, 'value')} not said: ${missing.join(', ').toLowerCase()}`
