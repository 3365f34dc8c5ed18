import type { ReactNode } from 'react'
import { Icon, type IconName } from '#platform/web/icons.tsx'
import { useKeys } from '#platform/web/keys.tsx'

export interface ComposerKind<T extends string> {
  value: T
  label: string
  icon: IconName
}

interface ComposerProps<T extends string> {
  kinds: readonly ComposerKind<T>[]
  kind: T
  onKind(kind: T): void
  /** At the right of the kinds: the template it began from. */
  note?: ReactNode
  /** Lines above the text: to, subject. */
  lines?: ReactNode
  children: ReactNode
  /** Between the text and the buttons: what is looked at before it is sent. */
  below?: ReactNode
  /** Why it cannot be sent yet, or what will happen when it is. */
  status?: ReactNode
  blocked?: boolean
  actions: ReactNode
  onSend?(): void
}

/** Where mail, calls, meetings and notes are written; empty slots block Send with the reason beside it. */
export function Composer<T extends string>(props: ComposerProps<T>) {
  useKeys(
    { 'Ctrl+Enter': { run: () => !props.blocked && props.onSend?.(), label: 'Send', group: 'Writing' } },
    { enabled: !!props.onSend },
  )
  return (
    <section className="comp" aria-label="Write">
      <div className="ch">
        <div className="tabs">
          {props.kinds.map((one) => (
            <button
              key={one.value}
              type="button"
              aria-current={one.value === props.kind ? 'true' : undefined}
              onClick={() => props.onKind(one.value)}
            >
              <Icon name={one.icon} small />
              {one.label}
            </button>
          ))}
        </div>
        <span className="grow" />
        <span className="muted xs cut">{props.note}</span>
      </div>
      {props.lines && <div className="to">{props.lines}</div>}
      <div className="body">{props.children}</div>
      {props.below}
      <div className="cf">
        {props.blocked && <Icon name="lock" small />}
        <span className="grow xs text-ink-2" aria-live="polite">
          {props.status}
        </span>
        {props.actions}
      </div>
    </section>
  )
}

/** A place in a text that is filled from data, or empty and blocking. */
export function Slot({ value, missing }: { value?: string; missing: string }) {
  return value ? (
    <span className="slot ok">{value}</span>
  ) : (
    <span className="slot miss">
      <Icon name="warning" small />
      {missing}
    </span>
  )
}
