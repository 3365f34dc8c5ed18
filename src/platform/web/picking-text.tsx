import { type ComponentProps, type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { narrowed, type Option } from '#platform/web/combobox.tsx'

/** A sign that opens a list while typing: "@" for people, "/" for saved texts. */
export interface Sign {
  sign: '@' | '/'
  label: string
  options: readonly Option[]
  /** What stands in the text in place of the sign and what was typed after it. */
  textOf(option: Option): string
}

interface Props extends Omit<ComponentProps<'textarea'>, 'onChange' | 'value'> {
  value: string
  onChange(value: string): void
  signs: readonly Sign[]
}

/** A text field in which a sign opens a list: arrows move, Enter or Tab takes, Escape closes it and keeps the text. */
export function PickingText({ value, onChange, signs, ...rest }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  const listId = useId()
  const [caret, setCaret] = useState(0)
  const [at, setAt] = useState(0)
  const [closedAt, setClosedAt] = useState<number>()
  const goal = useRef<number | undefined>(undefined)
  // after a choice the caret stands behind what was put in
  useLayoutEffect(() => {
    if (goal.current === undefined) return
    field.current?.setSelectionRange(goal.current, goal.current)
    setCaret(goal.current)
    goal.current = undefined
  })
  const typed = /(?:^|\s)([@/])([^@/\n]{0,40})$/.exec(value.slice(0, caret))
  const sign = typed && signs.find((one) => one.sign === typed[1])
  const start = typed ? caret - typed[2]!.length - 1 : -1
  const wanted = typed?.[2]?.toLowerCase() ?? ''
  const isOver = sign?.options.some((one) => wanted.startsWith(`${one.label.toLowerCase()} `))
  const options =
    sign && !isOver && closedAt !== start
      ? (wanted.trim() ? narrowed(sign.options, wanted.trim()) : sign.options).slice(0, 8)
      : []
  const current = Math.min(at, options.length - 1)
  const take = (option: Option) => {
    const text = sign!.textOf(option)
    goal.current = start + text.length
    onChange(value.slice(0, start) + text + value.slice(caret))
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    rest.onKeyDown?.(event)
    if (options.length === 0) return
    const plain = !event.ctrlKey && !event.metaKey
    if (event.key === 'ArrowDown') setAt((current + 1) % options.length)
    else if (event.key === 'ArrowUp') setAt((current - 1 + options.length) % options.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && plain) take(options[current]!)
    else if (event.key === 'Escape') setClosedAt(start)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const follow = () => setCaret(field.current?.selectionStart ?? 0)
  return (
    <div className="relative">
      <textarea
        {...rest}
        ref={field}
        value={value}
        aria-autocomplete="list"
        aria-controls={options.length > 0 ? listId : undefined}
        aria-activedescendant={options.length > 0 ? `${listId}-${current}` : undefined}
        onChange={(event) => {
          onChange(event.target.value)
          setCaret(event.target.selectionStart)
          setAt(0)
        }}
        onSelect={follow}
        onBlur={() => setClosedAt(start)}
        onFocus={() => setClosedAt(undefined)}
        onKeyDown={onKeyDown}
      />
      {options.length > 0 && (
        <div className="pop typed" role="listbox" id={listId} aria-label={sign!.label}>
          {options.map((one, index) => (
            // the field keeps the focus and handles the keys
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={one.value}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === current}
              className={`opt${index === current ? ' on' : ''}`}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(one)}
            >
              <span className="cut">{one.label}</span>
              {one.hint && <span className="help cut ms-auto">{one.hint}</span>}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
