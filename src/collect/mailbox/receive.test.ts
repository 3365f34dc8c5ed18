import { beforeAll, describe, expect, test } from 'vitest'
import { setMailbox } from '#collect/mailbox/contract.ts'
import { getFeedback, listFeedback } from '#organize/inbox/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { message, openPost } from '#platform/testing/mail-in.ts'

const t = await testApp()
const post = await openPost(t)
const to = 'reply@in.larkfield.example'
const from = 'petra@quillmere.example'
let ws: TestWorkspace

beforeAll(async () => {
  ws = await t.workspace()
  await ws.owner.call(setMailbox, { address: to })
})

/** A TNEF stream (MS-OXTNEF 2.1): signature, key, version and code page, each attribute with length and checksum. */
function tnef(): Buffer {
  const attribute = (id: number, data: Buffer) => {
    const head = Buffer.alloc(9)
    head.writeUInt8(1, 0)
    head.writeUInt32LE(id, 1)
    head.writeUInt32LE(data.length, 5)
    const checksum = Buffer.alloc(2)
    checksum.writeUInt16LE(data.reduce((sum, byte) => (sum + byte) % 65_536, 0))
    return Buffer.concat([head, data, checksum])
  }
  return Buffer.concat([
    Buffer.from([0x78, 0x9f, 0x3e, 0x22, 0x01, 0x00]),
    attribute(0x00089006, Buffer.from([0, 0, 1, 0])),
    attribute(0x00069007, Buffer.from([0xe4, 0x04, 0, 0, 0, 0, 0, 0])),
  ])
}

const part = (type: string, body: string, more: string[] = []) =>
  ['--b1', `Content-Type: ${type}`, ...more, '', body].join('\n')
const packed = (type: string, more: string[] = []) =>
  part(type, tnef().toString('base64'), ['Content-Transfer-Encoding: base64', ...more])

async function arrives(subject: string, parts: string[]) {
  const body = [...parts, '--b1--'].join('\n')
  const head = { From: from, To: to, Subject: subject, 'Content-Type': 'multipart/mixed; boundary=b1' }
  await post.send(message(head, body), { from, to })
  await t.settle()
  const [item] = (await ws.owner.call(listFeedback, {})).data
  return ws.owner.call(getFeedback, { feedbackId: item!.id })
}

describe('a mail with what Outlook packs in a format of its own (winmail.dat)', () => {
  test('its text makes the item, and the package is kept as it came', async () => {
    const item = await arrives('Export', [
      part('text/plain; charset=utf-8', 'The export has no header row.'),
      packed('application/ms-tnef; name="winmail.dat"', [
        'Content-Disposition: attachment; filename="winmail.dat"',
      ]),
    ])
    expect(item).toMatchObject({
      title: 'Export',
      verbatim: 'The export has no header row.',
      attachments: [{ name: 'winmail.dat', type: 'application/ms-tnef', size: tnef().length }],
    })
    const file = await ws.owner.fetch(`/files/${item.attachments[0]!.id}`)
    expect(file.headers.get('content-disposition')).toContain('attachment; filename="winmail.dat"')
    expect(Buffer.from(await file.arrayBuffer())).toEqual(tnef())
  })

  test('so does its HTML, whatever the package is called', async () => {
    for (const [type, disposition] of [
      ['application/octet-stream; name="ATT00001.dat"', 'attachment; filename="ATT00001.dat"'],
      ['application/ms-tnef', 'inline'],
    ] as const) {
      const item = await arrives(`As HTML ${disposition}`, [
        part('text/html; charset=utf-8', '<p>The <b>invoice</b> is late.</p>'),
        packed(type, [`Content-Disposition: ${disposition}`]),
      ])
      expect(item).toMatchObject({
        title: `As HTML ${disposition}`,
        verbatim: 'The invoice is late.',
        attachments: [{ name: 'winmail.dat', type: 'application/ms-tnef' }],
      })
    }
  })

  test('with no text beside it the subject makes the item, and the package comes along', async () => {
    expect(await arrives('Nothing but a package', [packed('application/ms-tnef')])).toMatchObject({
      verbatim: 'Nothing but a package',
      attachments: [{ name: 'winmail.dat' }],
    })
  })
})
