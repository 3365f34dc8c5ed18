/** @jsxImportSource hono/jsx */
import { markdownHtml } from '#close/portal/markdown.ts'
import type { Open } from '#close/portal/open.ts'
import { Day, numberText, portalPage } from '#close/portal/pages/shell.tsx'
import type { Change } from '#close/portal/queries/changes.ts'
import { baseUrl } from '#platform/config.ts'
import { escapeHtml } from '#platform/mail/blocks.ts'

const notesHtml = (change: Change, filesAt: string) =>
  change.notes ? markdownHtml(change.notes, (fileId) => `${filesAt}/files/${fileId}`) : ''

/** The changelog: what was published, the newest first, with what customers asked for in it. */
export function changesPage(
  open: Open,
  changes: { data: Change[]; nextCursor: string | null },
  isFirst: boolean,
): Response {
  const { texts, base, language, brand, settings } = open
  return portalPage(open, {
    title: texts.changes,
    tab: 'changes',
    path: `${base}/changes`,
    description: `${texts.changes}: ${brand}`,
    isPersonal: !isFirst,
    children: (
      <>
        <div class="row">
          <h1>{texts.changes}</h1>
          {settings.access === 'signed_in' ? null : (
            <a href={`${base}/changes.atom${settings.access === 'link' ? `?k=${settings.linkKey}` : ''}`}>
              {texts.feed}
            </a>
          )}
        </div>
        {changes.data.length === 0 ? <p class="dim gap">{texts.noChanges}</p> : null}
        {changes.data.map((change) => (
          <article class="change" id={change.id}>
            <Day date={change.at} language={language} />
            <div class="text" dir="auto">
              <h2>{change.name}</h2>
              {/* biome-ignore lint/security/noDangerouslySetInnerHtml: markdownHtml escapes all that was typed */}
              <div class="text" dangerouslySetInnerHTML={{ __html: notesHtml(change, base) }} />
              {change.ideas.length > 0 ? (
                <div>
                  <h3>{texts.asked}</h3>
                  <ul>
                    {change.ideas.map((idea) => (
                      <li>
                        <a href={`${base}/ideas/${idea.id}`} dir="auto">
                          {idea.title}
                        </a>{' '}
                        <span class="note">
                          {texts.votes.replace('{n}', numberText(idea.voters, language))}
                        </span>
                      </li>
                    ))}
                  </ul>
                </div>
              ) : null}
            </div>
          </article>
        ))}
        {changes.nextCursor ? (
          <p class="gap">
            <a
              class="quiet"
              href={`${base}/changes?cursor=${encodeURIComponent(changes.nextCursor)}`}
              rel="next"
            >
              {texts.earlier}
            </a>
          </p>
        ) : null}
      </>
    ),
  })
}

/** The changelog as a feed (RFC 4287), with the same words and images. */
export function changesFeed(open: Open, changes: readonly Change[]): Response {
  const { base, brand, texts, language, ctx } = open
  const at = `${baseUrl(ctx.config)}${base}`
  const updated = (changes[0]?.at ?? new Date(0)).toISOString()
  const entries = changes.map(
    (change) =>
      `<entry><title>${xml(change.name)}</title><id>urn:uuid:${change.uuid}</id><link rel="alternate" href="${xml(`${at}/changes#${change.id}`)}"/><updated>${change.at.toISOString()}</updated><published>${change.at.toISOString()}</published><content type="html">${xml(notesHtml(change, at))}</content></entry>`,
  )
  return new Response(
    `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}"><title>${xml(`${brand}: ${texts.changes}`)}</title><id>${xml(`${at}/changes`)}</id><link rel="self" href="${xml(`${at}/changes.atom`)}"/><link rel="alternate" href="${xml(`${at}/changes`)}"/><updated>${updated}</updated><author><name>${xml(brand)}</name></author>${entries.join('')}</feed>`,
    {
      headers: {
        'content-type': 'application/atom+xml; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, max-age=300',
      },
    },
  )
}

/** Text for XML: what XML 1.0 has no letter for is left out. */
export function xml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
  return escapeHtml(text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, ''))
}
