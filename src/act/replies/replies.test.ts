import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { getCase, listCases, pauseCase, resolveCase } from '#act/cases/contract.ts'
import { seedAnswer } from '#act/cases/test-seeds.ts'
import { addSender, assignMail, listReplies } from '#act/replies/contract.ts'
import { getToday } from '#act/today/contract.ts'
import { getComposer, listUpdates, sendUpdate } from '#close/updates/contract.ts'
import { replyAddress } from '#collect/mailbox/address.ts'
import {
  dismissInboundMail,
  fileInboundMail,
  listInboundMails,
  setMailbox,
} from '#collect/mailbox/contract.ts'
import { changeContact, createContact, getContact } from '#customers/contacts/contract.ts'
import { getFeedback, listFeedback } from '#organize/inbox/contract.ts'
import { decodeId } from '#platform/ids.ts'
import { listMails, setMailServer } from '#platform/mail/contract.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { message, openPost } from '#platform/testing/mail-in.ts'
import { type ReceivedMail, serverAt, testMailServer } from '#platform/testing/smtp.ts'

const t = await testApp()
const server = await testMailServer()
const post = await openPost(t)
const mailbox = 'reply@in.larkfield.example'

let ws: TestWorkspace
let number = 0
/** the customer of this test, whose case is open and who was written to */
let petra: string
let contactId: string
let caseId: string
/** our mail about the case, as the customer's server got it */
let ours: ReceivedMail

beforeAll(async () => {
  t.clock.set('2037-11-09T16:02:00Z') // a Monday
  ws = await t.workspace()
  await ws.owner.call(setMailServer, { ...serverAt(server.port), fromAddress: 'hello@larkfield.example' })
})

beforeEach(async () => {
  await ws.owner.call(setMailbox, { address: mailbox })
  number += 1
  petra = `petra${number}@quillmere.example`
  contactId = (await ws.owner.call(createContact, { name: `Petra ${number}`, email: petra })).id
  await openCase(contactId, petra)
  await write('We saw that', 'the import was mapped twice')
})

async function openCase(id: string, email: string): Promise<void> {
  await seedAnswer(ws, { contactId: decodeId('ct', id)!, accountId: null, email }, 3)
  await t.settle()
  caseId = (await ws.owner.call(listCases, { contact: id })).data[0]!.id
}

/** Writes to the customer and lets the mail leave. */
async function write(subject: string, body: string): Promise<void> {
  await ws.owner.call(sendUpdate, { caseId, subject, body })
  t.clock.advance({ minutes: 2 })
  await t.settle()
  await t.settle()
  ours = server.received.filter((mail) => mail.envelope.to[0] === petra).at(-1)!
}

const replyTo = () => ours.parsed.replyTo!.value[0]!.address!
const quoted = `\n\nOn Mon, 9 Nov 2037 at 17:04, Larkfield <hello@larkfield.example> wrote:\n> the import was mapped twice`

/** The customer answers our mail. */
async function answer(
  words: string,
  headers: Record<string, string> = {},
  envelope: { from?: string; to?: string } = {},
): Promise<void> {
  const from = envelope.from ?? petra
  await post.send(
    message(
      {
        From: `Petra ${number} <${from || petra}>`,
        To: envelope.to ?? replyTo(),
        Subject: 'Re: We saw that',
        'In-Reply-To': ours.parsed.messageId!,
        References: ours.parsed.messageId!,
        ...headers,
      },
      words + quoted,
    ),
    { from, to: envelope.to ?? replyTo() },
  )
  await t.settle()
}

const one = () => ws.owner.call(getCase, { caseId })
const replies = async () => (await ws.owner.call(listReplies, { case: caseId })).data
const held = async () => (await ws.owner.call(listInboundMails, {})).data
const notices = async (kind: string) =>
  (await ws.owner.call(listNotices, { limit: 100 })).data.filter(
    (notice) => notice.kind === kind && notice.link === `cases/${caseId}`,
  )

