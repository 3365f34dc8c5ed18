import { ImapFlow } from 'imapflow'
import type { MailboxSetting } from '#collect/mailbox/settings.ts'
import type { Config } from '#platform/config.ts'
import type { Transcript } from '#platform/mail/contract.ts'
import { mailHostAddress } from '#platform/mail/host.ts'

/** How a mailbox is reached, its password in the clear: never stored, never shown. */
export type ImapServer = Omit<NonNullable<MailboxSetting['imap']>, 'passwordSealed'> & { password: string }

/** Opens the folder for reading only, and closes the connection after `work`. Throws what the server said. */
export async function withFolder<T>(
  config: Config,
  server: ImapServer,
  work: (client: ImapFlow, folder: { uidValidity: string; uidNext: number; exists: number }) => Promise<T>,
): Promise<T> {
  // Connected to as it was checked, so that a name cannot change its mind.
  const address = await mailHostAddress(config, server.host)
  const client = new ImapFlow({
    host: address,
    servername: server.host,
    port: server.port,
    secure: server.security === 'tls',
    doSTARTTLS: server.security === 'starttls' ? true : server.security === 'none' ? false : undefined,
    auth: { user: server.user, pass: server.password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 20_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
  })
  // Errors also reach the calls below; without a hearer they would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    const opened = await client.mailboxOpen(server.folder, { readOnly: true })
    return await work(client, {
      uidValidity: String(opened.uidValidity),
      uidNext: opened.uidNext,
      exists: opened.exists,
    })
  } finally {
    await client.logout().catch(() => client.close())
  }
}

/** Connects, signs in and opens the folder, and says what was found. Reads no mail. */
export async function tryFolder(config: Config, server: ImapServer): Promise<Transcript> {
  try {
    const exists = await withFolder(config, server, async (_, folder) => folder.exists)
    return {
      worked: true,
      finding: `Signed in to ${server.host}; the folder ${server.folder} has ${exists} mails. Those that come from now on are read.`,
      lines: [],
    }
  } catch (error) {
    return { worked: false, finding: explain(error as ImapError, server), lines: [] }
  }
}

interface ImapError extends Error {
  code?: string
  authenticationFailed?: boolean
  responseText?: string
  mailboxMissing?: boolean
}

/** What went wrong with a mailbox and what to do about it, in a sentence. */
export function explain(error: ImapError, server: Pick<ImapServer, 'host' | 'port' | 'folder'>): string {
  if (error.authenticationFailed)
    return 'The server does not accept this user name or password. Some providers want an app password.'
  if (error.mailboxMissing || /mailbox|nonexistent/i.test(error.responseText ?? ''))
    return `There is no folder ${server.folder}. The usual one is INBOX.`
  if (/ECONNREFUSED/.test(`${error.code} ${error.message}`))
    return `Nothing answers at ${server.host}, port ${server.port}. Check host and port.`
  if (/certificate|ssl|tls|wrong version/i.test(error.message))
    return `Encryption failed: ${error.message}. Port 993 wants “TLS from the start”, port 143 “STARTTLS”.`
  if (/timeout/i.test(`${error.code} ${error.message}`))
    return `${server.host} did not answer in time on port ${server.port}. Check the port, and whether a firewall is in between.`
  return `The connection failed: ${(error.responseText ?? error.message).slice(0, 200)}`
}
