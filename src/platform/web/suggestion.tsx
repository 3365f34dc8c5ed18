import type { ReactNode } from 'react'
import { Button } from '#platform/web/button.tsx'

/** How sure, in a word: from 80 sure, from 60 likely, below that a guess that is not filled in. */
export function sureness(confidence: number): 'sure' | 'likely' | 'a guess' {
  return confidence >= 0.8 ? 'sure' : confidence >= 0.6 ? 'likely' : 'a guess'
}

/** Confidence (0 to 1) as a small bar with its number and word. */
export function Sure({ confidence }: { confidence: number }) {
  const word = sureness(confidence)
  const whole = Math.round(confidence * 100)
  return (
    <span className={`sure${word === 'a guess' ? ' guess' : ''}`}>
      <i style={{ '--p': `${whole}%` } as React.CSSProperties} aria-hidden="true" />
      {whole} % {word}
    </span>
  )
}

interface Props {
  label: string
  value: ReactNode
  confidence: number
  /** Why, quoting the customer's words. */
  reason: string
  /** Opens the whole of the reasons. */
  why?: ReactNode
  onAccept(): void
  /** Opens the choice; a guess offers only this. */
  choose?: ReactNode
  accepted?: boolean
  disabled?: boolean
}

/** One suggestion: what, how sure, why, and the one press that takes it. */
export function Suggestion({
  label,
  value,
  confidence,
  reason,
  why,
  onAccept,
  choose,
  accepted,
  disabled,
}: Props) {
  const guess = sureness(confidence) === 'a guess'
  return (
    <div className={`sug${guess ? ' low' : ''}`}>
      <div className="sk">{label}</div>
      <div className="grow">
        <div className="row flex-wrap">
          <span className="med">
            {value}
            {guess && '?'}
          </span>
          <Sure confidence={confidence} />
          {why}
        </div>
        <div className="why">{guess ? `${reason}. Too unsure to fill in` : reason}</div>
      </div>
      {accepted ? (
        <span className="muted xs">accepted</span>
      ) : guess && choose ? (
        choose
      ) : (
        <Button size="sm" onClick={onAccept} disabled={disabled} aria-label={`Accept ${label.toLowerCase()}`}>
          Accept
        </Button>
      )}
    </div>
  )
}
