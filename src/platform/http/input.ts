import type { z } from 'zod'
import type { Endpoint } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

const defaultMaxBytes = 1024 * 1024

/** The body as text, refused as soon as it is larger than allowed. */
export async function readBody(request: Request, maxBytes = defaultMaxBytes): Promise<string> {
  const tooLarge = () =>
    new AppError(
      'too_large',
      'body.too_large',
      `The body is larger than ${maxBytes} bytes. Send less at once.`,
    )
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  // A length that node has checked lets the whole body be read at once, without making a web stream of it.
  if (request.headers.has('content-length')) return request.text()
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string, request: Request): unknown {
  const type = request.headers.get('content-type') ?? ''
  if (text === '' && !type) return {}
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type)) {
    throw new AppError(
      'unsupported',
      'body.not_json',
      'The body must be JSON. Send it with Content-Type: application/json.',
    )
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError(
      'invalid',
      'body.broken_json',
      `The body is not complete, valid JSON: ${(error as Error).message}.`,
    )
  }
}

/** Path, query and body of a request, checked against the endpoint's shapes and merged into one flat object. */
export async function readInput(
  endpoint: Endpoint,
  request: Request,
  params: Record<string, string>,
  bodyText: string,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {}
  const issues: z.core.$ZodIssue[] = []
  const take = (shape: z.ZodType, value: unknown) => {
    const result = shape.safeParse(value)
    if (result.success) Object.assign(input, result.data)
    else issues.push(...result.error.issues)
  }
  if (endpoint.params) {
    const result = endpoint.params.safeParse(params)
    // A malformed id is answered like one that does not exist.
    if (!result.success)
      throw new AppError(
        'not_found',
        'path.not_found',
        'There is nothing at this address. Check the id in it.',
      )
    Object.assign(input, result.data)
  }
  if (endpoint.query) take(endpoint.query, queryOf(request.url))
  if (endpoint.body) take(endpoint.body, parseJson(bodyText, request))
  if (issues.length > 0) throw invalid(issues)
  return input
}

function queryOf(url: string): Record<string, string | string[]> {
  const start = url.indexOf('?')
  if (start < 0) return {}
  const query: Record<string, string | string[]> = {}
  for (const [key, value] of new URLSearchParams(url.slice(start + 1))) {
    if (key === '__proto__') continue
    const before = query[key]
    query[key] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
  }
  return query
}

function invalid(issues: z.core.$ZodIssue[]): AppError {
  const fields = issues.slice(0, 20).map((issue) => ({ field: issue.path.join('.'), message: issue.message }))
  const first = fields[0]!
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''
  return new AppError(
    'invalid',
    'input.invalid',
    `${first.field ? `${first.field}: ` : ''}${first.message}${more}`,
    { fields },
  )
}
