import pg from 'pg'
import type { Config } from '#platform/config.ts'
import { baseUrl } from '#platform/config.ts'
import type { Connection } from '#platform/db/pool.ts'
import { derivedKey } from '#platform/secrets.ts'

/** Makes the hash that is kept of a password. */
type Hash = (password: string) => Promise<string>

async function build(config: Config, connection: Connection, hash?: Hash) {
  // Loaded when first needed: a start does not pay for it.
  const { betterAuth } = await import('better-auth')
  const pool = new pg.Pool({
    ...connection,
    max: 4,
    options: '-c search_path=auth',
    application_name: 'hearback sign-in',
    allowExitOnIdle: true,
  })
  pool.on('error', () => {})
  const auth = betterAuth({
    baseURL: baseUrl(config),
    basePath: '/api/auth',
    secret: derivedKey(config, 'sign-in').toString('hex'),
    database: pool,
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 128, password: { hash } },
    session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: { cookiePrefix: 'hearback', useSecureCookies: baseUrl(config).startsWith('https:') },
  })
  return { auth, pool }
}

type Built = Awaited<ReturnType<typeof build>>

/** Sign-in, kept by better-auth behind our own endpoints. */
export class SignIn {
  #built: Promise<Built> | undefined
  readonly #config: Config
  readonly #connection: Connection
  readonly #hash: Hash | undefined

  /** Passwords are hashed as better-auth does, unless another way is given. */
  constructor(config: Config, connection: Connection, hash?: Hash) {
    this.#config = config
    this.#connection = connection
    this.#hash = hash
  }

  async #auth() {
    this.#built ??= build(this.#config, this.#connection, this.#hash)
    return (await this.#built).auth
  }

  /** Creates a person with a password; undefined when the address is taken. Signs in: the cookies come back. */
  async signUp(person: {
    name: string
    email: string
    password: string
  }): Promise<{ userId: string; cookies: string[] } | undefined> {
    const auth = await this.#auth()
    try {
      const { headers, response } = await auth.api.signUpEmail({ body: person, returnHeaders: true })
      return { userId: response.user.id, cookies: headers.getSetCookie() }
    } catch (error) {
      if (isRefusal(error)) return undefined
      throw error
    }
  }

  /** Checks a password; undefined when it is wrong or the address unknown. */
  async signIn(
    email: string,
    password: string,
  ): Promise<{ userId: string; name: string; cookies: string[] } | undefined> {
    const auth = await this.#auth()
    try {
      const { headers, response } = await auth.api.signInEmail({
        body: { email, password },
        returnHeaders: true,
      })
      return { userId: response.user.id, name: response.user.name, cookies: headers.getSetCookie() }
    } catch (error) {
      if (isRefusal(error)) return undefined
      throw error
    }
  }

  /** Who a request's session cookie belongs to. */
  async session(
    headers: Headers,
  ): Promise<{ userId: string; name: string; email: string; token: string } | undefined> {
    if (!headers.get('cookie')?.includes('hearback.session_token=')) return undefined
    const found = await (await this.#auth()).api.getSession({ headers })
    if (!found) return undefined
    return {
      userId: found.user.id,
      name: found.user.name,
      email: found.user.email,
      token: found.session.token,
    }
  }

  /** Ends the session of these headers; answers the cookies to clear. */
  async signOut(headers: Headers): Promise<string[]> {
    const result = await (await this.#auth()).api.signOut({ headers, returnHeaders: true })
    return result.headers.getSetCookie()
  }

  /** Ends every session of a person, except the one named. */
  async endSessions(userId: string, exceptToken?: string): Promise<void> {
    await this.#auth()
    const { pool } = await this.#built!
    await pool.query('delete from session where "userId" = $1 and token is distinct from $2', [
      userId,
      exceptToken ?? null,
    ])
  }

  /** Replaces a person's password. */
  async setPassword(userId: string, password: string): Promise<void> {
    const auth = await this.#auth()
    const context = await auth.$context
    await context.internalAdapter.updatePassword(userId, await context.password.hash(password))
  }

  async close(): Promise<void> {
    if (this.#built) await (await this.#built).pool.end()
  }
}

function isRefusal(error: unknown): boolean {
  const status = (error as { statusCode?: number }).statusCode
  return status !== undefined && status >= 400 && status < 500
}
