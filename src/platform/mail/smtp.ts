import type { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Transcript } from '#platform/mail/contract.ts'
import { type ReplyVerdict, verdictOf } from '#platform/mail/rules.ts'
import type { SmtpServer } from '#platform/mail/settings.ts'

type Lines = Transcript['lines']

/** How long each part may take. RFC 5321 asks for patience after the dot; the lease of a mail is longer than all of it. */
const timeouts = {
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 180_000,
  socketCloseTimeout: 500,
}

function open(
  server: SmtpServer,
  address: string,
  name: string,
  lines?: Lines,
  patienceMs = timeouts.socketTimeout,
): SMTPConnection {
  const note = (entry: { tnx?: string }, ...text: unknown[]) => {
    if (entry.tnx !== 'client' && entry.tnx !== 'server') return
    // A base64 line of an exchange of credentials, also one the library did not mask itself.
    const said = String(text[0]).replace(/^(AUTH \S+) \S.*$/i, '$1 ****')
    for (const line of said.split(/\r?\n/))
      lines?.push({ from: entry.tnx === 'client' ? 'us' : 'server', text: line.slice(0, 500) })
  }
  return new SMTPConnection({
    ...timeouts,
    socketTimeout: patienceMs,
    host: address,
    port: server.port,
    name,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    servername: server.host,
    transactionLog: lines !== undefined,
    logger: lines
      ? ({
          level: () => {},
          trace: note,
          debug: note,
          info: note,
          warn: note,
          error: note,
          fatal: note,
        } as never)
      : false,
    tls: { servername: server.host, minVersion: 'TLSv1.2' },
    allowInternalNetworkInterfaces: true,
  })
}

interface SmtpError extends Error {
  code?: string
  command?: string
  response?: string
  responseCode?: number
}

const asError = (error: unknown) => error as SmtpError

/** A call of a connection that also fails when the connection breaks or is closed. */
async function untilBroken<T>(
  connection: SMTPConnection,
  call: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
): Promise<T> {
  let fail: (error: Error) => void = () => {}
  const ended = () => fail(new Error('The server closed the connection.'))
  try {
    return await new Promise<T>((resolve, reject) => {
      fail = reject
      connection.on('error', reject)
      connection.on('end', ended)
      call(resolve, reject)
    })
  } finally {
    connection.off('error', fail)
    connection.off('end', ended)
  }
}

/** Connects and signs in. */
async function signIn(connection: SMTPConnection, server: SmtpServer): Promise<void> {
  await untilBroken<void>(connection, (resolve, reject) =>
    connection.connect((error) => (error ? reject(error) : resolve())),
  )
  if (server.user === '') return
  await untilBroken<void>(connection, (resolve, reject) =>
    connection.login(
      { user: server.user, pass: server.password, credentials: { user: server.user, pass: server.password } },
      (error) => (error ? reject(error) : resolve()),
    ),
  )
}

export type Outcome =
  | { verdict: ReplyVerdict; reason: string; reply: string }
  /** The sender lost its claim before the final dot: nothing was handed over. */
  | { verdict: 'dropped' }

/** One mail to one recipient over a line. */
interface Load {
  envelope: { from: string; to: string }
  /** Puts the message together, while what `beforeDot` writes is on its way. */
  message: () => Promise<Buffer>
  /**
   * Runs when the server waits for the message; what it commits is true before the server can have it.
   * Answers false: the connection is cut and nothing was sent.
   */
  beforeDot: () => Promise<boolean>
}

/** Some servers end a connection after so many mails; a new one before that costs little. */
const mostOfConnection = 100

/** Carries one mail after the other to a server, signed in once for many. */
export class Line {
  readonly #server: SmtpServer
  readonly #address: string
  readonly #name: string
  readonly #patienceMs: number | undefined
  #connection: SMTPConnection | undefined
  #carried = 0

  /** `address`: what the host was resolved to; `patienceMs`: how long the server may be silent. */
  constructor(server: SmtpServer, address: string, name: string, patienceMs?: number) {
    this.#server = server
    this.#address = address
    this.#name = name
    this.#patienceMs = patienceMs
  }