describe('the customer answers', () => {
  it('our mail says where answers go: to an address of the case, from which its bounces come back too', async () => {
    expect(replyTo()).toMatch(/^reply\+[0-9a-z]{26}@in\.larkfield\.example$/)
    expect(ours.envelope.from).toBe(replyTo())
    expect(ours.parsed.from!.value[0]!.address).toBe('hello@larkfield.example')
  })

  it('the answer stands on the case with its own new words, and the lead is told', async () => {
    const before = await one()
    expect(before.firstContactAt).not.toBeNull()
    await answer('Thank you, it works.\nCan we talk on Friday?')
    const [reply] = await replies()
    expect(reply).toMatchObject({
      state: 'case',
      words: 'Thank you, it works.\nCan we talk on Friday?',
      isOtherSender: false,
      contact: { id: contactId },
    })
    expect(reply!.whole).toContain('> the import was mapped twice')
    const after = await one()
    expect(after.touchpoints[0]).toMatchObject({
      kind: 'mail',
      direction: 'in',
      summary: 'Thank you, it works.\nCan we talk on Friday?',
    })
    expect(after.firstContactAt).toBe(before.firstContactAt)
    const [told] = await notices('case.replied')
    expect(told!.text).toBe(`Petra ${number} answered: “Thank you, it works. Can we talk on Friday?”.`)
  })

  it('stands on the day of the lead until we write again', async () => {
    const waiting = async () =>
      (await ws.owner.call(getToday, { team: 'true' })).replies.filter((one) => one.caseId === caseId)
    expect(await waiting()).toEqual([])
    t.clock.advance({ minutes: 5 })
    await answer('Which file?')
    t.clock.advance({ minutes: 5 })
    await answer('Never mind, I found it.')
    expect(await waiting()).toMatchObject([
      { contact: `Petra ${number}`, verbatim: 'Never mind, I found it.' },
    ])
    t.clock.advance({ minutes: 5 })
    await write('Re: We saw that', 'Good to hear.')
    expect(await waiting()).toEqual([])
  })

  it('our next mail stands in the same thread, with the subject that keeps it', async () => {
    await answer('Which file do you mean?', { 'Message-ID': '<their-1@quillmere.example>' })
    const { subject } = await ws.owner.call(getComposer, { caseId })
    expect(subject).toBe('Re: We saw that')
    const first = ours.parsed.messageId!
    await write(subject!, 'The one of Monday.')
    expect(ours.parsed.inReplyTo).toBe('<their-1@quillmere.example>')
    expect(ours.parsed.references).toEqual([first, '<their-1@quillmere.example>'])
    expect((await ws.owner.call(getComposer, { caseId })).subject).toBeNull()
  })

  it('without an address for each case, the thread finds it', async () => {
    await ws.owner.call(setMailbox, { address: mailbox, takesPlus: false })
    await write('And one more thing', 'the second mail')
    expect(replyTo()).toBe(mailbox)
    await answer('To the second one: yes.')
    expect((await replies()).map((reply) => reply.words)).toEqual(['To the second one: yes.'])
  })

  it('an answer sets no first contact', async () => {
    const ida = 'ida@berg.example'
    await openCase((await ws.owner.call(createContact, { name: 'Ida Berg', email: ida })).id, ida)
    const to = await ws.run((ctx) => replyAddress(ctx, decodeId('case', caseId)!))
    await post.send(message({ From: ida, To: to!, Subject: 'Hello' }, 'It got worse.'), {
      from: ida,
      to: to!,
    })
    await t.settle()
    expect((await replies()).map((reply) => reply.words)).toEqual(['It got worse.'])
    expect((await one()).firstContactAt).toBeNull()
  })

  it('ends the pause in which the case waited for the customer', async () => {
    await ws.owner.call(pauseCase, { caseId, reason: 'waiting for the file' })
    await answer('Here is what you asked for.')
    expect((await one()).pausedAt).toBeNull()
    expect((await notices('case.replied'))[0]!.text).toContain('The pause is over.')
  })

  it('files come along, within limits', async () => {
    const body = [
      '--b1',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'See the file.',
      '--b1',
      'Content-Type: application/pdf; name="../../report.pdf"',
      'Content-Disposition: attachment; filename="../../report.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('%PDF-1.4 a small report').toString('base64'),
      '--b1',
      'Content-Type: image/svg+xml; name="logo.svg"',
      'Content-Disposition: attachment; filename="logo.svg"',
      '',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      '--b1--',
    ].join('\n')
    await post.send(
      message(
        { From: petra, To: replyTo(), Subject: 'Files', 'Content-Type': 'multipart/mixed; boundary=b1' },
        body,
      ),
      { from: petra, to: replyTo() },
    )
    await t.settle()
    const [reply] = await replies()
    expect(reply!.words).toBe('See the file.')
    expect(reply!.attachments).toEqual([
      {
        name: 'report.pdf',
        bytes: 23,
        fileId: expect.stringMatching(/^file_/),
        type: 'application/pdf',
        why: null,
      },
      {
        name: 'logo.svg',
        bytes: expect.any(Number),
        fileId: null,
        type: null,
        why: 'a page or drawing that could carry scripts',
      },
    ])
    const file = await ws.owner.fetch(`/files/${reply!.attachments[0]!.fileId}`)
    expect(await file.text()).toBe('%PDF-1.4 a small report')
  })
})

