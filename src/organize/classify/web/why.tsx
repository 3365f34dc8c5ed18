import { useState } from 'react'
import type { Because, Suggestion } from '#organize/classify/contract.ts'
import { Button } from '#platform/web/button.tsx'
import { percent } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Hang } from '#platform/web/overlays.tsx'
import { Sure } from '#platform/web/suggestion.tsx'

const groups: readonly { kind: Because['kind']; title: string }[] = [
  { kind: 'words', title: 'Words in the text' },
  { kind: 'taught', title: 'Learned from your decisions' },
  { kind: 'rule', title: 'Rules' },
]

/** The button that says why something is suggested, and takes a "no". */
export function Why({
  label,
  suggestion,
  refuse,
}: {
  label: string
  suggestion: Suggestion
  /** what a refusal says and does; absent where nobody may */
  refuse?: { label: string; run(): void } | undefined
}) {
  const [anchor, setAnchor] = useState<Element>()
  const close = () => setAnchor(undefined)
  return (
    <>
      <Button
        size="sm"
        kind="ghost"
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        aria-label={`Why ${suggestion.label}`}
        onClick={(event) => setAnchor(anchor ? undefined : event.currentTarget)}
      >
        Why
      </Button>
      {anchor && (
        <Hang anchor={anchor} label={`Why ${suggestion.label}`} className="w-80 p-3" onClose={close}>
          <div className="row flex-wrap">
            <span className="muted">{label}</span>
            <span className="med">{suggestion.label}</span>
            <Sure confidence={suggestion.confidence} />
          </div>
          {groups.map(({ kind, title }) => (
            <Group key={kind} title={title} because={suggestion.because.filter((one) => one.kind === kind)} />
          ))}
          {suggestion.others.length > 0 && (
            <p className="mt-2.5">
              <span className="help">Also possible: </span>
              {suggestion.others.map((one) => `${one.label} ${percent(one.confidence)}`).join(', ')}
            </p>
          )}
          <p className="help mt-2.5">
            {suggestion.confidence >= 0.5
              ? `Of suggestions this sure about ${Math.round(suggestion.confidence * 10)} in 10 are right.`
              : 'Of suggestions this unsure most are wrong.'}{' '}
            <Go className="link" to="settings/analysis">
              How well they do here
            </Go>
          </p>
          {refuse && (
            <div className="mt-2.5">
              <Button
                size="sm"
                onClick={() => {
                  close()
                  refuse.run()
                }}
              >
                {refuse.label}
              </Button>
            </div>
          )}
        </Hang>
      )}
    </>
  )
}

function Group({ title, because }: { title: string; because: readonly Because[] }) {
  if (because.length === 0) return null
  const byMeaning = new Map<string, string[]>()
  for (const { meaning, words } of because) {
    const list = byMeaning.get(meaning) ?? []
    if (words && !list.some((one) => one.toLowerCase() === words.toLowerCase())) list.push(words)
    byMeaning.set(meaning, list)
  }
  return (
    <section className="mt-2.5">
      <h3 className="help">{title}</h3>
      <ul>
        {[...byMeaning].map(([meaning, words]) => (
          <li key={meaning} className="mt-0.5">
            {meaning}
            {words.length > 0 && ': '}
            {words.map((word, at) => (
              <span key={word}>
                {at > 0 && ', '}
                <mark dir="auto">{word}</mark>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
