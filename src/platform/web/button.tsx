import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Icon, type IconName } from '#platform/web/icons.tsx'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'primary' | 'ghost' | 'danger'
  size?: 'sm' | 'lg'
  icon?: IconName
  /** The key that does the same; shown on the button. */
  keys?: string
  busy?: boolean
  children?: ReactNode
}

/** A button. `busy` keeps its words and stops a second press. */
export function Button({ kind, size, icon, keys, busy, children, className, disabled, ...rest }: Props) {
  const classes = ['btn', kind, size, !children && icon && 'icon', className].filter(Boolean).join(' ')
  return (
    <button
      type="button"
      className={classes}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {icon && <Icon name={icon} small={!!children} />}
      {children}
      {keys && <Kbd>{keys}</Kbd>}
    </button>
  )
}

/** A key as it stands on the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus
  return <kbd aria-hidden="true">{children}</kbd>
}
