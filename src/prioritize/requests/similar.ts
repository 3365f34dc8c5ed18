import { quotableTexts } from '#analyze/questions/quotable.ts'
import { findNearest, readFrequencies } from '#organize/duplicates/nearest.ts'
import { background, showFrom } from '#organize/duplicates/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import type * as contract from '#prioritize/requests/contract.ts'
import type { SimilarRequest } from '#prioritize/requests/contract.ts'
import type { Status } from '#prioritize/requests/rules.ts'
import { likeness, profile, score, sharedWords, tellingWeight } from '#text/duplicates/likeness.ts'
import { sketch } from '#text/duplicates/sketch.ts'
import { fold } from '#text/words/fold.ts'

/** Requests that ask for the same: their own words are compared, and the words of the items behind them. */

/** A request that is put into words is known by these; a problem is told in its first ones. */
const wordsMost = 200
/** Words of the asking text that requests are looked up by, the most telling first. */
const lookedUp = 12
/** Candidates that are compared word by word. */
const comparedMost = 40
/** Items of the workspace whose requests are looked at. */
const itemsMost = 10

/** Lower case, without accents: what a search of words sees. */
export const foldedText = (text: string) => fold(text).text.trim()

/** What is kept of a request's words, to find it by. */
export function wordsOf({ title, problem }: { title: string; problem?: string | null | undefined }) {
  const { terms } = sketch(problem ? [title, problem] : [title])
  return {
    words: [...new Set(terms.map((term) => term.key))].slice(0, wordsMost),
    searchText: foldedText(problem ? `${title} ${problem}` : title),
  }
}

interface Candidate {
  id: string
  title: string
  problem: string | null
  status: Status
  accounts: number
}

/** The requests that a text asks for, the likest first. */
export async function findSimilarRequests(
  ctx: Ctx,
  { title, problem, except, limit }: Input<typeof contract.findSimilarRequests>,
): Promise<Answer<typeof contract.findSimilarRequests>> {
  return { data: await similarTo(ctx, { title, problem }, { except: except ? [except] : [], limit }) }
}

async function similarTo(
  ctx: Ctx,
  { title, problem }: { title: string; problem: string },
  { except, limit }: { except: readonly string[]; limit: number },
): Promise<SimilarRequest[]> {
  const whole = sketch(problem.trim() ? [title, problem] : [title])
  if (whole.terms.length === 0) return []
  const ws = ctx.workspaceId
  const keys = [...new Set(whole.terms.map((term) => term.key))]
  const held = new Map<number, number>()
  const asking = (await readFrequencies(ctx, keys, held)) ?? {
    items: background,
    averageLength: 12,
    of: () => 0,
  }
  const rarest = keys
    .map((key) => ({ key, weight: tellingWeight(asking, key) }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, lookedUp)
  const [byWords, near] = await Promise.all([
    ctx.db.many<{ id: string }>(sql`
      select id from similar_request_ids(${rarest.map((one) => one.key)}::integer[], ${rarest.map((one) => one.weight)}::real[], ${comparedMost})`),
    findNearest(ctx, { title: problem.trim() ? title : null, verbatim: problem.trim() || title }, itemsMost),
  ])
  const telling = near.filter((one) => one.score >= showFrom && one.isMoreThanChance)
  const byItems = await ctx.db.many<{ request_id: string; feedback_id: string }>(sql`
    select distinct root_id(r.merged_into_id, r.id) as request_id, e.feedback_id from request_evidence e
    join requests r on r.workspace_id = ${ws} and r.id = e.request_id
    where e.workspace_id = ${ws} and e.feedback_id = any(${telling.map((one) => one.id)}::uuid[])`)
  const ids = [...byWords.map((row) => row.id), ...byItems.map((row) => row.request_id)]
  const rows = (
    await ctx.db.many<Candidate>(sql`
      select id, title, problem, status, accounts from requests
      where workspace_id = ${ws} and id = any(${ids}::uuid[]) and merged_into_id is null`)
  ).filter((row) => !except.includes(row.id))
  if (rows.length === 0) return []

  // A title is compared with titles, and all that is said with all that is said: whichever is more alike tells.
  const titles = rows.map((row) => sketch([row.title]))
  const wholes = rows.map((row) => sketch(row.problem ? [row.title, row.problem] : [row.title]))
  const others = new Set([...titles, ...wholes].flatMap((one) => one.terms.map((term) => term.key)))
  const frequencies = (await readFrequencies(ctx, others, held)) ?? asking
  const askingTitle = profile(sketch([title]), frequencies)
  const askingWhole = profile(whole, frequencies)
  const titleProfiles = titles.map((one) => profile(one, frequencies))
  const wholeProfiles = wholes.map((one) => profile(one, frequencies))
  const byTitle = likeness(askingTitle, titleProfiles)
  const byWhole = likeness(askingWhole, wholeProfiles)
  return rows
    .map((row, at) => {
      const item = telling.find((one) =>
        byItems.some((link) => link.request_id === row.id && link.feedback_id === one.id),
      )
      const own = score(Math.max(byTitle[at]!, byWhole[at]!), 0)
      const words = sharedWords(askingWhole, wholeProfiles[at]!)
      return item && item.score > own
        ? { row, score: item.score, words: item.words }
        : { row, score: own, words }
    })
    .filter((one) => one.score >= showFrom)
    .sort((a, b) => b.score - a.score || b.row.accounts - a.row.accounts)
    .slice(0, limit)
    .map(({ row, score, words }) => ({
      id: encodeId('req', row.id),
      title: row.title,
      status: row.status,
      accounts: row.accounts,
      score: Math.floor(score * 100) / 100,
      words,
    }))
}

/** The requests that an item is evidence for, and others that ask for the same. */
export async function getItemRequests(
  ctx: Ctx,
  { feedbackId }: Input<typeof contract.getItemRequests>,
): Promise<Answer<typeof contract.getItemRequests>> {
  const ws = ctx.workspaceId
  const [text, title] = await quotableTexts(ctx, feedbackId)
  const linked = await ctx.db.many<{
    id: string
    title: string
    status: Status
    evidence_id: string
    quote: string
    importance: number
  }>(sql`
    select k.id, k.title, k.status, e.id as evidence_id, e.quote, e.importance
    from request_evidence e
    join requests r on r.workspace_id = ${ws} and r.id = e.request_id
    join requests k on k.workspace_id = ${ws} and k.id = root_id(r.merged_into_id, r.id)
    where e.workspace_id = ${ws} and e.feedback_id = ${feedbackId} order by e.created_at desc, e.id desc limit 20`)
  const similar = await similarTo(
    ctx,
    title ? { title, problem: text ?? '' } : { title: text ?? '', problem: '' },
    { except: linked.map((row) => row.id), limit: 3 },
  )
  return {
    linked: linked.map((row) => ({
      id: encodeId('req', row.id),
      title: row.title,
      status: row.status,
      evidenceId: encodeId('revd', row.evidence_id),
      quote: row.quote,
      importance: row.importance,
    })),
    similar,
  }
}
