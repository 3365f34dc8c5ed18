import type { ScreenshotSaved, Submitted } from '../contract.ts'
import type { Kept } from './outbox.ts'
import { drop, keep, list } from './outbox.ts'
import type { State } from './state.ts'

export type Outcome =
  | { state: 'sent'; answer: Submitted; pictureLost: boolean }
  | { state: 'kept'; why: 'offline' | 'signed-out' }
  | { state: 'refused'; reason: string }

const timeLimitMs = 30_000
const firstRetryMs = 15_000
const longestRetryMs = 600_000

class Later extends Error {}

async function post(
  state: State,
  path: string,
  type: string,
  body: BodyInit,
  key: string,
): Promise<Response> {
  const headers: Record<string, string> = { 'content-type': type, 'idempotency-key': key }
  if (state.session) headers['hearback-session'] = state.session.token
  let answer: Response
  try {
    const signal = AbortSignal.timeout?.(timeLimitMs)
    answer = await fetch(`${state.base}/widget/v1/${state.key}/${path}`, {
      method: 'POST',
      headers,
      body,
      signal,
    })
  } catch {
    throw new Later() // offline, blocked or too slow: the same words go out again later under the same key
  }
  if (answer.status >= 500 || answer.status === 429) throw new Later()
  return answer
}

const problem = async (answer: Response): Promise<{ code?: string; title?: string }> =>
  answer.json().catch(() => ({}))

/** Uploads the picture first. A refused picture is left out: it never holds up the words. */
async function upload(state: State, kept: Kept): Promise<boolean> {
  if (!kept.picture || kept.body.screenshot) return true
  const answer = await post(state, 'screenshots', kept.picture.type, kept.picture, `${kept.id}-picture`)
  if (!answer.ok) return false
  kept.body.screenshot = ((await answer.json()) as ScreenshotSaved).screenshot
  return true
}

async function attempt(state: State, kept: Kept, isSecond = false): Promise<Outcome> {
  const pictureSent = await upload(state, kept)
  const answer = await post(state, 'feedback', 'application/json', JSON.stringify(kept.body), kept.id)
  if (answer.ok) return { state: 'sent', answer: await answer.json(), pictureLost: !pictureSent }
  const said = await problem(answer)
  if (answer.status === 401 && state.session) {
    state.session = undefined // it ran out; the page has to prove the person again
    await state.prove?.().catch(() => undefined)
    if (state.session && !isSecond) return attempt(state, kept, true)
    state.emit('error', { code: said.code })
    if (!state.config.verifiedOnly && state.config.anonymousAllowed) return attempt(state, kept)
    return { state: 'kept', why: 'signed-out' }
  }
  return { state: 'refused', reason: said.title ?? '' }
}

/** Sends an answer, or keeps it on this device when that is not possible now. Words are never lost silently. */
export async function send(state: State, kept: Kept): Promise<Outcome> {
  await state.identifying
  let outcome: Outcome
  try {
    outcome = await attempt(state, kept)
  } catch (error) {
    if (!(error instanceof Later)) throw error
    outcome = { state: 'kept', why: 'offline' }
  }
  if (outcome.state === 'kept') {
    await keep(kept)
    state.emit('queued', { kind: kept.body.kind })
    if (outcome.why === 'offline') retryLater(state)
  } else if (outcome.state === 'sent') {
    state.emit('sent', { kind: outcome.answer.kind, reference: outcome.answer.reference })
  }
  return outcome
}

let retryMs = firstRetryMs
let timer: ReturnType<typeof setTimeout> | undefined

function retryLater(state: State): void {
  clearTimeout(timer)
  timer = setTimeout(() => void sendKept(state), retryMs)
  retryMs = Math.min(retryMs * 2, longestRetryMs)
}

/** Sends what waits on this device, one tab at a time; several at once would only repeat each other. */
export async function sendKept(state: State): Promise<void> {
  if (navigator.locks)
    await navigator.locks.request('hearback', { ifAvailable: true }, (lock) => lock && drain(state))
  else await drain(state)
}

async function drain(state: State): Promise<void> {
  for (const kept of await list()) {
    if (kept.key !== state.key) continue
    try {
      const outcome = await attempt(state, kept)
      if (outcome.state === 'kept') return // waits for the next identify
      await drop(kept.id)
      retryMs = firstRetryMs
      if (outcome.state === 'sent') {
        state.emit('sent', { kind: outcome.answer.kind, reference: outcome.answer.reference, waited: true })
      } else {
        state.emit('error', { code: 'widget.refused', reason: outcome.reason })
      }
    } catch (error) {
      if (!(error instanceof Later)) throw error
      return retryLater(state)
    }
  }
}
