import type { Config } from '#platform/config.ts'
import { twilio } from '#platform/sms/twilio.ts'

/** One text message as a provider takes it. `callbackUrl`: where it reports what became of it; null: nowhere. */
export interface SmsToSend {
  to: string
  body: string
  callbackUrl: string | null
}

/**
 * What became of handing a message over. `defer` promises that the provider has not taken it; where that cannot be
 * known the verdict is `lose`. `reply` is the provider's words, without secrets.
 */
export type SmsOutcome =
  | { verdict: 'accept'; providerId: string; reply: string }
  | { verdict: 'defer' | 'refuse' | 'lose'; reason: string; code: number | null; reply: string }

/** What a provider reports about a message it has. */
export interface SmsReport {
  providerId: string
  state: 'accepted' | 'delivered' | 'undelivered'
  /** why it did not arrive, as a code of ours; null where the provider does not say */
  reason: string | null
  code: number | null
}

/** A reply of somebody. */
export interface SmsReceived {
  providerId: string
  from: string
  to: string
  body: string
}

/** How the account is reached, token in the clear; never stored, never shown. */
export interface SmsAccess {
  address: string
  account: string
  token: string
  /** A number, or the id of a pool of senders. */
  sender: string
}

/** What every provider of text messages does for us. */
export interface SmsProvider {
  defaultAddress: string
  send(config: Config, access: SmsAccess, message: SmsToSend): Promise<SmsOutcome>
  /** Asks for the account and sends nothing: whether it answered well, and what to do where not. */
  check(config: Config, access: SmsAccess): Promise<{ worked: boolean; finding: string }>
  /** Whether a call to us was made by the provider: to this address, with these fields. */
  isSigned(
    access: Pick<SmsAccess, 'token'>,
    call: { url: string; fields: URLSearchParams; header(name: string): string | undefined },
  ): boolean
  /** A report of a call that is signed; undefined where it says nothing new. */
  reportOf(fields: URLSearchParams): SmsReport | undefined
  /** A reply of a call that is signed; undefined where it is none. */
  replyOf(fields: URLSearchParams): SmsReceived | undefined
  /** What the provider wants as the answer to a reply, so that it sends nothing by itself. */
  silence: { type: string; body: string }
}

export const providers: Readonly<Record<'twilio', SmsProvider>> = { twilio }
