import { logoTypes } from '#close/portal/commands/settings.ts'
import type { Open } from '#close/portal/open.ts'
import { xml } from '#close/portal/pages/changes.tsx'
import { notePage } from '#close/portal/pages/sign-in.tsx'
import { isShownImage } from '#close/portal/queries/changes.ts'
import { listForSitemap } from '#close/portal/queries/ideas.ts'
import type { Visit } from '#close/portal/visit.tsx'
import { baseUrl } from '#platform/config.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { openFile } from '#platform/files/commands.ts'
import { decodeId, encodeId } from '#platform/ids.ts'

const addressesMost = 45_000

/** An image for everybody who may see the page: only of types that cannot run. */
async function image(open: Open, id: string): Promise<Response> {
  try {
    const file = await openFile(open.ctx, id)
    if (!logoTypes.includes(file.type)) return absent(open)
    return new Response(file.stream, {
      headers: {
        'content-type': file.type,
        'content-length': String(file.bytes),
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, max-age=86400',
      },
    })
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') return absent(open)
    throw error
  }
}

const absent = (open: Open) => notePage(open, open.texts.goneTitle, open.texts.goneText, 404)

/** An image of a release's notes. */
export async function shownImage({ open, c }: Visit): Promise<Response> {
  const name = c.req.param('file') ?? ''
  const id = decodeId('file', name)
  return id && open.settings.showsChanges && (await isShownImage(open, name)) ? image(open, id) : absent(open)
}

/** The logo of the portal. */
export async function shownLogo({ open }: Visit): Promise<Response> {
  return open.settings.logoFileId ? image(open, open.settings.logoFileId) : absent(open)
}

/** The addresses that search engines may list: of what anybody sees, whoever asks. */
export async function sitemap({ open }: Visit): Promise<Response> {
  if (open.settings.access !== 'public') return absent(open)
  const at = `${baseUrl(open.ctx.config)}${open.base}`
  const ideas = await listForSitemap(open.ctx, open.hiddenAreaIds, addressesMost)
  const urls = [
    at,
    ...(open.settings.showsRoadmap ? [`${at}/roadmap`] : []),
    ...(open.settings.showsChanges ? [`${at}/changes`] : []),
    ...ideas.map((idea) => `${at}/ideas/${encodeId('req', idea.id)}`),
  ]
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.map((url) => `<url><loc>${xml(url)}</loc></url>`).join('')}</urlset>`,
    {
      headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'private, max-age=3600' },
    },
  )
}

/** What search engines may look at on this server: public portals, and nothing else. */
export async function robots(door: Door): Promise<Response> {
  const portals = await door.outside((db) =>
    db.many<{ slug: string }>(sql`select slug from public_portals()`),
  )
  const at = baseUrl(door.config)
  const lines = [
    'User-agent: *',
    ...portals.flatMap(({ slug }) => [`Allow: /p/${slug}$`, `Allow: /p/${slug}/`, `Allow: /p/${slug}?`]),
    ...portals.flatMap(({ slug }) => [
      `Disallow: /p/${slug}/mine`,
      `Disallow: /p/${slug}/sign-in`,
      `Disallow: /p/${slug}/confirm/`,
    ]),
    'Disallow: /',
    ...portals.map(({ slug }) => `Sitemap: ${at}/p/${slug}/sitemap.xml`),
  ]
  return new Response(`${lines.join('\n')}\n`, {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  })
}
