import type { ReactNode } from 'react'
import { Go } from '#platform/web/go.tsx'
import { Icon, type IconName } from '#platform/web/icons.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'

/** Above what waits: why none of it leaves, and where an admin opens a way out; in a demo there is none. */
export function NoWay({
  icon,
  demo,
  why,
  settings,
  set,
}: {
  icon: IconName
  demo: string
  why: string
  settings: string
  set: string
}) {
  const { workspace } = useSession()
  const canManage = useCan('mail:manage')
  let next: ReactNode = null
  if (!workspace.isDemo)
    next = canManage ? (
      <Go to={settings} className="link">
        {set}
      </Go>
    ) : (
      'An admin can set one.'
    )
  return (
    <p className="al flex-none border-b border-line px-5 py-2.5" role="status">
      <Icon name={icon} />
      <span>
        {workspace.isDemo ? demo : why} {next}
      </span>
    </p>
  )
}
