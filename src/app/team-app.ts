import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '#platform/errors.ts'
import { htmlPage } from '#platform/http/page.ts'

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.json': 'application/json',
}

/** The same folder from src/app (tests) and from dist/server (started); looked for when asked, a build may come later. */
const builtFolder = () =>
  ['../../dist/web', '../web']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(join(path, 'index.html')))

const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "object-src 'none'",
].join('; ')

function index(): Response {
  const folder = builtFolder()
  if (!folder)
    throw new AppError('unavailable', 'web.not_built', 'The team app is not built. Run `npm run build`.')
  // read each time: a build under a running server brings other file names
  return new Response(readFileSync(join(folder, 'index.html'), 'utf8'), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    },
  })
}

async function asset(path: string): Promise<Response> {
  const clean = normalize(path).replace(/^(\.\.[/\\])+/, '')
  const type = types[extname(clean)]
  const folder = builtFolder()
  if (!folder || !type || clean.includes('..')) throw notFound()
  try {
    const bytes = await readFile(join(folder, 'assets', clean))
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      },
    })
  } catch {
    throw notFound()
  }
}

const notFound = () => new AppError('not_found', 'path.not_found', 'There is nothing at this address.')

const page = (path: string) =>
  htmlPage({ method: 'GET', path, access: 'public', limitPerMinute: 1200 }, () => index())

/** The team app: one page for every address that people open, and the files it is made of. */
export const teamAppPages = [
  htmlPage({ method: 'GET', path: '/assets/*', access: 'public', limitPerMinute: 6000 }, (c) =>
    asset(c.req.path.slice('/assets/'.length)),
  ),
  page('/'),
  page('/setup'),
  page('/sign-in'),
  page('/join'),
  page('/reset'),
  page('/w/*'),
]
