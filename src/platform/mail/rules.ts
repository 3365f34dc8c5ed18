/** Where a mail stands. `accepted` means the mail server took it; nobody can promise more. */
export const mailStates = [
  'queued',
  'claimed',
  'handing_over',
  'accepted',
  'deferred',
  'failed',
  'uncertain',
  'suppressed',
] as const
export type MailState = (typeof mailStates)[number]

/** What can happen to a mail. `retry` and `cancel` are a person's press, all else is the sender's. */
export const mailSteps = [
  'claim',
  'hand_over',
  'accept',
  'defer',
  'put_back',
  'refuse',
  'lose',
  'lease_out',
  'suppress',
  'cancel',
  'retry',
] as const
export type MailStep = (typeof mailSteps)[number]

const moves: Record<MailState, Partial<Record<MailStep, MailState>>> = {
  queued: { claim: 'claimed', suppress: 'suppressed', cancel: 'suppressed', retry: 'queued' },
  deferred: { claim: 'claimed', suppress: 'suppressed', cancel: 'suppressed', retry: 'queued' },
  claimed: {
    hand_over: 'handing_over',
    defer: 'deferred',
    put_back: 'queued',
    refuse: 'failed',
    suppress: 'suppressed',
    lease_out: 'queued',
  },
  // Past this point the mail server may have it. Without its answer nobody knows, so nothing leads back by itself.
  handing_over: {
    accept: 'accepted',
    defer: 'deferred',
    refuse: 'failed',
    lose: 'uncertain',
    lease_out: 'uncertain',
  },
  // A sender that was only asleep may still bring the server's answer.
  uncertain: { accept: 'accepted', refuse: 'failed', retry: 'queued' },
  failed: { retry: 'queued' },
  accepted: {},
  suppressed: {},
}

/** The state after a step, or undefined where the step is not allowed. */
export function afterStep(state: MailState, step: MailStep): MailState | undefined {
  return moves[state][step]
}

/** The states from which a step is allowed: the `where` of every change of state. */
export function statesBefore(step: MailStep): MailState[] {
  return mailStates.filter((state) => moves[state][step] !== undefined)
}

const waits = [1, 5, 15, 60, 240, 480, 720, 1440, 1440]

/**
 * Minutes until the next try after `attempts` tries that were put off; undefined: give up (after about three days).
 */
export function retryAfterMinutes(attempts: number): number | undefined {
  return waits[attempts - 1]
}

/** A mail that waited longer than this for a mail server goes out only when a person says so. */
export const holdAfterDays = 3

/** How long a sender may hold a mail; longer than the longest SMTP transaction it allows. */
export const leaseSeconds = 300

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

const stateWords: Record<MailState, string> = {
  queued: 'Waiting to be sent',
  claimed: 'Being sent',
  handing_over: 'Being handed over',
  accepted: 'Sent',
  deferred: 'Put off, tried again',
  failed: 'Not sent',
  uncertain: 'Perhaps sent',
  suppressed: 'Not to be sent',
}

const reasonWords: Record<string, string> = {
  demo: 'This is a demo workspace: nothing leaves it.',
  unsubscribed: 'The person unsubscribed from such mail.',
  bounced: 'Mail to this address came back before.',
  quiet_hours: 'It is in their quiet hours: it goes out when these end.',
  daily_limit: 'They had as much mail in 24 hours as is allowed: it goes out after that.',
  cancelled: 'A member took it back before it left.',
  wave_stopped: 'The wave was stopped before it left.',
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
  state: MailState
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
