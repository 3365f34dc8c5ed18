import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { knownAddress, workspaceOfAddress } from '#collect/mailbox/address.ts'
import { receiveMail } from '#collect/mailbox/receive.ts'
import { mailMaxBytes } from '#collect/mailbox/rules.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { log } from '#platform/log.ts'
import { plainAddress } from '#platform/mail/address.ts'

export interface Listener {
  port: number
  stop(): Promise<void>
}

const recipientsMost = 20

/**
 * Listens for mail by SMTP or LMTP (MAIL_IN_PORT). It relays nothing: a recipient that is no address of a workspace
 * here is refused at once, so that the sender hears of it. The message counts as taken only once it is kept.
 */
export async function startListener(door: Door): Promise<Listener> {
  const { MAIL_IN_PORT: port, MAIL_IN_HOST: host, MAIL_IN_PROTOCOL: protocol } = door.config
  const server = new SMTPServer({
    name: 'hearback',
    banner: 'Hearback takes answers',
    lmtp: protocol === 'lmtp',
    size: mailMaxBytes,
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 3000,
    async onRcptTo({ address }, session, done) {
      const already = session.envelope.rcptTo.length
      if (already >= recipientsMost) return done(refusal(452, '4.5.3 Too many recipients'))
      try {
        done((await isOurs(door, address)) ? null : refusal(550, '5.1.1 There is no such address here'))
      } catch (error) {
        done(later(error))
      }
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      let size = 0
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length
        // Read to its end, so that the answer is heard; kept no further than the limit.
        if (size <= mailMaxBytes) chunks.push(chunk)
      })
      stream.on('error', (error) => done(later(error)))
      stream.on('end', () => {
        if (size > mailMaxBytes)
          return done(refusal(552, `5.3.4 The message is larger than ${mailMaxBytes / 1024 / 1024} MB`))
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        const to = rcptTo.map((one) => one.address)
        take(door, Buffer.concat(chunks), from, to).then(
          () => done(null, '2.0.0 Kept'),
          (error) => done(error instanceof AppError ? refusal(554, `5.6.0 ${error.message}`) : later(error)),
        )
      })
    },
  })
  server.on('error', (error) => log.debug({ err: error }, 'a mail connection broke'))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new AppError(
          'conflict',
          'port.in_use',
          `Mail cannot be taken in at ${host}, port ${port}: ${error.message}. Choose another MAIL_IN_PORT.`,
        ),
      ),
    )
    server.listen(port ?? 0, host, resolve)
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code })
}

/** Nothing is lost by a fault of ours: the sender keeps the mail and tries again. */
function later(error: unknown): Error {
  log.error({ err: error }, 'a mail could not be kept')
  return refusal(451, '4.3.0 It could not be kept now; try again')
}

async function isOurs(door: Door, given: string): Promise<boolean> {
  const address = plainAddress(given)
  if (!address) return false
  const workspaceId = await workspaceOfAddress(door, address)
  if (!workspaceId) return false
  return door.inWorkspace(workspaceId, { kind: 'job', name: 'collect/mailbox' }, async (ctx) => {
    const known = await knownAddress(ctx, address)
    return known !== undefined && known !== 'forged'
  })
}

/** Keeps one message for every workspace that it was sent to. */
async function take(door: Door, raw: Buffer, from: string, to: readonly string[]): Promise<void> {
  const byWorkspace = new Map<string, string[]>()
  for (const given of to) {
    const address = plainAddress(given)
    const workspaceId = address && (await workspaceOfAddress(door, address))
    if (workspaceId) byWorkspace.set(workspaceId, [...(byWorkspace.get(workspaceId) ?? []), address])
  }
  for (const [workspaceId, envelopeTo] of byWorkspace)
    await receiveMail(door, workspaceId, { raw, via: 'smtp', envelopeFrom: from, envelopeTo })
}
