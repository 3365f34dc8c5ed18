import { connect, type Socket } from 'node:net'

export interface LoadResult {
  requests: number
  perSecond: number
  failed: number
  /** Milliseconds of each request. */
  latencies: number[]
  firstFailure: string | undefined
}

/**
 * Sends requests over `connections` kept-alive connections, one at a time on each, for `seconds` or until `next`
 * has no more. Written on bare sockets, so that on a small machine the measuring costs less than the measured.
 */
export async function runLoad(options: {
  port: number
  connections: number
  seconds: number
  next: () => Buffer | undefined
}): Promise<LoadResult> {
  const latencies: number[] = []
  let failed = 0
  let firstFailure: string | undefined
  const started = performance.now()
  const until = started + options.seconds * 1000
  const worker = async () => {
    const line = await openLine(options.port)
    while (performance.now() < until) {
      const request = options.next()
      if (!request) break
      const sent = performance.now()
      const { status, head } = await line.ask(request)
      latencies.push(performance.now() - sent)
      if (status < 200 || status > 399) {
        failed += 1
        firstFailure ??= head
      }
    }
    line.close()
  }
  await Promise.all(Array.from({ length: options.connections }, worker))
  const seconds = (performance.now() - started) / 1000
  return {
    requests: latencies.length,
    perSecond: (latencies.length - failed) / seconds,
    failed,
    latencies,
    firstFailure,
  }
}

/** The bytes of one request. */
export function request(method: string, path: string, headers: Record<string, string>, body = ''): Buffer {
  const all: Record<string, string> = { host: 'localhost', ...headers }
  if (body) all['content-length'] = String(Buffer.byteLength(body))
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

interface Line {
  ask(request: Buffer): Promise<{ status: number; head: string }>
  close(): void
}

async function openLine(port: number): Promise<Line> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let data = Buffer.alloc(0)
  let waiting: { done(answer: { status: number; head: string }): void; fail(error: Error): void } | undefined
  socket.on('data', (chunk) => {
    data = data.length === 0 ? chunk : Buffer.concat([data, chunk])
    const end = data.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = data.toString('latin1', 0, end)
    const length = /content-length: (\d+)/i.exec(head)?.[1]
    const isWhole =
      length === undefined ? data.subarray(-5).equals(lastChunk) : data.length >= end + 4 + Number(length)
    if (!isWhole && !/^HTTP\/1.1 204/.test(head)) return
    const status = Number(head.slice(9, 12))
    const text = status > 299 ? data.toString('utf8').slice(0, 2000) : head
    data = Buffer.alloc(0)
    const { done } = waiting!
    waiting = undefined
    done({ status, head: text })
  })
  const broken = (error?: Error) => waiting?.fail(error ?? new Error('the server closed the connection'))
  socket.on('error', broken)
  socket.on('close', () => broken())
  await new Promise<void>((done, fail) => {
    socket.once('connect', done)
    socket.once('error', fail)
  })
  return {
    ask: (bytes) =>
      new Promise((done, fail) => {
        waiting = { done, fail }
        socket.write(bytes)
      }),
    close: () => socket.destroy(),
  }
}

const lastChunk = Buffer.from('0\r\n\r\n')
