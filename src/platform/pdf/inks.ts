import { readFileSync } from 'node:fs'

/** The colours of the design for a page: paper is light, so the first block of the tokens holds. */

let known: Map<string, string> | undefined

/** The colour behind the name of a token. */
export function inkOf(token: string): string {
  known ??= read()
  const value = known.get(token) ?? ''
  const other = /^var\(--([\w-]+)\)$/.exec(value)
  if (other) return inkOf(other[1]!)
  if (!/^#[0-9a-f]{6}$/.test(value)) throw new Error(`The token ${token} is no colour: "${value}"`)
  return value
}

function read(): Map<string, string> {
  const text = ['tokens.css', 'theme.css']
    .map((file) => readFileSync(new URL(`../web/${file}`, import.meta.url), 'utf8'))
    .join('\n')
  const found = new Map<string, string>()
  // the light values stand first; dark ones come after and do not count
  for (const [, name, value] of text.matchAll(/--([\w-]+):\s*([^;]+);/g))
    if (!found.has(name!)) found.set(name!, value!.trim().toLowerCase())
  return found
}
