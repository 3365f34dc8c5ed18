import ipaddr from 'ipaddr.js'

const wholeIPv6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number]

/**
 * Whether an address is a public unicast one: not this machine, not a private, shared, link-local, multicast,
 * documentation or reserved network, and no IPv6 form that carries an IPv4 address inside (mapped, NAT64, 6to4,
 * Teredo), because where those end up depends on the network between.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text) || text.includes('%')) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv4') return true
  // Outside 2000::/3 nothing is assigned to anybody; site-local and IPv4-compatible forms lie there.
  return (address as ipaddr.IPv6).match(wholeIPv6)
}

/** Ports where no HTTP is expected: mail, remote shells, databases and the like below 1024. */
export function isHttpPort(port: number): boolean {
  return port === 80 || port === 443 || (port >= 1024 && port <= 65535)
}

/** The host of a URL as it is compared with the allow-list: lower case, without brackets and final dot. */
export function hostOf(url: URL): string {
  return url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}

/**
 * Why an address that is kept with a secret is refused, undefined where it is not: what is secret or of customers goes
 * without encryption only to hosts that the operator listed (`HEARBACK_ALLOW_HOSTS`).
 */
export function plainFault(url: URL, allowed: readonly string[]): string | undefined {
  return url.protocol === 'https:' || (url.protocol === 'http:' && allowed.includes(hostOf(url)))
    ? undefined
    : 'Without encryption only hosts are called that the operator listed in HEARBACK_ALLOW_HOSTS. Use https.'
}

/** Headers that belong to the connection, which callers may not set. */
export const ownHeaders: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'proxy-authorization',
  'proxy-connection',
  'keep-alive',
  'accept-encoding',
])
