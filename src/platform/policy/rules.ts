import type { Actor, Role } from '#platform/context.ts'
import type { Access } from '#platform/endpoint.ts'

/** The nouns that permissions speak of; a scope of an API key is `noun:read`, `noun:write` or `noun:manage`. */
export const nouns = [
  'accounts',
  'cases',
  'contacts',
  'feedback',
  'files',
  'imports',
  'mail',
  'members',
  'metrics',
  'playbooks',
  'questions',
  'reports',
  'requests',
  'retention',
  'settings',
  'signals',
  'surveys',
  'tags',
  'themes',
  'updates',
  'widget',
] as const

export type Noun = (typeof nouns)[number]
export type Right = 'read' | 'write' | 'manage'
export type Permission = `${Noun}:${Right}`

/** What each role may do, from the least to the most. Higher roles have all that lower ones have. */
const grants: Record<Role, readonly Permission[]> = {
  viewer: [
    'accounts:read',
    'cases:read',
    'contacts:read',
    'feedback:read',
    'files:read',
    'imports:read',
    'metrics:read',
    'playbooks:read',
    'questions:read',
    'reports:read',
    'requests:read',
    'signals:read',
    'surveys:read',
    'tags:read',
    'themes:read',
    'updates:read',
    'members:read',
  ],
  agent: [
    'accounts:write',
    'cases:write',
    'contacts:write',
    'feedback:write',
    'files:write',
    'mail:read',
    'questions:write',
    'requests:write',
    'signals:write',
    'surveys:write',
    'tags:write',
    'themes:write',
    'updates:write',
  ],
  manager: [
    'accounts:manage',
    'contacts:manage',
    'cases:manage',
    'feedback:manage',
    'imports:write',
    'imports:manage',
    'playbooks:write',
    'playbooks:manage',
    'questions:manage',
    'reports:manage',
    'requests:manage',
    'retention:read',
    'retention:write',
    'signals:manage',
    'surveys:manage',
    'tags:manage',
    'updates:manage',
    'mail:write',
    'metrics:write',
    'settings:read',
    'widget:read',
  ],
  admin: [
    'files:manage',
    'mail:manage',
    'members:write',
    'members:manage',
    'metrics:manage',
    'retention:manage',
    'settings:write',
    'settings:manage',
    'widget:write',
    'widget:manage',
  ],
  owner: [],
}

/** The roles, from the most to the least. */
export const roles = ['owner', 'admin', 'manager', 'agent', 'viewer'] as const satisfies readonly Role[]
const ranks: readonly Role[] = roles.toReversed()

const allowed = new Map<Role, ReadonlySet<string>>(
  ranks.map((role, rank) => [role, new Set(ranks.slice(0, rank + 1).flatMap((lower) => grants[lower]))]),
)

/** Every permission there is: the scopes an API key can have. */
export const permissions: readonly Permission[] = [...new Set(Object.values(grants).flat())].sort()

/** Whether a role is at least as high as another. */
export function isAtLeast(role: Role, other: Role): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(other)
}

/** May this actor pass? The one answer for every door. */
export function mayPass(actor: Actor, access: Access): boolean {
  if (access === 'public') return true
  if (actor.kind === 'job') return true
  if (access === 'signed-in' || access === 'member') return actor.kind === 'member'
  if (actor.kind === 'member') return allowed.get(actor.role)?.has(access) ?? false
  if (actor.kind === 'key') return actor.scopes.includes(access)
  return false
}

/** The lowest role that has a permission, to say who can help. */
export function lowestRole(access: Access): Role {
  return ranks.find((role) => allowed.get(role)?.has(access)) ?? 'owner'
}
