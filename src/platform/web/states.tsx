import { type ReactNode, useEffect, useState } from 'react'
import { ApiError } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { time } from '#platform/web/format.ts'
import { Icon } from '#platform/web/icons.tsx'
import { useSession } from '#platform/web/session.tsx'

interface EmptyProps {
  title: string
  children?: ReactNode
  /** One thing to do, at most a second beside it. */
  actions?: ReactNode
  /** First use: three links of the wire with their words. */
  wire?: readonly { title: string; text: string }[]
  tall?: boolean
  /** It is all there is on the page: its title is the page's. */
  alone?: boolean
}

/** What is so, why, and one thing to do. */
export function Empty({ title, children, actions, wire, tall, alone }: EmptyProps) {
  const Title = alone ? 'h1' : 'h2'
  return (
    <div className={`em${tall ? ' tall' : ''}`}>
      {wire && (
        <ol className="wm">
          {wire.map((link) => (
            <li key={link.title}>
              <b>{link.title}</b>
              {link.text}
            </li>
          ))}
        </ol>
      )}
      <Title>{title}</Title>
      {typeof children === 'string' ? <p>{children}</p> : children}
      {actions && <div className="row">{actions}</div>}
    </div>
  )
}

/** Row shapes of the true height, shown only after 200 ms. */
export function LoadingRows({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  if (!useLate()) return <div aria-busy="true" />
  const widths = [74, 58, 66, 49, 70, 54]
  return (
    <div role="status" aria-label={label} aria-busy="true">
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes without identity
        <div key={at} className="skr">
          <span className="bone" style={{ width: 16, height: 16, borderRadius: 4 }} />
          <span className="grow">
            <span className="bone" style={{ width: `${widths[at % 6]}%` }} />
            <span className="bone mt-2" style={{ width: '40%', height: 8 }} />
          </span>
          <span className="bone" style={{ width: 52 }} />
        </div>
      ))}
    </div>
  )
}

/** A shape that keeps the height of what is being loaded. */
export function LoadingBlock({ height, label = 'Loading' }: { height: number; label?: string }) {
  const late = useLate()
  return (
    <div
      role="status"
      aria-label={label}
      aria-busy="true"
      style={{ height }}
      className={late ? 'bone' : undefined}
    />
  )
}

function useLate(): boolean {
  const [late, set] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => set(true), 200)
    return () => clearTimeout(timer)
  }, [])
  return late
}

/** What failed, what happened to the data, retry, request id. A missing right says who gives it. */
export function Failed({
  error,
  title,
  onRetry,
  kept,
  alone,
}: {
  error: unknown
  title: string
  onRetry?: () => void
  kept?: string
  alone?: boolean
}) {
  const Title = alone ? 'h1' : 'h2'
  const [at] = useState(() => new Date())
  if (error instanceof ApiError && error.status === 403) return <NoRight what={title} error={error} />
  const message = error instanceof Error ? error.message : String(error)
  const request = error instanceof ApiError ? error.requestId : undefined
  return (
    <div className="em" role="alert">
      <div className="al">
        <Icon name="warning" />
        <div>
          <Title>{title}</Title>
          <p className="mt-1">
            {message} {kept}
          </p>
          <p className="help num mt-1">
            {[request && `request ${request}`, time(at)].filter(Boolean).join(', ')}
          </p>
        </div>
      </div>
      {onRetry && (
        <div className="row ps-6.5">
          <Button kind="primary" onClick={onRetry}>
            Try again
          </Button>
        </div>
      )}
    </div>
  )
}

/** Says which right is missing and who gives it. */
export function NoRight({
  what,
  error,
  permission,
}: {
  what: string
  error?: ApiError
  permission?: string
}) {
  const { members, member } = useSession()
  const givers = members.filter(
    (one) => (one.role === 'owner' || one.role === 'admin') && one.id !== member.id,
  )
  const right = permission ?? (error?.details as { permission?: string } | undefined)?.permission
  const who = givers.slice(0, 2).map((one) => `${one.name} (${one.role})`)
  return (
    <div className="em">
      <h2>{what}: your role does not allow it</h2>
      <p>
        Your role here is {member.role}. {who.length > 0 ? `Ask ${who.join(' or ')}` : 'Ask an owner'}
        {right ? ` for the right “${right}”.` : ' to change your role.'}
      </p>
      {givers[0] && (
        <div className="row">
          <a className="btn" href={`mailto:${givers[0].email}`}>
            Ask {givers[0].name.split(' ')[0]}
          </a>
        </div>
      )}
    </div>
  )
}
