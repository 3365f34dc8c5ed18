import { baseUrl } from '#platform/config.ts'
import type { Ctx, Role } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import type { SignIn } from '#platform/identity/auth.ts'
import { membershipsOf } from '#platform/identity/authenticate.ts'
import type * as contract from '#platform/identity/contract.ts'
import { memberJoined } from '#platform/identity/events.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { linkMark, type MailPage, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { queueMail } from '#platform/mail/queue.ts'
import {
  findToken,
  mintToken,
  type Purpose,
  revokeTokens,
  workspaceOfToken,
} from '#platform/tokens/tokens.ts'

const anonymous = { kind: 'anonymous' } as const

/** Opens the workspace a token names, with the token's subject; refuses expired, used and edited ones alike. */
async function withToken<T>(
  door: Door,
  purpose: Purpose,
  token: string,
  work: (ctx: Ctx, subjectId: string) => Promise<T>,
): Promise<T> {
  const refused = new AppError(
    'not_found',
    'link.not_valid',
    'This link was used, revoked, changed or has expired. Ask for a new one.',
  )
  const workspaceId = workspaceOfToken(token)
  if (!workspaceId) throw refused
  return door.inWorkspace(workspaceId, anonymous, async (ctx) => {
    const found = await findToken(ctx.db, workspaceId, purpose, token, ctx.now())
    if (!found || found.isExpired || found.isRevoked) throw refused
    return work(ctx, found.subjectId)
  })
}

interface LinkRow {
  role: 'admin' | 'manager' | 'agent' | 'viewer'
  email: string | null
  workspace_name: string
  slug: string
  is_demo: boolean
}

function linkOf(ctx: Ctx, id: string): Promise<LinkRow> {
  return ctx.db.one<LinkRow>(sql`
    select l.role, l.email, w.name as workspace_name, w.slug, w.is_demo
    from join_links l join workspaces w on w.id = l.workspace_id
    where l.workspace_id = ${ctx.workspaceId} and l.id = ${id}`)
}

/** What a join link leads to, so that a person sees it before joining. */
export function lookAtJoinLink(door: Door, token: string) {
  return withToken(door, 'join', token, async (ctx, id) => {
    const link = await linkOf(ctx, id)
    return { workspaceName: link.workspace_name, role: link.role, email: link.email }
  })
}

/** Comes in by a join link, once. A person who already has an account gives its password. */
export async function join(door: Door, signIn: SignIn, input: Input<typeof contract.join>) {
  const link = await lookAtJoinLink(door, input.token)
  if (link.email !== null && link.email !== input.email) {
    throw new AppError(
      'forbidden',
      'join_link.other_address',
      'This link is for another e-mail address. Use the address it was made for.',
    )
  }
  const signed = (await signIn.signUp(input)) ?? (await signIn.signIn(input.email, input.password))
  if (!signed) {
    throw new AppError(
      'conflict',
      'join.email_taken',
      'This address already has an account with another password. Use that password to join.',
    )
  }
  const membership = await withToken(door, 'join', input.token, async (ctx, id) => {
    const used = await ctx.db.run(sql`
      update join_links set used_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${id} and used_at is null and revoked_at is null`)
    if (used === 0)
      throw new AppError(
        'not_found',
        'link.not_valid',
        'This link was used, revoked, changed or has expired. Ask for a new one.',
      )
    await revokeTokens(ctx, 'join', id)
    const link = await linkOf(ctx, id)
    // Somebody who was here before comes back as the same member.
    const member = await ctx.db.one<{ id: string; role: Role }>(sql`
      insert into members (workspace_id, id, user_id, name, email, role, created_at)
      values (${ctx.workspaceId}, ${newId()}, ${signed.userId}, ${input.name}, ${input.email}, ${link.role}, ${ctx.now()})
      on conflict (workspace_id, user_id) do update set
        role = case when members.removed_at is null then members.role else excluded.role end, removed_at = null
      returning id, role`)
    await ctx.emit(memberJoined, { subjectId: member.id, payload: { role: member.role } })
    return {
      slug: link.slug,
      name: link.workspace_name,
      isDemo: link.is_demo,
      memberId: encodeId('mem', member.id),
      role: member.role,
    }
  })
  return { membership, cookies: signed.cookies }
}

/**
 * Mails a reset link to a member who forgot their password. Whoever asks learns nothing about the address.
 * At most one such mail an hour; without a mail server it waits in the outbox, and an admin can hand out a link.
 */
export async function mailResetLink(door: Door, email: string): Promise<void> {
  const user = await door.outside((db) =>
    db.maybe<{ id: string }>(sql`select id from auth."user" where email = ${email}`),
  )
  const membership = user && (await membershipsOf(door, user.id))[0]
  if (!membership) return
  await door.inWorkspace(membership.workspace_id, anonymous, async (ctx) => {
    const expiresAt = new Date(ctx.now().getTime() + 3_600_000)
    const token = await mintToken(ctx, 'reset-password', membership.member_id, { expiresAt })
    const page = {
      brand: membership.workspace_name,
      blocks: [
        { kind: 'text', text: 'Somebody, most likely you, asked for a new password for Hearback.' },
        { kind: 'button', label: 'Set a new password', url: linkMark('reset') },
        {
          kind: 'small',
          text: 'The link works once, within an hour. If it was not you, nothing has changed and there is nothing to do.',
        },
      ],
    } satisfies MailPage
    await queueMail(ctx, {
      to: { name: '', address: email },
      subject: 'A new password for Hearback',
      text: mailText(page),
      html: mailHtml(page),
      topic: 'sign_in',
      dedupeKey: `reset ${membership.member_id} ${Math.floor(ctx.now().getTime() / 3_600_000)}`,
      links: { reset: `${baseUrl(ctx.config)}/reset?token=${token}` },
    })
  })
}

/** Sets a new password by a reset link and signs the person out everywhere. */
export async function resetPassword(
  door: Door,
  signIn: SignIn,
  input: { token: string; password: string },
): Promise<void> {
  const userId = await withToken(door, 'reset-password', input.token, async (ctx, memberId) => {
    const member = await ctx.db.maybe<{ user_id: string }>(sql`
      select user_id from members where workspace_id = ${ctx.workspaceId} and id = ${memberId} and removed_at is null`)
    if (!member)
      throw new AppError(
        'not_found',
        'member.not_found',
        'There is no such member. They may have been removed.',
      )
    await revokeTokens(ctx, 'reset-password', memberId)
    return member.user_id
  })
  await signIn.setPassword(userId, input.password)
  await signIn.endSessions(userId)
}
