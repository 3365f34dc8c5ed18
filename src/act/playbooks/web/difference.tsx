import { useQuery } from '@tanstack/react-query'
import { diffLines } from 'diff'
import { getPlaybook } from '#act/playbooks/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { LoadingBlock } from '#platform/web/states.tsx'

const around = 3

interface Line {
  text: string
  how: 'same' | 'gone' | 'new'
}

/** What changed between another version and this text, line by line; long stretches that stayed are folded. */
export function Difference({ playbook, from, text }: { playbook: string; from: number; text: string }) {
  const slug = useSlug()
  const query = useQuery({
    queryKey: ['playbook', slug, playbook, String(from)],
    queryFn: () => call(getPlaybook, { key: playbook, version: String(from) }),
  })
  if (!query.data) return <LoadingBlock height={240} label="Loading the other version" />
  const pieces = folded(linesOf(query.data.text, text))
  if (pieces.length === 0) return <p className="p-4 text-ink-2">Nothing differs from version {from}.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="file diff" tabIndex={0} aria-label={`Difference from version ${from}`}>
      {pieces.map((piece) =>
        typeof piece === 'number' ? (
          <p key={`fold ${piece}`} className="fold">
            …
          </p>
        ) : (
          <p key={`${piece.how} ${piece.at}`} className={piece.how}>
            <i aria-hidden="true">{piece.how === 'gone' ? '−' : piece.how === 'new' ? '+' : ''}</i>
            {piece.how === 'gone' ? (
              <del>{piece.text}</del>
            ) : piece.how === 'new' ? (
              <ins>{piece.text}</ins>
            ) : (
              piece.text
            )}
          </p>
        ),
      )}
    </section>
  )
}

function linesOf(before: string, after: string): Line[] {
  return diffLines(before, after).flatMap((part) =>
    part.value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): Line => ({ text, how: part.removed ? 'gone' : part.added ? 'new' : 'same' })),
  )
}

/** The lines around every change; a number stands for a stretch that is left out. Empty when nothing changed. */
function folded(lines: readonly Line[]): (number | (Line & { at: number }))[] {
  const shown = new Set<number>()
  lines.forEach((line, at) => {
    if (line.how !== 'same') for (let near = at - around; near <= at + around; near++) shown.add(near)
  })
  const pieces: (number | (Line & { at: number }))[] = []
  lines.forEach((line, at) => {
    if (shown.has(at)) pieces.push({ ...line, at })
    else if (shown.size > 0 && typeof pieces.at(-1) !== 'number') pieces.push(at)
  })
  return pieces
}
