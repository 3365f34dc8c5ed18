import type { ReactNode } from 'react'
import { Icon } from '#platform/web/icons.tsx'
import { Modal } from '#platform/web/overlays.tsx'

interface Props {
  open: boolean
  onClose(): void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** The buttons at the end. */
  footer?: ReactNode
}

/** Only for what cannot be undone: the title names the thing and the number of people. */
export function Dialog({ open, onClose, title, description, children, footer }: Props) {
  if (!open) return null
  return (
    <Modal title={title} onClose={onClose} className="dialog">
      <div className="title" aria-hidden="true">
        {title}
      </div>
      {description && <div className="mt-1 text-ink-2">{description}</div>}
      {children}
      {footer && <footer>{footer}</footer>}
    </Modal>
  )
}

/** A panel over the page for a form that belongs to no row, such as recording feedback. */
export function SidePanel({ open, onClose, title, children, footer }: Props) {
  if (!open) return null
  return (
    <Modal title={title} onClose={onClose} className="sheet-over">
      <div className="row h-12 flex-none border-b border-line ps-5 pe-2">
        <div className="grow text-md font-semibold" aria-hidden="true">
          {title}
        </div>
        <button type="button" className="btn ghost icon" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div className="scroll p-5">{children}</div>
      {footer && <div className="row flex-none border-t border-line px-5 py-2.5">{footer}</div>}
    </Modal>
  )
}
