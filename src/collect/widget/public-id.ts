import { randomBytes } from 'node:crypto'

/** What a public id is of: a widget, a web form, a webhook that takes feedback in, a link of a survey. */
export type PublicPrefix = 'hbw' | 'hbf' | 'hbi' | 'hbs'

const form = /^(hbw|hbf|hbi|hbs)_([A-Za-z0-9_-]{32})$/

/** A public key: the workspace's id, so that it can be found before anything else is known, and 64 random bits. */
export function newPublicId(workspaceId: string, prefix: PublicPrefix = 'hbw'): string {
  return `${prefix}_${Buffer.concat([Buffer.from(workspaceId.replaceAll('-', ''), 'hex'), randomBytes(8)]).toString('base64url')}`
}

/** The workspace a public key names, or undefined when it is none. Proves nothing. */
export function workspaceOfPublicId(publicId: string, prefix: PublicPrefix = 'hbw'): string | undefined {
  const [, found, body] = form.exec(publicId) ?? []
  if (found !== prefix || !body) return undefined
  const hex = Buffer.from(body, 'base64url').subarray(0, 16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A signing secret: 256 random bits with a prefix that secret scanners can know. */
export function newSecret(): string {
  return `hbws_${randomBytes(32).toString('base64url')}`
}
