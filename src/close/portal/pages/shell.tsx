/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { Open } from '#close/portal/open.ts'
import { portalStyle } from '#close/portal/pages/style.ts'
import { shownName } from '#close/portal/rules.ts'
import { portalLanguages } from '#close/portal/texts.ts'
import { baseUrl } from '#platform/config.ts'
import { hashOf, luminanceOf } from '#platform/http/public-page.tsx'
import { directionOf } from '#platform/web/format.ts'

const styleHash = hashOf(portalStyle)

/**
 * A brand's colour where it is read well: on buttons with black or white letters, and elsewhere only as lines. Letters
 * keep the product's own colour, which is read on both backgrounds.
 */
function brandStyle(color: string): string {
  const on = luminanceOf(color) > 0.179 ? '#000000' : '#ffffff'
  return `.send,.send:hover,.staff{background:${color};color:${on}}.send:hover{filter:brightness(.93)}.brand svg{color:${color}}.tabs a[aria-current],.picks a[aria-current]{border-block-end-color:${color}}.column h2{border-color:${color}}`
}

export type Tab = 'ideas' | 'roadmap' | 'changes' | 'mine'

/** The address of the visit's own page in another language. */
const inLanguage = (path: string, language: string) =>
  `${path}${path.includes('?') ? '&' : '?'}lang=${language}`

/** A page of the portal: styles allowed by their hash, nothing fetched but its own images, and no script at all. */
export function portalPage(
  open: Open,
  page: {
    title: string
    tab?: Tab
    /** where the page lies, for other languages and search engines; without it neither is offered */
    path?: string
    description?: string
    status?: number
    said?: string | undefined
    /** nobody lists it: what is personal, or only a step */
    isPersonal?: boolean
    children: Child
  },
): Response {
  const { settings, brand, base, texts, language, viewer } = open
  const styles = [settings.brandColor ? brandStyle(settings.brandColor) : '', settings.cleanCss].filter(
    Boolean,
  )
  const isListed = settings.access === 'public' && !page.isPersonal && page.path !== undefined && !page.status
  const address = page.path === undefined ? undefined : `${baseUrl(open.ctx.config)}${page.path}`
  const tabs: { key: Tab; label: string; to: string }[] = [
    ...(viewer ? [{ key: 'mine' as const, label: texts.mine, to: `${base}/mine` }] : []),
    { key: 'ideas', label: texts.ideas, to: base },
    ...(settings.showsRoadmap
      ? [{ key: 'roadmap' as const, label: texts.roadmap, to: `${base}/roadmap` }]
      : []),
    ...(settings.showsChanges
      ? [{ key: 'changes' as const, label: texts.changes, to: `${base}/changes` }]
      : []),
  ]
  const said =
    page.said !== undefined && Object.hasOwn(texts.said, page.said) ? texts.said[page.said] : undefined
  const document = (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${page.title} · ${brand}`}</title>
        {isListed ? (
          <>
            {page.description ? <meta name="description" content={page.description} /> : null}
            <link rel="canonical" href={address} />
            {Object.keys(portalLanguages).map((one) => (
              <link rel="alternate" hreflang={one} href={inLanguage(address!, one)} />
            ))}
          </>
        ) : (
          <meta name="robots" content="noindex, nofollow" />
        )}
        {settings.showsChanges && settings.access === 'public' ? (
          <link
            rel="alternate"
            type="application/atom+xml"
            title={texts.changes}
            href={`${base}/changes.atom`}
          />
        ) : null}
        <link rel="icon" href="data:," />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, and quotes in it must stay quotes */}
        <style dangerouslySetInnerHTML={{ __html: portalStyle }} />
        {styles.map((style) => (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: made of a checked colour, and of rules that css.ts wrote anew
          <style dangerouslySetInnerHTML={{ __html: style }} />
        ))}
      </head>
      <body class="portal">
        <a class="skip" href="#content">
          {texts.skip}
        </a>
        <header class="top">
          <div class="in">
            <a class="brand" href={base}>
              {settings.logoFileId ? <img src={`${base}/logo`} alt="" /> : <Mark />}
              <bdi>{brand}</bdi>
            </a>
            <nav class="tabs" aria-label={brand}>
              {tabs.map((tab) => (
                <a href={tab.to} aria-current={tab.key === page.tab ? 'page' : undefined}>
                  {tab.label}
                </a>
              ))}
            </nav>
            <div class="who">
              {viewer ? (
                <>
                  <span dir="auto">
                    {[viewer.name ?? viewer.email, viewer.account].filter(Boolean).join(', ') ||
                      shownName(viewer.name) ||
                      texts.customer}
                  </span>
                  <form method="post" action={`${base}/sign-out`}>
                    <button class="plain" type="submit">
                      {texts.signOut}
                    </button>
                  </form>
                </>
              ) : (
                <a href={`${base}/sign-in`}>{texts.signIn}</a>
              )}
            </div>
          </div>
        </header>
        <main class="in" id="content">
          {said ? (
            <p class="told" role="status">
              {said}
            </p>
          ) : null}
          {page.children}
        </main>
        <footer class="foot">
          <div class="in">
            <nav class="tongues" aria-label="Language">
              {page.path === undefined
                ? null
                : Object.entries(portalLanguages).map(([one, name]) => (
                    <a
                      href={inLanguage(page.path!, one)}
                      lang={one}
                      hreflang={one}
                      aria-current={one === language ? 'true' : undefined}
                    >
                      {name}
                    </a>
                  ))}
            </nav>
          </div>
        </footer>
      </body>
    </html>
  )
  return new Response(`<!doctype html>${document.toString()}`, {
    status: page.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; img-src 'self' data:; style-src 'sha256-${styleHash}'${styles.map((style) => ` 'sha256-${hashOf(style)}'`).join('')}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      ...(!isListed && { 'x-robots-tag': 'noindex, nofollow' }),
    },
  })
}

function Mark() {
  return (
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
  )
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A day as people write it, with its year: the same for everybody who reads the page. */
export function dayText(date: Date, language: string): string {
  let format = formats.get(language)
  if (!format) {
    format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    })
    formats.set(language, format)
  }
  return format.format(date)
}

const numbers = new Map<string, Intl.NumberFormat>()

/** A number as people write it. A format costs more to make than a page to read: one a language is kept. */
export function numberText(value: number, language: string): string {
  let format = numbers.get(language)
  if (!format) {
    format = new Intl.NumberFormat(language)
    numbers.set(language, format)
  }
  return format.format(value)
}

/** A day, also for programs. */
export function Day({ date, language }: { date: Date; language: string }) {
  return <time datetime={date.toISOString().slice(0, 10)}>{dayText(date, language)}</time>
}
