import { pages as actions } from '#close/portal/actions.ts'
import { findPending, provenBy } from '#close/portal/commands/sign-in.ts'
import { changesFeed, changesPage } from '#close/portal/pages/changes.tsx'
import { robots, shownImage, shownLogo, sitemap } from '#close/portal/pages/files.ts'
import { ideaPage } from '#close/portal/pages/idea.tsx'
import { ideasPage } from '#close/portal/pages/ideas.tsx'
import { minePage } from '#close/portal/pages/mine.tsx'
import { roadmapPage } from '#close/portal/pages/roadmap.tsx'
import { confirmPage, enterPage, notePage, sentPage, signInPage } from '#close/portal/pages/sign-in.tsx'
import { suggestPage } from '#close/portal/pages/suggest.tsx'
import { listChanges } from '#close/portal/queries/changes.ts'
import * as ideas from '#close/portal/queries/ideas.ts'
import { listSaid } from '#close/portal/queries/mine.ts'
import { cleanLine, safeBack, shownName } from '#close/portal/rules.ts'
import { isOffered, readTyped } from '#close/portal/typed.ts'
import { goTo, shows, type Visit } from '#close/portal/visit.tsx'
import { AppError } from '#platform/errors.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { decodeId } from '#platform/ids.ts'
import { statuses } from '#prioritize/requests/rules.ts'

const asideChanges = 3

/** What comes and what came, for the column beside a page. */
async function readAside({ open }: Visit) {
  const { settings } = open
  const [roadmap, changes] = await Promise.all([
    settings.showsRoadmap ? ideas.readRoadmap(open, ideas.columnMost.aside) : undefined,
    settings.showsChanges ? listChanges(open, undefined, asideChanges) : undefined,
  ])
  return { roadmap, changes: changes?.data }
}

const uuidsOf = (roadmap: Awaited<ReturnType<typeof readAside>>['roadmap']) =>
  Object.values(roadmap ?? {}).flatMap((column) => column.map((idea) => idea.uuid))

async function ideasAsked(visit: Visit): Promise<Response> {
  const { open, query } = visit
  const boardId = decodeId('brd', query.get('board') ?? '')
  const asked: ideas.Asked = {
    sort: query.get('sort') === 'new' ? 'new' : 'top',
    status: statuses.find((one) => one === query.get('status')),
    boardId: open.boards.some((one) => one.id === boardId) ? boardId : undefined,
    q: cleanLine(query.get('q'), 200),
    cursor: query.get('cursor')?.slice(0, 500),
  }
  try {
    const [found, aside] = await Promise.all([ideas.listIdeas(open, asked), readAside(visit)])
    const { votes } = await ideas.readMine(open, [
      ...found.data.map((idea) => idea.uuid),
      ...uuidsOf(aside.roadmap),
    ])
    return ideasPage(open, { asked, ideas: found, votes, ...aside, said: query.get('said') ?? undefined })
  } catch (error) {
    // an address that somebody shortened
    if (error instanceof AppError && error.code === 'cursor.invalid') return goTo(open.base)
    throw error
  }
}

const missing = ({ open }: Visit) => notePage(open, open.texts.goneTitle, open.texts.goneText, 404)

async function ideaAsked(visit: Visit): Promise<Response> {
  const { open, c, query } = visit
  const asked = decodeId('req', c.req.param('idea') ?? '')
  const idea = asked && (await ideas.findIdea(open, asked))
  if (!idea) return missing(visit)
  // What was merged leads to where it is now, until it is taken apart again.
  if (idea.uuid !== asked) return goTo(`${open.base}/ideas/${idea.id}`)
  const [{ votes, followed }, comments] = await Promise.all([
    ideas.readMine(open, [idea.uuid]),
    ideas.listComments(open, idea.uuid),
  ])
  return ideaPage(open, {
    idea,
    importance: votes.get(idea.uuid),
    isFollowing: followed.has(idea.uuid),
    comments,
    said: query.get('said') ?? undefined,
  })
}

