import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { answerIdea, postComment } from '#close/portal/commands/comments.ts'
import { postIdea } from '#close/portal/commands/ideas.ts'
import { putPublicFace } from '#close/portal/commands/publish.ts'
import { changePortal } from '#close/portal/commands/settings.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { castVote } from '#prioritize/requests/commands/votes.ts'

const notes: Record<string, string> = {
  planned: 'We know how to build it and when we begin.',
  in_progress: 'We are at it, and try it with two offices first.',
  parked: 'Not this year. We look at it again, and your votes count then.',
}

/** The portal of a team that uses it: open by its link, with what is public of the requests, votes and what people say. */
export function makePortal(past: Past, staff: Staff): Promise<void> {
  return past.part('portal', { words: 'Opening the portal', weight: 20 }, async (ctx) => {
    const ws = past.workspaceId
    const at = (daysAgo: number) => atTime(ctx, past.hours.daysAgo(daysAgo), staffAt(staff, 1))
    const areas = await ctx.db.many<{ id: string }>(sql`
      select distinct p.id from requests r join product_areas a on a.workspace_id = ${ws} and a.id = r.product_area_id
      join product_areas p on p.workspace_id = ${ws} and p.id = coalesce(a.parent_id, a.id)
      where r.workspace_id = ${ws} order by p.id limit 4`)
    await changePortal(atTime(ctx, past.hours.daysAgo(90), staff.owner), {
      access: 'link',
      intro:
        'Tell us what you miss, and vote for what others miss too. We read everything, and you hear what becomes of it.',
      boards: areas.map(({ id }) => ({ areaId: id, segments: [] })),
    })
    const requests = await ctx.db.many<{
      id: string
      title: string
      status: string
      target_on: Date | null
    }>(sql`
      select id, title, status, target_on from requests where workspace_id = ${ws} and merged_into_id is null and status <> 'declined' order by id`)
    const people = await ctx.db.many<{ id: string }>(sql`
      select id from contacts where workspace_id = ${ws} and merged_into_id is null and email is not null and not is_internal order by id limit 60`)
    if (people.length === 0) return
    const person = (n: number) => people[n % people.length]!.id
    const as = (contactId: string, daysAgo: number) =>
      atTime(ctx, past.hours.daysAgo(daysAgo), { kind: 'contact', id: contactId })
    for (const [i, request] of requests.entries()) {
      await putPublicFace(at(60 - (i % 20)), {
        requestId: request.id,
        isPublic: true,
        title: request.title.slice(0, 140),
        note: notes[request.status],
      })
      for (let vote = 0; vote < 2 + ((i * 7) % 13); vote++)
        await castVote(as(person(i * 5 + vote * 3), Math.max(1, 50 - vote * 3)), {
          requestId: request.id,
          voter: { id: person(i * 5 + vote * 3), isVisitor: false },
          importance: (i + vote) % 4,
        })
    }
    const [first] = requests
    if (!first) return
    const say = (n: number, daysAgo: number, commentsHeld: 'none' | 'first', text: string) =>
      postComment(
        as(person(n), daysAgo),
        { requestId: first.id, contactId: person(n), text },
        { commentsHeld, linksAllowed: 2 },
      )
    // before first comments were looked at; what is held now waits below Portal
    await say(
      3,
      20,
      'none',
      'We import at the start of each term, and this would save us a morning every time.',
    )
    await answerIdea(at(18), {
      requestId: first.id,
      text: 'Thank you. You will see each row that would change, and can take it out before anything happens.',
    })
    await say(9, 1, 'first', 'Will it also tell which families are new?')
    await postIdea(
      as(person(12), 1),
      {
        contactId: person(12),
        title: 'Print the list of a class on one page',
        text: 'Teachers take it to the trip and tick who is there.',
        areaId: areas[0]?.id ?? null,
        importance: 2,
        language: 'en',
        once: `demo ${encodeId('req', first.id)}`,
      },
      'all',
    )
  })
}
