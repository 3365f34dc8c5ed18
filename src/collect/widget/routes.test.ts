import { beforeAll, expect, test } from 'vitest'
import { createWidgetKey } from '#collect/widget/contract.ts'
import { type TestApp, testApp, type TestWorkspace } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace('Larkfield')
})
test('a', async () => {
  const made = await ws.owner.call(createWidgetKey, { product: 'A1', origins: ['https://app.larkfield.example'] })
  const r = await t.anonymous.fetch(`//widget/v1/${made.key.publicId}/feedback`, { method: 'POST', headers: { origin: 'https://app.larkfield.example', 'content-type': 'application/json', 'idempotency-key': 'abc' }, body: JSON.stringify({ kind: 'bug', message: 'The total is wrong', visitor: 'v1' }) })
  console.log(r.status, await r.text(), [...r.headers])
})
