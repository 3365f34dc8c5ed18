import { z } from 'zod'
import { boardRows, portalPath } from '#close/portal/queries/settings.ts'
import { type Area, type Told, visibleTo } from '#close/portal/rules.ts'
import { portalSetting } from '#close/portal/settings.ts'
import { portalLanguages, textsOf } from '#close/portal/texts.ts'
import { replyAddress } from '#collect/mailbox/address.ts'
import { languageAmong } from '#collect/surveys/texts/languages.ts'
import { whyOurs } from '#customers/consent/own.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { task } from '#platform/jobs/task.ts'
import { type Block, linkMark, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { queueMails } from '#platform/mail/queue.ts'
import { getSetting } from '#platform/settings/settings.ts'

const batchSize = 1000

interface Reader {
  contact_id: string
  name: string | null
  email: string
  locale: string | null
}

interface News {
  told: Told
  /** the same key and address is the same mail */
  key: string
  /** the request, or the item of an idea that is none: what an answer belongs to, and what the link in it stops */
  aboutId: string
  title: string
  /** what was said, theirs or ours */
  words?: string
  /** of the public idea that it leads to */
  requestId: string | null
}

/** The mails about one idea, in the language of each; nobody is written to while the portal is closed. */
async function write(ctx: Ctx, news: News, readers: readonly Reader[]): Promise<void> {
  const settings = await getSetting(ctx, portalSetting)
  if (settings.access === 'off' || readers.length === 0) return
  const { name, slug } = await ctx.db.one<{ name: string; slug: string }>(
    sql`select name, slug from workspaces where id = ${ctx.workspaceId}`,
  )
  const brand = settings.name || name
  const key = settings.access === 'link' ? `?k=${settings.linkKey}` : ''
  const url =
    news.requestId &&
    `${baseUrl(ctx.config)}${portalPath(slug)}/ideas/${encodeId('req', news.requestId)}${key}`
  const answers = await replyAddress(ctx, news.aboutId)
  await queueMails(
    ctx,
    readers.map((reader) => {
      const language = languageAmong(Object.keys(portalLanguages), reader.locale) ?? 'en'
      const { about } = textsOf(language).mail
      const fill = (text: string) =>
        text.replace(/\{(brand|title)\}/g, (_, part) => (part === 'brand' ? brand : news.title))
      const blocks: Block[] = [
        { kind: 'text', text: fill(about.text[news.told]) },
        ...(news.words ? [{ kind: 'quote' as const, text: news.words }] : []),
        ...(url ? [{ kind: 'button' as const, label: about.button, url }] : []),
        {
          kind: 'small',
          text: fill(about.why),
          links: [{ label: about.stop, url: linkMark('unsubscribe') }],
        },
      ]
      const page = { brand, language, blocks }
      return {
        to: { name: reader.name, address: reader.email },
        subject: fill(about.subject[news.told]),
        text: mailText(page),
        html: mailHtml(page),
        topic: 'updates' as const,
        fromName: brand,
        contactId: reader.contact_id,
        dedupeKey: `portal ${news.key} ${reader.email.toLowerCase()}`,
        aboutId: news.aboutId,
        stops: news.title,
        ...(answers && { replyTo: { name: brand, address: answers }, bounceTo: answers }),
      }
    }),
  )
}

/** Whether this person wants no more mail about a request or an item. */
export async function isSilent(ctx: Ctx, contactId: string, aboutIds: readonly string[]): Promise<boolean> {
  const found = await ctx.db.run(sql`
    select 1 from portal_silences s
    join contacts m on m.workspace_id = ${ctx.workspaceId} and m.id = s.contact_id
    where s.workspace_id = ${ctx.workspaceId} and s.about_id = any(${aboutIds}::uuid[])
      and root_id(m.merged_into_id, m.id) = (
        select root_id(merged_into_id, id) from contacts where workspace_id = ${ctx.workspaceId} and id = ${contactId})
    limit 1`)
  return found > 0
}

/** A request as an idea: with those merged into it. */
export async function wholeIdea(ctx: Ctx, requestId: string) {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    id: string
    root: string
    title: string
    is_public: boolean
    product_area_id: string | null
  }>(sql`
    select r.id, k.id as root, coalesce(k.public_title, '') as title, k.is_public, k.product_area_id
    from requests a
    join requests k on k.workspace_id = ${ws} and k.id = root_id(a.merged_into_id, a.id)
    join requests r on r.workspace_id = ${ws} and (r.id = k.id or r.merged_into_id = k.id)
    where a.workspace_id = ${ws} and a.id = ${requestId}`)
  const { root, title, is_public: isPublic, product_area_id: areaId } = rows[0]!
  return { id: root, ids: rows.map((row) => row.id), title, isPublic, areaId }
}

