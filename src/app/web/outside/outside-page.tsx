import { type ReactNode, useEffect } from 'react'
import { Go } from '#platform/web/go.tsx'
import { Icon, Logo } from '#platform/web/icons.tsx'

/** A link of the wire at the left. */
export interface WireStep {
  title: string
  text: string
  state: 'done' | 'now' | 'ahead'
  /** Below the workspace, where the step can be gone to. */
  to?: string
}

interface Props {
  title: string
  lead?: ReactNode
  /** "1 of 3" above the title. */
  step?: string
  /** The wire at the left; without it the page is one column. */
  steps?: readonly WireStep[]
  /** At the foot of the wire; on phones beside the name. */
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
                  <div className="med">
                    {one.to && one.state !== 'now' ? <Go to={one.to}>{one.title}</Go> : one.title}
                  </div>
                  <div className="help">{one.text}</div>
                </li>
              ))}
            </ol>
          </>
        )}
        {foot && <div className="help foot">{foot}</div>}
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
