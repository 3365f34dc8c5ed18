import { getCookie } from 'hono/cookie'
import { askByMail, carryOut, confirm, enter, findPending, provenBy } from '#close/portal/commands/sign-in.ts'
import { cookies, newVisitorKey, visitorIdOf, visitorOf } from '#close/portal/open.ts'
import { ideaPage } from '#close/portal/pages/idea.tsx'
import { notePage, signInPage } from '#close/portal/pages/sign-in.tsx'
import { suggestPage } from '#close/portal/pages/suggest.tsx'
import { findIdea, type Idea, listComments, readMine, searchIdeas } from '#close/portal/queries/ideas.ts'
import { cleanText, linksIn, linksMost, longest, safeBack, sessionDays } from '#close/portal/rules.ts'
import { emailOf, importanceOf, readTyped } from '#close/portal/typed.ts'
import { does, goTo, keep, type Visit } from '#close/portal/visit.tsx'
import type { Wish } from '#close/portal/wish.ts'
import type { HtmlPage } from '#platform/http/page.ts'
import { decodeId } from '#platform/ids.ts'
import { revokeToken } from '#platform/tokens/tokens.ts'
import { putContactFollowing } from '#prioritize/requests/commands/follow.ts'
import { castVote, type Voter, withdrawVote } from '#prioritize/requests/commands/votes.ts'

/** What one address may do in a minute; whole offices share one. */
const aMinute = { vote: 60, browser: 20, idea: 6, comment: 10, mail: 6 } as const

const sent = ({ open }: Visit) => goTo(`${open.base}/sign-in?sent=1`)
const missing = ({ open }: Visit) => notePage(open, open.texts.goneTitle, open.texts.goneText, 404)
const busy = ({ open }: Visit) => notePage(open, open.texts.signInTitle, open.texts.busy, 429)

/** Does what is wished for, for whoever is signed in; anybody else proves their address first. */
async function wishFor(visit: Visit, wish: Wish): Promise<Response | 'email_wrong' | 'busy'> {
  const { open, form } = visit
  if (open.viewer) return goTo(await carryOut(open, open.viewer.id, wish))
  const email = emailOf(form)
  if (email === undefined) return 'email_wrong'
  if (!visit.mayPass('mail', aMinute.mail)) return 'busy'
  // A field that people do not see was filled: a program. It learns nothing of it.
  if (!form.get('website')) await askByMail(open, email, wish)
  return sent(visit)
}

async function onIdea(visit: Visit): Promise<Response> {
  const { open, c, form } = visit
  const asked = decodeId('req', c.req.param('idea') ?? '')
  const idea = asked && (await findIdea(open, asked))
  if (!idea) return missing(visit)
  const page = `${open.base}/ideas/${idea.id}`
  const wish = form.get('do')
  if (wish === 'comment') return comment(visit, idea)
  if (wish === 'follow') {
    const done = await wishFor(visit, { kind: 'follow', requestId: idea.uuid })
    if (typeof done !== 'string') return done
    return done === 'busy'
      ? busy(visit)
      : signInPage(open, { hidden: { back: page }, wrong: { status: 400, text: open.texts.emailWrong } })
  }
  if (wish === 'unfollow' && open.viewer)
    await putContactFollowing(open.ctx, {
      requestId: idea.uuid,
      contactId: open.viewer.id,
      isFollowing: false,
      via: 'portal',
    })
  if (wish === 'vote' || wish === 'unvote') return vote(visit, idea, wish === 'vote')
  return goTo(page)
}

async function vote(visit: Visit, idea: Idea, isFor: boolean): Promise<Response> {
  const { open, c, form } = visit
  const back = safeBack(form.get('back') ?? `${open.base}/ideas/${idea.id}`, open.base)
  if (!visit.mayPass('vote', aMinute.vote)) return busy(visit)
  const given = form.get('importance')
  if (!open.viewer && !open.settings.anonymousVotes)
    return goTo(`${open.base}/sign-in?vote=${idea.id}&importance=${importanceOf(given)}`)
  const response = goTo(back)
  let visitorId = visitorOf(open.ctx, c)
  if (!open.viewer && !visitorId) {
    if (!isFor) return response
    // Who clears the cookie is a new browser: a few of them an address, not as many as they like.
    if (!visit.mayPass('browser', aMinute.browser)) return busy(visit)
    const key = newVisitorKey(open.ctx)
    visitorId = visitorIdOf(open.ctx, key)
    keep(open, response, cookies.visitor, key, 365)
  }
  const voter: Voter = open.viewer
    ? { id: open.viewer.id, isVisitor: false }
    : { id: visitorId!, isVisitor: true }
  if (isFor) await castVote(open.ctx, { requestId: idea.uuid, voter, importance: importanceOf(given) })
  else await withdrawVote(open.ctx, { requestId: idea.uuid, voter })
  return response
}

