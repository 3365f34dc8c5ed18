/** @jsxImportSource hono/jsx */

import { createHash } from 'node:crypto'
import type { Child } from 'hono/jsx'
import { publicStyle } from '#platform/http/public-style.ts'
import { directionOf } from '#platform/web/format.ts'

/** What a policy names an inline style or script by. */
export const hashOf = (text: string) => createHash('sha256').update(text).digest('base64')
const styleHash = hashOf(publicStyle)

/** Counts from the last touch, key or change; what replaces the address leaves nothing to go back to. */
const idleScript = `(() => {
  const { seconds, to } = document.currentScript.dataset
  let timer
  const again = () => {
    clearTimeout(timer)
    timer = setTimeout(() => location.replace(to), seconds * 1000)
  }
  for (const name of ['pointerdown', 'pointermove', 'keydown', 'input', 'scroll'])
    addEventListener(name, again, { capture: true, passive: true })
  again()
})()`

/** Relative luminance of a colour `#rrggbb` (WCAG 2.2). */
export function luminanceOf(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

/**
 * The button in a brand's colour, with black or white letters, whichever is read better: one of the two always has at
 * least 4.5 to 1. Undefined colours are refused, because this becomes part of a style sheet.
 */
function brandStyleOf(color: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new Error(`${color} is not a colour such as #006048`)
  const on = luminanceOf(color) > 0.179 ? '#000000' : '#ffffff'
  return `.send,.send:hover{background:${color};color:${on}}.send:hover{filter:brightness(.92)}.brand svg{color:${color}}`
}

/**
 * A page for people outside the team: nothing fetched, no address of it handed on, in light and dark, and no script but
 * the one of `idle`. Styles and that script are allowed by their hash.
 */
export function publicPage(page: {
  title: string
  brand: string | null
  /** `#rrggbb`: the colour of the button and the mark */
  brandColor?: string | null
  language?: string
  status?: number
  children: Child
  foot?: Child
  /** for a kiosk, a small frame, or a page of several questions */
  size?: 'big' | 'compact' | 'tight'
  /** origins whose pages may show it in a frame */
  frameOrigins?: readonly string[]
  /** goes on by itself: seconds, and where to */
  refresh?: { seconds: number; to: string }
  /** goes on when nobody touches it for so long; without JavaScript, so long after it was loaded */
  idle?: { seconds: number; to: string }
}): Response {
  const language = page.language ?? 'en'
  const brandStyle = page.brandColor ? brandStyleOf(page.brandColor) : ''
  const document = (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        {/* an empty icon of its own: the browser asks for none, which the policy would refuse with a complaint */}
        <link rel="icon" href="data:," />
        <title>{page.title}</title>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, and quotes in it must stay quotes */}
        <style dangerouslySetInnerHTML={{ __html: publicStyle }} />
        {brandStyle === '' ? null : (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: made of a checked colour alone
          <style dangerouslySetInnerHTML={{ __html: brandStyle }} />
        )}
        {page.idle ? (
          <>
            <noscript>
              <meta http-equiv="refresh" content={`${page.idle.seconds}; url=${page.idle.to}`} />
            </noscript>
            <script
              data-seconds={page.idle.seconds}
              data-to={page.idle.to}
              // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, and quotes in it must stay quotes
              dangerouslySetInnerHTML={{ __html: idleScript }}
            />
          </>
        ) : null}
      </head>
      <body class={page.size}>
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
      'content-security-policy': `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'${brandStyle === '' ? '' : ` 'sha256-${hashOf(brandStyle)}'`};${page.idle ? ` script-src 'sha256-${hashOf(idleScript)}';` : ''} form-action 'self'; base-uri 'none'; frame-ancestors ${page.frameOrigins?.join(' ') || "'none'"}`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      ...(page.refresh && { refresh: `${page.refresh.seconds}; url=${page.refresh.to}` }),
    },
  })
}
