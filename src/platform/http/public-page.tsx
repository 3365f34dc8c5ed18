/** @jsxImportSource hono/jsx */
import { createHash } from 'node:crypto'
import type { Child } from 'hono/jsx'
import { publicStyle } from '#platform/http/public-style.ts'

const styleHash = createHash('sha256').update(publicStyle).digest('base64')

const rightToLeft = /^(ar|dv|fa|he|iw|ku-arab|ps|sd|ug|ur|yi)(-|$)/i

/** Which way a language is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.test(language) ? 'rtl' : 'ltr'
}

/**
 * A page for people outside the team: no script, nothing fetched, no address of it handed on, in light and dark.
 * The one style block is allowed by its hash.
 */
export function publicPage(page: {
  title: string
  brand: string | null
  language?: string
  status?: number
  children: Child
  foot?: Child
}): Response {
  const language = page.language ?? 'en'
  const document = (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>{page.title}</title>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, and quotes in it must stay quotes */}
        <style dangerouslySetInnerHTML={{ __html: publicStyle }} />
      </head>
      <body>
        <div class="col">
          {page.brand === null ? null : (
            <header class="brand">
              <svg
                viewBox="0 0 18 18"
                aria-hidden="true"
                fill="none"
                stroke="currentColor"
                stroke-width="2.4"
                stroke-linecap="round"
              >
                <path d="M12.9 4.2A6.2 6.2 0 1 0 15.2 9" />
                <circle cx="15" cy="5.4" r="1.7" fill="currentColor" stroke="none" />
              </svg>
              {page.brand}
            </header>
          )}
          <main>{page.children}</main>
          {page.foot ? <footer class="foot">{page.foot}</footer> : null}
        </div>
      </body>
    </html>
  )
  return new Response(`<!doctype html>${document.toString()}`, {
    status: page.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  })
}
