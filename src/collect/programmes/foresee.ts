import type * as contract from '#collect/programmes/contract.ts'
import type { ForeseenOccasion } from '#collect/programmes/contract.ts'
import { isOpenedByUs, planned } from '#collect/programmes/occasions.ts'
import { askedBy, storedProgramme } from '#collect/programmes/queries.ts'
import { isByPhone } from '#collect/programmes/rules.ts'
import { type ExclusionReason, exclusionWords } from '#collect/surveys/rules.ts'
import { type Judged, judged } from '#collect/surveys/waves/recipients.ts'
import { contactRoot } from '#customers/contacts/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

/** What would come of events if they were told now, by the decision that the asking itself reads. Nothing is kept. */
export async function previewOccasions(
  ctx: Ctx,
  { programmeId, events }: Input<typeof contract.previewOccasions>,
): Promise<{ data: ForeseenOccasion[] }> {
  const programme = await storedProgramme(ctx, programmeId)
  const data: ForeseenOccasion[] = []
  for (const event of events) {
    if (!event.contactId)
      throw new AppError('invalid', 'programme.preview_contact', 'A preview names its people by contactId.')
    const contactId = await contactRoot(ctx, event.contactId)
    const { terms, audience, ...asked } = askedBy(programme, 0, event.overrideReason !== undefined)
    const calls = isByPhone(event.priority ?? null, programme.phone_from)
    const [person] = await ctx.db.many<Judged>(
      judged(ctx, {
        ...asked,
        audience: { ...audience, contactIds: [contactId] },
        terms: calls ? { ...terms, channel: 'phone' } : terms,
      }),
    )
    const plan = planned(ctx, programme, event.key, event.happenedAt ? new Date(event.happenedAt) : ctx.now())
    const reason =
      ((await isOpenedByUs(ctx, event)) ? 'opened_by_us' : plan.reason) ??
      (person ? (person.reason as ExclusionReason | null) : 'not_in_audience')
    const { name } = await ctx.db.one<{ name: string | null }>(sql`
      select coalesce(name, email) as name from contacts where workspace_id = ${ctx.workspaceId} and id = ${contactId}`)
    data.push({
      contactId: encodeId('ct', contactId),
      name,
      dueAt: plan.dueAt.toISOString(),
      channel: person?.channel ?? 'mail',
      reason,
      why: reason && exclusionWords[reason].why,
    })
  }
  return { data }
}
