import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { Config } from '#platform/config.ts'
import { AppError } from '#platform/errors.ts'
import { defaultMaxBytes, isMarkup, typeOf } from '#platform/files/rules.ts'

/** Bytes that lie on the disk and that no row knows yet. */
export interface Received {
  path: string
  type: string
  bytes: number
  sha256: Buffer
}

const folder = (config: Config) => join(config.HEARBACK_DATA, 'files')
const incoming = (config: Config) => join(folder(config), 'incoming')

/** Where the bytes of a file lie; both parts are UUIDs, never names people gave. */
export function pathOf(config: Config, workspaceId: string, id: string): string {
  return join(folder(config), workspaceId, id.slice(-2), id)
}

/**
 * Takes bytes in as they come, without holding them in memory and without a database connection. Refuses what is
 * larger than `maxBytes` while it arrives, markup of every kind (SVG could run as a page), and types not listed in
 * `types`. The type is told from the bytes.
 */
export async function receiveFile(
  config: Config,
  stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null,
  limits: { maxBytes?: number; types?: readonly string[] } = {},
): Promise<Received> {
  const { maxBytes = defaultMaxBytes, types } = limits
  await mkdir(incoming(config), { recursive: true, mode: 0o700 })
  const path = join(incoming(config), randomUUID())
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  let head = Buffer.alloc(0)
  try {
    for await (const chunk of (stream ?? []) as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) {
        throw new AppError(
          'too_large',
          'file.too_large',
          `The file is larger than ${(maxBytes / 1024 / 1024).toLocaleString('en')} MB. Send a smaller one.`,
        )
      }
      if (head.length < 1024) head = Buffer.concat([head, chunk.subarray(0, 1024 - head.length)])
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    if (bytes === 0) throw new AppError('invalid', 'file.empty', 'The file is empty. Choose another one.')
    if (isMarkup(head)) {
      throw new AppError(
        'invalid',
        'file.markup_refused',
        'SVG, HTML and XML files are not taken, because they can carry scripts. Send a PNG, JPEG or PDF.',
      )
    }
    const type = typeOf(head)
    if (types && !types.includes(type)) {
      throw new AppError(
        'invalid',
        'file.type_refused',
        `This is not a file of the types taken here: ${types.map((one) => one.split('/')[1]!.toUpperCase()).join(', ')}.`,
      )
    }
    await file.sync()
    await file.close()
    return { path, type, bytes, sha256: hash.digest() }
  } catch (error) {
    await file.close().catch(() => {})
    await rm(path, { force: true })
    throw error
  }
}

/** Moves received bytes to their place, durable when this resolves. */
export async function settle(
  config: Config,
  received: Received,
  workspaceId: string,
  id: string,
): Promise<void> {
  const target = pathOf(config, workspaceId, id)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  await rename(received.path, target)
  const parent = await open(dirname(target), 'r')
  try {
    await parent.sync() // a rename survives a power cut only when its folder is synced too
  } finally {
    await parent.close()
  }
}

export async function removeBytes(config: Config, workspaceId: string, id: string): Promise<void> {
  await rm(pathOf(config, workspaceId, id), { force: true })
}

/** The bytes as a web stream; undefined when they are gone. */
export async function readBytes(
  config: Config,
  workspaceId: string,
  id: string,
): Promise<ReadableStream<Uint8Array> | undefined> {
  const path = pathOf(config, workspaceId, id)
  try {
    await stat(path)
  } catch {
    return undefined
  }
  return Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>
}

/** Uploads that were cut off before a row existed, older than `before`. */
export async function sweepIncoming(config: Config, before: Date): Promise<number> {
  let removed = 0
  for (const name of await readdir(incoming(config)).catch(() => [])) {
    const path = join(incoming(config), name)
    const found = await stat(path).catch(() => undefined)
    if (!found || found.mtime >= before) continue
    await rm(path, { force: true })
    removed += 1
  }
  return removed
}

/** Ids of a workspace's files that lie on the disk and were made between two moments (their ids carry the time). */
export async function idsOnDisk(
  config: Config,
  workspaceId: string,
  from: Date,
  to: Date,
): Promise<string[]> {
  const made = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16)
  const home = join(folder(config), workspaceId)
  const ids: string[] = []
  for (const part of await readdir(home).catch(() => [])) {
    for (const id of await readdir(join(home, part)))
      if (made(id) >= from.getTime() && made(id) < to.getTime()) ids.push(id)
  }
  return ids
}