describe('bad input', () => {
  it('an answer to a case that was resolved up to two weeks ago takes it up again', async () => {
    await ws.owner.call(resolveCase, { caseId, resolution: 'The import works.' })
    t.clock.advance({ days: 13 })
    await answer('It happened again today.')
    expect((await one()).status).toBe('open')
    expect((await notices('case.replied'))[0]!.text).toContain('The case is open again.')
  })

  it('later, the answer is kept on the case and the lead is asked', async () => {
    await ws.owner.call(resolveCase, { caseId, resolution: 'The import works.' })
    t.clock.advance({ days: 15 })
    await answer('It happened again today.')
    expect(await one()).toMatchObject({ status: 'resolved' })
    expect((await replies())[0]).toMatchObject({ state: 'case', words: 'It happened again today.' })
    expect((await notices('case.replied'))[0]!.text).toContain('Reopen it if it is not over.')
  })

  it('when another case of the person is open, the lead is asked too', async () => {
    await ws.owner.call(resolveCase, { caseId, resolution: 'The import works.' })
    const ended = caseId
    t.clock.advance({ days: 1 })
    await openCase(contactId, petra)
    expect(caseId).not.toBe(ended)
    caseId = ended
    await answer('This is about the first one.')
    expect(await one()).toMatchObject({ status: 'resolved' })
    expect((await replies())[0]!.words).toBe('This is about the first one.')
  })

  it('an answer from an unknown address is kept, marked, and added to the contact by one press', async () => {
    const other = `assistant${number}@elsewhere.example`
    await answer('Petra asked me to answer.', {}, { from: other })
    const [reply] = await replies()
    expect(reply).toMatchObject({ isOtherSender: true, canAddSender: true, contact: null })
    expect((await notices('case.replied'))[0]!.text).toContain(`(from another address, ${other})`)
    await ws.owner.call(addSender, { inboundId: reply!.id })
    expect((await ws.owner.call(getContact, { contactId })).keys).toContainEqual(
      expect.objectContaining({ source: 'email', key: other }),
    )
    await answer('And once more.', {}, { from: other })
    expect((await replies())[0]).toMatchObject({ isOtherSender: false, contact: { id: contactId } })
  })

  it('an answer from the address of another contact is kept and says whose it is', async () => {
    const person = await ws.owner.call(createContact, {
      name: 'Jon Dahl',
      email: `jon${number}@dahl.example`,
    })
    await answer('I take over from Petra.', {}, { from: `jon${number}@dahl.example` })
    expect((await replies())[0]).toMatchObject({
      isOtherSender: true,
      canAddSender: false,
      contact: { id: person.id, name: 'Jon Dahl' },
    })
  })

  it.each([
    ['Auto-Submitted', 'auto-replied'],
    ['X-Auto-Response-Suppress', 'All'],
    ['Precedence', 'bulk'],
  ])(
    'an absence notice (%s: %s) is kept quietly: nobody is told, nothing reopens, nothing is sent',
    async (header, value) => {
      await ws.owner.call(resolveCase, { caseId, resolution: 'The import works.' })
      await t.settle()
      const before = server.received.length
      await answer('I am away until Monday.', { [header]: value, Subject: 'Out of office' })
      t.clock.advance({ minutes: 5 })
      await t.settle()
      expect(await one()).toMatchObject({ status: 'resolved' })
      expect((await replies())[0]).toMatchObject({ state: 'quiet', reason: 'automatic' })
      expect((await one()).touchpoints[0]).toMatchObject({ kind: 'note', direction: 'inside' })
      expect(await notices('case.replied')).toEqual([])
      expect(server.received.length).toBe(before)
    },
  )

  it('a bounce marks the mail and the address, and the case asks for another way', async () => {
    await post.send(bounce({ action: 'failed', status: '5.1.1', reply: '550 5.1.1 No such user' }), {
      from: '',
      to: ours.envelope.from,
    })
    await t.settle()
    const [mail] = (await ws.owner.call(listMails, { to: petra })).data
    expect(mail!.standing).toEqual({ state: 'Came back', why: '5.1.1 550 5.1.1 No such user' })
    expect((await ws.owner.call(listUpdates, { case: caseId })).data[0]!.mail).toMatchObject({
      says: 'Came back',
    })
    expect((await ws.owner.call(getContact, { contactId })).emailState).toBe('bounced')
    expect((await one()).unreachable).toBe('bounced')
    expect((await notices('case.unreachable'))[0]!.text).toContain(`Mail to ${petra} came back.`)
    await ws.owner.call(changeContact, { contactId, email: `new-${petra}` })
    expect((await one()).unreachable).toBeNull()
  })

  it('a report of a delay changes nothing', async () => {
    await post.send(bounce({ action: 'delayed', status: '4.4.1', reply: '421 later' }), {
      from: '',
      to: ours.envelope.from,
    })
    await t.settle()
    expect((await ws.owner.call(getContact, { contactId })).emailState).toBe('ok')
    expect((await one()).unreachable).toBeNull()
    expect((await replies())[0]).toMatchObject({ state: 'quiet', reason: 'delayed' })
  })

  it('a mark that was never made is refused, and so is every address that is not ours: nothing is relayed', async () => {
    const forged = mailbox.replace('@', `+${'0'.repeat(26)}@`)
    for (const to of [forged, 'someone@elsewhere.example'])
      await expect(
        post.send(message({ From: petra, To: to }, 'Hello'), { from: petra, to }),
      ).rejects.toMatchObject({
        responseCode: 550,
      })
  })

  it('a forged mark that came another way is held, and a person puts it on its case', async () => {
    const to = mailbox.replace('@', `+${'0'.repeat(26)}@`)
    await post.send(message({ From: petra, To: to, Subject: 'Old address' }, 'Is it done?'), {
      from: petra,
      to: mailbox,
    })
    await t.settle()
    const [mail] = await held()
    expect(mail).toMatchObject({ reason: 'forged', why: 'Its address names no case of this workspace.' })
    await ws.owner.call(assignMail, { inboundId: mail!.id, caseId })
    expect((await replies())[0]).toMatchObject({ id: mail!.id, state: 'case', words: 'Is it done?' })
    expect(await held()).toEqual([])
  })

  it('the same message twice is one', async () => {
    const twice = { 'Message-ID': `<twice-${number}@quillmere.example>` }
    await answer('Only once.', twice)
    await answer('Only once.', twice)
    expect((await replies()).map((reply) => reply.words)).toEqual(['Only once.'])
    expect((await one()).touchpoints.filter((touch) => touch.direction === 'in')).toHaveLength(1)
  })

  it('a mail that only quotes is kept and changes nothing', async () => {
    await ws.owner.call(resolveCase, { caseId, resolution: 'The import works.' })
    await answer('')
    expect((await replies())[0]).toMatchObject({ state: 'case', words: '' })
    expect((await replies())[0]!.whole).toContain('> the import was mapped twice')
    expect((await one()).status).toBe('resolved')
  })

  it('a mail of more than 25 MB is refused with the limit', async () => {
    const huge = Buffer.alloc(26 * 1024 * 1024, `${'x'.repeat(76)}\r\n`)
    await expect(
      post.send(Buffer.concat([Buffer.from(message({ From: petra }, '')), huge]), {
        from: petra,
        to: replyTo(),
      }),
    ).rejects.toMatchObject({ responseCode: 552 })
  })

  it('broken charsets, NUL and half characters are read as far as they go', async () => {
    const head = message(
      { From: petra, To: replyTo(), 'Content-Type': 'text/plain; charset=x-unknown-9' },
      '',
    )
    await post.send(
      Buffer.concat([
        Buffer.from(head),
        Buffer.from([0xc3, 0x28, 0x00, 0xff, 0x20]),
        Buffer.from('still readable'),
      ]),
      {
        from: petra,
        to: replyTo(),
      },
    )
    await t.settle()
    expect((await replies())[0]!.words).toContain('still readable')
  })

  it('a mail in HTML only is read as people see it, without its quotation', async () => {
    await post.send(
      message(
        { From: petra, To: replyTo(), 'Content-Type': 'text/html; charset=utf-8' },
        '<html><body><p>Yes,&nbsp;please.</p><script>alert(1)</script><div class="gmail_quote">On Monday Larkfield wrote: old words</div></body></html>',
      ),
      { from: petra, to: replyTo() },
    )
    await t.settle()
    expect((await replies())[0]!.words.replace(/\u00a0/g, ' ')).toBe('Yes, please.')
  })

  it('a message of thousands of parts is held, not worked through', async () => {
    const parts = Array.from({ length: 3000 }, (_, i) => `--b\n\npart ${i}`).join('\n')
    await post.send(
      message(
        { From: petra, To: replyTo(), 'Content-Type': 'multipart/mixed; boundary=b' },
        `${parts}\n--b--`,
      ),
      { from: petra, to: replyTo() },
    )
    await t.settle()
    const [mail] = await held()
    expect(mail).toMatchObject({ reason: 'unreadable' })
    await ws.owner.call(dismissInboundMail, { inboundId: mail!.id })
  })

  it('two machines that answer each other fill no case: after 30 in an hour the rest is held', async () => {
    for (let i = 0; i < 31; i++) {
      await post.send(
        message({ From: petra, To: replyTo(), Subject: `Re: ${i}` }, `Ticket ${i} was updated.`),
        {
          from: petra,
          to: replyTo(),
        },
      )
    }
    await t.settle()
    expect((await held()).map((mail) => mail.reason)).toEqual(['too_many'])
    expect((await replies()).length).toBeLessThanOrEqual(30)
    await ws.owner.call(dismissInboundMail, { inboundId: (await held())[0]!.id })
  })
})

