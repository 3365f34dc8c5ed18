import { createTransport } from 'nodemailer'
import { type Listener, startListener } from '#collect/mailbox/listener.ts'
import { afterFile } from '#platform/testing/after-file.ts'
import type { TestApp } from '#platform/testing/app.ts'

/** Mail from the outside, by real SMTP, to the listener of a test house. */
export interface Post {
  port: number
  /** Hands a whole message over; throws what the listener refuses it with (`responseCode`). */
  send(raw: string | Buffer, envelope: { from: string; to: string | string[] }): Promise<void>
}

/** Starts the listener of a house (its test app needs no MAIL_IN_PORT) and a sender for it; stopped after the file. */
export async function openPost(app: TestApp): Promise<Post> {
  const listener: Listener = await startListener({
    ...app.house.door,
    config: { ...app.house.door.config, MAIL_IN_PORT: 0 },
  })
  const transport = createTransport({ host: '127.0.0.1', port: listener.port, ignoreTLS: true })
  afterFile(async () => {
    transport.close()
    await listener.stop()
  })
  return {
    port: listener.port,
    async send(raw, { from, to }) {
      await transport.sendMail({ envelope: { from, to }, raw })
    },
  }
}

/** A message as lines: headers, an empty line, the body. */
export function message(headers: Record<string, string>, body: string): string {
  const head = Object.entries({
    'Message-ID': `<${Math.random().toString(36).slice(2)}@customer.example>`,
    Date: 'Mon, 09 Nov 2037 16:30:00 +0000',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`)
  return `${head.join('\r\n')}\r\n\r\n${body.replace(/\r?\n/g, '\r\n')}\r\n`
}