async function comment(visit: Visit, idea: Idea): Promise<Response> {
  const { open, form } = visit
  const text = cleanText(form.get('comment'), longest.comment)
  const again = async (status: 400 | 429, words: string) => {
    const [{ votes, followed }, comments] = await Promise.all([
      readMine(open, [idea.uuid]),
      listComments(open, idea.uuid),
    ])
    return ideaPage(open, {
      idea,
      importance: votes.get(idea.uuid),
      isFollowing: followed.has(idea.uuid),
      comments,
      wrong: { status, text: words, comment: text },
    })
  }
  if (text === '') return again(400, open.texts.missingComment)
  if (linksIn(text) > linksMost) return again(400, open.texts.tooManyLinks)
  if (!visit.mayPass('comment', aMinute.comment)) return again(429, open.texts.busy)
  if (open.viewer && form.get('website')) return goTo(`${open.base}/ideas/${idea.id}?said=comment_held`)
  const done = await wishFor(visit, { kind: 'comment', requestId: idea.uuid, text })
  if (typeof done !== 'string') return done
  return done === 'busy' ? again(429, open.texts.busy) : again(400, open.texts.emailWrong)
}

async function suggest(visit: Visit): Promise<Response> {
  const { open, form } = visit
  const typed = readTyped(form)
  const again = async (status: 400 | 429, text: string) => {
    const alike = typed.title ? await searchIdeas(open, typed.title, 5) : undefined
    const { votes } = await readMine(
      open,
      (alike ?? []).map((idea) => idea.uuid),
    )
    return suggestPage(open, { typed, alike, votes, wrong: { status, text } })
  }
  if (!typed.title) return again(400, open.texts.missing)
  if (linksIn(`${typed.title} ${typed.text}`) > linksMost) return again(400, open.texts.tooManyLinks)
  if (!visit.mayPass('idea', aMinute.idea)) return again(429, open.texts.busy)
  if (open.viewer && form.get('website')) return goTo(`${open.base}/mine?said=held`)
  const boardId = decodeId('brd', typed.boardId)
  const board = open.boards.find((one) => one.id === boardId)
  const done = await wishFor(visit, {
    kind: 'idea',
    title: typed.title,
    text: typed.text,
    areaId: board?.product_area_id ?? null,
    importance: typed.importance,
    once: typed.once,
  })
  if (typeof done !== 'string') return done
  return done === 'busy' ? again(429, open.texts.busy) : again(400, open.texts.emailWrong)
}

function signedIn({ open }: Visit, session: string, to: string): Response {
  const response = goTo(to)
  keep(open, response, cookies.session, session, sessionDays)
  keep(open, response, cookies.visitor, '', 0)
  return response
}

async function signIn(visit: Visit): Promise<Response> {
  const { open, form } = visit
  const back = safeBack(form.get('back'), open.base)
  const token = form.get('user')
  if (token) {
    const person = await provenBy(open, token)
    if (!person)
      return signInPage(open, { hidden: { back }, wrong: { status: 400, text: open.texts.badTitle } })
    return signedIn(visit, await enter(open, person, visitorOf(open.ctx, visit.c)), back)
  }
  const voted = decodeId('req', form.get('vote') ?? '')
  const idea = voted && (await findIdea(open, voted))
  const wish: Wish = idea
    ? { kind: 'vote', requestId: idea.uuid, importance: importanceOf(form.get('importance')) }
    : { kind: 'sign_in', back }
  const done = await wishFor(visit, wish)
  if (typeof done !== 'string') return done
  const hidden: Record<string, string> = { back }
  for (const name of ['vote', 'importance']) if (form.get(name)) hidden[name] = form.get(name)!.slice(0, 60)
  return signInPage(open, {
    hidden,
    email: (form.get('email') ?? '').slice(0, 254),
    wrong:
      done === 'busy' ? { status: 429, text: open.texts.busy } : { status: 400, text: open.texts.emailWrong },
  })
}

async function confirmed(visit: Visit): Promise<Response> {
  const { open, c } = visit
  const pending = await findPending(open.ctx, c.req.param('token') ?? '')
  if (!pending) return notePage(open, open.texts.badTitle, open.texts.badText, 410)
  const { session, to } = await confirm(open, pending, visitorOf(open.ctx, c))
  return signedIn(visit, session, to)
}

async function signOut({ open, c }: Visit): Promise<Response> {
  const token = getCookie(c, cookies.session)
  if (token && open.viewer) await revokeToken(open.ctx, 'portal-session', token)
  const response = goTo(open.base)
  keep(open, response, cookies.session, '', 0)
  return response
}

export const pages: HtmlPage[] = [
  does('/ideas/:idea', onIdea),
  does('/suggest', suggest),
  does('/sign-in', signIn, { isUnlocked: true, foreignWith: 'user' }),
  does('/confirm/:token', confirmed, { isUnlocked: true }),
  does('/sign-out', signOut),
]
