import type { Context } from 'hono'
import { baseUrl } from '#platform/config.ts'
import type { Actor } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { readBody } from '#platform/http/input.ts'
import { decodeId } from '#platform/ids.ts'
import { providers, type SmsProvider } from '#platform/sms/provider.ts'
import { findProvider } from '#platform/sms/settings.ts'

const stranger: Actor = { kind: 'anonymous' }

/** A call to us that the provider of a workspace has signed. */
export interface SignedCall {
  workspaceId: string
  provider: SmsProvider
  fields: URLSearchParams
}

/**
 * Reads a call of a provider. An unknown workspace, one without a provider and a wrong signature are all answered
 * `sms.signature_wrong` (403), before anything is written. The address signed is the one people reach us at.
 */
export async function signedCall(c: Context, door: Door): Promise<SignedCall> {
  const body = await readBody(c.req.raw, 64 * 1024)
  const workspaceId = decodeId('ws', c.req.param('workspace') ?? '')
  const found = workspaceId
    ? await door.inWorkspace(workspaceId, stranger, (ctx) => findProvider(ctx))
    : undefined
  const { pathname, search } = new URL(c.req.url)
  const fields = new URLSearchParams(body)
  const provider = found && providers[found.stored.kind]
  const isSigned = provider?.isSigned(found!.access, {
    url: baseUrl(door.config) + pathname + search,
    fields,
    header: (name) => c.req.header(name),
  })
  if (!workspaceId || !provider || !isSigned)
    throw new AppError(
      'forbidden',
      'sms.signature_wrong',
      'This call is not signed by the provider of the workspace, for this address. Copy the address from Settings, Text messages.',
    )
  return { workspaceId, provider, fields }
}
