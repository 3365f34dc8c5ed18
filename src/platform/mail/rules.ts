import { holdAfterDays, type SendState, stateWords } from '#platform/outbox/rules.ts'

/**
 * Where delivery reports go: `bounceTo` where it stands under the same domain as the sender, because another domain
 * would fail the sender's policy (SPF alignment, RFC 7489, 3.1.2); the sender otherwise.
 */
export function returnPath(sender: string, bounceTo: string | null): string {
  if (!bounceTo) return sender
  const [ours, theirs] = [sender, bounceTo].map((address) => address.slice(address.lastIndexOf('@') + 1))
  const isUnder = ours === theirs || theirs!.endsWith(`.${ours}`) || ours!.endsWith(`.${theirs}`)
  return isUnder ? bounceTo : sender
}

export type ReplyVerdict = 'accept' | 'defer' | 'refuse' | 'lose'

/**
 * What the answer to the final dot means (RFC 5321, 4.2.1): 2 accepted, 4 try later, 5 refused;
 * anything else, or silence, and nobody knows.
 */
export function verdictOf(reply: string): ReplyVerdict {
  const first = /^([245])\d\d(?:[ -]|$)/.exec(reply)?.[1]
  if (first === '2') return 'accept'
  if (first === '4') return 'defer'
  return first === '5' ? 'refuse' : 'lose'
}

const reasonWords: Record<string, string> = {
  demo: 'This is a demo workspace: nothing leaves it.',
  internal: 'They are one of our own people.',
  own_domain: 'Their address is of a mail domain of our own.',
  unsubscribed: 'The person unsubscribed from such mail.',
  erased: 'The person was erased and is never written to again.',
  bounced: 'Mail to this address came back before.',
  quiet_hours: 'It is in their quiet hours: it goes out when these end.',
  daily_limit: 'They had as much mail in 24 hours as is allowed: it goes out after that.',
  cancelled: 'A member took it back before it left.',
  wave_stopped: 'The wave was stopped before it left.',
  announcement_stopped: 'The announcement was stopped before it left.',
  address: 'The address is not one that mail can be sent to.',
  refused: 'The mail server refused it for good.',
  gave_up: 'The mail server put it off for three days.',
  put_off: 'The mail server asked to try later.',
  no_connection: 'The mail server could not be reached.',
  broken: 'The message could not be put together. The log of the server says why.',
  sign_in: 'The mail server did not accept the user name or password.',
  no_answer: 'The mail server got the whole message and did not answer. It may have been delivered.',
  crashed: 'The sender stopped while the message was being handed over. It may have been delivered.',
}

/** Where a mail stands, in words for people: the state, and why. */
export function mailStanding(mail: {
  state: SendState
  reason: string | null
  hold: string | null
  /** what a delivery report said; null while none came */
  bounce: string | null
}) {
  if (mail.bounce !== null) return { state: 'Came back', why: mail.bounce || 'It could not be delivered.' }
  if (mail.hold === 'no_server') {
    return {
      state: 'Waiting for a mail server',
      why: 'No mail server is set. The mail goes out once one is.',
    }
  }
  if (mail.hold === 'old') {
    return {
      state: 'Waiting for you',
      why: `It waited more than ${holdAfterDays} days. Decide whether it should still go out.`,
    }
  }
  return {
    state: stateWords[mail.state],
    why: mail.reason ? (reasonWords[mail.reason] ?? mail.reason) : null,
  }
}
