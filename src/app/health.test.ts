import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '#platform/testing/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})

test('live says that the process answers, ready that its database does too', async () => {
  expect((await t.anonymous.fetch('//health/live')).status).toBe(200)
  expect((await t.anonymous.fetch('//health/ready')).status).toBe(200)
})

test('metrics are Prometheus text with the jobs by state', async () => {
  const text = await (await t.anonymous.fetch('//metrics')).text()
  expect(text).toMatch(/^hearback_jobs\{state="failed"\} 0$/m)
})

test('the reference for people lists what the file for programs lists', async () => {
  const document = (await (await t.anonymous.fetch('/openapi.json')).json()) as {
    openapi: string
    paths: Record<string, object>
  }
  expect(document.openapi).toBe('3.1.0')
  const page = await (await t.anonymous.fetch('//api/docs')).text()
  for (const path of Object.keys(document.paths))
    expect(page).toContain(`/api/v1${path}`.replaceAll('{', '{'))
})
