import type { LinkRow } from '#collect/surveys/links/queries.ts'
import { sourceOf } from '#collect/widget/commands/identify.ts'
import { secretsOf } from '#collect/widget/commands/keys.ts'
import { Identify } from '#collect/widget/contract.ts'
import { type ProvenPerson, provePerson } from '#collect/widget/identity.ts'
import { getKey } from '#collect/widget/queries.ts'
import { type KnownContact, upsertContact } from '#customers/contacts/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'

/**
 * Who the address of a visit proves somebody to be: `user`, a token as the widget takes it, or `id` with `hash`. Whoever
 * has a wrong or old proof is a stranger: they came to answer, not to be refused.
 */
export async function provenBy(
  ctx: Ctx,
  link: LinkRow,
  query: URLSearchParams,
): Promise<ProvenPerson | undefined> {
  const [token, id, hash, name] = ['user', 'id', 'hash', 'name'].map((one) => query.get(one))
  const given = Identify.safeParse(token ? { token } : { id, hash, ...(name && { name }) })
  if (link.widget_key_id === null || !given.success) return undefined
  const key = await getKey(ctx, link.widget_key_id)
  try {
    return await provePerson(given.data, secretsOf(key, ctx.config, ctx.now()), ctx.now())
  } catch (error) {
    if (error instanceof AppError && error.kind === 'unauthenticated') return undefined
    throw error
  }
}

/** The contact of somebody proven, found or made by the ids of the key's product. */
export function contactOf(ctx: Ctx, link: LinkRow, person: ProvenPerson): Promise<KnownContact> {
  const { company } = person
  return upsertContact(ctx, {
    source: sourceOf({ id: link.widget_key_id! }),
    externalId: person.id,
    email: person.email,
    name: person.name,
    seenAt: ctx.now(),
    account: company && {
      name: company.name,
      externalId: company.id,
      mrrCents: company.mrrCents,
      ...(company.currency && { currency: company.currency }),
      segment: company.plan,
    },
  })
}
