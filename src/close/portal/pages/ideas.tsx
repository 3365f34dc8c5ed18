/** @jsxImportSource hono/jsx */
import type { Open } from '#close/portal/open.ts'
import { Aside, IdeaList } from '#close/portal/pages/parts.tsx'
import { portalPage } from '#close/portal/pages/shell.tsx'
import type { Change } from '#close/portal/queries/changes.ts'
import type { Asked, Idea } from '#close/portal/queries/ideas.ts'
import type { RoadmapColumn } from '#close/portal/rules.ts'
import { encodeId } from '#platform/ids.ts'
import { type Status, statuses } from '#prioritize/requests/rules.ts'

/** The query of a list with some of it changed. */
function queryOf(asked: Asked, change: Partial<Asked>): string {
  const { sort, status, boardId, q, cursor } = { ...asked, cursor: undefined, ...change }
  const query = new URLSearchParams()
  if (q) query.set('q', q)
  if (sort !== 'top') query.set('sort', sort)
  if (status) query.set('status', status)
  if (boardId) query.set('board', encodeId('brd', boardId))
  if (cursor) query.set('cursor', cursor)
  return query.size > 0 ? `?${query}` : ''
}

/** The first page: ideas with their votes, what comes, and what came. */
export function ideasPage(
  open: Open,
  of: {
    asked: Asked
    ideas: { data: Idea[]; nextCursor: string | null }
    votes: ReadonlyMap<string, number>
    roadmap: Record<RoadmapColumn, Idea[]> | undefined
    changes: Change[] | undefined
    said: string | undefined
  },
): Response {
  const { texts, base, boards, settings, brand } = open
  const { asked, ideas, votes } = of
  const to = (change: Partial<Asked>) => `${base}${queryOf(asked, change)}`
  const board = boards.find((one) => one.id === asked.boardId)
  const pick = (label: string, change: Partial<Asked>, isHere: boolean) => (
    <a href={to(change)} aria-current={isHere ? 'true' : undefined} dir="auto">
      {label}
    </a>
  )
  return portalPage(open, {
    title: board?.name || texts.ideas,
    tab: 'ideas',
    path: to({}),
    description: settings.intro || `${texts.ideas}: ${brand}`,
    isPersonal: asked.q !== '' || asked.cursor !== undefined,
    said: of.said,
    children: (
      <div class="two">
        <div>
          <h1 dir="auto">{board?.name || texts.ideas}</h1>
          {settings.intro && !board ? (
            <p class="lead" dir="auto">
              {settings.intro}
            </p>
          ) : null}
          <div class="row gap">
            <form class="find" method="get" action={base}>
              <input
                type="search"
                name="q"
                value={asked.q}
                maxlength={200}
                aria-label={texts.search}
                placeholder={texts.search}
              />
              <button class="quiet" type="submit">
                {texts.find}
              </button>
            </form>
            <a class="send" href={`${base}/suggest${asked.q ? `?title=${encodeURIComponent(asked.q)}` : ''}`}>
              {texts.suggest}
            </a>
          </div>
          {asked.q ? (
            <p class="gap">
              <a href={base}>{texts.all}</a>
            </p>
          ) : (
            <>
              {boards.length > 0 ? (
                <nav class="picks boards gap" aria-label={texts.boards}>
                  {pick(texts.all, { boardId: undefined }, asked.boardId === undefined)}
                  {boards.map((one) => pick(one.name, { boardId: one.id }, one.id === asked.boardId))}
                </nav>
              ) : null}
              <div class="row gap">
                <nav class="picks" aria-label={texts.order}>
                  {pick(texts.top, { sort: 'top' }, asked.sort === 'top')}
                  {pick(texts.newest, { sort: 'new' }, asked.sort === 'new')}
                </nav>
                <nav class="picks" aria-label={texts.state}>
                  {pick(texts.all, { status: undefined }, asked.status === undefined)}
                  {statuses.map((one: Status) =>
                    pick(texts.status[one], { status: one }, one === asked.status),
                  )}
                </nav>
              </div>
            </>
          )}
          {ideas.data.length === 0 ? (
            <p class="dim big-gap">{asked.q ? texts.notFound : texts.noIdeas}</p>
          ) : null}
          <IdeaList open={open} ideas={ideas.data} votes={votes} back={to({ cursor: asked.cursor })} />
          {ideas.nextCursor ? (
            <p class="gap">
              <a class="quiet" href={to({ cursor: ideas.nextCursor })} rel="next">
                {texts.more}
              </a>
            </p>
          ) : null}
        </div>
        <Aside open={open} roadmap={of.roadmap} changes={of.changes} votes={votes} />
      </div>
    ),
  })
}
