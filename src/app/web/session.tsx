import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { NotFound } from '#app/web/not-found.tsx'
import { getCalendar } from '#platform/calendar/contract.ts'
import { getMe, listMembers } from '#platform/identity/contract.ts'
import { call } from '#platform/web/api.ts'
import { setFormats } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { type Session, SessionProvider } from '#platform/web/session.tsx'
import { Failed } from '#platform/web/states.tsx'

/** Finds out who is here and in which workspace, then shows `children`. */
export function WithSession({ children }: { children: ReactNode }) {
  const slug = useSlug()
  const me = useQuery({ queryKey: ['me'], queryFn: () => call(getMe, {}), staleTime: 60_000 })
  const membership = me.data?.workspaces.find((one) => one.slug === slug)
  const members = useQuery({
    queryKey: ['members', slug],
    queryFn: () => call(listMembers, {}, { workspace: slug }),
    enabled: !!membership,
    staleTime: 60_000,
  })
  // Times are shown in the zone of the workspace, so that everybody reads the same due time.
  const calendar = useQuery({
    queryKey: ['calendar', slug],
    queryFn: () => call(getCalendar, {}, { workspace: slug }),
    enabled: !!membership,
    staleTime: 300_000,
  })
  if (calendar.data) setFormats({ zone: calendar.data.zone })
  const session = useMemo((): Session | undefined => {
    if (!me.data || !membership || !members.data) return undefined
    return {
      workspace: { slug, name: membership.name, isDemo: membership.isDemo },
      member: { id: membership.memberId, name: me.data.name, email: me.data.email, role: membership.role },
      members: members.data.data,
      others: me.data.workspaces.filter((one) => one.slug !== slug),
    }
  }, [me.data, membership, members.data, slug])
  if (me.data && !membership) return <NotFound />
  const failed = me.error ?? members.error
  if (failed && !session) {
    return (
      <main className="grid min-h-96 place-items-center">
        <Failed
          alone
          error={failed}
          title="The workspace could not be opened"
          onRetry={() => void me.refetch()}
        />
      </main>
    )
  }
  if (!session || calendar.isPending) return <div aria-busy="true" />
  return <SessionProvider value={session}>{children}</SessionProvider>
}
