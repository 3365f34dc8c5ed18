import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtHash, dist, hashSources, root } from './sources.mjs'

const program = join(dist, 'server', 'cli.js')
const oldest = [20, 19]

/** Runs a command of the product in this process, after bringing the build up to date where that is needed. */
export async function run(args) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    console.error(
      `Hearback needs Node ${oldest.join('.')} or later; this is ${process.versions.node}. Install a newer Node, then start again.`,
    )
    process.exit(69)
  }
  const hasSources = existsSync(join(root, 'src', 'app', 'cli.ts'))
  if (!existsSync(program) || (hasSources && builtHash() !== hashSources())) {
    console.error('Building; this takes some seconds and happens only after a change.')
    const build = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-needed'], {
      stdio: ['ignore', 2, 2],
    })
    if (build.status !== 0) process.exit(build.status ?? 1)
  }
  const { main } = await import(pathToFileURL(program).href)
  await main([process.execPath, join(root, 'bin', 'hearback.js'), ...args])
}
