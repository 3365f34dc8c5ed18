import { holdAfterDays, type SendState, stateWords } from '#platform/outbox/rules.ts'

/** What a text message is about. People allow `surveys` first; a test goes to whom a member names. */
export const smsTopics = ['surveys', 'test'] as const
export type SmsTopic = (typeof smsTopics)[number]

const reasonWords: Record<string, string> = {
  demo: 'This is a demo workspace: nothing leaves it.',
  internal: 'They are one of our own people.',
  own_domain: 'Their address is of a mail domain of our own.',
  erased: 'The person was erased and is never written to again.',
  stopped: 'They answered STOP. Only their own START takes it back.',
  refused_by_person: 'They do not want surveys by text message.',
  not_asked: 'They have not said yes to text messages.',
  night: 'It is night where they are: it goes out in the morning.',
  quiet_hours: 'It is in their quiet hours: it goes out when these end.',
  cancelled: 'A member took it back before it left.',
  wave_stopped: 'The wave was stopped before it left.',
  too_long: 'The text is longer than a text message can be.',
  number: 'The provider says that this number cannot be texted.',
  region: 'The provider may not send to this country. Allow the country in its console.',
  sender: 'The provider does not let us send from this number. Check the sender in the settings.',
  refused: 'The provider refused it for good.',
  sign_in: 'The provider did not accept the account or its token.',
  too_fast: 'The provider asked for a slower pace.',
  put_off: 'The provider could not take it just then.',
  no_connection: 'The provider could not be reached.',
  gave_up: 'The provider could not take it for three days.',
  no_answer: 'The provider was told and did not answer. It may have been sent.',
  unreachable: 'The telephone was off or out of reach.',
  blocked: 'The network blocked it.',
  no_number: 'There is no such number.',
  landline: 'The number is a landline, or its network takes no text messages.',
  filtered: 'The network took it for spam.',
  crashed: 'The sender stopped while the message was being handed over. It may have been sent.',
}

/** Where a text message stands, in words for people: the state, and why. */
export function smsStanding(message: {
  state: SendState
  reason: string | null
  hold: string | null
  code: number | null
  isDelivered: boolean
  isUndelivered: boolean
}): { state: string; why: string | null } {
  if (message.isUndelivered)
    return {
      state: 'Not delivered',
      why:
        reasonWords[message.reason ?? ''] ??
        `The network could not deliver it${message.code ? ` (code ${message.code})` : ''}.`,
    }
  if (message.isDelivered) return { state: 'Delivered', why: null }
  if (message.hold === 'no_provider')
    return {
      state: 'Waiting for a provider',
      why: 'No provider of text messages is set. It goes out once one is.',
    }
  if (message.hold === 'old')
    return {
      state: 'Waiting for you',
      why: `It waited more than ${holdAfterDays} days. Decide whether it should still go out.`,
    }
  return {
    state: stateWords[message.state],
    why: message.reason ? (reasonWords[message.reason] ?? message.reason) : null,
  }
}
