import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { bundleProgram, type Program, startProgram } from '#platform/testing/program.ts'

/** What the key of a product may do that goes through every kind of kill. */
export const crashScopes = [
  'feedback:read',
  'feedback:write',
  'imports:read',
  'imports:write',
  'contacts:read',
  'contacts:write',
  'cases:read',
  'cases:write',
  'surveys:read',
  'surveys:manage',
  'mail:read',
  'mail:manage',
  'requests:write',
  'updates:read',
  'updates:write',
  'updates:manage',
  'settings:write',
]

/** The whole product in a process of its own on a durable data folder, to be killed and started again. */
export class Product {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'hearback-crash-'))
  readonly #bundle: Awaited<ReturnType<typeof bundleProgram>>
  #program: Program | undefined
  port = 0
  key = ''
  workspaceId = ''

  private constructor(bundle: Awaited<ReturnType<typeof bundleProgram>>) {
    this.#bundle = bundle
  }

  /** A fresh data folder with an owner, a workspace and a key of these scopes; `prepare` sees the empty folder first. */
  static async create(scopes: readonly string[], prepare?: (dataDir: string) => void): Promise<Product> {
    const product = new Product(await bundleProgram('src/app/main.ts'))
    prepare?.(product.dataDir)
    const setup = ['setup', '--workspace', 'Crash', '--owner', 'owner@crash.example', '--password-stdin']
    await product.command(setup, 'a long crash password\n')
    const options = scopes.flatMap((scope) => ['--scope', scope])
    product.key = (await product.command(['key', 'create', '--name', 'crash', ...options])).trim()
    return product
  }

  get env(): Record<string, string> {
    return {
      HEARBACK_DATA: this.dataDir,
      PORT: '0',
      HEARBACK_LOG: 'warn',
      HEARBACK_RATE_LIMIT: '100000000',
      DATABASE_URL: '',
    }
  }

  /** Starts the server and waits until it says that it is ready. */
  async start(): Promise<void> {
    this.#program = startProgram(this.#bundle.file, ['start'], { env: this.env })
    const [, port] = await this.#program.line(/ready at http:\/\/[^:]+:(\d+)/)
    this.port = Number(port)
  }

  /** A second process on the same data folder. */
  another(args: readonly string[], env: Record<string, string> = {}): Program {
    return startProgram(this.#bundle.file, args, { env: { ...this.env, ...env } })
  }

  get nodePid(): number {
    return this.#program!.pid
  }

  get postgresPid(): number {
    return Number(readFileSync(join(this.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
  }

  get output(): string {
    return this.#program?.output ?? ''
  }

  /** kill -9 of our process, and of the database with it or not. */
  async kill(alsoPostgres: boolean): Promise<void> {
    if (alsoPostgres) process.kill(this.postgresPid, 'SIGKILL')
    this.#program!.kill('SIGKILL')
    await this.#program!.ended
  }

  /**
   * For the control of the crash tests: sessions that begin from now on are answered before their change is written.
   * The server's own settings would win over ALTER SYSTEM, those of a role win over them.
   */
  async answerBeforeWriting(): Promise<void> {
    for (const role of ['hearback_app', 'hearback_jobs'])
      await this.query(`alter role ${role} set synchronous_commit = off`)
    await this.query(`alter system set wal_writer_delay = '10s'`)
    await this.stop()
    await this.start()
  }

  async stop(): Promise<void> {
    this.#program?.kill('SIGTERM')
    await this.#program?.ended
  }

  async remove(): Promise<void> {
    await this.stop()
    this.#bundle.remove()
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  /** Runs a command of the product to its end. */
  async command(args: readonly string[], input = ''): Promise<string> {
    const child = spawn(process.execPath, [this.#bundle.file, ...args], {
      env: { ...process.env, ...this.env, VITEST: '' },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const output: string[] = []
    const errors: string[] = []
    child.stdout.on('data', (text) => output.push(String(text)))
    child.stderr.on('data', (text) => errors.push(String(text)))
    child.stdin.end(input)
    const code = await new Promise((done) => child.once('close', done))
    if (code !== 0) throw new Error(`hearback ${args.join(' ')} ended with ${code}: ${errors.join('')}`)
    return output.join('')
  }

  /** One call of the API; throws where no answer came. */
  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const isText = typeof body === 'string'
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body === undefined ? {} : { 'content-type': isText ? 'text/csv' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
  }

  /** The same, where anything but success is a failure of the test. */
  async must(method: string, path: string, body?: unknown) {
    const answer = await this.call(method, path, body)
    if (answer.status > 299)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /** Asks the database itself, past every rule of the product. */
  async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const host = readFileSync(join(this.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[4]!
    const passwords = JSON.parse(readFileSync(join(this.dataDir, 'postgres-roles.json'), 'utf8'))
    const client = new pg.Client({
      host,
      user: 'postgres',
      password: passwords.superuser,
      database: 'hearback',
    })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(text, values)).rows
    } finally {
      await client.end()
    }
  }
}

export const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** Repeats until it is true; fails after `seconds`. */
export async function until(what: string, seconds: number, check: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} seconds: ${what}`)
    await pause(100)
  }
}
