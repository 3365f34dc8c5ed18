import type { HypothesisState, Question, QuestionState, Weight } from '#analyze/questions/contract.ts'
import type { Stance } from '#analyze/questions/rules.ts'
import { BiasMark } from '#analyze/themes/web/theme-parts.tsx'
import { count, money, plural } from '#platform/web/format.ts'

export const stateWords: Record<QuestionState, string> = {
  open: 'Open',
  answered: 'Answered',
  reopened: 'Open again',
}

export const hypothesisWords: Record<HypothesisState, string> = {
  open: 'Open',
  supported: 'Supported',
  not_supported: 'Not supported',
}

export const stanceWords: Record<Stance, string> = { for: 'For', against: 'Against' }

/** "4 for, 1 against" */
export const piecesText = (pieces: Question['newEvidence']) =>
  pieces.for + pieces.against === 0
    ? 'no evidence yet'
    : `${count(pieces.for)} for, ${count(pieces.against)} against`

/** What stands behind evidence on one line, and whether it rests on few. */
export function WeightLine({
  weight,
  currency,
  segmentName,
}: {
  weight: Weight
  currency: string
  segmentName: (key: string) => string
}) {
  if (weight.items === 0) return null
  return (
    <p className="help num">
      {plural(weight.items, 'item')}, {plural(weight.accounts, 'account')}, {money(weight.mrrCents, currency)}{' '}
      MRR, <BiasMark bias={weight.bias} segmentName={segmentName} />
    </p>
  )
}
