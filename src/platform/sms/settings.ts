import { z } from 'zod'
import { baseUrl, type Config } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { plainFault } from '#platform/egress/rules.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { seal, unseal } from '#platform/secrets.ts'
import { getSetting, setting } from '#platform/settings/settings.ts'
import type { SmsAccess } from '#platform/sms/provider.ts'

/** The stored form of the provider of text messages; `provider` null means none is set. */
export const smsSetting = setting(
  'sms',
  z.object({
    provider: z
      .object({
        kind: z.enum(['twilio']),
        address: z.string(),
        account: z.string(),
        tokenSealed: z.string(),
        sender: z.string(),
        perMinute: z.number(),
      })
      .nullable()
      .default(null),
  }),
)
export type StoredProvider = NonNullable<z.output<typeof smsSetting.shape>['provider']>

const purpose = (workspaceId: string) => `sms.token ${workspaceId}`

export function sealToken(ctx: Pick<Ctx, 'config' | 'workspaceId'>, token: string): string {
  return seal(ctx.config, purpose(ctx.workspaceId), token)
}

/** The provider of this workspace with its token, or undefined when none is set. */
export async function findProvider(
  ctx: Ctx,
): Promise<{ stored: StoredProvider; access: SmsAccess } | undefined> {
  const { provider } = await getSetting(ctx, smsSetting)
  if (!provider) return undefined
  const { address, account, sender, tokenSealed } = provider
  const token = unseal(ctx.config, purpose(ctx.workspaceId), tokenSealed)
  return { stored: provider, access: { address, account, sender, token } }
}

/**
 * The base address of a provider as it is kept. Not encrypted only to hosts that the operator listed in
 * HEARBACK_ALLOW_HOSTS: the token and customers' numbers travel there.
 */
export function providerAddress(config: Config, text: string): string {
  const wrong = (message: string) =>
    new AppError('invalid', 'sms.bad_address', message, { fields: [{ field: 'address', message }] })
  if (!URL.canParse(text) || !/^https?:/i.test(text))
    throw wrong('This is not a web address. Write it as https://api.example.com.')
  const url = new URL(text)
  if (url.username || url.password || url.search || url.hash)
    throw wrong('The address holds more than a host and a path. Account and token have fields of their own.')
  const fault = plainFault(url, config.HEARBACK_ALLOW_HOSTS)
  if (fault) throw wrong(fault)
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

const isLocal = (address: string) => /^(localhost|127\..*|\[::1\])$/.test(new URL(address).hostname)

/** The addresses that the provider of a workspace calls; they prove nothing, its signature does. */
export function webhookAddresses(config: Config, workspaceId: string) {
  const base = `${baseUrl(config)}/hooks/sms/${encodeId('ws', workspaceId)}`
  return { replies: `${base}/in`, reports: `${base}/status`, isReachable: !isLocal(baseUrl(config)) }
}

/** Where a message of ours is reported on; null where the provider could not reach this machine and would refuse it. */
export function callbackUrl(
  config: Config,
  workspaceId: string,
  provider: StoredProvider,
  smsId: string,
): string | null {
  const { reports, isReachable } = webhookAddresses(config, workspaceId)
  return isReachable || isLocal(provider.address) ? `${reports}/${encodeId('sms', smsId)}` : null
}
