import { createHmac, timingSafeEqual } from 'node:crypto'
import { type EgressAnswer, egress } from '#platform/egress/egress.ts'
import { AppError } from '#platform/errors.ts'
import type { SmsAccess, SmsOutcome, SmsProvider, SmsReport } from '#platform/sms/provider.ts'

/** The error of the documented form: a code of https://www.twilio.com/docs/api/errors and a sentence. */
interface TwilioError {
  code: number | null
  message: string
}

const basic = ({ account, token }: SmsAccess) =>
  `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`

const place = ({ address, account }: SmsAccess, rest: string) =>
  `${address}/2010-04-01/Accounts/${encodeURIComponent(account)}${rest}.json`

// Codes that say more than "refused": who must do what.
const refusals: Record<number, string> = {
  21211: 'number',
  21214: 'number',
  21217: 'number',
  21401: 'number',
  21421: 'number',
  21614: 'number',
  21408: 'region',
  21610: 'stopped',
  21617: 'too_long',
  21212: 'sender',
  21603: 'sender',
  21606: 'sender',
  21612: 'sender',
  21659: 'sender',
  21701: 'sender',
  21703: 'sender',
}

// Why a message it had taken did not arrive.
const losses: Record<number, string> = {
  30003: 'unreachable',
  30004: 'blocked',
  30005: 'no_number',
  30006: 'landline',
  30007: 'filtered',
  21610: 'stopped',
}

function errorOf(answer: EgressAnswer): TwilioError | undefined {
  try {
    const body = JSON.parse(answer.body.toString('utf8')) as { code?: unknown; message?: unknown }
    if (typeof body.message !== 'string') return undefined
    return { code: typeof body.code === 'number' ? body.code : null, message: body.message.slice(0, 500) }
  } catch {
    return undefined
  }
}

/**
 * What an answer to "create a message" means. A refusal of the documented form says that no message was made. A 5xx of
 * another form may come from between us and the service, after it took the message: then nobody knows.
 */
function outcomeOf(answer: EgressAnswer): SmsOutcome {
  const { status } = answer
  if (status >= 200 && status < 300) {
    const sid = sidOf(answer)
    return sid
      ? { verdict: 'accept', providerId: sid, reply: `${status}, ${sid}` }
      : { verdict: 'lose', reason: 'no_answer', code: null, reply: `${status} without the id of a message` }
  }
  const error = errorOf(answer)
  const code = error?.code ?? null
  const reply = [status, code && `code ${code}`, error?.message].filter(Boolean).join(', ')
  if (status === 429) return { verdict: 'defer', reason: 'too_fast', code, reply }
  if (status === 401 || status === 403 || code === 20404)
    return { verdict: 'defer', reason: 'sign_in', code, reply }
  if (status >= 500)
    return status === 503 || error
      ? { verdict: 'defer', reason: 'put_off', code, reply }
      : { verdict: 'lose', reason: 'no_answer', code, reply }
  return { verdict: 'refuse', reason: refusals[code ?? 0] ?? 'refused', code, reply }
}

function sidOf(answer: EgressAnswer): string | undefined {
  try {
    const { sid } = JSON.parse(answer.body.toString('utf8')) as { sid?: unknown }
    return typeof sid === 'string' && /^[A-Za-z0-9]{1,64}$/.test(sid) ? sid : undefined
  } catch {
    return undefined
  }
}

const states: Record<string, SmsReport['state']> = {
  accepted: 'accepted',
  queued: 'accepted',
  sending: 'accepted',
  sent: 'accepted',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'undelivered',
}

/** Twilio's REST form of 2010-04-01, as documented: https://www.twilio.com/docs/messaging/api/message-resource */
export const twilio: SmsProvider = {
  defaultAddress: 'https://api.twilio.com',

  async send(config, access, { to, body, callbackUrl }) {
    const form = new URLSearchParams({ To: to, Body: body })
    form.set(access.sender.startsWith('MG') ? 'MessagingServiceSid' : 'From', access.sender)
    if (callbackUrl) form.set('StatusCallback', callbackUrl)
    let isConnected = false
    try {
      const answer = await egress(config, {
        url: place(access, '/Messages'),
        method: 'POST',
        headers: {
          authorization: basic(access),
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
        },
        body: form.toString(),
        timeoutMs: 20_000,
        maxBytes: 64 * 1024,
        onConnected: () => {
          isConnected = true
        },
      })
      return outcomeOf(answer)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const said = { code: null, reply: error.message }
      return isConnected
        ? { verdict: 'lose', reason: 'no_answer', ...said }
        : { verdict: 'defer', reason: 'no_connection', ...said }
    }
  },

  async check(config, access) {
    const answer = await egress(config, {
      url: place(access, ''),
      headers: { authorization: basic(access), accept: 'application/json' },
      maxBytes: 64 * 1024,
    })
    if (answer.status === 200)
      return { worked: true, finding: 'The account answers, and the token is right.' }
    const error = errorOf(answer)
    if (answer.status === 401 || answer.status === 403 || answer.status === 404)
      return {
        worked: false,
        finding: 'The provider does not accept this account and token. Copy both again from its console.',
      }
    return {
      worked: false,
      finding: `The provider answered ${answer.status}${error ? `: ${error.message}` : ''}. Try again later.`,
    }
  },

  // https://www.twilio.com/docs/usage/security#validating-requests
  isSigned({ token }, { url, fields, header }) {
    const given = Buffer.from(header('x-twilio-signature') ?? '', 'base64')
    const named = [...new Set(fields.keys())].sort().map((name) => {
      const values = [...new Set(fields.getAll(name))].sort()
      return values.map((value) => name + value).join('')
    })
    const wanted = createHmac('sha1', token)
      .update(url + named.join(''))
      .digest()
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  },

  reportOf(fields) {
    const state = states[fields.get('MessageStatus') ?? '']
    const providerId = fields.get('MessageSid')
    if (!state || !providerId) return undefined
    const code = Number(fields.get('ErrorCode')) || null
    return { providerId, state, reason: losses[code ?? 0] ?? null, code }
  },

  replyOf(fields) {
    const providerId = fields.get('MessageSid')
    const from = fields.get('From')
    if (!providerId || !from) return undefined
    return { providerId, from, to: fields.get('To') ?? '', body: fields.get('Body') ?? '' }
  },

  silence: { type: 'text/xml; charset=utf-8', body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' },
}
