import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Icon } from '#platform/web/icons.tsx'
import { useKeys } from '#platform/web/keys.tsx'

interface Props {
  open: boolean
  onClose(): void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** The buttons at the end. */
  footer?: ReactNode
}

// A plain scrim: Radix's own overlay writes a style element, which the pages' content security policy refuses.

/** Only for what cannot be undone: the title names the thing and the number of people. */
export function Dialog({ open, onClose, title, description, children, footer }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <div className="scrim" />
        <Radix.Content className="dialog" {...(description ? {} : { 'aria-describedby': undefined })}>
          <HoldKeys />
          <Radix.Title asChild>
            <h2>{title}</h2>
          </Radix.Title>
          {description && (
            <Radix.Description asChild>
              <div className="mt-1 text-ink-2">{description}</div>
            </Radix.Description>
          )}
          {children}
          {footer && <footer>{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** A panel over the page for a form that belongs to no row, such as recording feedback. */
export function SidePanel({ open, onClose, title, children, footer }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <div className="scrim" />
        <Radix.Content className="sheet-over" aria-describedby={undefined}>
          <HoldKeys />
          <div className="row h-12 flex-none border-b border-line ps-5 pe-2">
            <Radix.Title asChild>
              <h2 className="grow text-md font-semibold">{title}</h2>
            </Radix.Title>
            <Radix.Close className="btn ghost icon" aria-label="Close">
              <Icon name="close" />
            </Radix.Close>
          </div>
          <div className="scroll p-5">{children}</div>
          {footer && <div className="row flex-none border-t border-line px-5 py-2.5">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** While a dialog is open, no key below it acts. */
function HoldKeys() {
  useKeys({}, { modal: true })
  return null
}
