import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setMailbox } from '#collect/mailbox/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { message } from '#platform/testing/mail-in.ts'
import { bundleProgram, startProgram } from '#platform/testing/program.ts'

const t = await testApp()
const program = await bundleProgram('src/app/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'hearback-mail-'))
const to = 'reply@in.larkfield.example'
let ws: TestWorkspace

afterAll(() => {
  program.remove()
  rmSync(folder, { recursive: true, force: true })
})
beforeAll(async () => {
  ws = await t.workspace()
  await ws.owner.call(setMailbox, { address: to })
})

/** `hearback mail-in … < mail`, as a mail server pipes it. */
async function pipe(mail: string, ...args: string[]) {
  const path = join(folder, 'mail.eml')
  writeFileSync(path, mail)
  const one = startProgram(program.file, ['mail-in', ...args], {
    env: { ...t.env, HEARBACK_LOG: 'silent' },
    before: ['sh', '-c', `exec "$0" "$@" < '${path}'`],
  })
  return { code: await one.ended, output: one.output }
}
const items = async () => {
  await t.settle()
  return (await ws.owner.call(listFeedback, {})).data.map((item) => item.verbatim).sort()
}
const mailOf = (words: string) => message({ From: 'petra@quillmere.example', To: to, Subject: words }, words)

describe('mail from a mail server on this machine', () => {
  test('a pipe keeps a mail once; the line of an mbox before it is no part of it', async () => {
    const mail = mailOf('Through the pipe')
    expect(await pipe(`From petra@quillmere.example Mon Nov  9 17:30:00 2037\n${mail}`, '--to', to)).toEqual({
      code: 0,
      output: 'Kept.',
    })
    expect(await pipe(mail)).toEqual({ code: 0, output: 'It was kept before.' })
    expect(await items()).toEqual(['Through the pipe'])
  })

  test('what is no mail is refused, and a database that does not answer means: try again', async () => {
    expect(await pipe('no header at all')).toMatchObject({
      code: 2,
      output: expect.stringContaining('no mail'),
    })
    const port = { env: { ...t.env, HEARBACK_LOG: 'silent', DATABASE_URL: 'postgresql://x@127.0.0.1:1/x' } }
    const one = startProgram(program.file, ['mail-in', '--to', to], {
      ...port,
      before: ['sh', '-c', `exec "$0" "$@" < '${join(folder, 'mail.eml')}'`],
    })
    expect(await one.ended).toBe(75)
  })

  test('the server listens where MAIL_IN_PORT says, by LMTP too', async () => {
    const server = startProgram(program.file, ['start'], {
      env: {
        ...t.env,
        HEARBACK_LOG: 'silent',
        HEARBACK_ROLE: 'web',
        PORT: '0',
        MAIL_IN_PORT: '0',
        MAIL_IN_PROTOCOL: 'lmtp',
      },
    })
    const [, port] = await server.line(/Mail is taken in at 127\.0\.0\.1, port (\d+)/)
    const transport = createTransport({ host: '127.0.0.1', port: Number(port), ignoreTLS: true, lmtp: true })
    await transport.sendMail({ envelope: { from: 'petra@quillmere.example', to }, raw: mailOf('By LMTP') })
    transport.close()
    server.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect(await items()).toContain('By LMTP')
  })
})
