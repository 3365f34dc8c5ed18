import type { Outcome } from '#analyze/outside/model.ts'

/** What a call costs, when it is tried again, and what its failures mean: pure functions. */

/** Calls and what they held are kept so long. */
export const keptDays = 90
/** Questions of one workspace that wait at most. */
export const mostWaiting = 50
/** Times a call is tried before it is given up. */
export const mostAttempts = 4
/** A service that wants a longer rest than this is not waited for. */
const longestWaitSeconds = 3600

export interface Prices {
  /** millionths of the currency for a million tokens */
  inputMicros: number
  outputMicros: number
}

/** What tokens cost in millionths of the currency, rounded up. */
export function costOf({ inputMicros, outputMicros }: Prices, tokensIn: number, tokensOut: number): number {
  return Math.ceil((tokensIn * inputMicros + tokensOut * outputMicros) / 1_000_000)
}

/** What an outcome cost: by what the service counted, else by the most it can be. */
export function outcomeCost(
  prices: Prices,
  outcome: Outcome,
  mostOut: number,
): { micros: number; isEstimate: boolean } {
  const { tokensIn, tokensOut } = outcome
  if (tokensIn !== null && tokensOut !== null)
    return { micros: costOf(prices, tokensIn, tokensOut), isEstimate: false }
  if (outcome.kind === 'busy' || (outcome.kind === 'failed' && !outcome.isCharged))
    return { micros: 0, isEstimate: false }
  const out = outcome.kind === 'answered' ? mostTokens(outcome.text) : mostOut
  return { micros: costOf(prices, mostTokens(outcome.sent), out), isEstimate: true }
}

/** About as many tokens as a text has at most: one to three bytes of UTF-8. English has one to four. */
export function mostTokens(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / 3)
}

/** Whether another call could pass the limit; a limit in minor units, the rest in millionths. */
export function wouldPass(limitCents: number, spentMicros: number, mostMicros: number): boolean {
  return mostMicros > 0 && spentMicros + mostMicros > limitCents * 10_000
}

/** The first moment of the month (UTC). */
export function monthOf(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))
}

/** Seconds that a Retry-After asks for (RFC 9110: seconds or a date); undefined where it says nothing sensible. */
export function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined || header.trim() === '') return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000))
}

/** Seconds until the next try after `attempts` of them; undefined: it is given up. */
export function waitSeconds(attempts: number, asked: number | undefined): number | undefined {
  if (attempts >= mostAttempts || (asked ?? 0) > longestWaitSeconds) return undefined
  return Math.max(asked ?? 0, 5 * 4 ** (attempts - 1))
}

/** What an answer of this status means and what to do. `said` is what the service itself wrote. */
export function failureOf(status: number, host: string, said: string): string {
  const told = said && ` It says: “${said}”`
  if (status === 401 || status === 403)
    return `${host} refused the key (${status}). Check the API key in the settings, and whether it may use this model.${told}`
  if (status === 404)
    return `${host} knows no such address or model (404). The address usually ends in /v1; check the name of the model.${told}`
  if (status === 402 || /insufficient_quota|billing/i.test(said))
    return `The account at ${host} has no credit left (${status}). Add some there, then try again.${told}`
  if (status === 413)
    return `${host} takes no question of this length (413). Choose a model with more room.${told}`
  if (status === 429) return `${host} has had too many questions (429). Try again later.${told}`
  if (status >= 500) return `${host} failed (${status}). Try again later.${told}`
  return `${host} did not accept the question (${status}). Check the address and the name of the model.${told}`
}

/** Whether trying again may help. No credit does not come back by waiting. */
export function isPassing(status: number, said: string): boolean {
  return (status === 429 && !/insufficient_quota/i.test(said)) || status >= 500
}

/**
 * The body without what a service does not know, as far as its refusal names it: some take no `response_format`, some
 * call `max_tokens` `max_completion_tokens`. Undefined: nothing can be left out.
 */
export function adapted(body: Record<string, unknown>, said: string): Record<string, unknown> | undefined {
  const { response_format, max_tokens, ...rest } = body
  const limit = max_tokens === undefined ? {} : { max_tokens }
  if (max_tokens !== undefined && said.includes('max_completion_tokens'))
    return {
      ...rest,
      max_completion_tokens: max_tokens,
      ...(response_format !== undefined && { response_format }),
    }
  if (response_format !== undefined && /response_format|json_object|json mode/i.test(said))
    return { ...rest, ...limit }
  return undefined
}
