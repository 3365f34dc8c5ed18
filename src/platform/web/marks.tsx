import { Fragment } from 'react'
import { initials, words } from '#platform/web/format.ts'
import { Icon } from '#platform/web/icons.tsx'

export const priorities = ['critical', 'high', 'medium', 'low'] as const
export type PriorityName = (typeof priorities)[number]

/** Filled square, three, two, one bar. `label` shows the word beside it. */
export function Priority({ value, label }: { value: PriorityName | null | undefined; label?: boolean }) {
  if (!value) {
    return (
      <span className="prio" title="No priority yet">
        <Bars filled={0} ink="var(--line-strong)" />
        <span className={label ? 'muted' : 'vh'}>{label ? 'No priority' : 'no priority'}</span>
      </span>
    )
  }
  return (
    <span className="prio" title={`${words(value)} priority`}>
      {value === 'critical' ? (
        <svg viewBox="0 0 14 14" aria-hidden="true">
          <rect x="1" y="1" width="12" height="12" rx="2.5" fill="var(--prio-critical)" />
          <path d="M7 3.8v3.8M7 10v.1" stroke="var(--on-late)" strokeWidth="1.7" strokeLinecap="round" />
        </svg>
      ) : (
        <Bars filled={value === 'high' ? 3 : value === 'medium' ? 2 : 1} ink={`var(--prio-${value})`} />
      )}
      <span className={label ? '' : 'vh'}>{label ? words(value) : `${value} priority`}</span>
    </span>
  )
}

function Bars({ filled, ink }: { filled: number; ink: string }) {
  const bars = [
    [1, 9, 4],
    [5.4, 5.5, 7.5],
    [9.8, 2, 11],
  ] as const
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true">
      {bars.map(([x, y, height], at) => (
        <rect
          key={x}
          x={x}
          y={y}
          width="3"
          height={height}
          rx="1"
          fill={at < filled ? ink : 'var(--line-strong)'}
        />
      ))}
    </svg>
  )
}

export type SentimentName = 'negative' | 'neutral' | 'positive' | 'mixed'
const sentiments: Record<SentimentName, string> = {
  negative: 'neg',
  neutral: 'neu',
  positive: 'pos',
  mixed: 'mix',
}

/** Triangle down, bar, triangle up, diamond; the word beside it unless a label says it already. */
export function Sentiment({ value, bare }: { value: SentimentName; bare?: boolean }) {
  return (
    <span className={`sent ${sentiments[value]}`}>
      <i aria-hidden="true" />
      {!bare && words(value)}
    </span>
  )
}

/** Detractor, passive or promoter, with the score. */
export function NpsMark({ score }: { score: number }) {
  const group = score <= 6 ? 'detractor' : score <= 8 ? 'passive' : 'promoter'
  return (
    <span className="row inline-flex gap-1.5 text-xs">
      <i
        className="size-2 flex-none rounded-full"
        style={{ background: `var(--nps-${group})` }}
        aria-hidden="true"
      />
      <span className="num">{score}</span> {group}
    </span>
  )
}

/** Initials on a small square; without a name the outline of a person. */
export function Avatar({ name, size }: { name?: string | null; size?: 'sm' | 'lg' }) {
  if (!name) {
    return (
      <span className={`av none ${size ?? ''}`} title="Nobody assigned">
        <Icon name="person" small />
      </span>
    )
  }
  return (
    <span className={`av ${size ?? ''}`} aria-hidden="true">
      {initials(name)}
    </span>
  )
}

/** A short fact: a type, a tag. `suggested` draws it dashed and says so. */
export function Tag({
  children,
  suggested,
  onRemove,
}: {
  children: string
  suggested?: boolean
  onRemove?: () => void
}) {
  return (
    <span className={`tag${suggested ? ' maybe' : ''}${onRemove ? ' x-able' : ''}`}>
      {children}
      {suggested && <span className="vh"> (suggested)</span>}
      {onRemove && (
        <button type="button" aria-label={`Remove ${children}`} onClick={onRemove}>
          <Icon name="close" small />
        </button>
      )}
    </span>
  )
}

/** Parts [from, to) of a text, in order. */
export type Spans = readonly (readonly [from: number, to: number])[]

/** A text with these parts marked. */
export function Marked({ text, spans }: { text: string; spans: Spans }) {
  let at = 0
  const parts = spans.map(([from, to]) => {
    const before = text.slice(at, from)
    at = to
    return (
      <Fragment key={from}>
        {before}
        <mark>{text.slice(from, to)}</mark>
      </Fragment>
    )
  })
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  )
}

/**
 * The customer's own words: larger, ruled in pine, never cut. `marks` are phrases to highlight, `spans` the places of
 * what was searched for, in their stead.
 */
export function Verbatim({
  text,
  marks = [],
  spans,
  lang,
}: {
  text: string
  marks?: readonly string[]
  spans?: Spans
  lang?: string | null
}) {
  return (
    <blockquote className="verbatim" dir="auto" lang={lang ?? undefined}>
      {spans ? <Marked text={text} spans={spans} /> : highlight(text, marks)}
    </blockquote>
  )
}

function highlight(text: string, marks: readonly string[]) {
  const wanted = marks.filter((mark) => mark.length > 1).sort((a, b) => b.length - a.length)
  if (wanted.length === 0) return text
  const pattern = new RegExp(
    `(${wanted.map((mark) => mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
    'gi',
  )
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text do not move
  return text.split(pattern).map((part, at) => (at % 2 ? <mark key={`${at}:${part}`}>{part}</mark> : part))
}