  /** One SMTP transaction. A connection that ended since its last mail is opened anew, before anything was handed over. */
  async handOver(load: Load): Promise<Outcome> {
    if (this.#carried >= mostOfConnection) this.close()
    let isAsked = false
    const asking = {
      ...load,
      beforeDot: () => {
        isAsked = true
        return load.beforeDot()
      },
    }
    const wasUsed = this.#carried > 0
    const { outcome, error } = await this.#carry(asking)
    const isGone = error !== undefined && (error.response === undefined || error.response.startsWith('421'))
    return wasUsed && isGone && !isAsked ? (await this.#carry(load)).outcome : outcome
  }

  async #carry({ envelope, message, beforeDot }: Load): Promise<{ outcome: Outcome; error?: SmtpError }> {
    let dotAllowed = false
    try {
      const connection = this.#connection ?? (await this.#open())
      // The message is asked for once the server said 354; its end is the final dot.
      let pipe: (out: Writable) => void = () => {}
      const asked = new Promise<Writable>((resolve) => {
        pipe = resolve
      })
      const sent = untilBroken<string>(connection, (resolve, reject) =>
        connection.send({ from: envelope.from, to: [envelope.to] }, { pipe } as never, (error, info) =>
          error ? reject(error) : resolve(info?.response ?? ''),
        ),
      )
      let early: unknown
      sent.catch((error) => {
        early = error
      })
      const out = (await Promise.race([asked, sent])) as Writable
      const [allowed, bytes] = await Promise.allSettled([beforeDot(), setImmediate().then(message)])
      if (allowed.status === 'rejected') throw allowed.reason
      if (!allowed.value) {
        this.close()
        return { outcome: { verdict: 'dropped' } }
      }
      if (bytes.status === 'rejected') throw bytes.reason
      if (early) throw early
      dotAllowed = true
      writeWhole(connection, out, bytes.value)
      const reply = await sent
      this.#carried += 1
      return { outcome: { verdict: verdictOf(reply), reason: 'accepted', reply: reply.slice(0, 500) } }
    } catch (error) {
      this.close()
      return { outcome: failure(asError(error), dotAllowed), error: asError(error) }
    }
  }

  async #open(): Promise<SMTPConnection> {
    const connection = open(this.#server, this.#address, this.#name, undefined, this.#patienceMs)
    this.#connection = connection
    connection.on('error', () => {}) // errors also reach the calls; without a hearer they would end the process
    await signIn(connection, this.#server)
    return connection
  }

  /** Ends the connection, if one is open. The next mail opens another. */
  close(): void {
    this.#connection?.close()
    this.#connection = undefined
    this.#carried = 0
  }
}

/** The message and its final dot in one packet. */
function writeWhole({ _socket: socket }: SMTPConnection, out: Writable, bytes: Buffer): void {
  if (socket) socket.cork()
  out.end(bytes)
  if (socket) setImmediate().then(() => socket.uncork())
}

/** What a failed transaction means: before the dot it is safe to try again, after it only the server's word counts. */
function failure(error: SmtpError, dotAllowed: boolean): Outcome {
  const reply = (error.response ?? error.message).slice(0, 500)
  const verdict = error.response ? verdictOf(error.response) : 'lose'
  if (dotAllowed) {
    if (verdict === 'defer') return { verdict, reason: 'put_off', reply }
    if (verdict === 'refuse') return { verdict, reason: 'refused', reply }
    return { verdict: 'lose', reason: 'no_answer', reply }
  }
  if (error.code === 'EAUTH') return { verdict: 'defer', reason: 'sign_in', reply }
  // A refusal of this sender or recipient is final; one of the greeting or of EHLO says nothing about the mail.
  const ofThisMail = error.code === 'EENVELOPE' || error.code === 'EMESSAGE'
  if (ofThisMail && verdict === 'refuse') return { verdict: 'refuse', reason: 'refused', reply }
  if (ofThisMail && verdict === 'defer') return { verdict: 'defer', reason: 'put_off', reply }
  return { verdict: 'defer', reason: 'no_connection', reply }
}

/** Connects, signs in, says goodbye, and tells what was said; the password is never in it. */
export async function tryServer(server: SmtpServer, address: string, name: string): Promise<Transcript> {
  const lines: Lines = []
  const connection = open(server, address, name, lines)
  connection.on('error', () => {})
  try {
    await signIn(connection, server)
    await new Promise<void>((resolve) => {
      connection.once('end', () => resolve())
      setTimeout(resolve, 1000).unref()
      connection.quit()
    })
    return { worked: true, finding: connected(server), lines: visible(lines, server) }
  } catch (error) {
    return {
      worked: false,
      finding: redact(explain(asError(error), server), server),
      lines: visible(lines, server),
    }
  } finally {
    connection.close()
  }
}

/** Only what a mail server says is shown, so that the test cannot be used to read other services. */
function visible(lines: Lines, server: SmtpServer): Lines {
  return lines.map((line) =>
    line.from === 'us' || /^\d{3}([ -]|$)/.test(line.text)
      ? { from: line.from, text: redact(line.text, server) }
      : { from: 'note', text: '(an answer that is not SMTP)' },
  )
}

/** Takes the password out of a line, also when a server repeats it, plain or in base64. */
function redact(text: string, { user, password }: SmtpServer): string {
  if (password === '') return text
  const forms = [
    password,
    Buffer.from(password).toString('base64'),
    Buffer.from(`\0${user}\0${password}`).toString('base64'),
  ]
  return forms.reduce((line, form) => line.replaceAll(form, '****'), text)
}

function connected(server: SmtpServer): string {
  const how = server.security === 'none' ? 'without encryption' : 'encrypted'
  return `Connected to ${server.host}, ${how}${server.user ? ', signed in' : ', without signing in'}. Send a test mail to see it arrive.`
}

function explain(error: SmtpError, server: SmtpServer): string {
  const code = error.code ?? ''
  if (code === 'EAUTH')
    return 'The server does not accept this user name or password. Check both; some providers want an app password.'
  if (code === 'ETLS' || /certificate|ssl|tls|wrong version/i.test(error.message)) {
    return `Encryption failed: ${error.message}. Port 465 wants “TLS from the start”, port 587 “STARTTLS”.`
  }
  if (/ECONNREFUSED/.test(error.message))
    return `Nothing answers at ${server.host}, port ${server.port}. Check host and port.`
  if (code === 'ETIMEDOUT' || /timeout|ETIMEDOUT/i.test(error.message)) {
    return `${server.host} did not answer in time on port ${server.port}. Check the port, and whether a firewall is in between.`
  }
  if (/Invalid greeting/.test(error.message))
    return `What answers at ${server.host}, port ${server.port}, is not a mail server.`
  return `The connection failed: ${error.response?.slice(0, 200) ?? error.message}`
}
