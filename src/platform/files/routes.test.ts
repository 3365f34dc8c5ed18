import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { attachFile, openFile, saveFile, sweepFiles } from '#platform/files/commands.ts'
import { downloadFile } from '#platform/files/contract.ts'
import { pathOf } from '#platform/files/store.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
})

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(5000, 7)])
async function* stream(...chunks: Uint8Array[]) {
  yield* chunks
}
const save = (chunks: Uint8Array[], limits: { maxBytes?: number; types?: string[]; name?: string } = {}) =>
  ws.run((ctx) => saveFile(ctx, { name: 'shot.png', purpose: 'test', ...limits, stream: stream(...chunks) }))
const incoming = () => readdir(join(t.dataDir, 'files/incoming')).catch(() => [])

describe('keeping files', () => {
  test('a file comes back byte for byte, with its hash and the type its bytes show', async () => {
    const file = await save([png.subarray(0, 3), png.subarray(3, 2000), png.subarray(2000)])
    expect(file).toMatchObject({
      bytes: png.length,
      type: 'image/png',
      sha256: createHash('sha256').update(png).digest(),
    })
    const answer = await ws.owner.fetch(`/files/${encodeId('file', file.id)}`)
    expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true)
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="shot.png"/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  })

  test.each([
    ['larger than allowed', [png], { maxBytes: 4000 }, 'file.too_large'],
    ['an SVG', [Buffer.from('<svg onload="alert(1)"/>')], {}, 'file.markup_refused'],
    [
      'an SVG named png',
      [Buffer.from('  <?xml version="1.0"?><svg/>')],
      { name: 'a.png' },
      'file.markup_refused',
    ],
    [
      'a GIF where PNG is asked for',
      [Buffer.from('GIF89a0000000')],
      { types: ['image/png'] },
      'file.type_refused',
    ],
    ['empty', [], {}, 'file.empty'],
  ] as const)(
    'a file that is %s is refused and leaves nothing behind',
    async (_name, chunks, limits, code) => {
      await expect(save([...chunks], limits as object)).rejects.toMatchObject({ code })
      expect(await incoming()).toEqual([])
    },
  )

  test('a sender that breaks off leaves nothing behind', async () => {
    async function* broken() {
      yield png
      throw new Error('connection lost')
    }
    await expect(
      ws.run((ctx) => saveFile(ctx, { name: 'a', purpose: 'test', stream: broken() })),
    ).rejects.toThrow('connection lost')
    expect(await incoming()).toEqual([])
  })

  test('foreign, absent and malformed ids are answered alike, and strangers not at all', async () => {
    const file = await save([png])
    const other = await t.workspace()
    for (const id of [encodeId('file', file.id), encodeId('file', newId())]) {
      await expect(other.owner.call(downloadFile, { fileId: id })).rejects.toMatchObject({
        status: 404,
        code: 'file.not_found',
      })
    }
    expect((await other.owner.fetch('/files/file_x')).status).toBe(404)
    expect((await t.anonymous.fetch(`/files/${encodeId('file', file.id)}`)).status).toBe(401)
  })
})

describe('cleaning up', () => {
  test('what nothing refers to goes after a day; what is attached stays', async () => {
    const [loose, kept] = [await save([png]), await save([png])]
    await ws.run((ctx) => attachFile(ctx, kept.id))
    await ws.run(sweepFiles)
    await ws.run((ctx) => openFile(ctx, loose.id))
    t.clock.advance({ hours: 25 })
    await ws.run(sweepFiles)
    await expect(ws.run((ctx) => openFile(ctx, loose.id))).rejects.toMatchObject({ code: 'file.not_found' })
    expect(existsSync(pathOf(t.house.door.config, ws.id, loose.id))).toBe(false)
    await ws.run((ctx) => openFile(ctx, kept.id))
  })

  test('bytes whose transaction failed are removed a day later', async () => {
    let id = ''
    const failed = ws.run(async (ctx) => {
      id = (await saveFile(ctx, { name: 'a.png', purpose: 'test', stream: stream(png) })).id
      throw new Error('something later failed')
    })
    await expect(failed).rejects.toThrow('something later failed')
    expect(existsSync(pathOf(t.house.door.config, ws.id, id))).toBe(true)
    t.clock.advance({ hours: 30 })
    await ws.run(sweepFiles)
    expect(existsSync(pathOf(t.house.door.config, ws.id, id))).toBe(false)
  })
})
