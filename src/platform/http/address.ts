import ipaddr from 'ipaddr.js'

/**
 * The caller's address: the socket's, or the entry that the configured number of own proxies added to X-Forwarded-For.
 * IPv6 callers count by /64, because one of them owns all of it.
 */
export function callerAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  proxies: number,
): string {
  const chain = [...(forwardedFor?.split(',').map((part) => part.trim()) ?? []), socketAddress ?? '']
  const claimed = chain[Math.max(0, chain.length - 1 - proxies)] ?? ''
  if (!ipaddr.isValid(claimed)) return 'unknown'
  const address = ipaddr.process(claimed)
  if (address.kind() === 'ipv4') return address.toString()
  const parts = (address as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16))
  return `${parts.join(':')}::/64`
}
