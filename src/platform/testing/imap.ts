import { createServer, type Socket } from 'node:net'
import { afterFile } from '#platform/testing/after-file.ts'

/** A mailbox on a free port of this machine that speaks as much IMAP4rev1 (RFC 3501) as reading it needs. */
export interface TestMailbox {
  port: number
  /** A mail arrives. */
  add(raw: string): void
  /** The folder is made anew: its ids mean nothing any more (UIDVALIDITY). */
  renew(): void
  /** Every command it got, without its tag. */
  heard: string[]
}

/** Starts a mailbox for the file; it wants the user `hello` and the password `secret`. */
export async function testMailbox(): Promise<TestMailbox> {
  let mails: { uid: number; raw: Buffer }[] = []
  let nextUid = 1
  let validity = 7
  const heard: string[] = []
  const sockets = new Set<Socket>()

  const answer = (socket: Socket, line: string) => {
    const [, tag, verb, rest] = /^(\S+) (UID \S+|\S+) ?(.*)$/i.exec(line) ?? []
    if (!tag || !verb) return
    heard.push(line.slice(tag.length + 1))
    const say = (text: string) => socket.write(`${text}\r\n`)
    const ok = (text = 'done') => say(`${tag} OK ${text}`)
    switch (verb.toUpperCase()) {
      case 'CAPABILITY':
        say('* CAPABILITY IMAP4rev1')
        return ok()
      case 'LOGIN':
        return /"?hello"? "?secret"?/.test(rest!)
          ? ok()
          : say(`${tag} NO [AUTHENTICATIONFAILED] The name or password is wrong`)
      case 'LIST':
        say(`* LIST () "/" ${/""$/.test(rest!) ? '""' : 'INBOX'}`)
        return ok()
      case 'EXAMINE':
      case 'SELECT':
        if (!/INBOX/i.test(rest!)) return say(`${tag} NO [NONEXISTENT] There is no such mailbox`)
        say('* FLAGS (\\Seen)')
        say(`* ${mails.length} EXISTS`)
        say('* 0 RECENT')
        say(`* OK [UIDVALIDITY ${validity}] valid`)
        say(`* OK [UIDNEXT ${nextUid}] next`)
        return ok('[READ-ONLY] opened')
      case 'UID FETCH':
        fetchMails(socket, rest!)
        return ok()
      case 'LOGOUT':
        say('* BYE')
        ok()
        return socket.end()
      default:
        return ok()
    }
  }
  const fetchMails = (socket: Socket, rest: string) => {
    const [, first, last] = /^(\d+)(?::(\*|\d+))?/.exec(rest)!
    const to = last === '*' ? Number.POSITIVE_INFINITY : Number(last ?? first)
    for (const [i, { uid, raw }] of mails.entries()) {
      if (uid < Number(first) || uid > to) continue
      if (/BODY(\.PEEK)?\[\]/i.test(rest)) {
        socket.write(`* ${i + 1} FETCH (UID ${uid} BODY[] {${raw.length}}\r\n`)
        socket.write(raw)
        socket.write(')\r\n')
      } else socket.write(`* ${i + 1} FETCH (UID ${uid} RFC822.SIZE ${raw.length})\r\n`)
    }
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    socket.write('* OK ready\r\n')
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end)
        text = text.slice(end + 2)
        answer(socket, line)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterFile(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    port: (server.address() as { port: number }).port,
    heard,
    add(raw) {
      mails.push({ uid: nextUid++, raw: Buffer.from(raw) })
    },
    renew() {
      validity += 1
      mails = []
      nextUid = 1
    },
  }
}
