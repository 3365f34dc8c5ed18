import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react'
import { Kbd } from '#platform/web/button.tsx'
import { Icon, type IconName } from '#platform/web/icons.tsx'
import { Hang } from '#platform/web/overlays.tsx'

export interface MenuItem {
  label: ReactNode
  onSelect(): void
  icon?: IconName
  keys?: string
  disabled?: boolean
  checked?: boolean
}

export type MenuEntry = MenuItem | 'line' | { heading: string }

interface Props {
  /** The button itself. */
  trigger: ReactElement<Record<string, unknown>>
  items: readonly MenuEntry[]
  label: string
}

/** A menu on a button: arrows move, a letter jumps, Enter takes, Esc closes. */
export function Menu({ trigger, items, label }: Props) {
  const [anchor, setAnchor] = useState<Element>()
  return (
    <>
      {cloneElement(trigger, {
        'aria-haspopup': 'menu',
        'aria-expanded': anchor !== undefined,
        onClick: (event: MouseEvent) => setAnchor(anchor ? undefined : event.currentTarget),
      })}
      {anchor && (
        <Hang anchor={anchor} label={label} role="menu" onClose={() => setAnchor(undefined)}>
          <MenuItems items={items} onClose={() => setAnchor(undefined)} />
        </Hang>
      )}
    </>
  )
}

function MenuItems({ items, onClose }: { items: readonly MenuEntry[]; onClose(): void }) {
  const box = useRef<HTMLDivElement>(null)
  const buttons = () => [...(box.current?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? [])]
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => buttons()[0]?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    const list = buttons()
    const at = list.indexOf(document.activeElement as HTMLElement)
    if (event.key === 'ArrowDown') list[(at + 1) % list.length]?.focus()
    else if (event.key === 'ArrowUp') list[(at - 1 + list.length) % list.length]?.focus()
    else if (event.key === 'Home') list[0]?.focus()
    else if (event.key === 'End') list.at(-1)?.focus()
    else if (event.key === 'Tab') onClose()
    else if (/^\p{L}$/u.test(event.key)) {
      const rest = [...list.slice(at + 1), ...list.slice(0, at + 1)]
      rest.find((one) => one.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // the buttons inside take the focus; this only moves it
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div ref={box} onKeyDown={onKeyDown}>
      {items.map((item, at) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: the entries of a menu do not move
        if (item === 'line') return <hr key={at} className="sep" />
        if ('heading' in item) {
          return (
            <div key={item.heading} className="lab">
              {item.heading}
            </div>
          )
        }
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: the entries of a menu do not move
            key={at}
            type="button"
            role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
            {...(item.checked === undefined ? {} : { 'aria-checked': item.checked })}
            tabIndex={-1}
            className="opt"
            disabled={item.disabled}
            onClick={() => {
              onClose()
              item.onSelect()
            }}
          >
            {item.icon && <Icon name={item.icon} small />}
            {item.label}
            {item.checked && <Icon name="check" small className="ms-auto" />}
            {item.keys && <Kbd>{item.keys}</Kbd>}
          </button>
        )
      })}
    </div>
  )
}
