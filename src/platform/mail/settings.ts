import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import { seal, unseal } from '#platform/secrets.ts'
import { getSetting, setting } from '#platform/settings/settings.ts'

/** The stored form of the mail server; `server` null means none is set. */
export const mailSetting = setting(
  'mail',
  z.object({
    server: z
      .object({
        host: z.string(),
        port: z.number(),
        security: z.enum(['starttls', 'tls', 'none']),
        user: z.string(),
        passwordSealed: z.string().nullable(),
        fromName: z.string(),
        fromAddress: z.string(),
        replyTo: z.string(),
        concurrency: z.number(),
        perMinute: z.number(),
      })
      .nullable()
      .default(null),
  }),
)

export type StoredServer = NonNullable<z.output<typeof mailSetting.shape>['server']>

/** What is needed to reach a mail server, password in the clear; never stored, never shown. */
export interface SmtpServer {
  host: string
  port: number
  security: 'starttls' | 'tls' | 'none'
  user: string
  password: string
}

const purpose = (workspaceId: string) => `mail.password ${workspaceId}`

export function sealPassword(ctx: Pick<Ctx, 'config' | 'workspaceId'>, password: string): string {
  return seal(ctx.config, purpose(ctx.workspaceId), password)
}

/** The mail server of this workspace with its password, or undefined when none is set. */
export async function findServer(ctx: Ctx): Promise<{ stored: StoredServer; smtp: SmtpServer } | undefined> {
  const { server } = await getSetting(ctx, mailSetting)
  if (!server) return undefined
  const password =
    server.passwordSealed === null ? '' : unseal(ctx.config, purpose(ctx.workspaceId), server.passwordSealed)
  return {
    stored: server,
    smtp: { host: server.host, port: server.port, security: server.security, user: server.user, password },
  }
}