describe('a mail whose sender the own mail server could not prove', () => {
  const forged = {
    'Authentication-Results': 'mx.in.larkfield.example; dmarc=fail header.from=quillmere.example; spf=fail',
  }
  const says = 'mx.in.larkfield.example: dmarc=fail, spf=fail'

  it('with the address of the case stands on it as a note that says so, and does nothing there', async () => {
    await ws.owner.call(pauseCase, { caseId, reason: 'waiting for the file' })
    await answer('All is solved, close it.', forged)
    expect((await replies())[0]).toMatchObject({
      state: 'case',
      contact: null,
      isOtherSender: false,
      proof: { isProven: false, says },
    })
    const { pausedAt, touchpoints } = await one()
    expect(pausedAt).not.toBeNull()
    expect(touchpoints[0]).toMatchObject({
      kind: 'note',
      direction: 'inside',
      summary: `From Petra ${number} (nobody proved that it is from ${petra}): All is solved, close it.`,
    })
    const [told] = await notices('case.replied')
    expect(told!.text).toContain(`answered (nobody proved that it is from ${petra}): “All is solved`)
    // what the sender's own or any other server says proves and disproves nothing
    await answer('Here is the file.', { 'Authentication-Results': 'mx.quillmere.example; dmarc=fail' })
    expect((await replies())[0]).toMatchObject({ proof: null, contact: { id: contactId } })
    expect((await one()).pausedAt).toBeNull()
  })

  it('without it becomes an item that says so, joins no case by its thread, and changes nothing of the contact', async () => {
    const before = await ws.owner.call(getContact, { contactId })
    await answer('Give me a refund', { ...forged, From: `Mallory <${petra}>` }, { to: mailbox })
    expect(await replies()).toEqual([])
    const item = (await ws.owner.call(listFeedback, {})).data.find(
      (found) => found.verbatim === 'Give me a refund',
    )!
    expect((await ws.owner.call(getFeedback, { feedbackId: item.id })).context).toEqual({
      identity: 'unproven',
      senderCheck: says,
    })
    expect(await ws.owner.call(getContact, { contactId })).toMatchObject({
      name: before.name,
      lastSeenAt: before.lastSeenAt,
    })
  })
})

