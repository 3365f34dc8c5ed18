import { pino } from 'pino'

/** Structured log on standard error; secrets and customers' words never belong in it. */
export const log = pino(
  {
    level: process.env.HEARBACK_LOG ?? (process.env.VITEST ? 'silent' : 'info'),
    base: undefined,
    redact: [
      'password',
      'token',
      'authorization',
      'cookie',
      '*.password',
      '*.token',
      '*.authorization',
      '*.cookie',
    ],
  },
  pino.destination({ fd: 2, sync: true }),
)

export type Log = typeof log