/** Tells whoever posted an idea or a comment what a member decided about it. */
export async function tellAuthor(ctx: Ctx, contactId: string, news: News): Promise<void> {
  const { requestId, aboutId } = news
  const silent = requestId ? (await wholeIdea(ctx, requestId)).ids : []
  if (await isSilent(ctx, contactId, [aboutId, ...silent])) return
  const readers = await ctx.db.many<Reader>(sql`
    select c.id as contact_id, c.name, c.email, c.locale from contacts a
    join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = root_id(a.merged_into_id, a.id)
    where a.workspace_id = ${ctx.workspaceId} and a.id = ${contactId} and c.email is not null and ${whyOurs(ctx)} is null`)
  await write(ctx, news, readers)
}

/** Tells whoever follows an idea, and still sees it, what the team answered below it. */
export const tellFollowersTask = task(
  'portal.answered',
  z.object({ workspaceId: z.uuid(), commentId: z.uuid() }),
  async ({ workspaceId, commentId }, door, signal) => {
    let after: string | null = ''
    while (after !== null) {
      // begun again it goes over all of them: a key for each makes that nobody gets two
      signal.throwIfAborted()
      const from: string = after
      after = await door.inWorkspace(workspaceId, { kind: 'job', name: 'portal.answered' }, (ctx) =>
        tellSome(ctx, commentId, from),
      )
    }
  },
)

/** Some of those who follow; answers where to go on, null at the end. */
async function tellSome(ctx: Ctx, commentId: string, after: string): Promise<string | null> {
  const ws = ctx.workspaceId
  const comment = await ctx.db.maybe<{ request_id: string; text: string }>(sql`
    select request_id, text from portal_comments where workspace_id = ${ws} and id = ${commentId} and state = 'published'`)
  const idea = comment && (await wholeIdea(ctx, comment.request_id))
  if (!idea?.isPublic) return null
  const rows = await ctx.db.many<Reader & { segment: string | null }>(sql`
    select c.id as contact_id, c.name, c.email, c.locale, t.segment
    from (
      select distinct root_id(m.merged_into_id, m.id) as id from request_contact_followers f
      join contacts m on m.workspace_id = ${ws} and m.id = f.contact_id
      where f.workspace_id = ${ws} and f.request_id = any(${idea.ids}::uuid[])) x
    join contacts c on c.workspace_id = ${ws} and c.id = x.id
    left join accounts a on a.workspace_id = ${ws} and a.id = c.account_id
    left join accounts t on t.workspace_id = ${ws} and t.id = root_id(a.merged_into_id, a.id)
    where c.email is not null and ${whyOurs(ctx)} is null ${after ? sql`and c.id > ${after}` : sql.empty}
    order by c.id limit ${batchSize}`)
  const [boards, areas] = await Promise.all([
    boardRows(ctx),
    ctx.db.many<Area>(sql`select id, parent_id, name from product_areas where workspace_id = ${ws}`),
  ])
  const sees = new Map<string | null, boolean>()
  for (const { segment } of rows)
    if (!sees.has(segment))
      sees.set(
        segment,
        idea.areaId === null || !visibleTo(segment, boards, areas).hiddenAreaIds.includes(idea.areaId),
      )
  await write(
    ctx,
    {
      told: 'answered',
      key: `answer ${commentId}`,
      aboutId: idea.id,
      title: idea.title,
      words: comment!.text,
      requestId: idea.id,
    },
    rows.filter((row) => sees.get(row.segment)),
  )
  return rows.length < batchSize ? null : rows.at(-1)!.contact_id
}
