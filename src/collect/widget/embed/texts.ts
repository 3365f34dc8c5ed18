import type { State } from './state.ts'
import type { Texts } from './texts/en.ts'
import { en } from './texts/en.ts'

// Filled in by the build: language → chunk.
declare const TEXT_CHUNKS: Record<string, string>

/** The widget's words in the page's language, English where we have none; the page's own texts win. */
export async function loadTexts(state: State): Promise<{ texts: Texts; language: string }> {
  const wanted = (state.options.locale || document.documentElement.lang || navigator.language || 'en')
    .slice(0, 2)
    .toLowerCase()
  const chunk = TEXT_CHUNKS[wanted]
  let texts: Texts = en
  let language = 'en'
  if (chunk) {
    try {
      texts = ((await import(`${state.base}/widget/${chunk}`)) as { texts: Texts }).texts
      language = wanted
    } catch {
      // English is better than no form
    }
  }
  return { texts: { ...texts, ...state.options.texts }, language }
}

export function isRtlLanguage(language: string): boolean {
  return ['ar', 'he', 'fa', 'ur'].includes(language.slice(0, 2))
}

/** Puts values into `{places}`; the result is only ever used as text, never as HTML. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
