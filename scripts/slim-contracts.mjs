import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..')

/**
 * Vite plugin. The browser calls endpoints by method, path and the names of their fields; the server does the checking.
 * So a `contract.ts` goes into the browser as exactly that, and zod (27 kB gzip) stays at home. Shapes, and functions
 * that make shapes, throw when a page tries to use one; what a page computes with belongs into `rules.ts`.
 */
export function slimContracts() {
  let made
  let folder
  return {
    name: 'slim-contracts',
    enforce: 'pre',
    apply: 'build',
    async load(id) {
      const path = id.split('?')[0]
      if (!path.endsWith('/contract.ts') || !path.startsWith(join(root, 'src'))) return null
      made ??= bundleContracts().then((made) => {
        folder = made
        return made
      })
      const file = join(await made, relative(join(root, 'src'), path).replace(/\.ts$/, '.js'))
      const contract = await import(pathToFileURL(file).href)
      const entries = Object.entries(contract).map(([name, value]) => [name, slim(name, value)])
      return entries.map(([name, text]) => `export const ${name} = ${text}`).join('\n')
    },
    closeBundle() {
      if (folder) rmSync(folder, { recursive: true, force: true })
      folder = made = undefined
    },
  }
}

async function bundleContracts() {
  const { build } = await import('esbuild')
  mkdirSync(join(root, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, '.cache', 'contracts-'))
  const entryPoints = readdirSync(join(root, 'src'), { recursive: true })
    .filter((path) => path.endsWith('contract.ts'))
    .map((path) => join(root, 'src', path))
  await build({
    entryPoints,
    outdir: folder,
    outbase: join(root, 'src'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    absWorkingDir: root,
    logLevel: 'error',
  })
  return folder
}

const isSchema = (value) => typeof value === 'object' && value !== null && '_zod' in value
const isEndpoint = (value) =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'access' in value
const names = (shape) => ({
  shape: Object.fromEntries(Object.keys(shape?.shape ?? {}).map((name) => [name, 0])),
})

const thrower = (name) =>
  `throw new Error("${name} is checked on the server; the browser build has no shapes. Put what a page needs into rules.ts.")`

/** The source text of an export as the browser needs it. */
function slim(name, value) {
  if (isSchema(value)) return `{ get shape() { ${thrower(name)} } }`
  if (typeof value === 'function') return `() => { ${thrower(name)} }`
  if (!isEndpoint(value)) return JSON.stringify(value)
  const { method, path, access, params, query, body, response } = value
  const plain = { method, path, access }
  if (params) plain.params = names(params)
  if (query) plain.query = names(query)
  if (body) plain.body = names(body)
  if (response) plain.response = 1
  return JSON.stringify(plain)
}
