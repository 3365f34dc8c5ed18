import { beforeAll, describe, expect, it } from 'vitest'
import * as contract from '#collect/mailbox/contract.ts'
import { pollMailbox } from '#collect/mailbox/poll.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { testMailbox } from '#platform/testing/imap.ts'
import { message } from '#platform/testing/mail-in.ts'

const t = await testApp()
const mailbox = await testMailbox()
const imap = {
  host: '127.0.0.1',
  port: mailbox.port,
  security: 'none' as const,
  user: 'hello',
  password: 'secret',
  folder: 'INBOX',
}
let ws: TestWorkspace

beforeAll(async () => {
  ws = await t.workspace()
})

const arrive = (words: string) =>
  mailbox.add(
    message({ From: 'petra@quillmere.example', To: 'hello@larkfield.example', Subject: words }, words),
  )
const poll = async () => {
  await pollMailbox(t.house.door, ws.id)
  await t.settle()
}
const items = async () => (await ws.owner.call(listFeedback, {})).data.map((item) => item.verbatim).sort()

describe('a mailbox that is read by IMAP', () => {
  it('is tried before it is kept, and what is wrong is said with what to do', async () => {
    const tried = (change: object) => ws.owner.call(contract.testMailbox, { ...imap, ...change })
    expect(await tried({})).toMatchObject({
      worked: true,
      finding: expect.stringContaining('the folder INBOX has 0 mails'),
    })
    expect(await tried({ password: 'wrong' })).toMatchObject({
      worked: false,
      finding: expect.stringContaining('does not accept this user name or password'),
    })
    expect(await tried({ folder: 'Nowhere' })).toMatchObject({
      worked: false,
      finding: 'There is no folder Nowhere. The usual one is INBOX.',
    })
    expect(await tried({ port: 1 })).toMatchObject({
      worked: false,
      finding: expect.stringContaining('Nothing answers'),
    })
  })

  it('what lay in it before is not read; what comes from then on is, once, and stays there unseen', async () => {
    arrive('Old mail')
    await ws.owner.call(contract.setMailbox, { address: 'hello@larkfield.example', takesPlus: false, imap })
    expect(JSON.stringify(await ws.owner.call(contract.getMailbox, {}))).not.toContain('secret')
    await poll()
    expect(await items()).toEqual([])
    arrive('New mail')
    arrive('Another one')
    await poll()
    await poll()
    expect(await items()).toEqual(['Another one', 'New mail'])
    expect(mailbox.heard.some((line) => /^(STORE|UID STORE|SELECT|EXPUNGE)/i.test(line))).toBe(false)
    expect(await ws.owner.call(contract.getMailbox, {})).toMatchObject({
      pollError: null,
      polledAt: expect.any(String),
    })
  })

  it('a folder that was made anew is read from then on', async () => {
    mailbox.renew()
    arrive('Moved in from elsewhere')
    await poll()
    arrive('After the move')
    await poll()
    expect(await items()).toEqual(['After the move', 'Another one', 'New mail'])
  })

  it('a password that is refused stands on the settings page, and nothing is lost', async () => {
    await ws.owner.call(contract.setMailbox, {
      address: 'hello@larkfield.example',
      takesPlus: false,
      imap: { ...imap, password: 'changed' },
    })
    arrive('While locked out')
    await poll()
    expect((await ws.owner.call(contract.getMailbox, {})).pollError).toContain(
      'does not accept this user name',
    )
    await ws.owner.call(contract.setMailbox, { address: 'hello@larkfield.example', takesPlus: false, imap })
    await poll()
    expect(await items()).toContain('While locked out')
  })

  it('a password is kept only for the place it was given for', async () => {
    const { password: _, ...rest } = imap
    await expect(
      ws.owner.call(contract.setMailbox, {
        address: 'hello@larkfield.example',
        imap: { ...rest, host: 'other.example' },
      }),
    ).rejects.toMatchObject({ code: 'mailbox.no_password' })
  })
})
