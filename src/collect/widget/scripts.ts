import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '#platform/errors.ts'
import { htmlPage } from '#platform/http/page.ts'

// The same folder from src (tests) and from dist/server (started).
const folder = fileURLToPath(new URL('../../../dist/widget', import.meta.url))
const known = /^(widget|demo|(panel|capture|card|text-[a-z]{2})-[0-9a-f]{10})\.js$/

async function script(name: string, etagAsked: string | undefined): Promise<Response> {
  if (!known.test(name) || !existsSync(folder)) throw notFound()
  const bytes = await readFile(join(folder, name)).catch(() => {
    throw notFound()
  })
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 20)}"`
  const headers = {
    'content-type': 'text/javascript; charset=utf-8',
    // The loader keeps its name for ever, so it is asked for again; its parts carry their hash.
    'cache-control':
      name === 'widget.js' || name === 'demo.js'
        ? 'public, max-age=300, stale-while-revalidate=86400'
        : 'public, max-age=31536000, immutable',
    etag,
    'x-content-type-options': 'nosniff',
    'access-control-allow-origin': '*', // scripts hold nothing secret; import() from other origins needs it
    'cross-origin-resource-policy': 'cross-origin',
  }
  return etagAsked === etag
    ? new Response(null, { status: 304, headers })
    : new Response(new Uint8Array(bytes), { headers })
}

const notFound = () =>
  new AppError(
    'not_found',
    'path.not_found',
    'There is no such part of the widget. Run `npm run build` when it is missing altogether.',
  )

export const scriptPages = [
  htmlPage({ method: 'GET', path: '/widget/:file{.+\\.js}', access: 'public', limitPerMinute: 6000 }, (c) =>
    script(c.req.param('file') ?? '', c.req.header('if-none-match')),
  ),
]
