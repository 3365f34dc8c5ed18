import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const dist = join(root, 'dist')

/** Everything that the build reads; a change in any of it makes the build old. */
const inputs = ['src', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.mjs']
const isIgnored = (name) => /\.(test|spec)\.tsx?$|^check-.*\.mjs$/.test(name)

/** One hash over names and contents of the sources. */
export function hashSources() {
  const hash = createHash('sha256')
  const add = (path) =>
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (isIgnored(entry.name)) continue
      if (entry.isDirectory()) walk(join(folder, entry.name))
      else if (entry.isFile()) add(join(folder, entry.name))
    }
  }
  for (const input of inputs) {
    const path = join(root, input)
    if (!existsSync(path)) continue
    if (input.includes('.')) add(path)
    else walk(path)
  }
  return hash.digest('hex')
}

/** The hash of the sources that dist/ was built from, or undefined where nothing is built. */
export function builtHash() {
  try {
    return JSON.parse(readFileSync(join(dist, 'build.json'), 'utf8')).sources
  } catch {
    return undefined
  }
}
