import { resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '#platform/errors.ts'

const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .default('')
  .transform((value) => value === '1' || value === 'true')

/** Every environment variable the product reads; docs/configuration.md explains each. */
const environment = z.object({
  HEARBACK_DATA: z
    .string()
    .default('./data')
    .transform((path) => resolve(path)),
  HEARBACK_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .transform((url) => url?.replace(/\/+$/, '')),
  HEARBACK_ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  HEARBACK_LOG: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  HEARBACK_RATE_LIMIT: z.coerce.number().int().positive().default(300_000),
  HEARBACK_TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
  HEARBACK_ALLOW_UNSAFE_POSTGRES: flag,
  HEARBACK_ALLOW_HOSTS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((host) => host.trim().toLowerCase())
        .filter(Boolean),
    ),
  HEARBACK_SMTP_ALLOW_PRIVATE: flag,
  HEARBACK_SECRET: z.string().min(32).optional(),
  DATABASE_URL: z.string().optional(),
  DATABASE_OWNER_URL: z.string().optional(),
  DATABASE_SEARCH_URL: z.string().optional(),
  DATABASE_JOBS_URL: z.string().optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(32),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().optional(),
  MAIL_IN_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  MAIL_IN_HOST: z.string().default('127.0.0.1'),
  MAIL_IN_PROTOCOL: z.enum(['smtp', 'lmtp']).default('smtp'),
})

export type Config = z.output<typeof environment>

/** Reads and checks the environment; a wrong value is named with what is allowed. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = environment.safeParse(given)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new AppError(
    'invalid',
    'config.invalid',
    `The configuration is not valid. ${lines.join('; ')}. See docs/configuration.md.`,
  )
}

/** Where people reach this server; every link is built from it, never from a request. */
export function baseUrl(config: Config): string {
  return config.HEARBACK_URL ?? `http://localhost:${config.PORT}`
}
