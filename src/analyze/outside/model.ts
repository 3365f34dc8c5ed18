import { z } from 'zod'
import { adapted, failureOf, isPassing, retryAfter } from '#analyze/outside/rules.ts'
import type { ModelAccess } from '#analyze/outside/settings.ts'
import type { Config } from '#platform/config.ts'
import { type EgressAnswer, egress } from '#platform/egress/egress.ts'
import { AppError } from '#platform/errors.ts'

/** Larger answers are no answer to these questions. */
const mostBytes = 256 * 1024
/** Times a body is changed to what a service takes. */
const mostChanges = 2

/** What came of one call. `sent` is the body that was answered, to the letter. */
export type Outcome = { sent: string; tokensIn: number | null; tokensOut: number | null } & (
  | { kind: 'answered'; text: string }
  /** `isCharged`: it may cost something, nobody said what. */
  | { kind: 'failed'; message: string; isCharged: boolean }
  /** Worth another try, after so many seconds if the service said so. */
  | { kind: 'busy'; message: string; afterSeconds: number | undefined }
)

const Usage = z.object({
  prompt_tokens: z.number().int().min(0).max(100_000_000),
  completion_tokens: z.number().int().min(0).max(100_000_000),
})
const Choice = z.object({
  message: z.object({
    content: z
      .union([z.string(), z.array(z.object({ text: z.string().default('') })), z.null()])
      .default(null),
    refusal: z.string().nullish(),
  }),
  finish_reason: z.string().nullish(),
})

/** Asks a model by the chat completions of OpenAI, which most servers speak. Never throws for what the other side does. */
export async function askModel(
  config: Config,
  access: ModelAccess,
  body: Record<string, unknown>,
  options: { now: () => Date; signal?: AbortSignal },
): Promise<Outcome> {
  const host = new URL(access.address).host
  let asked = body
  for (let changes = 0; ; changes++) {
    const sent = JSON.stringify(asked)
    let answer: EgressAnswer
    try {
      answer = await egress(config, {
        url: `${access.address}/chat/completions`,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(access.key && { authorization: `Bearer ${access.key}` }),
        },
        body: sent,
        timeoutMs: access.timeoutSeconds * 1000,
        maxBytes: mostBytes,
        ...(options.signal && { signal: options.signal }),
      })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { sent, tokensIn: null, tokensOut: null, ...unanswered(error) }
    }
    const text = answer.body.toString('utf8')
    if (answer.status === 200) return { sent, ...read(text, host) }
    const said = saidBy(text, access.key)
    const next = answer.status === 400 || answer.status === 422 ? adapted(asked, said) : undefined
    if (next && changes < mostChanges) {
      asked = next
      continue
    }
    const message = failureOf(answer.status, host, said)
    const base = { sent, tokensIn: 0, tokensOut: 0, message }
    if (!isPassing(answer.status, said)) return { ...base, kind: 'failed', isCharged: false }
    return { ...base, kind: 'busy', afterSeconds: retryAfter(answer.headers['retry-after'], options.now()) }
  }
}

function unanswered(error: AppError) {
  const isBusy = error.code === 'egress.failed' || error.code === 'egress.unknown_host'
  if (isBusy) return { kind: 'busy' as const, message: error.message, afterSeconds: undefined }
  // A question that was taken may be charged although its answer never came.
  const isCharged = error.code === 'egress.timed_out' || error.code === 'egress.too_large'
  return { kind: 'failed' as const, message: error.message, isCharged }
}

/** What a service says is wrong: words of somebody else, short, and without the key should it echo it. */
function saidBy(text: string, key: string): string {
  const { error, message, detail } = objectOf(text)
  const inner =
    typeof error === 'object' && error !== null ? (error as { message?: unknown; code?: unknown }) : {}
  const said = [inner.message, inner.code, error, message, detail]
    .filter((one) => typeof one === 'string')
    .join(', ')
  return (key === '' ? said : said.replaceAll(key, '[key]'))
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function read(text: string, host: string) {
  const answer = objectOf(text)
  const usage = Usage.safeParse(answer.usage)
  const choice = Choice.safeParse(Array.isArray(answer.choices) ? answer.choices[0] : undefined)
  const failed = (message: string) => ({
    kind: 'failed' as const,
    message,
    isCharged: !usage.success,
    tokensIn: usage.success ? usage.data.prompt_tokens : null,
    tokensOut: usage.success ? usage.data.completion_tokens : null,
  })
  if (!choice.success)
    return failed(
      `${host} does not answer as an OpenAI-compatible service does. Check the address; it usually ends in /v1.`,
    )
  const { content, refusal } = choice.data.message
  const said = typeof content === 'string' ? content : (content ?? []).map((part) => part.text).join('')
  if (said.trim() === '') {
    if (refusal) return failed(`The model refused to answer. Ask again, or choose another model.`)
    if (choice.data.finish_reason === 'length')
      return failed('The model used up its room before it answered. Choose a model that thinks less.')
    return failed('The model answered nothing. Ask again, or choose another model.')
  }
  return {
    kind: 'answered' as const,
    text: said,
    tokensIn: usage.success ? usage.data.prompt_tokens : null,
    tokensOut: usage.success ? usage.data.completion_tokens : null,
  }
}
