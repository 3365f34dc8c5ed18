import { z } from 'zod'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'
import { roles } from '#platform/policy/rules.ts'
import { Areas } from '#platform/teams/contract.ts'

export const Role = z.enum(roles)
const JoinRole = z.enum(['admin', 'manager', 'agent', 'viewer'])
const Email = z
  .email('is not an e-mail address')
  .max(254)
  .transform((address) => address.toLowerCase())
const Password = z.string().min(10, 'needs at least 10 characters').max(128)
const Name = z.string().trim().min(1, 'is empty').max(80)

export const Membership = z.object({
  slug: z.string(),
  name: z.string(),
  isDemo: z.boolean(),
  memberId: idOut('mem'),
  role: Role,
})
export type Membership = z.output<typeof Membership>

export const Me = z.object({ name: z.string(), email: z.string(), workspaces: z.array(Membership) })
export type Me = z.output<typeof Me>

export const Member = z.object({
  id: idOut('mem'),
  name: z.string(),
  email: z.string(),
  role: Role,
  positions: z.array(z.string()),
  /** what they know, as areas of cases say it; the areas of their teams come on top */
  skills: z.array(z.string()),
  /** zone, hours and days off of their own; null: those of their team, else of the workspace */
  calendar: CalendarSetting.nullable(),
  createdAt: z.iso.datetime(),
})
export type Member = z.output<typeof Member>

export const JoinLink = z.object({
  id: idOut('join'),
  role: JoinRole,
  email: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})

export const ApiKey = z.object({
  id: idOut('key'),
  name: z.string(),
  scopes: z.array(z.string()),
  start: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
})

export const getSetup = endpoint({
  method: 'GET',
  path: '/setup',
  summary: 'Whether this installation still needs its first owner',
  access: 'public',
  response: z.object({ isNeeded: z.boolean() }),
})

export const setUp = endpoint({
  method: 'POST',
  path: '/setup',
  summary: 'Create the first owner and workspace with the one-time set-up link',
  access: 'public',
  body: z.strictObject({
    token: z.string().max(200),
    ownerName: Name,
    email: Email,
    password: Password,
    workspaceName: Name,
    start: z.enum(['empty', 'demo']).default('empty'),
    zone: z.string().max(60).optional(),
  }),
  response: Membership,
  status: 201,
})

export const createWorkspace = endpoint({
  method: 'POST',
  path: '/workspaces',
  summary: 'Create another workspace, with yourself as its owner',
  access: 'signed-in',
  body: z.strictObject({
    workspaceName: Name,
    start: z.enum(['empty', 'demo']).default('empty'),
    zone: z.string().max(60).optional(),
  }),
  response: Membership,
  status: 201,
})

export const signIn = endpoint({
  method: 'POST',
  path: '/session',
  summary: 'Sign in with e-mail address and password',
  access: 'public',
  body: z.strictObject({ email: Email, password: z.string().max(128) }),
  response: Me,
})

export const getMe = endpoint({
  method: 'GET',
  path: '/me',
  summary: 'Who is signed in, and their workspaces',
  access: 'signed-in',
  response: Me,
})

export const signOut = endpoint({
  method: 'DELETE',
  path: '/session',
  summary: 'Sign out here',
  access: 'signed-in',
})
export const signOutEverywhere = endpoint({
  method: 'DELETE',
  path: '/sessions',
  summary: 'Sign out on every device',
  access: 'signed-in',
})

export const changePassword = endpoint({
  method: 'POST',
  path: '/me/password',
  summary: 'Change your password; every other device is signed out',
  access: 'signed-in',
  body: z.strictObject({ current: z.string().max(128), password: Password }),
})

export const listMembers = endpoint({
  method: 'GET',
  path: '/members',
  summary: 'The people of this workspace',
  access: 'members:read',
  response: z.object({ data: z.array(Member) }),
})

export const changeMember = endpoint({
  method: 'PATCH',
  path: '/members/:id',
  summary: 'Change the role, positions, skills or hours of a member',
  access: 'members:manage',
  params: z.strictObject({ id: id('mem') }),
  body: z.strictObject({
    role: Role.optional(),
    positions: z
      .array(z.string().regex(/^[a-z0-9-]{1,60}$/))
      .max(20)
      .optional(),
    skills: Areas.optional(),
    calendar: CalendarSetting.nullish(),
  }),
  response: Member,
})