async function suggestAsked({ open, query }: Visit): Promise<Response> {
  const typed = readTyped(query)
  const alike = typed.title ? await ideas.searchIdeas(open, typed.title, 5) : undefined
  const { votes } = await ideas.readMine(
    open,
    (alike ?? []).map((idea) => idea.uuid),
  )
  return suggestPage(open, { typed, alike, votes })
}

async function signInAsked({ open, query }: Visit): Promise<Response> {
  if (query.get('sent') === '1') return sentPage(open)
  const back = safeBack(query.get('back'), open.base)
  const token = query.get('user')
  if (token) {
    const person = await provenBy(open, token)
    if (person) {
      const name = shownName(person.name) ?? person.email ?? person.id
      return enterPage(open, { token, name: cleanLine(name, 120), back })
    }
  }
  if (open.viewer) return goTo(back)
  const vote = query.get('vote') ?? ''
  return signInPage(open, {
    hidden: { back, ...(isOffered(vote) && { vote, importance: query.get('importance') ?? '1' }) },
  })
}

async function confirmAsked({ open, c }: Visit): Promise<Response> {
  const pending = await findPending(open.ctx, c.req.param('token') ?? '')
  return pending
    ? confirmPage(open, { email: pending.email, kind: pending.wish.kind })
    : notePage(open, open.texts.badTitle, open.texts.badText, 410)
}

async function mineAsked(visit: Visit): Promise<Response> {
  const { open, query } = visit
  const { viewer } = open
  if (!viewer) return signInPage(open, { hidden: { back: `${open.base}/mine` } })
  const [things, wanted, following, aside] = await Promise.all([
    listSaid(open, viewer),
    ideas.listWanted(open, ideas.ideasAPage),
    ideas.listFollowed(open, ideas.ideasAPage),
    readAside(visit),
  ])
  const { votes } = await ideas.readMine(open, [
    ...wanted.map((idea) => idea.uuid),
    ...uuidsOf(aside.roadmap),
  ])
  const isWanted = new Set(wanted.map((idea) => idea.uuid))
  const followed = following.filter((idea) => !isWanted.has(idea.uuid))
  return minePage(open, { things, wanted, followed, votes, ...aside, said: query.get('said') ?? undefined })
}

async function roadmapAsked(visit: Visit): Promise<Response> {
  const { open } = visit
  if (!open.settings.showsRoadmap) return missing(visit)
  const columns = await ideas.readRoadmap(open, ideas.columnMost.page)
  const { votes } = await ideas.readMine(
    open,
    Object.values(columns).flatMap((column) => column.map((idea) => idea.uuid)),
  )
  return roadmapPage(open, columns, votes)
}

async function changesAsked(visit: Visit): Promise<Response> {
  const { open, query } = visit
  if (!open.settings.showsChanges) return missing(visit)
  const cursor = query.get('cursor')?.slice(0, 500)
  try {
    return changesPage(open, await listChanges(open, cursor), cursor === undefined)
  } catch (error) {
    if (error instanceof AppError && error.code === 'cursor.invalid') return goTo(`${open.base}/changes`)
    throw error
  }
}

async function feedAsked(visit: Visit): Promise<Response> {
  const { open } = visit
  if (!open.settings.showsChanges) return missing(visit)
  return changesFeed(open, (await listChanges(open, undefined, 20)).data)
}

export const pages: HtmlPage[] = [
  shows('', ideasAsked),
  shows('/ideas/:idea', ideaAsked),
  shows('/suggest', suggestAsked),
  shows('/roadmap', roadmapAsked),
  shows('/changes', changesAsked),
  shows('/changes.atom', feedAsked, { isForPrograms: true }),
  shows('/mine', mineAsked),
  shows('/sign-in', signInAsked, { isUnlocked: true }),
  shows('/confirm/:token', confirmAsked, { isUnlocked: true }),
  shows('/files/:file', shownImage, { isForPrograms: true }),
  shows('/logo', shownLogo, { isUnlocked: true, isForPrograms: true }),
  shows('/sitemap.xml', sitemap, { isForPrograms: true, limitPerMinute: 10 }),
  ...actions,
  htmlPage({ method: 'GET', path: '/robots.txt', access: 'public' }, (_, door) => robots(door)),
]
