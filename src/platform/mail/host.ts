import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { baseUrl, type Config } from '#platform/config.ts'
import { AppError } from '#platform/errors.ts'

const never = new Set(['linkLocal', 'multicast', 'broadcast', 'unspecified', 'reserved'])

/**
 * Where a mail server really is, decided once: the address is connected to as it was checked, so that a name cannot
 * change its mind between check and use. Public addresses are allowed. This machine is allowed while the product itself
 * is only reached on this machine, or with HEARBACK_SMTP_ALLOW_PRIVATE=1, as are the addresses of the inside network;
 * cloud metadata (link-local) addresses never are.
 */
export async function mailHostAddress(config: Config, host: string): Promise<string> {
  const found = await lookup(host, { all: true, verbatim: false }).catch(() => [])
  const first = found[0]
  if (!first) {
    throw new AppError(
      'invalid',
      'mail.host_unknown',
      `There is no host ${host}. Check the name of the mail server.`,
    )
  }
  for (const { address } of found) {
    const range = ipaddr.process(address).range()
    if (range === 'unicast') continue
    if (!never.has(range) && mayBePrivate(config, range)) continue
    throw new AppError(
      'invalid',
      'mail.host_private',
      `${host} is inside this network. To use a mail server there, start Hearback with HEARBACK_SMTP_ALLOW_PRIVATE=1.`,
    )
  }
  return first.address
}

function mayBePrivate(config: Config, range: string): boolean {
  if (config.HEARBACK_SMTP_ALLOW_PRIVATE) return true
  return range === 'loopback' && /^(localhost|127\..*|\[::1\])$/.test(new URL(baseUrl(config)).hostname)
}
