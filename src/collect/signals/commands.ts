import type { Taken } from '#collect/signals/contract.ts'
import { countSignals } from '#collect/signals/count.ts'
import { readSignal } from '#collect/signals/formats.ts'
import { batchMax } from '#collect/signals/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { readBody } from '#platform/http/input.ts'

/** Counts the events of a call, in whichever form each of them is. */
export function sendSignals(ctx: Ctx, { signals }: { signals: unknown[] }): Promise<Taken> {
  return countSignals(
    ctx,
    signals.map((one) => readSignal(one)),
  )
}

/** One call of Segment’s API: what is wrong with it is the answer. */
export function sendOne(call: 'track' | 'identify' | 'group') {
  return async (ctx: Ctx, { request }: { request: Request }): Promise<Taken> => {
    const [event] = await eventsOf(request)
    const signal = readSignal(event, call)
    if (signal instanceof AppError) throw signal
    const taken = await countSignals(ctx, [signal])
    const { error } = taken.results[0]!
    if (error) throw new AppError('invalid', error.code, error.message)
    return taken
  }
}

/** A batch of another product’s API. */
export async function sendMany(ctx: Ctx, { request }: { request: Request }): Promise<Taken> {
  return sendSignals(ctx, { signals: await eventsOf(request) })
}

const maxBytes = 16 * 1024 * 1024

/** The events in a body: an array, `batch`, `events`, one event, or one a line. */
async function eventsOf(request: Request): Promise<unknown[]> {
  const body = await readBody(request, maxBytes)
  const parsed = parse(body)
  const fields = parsed as { batch?: unknown; events?: unknown } | null
  const events = Array.isArray(parsed)
    ? parsed
    : Array.isArray(fields?.batch)
      ? fields.batch
      : Array.isArray(fields?.events)
        ? fields.events
        : [parsed]
  if (events.length === 0) throw new AppError('invalid', 'signal.none', 'The body holds no event.')
  if (events.length > batchMax)
    throw new AppError(
      'invalid',
      'signal.too_many',
      `The body holds more than ${batchMax.toLocaleString('en')} events. Send them in several calls.`,
    )
  return events
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    const lines = body.split('\n').filter((line) => line.trim() !== '')
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line))
    } catch {
      // not a line each either: what is wrong with the whole is answered
    }
    throw new AppError(
      'invalid',
      'body.broken_json',
      `The body is not complete, valid JSON: ${(error as Error).message}.`,
    )
  }
}
