import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import { afterFile } from '#platform/testing/after-file.ts'

/** What the server does with a message once it has the final dot. */
export type AfterDot = 'accept' | 'drop' | 'silence' | `${4 | 5}${string}`

export interface ReceivedMail {
  envelope: { from: string; to: string[] }
  raw: string
  parsed: ParsedMail
}

/** A real SMTP server on a free port of this machine. */
export interface TestMailServer {
  port: number
  /** What it took responsibility for, in order. */
  received: ReceivedMail[]
  /** How often it had a whole message, whatever it answered. */
  dots: number
  afterDot: AfterDot
  /** An answer to RCPT TO instead of 250, such as `550 5.1.1 No such user`. */
  refuseRecipient: ((address: string) => string | undefined | Promise<string | undefined>) | undefined
  /** Called with the whole message before the answer; the answer waits for it. */
  onDot: (() => Promise<void> | void) | undefined
  stop(): Promise<void>
}

function refusal(line: string): Error {
  return Object.assign(new Error(line.slice(4)), { responseCode: Number(line.slice(0, 3)) })
}

/** Starts a mail server for the file; with `user` it wants this name and the password `secret`. */
export async function testMailServer(
  options: { user?: string; port?: number } = {},
): Promise<TestMailServer> {
  const state: TestMailServer = {
    port: 0,
    received: [],
    dots: 0,
    afterDot: 'accept',
    refuseRecipient: undefined,
    onDot: undefined,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
  const cut = (session: SMTPServerSession) => {
    for (const connection of (
      server as unknown as { connections: Set<{ session: SMTPServerSession; _socket: { destroy(): void } }> }
    ).connections) {
      if (connection.session === session) connection._socket.destroy()
    }
  }
  const server = new SMTPServer({
    disabledCommands: options.user ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    authOptional: !options.user,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: (auth, _, done) =>
      auth.username === options.user && auth.password === 'secret'
        ? done(null, { user: auth.username })
        : done(refusal('535 5.7.8 The name or password is wrong')),
    async onRcptTo(address, _, done) {
      const line = await state.refuseRecipient?.(address.address)
      done(line ? refusal(line) : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        state.dots += 1
        await state.onDot?.()
        if (state.afterDot === 'silence') return
        if (state.afterDot === 'drop') return cut(session)
        if (state.afterDot !== 'accept') return done(refusal(state.afterDot))
        const raw = Buffer.concat(chunks)
        const { mailFrom, rcptTo } = session.envelope
        state.received.push({
          envelope: { from: mailFrom ? mailFrom.address : '', to: rcptTo.map((one) => one.address) },
          raw: raw.toString('utf8'),
          parsed: await simpleParser(raw),
        })
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  state.port = (server.server.address() as { port: number }).port
  afterFile(() => state.stop())
  return state
}

/** The settings that reach a test server. */
export function serverAt(port: number, more: { user?: string; password?: string } = {}) {
  return {
    host: '127.0.0.1',
    port,
    security: 'none' as const,
    fromAddress: 'hello@larkfield.example',
    fromName: 'Larkfield',
    ...more,
  }
}
