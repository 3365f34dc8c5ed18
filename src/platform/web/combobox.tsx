import {
  cloneElement,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Icon, type IconName } from '#platform/web/icons.tsx'
import { Hang } from '#platform/web/overlays.tsx'

export interface Option {
  value: string
  label: string
  /** A second, paler text. */
  hint?: string
  icon?: IconName
  mark?: ReactNode
}

interface PickerProps {
  /** The button that opens it. Left out, the picker hangs on `anchor`, or on what stands before it, and is open. */
  trigger?: ReactElement<Record<string, unknown>>
  anchor?: Element | null
  open?: boolean
  onOpenChange?(open: boolean): void
  label: string
  options: readonly Option[]
  /** Chosen values. */
  value?: readonly string[]
  /** Stays open on choosing. */
  many?: boolean
  onPick(value: string): void
  /** Asked on typing instead of filtering here. */
  onSearch?(text: string): void
  /** Offers to make what was typed. */
  onCreate?(text: string): void
  empty?: string
}

/** A list to choose from with a field that narrows it: filter values, assignee, tags. */
export function Picker({
  trigger,
  anchor,
  open,
  onOpenChange,
  label,
  options,
  value = [],
  many,
  onPick,
  onSearch,
  onCreate,
  empty,
}: PickerProps) {
  const place = useRef<HTMLSpanElement>(null)
  const [ownOpen, setOwnOpen] = useState(false)
  const [, settle] = useState(false)
  const isOpen = open ?? (trigger ? ownOpen : true)
  const setOpen = (next: boolean) => {
    setOwnOpen(next)
    onOpenChange?.(next)
  }
  // the element before the marker is the trigger: known once the first render stands
  useEffect(() => settle(true), [])
  const hook = anchor ?? place.current?.previousElementSibling
  const close = () => setOpen(false)
  return (
    <>
      {trigger &&
        cloneElement(trigger, {
          'aria-haspopup': 'listbox',
          'aria-expanded': isOpen,
          onClick: () => setOpen(!isOpen),
        })}
      <span ref={place} hidden />
      {isOpen && hook && (
        <Hang anchor={hook} label={label} className="w-64" onClose={close}>
          <PickList
            label={label}
            options={options}
            value={value}
            onSearch={onSearch}
            onCreate={
              onCreate &&
              ((text) => {
                onCreate(text)
                if (!many) close()
              })
            }
            empty={empty}
            onPick={(one) => {
              onPick(one)
              if (!many) close()
            }}
          />
        </Hang>
      )}
    </>
  )
}

/** Options that hold the text; those where a word of the label begins with it come first. */
export function narrowed(options: readonly Option[], wanted: string): Option[] {
  const begins = (one: Option) =>
    one.label
      .toLowerCase()
      .split(/[\s/›-]+/)
      .some((word) => word.startsWith(wanted))
  const fitting = options.filter((one) => `${one.label} ${one.hint ?? ''}`.toLowerCase().includes(wanted))
  return [...fitting.filter(begins), ...fitting.filter((one) => !begins(one))]
}

type PickListProps = Pick<PickerProps, 'label' | 'options' | 'onPick' | 'onSearch' | 'onCreate' | 'empty'> & {
  value: readonly string[]
  /** The options are still those of other words: none of them is taken. */
  isBehind?: boolean
}

/** The inside of a picker: field and options, arrow keys, Enter. */
export function PickList({
  label,
  options,
  value,
  onPick,
  onSearch,
  onCreate,
  empty = 'Nothing matches.',
  isBehind = false,
}: PickListProps) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const listId = useId()
  const shown = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    return !wanted || onSearch ? options : narrowed(options, wanted)
  }, [options, text, onSearch])
  const creates =
    onCreate && text.trim() && !options.some((one) => one.label.toLowerCase() === text.trim().toLowerCase())
  const total = shown.length + (creates ? 1 : 0)
  const current = Math.min(at, total - 1)
  const take = (index: number) => {
    if (isBehind) return
    const one = shown[index]
    if (one) onPick(one.value)
    else if (creates) onCreate?.(text.trim())
    setText('')
    onSearch?.('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(current + 1, total - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(current - 1, 0))
    else if (event.key === 'Enter' && total > 0) take(current)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <input
        className="q"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={total > 0 ? `${listId}-${current}` : undefined}
        placeholder={label}
        value={text}
        // the picker was opened to type or choose
        // biome-ignore lint/a11y/noAutofocus: focus moves into the opened popover
        autoFocus
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
          onSearch?.(event.target.value)
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={listId} aria-label={label} aria-busy={isBehind}>
        {shown.map((one, index) => (
          // the field keeps the focus and handles the keys
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={one.value}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={value.includes(one.value)}
            className={`opt${index === current ? ' on' : ''}`}
            onClick={() => take(index)}
          >
            {one.icon && <Icon name={one.icon} small />}
            {one.mark}
            <span className="cut">{one.label}</span>
            {one.hint && <span className="help cut ms-auto">{one.hint}</span>}
            {value.includes(one.value) && <Icon name="check" small className={one.hint ? '' : 'ms-auto'} />}
          </div>
        ))}
        {creates && (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
          <div
            id={`${listId}-${shown.length}`}
            role="option"
            tabIndex={-1}
            aria-selected={false}
            className={`opt${current === shown.length ? ' on' : ''}`}
            onClick={() => take(shown.length)}
          >
            <Icon name="plus" small /> Make “{text.trim()}”
          </div>
        )}
      </div>
      {total === 0 && <p className="help px-2 py-1.5">{empty}</p>}
    </>
  )
}
