import type { PageContext, Submission } from '../contract.ts'
import { cleanMetadata, safeUrl } from '../rules.ts'
import { h } from './dom.ts'
import type { State } from './state.ts'
import type { Texts } from './texts/en.ts'

/** What the person agrees to send about this page, exactly as shown to them. */
export function pageContext(state: State): PageContext {
  return {
    url: safeUrl(location.href).slice(0, 2000),
    title: document.title.slice(0, 300),
    viewport: { width: innerWidth, height: innerHeight },
    browser: navigator.userAgent.slice(0, 400),
    language: navigator.language,
    errors: state.log,
  }
}

/** The same as a list to read before agreeing. */
export function contextList(context: PageContext, texts: Texts): HTMLElement {
  const rows: [string, string][] = [
    [texts.detailPage, context.url || texts.none],
    [texts.detailTitle, context.title || texts.none],
    [texts.detailWindow, `${context.viewport?.width} × ${context.viewport?.height}`],
    [texts.detailBrowser, context.browser ?? texts.none],
    [texts.detailErrors, context.errors?.map((line) => line.text).join('\n') || texts.none],
  ]
  return h('dl', {}, ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', { dir: 'auto' }, value)]))
}

/** What the page itself says about the person and the moment; its mistakes must not keep anybody from sending. */
export function pageFacts(state: State): Pick<Submission, 'metadata' | 'claimed'> {
  const metadata = cleanMetadata(state.metadata)
  return {
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(!state.session && state.claimed && { claimed: state.claimed }),
  }
}
