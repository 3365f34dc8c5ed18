import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { Icon, type IconName } from '#platform/web/icons.tsx'

export interface MenuItem {
  label: ReactNode
  onSelect(): void
  icon?: IconName
  keys?: string
  disabled?: boolean
  checked?: boolean
}

export type MenuEntry = MenuItem | 'line' | { heading: string }

/** A menu on a button. `trigger` is the button itself. */
export function Menu({ trigger, items, label }: { trigger: ReactNode; items: MenuEntry[]; label?: string }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop" align="start" sideOffset={4} collisionPadding={8} aria-label={label}>
          {items.map((item, at) => {
            // biome-ignore lint/suspicious/noArrayIndexKey: the entries of a menu do not move
            if (item === 'line') return <DropdownMenu.Separator key={at} className="sep" />
            if ('heading' in item) {
              return (
                <DropdownMenu.Label key={item.heading} className="lab">
                  {item.heading}
                </DropdownMenu.Label>
              )
            }
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the entries of a menu do not move
              <DropdownMenu.Item key={at} className="opt" disabled={item.disabled} onSelect={item.onSelect}>
                {item.icon && <Icon name={item.icon} small />}
                {item.label}
                {item.checked && <Icon name="check" small className="ms-auto" />}
                {item.keys && <kbd aria-hidden="true">{item.keys}</kbd>}
              </DropdownMenu.Item>
            )
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
