import { SignJWT } from 'jose'
import { expect } from 'vitest'
import { createWidgetKey } from '#collect/widget/contract.ts'
import { sql } from '#platform/db/sql.ts'
import type { Call } from '#platform/endpoint.ts'
import { decodeId } from '#platform/ids.ts'
import { testApp } from '#platform/testing/app.ts'

export const origin = 'https://app.larkfield.example'
const visitor = 'd41d8cd98f00b204e9800998ecf8427e'

/** For tests: a workspace with the widget, pages that call it, and a look at what arrived. */
export async function widgetScene() {
  const t = await testApp()
  const ws = await t.workspace('Larkfield')

  const newKey = async (input: Partial<Call<typeof createWidgetKey>> = {}) => {
    const { key, secret } = await ws.owner.call(createWidgetKey, {
      product: 'Larkfield Pay',
      origins: [origin],
      ...input,
    })
    return { ...key, secret }
  }

  let count = 0
  const post = (publicId: string, verb: string, body: unknown, headers: Record<string, string> = {}) =>
    t.anonymous.fetch(`//widget/v1/${publicId}/${verb}`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const say = (publicId: string, body: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
    post(
      publicId,
      'feedback',
      { kind: 'bug', message: `The total is wrong ${++count}`, visitor, ...body },
      { 'idempotency-key': `key-${count}-${Math.random()}`, ...headers },
    )

  const inSeconds = (seconds: number) => Math.floor(t.clock.now().getTime() / 1000) + seconds
  const token = (claims: Record<string, unknown>, secret: string, alg = 'HS256') =>
    new SignJWT({ exp: inSeconds(300), ...claims })
      .setProtectedHeader({ alg })
      .sign(new TextEncoder().encode(secret))

  const item = async (reference: string) => {
    const id = decodeId('fb', reference)!
    return ws.run((ctx) =>
      ctx.db.one<{
        kind: string
        channel: string
        product: string
        rating: number | null
        context: Record<string, unknown>
        occurred_at: Date
        is_history: boolean
        email: string | null
        name: string | null
        contact_id: string
        root_id: string
        account: string | null
        mrr_cents: number | null
      }>(sql`
        select f.kind, f.channel, f.product, f.rating, f.context, f.occurred_at, f.is_history, f.contact_id, r.id as root_id, r.email, r.name, a.name as account, a.mrr_cents
        from feedback_items f
        left join contacts c on c.workspace_id = ${ws.id} and c.id = f.contact_id
        left join contacts r on r.workspace_id = ${ws.id} and r.id = root_id(c.merged_into_id, c.id)
        left join accounts a on a.workspace_id = ${ws.id} and a.id = coalesce(f.account_id, r.account_id)
        where f.workspace_id = ${ws.id} and f.id = ${id}`),
    )
  }
  const feedbackCount = () =>
    ws.run(
      async (ctx) =>
        (
          await ctx.db.one<{ n: number }>(
            sql`select count(*) as n from feedback_items where workspace_id = ${ws.id}`,
          )
        ).n,
    )
  const problemOf = async (response: Response) => {
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    return (await response.json()) as { code: string; title: string }
  }

  return { t, ws, newKey, post, say, token, inSeconds, item, feedbackCount, problemOf }
}
