import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { on, onVisit, type Route, type Visit } from '#platform/http/on.ts'
import type { SignIn } from '#platform/identity/auth.ts'
import { type MembershipRow, membershipsOf } from '#platform/identity/authenticate.ts'
import * as commands from '#platform/identity/commands.ts'
import * as contract from '#platform/identity/contract.ts'
import { join, lookAtJoinLink, mailResetLink, resetPassword } from '#platform/identity/links.ts'
import * as queries from '#platform/identity/queries.ts'
import { bySetupLink, isSetupNeeded } from '#platform/identity/setup.ts'
import { createWorkspaceFor } from '#platform/identity/workspaces.ts'
import { encodeId } from '#platform/ids.ts'

export interface IdentityParts {
  signIn: SignIn
  forgetKeys: () => void
}

function showMembership(row: MembershipRow) {
  return {
    slug: row.slug,
    name: row.workspace_name,
    isDemo: row.is_demo,
    memberId: encodeId('mem', row.member_id),
    role: row.role,
  }
}

function giveCookies(visit: Visit, cookies: string[]): Response['headers'] {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  headers.set('x-request-id', visit.caller.requestId)
  return headers
}

function withCookies(visit: Visit, status: number, body: unknown, cookies: string[]): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: giveCookies(visit, cookies),
  })
}

async function me(door: Door, person: { userId: string; name: string; email: string }) {
  return {
    name: person.name,
    email: person.email,
    workspaces: (await membershipsOf(door, person.userId)).map(showMembership),
  }
}

/** The verbs of signing in, joining and managing people and keys. */
export function identityRoutes({ signIn, forgetKeys }: IdentityParts): Route[] {
  const sessionOf = async (visit: Visit) => {
    const session = await signIn.session(visit.caller.headers)
    if (!session) throw new AppError('unauthenticated', 'session.missing', 'Sign in first.')
    return session
  }
  const wrongPassword = new AppError(
    'unauthenticated',
    'session.wrong_password',
    'The e-mail address or the password is wrong.',
  )

  return [
    onVisit(contract.getSetup, async ({ door }) => ({ isNeeded: await isSetupNeeded(door) })),
    onVisit(contract.setUp, async (visit, input) => {
      const person = { name: input.ownerName, email: input.email, password: input.password }
      const {
        cookies,
        workspaceId: _,
        ...membership
      } = await bySetupLink(visit.door, input.token, async () => {
        const signed = (await signIn.signUp(person)) ?? (await signIn.signIn(input.email, input.password))
        if (!signed)
          throw new AppError(
            'conflict',
            'setup.email_taken',
            'This address already has an account with another password. Use that password, or another address.',
          )
        const made = await createWorkspaceFor(
          visit.door,
          { ...person, userId: signed.userId },
          { name: input.workspaceName, start: input.start, zone: input.zone },
        )
        return { ...made, cookies: signed.cookies }
      })
      return withCookies(visit, 201, membership, cookies)
    }),
    onVisit(contract.createWorkspace, async (visit, input) => {
      const session = await sessionOf(visit)
      const { workspaceId: _, ...membership } = await createWorkspaceFor(visit.door, session, {
        name: input.workspaceName,
        start: input.start,
        zone: input.zone,
      })
      return membership
    }),
    onVisit(contract.signIn, async (visit, input) => {
      const signed = await signIn.signIn(input.email, input.password)
      if (!signed) throw wrongPassword
      return withCookies(visit, 200, await me(visit.door, { ...signed, email: input.email }), signed.cookies)
    }),
    onVisit(contract.getMe, async (visit) => me(visit.door, await sessionOf(visit))),
    onVisit(contract.signOut, async (visit) =>
      withCookies(visit, 204, undefined, await signIn.signOut(visit.caller.headers)),
    ),
    onVisit(contract.signOutEverywhere, async (visit) => {
      const session = await sessionOf(visit)
      const cookies = await signIn.signOut(visit.caller.headers)
      await signIn.endSessions(session.userId)
      return withCookies(visit, 204, undefined, cookies)
    }),
    onVisit(contract.changePassword, async (visit, input) => {
      const session = await sessionOf(visit)
      if (!(await signIn.signIn(session.email, input.current))) throw wrongPassword
      await signIn.setPassword(session.userId, input.password)
      await signIn.endSessions(session.userId, session.token)
      return undefined
    }),
    onVisit(contract.findJoinLink, ({ door }, input) => lookAtJoinLink(door, input.token)),
    onVisit(contract.join, async (visit, input) => {
      const { membership, cookies } = await join(visit.door, signIn, input)
      return withCookies(visit, 201, membership, cookies)
    }),
    onVisit(contract.forgotPassword, ({ door }, input) => mailResetLink(door, input.email)),
    onVisit(contract.resetPassword, async ({ door }, input) => {
      await resetPassword(door, signIn, input)
      return undefined
    }),
    on(contract.getWorkspace, queries.getWorkspace),
    on(contract.renameWorkspace, commands.renameWorkspace),
    on(contract.listMembers, queries.listMembers),
    on(contract.changeMember, commands.changeMember),
    on(contract.removeMember, commands.removeMember),
    on(contract.createResetLink, commands.createResetLink),
    on(contract.createJoinLink, commands.createJoinLink),
    on(contract.listJoinLinks, queries.listJoinLinks),
    on(contract.revokeJoinLink, commands.revokeJoinLink),
    on(contract.listApiKeys, queries.listApiKeys),
    on(contract.createApiKey, commands.createApiKey),
    on(contract.revokeApiKey, async (ctx, input) => {
      await commands.revokeApiKey(ctx, input)
      forgetKeys()
      return undefined
    }),
  ]
}
