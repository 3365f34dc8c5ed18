import { AppError } from '#platform/errors.ts'
import { log } from '#platform/log.ts'

/** A refusal as RFC 9457 problem+json; anything but an AppError is a bug and says nothing of its inside. */
export function problem(error: unknown, requestId: string): Response {
  const known = error instanceof AppError ? error : undefined
  if (!known) log.error({ err: error, requestId }, 'unexpected error')
  else if (known.kind === 'unavailable')
    log.warn({ code: known.code, cause: String(known.cause ?? ''), requestId }, known.message)
  const status = known?.status ?? 500
  const details = known?.details as Record<string, unknown> | undefined
  const body = {
    type: 'about:blank',
    title: known?.message ?? 'Something went wrong on our side. The request id helps to find it in the log.',
    status,
    code: known?.code ?? 'internal.error',
    requestId,
    ...(details === undefined ? {} : { details }),
  }
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  }
  if (status === 401) headers['www-authenticate'] = 'Bearer'
  if (status === 503) headers['retry-after'] = '5'
  if (known?.kind === 'rate_limited') headers['retry-after'] = String(details?.retryAfterSeconds ?? 60)
  return new Response(JSON.stringify(body), { status, headers })
}