export const removeMember = endpoint({
  method: 'DELETE',
  path: '/members/:id',
  summary: 'Take a member out of this workspace; what they hold goes to whom you name',
  access: 'members:manage',
  params: z.strictObject({ id: id('mem') }),
  query: z.strictObject({
    to: id('mem').optional().meta({
      description:
        'who takes over; left out, cases and steps go to the position or management, the rest has no owner',
    }),
  }),
})

export const createJoinLink = endpoint({
  method: 'POST',
  path: '/join-links',
  summary: 'Make a link by which a colleague comes in; it is shown once',
  access: 'members:manage',
  body: z.strictObject({ role: JoinRole, email: Email.optional() }),
  response: JoinLink.extend({ url: z.string() }),
  status: 201,
})

export const listJoinLinks = endpoint({
  method: 'GET',
  path: '/join-links',
  summary: 'Join links that still work',
  access: 'members:manage',
  response: z.object({ data: z.array(JoinLink) }),
})

export const revokeJoinLink = endpoint({
  method: 'DELETE',
  path: '/join-links/:id',
  summary: 'Make a join link useless',
  access: 'members:manage',
  params: z.strictObject({ id: id('join') }),
})

export const findJoinLink = endpoint({
  method: 'POST',
  path: '/join/look',
  summary: 'What a join link leads to',
  access: 'public',
  body: z.strictObject({ token: z.string().max(200) }),
  response: z.object({ workspaceName: z.string(), role: JoinRole, email: z.string().nullable() }),
})

export const join = endpoint({
  method: 'POST',
  path: '/join',
  summary: 'Come in by a join link, with a new or an existing account',
  access: 'public',
  body: z.strictObject({ token: z.string().max(200), name: Name, email: Email, password: Password }),
  response: Membership,
  status: 201,
})

export const createResetLink = endpoint({
  method: 'POST',
  path: '/members/:id/reset-link',
  summary: 'Make a link by which a member sets a new password; it is shown once and works for a day',
  access: 'members:manage',
  params: z.strictObject({ id: id('mem') }),
  response: z.object({ url: z.string() }),
  status: 201,
})

export const resetPassword = endpoint({
  method: 'POST',
  path: '/password',
  summary: 'Set a new password with a reset link; every device is signed out',
  access: 'public',
  body: z.strictObject({ token: z.string().max(200), password: Password }),
})

export const forgotPassword = endpoint({
  method: 'POST',
  path: '/password/forgot',
  summary: 'Ask for a mail with a reset link; answered alike whether the address is known or not',
  access: 'public',
  body: z.strictObject({ email: Email }),
  status: 204,
})

export const listApiKeys = endpoint({
  method: 'GET',
  path: '/api-keys',
  summary: 'The API keys of this workspace, without their secrets',
  access: 'settings:manage',
  response: z.object({ data: z.array(ApiKey) }),
})

export const createApiKey = endpoint({
  method: 'POST',
  path: '/api-keys',
  summary: 'Make an API key; the secret is shown once',
  access: 'settings:manage',
  body: z.strictObject({
    name: Name,
    scopes: z.array(z.string()).min(1, 'needs at least one scope').max(100),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
  }),
  response: ApiKey.extend({ secret: z.string() }),
  status: 201,
})

export const revokeApiKey = endpoint({
  method: 'DELETE',
  path: '/api-keys/:id',
  summary: 'Make an API key useless at once',
  access: 'settings:manage',
  params: z.strictObject({ id: id('key') }),
})

export const getWorkspace = endpoint({
  method: 'GET',
  path: '/workspace',
  summary: 'This workspace',
  access: 'members:read',
  response: z.object({ slug: z.string(), name: z.string(), isDemo: z.boolean() }),
})

export const renameWorkspace = endpoint({
  method: 'PATCH',
  path: '/workspace',
  summary: 'Rename this workspace',
  access: 'settings:manage',
  body: z.strictObject({ name: Name }),
  response: z.object({ slug: z.string(), name: z.string(), isDemo: z.boolean() }),
})
