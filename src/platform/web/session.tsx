import { createContext, useContext } from 'react'
import type { Role } from '#platform/context.ts'
import type { Access } from '#platform/endpoint.ts'
import { mayPass } from '#platform/policy/rules.ts'

export interface Colleague {
  /** `mem_…` */
  id: string
  name: string
  email: string
  role: Role
}

/** Who works here: the workspace of the address and the signed-in member. */
export interface Session {
  workspace: { slug: string; name: string; isDemo: boolean }
  member: Colleague
  /** Members of this workspace, for assigning and for "ask …". */
  members: readonly Colleague[]
  /** Other workspaces of this person. */
  others: readonly { slug: string; name: string }[]
}

const Context = createContext<Session | undefined>(undefined)
export const SessionProvider = Context.Provider

/** The session of the page. Only below a workspace. */
export function useSession(): Session {
  const session = useContext(Context)
  if (!session) throw new Error('useSession outside a workspace')
  return session
}

/** Whether this role has a permission such as `feedback:write`: the same rule the server asks. */
export function roleCan(role: Role, access: Access): boolean {
  return mayPass({ kind: 'member', id: '', userId: '', role }, access)
}

/** Whether the signed-in member has a permission such as `feedback:write`. */
export function useCan(access: Access): boolean {
  return roleCan(useSession().member.role, access)
}
