import { lookup } from 'node:dns/promises'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { Config } from '#platform/config.ts'
import { hostOf, isHttpPort, isPublicAddress, ownHeaders } from '#platform/egress/rules.ts'
import { AppError } from '#platform/errors.ts'

const defaultTimeoutMs = 10_000
const defaultMaxBytes = 1024 * 1024

export interface EgressRequest {
  url: string
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
  /** For everything together: name, connection, answer. Default 10 seconds. */
  timeoutMs?: number
  /** Largest answer. Default 1 MiB. */
  maxBytes?: number
  signal?: AbortSignal
  /** Called once the connection stands, encrypted where it should be: before it, the other side has got nothing. */
  onConnected?: () => void
}

export interface EgressAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: Buffer
}

interface Address {
  address: string
  family: number
}
export type Resolve = (host: string) => Promise<Address[]>

const systemResolve: Resolve = (host) => lookup(host, { all: true })

/**
 * The only way out by HTTP. The name is resolved once, every address it has must be public (unless the host is listed
 * in HEARBACK_ALLOW_HOSTS), and the connection goes to that very address, so that a second answer of the name server
 * changes nothing. Redirects are not followed. Answers of any status but 3xx are returned.
 */
export async function egress(
  config: Config,
  asked: EgressRequest,
  resolve: Resolve = systemResolve,
): Promise<EgressAnswer> {
  const url = checkedUrl(asked.url)
  const deadline = AbortSignal.timeout(asked.timeoutMs ?? defaultTimeoutMs)
  const signal = asked.signal ? AbortSignal.any([deadline, asked.signal]) : deadline
  const host = hostOf(url)
  const pinned = await pin(host, config.HEARBACK_ALLOW_HOSTS.includes(host), resolve, signal)
  return send(url, asked, pinned, signal)
}

function checkedUrl(text: string): URL {
  if (!URL.canParse(text))
    throw refused('egress.bad_url', 'This is not a web address. Write it as https://hooks.example.com/path.')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refused('egress.bad_url', `Addresses that begin with ${url.protocol} are not called. Use https.`)
  }
  if (url.username || url.password) {
    throw refused(
      'egress.bad_url',
      'The address holds a user name or password. Take them out and send a header instead.',
    )
  }
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  if (!isHttpPort(port))
    throw refused(
      'egress.bad_port',
      `Port ${port} is not used for web services. Use 443, 80, or one above 1023.`,
    )
  return url
}

async function pin(
  host: string,
  isAllowed: boolean,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<Address[]> {
  const family = isIP(host)
  const found = family ? [{ address: host, family }] : await resolved(host, resolve, signal)
  // One bad address is enough: which of them is used would be up to chance.
  if (!isAllowed && !found.every(({ address }) => isPublicAddress(address))) {
    throw refused(
      'egress.not_public',
      `${host} is not on the public internet, and calls into private networks are refused. Use a public address, or have the operator list the host in HEARBACK_ALLOW_HOSTS.`,
    )
  }
  return found
}

async function resolved(host: string, resolve: Resolve, signal: AbortSignal): Promise<Address[]> {
  const stopped = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(timedOut(host)), { once: true }),
  )
  const found = await Promise.race([resolve(host).catch(() => [] as Address[]), stopped])
  if (found.length === 0)
    throw failed(
      'egress.unknown_host',
      `There is no host named ${host}, or the name server does not answer. Check the address.`,
    )
  return found
}

function send(url: URL, asked: EgressRequest, pinned: Address[], signal: AbortSignal): Promise<EgressAnswer> {
  const body = asked.body === undefined ? undefined : Buffer.from(asked.body as string)
  // Node asks this instead of the name server. `all` depends on the caller (happy eyeballs).
  const answerPinned = ((_host, options, done) => {
    if (options.all) done(null, pinned)
    else done(null, pinned[0]!.address, pinned[0]!.family)
  }) as LookupFunction
  const options = {
    method: asked.method ?? 'GET',
    headers: {
      ...checkedHeaders(asked.headers),
      'accept-encoding': 'identity',
      ...(body && { 'content-length': String(body.length) }),
    },
    lookup: answerPinned,
    agent: false as const, // no connection is shared between two calls
    signal,
  }
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(signal.aborted ? timedOut(url.host) : explained(error, url))
    let request: ClientRequest
    try {
      request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options)
    } catch (error) {
      fail(error)
      return
    }
    request.on('error', fail)
    if (asked.onConnected) {
      const ready = url.protocol === 'https:' ? 'secureConnect' : 'connect'
      request.on('socket', (socket) => socket.once(ready, asked.onConnected!))
    }
    request.on('response', (response) => {
      receive(response, url, asked.maxBytes ?? defaultMaxBytes).then(resolve, (error) => {
        request.destroy()
        fail(error)
      })
    })
    request.end(body)
  })
}

async function receive(response: IncomingMessage, url: URL, maxBytes: number): Promise<EgressAnswer> {
  const status = response.statusCode ?? 0
  if (status >= 300 && status < 400 && status !== 304) {
    throw failed(
      'egress.redirected',
      `${url.host} answered with a redirect (${status}), which is not followed. Use the final address.`,
    )
  }
  const encoding = response.headers['content-encoding']
  if (encoding && encoding !== 'identity') {
    throw failed(
      'egress.encoded',
      `${url.host} answered in the encoding ${encoding.slice(0, 40)}, which was not asked for.`,
    )
  }
  const tooLarge = () =>
    failed('egress.too_large', `${url.host} answered more than ${maxBytes} bytes. The answer was not read.`)
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
  return { status, headers, body: Buffer.concat(chunks) }
}

function checkedHeaders(given: EgressRequest['headers'] = {}): Record<string, string> {
  for (const name of Object.keys(given)) {
    if (ownHeaders.has(name.toLowerCase()))
      throw refused('egress.own_header', `The header ${name} is set by Hearback. Leave it out.`)
  }
  return { 'user-agent': 'Hearback', ...given }
}

/** What went wrong, without what our own network looks like. */
function explained(error: unknown, url: URL): AppError {
  if (error instanceof AppError) return error
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code === 'ERR_INVALID_CHAR' || code === 'ERR_INVALID_HTTP_TOKEN') {
    return refused(
      'egress.bad_header',
      'A header holds a line break or another character that headers cannot have. Take it out.',
    )
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME/.test(code)) {
    return failed(
      'egress.bad_certificate',
      `The certificate of ${url.host} is not valid (${code}). Renew it, or use the name it was made for.`,
    )
  }
  const isKnown = /^(ECONN|EHOST|ENET|EPIPE|ETIMEDOUT|HPE_|ERR_HTTP)/.test(code)
  if (!isKnown && !(error instanceof Error)) throw error
  const failure = failed(
    'egress.failed',
    `No answer from ${url.host}${code ? ` (${code})` : ''}. Check the address and try again.`,
  )
  failure.cause = error
  return failure
}

const refused = (code: string, message: string) => new AppError('invalid', code, message)
const failed = (code: string, message: string) => new AppError('unavailable', code, message)
const timedOut = (host: string) =>
  failed('egress.timed_out', `${host} did not answer in time. Try again later.`)
