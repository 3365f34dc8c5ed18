import { colleagues } from '#app/demo/names.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import type { DemoAccount } from '#app/demo/world.ts'
import { upsertAccounts } from '#customers/accounts/batch.ts'
import { setConsent } from '#customers/consent/commands.ts'
import { upsertContacts } from '#customers/contacts/batch.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'

const day = 86_400_000

/** Who acts in the demo: −1 is the person who set the workspace up. */
export interface Staff {
  owner: Actor & { kind: 'member' }
  others: (Actor & { kind: 'member' })[]
}

export interface Customers {
  accountIds: string[]
  contactIds: string[][]
}

/** Colleagues who hold the positions of the playbooks. They have no sign-in. */
export function makeStaff(past: Past): Promise<Staff> {
  return past.part(
    'staff',
    { words: 'Hiring five invented colleagues', weight: colleagues.length },
    async (ctx) => {
      const owner = await ctx.db.one<{ id: string; user_id: string }>(sql`
      select id, user_id from members where workspace_id = ${past.workspaceId} and role = 'owner' order by created_at, id limit 1`)
      const others = colleagues.map(({ role }) => ({
        kind: 'member' as const,
        id: newId(),
        userId: `demo:${newId()}`,
        role,
      }))
      const rows = others.map((one, i) => ({
        id: one.id,
        user_id: one.userId,
        name: colleagues[i]!.name,
        email: `${colleagues[i]!.name.toLowerCase().replace(' ', '.')}@demo.example`,
        role: one.role,
        positions: colleagues[i]!.positions,
      }))
      await ctx.db.run(sql`
      insert into members (workspace_id, id, user_id, name, email, role, positions, created_at)
      select ${past.workspaceId}, r.id, r.user_id, r.name, r.email, r.role, r.positions, ${new Date(past.now.getTime() - 400 * day)}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, user_id text, name text, email text, role text, positions text[])`)
      return { owner: { kind: 'member', id: owner.id, userId: owner.user_id, role: 'owner' }, others }
    },
  )
}

/** The member behind an index of the plan. */
export function staffAt(staff: Staff, index: number): Actor & { kind: 'member' } {
  return index < 0 ? staff.owner : staff.others[index % staff.others.length]!
}

/** Accounts and contacts through the same commands an import uses, some of them with an earlier price. */
export async function makeCustomers(
  past: Past,
  staff: Staff,
  accounts: readonly DemoAccount[],
): Promise<Customers> {
  const dateIn = (days: number) => new Date(past.now.getTime() + days * day).toISOString().slice(0, 10)
  const ago = (ctx: Ctx, days: number) => atTime(ctx, new Date(past.now.getTime() - days * day))
  const words = `Writing ${accounts.length} accounts and their people`
  return past.part('customers', { words, weight: accounts.length }, async (ctx) => {
    const emails = new Map(
      (
        await ctx.db.many<{ id: string; email: string }>(
          sql`select id, email from members where workspace_id = ${past.workspaceId}`,
        )
      ).map((row) => [row.id, row.email]),
    )
    const rows = accounts.map((account, i) => ({
      externalId: `D-${1001 + i}`,
      name: account.name,
      domain: account.domain,
      segment: account.segment,
      lifecycle: account.lifecycle === 'churned' ? ('active' as const) : account.lifecycle,
      mrrCents: account.earlierMrrCents ?? account.mrrCents,
      currency: 'USD',
      ownerEmail:
        account.ownerIndex === null ? null : (emails.get(staffAt(staff, account.ownerIndex).id) ?? null),
      goLiveOn: dateIn(-account.liveDaysAgo),
      renewalOn: account.renewalInDays === null ? null : dateIn(account.renewalInDays),
    }))
    const made = await upsertAccounts(ago(ctx, 380), { source: 'demo', accounts: rows })
    const accountIds = made.results.map((result) => decodeId('acct', result.id!)!)
    const people = accounts.flatMap((account, i) =>
      account.contacts.map((contact) => ({
        name: contact.name,
        email: contact.email,
        title: contact.title,
        phone: contact.phone,
        roles: contact.roles,
        zone: contact.zone,
        locale: contact.locale,
        accountExternalId: rows[i]!.externalId,
        accountName: account.name,
      })),
    )
    const known = (await upsertContacts(ago(ctx, 380), { source: 'demo', contacts: people })).results.map(
      (result) => decodeId('ct', result.id!)!,
    )
    const contactIds: string[][] = []
    let next = 0
    for (const account of accounts) {
      contactIds.push(known.slice(next, next + account.contacts.length))
      next += account.contacts.length
    }

    for (const [daysAgo, isDue] of [
      [210, (i: number) => i % 2 === 0],
      [95, (i: number) => i % 2 === 1],
    ] as const) {
      const changed = rows.flatMap((row, i) =>
        accounts[i]!.earlierMrrCents !== null && isDue(i)
          ? [{ ...row, mrrCents: accounts[i]!.mrrCents }]
          : [],
      )
      await upsertAccounts(ago(ctx, daysAgo), { source: 'demo', accounts: changed })
    }
    const gone = rows.flatMap((row, i) =>
      accounts[i]!.lifecycle === 'churned'
        ? [{ name: row.name, externalId: row.externalId, lifecycle: 'churned' as const }]
        : [],
    )
    if (gone.length > 0) await upsertAccounts(ago(ctx, 70), { source: 'demo', accounts: gone })
    for (const [i, account] of accounts.entries()) {
      for (const [c, contact] of account.contacts.entries()) {
        if (!contact.isOff) continue
        await setConsent(ago(ctx, (i * 3 + c) % 200), {
          contactId: contactIds[i]![c]!,
          topic: c % 2 ? 'surveys' : 'all',
          state: 'unsubscribed',
          via: 'link',
        })
      }
    }
    return { accountIds, contactIds }
  })
}
