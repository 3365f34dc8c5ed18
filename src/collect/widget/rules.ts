/** `#rrggbb`. */
export const hexColor = /^#[0-9a-f]{6}$/i

export const brandColors = { pine: '#006048' } as const

/** Sizes the widget and the server agree on. */
export const widgetLimits = { message: 10_000, pictureBytes: 5 * 1024 * 1024 } as const
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const

/** How long a signed identity may be valid at most: a leaked one must die soon. */
export const longestIdentityHours = 24
/** The widget keeps unsent answers for 30 days; older dates are not believed. */
export const earliestSaidDays = 31
/** How long a browser may submit on one proof before the page has to identify again. */
export const sessionHours = 12

const originShape = /^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/

/** Whether a text is an origin as browsers send it (`https://app.example.com`), or one with a leading `*.`. */
export function isOrigin(text: string): boolean {
  if (!originShape.test(text)) return false
  const host = text.replace(/^https?:\/\//, '').replace(/:\d+$/, '')
  return !host.startsWith('*.') || host.split('.').length >= 3 // never *.com
}

/**
 * Whether a key may be used from this origin. `https://*.example.com` allows every subdomain but not
 * example.com itself. Port and scheme must agree.
 */
export function originAllowed(origin: string, allowed: readonly string[]): boolean {
  const given = origin.toLowerCase()
  return allowed.some((entry) => {
    const [scheme, rest] = entry.split('://') as [string, string]
    if (!rest.startsWith('*.')) return given === entry
    const suffix = rest.slice(1)
    if (!given.startsWith(`${scheme}://`) || !given.endsWith(suffix)) return false
    return /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(given.slice(scheme.length + 3, -suffix.length))
  })
}

const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const parts = (hex: string) =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]

function luminance(hex: string): number {
  const [r, g, b] = parts(hex).map((part) => channel(part / 255)) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** The WCAG contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Black or white, whichever reads better on the colour (always at least 4.5:1). */
export function textOn(color: string): string {
  return contrast(color, '#ffffff') >= contrast(color, '#000000') ? '#ffffff' : '#000000'
}

/** The brand colour, moved towards black or white until it reaches `least`:1 on the surface. */
export function readableOn(color: string, surface: string, least = 4.5): string {
  const target = luminance(surface) > 0.18 ? 0 : 255
  for (let step = 0; step <= 20; step++) {
    const mixed = parts(color).map((part) => Math.round(part + (target - part) * (step / 20)))
    const hex = `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`
    if (contrast(hex, surface) >= least) return hex
  }
  return target ? '#ffffff' : '#000000'
}

/** A rating of 4 or 5 out of 5 given with general feedback is praise, which the success team reads. */
export function isPraise(kind: 'bug' | 'feature' | 'general', rating: number | undefined): boolean {
  return kind === 'general' && rating !== undefined && rating >= 4
}

/** The address of a page without what may be secret in it: query values, passwords, and a fragment that is no route. */
export function safeUrl(text: string): string {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return ''
  }
  const names = [...new Set(url.searchParams.keys())].map((name) => `${encodeURIComponent(name)}=…`)
  const route = /^#!?\/[^?]*/.exec(url.hash)?.[0] ?? ''
  return `${url.origin}${url.pathname}${names.length ? `?${names.join('&')}` : ''}${route}`
}

const metadataName = /^[\w .-]{1,40}$/

/** What a page calls metadata, as far as it can be taken: the first 20 short texts, numbers and booleans. */
export function cleanMetadata(
  given: Readonly<Record<string, unknown>>,
): Record<string, string | number | boolean> {
  const taken: [string, string | number | boolean][] = []
  for (const [name, value] of Object.entries(given)) {
    if (!metadataName.test(name) || Object.hasOwn(Object.prototype, name)) continue
    if (typeof value === 'string') taken.push([name, value.replaceAll('\u0000', '').slice(0, 300)])
    else if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
      taken.push([name, value])
  }
  return Object.fromEntries(taken.slice(0, 20))
}

/** Who a page says somebody is, as far as it can be taken. */
export function cleanClaim(given: { id?: unknown; email?: unknown; name?: unknown }) {
  const text = (value: unknown, most: number) =>
    (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
      .replaceAll('\u0000', '')
      .trim()
      .slice(0, most)
  const [id, email, name] = [text(given.id, 200), text(given.email, 254), text(given.name, 120)]
  return {
    ...(id && { id }),
    ...(/^[\w.+'-]+@([a-z0-9-]+\.)+[a-z]{2,}$/i.test(email) && { email }),
    ...(name && { name }),
  }
}
