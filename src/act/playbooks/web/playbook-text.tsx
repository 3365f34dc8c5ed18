import { useEffect, useRef } from 'react'

interface Props {
  text: string
  name: string
  findings: readonly { line: number; level: string }[]
  /** the line to bring into view */
  hit: number | undefined
}

/** The file, line by line, with its words and comments told apart. */
export function PlaybookText({ text, name, findings, hit }: Props) {
  const box = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (hit) box.current?.children[hit - 1]?.scrollIntoView({ block: 'center' })
  }, [hit])
  const bad = new Set(findings.filter((one) => one.level === 'error').map((one) => one.line))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="file" tabIndex={0} aria-label={name}>
      <ol ref={box}>
        {text.split('\n').map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
          <li key={at} className={bad.has(at + 1) ? 'bad' : hit === at + 1 ? 'hit' : ''}>
            <i aria-hidden="true">{at + 1}</i>
            <span>
              <Coloured line={line} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Coloured({ line }: { line: string }) {
  const match = /^(\s*(?:- )?(?:\{ )?)([a-z-]+:)?(.*?)((?:^|\s)#.*)?$/.exec(line)
  if (!match) return line
  const [, indent, word, rest, comment] = match
  return (
    <>
      {indent}
      {word && <span className="w">{word}</span>}
      {rest}
      {comment && <span className="c">{comment}</span>}
    </>
  )
}
