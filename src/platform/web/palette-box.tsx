import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from 'react'
import { Kbd } from '#platform/web/button.tsx'
import DialogBox from '#platform/web/dialog-box.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { Marked } from '#platform/web/marks.tsx'
import { type Command, type PaletteSource, useCommandLayers } from '#platform/web/palette.tsx'

const titles = { do: 'Do', go: 'Go to', settings: 'Settings' }
const recentPlace = 'hearback.recent'

function recentIds(): string[] {
  try {
    return JSON.parse(localStorage.getItem(recentPlace) ?? '[]') as string[]
  } catch {
    return []
  }
}

function remember(id: string) {
  try {
    localStorage.setItem(
      recentPlace,
      JSON.stringify([id, ...recentIds().filter((one) => one !== id)].slice(0, 6)),
    )
  } catch {
    // without storage nothing is remembered
  }
}

/** The commands whose words begin with each typed word, best first. */
export function matching(commands: readonly Command[], text: string): Command[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...commands]
  return commands.filter((one) => {
    const known = `${one.label} ${one.words ?? ''}`.toLowerCase().split(/[\s/,.›]+/)
    return wanted.every((word) => known.some((other) => other.startsWith(word)))
  })
}

/** The palette, open. */
export default function PaletteBox({
  sources,
  onClose,
}: {
  sources: readonly PaletteSource[]
  onClose(): void
}) {
  return (
    <DialogBox title="Search or do" className="pal" onClose={onClose}>
      <Search sources={sources} onClose={onClose} />
    </DialogBox>
  )
}

interface Found {
  found: Command[]
  waiting: boolean
  /** Kinds of records that could not be searched. */
  failed: string[]
}

