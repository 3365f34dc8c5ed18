import type { ReactNode } from 'react'

/** One subject of a settings page: its words at the left, its fields at the right. */
export function Setting({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  return (
    <section className="setting">
      <header>
        <h2>{title}</h2>
        {text && <p className="help mt-1">{text}</p>}
      </header>
      <div className="flex min-w-0 flex-col gap-3">{children}</div>
    </section>
  )
}
