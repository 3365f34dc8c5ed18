import { createHmac } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getSmsSettings } from '#platform/sms/contract.ts'
import { afterFile } from '#platform/testing/after-file.ts'
import type { TestApp, TestWorkspace } from '#platform/testing/app.ts'

/** A message that the provider was given. */
export interface TakenSms {
  path: string
  sid: string
  to: string
  from: string | null
  service: string | null
  body: string
  callback: string | null
}

/** How a message is answered instead of taken: a status with an error of the documented form, or anything by hand. */
export type SmsAnswer =
  | { status: number; code: number; message: string }
  | ((response: ServerResponse, taken: TakenSms) => void)

/** A provider of text messages on this machine, which speaks Twilio's documented REST form of 2010-04-01. */
export interface TestSmsProvider {
  /** its base address */
  address: string
  account: string
  token: string
  /** What it took, in order. */
  taken: TakenSms[]
  /** How often it was asked to send, whatever it answered. */
  calls: number
  /** For each message the answer; undefined takes it. */
  answer: ((taken: TakenSms) => SmsAnswer | undefined) | undefined
}

/** Starts the provider for the file. */
export async function testSmsProvider(): Promise<TestSmsProvider> {
  const provider: TestSmsProvider = {
    address: '',
    account: 'ACtest00000000000000000000000000',
    token: 'token-of-the-account',
    taken: [],
    calls: 0,
    answer: undefined,
  }
  const wanted = `Basic ${Buffer.from(`${provider.account}:${provider.token}`).toString('base64')}`
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const json = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    const fail = (status: number, code: number, message: string) =>
      json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })
    const base = `/2010-04-01/Accounts/${provider.account}`
    if (request.headers.authorization !== wanted) return fail(401, 20003, 'Authenticate')
    if (request.method === 'GET' && request.url === `${base}.json`)
      return json(200, { sid: provider.account, status: 'active' })
    if (request.method !== 'POST' || request.url !== `${base}/Messages.json`)
      return fail(404, 20404, 'The requested resource was not found')
    if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return fail(400, 21602, 'Message body is required')
    const form = new URLSearchParams(text)
    provider.calls += 1
    const taken: TakenSms = {
      path: request.url,
      sid: `SM${String(provider.calls).padStart(32, '0')}`,
      to: form.get('To') ?? '',
      from: form.get('From'),
      service: form.get('MessagingServiceSid'),
      body: form.get('Body') ?? '',
      callback: form.get('StatusCallback'),
    }
    const answer = provider.answer?.(taken)
    if (typeof answer === 'function') return answer(response, taken)
    if (answer) return fail(answer.status, answer.code, answer.message)
    provider.taken.push(taken)
    json(201, { sid: taken.sid, status: 'queued', to: taken.to, body: taken.body, error_code: null })
  })
  afterFile(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  provider.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return provider
}

/** The settings that reach the test provider. */
export const providerAt = ({ address, account, token }: TestSmsProvider) => ({
  address,
  account,
  token,
  sender: '+15005550006',
})

/** X-Twilio-Signature of a call to us. */
export function twilioSignature(token: string, url: string, fields: Record<string, string>): string {
  const text = Object.keys(fields)
    .sort()
    .map((name) => name + fields[name])
    .join('')
  return createHmac('sha1', token)
    .update(url + text)
    .digest('base64')
}

/** The provider calls us, signed with `token`. */
export async function callBack(
  t: TestApp,
  token: string,
  address: string,
  fields: Record<string, string>,
): Promise<Response> {
  return t.anonymous.fetch(`/${new URL(address).pathname}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': twilioSignature(token, address, fields),
    },
    body: new URLSearchParams(fields).toString(),
  })
}

/** Where the provider sends the replies of a workspace to. */
export async function repliesAddress(ws: TestWorkspace): Promise<string> {
  return (await ws.owner.call(getSmsSettings, {})).webhook.address
}
