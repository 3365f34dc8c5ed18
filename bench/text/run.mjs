// npm run train:text, npm run bench:text: bundles a program of this folder (Node cannot run TypeScript) and runs it.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
const [name = 'main', ...rest] = process.argv.slice(2)
const outdir = join(root, '.cache', 'text')
mkdirSync(outdir, { recursive: true })
await build({
  entryPoints: [`bench/text/${name}.ts`],
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
const done = spawnSync(process.execPath, [join(outdir, `${name}.mjs`), ...rest], {
  stdio: 'inherit',
  env: { ...process.env, HEARBACK_ROOT: root },
})
process.exit(done.status ?? 1)
