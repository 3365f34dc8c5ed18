import { judged, type Person, type Subject, subjectOf } from '#close/announcements/audience.ts'
import type * as contract from '#close/announcements/contract.ts'
import { findDraft } from '#close/announcements/drafts.ts'
import { newsOf } from '#close/announcements/due.ts'
import {
  fittingKind,
  kinds,
  kindWords,
  promisedBy,
  type Reason,
  reasons,
  reasonWords,
  slotFaults,
  slotsOf,
} from '#close/announcements/rules.ts'
import { announcementSettings, wordingSetting } from '#close/announcements/settings.ts'
import { languageFor, mailTo, type Wording } from '#close/announcements/wording.ts'
import { shippedLanguages } from '#collect/surveys/texts/languages.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import { fillMarks } from '#platform/mail/blocks.ts'
import { mayPass } from '#platform/policy/rules.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { todayOf } from '#prioritize/requests/load.ts'

/** Who writes, and for whom and in which words, as a mail shows it. */
export async function senderOf(ctx: Ctx, memberId: string | null) {
  const { own } = await getSetting(ctx, wordingSetting)
  const row = await ctx.db.one<{ brand: string; writer: string | null; email: string | null }>(sql`
    select w.name as brand, m.name as writer, m.email from workspaces w
    left join members m on m.workspace_id = w.id and m.id = ${memberId} where w.id = ${ctx.workspaceId}`)
  return { ...row, own }
}

/** What was written, with nothing but the slots of its kind and no language without a word. */
export function writtenOf(
  input: Pick<Input<typeof contract.sendAnnouncement>, 'kind' | 'language' | 'texts' | 'slots'>,
) {
  const names = new Map(slotsOf[input.kind].map((slot) => [slot.name, slot.type === 'text']))
  const pick = (values: Readonly<Record<string, string>>, isText: boolean) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => names.get(name) === isText))
  const texts = Object.fromEntries(
    Object.entries(input.texts)
      .map(([language, values]) => [language, pick(values ?? {}, true)] as const)
      .filter(([, values]) => Object.values(values).some((value) => value.trim() !== '')),
  )
  return { kind: input.kind, language: input.language, texts, slots: pick(input.slots, false) }
}

/** What a person asked for, of a release: its titles; a request is named by what was written of it. */
export const askedOf = (subject: Subject, requestIds: readonly string[]) =>
  subject.releaseId === null
    ? []
    : [...subject.titles].filter(([id]) => requestIds.includes(id)).map(([, title]) => title)

/** What a composer shows: the kinds with their slots, the one that fits, and what is known already. */
export async function composeAnnouncement(
  ctx: Ctx,
  input: Input<typeof contract.composeAnnouncement>,
): Promise<Answer<typeof contract.composeAnnouncement>> {
  const subject = await subjectOf(ctx, input)
  const { recallOneMinutes, recallManyMinutes } = await getSetting(ctx, announcementSettings)
  const { due } = await newsOf(ctx, subject)
  return {
    kind: due?.because === 'date' ? 'date_changed' : fittingKind(subject.status),
    kinds: kinds.map((key) => ({
      key,
      label: kindWords[key],
      slots: slotsOf[key].map((slot) => ({ ...slot, isOptional: slot.isOptional ?? false })),
    })),
    languages: [...shippedLanguages],
    known: { what: subject.title, ...(subject.targetOn && { when: subject.targetOn }) },
    draft: await findDraft(ctx, subject),
    mayTellMany: mayPass(ctx.actor, 'updates:manage'),
    recallOneMinutes,
    recallManyMinutes,
  }
}

/** How many would get it now, by language, and why others would not. */
export async function countPeople(
  ctx: Ctx,
  subject: Subject,
  wording: Pick<Wording, 'kind' | 'language' | 'texts'>,
  contactId?: string | null,
) {
  const rows = await ctx.db.many<{ reason: Reason | null; locale: string | null; people: number }>(sql`
    select reason, locale, count(*) as people
    from (${await judged(ctx, subject, wording.kind, contactId)}) j group by reason, locale`)
  const byLanguage = new Map<ReturnType<typeof languageFor>, number>()
  const out = new Map<Reason, number>()
  for (const row of rows) {
    if (row.reason) out.set(row.reason, (out.get(row.reason) ?? 0) + row.people)
    else {
      const language = languageFor(wording, row.locale)
      byLanguage.set(language, (byLanguage.get(language) ?? 0) + row.people)
    }
  }
  const people = [...byLanguage.values()].reduce((sum, some) => sum + some, 0)
  const excluded = [...out.values()].reduce((sum, some) => sum + some, 0)
  return {
    people,
    considered: people + excluded,
    languages: [...byLanguage]
      .map(([language, some]) => ({ language, people: some }))
      .sort((a, b) => b.people - a.people),
    reasons: reasons
      .filter((reason) => out.has(reason))
      .map((reason) => ({ reason, ...reasonWords[reason], people: out.get(reason)! })),
  }
}

/** Who would get it, who would not and why, and the very mail that one of them would get. */
export async function previewAnnouncement(
  ctx: Ctx,
  input: Input<typeof contract.previewAnnouncement>,
): Promise<Answer<typeof contract.previewAnnouncement>> {
  const subject = await subjectOf(ctx, input)
  const today = await todayOf(ctx)
  const wording: Wording = { ...writtenOf(input), writtenOn: today }
  const [counts, sender, person] = [
    await countPeople(ctx, subject, wording, input.contactId),
    await senderOf(ctx, actorMember(ctx)),
    await ctx.db.maybe<Person & { request_ids: string[] }>(sql`
      select j.* from (${await judged(ctx, subject, wording.kind, input.contactId)}) j
      where j.reason is null ${input.readerId ? sql`and j.contact_id = ${input.readerId}` : sql.empty}
      order by j.contact_id limit 1`),
  ]
  const promise = promisedBy(wording.kind, wording, today)
  const mail = person && mailTo(wording, { ...person, asked: askedOf(subject, person.request_ids) }, sender)
  return {
    ...counts,
    promise: promise ? { words: promise.words, dueOn: promise.promised.dueOn } : null,
    faults: slotFaults(wording.kind, wording, today),
    mail: mail
      ? {
          contactId: encodeId('ct', person.contact_id),
          name: person.name,
          address: person.email!,
          language: mail.language,
          subject: mail.subject,
          text: fillMarks(mail.text, { unsubscribe: '…' }),
        }
      : null,
  }
}
