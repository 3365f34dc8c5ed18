import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'

export interface PopProps {
  /** The element it hangs on. */
  anchor: Element
  label: string
  onClose(): void
  children: ReactNode
  className?: string
  role?: 'dialog' | 'menu'
}

/** A small surface that hangs on an element: closes on Esc and on a press outside, and gives the focus back. */
export default function Pop({ anchor, label, onClose, children, className = '', role = 'dialog' }: PopProps) {
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={{ current: anchor }} />
      <Popover.Portal>
        <Popover.Content
          className={`pop ${className}`}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          role={role}
          // a press on the button it hangs on closes it by that button's own click
          onInteractOutside={(event) => anchor.contains(event.target as Node) && event.preventDefault()}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