describe('mail that answers nothing', () => {
  it('of a known or unknown person becomes a feedback item of theirs', async () => {
    await post.send(
      message(
        { From: 'New Person <new@stranger.example>', To: mailbox, Subject: 'Dark mode' },
        'Could you add it?',
      ),
      { from: 'new@stranger.example', to: mailbox },
    )
    await t.settle()
    const item = (await ws.owner.call(listFeedback, {})).data.find(
      (one) => one.verbatim === 'Could you add it?',
    )
    expect(item).toMatchObject({
      channel: 'email',
      summary: 'Dark mode',
      contact: { name: 'New Person' },
    })
  })

  it('of strangers is held where the workspace wants that, and filed by a person', async () => {
    await ws.owner.call(setMailbox, { address: mailbox, unknownSenders: 'hold' })
    await post.send(message({ From: 'x@unknown.example', To: mailbox, Subject: 'Offer' }, 'Buy now'), {
      from: 'x@unknown.example',
      to: mailbox,
    })
    await t.settle()
    const [mail] = await held()
    expect(mail!.reason).toBe('unknown_sender')
    expect(await ws.owner.call(fileInboundMail, { inboundId: mail!.id })).toMatchObject({ state: 'feedback' })
    await expect(ws.owner.call(fileInboundMail, { inboundId: mail!.id })).rejects.toMatchObject({
      code: 'inbound_mail.decided',
    })
  })

  it('that a filter called spam waits with its score instead of becoming an item; an answer to a case does not', async () => {
    const spammed = async (words: string, status: string) => {
      const headers = { From: 'New <new@stranger.example>', To: mailbox, 'X-Spam-Status': status }
      await post.send(message(headers, words), { from: 'new@stranger.example', to: mailbox })
      await t.settle()
      return (await ws.owner.call(listFeedback, {})).data.find((one) => one.verbatim === words)
    }
    const yes = 'Yes, score=7.2 required=5.0 tests=BAYES_99'
    expect(await spammed('Cheap watches', yes)).toBeUndefined()
    const [mail] = await held()
    expect(mail).toMatchObject({
      reason: 'spam',
      words: 'Cheap watches',
      spam: { score: 7.2, says: `X-Spam-Status: ${yes}` },
    })
    const { feedbackId } = await ws.owner.call(fileInboundMail, { inboundId: mail!.id })
    expect((await ws.owner.call(getFeedback, { feedbackId: feedbackId! })).context).toMatchObject({
      spamScore: 7.2,
    })
    expect(await spammed('Real watches', 'No, score=4.9 required=5.0')).toBeDefined()
    await ws.owner.call(setMailbox, { address: mailbox, holdsSpamFrom: null })
    expect(await spammed('More watches', yes)).toBeDefined()
    await ws.owner.call(setMailbox, { address: mailbox, holdsSpamFrom: 3 })
    await answer('It is about the import.', { 'X-Spam-Status': 'Yes, score=4' })
    expect((await replies())[0]).toMatchObject({ state: 'case', spam: { score: 4 } })
  })

  it('an address that another workspace has is refused', async () => {
    const other = await t.workspace()
    await expect(other.owner.call(setMailbox, { address: mailbox })).rejects.toMatchObject({
      code: 'mailbox.address_taken',
    })
  })
})

/** A delivery report about our mail (RFC 3464). */
function bounce(report: { action: string; status: string; reply: string }): string {
  const body = [
    '--report',
    'Content-Type: text/plain',
    '',
    'Your message could not be delivered.',
    '--report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.quillmere.example',
    '',
    `Final-Recipient: rfc822; ${petra}`,
    `Action: ${report.action}`,
    `Status: ${report.status}`,
    `Diagnostic-Code: smtp; ${report.reply}`,
    '--report',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: ${ours.parsed.messageId}`,
    `To: ${petra}`,
    'Subject: We saw that',
    '',
    'the import was mapped twice',
    '--report--',
  ].join('\n')
  return message(
    {
      From: 'MAILER-DAEMON@quillmere.example',
      To: ours.envelope.from,
      Subject: 'Undelivered mail returned to sender',
      'Auto-Submitted': 'auto-replied',
      'Content-Type': 'multipart/report; report-type=delivery-status; boundary=report',
    },
    body,
  )
}
