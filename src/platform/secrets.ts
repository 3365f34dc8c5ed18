import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#platform/config.ts'

const keys = new Map<string, Buffer>()

/** The installation's own secret: from HEARBACK_SECRET, else made once in the data folder, readable by its owner only. */
export function instanceSecret(config: Config): Buffer {
  const cacheKey = config.HEARBACK_SECRET ?? config.HEARBACK_DATA
  const known = keys.get(cacheKey)
  if (known) return known
  const secret = config.HEARBACK_SECRET
    ? createHash('sha256').update(config.HEARBACK_SECRET).digest()
    : keptSecret(config.HEARBACK_DATA)
  keys.set(cacheKey, secret)
  return secret
}

function keptSecret(folder: string): Buffer {
  const path = join(folder, 'secret.key')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    // `wx` decides between two processes that start at once: one writes, both read.
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return Buffer.from(readFileSync(path, 'utf8').trim(), 'hex')
}

/** A key for one purpose, so that what is made for one cannot be used for another. */
export function derivedKey(config: Config, purpose: string): Buffer {
  return createHash('sha256').update(instanceSecret(config)).update(purpose).digest()
}

/** Encrypts a secret for the database (AES-256-GCM); `purpose` must be the same when it is opened. */
export function seal(config: Config, purpose: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', derivedKey(config, 'seal'), nonce).setAAD(Buffer.from(purpose))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
}

/** Opens what `seal` made; throws when it was changed or made for another purpose or installation. */
export function unseal(config: Config, purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', derivedKey(config, 'seal'), bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(12, 28))
  return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
}
