import { type ReactNode, useEffect } from 'react'
import { Icon, Logo } from '#platform/web/icons.tsx'

export interface SetupStep {
  title: string
  text: string
  state: 'done' | 'now' | 'ahead'
}

interface Props {
  title: string
  lead?: ReactNode
  /** "1 of 3" above the title. */
  step?: string
  /** The wire at the left; without it the page is one column. */
  steps?: readonly SetupStep[]
  foot?: ReactNode
  children: ReactNode
}

/** Pages before anybody is signed in: set-up, sign-in, join, new password. */
export function OutsidePage({ title, lead, step, steps, foot, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Hearback`
  }, [title])
  return (
    <div className={`outside${steps ? ' with-steps' : ''}`}>
      <aside>
        <div className="brand">
          <Logo size={20} />
          <span>Hearback</span>
        </div>
        {steps && (
          <>
            <h2>Set up</h2>
            <ol className="wire">
              {steps.map((one) => (
                <li
                  key={one.title}
                  className={one.state}
                  aria-current={one.state === 'now' ? 'step' : undefined}
                >
                  <i aria-hidden="true">{one.state === 'done' && <Icon name="check" />}</i>
                  <div className="med">{one.title}</div>
                  <div className="help">{one.text}</div>
                </li>
              ))}
            </ol>
          </>
        )}
        {foot && <p className="help mt-auto">{foot}</p>}
      </aside>
      <main>
        <div className="col">
          {step && <p className="help">{step}</p>}
          <h1>{title}</h1>
          {lead && <p className="lead">{lead}</p>}
          {children}
        </div>
      </main>
    </div>
  )
}

/** What the server refused, above the buttons of a form. */
export function FormError({ children }: { children: ReactNode }) {
  if (!children) return null
  return (
    <p className="row mt-4 items-start text-sla-late" role="alert">
      <Icon name="warning" className="mt-0.5" />
      <span>{children}</span>
    </p>
  )
}
