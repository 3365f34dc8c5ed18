import { z } from 'zod'
import { type OutsidePurpose, Uses } from '#analyze/outside/contract.ts'
import type { Config } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { plainFault } from '#platform/egress/rules.ts'
import { AppError } from '#platform/errors.ts'
import { seal, unseal } from '#platform/secrets.ts'
import { setting } from '#platform/settings/settings.ts'

/** The stored form of the model outside; `model` null means that nothing is ever sent. */
export const outsideSetting = setting(
  'outside',
  z.object({
    model: z
      .object({
        address: z.string(),
        keySealed: z.string().nullable(),
        model: z.string(),
        currency: z.string(),
        inputMicros: z.number(),
        outputMicros: z.number(),
        monthlyLimitCents: z.number(),
        timeoutSeconds: z.number(),
      })
      .nullable()
      .default(null),
    uses: Uses.prefault({}),
  }),
)

export type StoredOutside = z.output<typeof outsideSetting.shape>
export type StoredModel = NonNullable<StoredOutside['model']>

/** What is needed to ask a model, key in the clear; never stored, never shown. */
export interface ModelAccess {
  address: string
  key: string
  timeoutSeconds: number
}

const sealedFor = (workspaceId: string) => `outside.key ${workspaceId}`

/** The key as it is stored. */
export function sealKey(ctx: Pick<Ctx, 'config' | 'workspaceId'>, key: string): string {
  return seal(ctx.config, sealedFor(ctx.workspaceId), key)
}

/** How a kept model is reached. Throws where its key was sealed by another installation. */
export function accessOf(
  ctx: Pick<Ctx, 'config' | 'workspaceId'>,
  { address, keySealed, timeoutSeconds }: Pick<StoredModel, 'address' | 'keySealed' | 'timeoutSeconds'>,
): ModelAccess {
  try {
    const key = keySealed === null ? '' : unseal(ctx.config, sealedFor(ctx.workspaceId), keySealed)
    return { address, key, timeoutSeconds }
  } catch {
    throw new AppError(
      'conflict',
      'outside.key_lost',
      'The API key that is kept cannot be opened, because the secret of this installation is another one. Enter the key again.',
    )
  }
}

export const useOf: Record<Exclude<OutsidePurpose, 'trial'>, keyof Uses> = {
  theme_name: 'themeNames',
  theme_summary: 'themeSummaries',
  translation: 'translations',
}

/**
 * The base address of a service as it is kept: without a final slash and without the path of the call. Not encrypted
 * only to hosts that the operator listed in HEARBACK_ALLOW_HOSTS: a key and customers' words travel there.
 */
export function baseAddress(config: Config, text: string): string {
  const wrong = (message: string) =>
    new AppError('invalid', 'outside.bad_address', message, { fields: [{ field: 'address', message }] })
  if (!URL.canParse(text) || !/^https?:/i.test(text))
    throw wrong('This is not a web address. Write it as https://api.example.com/v1.')
  const url = new URL(text)
  if (url.username || url.password || url.search || url.hash)
    throw wrong('The address holds more than a host and a path. The key has a field of its own.')
  const fault = plainFault(url, config.HEARBACK_ALLOW_HOSTS)
  if (fault) throw wrong(fault)
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')}`
}
