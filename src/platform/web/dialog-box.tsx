import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useKeys } from '#platform/web/keys.tsx'

export interface DialogBoxProps {
  title: string
  onClose(): void
  className: string
  describes?: boolean
  children: ReactNode
}

/**
 * A modal surface: keeps the focus, closes on Esc, gives the focus back.
 * The scrim is a plain element: Radix's own overlay writes a style element, which the content security policy refuses.
 */
export default function DialogBox({ title, onClose, className, describes, children }: DialogBoxProps) {
  useKeys({}, { modal: true })
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <div className="scrim" />
        <Radix.Content className={className} {...(describes ? {} : { 'aria-describedby': undefined })}>
          <Radix.Title className="vh">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
