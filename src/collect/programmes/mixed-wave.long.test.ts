import { afterAll, test } from 'vitest'
import { testApp } from '#platform/testing/app.ts'
import setup from '#platform/testing/cluster.ts'
import { expectMixedWave } from '#platform/testing/mixed-wave.ts'

const stop = await setup()
const t = await testApp()
afterAll(stop)

test('in a wave of 10,000 mixed contacts every skip has its reason and can be listed, and the sums agree', () =>
  expectMixedWave(t, 10_000))