function useFound(sources: readonly PaletteSource[], text: string): Found {
  const [state, set] = useState<Found>({ found: [], waiting: false, failed: [] })
  const sign = /^[@#]/.test(text) ? text[0] : undefined
  const query = text.replace(/^[@#>]/, '').trim()
  useEffect(() => {
    if (query.length < 2 || text.startsWith('>')) return set({ found: [], waiting: false, failed: [] })
    const abort = new AbortController()
    set((before) => ({ ...before, waiting: true }))
    const timer = setTimeout(async () => {
      const asked = sources.filter((source) => !sign || source.sign === sign)
      const failed: string[] = []
      const answers = await Promise.all(
        asked.map((source) =>
          source.search(query, abort.signal).catch(() => {
            failed.push(source.name.toLowerCase())
            return []
          }),
        ),
      )
      if (!abort.signal.aborted) set({ found: answers.flat(), waiting: false, failed })
    }, 120)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [sources, query, sign, text])
  return state
}

function Search({ sources, onClose }: { sources: readonly PaletteSource[]; onClose(): void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [scoped, setScoped] = useState(true)
  const listId = useId()
  const known = useCommandLayers()
  const scope = scoped ? [...known].reverse().find((layer) => layer.scope)?.scope : undefined
  const { found, waiting, failed } = useFound(sources, text)

  const groups = useMemo(() => {
    const query = text.replace(/^>/, '').trim()
    const own = known.filter((layer) => !layer.scope || layer.scope === scope)
    const commands = own.flatMap((layer) =>
      layer.commands.current.map((one) => ({ ...one, scoped: !!layer.scope })),
    )
    const recent = recentIds()
    const fit = /^[@#]/.test(text) ? [] : matching(commands, query)
    const list: { title: string; commands: Command[] }[] = []
    const add = (title: string, some: Command[]) => some.length > 0 && list.push({ title, commands: some })
    if (scope)
      add(
        `Do with the ${scope} selected`,
        matching(
          fit.filter((one) => (one as { scoped?: boolean }).scoped),
          query,
        ),
      )
    const rest = fit.filter((one) => !(one as { scoped?: boolean }).scoped)
    if (!query) {
      const lately = recent.flatMap((id) => rest.filter((one) => one.id === id))
      add('Recent', lately)
      add(
        titles.do,
        rest.filter((one) => one.group === 'do' && !lately.includes(one)),
      )
      add(
        titles.go,
        rest.filter((one) => one.group === 'go' && !lately.includes(one)),
      )
    } else {
      add(
        titles.do,
        rest.filter((one) => one.group === 'do'),
      )
      add(titles.go, [...rest.filter((one) => one.group === 'go'), ...found])
      add(
        titles.settings,
        rest.filter((one) => one.group === 'settings'),
      )
    }
    return list
  }, [known, scope, text, found])

  const flat = groups.flatMap((group) => group.commands)
  const current = Math.min(at, flat.length - 1)
  const run = (command: Command | undefined) => {
    if (!command) return
    remember(command.id)
    onClose()
    // the dialog gives the focus back first
    setTimeout(command.run)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((current + 1) % Math.max(1, flat.length))
    else if (event.key === 'ArrowUp') setAt((current - 1 + flat.length) % Math.max(1, flat.length))
    else if (event.key === 'Enter') run(flat[current])
    else if (event.key === 'Backspace' && text === '' && scope) setScoped(false)
    else return
    event.preventDefault()
  }
  useEffect(() => {
    document.getElementById(`${listId}-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current, listId])

  let index = -1
  return (
    <>
      <div className="pin">
        <Icon name="search" />
        {scope && <span className="scope">{scope}</span>}
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette was opened to type
          autoFocus
          role="combobox"
          aria-label="Search or do"
          aria-expanded={flat.length > 0}
          aria-controls={listId}
          aria-activedescendant={flat.length > 0 ? `${listId}-${current}` : undefined}
          value={text}
          placeholder="Search or do"
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd>Esc</Kbd>
      </div>
      <div className="res" role="listbox" id={listId} aria-label="Results" aria-busy={waiting} tabIndex={-1}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options
          <div key={group.title} role="group" aria-label={group.title}>
            <div className="g" aria-hidden="true">
              {group.title}
            </div>
            {group.commands.map((command) => {
              index += 1
              const mine = index
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and handles the keys
                <div
                  key={command.id}
                  id={`${listId}-${mine}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={mine === current}
                  className={`o${mine === current ? ' on' : ''}`}
                  onClick={() => run(command)}
                  onMouseMove={() => setAt(mine)}
                >
                  <Icon name={command.icon ?? 'next'} />
                  <span className="grow cut">
                    {command.marks ? (
                      <Marked text={command.label} spans={command.marks} />
                    ) : (
                      bold(command.label, text)
                    )}
                  </span>
                  {command.hint && <span className="help">{command.hint}</span>}
                  {mine === current ? <Kbd>↵</Kbd> : command.keys && <Kbd>{command.keys}</Kbd>}
                </div>
              )
            })}
          </div>
        ))}
      </div>
      {failed.length > 0 && (
        <p className="px-4 pb-3 text-sla-late" role="alert">
          Not searched: {failed.join(', ')}. The server did not answer; type on to try again.
        </p>
      )}
      {flat.length === 0 && failed.length === 0 && !waiting && text.length > 1 && (
        <p className="px-4 pb-4 text-ink-2">
          Nothing found for “{text}”. Search covers feedback, accounts, contacts and the open cases that are
          due first.
        </p>
      )}
      <div className="foot" aria-hidden="true">
        <span>
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> move
        </span>
        <span>
          <Kbd>↵</Kbd> run
        </span>
        {scope && (
          <span>
            <Kbd>⌫</Kbd> drop scope
          </span>
        )}
        <span className="grow" />
        <span>
          <Kbd>@</Kbd> people <Kbd>&gt;</Kbd> actions
        </span>
      </div>
    </>
  )
}

/** The typed beginnings in bold. */
function bold(label: string, text: string): ReactNode {
  const word = text
    .replace(/^[@#>]/, '')
    .trim()
    .split(/\s+/)[0]
  if (!word) return label
  const at = label.toLowerCase().indexOf(word.toLowerCase())
  if (at < 0) return label
  return (
    <>
      {label.slice(0, at)}
      <b>{label.slice(at, at + word.length)}</b>
      {label.slice(at + word.length)}
    </>
  )
}
