/** Where a message stands. `accepted` means the other side took it; nobody can promise more. */
export const sendStates = [
  'queued',
  'claimed',
  'handing_over',
  'accepted',
  'deferred',
  'failed',
  'uncertain',
  'suppressed',
] as const
export type SendState = (typeof sendStates)[number]

/** What can happen to a message. `retry` and `cancel` are a person's press, all else is the sender's. */
export const sendSteps = [
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
export type SendStep = (typeof sendSteps)[number]

const moves: Record<SendState, Partial<Record<SendStep, SendState>>> = {
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
  // Past this point the other side may have it. Without its answer nobody knows, so nothing leads back by itself.
  handing_over: {
    accept: 'accepted',
    defer: 'deferred',
    refuse: 'failed',
    lose: 'uncertain',
    lease_out: 'uncertain',
  },
  // A sender that was only asleep may still bring its answer.
  uncertain: { accept: 'accepted', refuse: 'failed', retry: 'queued' },
  failed: { retry: 'queued' },
  accepted: {},
  suppressed: {},
}

/** The state after a step, or undefined where the step is not allowed. */
export function afterStep(state: SendState, step: SendStep): SendState | undefined {
  return moves[state][step]
}

/** The states from which a step is allowed: the `where` of every change of state. */
export function statesBefore(step: SendStep): SendState[] {
  return sendStates.filter((state) => moves[state][step] !== undefined)
}

/**
 * The state as the indexes of an outbox see it (`indexed_state`): from one state of a message that is leaving to the other
 * nothing changes for them.
 */
export function indexedState(state: SendState): string {
  return state === 'claimed' || state === 'handing_over' ? 'leaving' : state
}

const waits = [1, 5, 15, 60, 240, 480, 720, 1440, 1440]

/**
 * Minutes until the next try after `attempts` tries that were put off; undefined: give up (after about three days).
 */
export function retryAfterMinutes(attempts: number): number | undefined {
  return waits[attempts - 1]
}

/** A message that waited longer than this for a way out goes only when a person says so. */
export const holdAfterDays = 3

/** How long a claim holds unless its sender renews it: after a crash what was not handed over yet goes on that soon. */
export const claimSeconds = 60

/** When a claim of now ends. */
export function claimEnd(now: Date): Date {
  return new Date(now.getTime() + claimSeconds * 1000)
}

/** How long handing over may take; longer than the longest wait for the other side's answer. */
const handOverSeconds = 300

/** When a message whose handing over begins now counts as lost. */
export function handOverEnd(now: Date): Date {
  return new Date(now.getTime() + handOverSeconds * 1000)
}

/** Where a message stands, in words. */
export const stateWords: Record<SendState, string> = {
  queued: 'Waiting to be sent',
  claimed: 'Being sent',
  handing_over: 'Being handed over',
  accepted: 'Sent',
  deferred: 'Put off, tried again',
  failed: 'Not sent',
  uncertain: 'Perhaps sent',
  suppressed: 'Not to be sent',
}
