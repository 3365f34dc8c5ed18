import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const src = fileURLToPath(new URL('..', import.meta.url))

/** Imports point upstream: a stage may call what stands before it, and announce by events to what stands after it. */
const order = [
  'platform',
  'text',
  'customers',
  'collect',
  'organize',
  'analyze',
  'prioritize',
  'act',
  'close',
  'measure',
  'connect',
  'app',
]

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
  .map((path) => ({ path, imports: importsOf(readFileSync(join(src, path), 'utf8')) }))

interface Import {
  from: string
  isType: boolean
}

function importsOf(text: string): Import[] {
  const found: Import[] = []
  for (const match of text.matchAll(
    /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm,
  )) {
    found.push({ from: match[2]!, isType: match[1] !== undefined })
  }
  for (const match of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g))
    found.push({ from: match[1]!, isType: false })
  return found
}

const isTest = (path: string) => /\.(test|spec)\.tsx?$/.test(path) || path.startsWith('platform/testing/')
const stage = (path: string) => path.split('/')[0]!
const inHouse = (file: { path: string }, { from }: Import) =>
  from.startsWith('#')
    ? from.slice(1)
    : from.startsWith('.')
      ? relative(src, join(src, file.path, '..', from))
      : undefined

describe('the order of the house', () => {
  test('every top-level folder is a stage of the loop', () => {
    const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(folders.map((entry) => entry.name).filter((name) => !order.includes(name))).toEqual([])
  })

  test('imports point upstream', () => {
    const wrong = files
      .filter((file) => !isTest(file.path))
      .flatMap((file) =>
        file.imports
          .map((one) => inHouse(file, one))
          .filter(
            (target) =>
              target !== undefined && order.indexOf(stage(target)) > order.indexOf(stage(file.path)),
          )
          .map((target) => `${file.path} imports ${target}`),
      )
    expect(wrong).toEqual([])
  })

  test('only app and tests know the assembled house', () => {
    const wrong = files
      .filter((file) => !isTest(file.path) && stage(file.path) !== 'app')
      .filter((file) => file.imports.some((one) => one.from.startsWith('#app/')))
    expect(wrong.map((file) => file.path)).toEqual([])
  })

  test('files are named after what they hold, not after a drawer', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|services?|managers?|types|misc|index)(\.tsx?$|\/)/
    expect(files.map((file) => file.path).filter((path) => drawers.test(path))).toEqual([])
  })
})

test('a merged record is looked up by root_id(), which an index serves under row-level security', () => {
  const slow = files
    .map(({ path }) => path)
    .filter((path) => /\.id = coalesce\(\w+\.merged_into_id/.test(readFileSync(join(src, path), 'utf8')))
  expect(slow).toEqual([])
})

describe('the wall between server and browser', () => {
  // What the browser loads: screens, and through them contracts and rules.
  const isBrowser = (path: string) =>
    /(^|\/)web\//.test(path) || /(^|\/)(contract|rules)\.ts$/.test(path) || path.includes('widget/embed/')
  const byPath = new Map(files.map((file) => [file.path, file]))

  test('no screen reaches the database, the HTTP server or another server library', () => {
    const server =
      /^(node:|pg$|hono|@hono\/|drizzle|graphile-worker|better-auth|nodemailer|pino|date-holidays|prom-client|commander)/
    const seen = new Set<string>()
    const wrong: string[] = []
    const visit = (path: string, from: string) => {
      if (seen.has(path)) return
      seen.add(path)
      const file = byPath.get(path)
      if (!file) return
      for (const one of file.imports) {
        if (one.isType) continue
        if (server.test(one.from)) wrong.push(`${path} (reached from ${from}) imports ${one.from}`)
        const target = inHouse(file, one)
        if (target) visit(target, path)
      }
    }
    for (const file of files) if (isBrowser(file.path) && !isTest(file.path)) visit(file.path, file.path)
    expect(wrong).toEqual([])
    expect(seen.size).toBeGreaterThan(20)
  })

  test('rules do no input, output or waiting, and have no clock of their own', () => {
    const wrong = files
      .filter((file) => /(^|\/)rules\.ts$/.test(file.path))
      .filter((file) =>
        /\basync\b|\bawait\b|Date\.now\(|new Date\(\)|Math\.random\(|\bfetch\(/.test(
          readFileSync(join(src, file.path), 'utf8'),
        ),
      )
    expect(wrong.map((file) => file.path)).toEqual([])
  })
})
