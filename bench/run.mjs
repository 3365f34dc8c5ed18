// npm run bench: bundles the benchmark (Node cannot run TypeScript) and runs it. See bench/main.ts for the parts.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const outdir = join(root, '.cache', 'bench')
mkdirSync(outdir, { recursive: true })
await build({
  entryPoints: ['main', 'raw-server', 'raw-answers', 'raw-page', 'mail-floor'].map(
    (name) => `bench/${name}.ts`,
  ),
  outdir,
  outExtension: { '.js': '.mjs' },
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  target: 'node20',
  logLevel: 'error',
})
const done = spawnSync(process.execPath, [join(outdir, 'main.mjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, HEARBACK_ROOT: root },
})
process.exit(done.status ?? 1)
